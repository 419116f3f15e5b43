//! References, and whether they lead to what is expected.

use std::collections::HashMap;

use serde_yaml::{Mapping, Value};

use super::files::Files;
use super::grammar::{OPENAPI, Object, SCHEMA, Stands, Type, has_component, home, stands_at};
use super::mend::{Change, Mend, neutral};
use super::shape::{Shape, named};
use crate::diagnostics::code::Code;
use crate::diagnostics::{Anchor, Diagnostic, Diagnostics};
use crate::document::FilePointer;
use crate::source::{JsonPointer, OpenError, PathCursor, percent_decode};

/// What a reference leads to: a place of one of the files.
pub(super) type Target = FilePointer;

/// A reference as it stands in a file.
#[derive(Debug)]
pub(super) struct Link {
    /// What it stands for: the object with the `$ref`, or the value of a mapping.
    pub pointer: JsonPointer,
    pub text: String,
    pub expected: &'static Object,
    pub form: Form,
}

/// How a reference is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// A `$ref` in the place of an object.
    Object,
    /// A `$ref` that is a field of the object.
    Field,
    /// The value of a discriminator's mapping.
    Mapping,
}

/// A reference that leads to what is expected.
#[derive(Debug)]
pub(super) struct Resolved {
    pub from: Target,
    pub expected: &'static Object,
    pub form: Form,
    /// Where it leads: to a component of the document, or to the end of the chain that begins here.
    pub to: Target,
}

impl Shape<'_> {
    /// Checks an object that is only a reference. `false` where it is none.
    pub(super) fn reference(
        &mut self,
        members: &Mapping,
        expected: &'static Object,
        cursor: &PathCursor<'_>,
    ) -> bool {
        let reference = members.get("$ref").unwrap_or(&Value::Null);
        let Value::String(text) = reference else {
            return self.value(reference, &Type::String, &cursor.key("$ref"));
        };
        self.link(text, expected, Form::Object, cursor);
        for (name, _) in named(members).filter(|(name, _)| *name != "$ref") {
            let message = format!("`{name}` beside `$ref` is ignored");
            let help = if expected.is(&SCHEMA) {
                "put the reference into an `allOf` with one element: `allOf: [{$ref: …}]`"
            } else {
                "remove it, or write the object out"
            };
            self.report(
                Diagnostic::new(Code::ReferenceSiblings, cursor.key(name).on_key(), message)
                    .help(help),
            );
        }
        true
    }

    /// Notes a reference, unless it is plain that it leads to a component as it should.
    pub(super) fn link(
        &mut self,
        text: &str,
        expected: &'static Object,
        form: Form,
        cursor: &PathCursor<'_>,
    ) {
        let component = || {
            let (kind, name) = text.strip_prefix("#/components/")?.split_once('/')?;
            let component = self.root.get("components")?.get(kind)?.get(name)?;
            let is_home = home(expected) == Some(kind) && has_component(expected);
            (is_home && component.get("$ref").is_none()).then_some(())
        };
        if self.file != 0 || component().is_none() {
            self.links.push(Link {
                pointer: cursor.to_pointer(),
                text: text.to_owned(),
                expected,
                form,
            });
        }
    }

    /// Notes a reference in a discriminator's mapping. A name alone is that of a schema, and names of this document's
    /// schemas are understood as they are.
    pub(super) fn schema_name(&mut self, text: &str, cursor: &PathCursor<'_>) {
        let has_schema = |name: &str| {
            let components = self.root.get("components");
            let schemas = components.and_then(|components| components.get("schemas"));
            schemas.is_some_and(|schemas| schemas.get(name).is_some())
        };
        let is_file = || {
            let extension = text.rsplit_once('.').map(|(_, extension)| extension);
            extension.is_some_and(|extension| ["json", "yaml", "yml"].contains(&extension))
        };
        let own = || text.strip_prefix("#/components/schemas/");
        if self.file == 0 && own().is_some_and(|name| !name.contains('/')) {
            return;
        }
        if has_schema(text) {
            if self.file != 0 {
                let text = format!("#/components/schemas/{text}");
                self.link(&text, &SCHEMA, Form::Mapping, cursor);
            }
        } else if text.contains(['/', '#']) || is_file() {
            self.link(text, &SCHEMA, Form::Mapping, cursor);
        }
    }
}

/// Checks the document and everything in other files that its references lead to. Gives the references that have to be
/// changed: all but those that plainly lead to components.
pub(super) fn check(
    files: &mut Files,
    diagnostics: &mut Diagnostics,
    mends: &mut Vec<Mend>,
) -> Vec<Resolved> {
    let mut kinds: HashMap<Target, &'static Object> = HashMap::new();
    let mut resolved: Vec<Resolved> = Vec::new();
    let mut known: HashMap<Target, usize> = HashMap::new();
    let mut left = vec![(0, JsonPointer::root(), &OPENAPI)];
    while let Some((file, pointer, object)) = left.pop() {
        let mut shape = Shape {
            root: files.tree(file),
            file,
            diagnostics,
            links: Vec::new(),
            mends,
        };
        if let Some(value) = super::at(shape.root, &pointer) {
            shape.place(value, object, &pointer);
        }
        for link in shape.links {
            let from = (file, link.pointer.clone());
            if known.contains_key(&from) {
                continue;
            }
            let mut search = Search {
                files,
                diagnostics,
                kinds: &mut kinds,
            };
            match search.target(file, &link) {
                Ok((to, is_unchecked)) => {
                    if is_unchecked {
                        left.push((to.0, to.1.clone(), link.expected));
                    }
                    known.insert(from.clone(), resolved.len());
                    resolved.push(Resolved {
                        from,
                        expected: link.expected,
                        form: link.form,
                        to,
                    });
                }
                Err(diagnostic) => {
                    diagnostics.extend(diagnostic.map(|diagnostic| diagnostic.in_file(file)));
                    mends.push(without(file, link.pointer, link.expected, link.form));
                }
            }
        }
    }
    follow(resolved, &known, diagnostics, mends)
}

/// What a reference that leads nowhere is mended to.
fn without(file: usize, cursor: JsonPointer, expected: &'static Object, form: Form) -> Mend {
    let (cursor, change) = match form {
        Form::Object => (cursor, Change::Replace(neutral(&Type::Object(expected)))),
        Form::Field => (cursor.key("$ref"), Change::Remove),
        Form::Mapping => (cursor, Change::Remove),
    };
    Mend {
        file,
        pointer: cursor,
        change,
    }
}

struct Search<'a> {
    files: &'a mut Files,
    diagnostics: &'a mut Diagnostics,
    /// As what the places are taken that the specification leaves open.
    kinds: &'a mut HashMap<Target, &'static Object>,
}

impl Search<'_> {
    /// Where a reference leads, and whether nobody else checks what stands there. The error is left out where it has
    /// been reported already.
    fn target(&mut self, file: usize, link: &Link) -> Result<(Target, bool), Option<Diagnostic>> {
        let text = link.text.as_str();
        let place = || match link.form {
            Form::Object | Form::Field => Anchor::Value(link.pointer.key("$ref")),
            Form::Mapping => Anchor::Value(link.pointer.clone()),
        };
        let component = home(link.expected);
        let (path, fragment) = text.split_once('#').unwrap_or((text, ""));
        let Some(pointer) = JsonPointer::from_fragment(fragment) else {
            let example = component.map_or("/paths/~1pets".to_owned(), |component| {
                format!("/components/{component}/Name")
            });
            let message = format!("`{text}` is not a JSON pointer after `#`");
            let diagnostic = Diagnostic::new(Code::MalformedReference, place(), message);
            return Err(Some(diagnostic.help(format!("write it as `#{example}`"))));
        };
        let to = if path.is_empty() {
            file
        } else {
            match self.open(file, path) {
                Ok(to) => to,
                Err((message, help)) => {
                    let help = match self.meant_component(file, link) {
                        Some(component) => format!("did you mean `#{component}`?"),
                        None => help.to_owned(),
                    };
                    let diagnostic = Diagnostic::new(Code::ForeignReference, place(), message);
                    return Err(Some(diagnostic.help(help)));
                }
            }
        };
        if !self.files.is_readable(to) {
            return Err(None);
        }
        if self.files.at(to, &pointer).is_none() {
            let code = match link.form {
                Form::Mapping => Code::MappingTarget,
                Form::Object | Form::Field => Code::DanglingReference,
            };
            if let Some((over, instead)) = through_reference(self.files.tree(to), &pointer, path) {
                let message = format!(
                    "`{text}` leads through the reference at `{path}#{over}`, which a JSON pointer does not follow"
                );
                let diagnostic = Diagnostic::new(code, place(), message);
                return Err(Some(diagnostic.help(format!("refer to {instead} instead"))));
            }
            let diagnostic = Diagnostic::new(code, place(), format!("`{text}` leads to nothing"));
            let near = nearest_target(self.files.tree(to), &pointer, component, self.diagnostics);
            return Err(Some(match near {
                Some(near) => diagnostic.help(format!("did you mean `{path}#{near}`?")),
                None => diagnostic,
            }));
        }
        let stands = if self.files.is_document(to) {
            stands_at(&pointer)
        } else {
            Stands::Open
        };
        let target = (to, pointer);
        let found = match stands {
            Stands::Object(found) => found,
            Stands::Open => *self.kinds.get(&target).unwrap_or(&link.expected),
            Stands::Other => {
                let message = format!("`{text}` does not lead to {}", link.expected.with_article());
                return Err(Some(Diagnostic::new(Code::ReferenceKind, place(), message)));
            }
        };
        if !found.is(link.expected) {
            let message = format!(
                "`{text}` leads to {}, where {} is expected",
                found.with_article(),
                link.expected.with_article()
            );
            return Err(Some(Diagnostic::new(Code::ReferenceKind, place(), message)));
        }
        let is_checked = to == 0 && matches!(stands, Stands::Object(_));
        let is_unchecked = !is_checked && self.kinds.insert(target.clone(), found).is_none();
        Ok((target, is_unchecked))
    }

    /// Opens the file that a reference names; or says what is wrong with it, and what to do.
    fn open(&mut self, from: usize, path: &str) -> Result<usize, (String, &'static str)> {
        let scheme = path.split_once(':').map(|(scheme, _)| scheme);
        let has_scheme = scheme.is_some_and(|scheme| {
            !scheme.is_empty()
                && scheme
                    .bytes()
                    .all(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte))
        });
        if has_scheme || path.starts_with("//") {
            return Err((
                "references over the network, or by any other scheme, are not followed".to_owned(),
                "copy what it leads to into a file beside the document",
            ));
        }
        let decoded = percent_decode(path).filter(|path| !path.contains('\0'));
        let opened = match decoded {
            Some(path) => self.files.open(from, &path, self.diagnostics),
            None => Err(OpenError::Missing),
        };
        opened.map_err(|not_read| match not_read {
            OpenError::Missing => (
                format!("there is no file `{path}` beside this one"),
                "paths are relative to the file that the reference stands in",
            ),
            OpenError::Outside => (
                format!("`{path}` is outside of the document's folder"),
                "move it there, or allow its folder with `--allow-folder`",
            ),
            OpenError::NotAFile => (
                format!("`{path}` is not a file"),
                "name a YAML or JSON file",
            ),
            OpenError::NotUtf8 => (format!("`{path}` is not UTF-8"), "name a YAML or JSON file"),
        })
    }

    /// The component that a reference names where it should have given its whole place.
    fn meant_component(&self, file: usize, link: &Link) -> Option<JsonPointer> {
        let components = JsonPointer::root().key("components");
        let component = components.key(home(link.expected)?).key(&link.text);
        self.files.at(file, &component)?;
        Some(component)
    }
}

/// Lets every reference lead to the end of its chain, or to the first component of the document on the way. Reports the
/// circles, each once.
fn follow(
    mut links: Vec<Resolved>,
    known: &HashMap<Target, usize>,
    diagnostics: &mut Diagnostics,
    mends: &mut Vec<Mend>,
) -> Vec<Resolved> {
    #[derive(Clone, PartialEq, Eq)]
    enum State {
        New,
        Open,
        Leads(Target),
        Circles,
    }
    let next: Vec<Option<usize>> = links
        .iter()
        .map(|link| known.get(&link.to).copied())
        .collect();
    let mut states = vec![State::New; links.len()];
    for first in 0..links.len() {
        let mut path = Vec::new();
        let mut last = Some(first);
        while let Some(link) = last.filter(|link| states[*link] == State::New) {
            states[link] = State::Open;
            path.push(link);
            last = next[link];
        }
        let mut end = match last {
            Some(link) if states[link] == State::Open => {
                let start = path.iter().position(|member| *member == link);
                let circle = &path[start.unwrap_or_default()..];
                if let Some(least) = circle.iter().map(|link| &links[*link].from).min() {
                    let message = "these references only lead to each other";
                    let spot = Anchor::Value(least.1.key("$ref"));
                    diagnostics.push(
                        Diagnostic::new(Code::ReferenceCycle, spot, message)
                            .help("write out one of the objects")
                            .in_file(least.0),
                    );
                }
                State::Circles
            }
            Some(link) => states[link].clone(),
            None => State::New,
        };
        for link in path.into_iter().rev() {
            let to = &links[link].to;
            end = match end {
                State::Circles => State::Circles,
                // Fields beside the reference of a path item count.
                State::Leads(end) if links[link].form == Form::Object && !is_component(to) => {
                    State::Leads(end)
                }
                _ => State::Leads(to.clone()),
            };
            states[link] = end.clone();
        }
    }
    let mut states = states.into_iter();
    links.retain_mut(|link| {
        if let Some(State::Leads(to)) = states.next() {
            link.to = to;
            return true;
        }
        let (file, cursor) = link.from.clone();
        mends.push(without(file, cursor, link.expected, link.form));
        false
    });
    links
}

/// Whether a place is that of a component of the document itself.
pub(super) fn is_component((file, pointer): &Target) -> bool {
    *file == 0 && pointer.as_str().starts_with("/components/") && pointer.tokens().count() == 3
}

/// The reference that stands in the way of a pointer, and what the pointer means.
fn through_reference(
    root: &Value,
    missing: &JsonPointer,
    path: &str,
) -> Option<(JsonPointer, String)> {
    let mut over = JsonPointer::root();
    let mut value = root;
    let mut tokens = missing.tokens();
    loop {
        if let Some(Value::String(reference)) = value.get("$ref") {
            let is_own = reference.starts_with('#');
            if !is_own && !path.is_empty() {
                // It is relative to that file, and not to this one.
                return Some((over, "what that one leads to".to_owned()));
            }
            let own = if is_own { path } else { "" };
            let end = if reference.contains('#') { "" } else { "#" };
            let mut rest = JsonPointer::root();
            for token in tokens {
                rest = rest.key(&token);
            }
            return Some((over, format!("`{own}{reference}{end}{rest}`")));
        }
        let token = tokens.next()?;
        let next = over.key(&token);
        value = super::at(root, &next)?;
        over = next;
    }
}

/// A place that exists and has nearly the same pointer, or one of the same name where components are.
fn nearest_target(
    root: &Value,
    missing: &JsonPointer,
    home: Option<&str>,
    diagnostics: &mut Diagnostics,
) -> Option<JsonPointer> {
    let name = missing.tokens().last()?;
    let components = JsonPointer::root().key("components");
    let component = components.key(home.unwrap_or("schemas")).key(&name);
    if super::at(root, &component).is_some() {
        return Some(component);
    }
    let mut near = JsonPointer::root();
    for token in missing.tokens() {
        let as_it_is = near.key(&token);
        near = if super::at(root, &as_it_is).is_some() {
            as_it_is
        } else {
            let siblings = super::at(root, &near)?.as_mapping()?;
            let siblings = named(siblings).map(|(name, _)| name);
            near.key(diagnostics.nearest(&token, siblings)?)
        };
    }
    Some(near)
}

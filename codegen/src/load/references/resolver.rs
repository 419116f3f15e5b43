//! Resolves a reference to its target.

use std::collections::{HashMap, HashSet};

use serde_yaml::Value;

use super::base_uri::{FileName, file_name};
use super::resources::Resources;
use crate::diagnostics::code::Code;
use crate::diagnostics::suggest::did_you_mean;
use crate::diagnostics::{Anchor, Diagnostic, Diagnostics};
use crate::document::FilePointer;
use crate::load::files::Files;
use crate::load::grammar::{Expected, Grammar, ObjectKind};
use crate::load::tree::{find, members};
use crate::load::validate::{RefForm, RefSite};
use crate::source::{JsonPointer, OpenError, has_scheme, percent_decode};

/// Resolves references.
pub(super) struct Resolver {
    grammar: &'static Grammar,
    /// Whether files have URIs of their own.
    has_own_uris: bool,
    /// The objects at the targets that are not validated with the document.
    objects: HashMap<FilePointer, ObjectKind>,
    /// The references in the files that have unresolved ones.
    used: HashMap<usize, HashSet<String>>,
    /// The schema resources of the files, by the index of the file.
    resources: HashMap<usize, Resources>,
}

impl Resolver {
    /// Returns a resolver of references in documents of a version.
    pub(super) fn new(grammar: &'static Grammar) -> Self {
        Self {
            grammar,
            has_own_uris: grammar.object(ObjectKind::OpenApi).field("$self").is_some(),
            objects: HashMap::new(),
            used: HashMap::new(),
            resources: HashMap::new(),
        }
    }

    /// Returns the target of a reference, and whether another reference causes its validation.
    /// The error is `None` if it has been reported already.
    pub(super) fn target(
        &mut self,
        files: &mut Files,
        diagnostics: &mut Diagnostics,
        file: usize,
        site: &RefSite,
    ) -> Result<(FilePointer, bool), Option<Box<Diagnostic>>> {
        let text = site.reference.as_str();
        let place = || place(site);
        let component = self.grammar.component_kind(site.expected);
        let (path, fragment) = text.split_once('#').unwrap_or((text, ""));
        let own = self.in_resource(files, file, site);
        let pointer = own.clone().or_else(|| JsonPointer::from_fragment(fragment));
        let is_anchor = self.grammar.has_json_schema
            && site.expected == ObjectKind::Schema
            && !fragment.starts_with('/');
        if pointer.is_none() && !is_anchor {
            return Err(Some(Box::new(self.malformed_fragment(site))));
        }
        let to = match self.file_name(files, file, path) {
            _ if own.is_some() => file,
            FileName::Known(to) => to,
            FileName::Path(path) => match open(files, file, &path, diagnostics) {
                Ok(to) => to,
                Err(not_opened) => {
                    let help = match self.meant_component(files, file, site) {
                        Some(component) => did_you_mean(format_args!("#{component}")),
                        None => not_opened.help.to_owned(),
                    };
                    let code = if not_opened.is_forbidden {
                        Code::ForeignReference
                    } else {
                        unresolved(site.form)
                    };
                    let diagnostic = Diagnostic::new(code, place(), not_opened.message);
                    return Err(Some(Box::new(diagnostic.help(help))));
                }
            },
        };
        if !files.is_readable(to) {
            return Err(None);
        }
        let pointer = pointer.or_else(|| self.resources(files, to).anchor_of_file(fragment));
        let Some(pointer) = pointer else {
            return Err(Some(Box::new(unresolved_anchor(site, fragment))));
        };
        let target = FilePointer::new(to, pointer);
        if files.find(&target).is_none() {
            let code = unresolved(site.form);
            if let Some((over, instead)) = through_reference(files.tree(to), &target.pointer, path)
            {
                let message = format!(
                    "`{text}` passes through the reference at `{path}#{over}`, which JSON \
                     pointers do not follow"
                );
                let diagnostic = Diagnostic::new(code, place(), message);
                let help = format!("reference {instead} instead");
                return Err(Some(Box::new(diagnostic.help(help))));
            }
            let diagnostic = Diagnostic::new(
                code,
                place(),
                format!(
                    "unresolved reference \
             `{text}`"
                ),
            );
            let used = self.used.entry(to).or_insert_with(|| used(files.tree(to)));
            let near = nearest_target(
                files.tree(to),
                &target.pointer,
                component,
                used,
                diagnostics,
            );
            return Err(Some(Box::new(match near {
                Some(near) => diagnostic.help(did_you_mean(format_args!("{path}#{near}"))),
                None => diagnostic,
            })));
        }
        let expected = if files.is_document(to) {
            self.grammar.object_at(&target.pointer)
        } else {
            Expected::Open
        };
        let found = match expected {
            Expected::Object(found) => found,
            Expected::Open => *self.objects.get(&target).unwrap_or(&site.expected),
            Expected::Other => {
                let kind = site.expected.with_article();
                let message = format!("`{text}` is not {kind}");
                let diagnostic = Diagnostic::new(Code::ReferenceKind, place(), message);
                return Err(Some(Box::new(diagnostic)));
            }
        };
        if found != site.expected {
            let message = format!(
                "`{text}` is {}, but {} is expected",
                found.with_article(),
                site.expected.with_article()
            );
            let diagnostic = Diagnostic::new(Code::ReferenceKind, place(), message);
            return Err(Some(Box::new(diagnostic)));
        }
        let is_validated = to == 0 && matches!(expected, Expected::Object(_))
            || self.objects.insert(target.clone(), found).is_some();
        Ok((target, is_validated))
    }

    /// Reports a fragment that is not a JSON pointer.
    fn malformed_fragment(&self, site: &RefSite) -> Diagnostic {
        let component = self.grammar.component_kind(site.expected);
        let example = component.map_or("/paths/~1pets".to_owned(), |component| {
            format!("/components/{component}/Name")
        });
        let message = format!("the fragment of `{}` is not a JSON pointer", site.reference);
        Diagnostic::new(Code::MalformedReference, place(site), message)
            .help(format!("use a JSON pointer, such as `#{example}`"))
    }

    /// Returns the target of a reference to a schema with `$id` or an anchor, or into a schema with
    /// `$id`, of the same file.
    fn in_resource(&mut self, files: &Files, file: usize, site: &RefSite) -> Option<JsonPointer> {
        if !self.grammar.has_json_schema || site.expected != ObjectKind::Schema {
            return None;
        }
        let target = self
            .resources(files, file)
            .target(&site.pointer, &site.reference)?;
        files.find(&FilePointer::new(file, target.clone()))?;
        Some(target)
    }

    fn resources(&mut self, files: &Files, file: usize) -> &Resources {
        let resources = self.resources.entry(file);
        resources.or_insert_with(|| Resources::of(files.tree(file)))
    }

    /// Returns the file that a path names.
    fn file_name<'p>(&self, files: &Files, file: usize, path: &'p str) -> FileName<'p> {
        match path {
            "" => FileName::Known(file),
            path if self.has_own_uris => file_name(files, file, path),
            path => FileName::Path(path.into()),
        }
    }

    /// Returns the component whose name is the whole reference.
    fn meant_component(&self, files: &Files, file: usize, site: &RefSite) -> Option<JsonPointer> {
        let kind = self.grammar.component_kind(site.expected)?;
        let components = FilePointer::new(file, JsonPointer::root().key("components"));
        let component = components.key(kind).key(&site.reference);
        files.find(&component)?;
        Some(component.pointer)
    }
}

/// Returns where a reference is written.
fn place(site: &RefSite) -> Anchor {
    match site.form {
        RefForm::Object | RefForm::Field => Anchor::Value(site.pointer.key("$ref")),
        RefForm::Mapping | RefForm::Keyword | RefForm::Key => Anchor::Value(site.pointer.clone()),
    }
}

/// Returns the code of a reference without a target.
fn unresolved(form: RefForm) -> Code {
    match form {
        RefForm::Mapping => Code::MappingTarget,
        RefForm::Object | RefForm::Field | RefForm::Keyword | RefForm::Key => {
            Code::DanglingReference
        }
    }
}

/// Reports a reference to an anchor that no schema has.
fn unresolved_anchor(site: &RefSite, anchor: &str) -> Diagnostic {
    let message = format!("unresolved reference `{}`", site.reference);
    Diagnostic::new(Code::DanglingReference, place(site), message).help(format!(
        "add `$anchor: {anchor}` to a schema, or use a JSON pointer"
    ))
}

/// Why the file that a reference names was not opened.
struct NotOpened {
    /// Whether the file may not be read, even if it exists.
    is_forbidden: bool,
    message: String,
    help: &'static str,
}

/// Opens the file that a reference names.
fn open(
    files: &mut Files,
    from: usize,
    path: &str,
    diagnostics: &mut Diagnostics,
) -> Result<usize, NotOpened> {
    if has_scheme(path) || path.starts_with("//") {
        return Err(NotOpened {
            is_forbidden: false,
            message: "references to other URLs are not followed".to_owned(),
            help: "copy the target into a file next to the document",
        });
    }
    let decoded = percent_decode(path).filter(|path| !path.contains('\0'));
    let opened = match decoded {
        Some(path) => files.open(from, &path, diagnostics),
        None => Err(OpenError::Missing),
    };
    opened.map_err(|error| {
        let (message, help) = match error {
            OpenError::Missing => (
                format!("file `{path}` does not exist"),
                "paths are relative to the file that contains the reference",
            ),
            OpenError::Outside => (
                format!("`{path}` is outside the document's folder"),
                "move it there, or allow its folder with `--allow-folder DIR`",
            ),
            OpenError::NotAFile => (
                format!("`{path}` is not a file"),
                "reference a YAML or JSON file",
            ),
            OpenError::NotUtf8 => (
                format!("`{path}` is not UTF-8"),
                "reference a YAML or JSON file",
            ),
        };
        NotOpened {
            is_forbidden: error == OpenError::Outside,
            message,
            help,
        }
    })
}

/// Returns the reference that a pointer passes through, and a description of the intended target.
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
                return Some((over, "its target".to_owned()));
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
        value = find(root, &next)?;
        over = next;
    }
}

/// Returns the references in a file.
fn used(root: &Value) -> HashSet<String> {
    let mut used = HashSet::new();
    let mut pending = vec![root];
    while let Some(value) = pending.pop() {
        match value {
            Value::Mapping(mapping) => {
                if let Some(Value::String(reference)) = mapping.get("$ref") {
                    used.insert(reference.clone());
                }
                pending.extend(mapping.values());
            }
            Value::Sequence(elements) => pending.extend(elements),
            _ => {}
        }
    }
    used
}

/// Returns an existing location with a similar pointer, preferably one that nothing refers to, or a component of the same name.
fn nearest_target(
    root: &Value,
    missing: &JsonPointer,
    kind: Option<&str>,
    used: &HashSet<String>,
    diagnostics: &mut Diagnostics,
) -> Option<JsonPointer> {
    let name = missing.tokens().last()?;
    let components = JsonPointer::root().key("components");
    let component = components.key(kind.unwrap_or("schemas")).key(&name);
    if find(root, &component).is_some() {
        return Some(component);
    }
    let mut near = JsonPointer::root();
    for token in missing.tokens() {
        let as_it_is = near.key(&token);
        near = if find(root, &as_it_is).is_some() {
            as_it_is
        } else {
            let siblings = find(root, &near)?.as_mapping()?;
            let siblings = || members(siblings).map(|(name, _)| name);
            // After a renaming, nothing refers to the new name yet.
            let is_new = |name: &&str| !used.contains(&format!("#{}", near.key(name)));
            let nearest = diagnostics.nearest(&token, siblings().filter(is_new));
            near.key(nearest.or_else(|| diagnostics.nearest(&token, siblings()))?)
        };
    }
    Some(near)
}

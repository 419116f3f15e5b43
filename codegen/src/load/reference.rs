//! References, and whether they lead to what is expected.

use serde_yaml::{Mapping, Value};

use super::grammar::{COMPONENTS, Object, SCHEMA, Type, object_at};
use super::shape::{Shape, named};
use crate::code::Code;
use crate::diagnostic::{Diagnostic, Place};
use crate::pointer::{At, Pointer};
use crate::suggest::nearest;

/// The text of a `$ref`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reference<'r>(&'r str);

impl<'r> Reference<'r> {
    /// The reference that stands in the place of an object; `None` where the object itself does.
    #[must_use]
    pub fn of(value: &'r Value) -> Option<Self> {
        value.get("$ref")?.as_str().map(Self)
    }

    /// Where in the document it leads. `None` where it leads out of the document, or is malformed.
    #[must_use]
    pub fn pointer(self) -> Option<Pointer> {
        Pointer::from_fragment(self.0.strip_prefix('#')?)
    }

    /// What it leads to.
    #[must_use]
    pub fn target(self, root: &Value) -> Option<&Value> {
        super::at(root, &self.pointer()?)
    }

    /// The kind and the name of the component that it leads to: `("schemas", "Call")`.
    #[must_use]
    pub fn component(self) -> Option<(String, String)> {
        let pointer = self.pointer()?;
        let mut tokens = pointer.tokens();
        let (kind, name) = match (tokens.next()?.as_ref(), tokens.next()?, tokens.next()?) {
            ("components", kind, name) => (kind.into_owned(), name.into_owned()),
            _ => return None,
        };
        tokens.next().is_none().then_some((kind, name))
    }

    /// The text as it stands in the document.
    #[must_use]
    pub fn as_str(self) -> &'r str {
        self.0
    }
}

impl Shape<'_> {
    /// Checks an object that is only a reference.
    pub(super) fn reference(&mut self, members: &Mapping, expected: &'static Object, at: &At<'_>) {
        let Some(Value::String(reference)) = members.get("$ref") else {
            let reference = members.get("$ref").unwrap_or(&Value::Null);
            self.value(reference, &Type::String, &at.key("$ref"));
            return;
        };
        self.target(reference, expected, at);
        for (name, _) in named(members).filter(|(name, _)| *name != "$ref") {
            let message = format!("`{name}` beside `$ref` is ignored");
            let help = if expected.is(&SCHEMA) {
                "put the reference into an `allOf` with one element: `allOf: [{$ref: …}]`"
            } else {
                "remove it, or write the object out"
            };
            self.report(
                Diagnostic::new(Code::ReferenceSiblings, at.key(name).on_key(), message).help(help),
            );
        }
    }

    /// Checks what a reference leads to; `at` is the object that it stands for.
    pub(super) fn target(&mut self, text: &str, expected: &'static Object, at: &At<'_>) {
        let place = || at.key("$ref").on_value();
        let reference = Reference(text);
        if !text.starts_with('#') {
            self.foreign(text, expected, place());
            return;
        }
        let Some(pointer) = reference.pointer() else {
            let help = format!("write it as `#/components/{}/Name`", home(expected));
            let message = format!("`{text}` is not a JSON pointer after `#`");
            self.report(Diagnostic::new(Code::MalformedReference, place(), message).help(help));
            return;
        };
        let Some(target) = super::at(self.root, &pointer) else {
            let message = format!("`{text}` leads to nothing");
            let mut diagnostic = Diagnostic::new(Code::DanglingReference, place(), message);
            if let Some(near) = nearest_target(self.root, &pointer, home(expected)) {
                diagnostic = diagnostic.help(format!("did you mean `#{near}`?"));
            }
            self.report(diagnostic);
            return;
        };
        match object_at(&pointer) {
            Some(object) if object.is(expected) => {}
            Some(object) => {
                let message = format!(
                    "`{text}` leads to {}, where {} is expected",
                    object.with_article(),
                    expected.with_article()
                );
                self.report(Diagnostic::new(Code::ReferenceKind, place(), message));
                return;
            }
            // Nobody else checks what stands in an extension.
            None if pointer.tokens().any(|token| token.starts_with("x-")) => {
                if self.also_checked.insert(pointer.clone()) {
                    pointer.at(|at| match target {
                        Value::Mapping(members) if members.contains_key("$ref") => {
                            self.reference(members, expected, at);
                        }
                        _ => self.object(target, expected, at),
                    });
                }
            }
            None => {
                let message = format!("`{text}` does not lead to {}", expected.with_article());
                self.report(Diagnostic::new(Code::ReferenceKind, place(), message));
                return;
            }
        }
        if Reference::of(target).is_some() {
            self.cycle(&pointer, at);
        }
    }

    fn foreign(&mut self, text: &str, expected: &Object, place: Place) {
        let local = Pointer::root()
            .key("components")
            .key(home(expected))
            .key(text);
        let is_network = text.contains("://") || text.starts_with("//");
        let (message, help) = if super::at(self.root, &local).is_some() {
            (
                "this is a reference to another file",
                format!("did you mean `#{local}`?"),
            )
        } else if is_network {
            (
                "references over the network are not followed",
                "copy what it leads to into `components`".to_owned(),
            )
        } else {
            (
                "references to other files are not supported yet",
                "copy what it leads to into `components`".to_owned(),
            )
        };
        self.report(Diagnostic::new(Code::ForeignReference, place, message).help(help));
    }

    /// Reports a circle of references, once for all its members.
    fn cycle(&mut self, first: &Pointer, at: &At<'_>) {
        let start = at.to_pointer();
        let mut members = vec![first.clone()];
        while let Some(last) = members.last() {
            if *last == start {
                if members.iter().all(|member| *member >= start) {
                    let message = "these references only lead to each other";
                    self.report(
                        Diagnostic::new(Code::ReferenceCycle, at.key("$ref").on_value(), message)
                            .help("write out one of the objects"),
                    );
                }
                return;
            }
            let next = super::at(self.root, last)
                .and_then(Reference::of)
                .and_then(Reference::pointer);
            match next {
                Some(next) if !members.contains(&next) => members.push(next),
                _ => return,
            }
        }
    }
}

/// The name that components of a kind have below `components`.
fn home(object: &Object) -> &'static str {
    let holds = |of: &Type| matches!(of, Type::Map(_, Type::OrReference(held)) if held.is(object));
    COMPONENTS
        .fields
        .iter()
        .find(|field| holds(&field.of))
        .map_or("schemas", |field| field.name)
}

/// A place that exists and has nearly the same pointer, or one of the same name where components are.
fn nearest_target(root: &Value, missing: &Pointer, home: &str) -> Option<Pointer> {
    let name = missing.tokens().last()?;
    let component = Pointer::root().key("components").key(home).key(&name);
    if super::at(root, &component).is_some() {
        return Some(component);
    }
    let mut near = Pointer::root();
    for token in missing.tokens() {
        let as_it_is = near.key(&token);
        near = if super::at(root, &as_it_is).is_some() {
            as_it_is
        } else {
            let siblings = super::at(root, &near)?.as_mapping()?;
            near.key(nearest(&token, named(siblings).map(|(name, _)| name))?)
        };
    }
    Some(near)
}

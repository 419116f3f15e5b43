//! Whether every object of a document has the fields that OpenAPI 3.0 gives it, and each of them the type of value
//! that it must have.

use std::collections::HashSet;

use serde_yaml::{Mapping, Value};

use super::grammar::{Key, OPENAPI, Object, Type};
use super::hint;
use crate::code::Code;
use crate::diagnostic::{Diagnostic, Diagnostics, Place};
use crate::pointer::{At, Pointer};
use crate::suggest::{distance, nearest};

/// Checks a whole document.
pub(super) fn check(root: &Value, diagnostics: &mut Diagnostics) {
    let mut shape = Shape {
        root,
        diagnostics,
        also_checked: HashSet::new(),
    };
    shape.object(root, &OPENAPI, &At::ROOT);
}

pub(super) struct Shape<'d> {
    pub root: &'d Value,
    pub diagnostics: &'d mut Diagnostics,
    /// Objects outside the places that the specification has for them, to which references lead.
    pub also_checked: HashSet<Pointer>,
}

impl Shape<'_> {
    pub(super) fn value(&mut self, value: &Value, of: &'static Type, at: &At<'_>) {
        match (of, value) {
            (Type::Word(words), Value::String(word)) => self.word(word, words, at),
            (Type::Object(object), Value::Mapping(_)) => self.object(value, object, at),
            (Type::OrReference(object), Value::Mapping(members)) => {
                if members.contains_key("$ref") {
                    self.reference(members, object, at);
                } else {
                    self.object(value, object, at);
                }
            }
            (Type::Reference(object), Value::String(reference)) => {
                if let Some(from) = at.parent() {
                    self.target(reference, object, from);
                }
            }
            (Type::BooleanOr(other), Value::Mapping(_)) => self.value(value, other, at),
            (Type::List(of), Value::Sequence(elements)) => {
                for (index, element) in elements.iter().enumerate() {
                    self.value(element, of, &at.index(index));
                }
            }
            (Type::Map(key, of), Value::Mapping(members)) => {
                for (name, member) in named(members) {
                    let at = at.key(name);
                    self.key(name, *key, &at);
                    self.value(member, of, &at);
                }
            }
            _ if fits(value, of) => {}
            _ => self.wrong_type(value, of, at),
        }
    }

    pub(super) fn object(&mut self, value: &Value, object: &'static Object, at: &At<'_>) {
        let Value::Mapping(members) = value else {
            self.wrong_type(value, &Type::Object(object), at);
            return;
        };
        let mut members = Members {
            members,
            meant: Vec::new(),
        };
        for (name, member) in named(members.members) {
            let at = at.key(name);
            if let Some(field) = object.field(name) {
                self.value(member, &field.of, &at);
            } else if name.starts_with("x-") {
                self.extension(name, member, object, &at);
            } else if let Some(patterned) = &object.patterned {
                self.key(name, patterned.key, &at);
                self.value(member, &patterned.of, &at);
            } else {
                let meant = self.unknown_field(name, object, &at);
                members.meant.extend(meant);
            }
        }
        for field in object.fields {
            if field.required && !members.has(field.name) {
                self.missing(field.name, object.name, at);
            }
        }
        if let Some(rule) = object.rule {
            rule(self, &members, at);
        }
    }

    fn extension(&mut self, name: &str, value: &Value, object: &'static Object, at: &At<'_>) {
        if let Some(extension) = object.extension(name) {
            self.value(value, &extension.of, at);
            return;
        }
        let near = object
            .extensions
            .iter()
            .find(|extension| distance(name, extension.name) == 1);
        if let Some(near) = near {
            self.report(
                Diagnostic::new(
                    Code::UnknownExtension,
                    at.on_key(),
                    format!("`{name}` has no effect"),
                )
                .help(format!("did you mean `{}`?", near.name)),
            );
        }
    }

    /// Reports a field that the object does not have; gives the one that is most likely meant.
    fn unknown_field(
        &mut self,
        name: &str,
        object: &'static Object,
        at: &At<'_>,
    ) -> Option<&'static str> {
        let known = object.fields.iter().chain(object.extensions);
        let (help, meant) = match hint::unknown_field(object.name, name) {
            Some((help, meant)) => (help.to_owned(), meant),
            None => match nearest(name, known.map(|field| field.name)) {
                Some(near) => (format!("did you mean `{near}`?"), Some(near)),
                None => (
                    "remove it; names of extensions begin with `x-`".to_owned(),
                    None,
                ),
            },
        };
        let message = format!("`{name}` is not a field of {}", object.with_article());
        self.report(Diagnostic::new(Code::UnknownField, at.on_key(), message).help(help));
        meant
    }

    pub(super) fn missing(&mut self, field: &str, object: &str, at: &At<'_>) {
        let message = format!("this {object} object has no `{field}`, which is required");
        self.report(Diagnostic::new(Code::MissingField, at.on_key(), message));
    }

    /// Reports two fields that must not stand in one object.
    pub(super) fn exclusive(&mut self, one: &str, other: &str, help: &str, at: &At<'_>) {
        let message = format!("`{one}` and `{other}` exclude each other");
        self.report(
            Diagnostic::new(Code::Exclusive, at.key(other).on_key(), message)
                .help(help)
                .related(at.key(one).on_key(), "the other one"),
        );
    }

    pub(super) fn word(&mut self, word: &str, words: &[&str], at: &At<'_>) {
        if words.contains(&word) {
            return;
        }
        let subject = subject(at);
        let help = hint::unknown_value(at.name().unwrap_or_default(), word)
            .map(str::to_owned)
            .or_else(|| {
                nearest(word, words.iter().copied()).map(|near| format!("did you mean `{near}`?"))
            })
            .unwrap_or_else(|| format!("write {}", alternatives(words)));
        let message = format!("{subject} cannot be `{word}`");
        self.report(Diagnostic::new(Code::UnknownValue, at.on_value(), message).help(help));
    }

    fn key(&mut self, name: &str, key: Key, at: &At<'_>) {
        let (code, message, help) = match key {
            Key::Component if !is_component_name(name) => (
                Code::ComponentName,
                format!("`{name}` cannot be the name of a component"),
                "use letters, digits, `.`, `-` and `_` only".to_owned(),
            ),
            Key::Path if !name.starts_with('/') => (
                Code::PathKey,
                format!("the path `{name}` does not begin with `/`"),
                format!("write `/{name}`"),
            ),
            Key::Status if !is_status(name) => (
                Code::StatusCode,
                format!("`{name}` is no status code"),
                hint::status(name),
            ),
            _ => return,
        };
        self.report(Diagnostic::new(code, at.on_key(), message).help(help));
    }

    fn wrong_type(&mut self, value: &Value, of: &Type, at: &At<'_>) {
        let message = format!(
            "{} must be {}, not {}",
            subject(at),
            expected(of),
            actual(value)
        );
        let mut diagnostic = Diagnostic::new(Code::WrongType, at.on_value(), message);
        if let Some(help) = hint::wrong_type(at.name().unwrap_or_default(), value, of) {
            diagnostic = diagnostic.help(help);
        }
        self.report(diagnostic);
    }

    pub(super) fn problem(&mut self, code: Code, place: Place, message: &str, help: &str) {
        self.report(Diagnostic::new(code, place, message).help(help));
    }

    pub(super) fn report(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic);
    }
}

/// The members of an object, and what its unknown ones were most likely meant to be: one mistake is not reported
/// twice.
pub(super) struct Members<'v> {
    members: &'v Mapping,
    meant: Vec<&'static str>,
}

impl<'v> Members<'v> {
    pub(super) fn get(&self, name: &str) -> Option<&'v Value> {
        self.members.get(name)
    }

    pub(super) fn text(&self, name: &str) -> Option<&'v str> {
        self.get(name).and_then(Value::as_str)
    }

    pub(super) fn is_true(&self, name: &str) -> bool {
        self.get(name).and_then(Value::as_bool) == Some(true)
    }

    pub(super) fn has(&self, name: &str) -> bool {
        self.members.contains_key(name) || self.meant.contains(&name)
    }

    pub(super) fn names(&self) -> impl Iterator<Item = &'v str> {
        named(self.members).map(|(name, _)| name)
    }
}

/// The members of an object by name; every key is a string.
pub(super) fn named(members: &Mapping) -> impl Iterator<Item = (&str, &Value)> {
    members
        .iter()
        .filter_map(|(name, member)| Some((name.as_str()?, member)))
}

fn fits(value: &Value, of: &Type) -> bool {
    match of {
        Type::Any => true,
        Type::String => value.is_string(),
        Type::Boolean | Type::BooleanOr(_) => value.is_bool(),
        Type::Number => value.is_number(),
        Type::Seconds => value.as_f64().is_some_and(|seconds| seconds >= 0.0),
        Type::Count => value.is_u64(),
        Type::Word(_)
        | Type::Object(_)
        | Type::OrReference(_)
        | Type::Reference(_)
        | Type::List(_)
        | Type::Map(..) => false,
    }
}

fn expected(of: &Type) -> String {
    match of {
        Type::Any => "a value".to_owned(),
        Type::String | Type::Reference(_) => "a string".to_owned(),
        Type::Word(words) => alternatives(words),
        Type::Boolean => "`true` or `false`".to_owned(),
        Type::Number => "a number".to_owned(),
        Type::Seconds => "a number of seconds".to_owned(),
        Type::Count => "a whole number that is not negative".to_owned(),
        Type::Object(object) => object.with_article(),
        Type::OrReference(object) => format!("{} or a reference", object.with_article()),
        Type::BooleanOr(other) => format!("`true`, `false`, {}", expected(other)),
        Type::List(_) => "a list".to_owned(),
        Type::Map(..) => "an object".to_owned(),
    }
}

fn actual(value: &Value) -> String {
    match value {
        Value::Null => "null".to_owned(),
        Value::Bool(boolean) => format!("`{boolean}`"),
        Value::Number(number) => format!("the number `{number}`"),
        Value::String(_) => "a string".to_owned(),
        Value::Sequence(_) => "a list".to_owned(),
        Value::Mapping(_) | Value::Tagged(_) => "an object".to_owned(),
    }
}

/// `a`, `b` or `c`
fn alternatives(words: &[&str]) -> String {
    let quoted: Vec<String> = words.iter().map(|word| format!("`{word}`")).collect();
    match quoted.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} or {last}", rest.join(", ")),
        _ => quoted.concat(),
    }
}

/// What a message about a place begins with.
fn subject(at: &At<'_>) -> String {
    match (at.name(), at.parent().and_then(At::name)) {
        (Some(name), _) => format!("`{name}`"),
        (None, Some(list)) => format!("this element of `{list}`"),
        (None, None) => "the document".to_owned(),
    }
}

fn is_component_name(name: &str) -> bool {
    !name.is_empty()
        && name
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b".-_".contains(&byte))
}

fn is_status(key: &str) -> bool {
    matches!(
        key.as_bytes(),
        [b'1'..=b'5', b'0'..=b'9', b'0'..=b'9'] | [b'1'..=b'5', b'X', b'X']
    )
}

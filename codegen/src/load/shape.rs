//! Whether every object of a document has the fields that OpenAPI 3.0 gives it, and each of them the type of value
//! that it must have.

use serde_yaml::{Mapping, Value};

use super::grammar::{Field, Key, LINK, Object, SECURITY_SCHEME, Type};
use super::hint;
use super::mend::{Change, Mend, neutral};
use super::reference::{Form, Link};
use crate::diagnostics::code::Code;
use crate::diagnostics::suggest::{is_single_edit, nearest};
use crate::diagnostics::{Diagnostic, Diagnostics, Location};
use crate::source::{JsonPointer, PathCursor};

/// Checks what stands at places of one file.
pub(super) struct Shape<'d> {
    /// The whole file.
    pub root: &'d Value,
    /// Its number among the files of the run.
    pub file: usize,
    pub diagnostics: &'d mut Diagnostics,
    /// The references whose targets are not known to be right.
    pub links: Vec<Link>,
    /// How to put right what is wrong, so that the rest can be read.
    pub mends: &'d mut Vec<Mend>,
}

impl Shape<'_> {
    /// Checks the object of a kind that stands at a place.
    pub(super) fn place(&mut self, value: &Value, object: &'static Object, pointer: &JsonPointer) {
        pointer.with_cursor(|cursor| {
            let fits = match value {
                Value::Mapping(members) if members.contains_key("$ref") => {
                    self.reference(members, object, cursor)
                }
                _ => self.object(value, object, cursor),
            };
            if !fits {
                self.mend(cursor, Change::Replace(neutral(&Type::Object(object))));
            }
        });
    }

    /// Checks a value. `false` where it is not of the type at all; whoever knows what is around it puts that right.
    pub(super) fn value(
        &mut self,
        value: &Value,
        ty: &'static Type,
        cursor: &PathCursor<'_>,
    ) -> bool {
        match (ty, value) {
            (Type::Word(words), Value::String(word)) => return self.word(word, words, cursor),
            (Type::Object(object), Value::Mapping(_)) => return self.object(value, object, cursor),
            (Type::OrReference(object), Value::Mapping(members)) => {
                return if members.contains_key("$ref") {
                    self.reference(members, object, cursor)
                } else {
                    self.object(value, object, cursor)
                };
            }
            (Type::Reference(object), Value::String(reference)) => {
                if let Some(from) = cursor.parent() {
                    self.link(reference, object, Form::Field, from);
                }
            }
            (Type::SchemaName, Value::String(name)) => self.schema_name(name, cursor),
            (Type::BooleanOr(other), Value::Mapping(_)) => return self.value(value, other, cursor),
            (Type::List(ty), Value::Sequence(elements)) => {
                for (index, element) in elements.iter().enumerate() {
                    let cursor = cursor.index(index);
                    if !self.value(element, ty, &cursor) {
                        self.mend(&cursor, Change::Replace(neutral(ty)));
                    }
                }
            }
            (Type::Map(key, ty), Value::Mapping(members)) => {
                for (name, member) in named(members) {
                    let cursor = cursor.key(name);
                    self.key(name, *key, &cursor);
                    if !self.value(member, ty, &cursor) {
                        self.mend(&cursor, Change::Replace(neutral(ty)));
                    }
                }
            }
            _ if fits(value, ty) => {}
            _ => {
                self.wrong_type(value, ty, cursor);
                return false;
            }
        }
        true
    }

    fn object(&mut self, value: &Value, object: &'static Object, cursor: &PathCursor<'_>) -> bool {
        let Value::Mapping(members) = value else {
            self.wrong_type(value, &Type::Object(object), cursor);
            return false;
        };
        let mut members = Members {
            members,
            meant: Vec::new(),
        };
        let mut fits = true;
        for (name, member) in named(members.members) {
            let cursor = cursor.key(name);
            if let Some(field) = object.field(name) {
                if !self.value(member, &field.ty, &cursor) {
                    // Everything else of a security scheme depends on its type.
                    fits &= !(object.is(&SECURITY_SCHEME) && name == "type");
                    self.mend(&cursor, instead(member, field, object));
                }
            } else if name.starts_with("x-") {
                self.extension(name, member, object, &cursor);
            } else if let Some(patterned) = &object.patterned {
                if !self.key(name, patterned.key, &cursor) && patterned.key == Key::Status {
                    self.mend(&cursor, Change::Remove);
                }
                if !self.value(member, &patterned.ty, &cursor) {
                    self.mend(&cursor, Change::Replace(neutral(&patterned.ty)));
                }
            } else {
                self.unknown_field(name, member, object, &mut members, &cursor);
            }
        }
        for field in object.fields {
            if field.required && !members.has(field.name) {
                self.missing(field.name, object, cursor);
                fits &= !(object.is(&SECURITY_SCHEME) && field.name == "type");
            }
        }
        if let Some(rule) = object.rule {
            rule(self, &members, cursor);
        }
        fits
    }

    fn extension(
        &mut self,
        name: &str,
        value: &Value,
        object: &'static Object,
        cursor: &PathCursor<'_>,
    ) {
        if let Some(extension) = object.extension(name) {
            if !is_alike(value, &extension.ty) {
                let message = format!(
                    "`{name}` has no effect: the one of the generator is {}, not {}",
                    expected(&extension.ty),
                    actual(value)
                );
                self.report(
                    Diagnostic::new(Code::ForeignExtension, cursor.on_value(), message)
                        .help("correct it, if that is the one which is meant"),
                );
                self.mend(cursor, Change::Remove);
            } else if !self.value(value, &extension.ty, cursor) {
                self.mend(cursor, Change::Remove);
            }
            return;
        }
        let near = object
            .extensions
            .iter()
            .find(|extension| is_single_edit(name, extension.name));
        if let Some(near) = near {
            self.report(
                Diagnostic::new(
                    Code::UnknownExtension,
                    cursor.on_key(),
                    format!("`{name}` has no effect"),
                )
                .help(format!("did you mean `{}`?", near.name)),
            );
        }
    }

    /// Reports a field that the object does not have, and takes it for the one that is most likely meant.
    fn unknown_field(
        &mut self,
        name: &str,
        value: &Value,
        object: &'static Object,
        members: &mut Members<'_>,
        cursor: &PathCursor<'_>,
    ) {
        let hint = hint::unknown_field(object.name, name);
        let known = || object.fields.iter().chain(object.extensions);
        let near = nearest(name, known().map(|field| field.name)).filter(|_| hint.is_none());
        let help = match (hint, near) {
            (Some((help, _)), _) => help.to_owned(),
            (None, Some(near)) => format!("did you mean `{near}`?"),
            (None, None) => "remove it; names of extensions begin with `x-`".to_owned(),
        };
        let message = format!("`{name}` is not a field of {}", object.with_article());
        self.report(Diagnostic::new(Code::UnknownField, cursor.on_key(), message).help(help));
        let meant = known().find(|field| {
            let name = Some(field.name);
            name == near || name == hint.and_then(|(_, meant)| meant)
        });
        let around = cursor.parent().copied().unwrap_or(PathCursor::ROOT);
        let Some(field) = meant.filter(|field| !members.has(field.name)) else {
            return;
        };
        members.meant.push(field.name);
        if near.is_some() && self.value(value, &field.ty, cursor) {
            self.mend(cursor, Change::Rename(field.name));
        } else {
            self.mend(&around.key(field.name), instead(value, field, object));
        }
    }

    pub(super) fn missing(
        &mut self,
        field: &str,
        object: &'static Object,
        cursor: &PathCursor<'_>,
    ) {
        let message = format!(
            "this {} object has no `{field}`, which is required",
            object.name
        );
        self.report(Diagnostic::new(
            Code::MissingField,
            cursor.on_key(),
            message,
        ));
        let ty = object.field(field).map(|field| &field.ty);
        let stand_in = ty.map_or(Value::Null, neutral);
        self.mend(&cursor.key(field), Change::Replace(stand_in));
    }

    /// Reports two fields that must not stand in one object.
    pub(super) fn exclusive(
        &mut self,
        one: &str,
        other: &str,
        help: &str,
        cursor: &PathCursor<'_>,
    ) {
        let message = format!("`{one}` and `{other}` exclude each other");
        self.report(
            Diagnostic::new(Code::Exclusive, cursor.key(other).on_key(), message)
                .help(help)
                .related(cursor.key(one).on_key(), "the other one"),
        );
    }

    pub(super) fn word(&mut self, word: &str, words: &[&str], cursor: &PathCursor<'_>) -> bool {
        if words.contains(&word) {
            return true;
        }
        let subject = subject(cursor);
        let help = hint::unknown_value(cursor.name().unwrap_or_default(), word)
            .map(str::to_owned)
            .or_else(|| {
                nearest(word, words.iter().copied()).map(|near| format!("did you mean `{near}`?"))
            })
            .unwrap_or_else(|| format!("write {}", alternatives(words)));
        let message = format!("{subject} cannot be `{word}`");
        self.report(Diagnostic::new(Code::UnknownValue, cursor.on_value(), message).help(help));
        false
    }

    fn key(&mut self, name: &str, key: Key, cursor: &PathCursor<'_>) -> bool {
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
            _ => return true,
        };
        self.report(Diagnostic::new(code, cursor.on_key(), message).help(help));
        false
    }

    fn wrong_type(&mut self, value: &Value, ty: &Type, cursor: &PathCursor<'_>) {
        let message = format!(
            "{} must be {}, not {}",
            subject(cursor),
            expected(ty),
            actual(value)
        );
        let mut diagnostic = Diagnostic::new(Code::WrongType, cursor.on_value(), message);
        if let Some(help) = hint::wrong_type(cursor.name().unwrap_or_default(), value, ty) {
            diagnostic = diagnostic.help(help);
        }
        self.report(diagnostic);
    }

    pub(super) fn problem(&mut self, code: Code, place: Location, message: &str, help: &str) {
        self.report(Diagnostic::new(code, place, message).help(help));
    }

    pub(super) fn report(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic.in_file(self.file));
    }

    pub(super) fn mend(&mut self, cursor: &PathCursor<'_>, change: Change) {
        self.mends.push(Mend {
            file: self.file,
            pointer: cursor.to_pointer(),
            change,
        });
    }
}

/// What becomes of a field whose value is of no use.
fn instead(value: &Value, field: &Field, object: &Object) -> Change {
    if let (Type::Word(words), Value::String(word)) = (&field.ty, value)
        && let Some(near) = nearest(word, words.iter().copied())
    {
        return Change::Replace(near.into());
    }
    // What these need depends on their other fields.
    let needs_some = object.is(&LINK) || object.is(&SECURITY_SCHEME);
    if field.required || field.ty.is_composite() || needs_some {
        Change::Replace(neutral(&field.ty))
    } else {
        Change::Remove
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

fn fits(value: &Value, ty: &Type) -> bool {
    match ty {
        Type::Any => true,
        Type::String | Type::SchemaName | Type::Reference(_) => value.is_string(),
        Type::Boolean | Type::BooleanOr(_) => value.is_bool(),
        Type::Number => value.is_number(),
        Type::Seconds => value.as_f64().is_some_and(|seconds| seconds >= 0.0),
        Type::Count => value.is_u64(),
        Type::Word(_) | Type::Object(_) | Type::OrReference(_) | Type::List(_) | Type::Map(..) => {
            false
        }
    }
}

/// Whether a value is of the kind that a type asks for, leaving aside what is in it.
fn is_alike(value: &Value, ty: &Type) -> bool {
    match ty {
        Type::Word(_) => value.is_string(),
        Type::Object(_) | Type::OrReference(_) | Type::Map(..) => value.is_mapping(),
        Type::List(_) => value.is_sequence(),
        Type::BooleanOr(other) => value.is_bool() || is_alike(value, other),
        _ => fits(value, ty),
    }
}

fn expected(ty: &Type) -> String {
    match ty {
        Type::Any => "a value".to_owned(),
        Type::String | Type::SchemaName | Type::Reference(_) => "a string".to_owned(),
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
fn subject(cursor: &PathCursor<'_>) -> String {
    match (cursor.name(), cursor.parent().and_then(PathCursor::name)) {
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

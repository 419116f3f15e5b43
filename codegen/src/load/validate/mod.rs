//! Validates objects against the grammar: each object has the fields of its kind, and each field
//! has a value of its type.

mod describe;
mod hint;
mod misplaced;
mod object_value;
mod ref_site;
mod rule;

use serde_yaml::Value;

use crate::diagnostics::code::Code;
use crate::diagnostics::suggest::{did_you_mean, is_single_edit, nearest};
use crate::diagnostics::{Diagnostic, Diagnostics, Location};
use crate::document::FilePointer;
use crate::load::grammar::{Field, Grammar, Key, Object, ObjectKind, Type};
use crate::load::repair::{Edit, Repair, placeholder};
use crate::load::tree::members;
use crate::source::{JsonPointer, PathCursor};
use describe::{actual, alternatives, expected, subject};
use object_value::ObjectValue;
pub(super) use ref_site::{RefForm, RefSite};

/// Validates the values of one file.
pub(super) struct Validator<'d> {
    pub grammar: &'static Grammar,
    /// The whole file.
    pub root: &'d Value,
    /// The index of the file among the files of the run.
    pub file: usize,
    pub diagnostics: &'d mut Diagnostics,
    /// The references whose targets are not validated yet.
    pub ref_sites: Vec<RefSite>,
    /// The repairs of errors, so that the rest can be read.
    pub repairs: &'d mut Vec<Repair>,
}

impl Validator<'_> {
    /// Validates the value at a location where an object or a reference to one is expected.
    pub(super) fn object_at(
        &mut self,
        value: &Value,
        object: &'static Object,
        pointer: &JsonPointer,
    ) {
        pointer.with_cursor(|cursor| {
            let fits = match value {
                Value::Mapping(mapping) if mapping.contains_key("$ref") => {
                    self.reference(mapping, object, cursor)
                }
                _ => self.object(value, object, cursor),
            };
            if !fits {
                let placeholder = placeholder(&Type::Object(object));
                self.repair(cursor, Edit::Replace(placeholder));
            }
        });
    }

    /// Validates a value. Returns false if it is not of the type at all: the caller repairs that.
    pub(super) fn value(
        &mut self,
        value: &Value,
        ty: &'static Type,
        cursor: &PathCursor<'_>,
    ) -> bool {
        match (ty, value) {
            (Type::Word(words), Value::String(word)) => return self.word(word, words, cursor),
            (Type::Object(object), Value::Mapping(_)) => return self.object(value, object, cursor),
            (Type::OrReference(object), Value::Mapping(mapping)) => {
                return if mapping.contains_key("$ref") {
                    self.reference(mapping, object, cursor)
                } else {
                    self.object(value, object, cursor)
                };
            }
            (Type::Reference(object), Value::String(reference)) => {
                if let Some(from) = cursor.parent() {
                    self.ref_site(reference, object, RefForm::Field, from);
                }
            }
            (Type::SchemaName, Value::String(name)) => self.schema_name(name, cursor),
            (Type::BooleanOr(other), Value::Mapping(_)) => return self.value(value, other, cursor),
            (Type::List(ty), Value::Sequence(elements)) => {
                for (index, element) in elements.iter().enumerate() {
                    let cursor = cursor.index(index);
                    if !self.value(element, ty, &cursor) {
                        self.repair(&cursor, Edit::Replace(placeholder(ty)));
                    }
                }
            }
            (Type::Map(key, ty), Value::Mapping(mapping)) => {
                for (name, member) in members(mapping) {
                    let cursor = cursor.key(name);
                    self.key(name, *key, &cursor);
                    if !self.value(member, ty, &cursor) {
                        self.repair(&cursor, Edit::Replace(placeholder(ty)));
                    }
                }
            }
            _ if is_of_type(value, ty) => {}
            _ => {
                self.wrong_type(value, ty, cursor);
                return false;
            }
        }
        true
    }

    /// Validates an object. Returns false if it is not usable at all.
    fn object(&mut self, value: &Value, object: &'static Object, cursor: &PathCursor<'_>) -> bool {
        let Value::Mapping(mapping) = value else {
            self.wrong_type(value, &Type::Object(object), cursor);
            return false;
        };
        let mut object_value = ObjectValue::new(mapping);
        // Everything else of a security scheme depends on its type.
        let decides = |name: &str| object.kind == ObjectKind::SecurityScheme && name == "type";
        let mut fits = true;
        for (name, member) in members(mapping) {
            let cursor = cursor.key(name);
            if let Some(field) = object.field(name) {
                if !self.value(member, &field.ty, &cursor) {
                    fits &= !decides(name);
                    self.repair(&cursor, edit_of_field(member, field, object));
                }
            } else if name.starts_with("x-") {
                self.extension(name, member, object, &cursor);
            } else if let Some(patterned) = &object.patterned {
                if !self.key(name, patterned.key, &cursor) && patterned.key == Key::Status {
                    self.repair(&cursor, Edit::Remove);
                }
                if !self.value(member, &patterned.ty, &cursor) {
                    self.repair(&cursor, Edit::Replace(placeholder(&patterned.ty)));
                }
            } else {
                self.unknown_field(name, member, object, &mut object_value, &cursor);
            }
        }
        for field in object.fields {
            if field.required && !object_value.has(field.name) {
                self.missing(field.name, object, cursor);
                fits &= !decides(field.name);
            }
        }
        for rule in object.rules {
            self.rule(*rule, object, &object_value, cursor);
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
                    "`{name}` has no effect: the generator expects {}, not {}",
                    expected(&extension.ty),
                    actual(value)
                );
                self.report(
                    Diagnostic::new(Code::ForeignExtension, cursor.on_value(), message)
                        .help("correct the value if you mean the generator's extension"),
                );
                self.repair(cursor, Edit::Remove);
            } else if !self.value(value, &extension.ty, cursor) {
                self.repair(cursor, Edit::Remove);
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
                .help(did_you_mean(near.name)),
            );
            return;
        }
        if let Some((extension, owner)) = misplaced::extension_of_another_object(name)
            && is_alike(value, &extension.ty)
        {
            self.report(
                Diagnostic::new(
                    Code::MisplacedExtension,
                    cursor.on_key(),
                    format!("`{name}` has no effect in {}", object.kind.with_article()),
                )
                .help(format!("move it to {}", owner.with_article())),
            );
        }
    }

    /// Reports an unknown field, and assumes that the most similar one is meant.
    fn unknown_field(
        &mut self,
        name: &str,
        value: &Value,
        object: &'static Object,
        object_value: &mut ObjectValue<'_>,
        cursor: &PathCursor<'_>,
    ) {
        let hint = hint::unknown_field(self.grammar, object.kind, name);
        let known = || object.fields.iter().chain(object.extensions);
        let near = nearest(name, known().map(|field| field.name)).filter(|_| hint.is_none());
        let help = match (hint, near) {
            (Some(hint), _) => hint.help.to_owned(),
            (None, Some(near)) => did_you_mean(near),
            (None, None) => "remove it; names of extensions begin with `x-`".to_owned(),
        };
        let message = format!("`{name}` is not a field of {}", object.kind.with_article());
        self.report(Diagnostic::new(Code::UnknownField, cursor.on_key(), message).help(help));
        let assumed = known().find(|field| {
            let name = Some(field.name);
            name == near || name == hint.and_then(|hint| hint.instead)
        });
        let around = cursor.parent().copied().unwrap_or(PathCursor::ROOT);
        let Some(field) = assumed.filter(|field| !object_value.has(field.name)) else {
            return;
        };
        object_value.assume(field.name);
        if near.is_some() && self.value(value, &field.ty, cursor) {
            self.repair(cursor, Edit::Rename(field.name));
        } else {
            self.repair(&around.key(field.name), edit_of_field(value, field, object));
        }
    }

    /// Reports a missing required field.
    fn missing(&mut self, field: &str, object: &'static Object, cursor: &PathCursor<'_>) {
        let message = format!(
            "missing required field `{field}` in this {} object",
            object.kind.name()
        );
        self.report(Diagnostic::new(
            Code::MissingField,
            cursor.on_key(),
            message,
        ));
        let ty = object.field(field).map(|field| &field.ty);
        let value = ty.map_or(Value::Null, placeholder);
        self.repair(&cursor.key(field), Edit::Replace(value));
    }

    /// Reports two mutually exclusive fields.
    fn exclusive(&mut self, one: &str, other: &str, help: &str, cursor: &PathCursor<'_>) {
        let message = format!("`{one}` and `{other}` are mutually exclusive");
        self.report(
            Diagnostic::new(Code::Exclusive, cursor.key(other).on_key(), message)
                .help(help)
                .related(cursor.key(one).on_key(), "the other field"),
        );
    }

    /// Validates that a string is one of a set.
    fn word(&mut self, word: &str, words: &[&str], cursor: &PathCursor<'_>) -> bool {
        if words.contains(&word) {
            return true;
        }
        let subject = subject(cursor);
        let help = hint::unknown_value(self.grammar, cursor.name().unwrap_or_default(), word)
            .map(str::to_owned)
            .or_else(|| nearest(word, words.iter().copied()).map(did_you_mean))
            .unwrap_or_else(|| format!("use {}", alternatives(words)));
        let message = format!("{subject} cannot be `{word}`");
        self.report(Diagnostic::new(Code::UnknownValue, cursor.on_value(), message).help(help));
        false
    }

    /// Validates a key that is not fixed.
    fn key(&mut self, name: &str, key: Key, cursor: &PathCursor<'_>) -> bool {
        let (code, message, help) = match key {
            Key::Component if !is_component_name(name) => (
                Code::ComponentName,
                format!("invalid component name `{name}`"),
                "use only ASCII letters, digits, `.`, `-` and `_`".to_owned(),
            ),
            Key::Path if !name.starts_with('/') => (
                Code::PathKey,
                format!("the path `{name}` does not begin with `/`"),
                format!("use `/{name}`"),
            ),
            Key::Status if !is_status(name) => (
                Code::StatusCode,
                format!("`{name}` is not a status code"),
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

    fn problem(&mut self, code: Code, place: Location, message: &str, help: &str) {
        self.report(Diagnostic::new(code, place, message).help(help));
    }

    fn report(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic.in_file(self.file));
    }

    fn repair(&mut self, cursor: &PathCursor<'_>, edit: Edit) {
        self.repairs.push(Repair {
            place: FilePointer::new(self.file, cursor.to_pointer()),
            edit,
        });
    }
}

/// Returns the edit of a field whose value is not of its type.
fn edit_of_field(value: &Value, field: &Field, object: &Object) -> Edit {
    if let (Type::Word(words), Value::String(word)) = (&field.ty, value)
        && let Some(near) = nearest(word, words.iter().copied())
    {
        return Edit::Replace(near.into());
    }
    // Whether they need the field depends on their other fields.
    let may_need = matches!(object.kind, ObjectKind::Link | ObjectKind::SecurityScheme);
    if field.required || field.ty.is_composite() || may_need {
        Edit::Replace(placeholder(&field.ty))
    } else {
        Edit::Remove
    }
}

/// Returns whether a value without parts is of a type.
fn is_of_type(value: &Value, ty: &Type) -> bool {
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

/// Returns whether a value is of the JSON type that a type requires, whatever its parts are.
fn is_alike(value: &Value, ty: &Type) -> bool {
    match ty {
        Type::Word(_) => value.is_string(),
        Type::Object(_) | Type::OrReference(_) | Type::Map(..) => value.is_mapping(),
        Type::List(_) => value.is_sequence(),
        Type::BooleanOr(other) => value.is_bool() || is_alike(value, other),
        _ => is_of_type(value, ty),
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

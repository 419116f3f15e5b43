//! Validates objects against the grammar: each object has the fields of its kind, and each field
//! has a value of its type.
//!
//! Whatever the specification forbids is reported and repaired: see [`Edit`].

mod coerce;
mod describe;
mod hint;
mod key;
mod misplaced;
mod object_value;
mod ref_site;
mod rule;

use serde_yaml::{Mapping, Value};

use crate::diagnostics::code::Code;
use crate::diagnostics::suggest::{did_you_mean, is_single_edit, nearest};
use crate::diagnostics::{Diagnostic, Diagnostics, Location};
use crate::document::FilePointer;
use crate::load::grammar::{
    Field, Grammar, Key, Object, ObjectKind, PatternedFields, Requirement, Type,
};
use crate::load::repair::{Edit, Repair};
use crate::load::tree::members;
use crate::source::{JsonPointer, PathCursor};
use coerce::{Coerced, coerce, coerce_null};
pub(super) use describe::actual as describe_value;
use describe::{actual, alternatives, expected, missing_field, subject, wrong_type};
use key::status_range;
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
    /// The repairs of violations.
    pub repairs: &'d mut Vec<Repair>,
}

/// A value that is not of its type: the diagnostic, which does not have its consequence yet.
type Mismatch = Box<Diagnostic>;

/// Whether an object is understood.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Understood {
    Yes,
    No,
}

impl Validator<'_> {
    /// Validates the value at a location where an object or a reference to one is expected.
    pub(super) fn object_at(&mut self, value: &Value, kind: ObjectKind, pointer: &JsonPointer) {
        pointer.with_cursor(|cursor| {
            let result = match value {
                Value::Mapping(mapping) if mapping.contains_key("$ref") => {
                    self.reference(mapping, kind, cursor)
                }
                Value::Mapping(mapping) => {
                    self.object(mapping, kind, cursor);
                    Ok(())
                }
                _ => Err(wrong_type(value, &Type::Object(kind), cursor)),
            };
            if let Err(mismatch) = result {
                self.violation(*mismatch, kind.consequence());
                self.repair(cursor, Edit::Mark);
            }
        });
    }

    /// Validates a value. Its parts are repaired here, the value itself by the caller.
    fn value(
        &mut self,
        value: &Value,
        ty: &'static Type,
        cursor: &PathCursor<'_>,
    ) -> Result<(), Mismatch> {
        match (ty, value) {
            (Type::Word(words), Value::String(word)) => return self.word(word, words, cursor),
            (Type::Object(kind), Value::Mapping(mapping)) => self.object(mapping, *kind, cursor),
            (Type::OrReference(kind), Value::Mapping(mapping)) => {
                if mapping.contains_key("$ref") {
                    return self.reference(mapping, *kind, cursor);
                }
                self.object(mapping, *kind, cursor);
            }
            (Type::Reference(kind), Value::String(reference)) => match cursor.parent() {
                Some(from) if cursor.name() == Some("$ref") => {
                    self.ref_site(reference, *kind, RefForm::Field, from);
                }
                _ => self.ref_site(reference, *kind, RefForm::Keyword, cursor),
            },
            (Type::SchemaName, Value::String(name)) => self.schema_name(name, cursor),
            (Type::BooleanOr(_), Value::Bool(_)) => {}
            (Type::OrReference(ObjectKind::Schema), Value::Bool(_))
                if self.grammar.has_json_schema => {}
            (Type::BooleanOr(other), _) if is_alike(value, other) => {
                return self.value(value, other, cursor);
            }
            (Type::List(ty) | Type::ListOr(ty), Value::Sequence(elements)) => {
                for (index, element) in elements.iter().enumerate() {
                    self.element(element, ty, &cursor.index(index));
                }
            }
            (Type::ListOr(ty), _) => return self.value(value, ty, cursor),
            (Type::Map(key, ty), Value::Mapping(mapping)) => {
                for (name, member) in members(mapping) {
                    let cursor = cursor.key(name);
                    if !self.key(name, *key, &cursor) && *key == Key::Method {
                        self.repair(&cursor, Edit::Mark);
                    }
                    self.member(member, ty, &cursor);
                }
            }
            _ if is_of_type(value, ty) => {}
            _ => return Err(wrong_type(value, ty, cursor)),
        }
        Ok(())
    }

    /// Validates and repairs an element of a list.
    fn element(&mut self, value: &Value, ty: &'static Type, cursor: &PathCursor<'_>) {
        if let Err(mismatch) = self.value_or_null(value, ty, cursor) {
            let consequence = ty
                .object()
                .map_or("the client ignores this element", ObjectKind::consequence);
            self.violation(*mismatch, consequence);
            self.repair(cursor, Edit::Mark);
        }
    }

    /// Validates and repairs the value under a name that the document chooses.
    fn member(&mut self, value: &Value, ty: &'static Type, cursor: &PathCursor<'_>) {
        let Err(mismatch) = self.value_or_null(value, ty, cursor) else {
            return;
        };
        let (consequence, edit) = match ty.object() {
            Some(kind) => (kind.consequence(), Edit::Mark),
            None => ("the client ignores it", Edit::Remove),
        };
        self.violation(*mismatch, consequence);
        self.repair(cursor, edit);
    }

    /// Validates and repairs the value of a field.
    fn field(
        &mut self,
        value: &Value,
        field: &'static Field,
        object: &'static Object,
        object_value: &ObjectValue<'_>,
        cursor: &PathCursor<'_>,
    ) -> Understood {
        if value.is_null() && !matches!(field.ty, Type::Any) {
            return self.null_field(value, field, cursor);
        }
        let Err(mismatch) = self.value_or_coerced(value, &field.ty, cursor) else {
            return Understood::Yes;
        };
        match (field.ty.object(), field.requirement) {
            (Some(part), _) => {
                self.violation(*mismatch, part.consequence());
                self.repair(cursor, Edit::Mark);
            }
            (None, _) if field.is_essential => {
                self.violation(*mismatch, object_value.consequence(object));
                return Understood::No;
            }
            (None, requirement) => {
                let consequence = match requirement {
                    Requirement::Defaulted(consequence) => consequence,
                    Requirement::Optional | Requirement::Required => "the client ignores it",
                };
                self.violation(*mismatch, consequence);
                self.repair(cursor, Edit::Remove);
            }
        }
        Understood::Yes
    }

    /// Reports and removes a field without value. A required one is reported as missing.
    fn null_field(
        &mut self,
        value: &Value,
        field: &'static Field,
        cursor: &PathCursor<'_>,
    ) -> Understood {
        if field.requirement == Requirement::Optional {
            let mismatch = wrong_type(value, &field.ty, cursor);
            self.violation(*mismatch, "the client treats it as absent");
        }
        self.repair(cursor, Edit::Remove);
        Understood::Yes
    }

    /// Validates a value that is not a field, or coerces one whose meaning is unambiguous.
    fn value_or_null(
        &mut self,
        value: &Value,
        ty: &'static Type,
        cursor: &PathCursor<'_>,
    ) -> Result<(), Mismatch> {
        match coerce_null(ty, self.grammar) {
            Some(coerced) if value.is_null() => {
                self.coerced(value, ty, coerced, cursor);
                Ok(())
            }
            _ => self.value_or_coerced(value, ty, cursor),
        }
    }

    /// Validates a value, or coerces one whose meaning is unambiguous.
    fn value_or_coerced(
        &mut self,
        value: &Value,
        ty: &'static Type,
        cursor: &PathCursor<'_>,
    ) -> Result<(), Mismatch> {
        let Some(coerced) = coerce(value, ty, self.grammar) else {
            return self.value(value, ty, cursor);
        };
        self.coerced(value, ty, coerced, cursor);
        Ok(())
    }

    fn coerced(&mut self, value: &Value, ty: &Type, coerced: Coerced, cursor: &PathCursor<'_>) {
        let mismatch = wrong_type(value, ty, cursor);
        self.violation(*mismatch, coerced.consequence);
        self.repair(cursor, coerced.edit);
    }

    /// Validates an object, and marks it if it is not understood.
    fn object(&mut self, mapping: &Mapping, kind: ObjectKind, cursor: &PathCursor<'_>) {
        let object = self.grammar.object(kind);
        let mut object_value = ObjectValue::new(mapping);
        let mut understood = Understood::Yes;
        let mut expect = |result| {
            if result == Understood::No {
                understood = Understood::No;
            }
        };
        for (name, member) in members(mapping) {
            let cursor = cursor.key(name);
            if let Some(field) = object.field(name) {
                expect(self.field(member, field, object, &object_value, &cursor));
            } else if name.starts_with("x-") {
                self.extension(name, member, object, &cursor);
            } else {
                match object.patterned_fields() {
                    Some(patterned) if patterned.key == Key::Keyword => {
                        self.keyword(name, object, &cursor);
                    }
                    Some(patterned) => self.patterned_field(name, member, patterned, &cursor),
                    None => expect(self.unknown_field(name, object, &mut object_value, &cursor)),
                }
            }
        }
        for field in object.required_fields() {
            if !object_value.has(field.name) {
                expect(self.missing(field.name, object, &object_value, cursor));
            }
        }
        for rule in object.all_rules() {
            expect(self.rule(rule, object, &object_value, cursor));
        }
        if understood == Understood::No {
            // The reader of extensions does not know marks.
            let edit = if object.kind.is_of_extension() {
                Edit::Remove
            } else {
                Edit::Mark
            };
            self.repair(cursor, edit);
        }
    }

    fn patterned_field(
        &mut self,
        name: &str,
        value: &Value,
        patterned: &'static PatternedFields,
        cursor: &PathCursor<'_>,
    ) {
        let is_ignored = !self.key(name, patterned.key, cursor) && patterned.key == Key::Status;
        if is_ignored && status_range(name).is_none() {
            self.repair(cursor, Edit::Remove);
        } else {
            self.member(value, &patterned.ty, cursor);
        }
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
            } else if let Err(mismatch) = self.value(value, &extension.ty, cursor) {
                self.violation(*mismatch, "the client ignores the extension");
                self.repair(cursor, Edit::Remove);
            }
            return;
        }
        let near = object
            .known_extensions()
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

    /// Reports an unknown field. A required field that it resembles is not reported as missing, too.
    fn unknown_field(
        &mut self,
        name: &str,
        object: &'static Object,
        object_value: &mut ObjectValue<'_>,
        cursor: &PathCursor<'_>,
    ) -> Understood {
        let hint = hint::unknown_field(self.grammar, object.kind, name);
        let known = || object.fields().chain(object.known_extensions());
        let near = nearest(name, known().map(|field| field.name)).filter(|_| hint.is_none());
        let later = hint::later_field(self.grammar, object.kind, name);
        let help = match (hint, later, near) {
            (Some(hint), ..) => hint::with_version(hint.help, self.grammar),
            (None, Some(later), _) => later,
            (None, None, Some(near)) => did_you_mean(near),
            (None, None, None) => "remove it; names of extensions begin with `x-`".to_owned(),
        };
        let message = format!("`{name}` is not a field of {}", object.kind.with_article());
        let diagnostic = Diagnostic::new(Code::UnknownField, cursor.on_key(), message).help(help);
        let meant = known().find(|field| {
            let name = Some(field.name);
            name == near || name == hint.and_then(|hint| hint.instead)
        });
        let missing = meant.filter(|field| !object_value.has(field.name));
        if let Some(field) = missing {
            object_value.assume(field.name);
        }
        match missing.map(|field| field.requirement) {
            // The object itself is written elsewhere.
            _ if name == "$ref" => self.violation(diagnostic, object.kind.consequence()),
            Some(Requirement::Required) => {
                self.violation(diagnostic, object_value.consequence(object));
            }
            Some(Requirement::Defaulted(consequence)) => {
                self.violation(diagnostic, consequence);
                return Understood::Yes;
            }
            Some(Requirement::Optional) | None => {
                self.violation(diagnostic, "the client ignores it");
                return Understood::Yes;
            }
        }
        Understood::No
    }

    /// Reports a missing required field.
    fn missing(
        &mut self,
        field: &str,
        object: &'static Object,
        value: &ObjectValue<'_>,
        cursor: &PathCursor<'_>,
    ) -> Understood {
        let diagnostic = match (value.get(field), object.field(field)) {
            (Some(null), Some(field)) => *wrong_type(null, &field.ty, &cursor.key(field.name)),
            _ => missing_field(field, object, cursor),
        };
        let requirement = object.field(field).map(|field| field.requirement);
        if let Some(Requirement::Defaulted(consequence)) = requirement {
            self.violation(diagnostic, consequence);
            Understood::Yes
        } else {
            self.violation(diagnostic, value.consequence(object));
            Understood::No
        }
    }

    /// Reports two mutually exclusive fields.
    fn exclusive(
        &mut self,
        one: &str,
        other: &str,
        help: &str,
        consequence: &str,
        cursor: &PathCursor<'_>,
    ) {
        let message = format!("`{one}` and `{other}` are mutually exclusive");
        let diagnostic = Diagnostic::new(Code::Exclusive, cursor.key(other).on_key(), message)
            .help(help)
            .related(cursor.key(one).on_key(), "the other field");
        self.violation(diagnostic, consequence);
    }

    /// Validates that a string is one of a set.
    fn word(&self, word: &str, words: &[&str], cursor: &PathCursor<'_>) -> Result<(), Mismatch> {
        if words.contains(&word) {
            return Ok(());
        }
        let subject = subject(cursor);
        let help = hint::unknown_value(self.grammar, cursor.name().unwrap_or_default(), word)
            .or_else(|| nearest(word, words.iter().copied()).map(did_you_mean))
            .unwrap_or_else(|| format!("use {}", alternatives(words)));
        let message = format!("{subject} cannot be `{word}`");
        let diagnostic = Diagnostic::new(Code::UnknownValue, cursor.on_value(), message);
        Err(Box::new(diagnostic.help(help)))
    }

    /// Warns of a misspelt keyword. Unknown keywords are annotations.
    fn keyword(&mut self, name: &str, object: &Object, cursor: &PathCursor<'_>) {
        let known = || object.fields().map(|field| field.name);
        if let Some(near) = known().find(|known| is_single_edit(name, known)) {
            self.warning(
                Code::UnknownKeyword,
                cursor.on_key(),
                &format!("`{name}` has no effect: it is not a keyword of JSON Schema"),
                &did_you_mean(near),
            );
        }
    }

    /// Reports a violation and what the client does about it.
    fn violation(&mut self, diagnostic: Diagnostic, consequence: impl Into<String>) {
        self.report(diagnostic.consequence(consequence));
    }

    fn warning(&mut self, code: Code, place: Location, message: &str, help: &str) {
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

/// Returns whether a value without parts is of a type.
fn is_of_type(value: &Value, ty: &Type) -> bool {
    match ty {
        Type::Any => true,
        Type::String | Type::SchemaName | Type::Reference(_) => value.is_string(),
        Type::Boolean => value.is_bool(),
        Type::Number => value.is_number(),
        Type::Seconds => value.as_f64().is_some_and(|seconds| seconds >= 0.0),
        Type::Count => value.is_u64(),
        Type::Word(_)
        | Type::Object(_)
        | Type::OrReference(_)
        | Type::BooleanOr(_)
        | Type::ListOr(_)
        | Type::List(_)
        | Type::Map(..) => false,
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

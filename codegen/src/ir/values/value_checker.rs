//! Checks JSON values against types.

use serde_json::{Map, Value};

use super::format::{is_base64, is_date, is_date_time, is_duration, is_uuid};
use super::json_value::{as_i64, equal};
use super::violation::violates;
use crate::ir::types::constraint::Constraint;
use crate::ir::types::enumeration::EnumValue;
use crate::ir::types::id::TypeId;
use crate::ir::types::object::{AdditionalProperties, Object, Property};
use crate::ir::types::ty::Type;
use crate::ir::types::type_definition::TypeKind;
use crate::ir::types::type_table::TypeTable;
use crate::ir::types::union::{TaggedUnion, Union};
use crate::source::JsonPointer;

/// Collects the differences between values and their types.
pub(crate) struct ValueChecker<'a> {
    types: &'a TypeTable,
    /// Whether properties of one direction can be absent.
    ignores_direction: bool,
    /// The mismatches found.
    pub(crate) mismatches: Vec<Mismatch>,
}

/// A difference between a value and its type.
pub(crate) struct Mismatch {
    /// The location of the value.
    pub(crate) pointer: JsonPointer,
    /// The message of the diagnostic.
    pub(crate) message: String,
    /// Whether the JSON type of the value is wrong.
    pub(crate) has_wrong_type: bool,
}

impl<'a> ValueChecker<'a> {
    /// Creates a checker of values that can be either sent or received: `readOnly` and `writeOnly`
    /// properties can be absent.
    pub(crate) fn new(types: &'a TypeTable) -> Self {
        Self {
            types,
            ignores_direction: true,
            mismatches: Vec::new(),
        }
    }

    /// Creates a checker of values that contain all required properties.
    pub(crate) fn exact(types: &'a TypeTable) -> Self {
        Self {
            ignores_direction: false,
            ..Self::new(types)
        }
    }

    /// Reports a value of the right JSON type that does not match.
    fn report(&mut self, pointer: &JsonPointer, message: impl Into<String>) {
        self.mismatches.push(Mismatch {
            pointer: pointer.clone(),
            message: message.into(),
            has_wrong_type: false,
        });
    }

    /// Reports a value of another JSON type unless `fits`.
    fn expect(&mut self, pointer: &JsonPointer, value: &Value, fits: bool, expected: &str) {
        if !fits {
            self.mismatches.push(Mismatch {
                pointer: pointer.clone(),
                message: format!("expected {expected}, found {}", describe(value)),
                has_wrong_type: true,
            });
        }
    }

    /// Reports a value that is not an integer or exceeds the range of its type, unless `fits`.
    fn check_integer(&mut self, pointer: &JsonPointer, value: &Value, fits: bool, expected: &str) {
        if !fits && (value.is_u64() || as_i64(value).is_some()) {
            self.report(pointer, format!("expected {expected}"));
        } else {
            self.expect(pointer, value, fits, expected);
        }
    }

    /// Checks a value against a type. `null` is valid if `nullable`.
    pub(crate) fn check(
        &mut self,
        pointer: &JsonPointer,
        value: &Value,
        ty: &Type,
        nullable: bool,
    ) {
        if value.is_null() && (nullable || matches!(ty, Type::Null | Type::Any | Type::Nullable(_)))
        {
            return;
        }
        match ty {
            Type::Any | Type::Text | Type::Bytes | Type::Stream | Type::Part(_) | Type::Parts => {}
            Type::Nullable(ty) => self.check(pointer, value, ty, true),
            Type::Named(id) => self.check_named(pointer, value, *id),
            Type::Flags(id) => match (value.as_str(), &self.types[*id].kind) {
                (Some(string), TypeKind::StringEnum(string_enum)) => {
                    for part in string.split(',') {
                        let mut known = string_enum.values.iter();
                        if !known.any(|known| known.value == part.trim()) {
                            self.report(
                                pointer,
                                format!("`{}` is not a value of this enum", part.trim()),
                            );
                        }
                    }
                }
                _ => self.expect(pointer, value, false, "a string"),
            },
            Type::OneOrMany(ty) => match value {
                Value::Array(items) => self.check_items(pointer, items, ty),
                single => self.check(pointer, single, ty, false),
            },
            Type::Array(ty) => match value {
                Value::Array(items) => self.check_items(pointer, items, ty),
                _ => self.expect(pointer, value, false, "an array"),
            },
            Type::Tuple(parts) => match value {
                Value::Array(items) => {
                    if items.len() != parts.len() {
                        self.report(pointer, format!("expected {} items", parts.len()));
                    }
                    for (index, (item, ty)) in items.iter().zip(parts).enumerate() {
                        self.check(&pointer.index(index), item, ty, false);
                    }
                }
                _ => self.expect(pointer, value, false, "an array"),
            },
            Type::JsonString(ty) => self.check_json_string(pointer, value, ty),
            Type::Map(ty) => match value {
                Value::Object(properties) => {
                    for (name, property) in properties {
                        self.check(&pointer.key(name), property, ty, false);
                    }
                }
                _ => self.expect(pointer, value, false, "an object"),
            },
            Type::String | Type::Secret => {
                self.expect(pointer, value, value.is_string(), "a string");
            }
            Type::Null => self.expect(pointer, value, false, "null"),
            Type::Boolean => self.expect(pointer, value, value.is_boolean(), "`true` or `false`"),
            Type::Int32 => {
                let fits = value
                    .as_i64()
                    .is_some_and(|number| i32::try_from(number).is_ok());
                self.check_integer(pointer, value, fits, "a 32-bit integer");
            }
            Type::Int64 => {
                self.check_integer(pointer, value, value.is_i64(), "a 64-bit integer");
            }
            Type::Uint64 => {
                self.check_integer(pointer, value, value.is_u64(), "an unsigned 64-bit integer");
            }
            Type::Double => {
                self.expect(pointer, value, value.is_number(), "a number");
            }
            Type::DateTime => {
                self.check_format(pointer, value, is_date_time, "an RFC 3339 date-time");
            }
            Type::Date => self.check_format(pointer, value, is_date, "an RFC 3339 date"),
            Type::Duration => {
                self.check_format(pointer, value, is_duration, "an ISO 8601 duration");
            }
            Type::Uuid => self.check_format(pointer, value, is_uuid, "a UUID"),
            Type::Byte | Type::ByteUrl => {
                self.check_format(pointer, value, is_base64, "base64");
            }
        }
    }

    /// Checks a string against a format.
    fn check_format(
        &mut self,
        pointer: &JsonPointer,
        value: &Value,
        has_format: fn(&str) -> bool,
        expected: &str,
    ) {
        let Some(string) = value.as_str() else {
            self.expect(pointer, value, false, expected);
            return;
        };
        if !has_format(string) {
            self.report(pointer, format!("this string is not {expected}"));
        }
    }

    /// Checks the JSON document in a string.
    fn check_json_string(&mut self, pointer: &JsonPointer, value: &Value, ty: &Type) {
        let Some(text) = value.as_str() else {
            self.expect(pointer, value, false, "a string");
            return;
        };
        let Ok(document) = serde_json::from_str(text) else {
            self.report(pointer, "this string is not JSON");
            return;
        };
        let mut checker = ValueChecker {
            mismatches: Vec::new(),
            ..*self
        };
        checker.check(&JsonPointer::root(), &document, ty, false);
        if let Some(mismatch) = checker.mismatches.first() {
            let message = format!("in the JSON of this string: {}", mismatch.message);
            self.report(pointer, message);
        }
    }

    /// Checks each item of an array.
    fn check_items(&mut self, pointer: &JsonPointer, items: &[Value], ty: &Type) {
        for (index, item) in items.iter().enumerate() {
            self.check(&pointer.index(index), item, ty, false);
        }
    }

    /// Checks a value against the definition of a type.
    fn check_named(&mut self, pointer: &JsonPointer, value: &Value, id: TypeId) {
        match (&self.types[id].kind, value) {
            (TypeKind::Alias(ty), value) => self.check(pointer, value, ty, false),
            (TypeKind::StringEnum(string_enum), Value::String(string)) => {
                if !string_enum
                    .values
                    .iter()
                    .any(|known| known.value == *string)
                {
                    self.report(pointer, format!("`{string}` is not a value of this enum"));
                }
            }
            (TypeKind::StringEnum(_), _) => self.expect(pointer, value, false, "a string"),
            (TypeKind::ValueEnum(value_enum), value) => {
                let before = self.mismatches.len();
                self.check(pointer, value, &value_enum.ty, false);
                let is_known = |known: &EnumValue<Value>| equal(&known.value, value);
                if self.mismatches.len() == before && !value_enum.values.iter().any(is_known) {
                    self.report(pointer, "not a value of this enum");
                }
            }
            (TypeKind::Object(object), Value::Object(properties)) => {
                self.check_object(pointer, properties, object);
                self.check_constraints(pointer, value, &object.constraints);
            }
            (TypeKind::TaggedUnion(union), Value::Object(properties)) => {
                self.check_tagged_union(pointer, value, properties, union);
            }
            (TypeKind::Object(_) | TypeKind::TaggedUnion(_), _) => {
                self.expect(pointer, value, false, "an object");
            }
            (TypeKind::Union(union), value) => self.check_union(pointer, value, union),
            (TypeKind::Newtype(newtype), value) => {
                self.check(pointer, value, &newtype.ty, false);
                self.check_constraints(pointer, value, &newtype.constraints);
            }
            // Only the type of the other crate knows its values.
            (
                TypeKind::ResponseBodies(_)
                | TypeKind::RequestBodies(_)
                | TypeKind::Multipart(_)
                | TypeKind::External(_),
                _,
            ) => {}
        }
    }

    /// Checks the declared and additional properties of an object.
    fn check_object(
        &mut self,
        pointer: &JsonPointer,
        properties: &Map<String, Value>,
        object: &Object,
    ) {
        for property in &object.properties {
            let found = names(property).find_map(|name| Some((name, properties.get(name)?)));
            match found {
                Some((name, value)) => {
                    let (pointer, constraints) = (pointer.key(name), &property.constraints);
                    self.check_constrained(
                        &pointer,
                        value,
                        &property.ty,
                        property.nullable,
                        constraints,
                    );
                }
                None if property.presence.may_be_absent() => {}
                None if self.ignores_direction && (property.read_only || property.write_only) => {}
                None => self.report(
                    pointer,
                    format!("missing required property `{}`", property.name),
                ),
            }
        }
        let unknown = properties.iter().filter(|(name, _)| {
            !object
                .properties
                .iter()
                .any(|property| names(property).any(|known| known == *name))
        });
        for (name, value) in unknown {
            match &object.additional {
                AdditionalProperties::Any => {}
                AdditionalProperties::None => self.report(
                    &pointer.key(name),
                    format!("unknown property `{name}`, and additional properties are not allowed"),
                ),
                AdditionalProperties::Typed(additional) => {
                    self.check_constrained(
                        &pointer.key(name),
                        value,
                        &additional.ty,
                        false,
                        &additional.constraints,
                    );
                }
            }
        }
    }

    /// Checks a value against a type and, if it matches, against constraints.
    fn check_constrained(
        &mut self,
        pointer: &JsonPointer,
        value: &Value,
        ty: &Type,
        nullable: bool,
        constraints: &[Constraint],
    ) {
        let before = self.mismatches.len();
        self.check(pointer, value, ty, nullable);
        if self.mismatches.len() == before && !value.is_null() {
            self.check_constraints(pointer, value, constraints);
        }
    }

    /// Checks that a value matches a variant. If only one variant matches apart from its content,
    /// the mismatches in the content are reported.
    fn check_union(&mut self, pointer: &JsonPointer, value: &Value, union: &Union) {
        let mut candidates: Vec<Vec<Mismatch>> = Vec::new();
        for variant in &union.variants {
            let mut checker = ValueChecker {
                mismatches: Vec::new(),
                ..*self
            };
            checker.check_constrained(pointer, value, &variant.ty, false, &variant.constraints);
            if checker.mismatches.is_empty() {
                return;
            }
            // The mismatches are in the content, not in the value as a whole.
            if checker
                .mismatches
                .iter()
                .any(|mismatch| mismatch.pointer != *pointer)
            {
                candidates.push(checker.mismatches);
            }
        }
        match <[Vec<Mismatch>; 1]>::try_from(candidates) {
            Ok([only]) => self.mismatches.extend(only),
            Err(_) => self.report(
                pointer,
                "this value matches none of the alternatives of its schema",
            ),
        }
    }

    /// Checks an object against the variant that its tag selects.
    fn check_tagged_union(
        &mut self,
        pointer: &JsonPointer,
        value: &Value,
        properties: &Map<String, Value>,
        union: &TaggedUnion,
    ) {
        let variant = match properties.get(&union.tag) {
            None => union.untagged.map(|index| &union.variants[index]),
            Some(Value::String(tag)) => {
                let variant = union
                    .variants
                    .iter()
                    .find(|variant| variant.tags.contains(tag));
                let default = union.untagged.filter(|_| union.accepts_unknown_tags);
                let variant = variant.or_else(|| union.variants.get(default?));
                if variant.is_none() {
                    self.report(
                        &pointer.key(&union.tag),
                        format!("`{tag}` is not a discriminator value of this hierarchy"),
                    );
                    return;
                }
                variant
            }
            Some(other) => {
                self.expect(&pointer.key(&union.tag), other, false, "a string");
                return;
            }
        };
        match variant {
            Some(variant) => {
                self.check_named(pointer, value, variant.ty);
            }
            None => self.report(pointer, format!("missing discriminator `{}`", union.tag)),
        }
    }

    /// Checks a value, its items and its properties against constraints.
    pub(crate) fn check_constraints(
        &mut self,
        pointer: &JsonPointer,
        value: &Value,
        constraints: &[Constraint],
    ) {
        for constraint in constraints {
            match (constraint, value) {
                (Constraint::Items(constraints), Value::Array(items)) => {
                    for (index, item) in items.iter().enumerate() {
                        self.check_constraints(&pointer.index(index), item, constraints);
                    }
                }
                (Constraint::Values(constraints), Value::Object(properties)) => {
                    for (name, property) in properties {
                        self.check_constraints(&pointer.key(name), property, constraints);
                    }
                }
                (Constraint::Positions(positions), Value::Array(items)) => {
                    for (index, (item, constraints)) in items.iter().zip(positions).enumerate() {
                        self.check_constraints(&pointer.index(index), item, constraints);
                    }
                }
                _ if violates(value, constraint) => self.report(
                    pointer,
                    format!(
                        "this value violates the {} of its schema",
                        keyword(constraint)
                    ),
                ),
                _ => {}
            }
        }
    }
}

/// Iterates over the names from which a property is decoded.
fn names(property: &Property) -> impl Iterator<Item = &String> {
    std::iter::once(&property.name).chain(&property.aliases)
}

/// Describes the JSON type of a value.
fn describe(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(number) if number.is_f64() => "a number with a fraction",
        Value::Number(_) => "an integer",
        Value::String(_) => "a string",
        Value::Array(_) => "an array",
        Value::Object(_) => "an object",
    }
}

/// Returns the keyword of a constraint.
fn keyword(constraint: &Constraint) -> &'static str {
    match constraint {
        Constraint::MinLength(_) => "`minLength`",
        Constraint::MaxLength(_) => "`maxLength`",
        Constraint::Pattern(_) => "`pattern`",
        Constraint::Uri => "`format: uri`",
        Constraint::Minimum(_) | Constraint::ExclusiveMinimum(_) => "`minimum`",
        Constraint::Maximum(_) | Constraint::ExclusiveMaximum(_) => "`maximum`",
        Constraint::MultipleOf(_) => "`multipleOf`",
        Constraint::MinItems(_) => "`minItems`",
        Constraint::MaxItems(_) => "`maxItems`",
        Constraint::UniqueItems => "`uniqueItems`",
        Constraint::Items(_) => "`items`",
        Constraint::Positions(_) => "`prefixItems`",
        Constraint::Contains { .. } => "`contains`",
        Constraint::Names(_) | Constraint::OneOf(_) => "`propertyNames`",
        Constraint::DependentRequired { .. } => "`dependentRequired`",
        Constraint::Not(_) => "`not`",
        Constraint::MinProperties(_) => "`minProperties`",
        Constraint::MaxProperties(_) => "`maxProperties`",
        Constraint::Values(_) => "`additionalProperties`",
        Constraint::Properties {
            exactly_one: true, ..
        } => "`oneOf`",
        Constraint::Properties { .. } => "`anyOf`",
    }
}

//! Whether a value fits a type.

use serde_json::{Map, Value};

use super::enumeration::{as_i64, equal};
use crate::ir::{
    AdditionalProperties, Api, Constraint, Decimal, EnumValue, Object, Property, TaggedUnion, Type,
    TypeId, TypeKind, Union,
};
use crate::source::JsonPointer;

/// Finds what of a value does not fit.
pub(super) struct Checker<'a> {
    pub api: &'a Api,
    /// Whether a value may leave out what is only sent, and what is only received.
    pub either_way: bool,
    pub misfits: Vec<Misfit>,
}

/// What does not fit.
pub(super) struct Misfit {
    pub pointer: JsonPointer,
    pub message: String,
    /// Whether already the JSON type of the value is another one.
    pub of_another_type: bool,
}

impl Checker<'_> {
    fn misfit(&mut self, cursor: &JsonPointer, message: impl Into<String>) {
        self.misfits.push(Misfit {
            pointer: cursor.clone(),
            message: message.into(),
            of_another_type: false,
        });
    }

    /// Notes a value of another JSON type.
    fn expect(&mut self, cursor: &JsonPointer, value: &Value, fits: bool, expected: &str) {
        if !fits {
            self.misfits.push(Misfit {
                pointer: cursor.clone(),
                message: format!("expected {expected}, found {}", kind(value)),
                of_another_type: true,
            });
        }
    }

    /// Notes a value that is no integer, or has no room in its type.
    fn integer(&mut self, cursor: &JsonPointer, value: &Value, fits: bool, expected: &str) {
        if !fits && (value.is_u64() || as_i64(value).is_some()) {
            self.misfit(cursor, format!("this number is not {expected}"));
        } else {
            self.expect(cursor, value, fits, expected);
        }
    }

    pub(super) fn value(&mut self, cursor: &JsonPointer, value: &Value, ty: &Type, nullable: bool) {
        if value.is_null() && (nullable || matches!(ty, Type::Any | Type::Nullable(_))) {
            return;
        }
        match ty {
            Type::Any | Type::Text | Type::Bytes | Type::Stream | Type::Part(_) | Type::Parts => {}
            Type::Nullable(ty) => self.value(cursor, value, ty, true),
            Type::Named(id) => self.named(cursor, value, *id),
            Type::Flags(id) => match (value.as_str(), &self.api.definition(*id).kind) {
                (Some(text), TypeKind::StringEnum(values)) => {
                    for part in text.split(',') {
                        if !values.values.iter().any(|known| known.value == part.trim()) {
                            self.misfit(
                                cursor,
                                format!("`{}` is none of the values of this enum", part.trim()),
                            );
                        }
                    }
                }
                _ => self.expect(cursor, value, false, "a string"),
            },
            Type::OneOrMany(ty) => match value {
                Value::Array(items) => self.items(cursor, items, ty),
                one => self.value(cursor, one, ty, false),
            },
            Type::Array(ty) => match value {
                Value::Array(items) => self.items(cursor, items, ty),
                _ => self.expect(cursor, value, false, "an array"),
            },
            Type::Map(ty) => match value {
                Value::Object(properties) => {
                    for (name, property) in properties {
                        self.value(&cursor.key(name), property, ty, false);
                    }
                }
                _ => self.expect(cursor, value, false, "an object"),
            },
            Type::String | Type::Secret => {
                self.expect(cursor, value, value.is_string(), "a string")
            }
            Type::Boolean => self.expect(cursor, value, value.is_boolean(), "true or false"),
            Type::Int32 => {
                let fits = value
                    .as_i64()
                    .is_some_and(|number| i32::try_from(number).is_ok());
                self.integer(cursor, value, fits, "an integer of 32 bits");
            }
            Type::Int64 => self.integer(cursor, value, value.is_i64(), "an integer of 64 bits"),
            Type::Uint64 => self.integer(
                cursor,
                value,
                value.is_u64(),
                "an integer of 64 bits, not negative",
            ),
            Type::Float | Type::Double => self.expect(cursor, value, value.is_number(), "a number"),
            Type::DateTime => {
                self.text(
                    cursor,
                    value,
                    DATE_TIME,
                    "a date and time as RFC 3339 has them",
                );
            }
            Type::Date => self.text(cursor, value, DATE, "a date as RFC 3339 has them"),
            Type::Duration => self.text(cursor, value, DURATION, "an ISO 8601 duration"),
            Type::Uuid => self.text(cursor, value, UUID, "a UUID"),
            Type::Byte => self.text(cursor, value, BASE64, "base64"),
        }
    }

    fn text(&mut self, cursor: &JsonPointer, value: &Value, pattern: &str, expected: &str) {
        let Some(text) = value.as_str() else {
            self.expect(cursor, value, false, expected);
            return;
        };
        if !matches(pattern, text) {
            self.misfit(cursor, format!("this text is not {expected}"));
        }
    }

    fn items(&mut self, cursor: &JsonPointer, items: &[Value], ty: &Type) {
        for (index, item) in items.iter().enumerate() {
            self.value(&cursor.index(index), item, ty, false);
        }
    }

    fn named(&mut self, cursor: &JsonPointer, value: &Value, id: TypeId) {
        match (&self.api.definition(id).kind, value) {
            (TypeKind::Alias(ty), value) => self.value(cursor, value, ty, false),
            (TypeKind::StringEnum(values), Value::String(text)) => {
                if !values.values.iter().any(|known| known.value == *text) {
                    self.misfit(
                        cursor,
                        format!("`{text}` is none of the values of this enum"),
                    );
                }
            }
            (TypeKind::StringEnum(_), _) => self.expect(cursor, value, false, "a string"),
            (TypeKind::ValueEnum(values), value) => {
                let before = self.misfits.len();
                self.value(cursor, value, &values.ty, false);
                let is_known = |known: &EnumValue<Value>| equal(&known.value, value);
                if self.misfits.len() == before && !values.values.iter().any(is_known) {
                    self.misfit(cursor, "this is none of the values of this enum");
                }
            }
            (TypeKind::Object(object), Value::Object(properties)) => {
                self.object(cursor, properties, object);
                self.constraints(cursor, value, &object.constraints);
            }
            (TypeKind::TaggedUnion(tagged_union), Value::Object(properties)) => {
                self.tagged_union(cursor, properties, tagged_union);
            }
            (TypeKind::Object(_) | TypeKind::TaggedUnion(_), _) => {
                self.expect(cursor, value, false, "an object");
            }
            (TypeKind::Union(union), value) => self.union(cursor, value, union),
            (TypeKind::Newtype(newtype), value) => {
                self.value(cursor, value, &newtype.ty, false);
                self.constraints(cursor, value, &newtype.constraints);
            }
            (
                TypeKind::ResponseBodies(_) | TypeKind::RequestBodies(_) | TypeKind::Multipart(_),
                _,
            ) => {}
        }
    }

    fn object(&mut self, cursor: &JsonPointer, properties: &Map<String, Value>, object: &Object) {
        for property in &object.properties {
            let found = names(property).find_map(|name| Some((name, properties.get(name)?)));
            match found {
                Some((name, value)) => {
                    let (cursor, constraints) = (cursor.key(name), &property.constraints);
                    self.constrained(&cursor, value, &property.ty, property.nullable, constraints);
                }
                None if property.presence.may_be_absent() => {}
                None if self.either_way && (property.read_only || property.write_only) => {}
                None => self.misfit(
                    cursor,
                    format!("the required member `{}` is missing", property.name),
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
                AdditionalProperties::None => self.misfit(
                    &cursor.key(name),
                    format!("there is no member `{name}`, and no others are allowed"),
                ),
                AdditionalProperties::Typed(others) => {
                    self.constrained(
                        &cursor.key(name),
                        value,
                        &others.ty,
                        false,
                        &others.constraints,
                    );
                }
            }
        }
    }

    /// A value that fits its type, and what is asked of it beside that.
    fn constrained(
        &mut self,
        cursor: &JsonPointer,
        value: &Value,
        ty: &Type,
        nullable: bool,
        constraints: &[Constraint],
    ) {
        let before = self.misfits.len();
        self.value(cursor, value, ty, nullable);
        if self.misfits.len() == before && !value.is_null() {
            self.constraints(cursor, value, constraints);
        }
    }

    /// A value of a union fits one alternative; what is wrong with it is told where there is only one that it can be.
    fn union(&mut self, cursor: &JsonPointer, value: &Value, union: &Union) {
        let mut tries: Vec<Vec<Misfit>> = Vec::new();
        for variant in &union.variants {
            let mut checker = Checker {
                misfits: Vec::new(),
                ..*self
            };
            checker.constrained(cursor, value, &variant.ty, false, &variant.constraints);
            if checker.misfits.is_empty() {
                return;
            }
            // Something in it is wrong, and not the value as a whole.
            if checker
                .misfits
                .iter()
                .any(|misfit| misfit.pointer != *cursor)
            {
                tries.push(checker.misfits);
            }
        }
        match <[Vec<Misfit>; 1]>::try_from(tries) {
            Ok([only]) => self.misfits.extend(only),
            Err(_) => self.misfit(
                cursor,
                "this value fits none of the alternatives of its schema",
            ),
        }
    }

    fn tagged_union(
        &mut self,
        cursor: &JsonPointer,
        properties: &Map<String, Value>,
        tagged_union: &TaggedUnion,
    ) {
        let variant = match properties.get(&tagged_union.tag) {
            None => tagged_union
                .untagged
                .map(|index| &tagged_union.variants[index]),
            Some(Value::String(tag)) => {
                let variant = tagged_union
                    .variants
                    .iter()
                    .find(|variant| variant.tags.contains(tag));
                if variant.is_none() {
                    self.misfit(
                        &cursor.key(&tagged_union.tag),
                        format!("`{tag}` names no type of this family"),
                    );
                    return;
                }
                variant
            }
            Some(other) => {
                self.expect(&cursor.key(&tagged_union.tag), other, false, "a string");
                return;
            }
        };
        match variant {
            Some(variant) => self.named(cursor, &Value::Object(properties.clone()), variant.ty),
            None => self.misfit(
                cursor,
                format!(
                    "without `{}` it cannot be told which type this is",
                    tagged_union.tag
                ),
            ),
        }
    }

    pub(super) fn constraints(
        &mut self,
        cursor: &JsonPointer,
        value: &Value,
        constraints: &[Constraint],
    ) {
        for constraint in constraints {
            match (constraint, value) {
                (Constraint::Items(constraints), Value::Array(items)) => {
                    for (index, item) in items.iter().enumerate() {
                        self.constraints(&cursor.index(index), item, constraints);
                    }
                }
                (Constraint::Values(constraints), Value::Object(properties)) => {
                    for (name, property) in properties {
                        self.constraints(&cursor.key(name), property, constraints);
                    }
                }
                _ if breaks(value, constraint) => self.misfit(
                    cursor,
                    format!(
                        "this value breaks the {} of its schema",
                        keyword(constraint)
                    ),
                ),
                _ => {}
            }
        }
    }
}

/// Whether a value breaks a constraint by itself, leaving aside its items and members.
pub(super) fn breaks(value: &Value, constraint: &Constraint) -> bool {
    match (constraint, value) {
        (Constraint::MinLength(limit), Value::String(text)) => {
            (text.chars().count() as u64) < *limit
        }
        (Constraint::MaxLength(limit), Value::String(text)) => text.chars().count() as u64 > *limit,
        (Constraint::Pattern(pattern), Value::String(text)) => !matches(pattern, text),
        (Constraint::Uri, Value::String(text)) => !matches(URI, text),
        (Constraint::Minimum(limit), Value::Number(_)) => number(value) < limit.as_f64(),
        (Constraint::ExclusiveMinimum(limit), Value::Number(_)) => number(value) <= limit.as_f64(),
        (Constraint::Maximum(limit), Value::Number(_)) => number(value) > limit.as_f64(),
        (Constraint::ExclusiveMaximum(limit), Value::Number(_)) => number(value) >= limit.as_f64(),
        (Constraint::MultipleOf(Decimal::Integer(divisor)), Value::Number(given))
            if given.is_i64() =>
        {
            given.as_i64().is_some_and(|given| given % divisor != 0)
        }
        (Constraint::MultipleOf(divisor), Value::Number(_)) => {
            let quotient = number(value) / divisor.as_f64();
            (quotient - quotient.round()).abs() > 1e-9 * quotient.abs().max(1.0)
        }
        (Constraint::MinItems(limit), Value::Array(items)) => (items.len() as u64) < *limit,
        (Constraint::MaxItems(limit), Value::Array(items)) => items.len() as u64 > *limit,
        (Constraint::UniqueItems, Value::Array(items)) => items
            .iter()
            .enumerate()
            .any(|(index, item)| items[..index].contains(item)),
        (Constraint::MinProperties(limit), Value::Object(properties)) => {
            (properties.len() as u64) < *limit
        }
        (Constraint::MaxProperties(limit), Value::Object(properties)) => {
            properties.len() as u64 > *limit
        }
        (Constraint::Properties { exactly_one, sets }, Value::Object(properties)) => {
            let is_there = |set: &&Vec<String>| match &set[..] {
                [] => properties.is_empty(),
                set => set.iter().all(|name| properties.contains_key(name)),
            };
            let count = sets.iter().filter(is_there).count();
            count == 0 || *exactly_one && count > 1
        }
        _ => false,
    }
}

/// The names a member is read from.
fn names(property: &Property) -> impl Iterator<Item = &String> {
    std::iter::once(&property.name).chain(&property.aliases)
}

fn kind(value: &Value) -> &'static str {
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
        Constraint::MinProperties(_) => "`minProperties`",
        Constraint::MaxProperties(_) => "`maxProperties`",
        Constraint::Values(_) => "`additionalProperties`",
        Constraint::Properties {
            exactly_one: true, ..
        } => "`oneOf`",
        Constraint::Properties { .. } => "`anyOf`",
    }
}

fn number(value: &Value) -> f64 {
    value.as_f64().unwrap_or(f64::NAN)
}

const DATE_TIME: &str = r"^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])[Tt ]([01][0-9]|2[0-3]):[0-5][0-9]:([0-5][0-9]|60)(\.[0-9]+)?([Zz]|[+-]([01][0-9]|2[0-3]):[0-5][0-9])$";
const DATE: &str = r"^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$";
const DURATION: &str =
    r"^-?P([0-9]+W|([0-9]+Y)?([0-9]+M)?([0-9]+D)?(T([0-9]+H)?([0-9]+M)?([0-9]+([.,][0-9]+)?S)?)?)$";
const UUID: &str = r"^[0-9A-Fa-f]{8}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{12}$";
const BASE64: &str = r"^[A-Za-z0-9+/_-]*={0,2}$";
const URI: &str = r"^[A-Za-z][A-Za-z0-9+.-]*:[!-~]*$";

/// Whether a text matches; a pattern that is no regular expression has been reported where it stands.
fn matches(pattern: &str, text: &str) -> bool {
    regex_lite::Regex::new(pattern).is_ok_and(|regex| regex.is_match(text))
}

//! Whether a value fits a type.

use serde_json::{Map, Value};

use super::enumeration::{as_i64, equal};
use crate::api::{
    Additional, Api, Constraint, Decimal, EnumValue, Member, Object, Polymorphic, Type, TypeId,
    TypeKind, Union,
};
use crate::pointer::Pointer;

/// Finds what of a value does not fit.
pub(super) struct Checker<'a> {
    pub api: &'a Api,
    /// Whether a value may leave out what is only sent, and what is only received.
    pub either_way: bool,
    pub misfits: Vec<Misfit>,
}

/// What does not fit.
pub(super) struct Misfit {
    pub at: Pointer,
    pub message: String,
    /// Whether already the JSON type of the value is another one.
    pub of_another_type: bool,
}

impl Checker<'_> {
    fn misfit(&mut self, at: &Pointer, message: impl Into<String>) {
        self.misfits.push(Misfit {
            at: at.clone(),
            message: message.into(),
            of_another_type: false,
        });
    }

    /// Notes a value of another JSON type.
    fn expect(&mut self, at: &Pointer, value: &Value, fits: bool, expected: &str) {
        if !fits {
            self.misfits.push(Misfit {
                at: at.clone(),
                message: format!("expected {expected}, found {}", kind(value)),
                of_another_type: true,
            });
        }
    }

    /// Notes a value that is no integer, or has no room in its type.
    fn integer(&mut self, at: &Pointer, value: &Value, fits: bool, expected: &str) {
        if !fits && (value.is_u64() || as_i64(value).is_some()) {
            self.misfit(at, format!("this number is not {expected}"));
        } else {
            self.expect(at, value, fits, expected);
        }
    }

    pub(super) fn value(&mut self, at: &Pointer, value: &Value, of: &Type, nullable: bool) {
        if value.is_null() && (nullable || matches!(of, Type::Any | Type::Nullable(_))) {
            return;
        }
        match of {
            Type::Any | Type::Text | Type::Bytes | Type::Stream | Type::Part(_) | Type::Parts => {}
            Type::Nullable(of) => self.value(at, value, of, true),
            Type::Named(id) => self.named(at, value, *id),
            Type::Flags(id) => match (value.as_str(), &self.api.definition(*id).kind) {
                (Some(text), TypeKind::StringEnum(values)) => {
                    for part in text.split(',') {
                        if !values.values.iter().any(|known| known.value == part.trim()) {
                            self.misfit(
                                at,
                                format!("`{}` is none of the values of this enum", part.trim()),
                            );
                        }
                    }
                }
                _ => self.expect(at, value, false, "a string"),
            },
            Type::OneOrMany(of) => match value {
                Value::Array(items) => self.items(at, items, of),
                one => self.value(at, one, of, false),
            },
            Type::Array(of) => match value {
                Value::Array(items) => self.items(at, items, of),
                _ => self.expect(at, value, false, "an array"),
            },
            Type::Map(of) => match value {
                Value::Object(members) => {
                    for (name, member) in members {
                        self.value(&at.key(name), member, of, false);
                    }
                }
                _ => self.expect(at, value, false, "an object"),
            },
            Type::String | Type::Secret => self.expect(at, value, value.is_string(), "a string"),
            Type::Boolean => self.expect(at, value, value.is_boolean(), "true or false"),
            Type::Int32 => {
                let fits = value
                    .as_i64()
                    .is_some_and(|number| i32::try_from(number).is_ok());
                self.integer(at, value, fits, "an integer of 32 bits");
            }
            Type::Int64 => self.integer(at, value, value.is_i64(), "an integer of 64 bits"),
            Type::Uint64 => self.integer(
                at,
                value,
                value.is_u64(),
                "an integer of 64 bits, not negative",
            ),
            Type::Float | Type::Double => self.expect(at, value, value.is_number(), "a number"),
            Type::DateTime => {
                self.text(at, value, DATE_TIME, "a date and time as RFC 3339 has them");
            }
            Type::Date => self.text(at, value, DATE, "a date as RFC 3339 has them"),
            Type::Duration => self.text(at, value, DURATION, "an ISO 8601 duration"),
            Type::Uuid => self.text(at, value, UUID, "a UUID"),
            Type::Byte => self.text(at, value, BASE64, "base64"),
        }
    }

    fn text(&mut self, at: &Pointer, value: &Value, pattern: &str, expected: &str) {
        let Some(text) = value.as_str() else {
            self.expect(at, value, false, expected);
            return;
        };
        if !matches(pattern, text) {
            self.misfit(at, format!("this text is not {expected}"));
        }
    }

    fn items(&mut self, at: &Pointer, items: &[Value], of: &Type) {
        for (index, item) in items.iter().enumerate() {
            self.value(&at.index(index), item, of, false);
        }
    }

    fn named(&mut self, at: &Pointer, value: &Value, id: TypeId) {
        match (&self.api.definition(id).kind, value) {
            (TypeKind::Alias(of), value) => self.value(at, value, of, false),
            (TypeKind::StringEnum(values), Value::String(text)) => {
                if !values.values.iter().any(|known| known.value == *text) {
                    self.misfit(at, format!("`{text}` is none of the values of this enum"));
                }
            }
            (TypeKind::StringEnum(_), _) => self.expect(at, value, false, "a string"),
            (TypeKind::ValueEnum(values), value) => {
                let before = self.misfits.len();
                self.value(at, value, &values.of, false);
                let is_known = |known: &EnumValue<Value>| equal(&known.value, value);
                if self.misfits.len() == before && !values.values.iter().any(is_known) {
                    self.misfit(at, "this is none of the values of this enum");
                }
            }
            (TypeKind::Object(object), Value::Object(members)) => {
                self.object(at, members, object);
                self.constraints(at, value, &object.constraints);
            }
            (TypeKind::Polymorphic(polymorphic), Value::Object(members)) => {
                self.polymorphic(at, members, polymorphic);
            }
            (TypeKind::Object(_) | TypeKind::Polymorphic(_), _) => {
                self.expect(at, value, false, "an object");
            }
            (TypeKind::Union(union), value) => self.union(at, value, union),
            (TypeKind::Newtype(newtype), value) => {
                self.value(at, value, &newtype.of, false);
                self.constraints(at, value, &newtype.constraints);
            }
            (
                TypeKind::ResponseBodies(_) | TypeKind::RequestBodies(_) | TypeKind::Multipart(_),
                _,
            ) => {}
        }
    }

    fn object(&mut self, at: &Pointer, members: &Map<String, Value>, object: &Object) {
        for member in &object.members {
            let found = names(member).find_map(|name| Some((name, members.get(name)?)));
            match found {
                Some((name, value)) => {
                    let (at, constraints) = (at.key(name), &member.constraints);
                    self.constrained(&at, value, &member.of, member.nullable, constraints);
                }
                None if member.presence.may_be_absent() => {}
                None if self.either_way && (member.read_only || member.write_only) => {}
                None => self.misfit(
                    at,
                    format!("the required member `{}` is missing", member.name),
                ),
            }
        }
        let unknown = members.iter().filter(|(name, _)| {
            !object
                .members
                .iter()
                .any(|member| names(member).any(|known| known == *name))
        });
        for (name, value) in unknown {
            match &object.additional {
                Additional::Any => {}
                Additional::None => self.misfit(
                    &at.key(name),
                    format!("there is no member `{name}`, and no others are allowed"),
                ),
                Additional::Typed(others) => {
                    self.constrained(&at.key(name), value, &others.of, false, &others.constraints);
                }
            }
        }
    }

    /// A value that fits its type, and what is asked of it beside that.
    fn constrained(
        &mut self,
        at: &Pointer,
        value: &Value,
        of: &Type,
        nullable: bool,
        constraints: &[Constraint],
    ) {
        let before = self.misfits.len();
        self.value(at, value, of, nullable);
        if self.misfits.len() == before && !value.is_null() {
            self.constraints(at, value, constraints);
        }
    }

    /// A value of a union fits one alternative; what is wrong with it is told where there is only one that it can be.
    fn union(&mut self, at: &Pointer, value: &Value, union: &Union) {
        let mut tries: Vec<Vec<Misfit>> = Vec::new();
        for branch in &union.branches {
            let mut checker = Checker {
                misfits: Vec::new(),
                ..*self
            };
            checker.constrained(at, value, &branch.of, false, &branch.constraints);
            if checker.misfits.is_empty() {
                return;
            }
            // Something in it is wrong, and not the value as a whole.
            if checker.misfits.iter().any(|misfit| misfit.at != *at) {
                tries.push(checker.misfits);
            }
        }
        match <[Vec<Misfit>; 1]>::try_from(tries) {
            Ok([only]) => self.misfits.extend(only),
            Err(_) => self.misfit(at, "this value fits none of the alternatives of its schema"),
        }
    }

    fn polymorphic(
        &mut self,
        at: &Pointer,
        members: &Map<String, Value>,
        polymorphic: &Polymorphic,
    ) {
        let arm = match members.get(&polymorphic.tag) {
            None => polymorphic.untagged.map(|index| &polymorphic.arms[index]),
            Some(Value::String(tag)) => {
                let arm = polymorphic.arms.iter().find(|arm| arm.tags.contains(tag));
                if arm.is_none() {
                    self.misfit(
                        &at.key(&polymorphic.tag),
                        format!("`{tag}` names no type of this family"),
                    );
                    return;
                }
                arm
            }
            Some(other) => {
                self.expect(&at.key(&polymorphic.tag), other, false, "a string");
                return;
            }
        };
        match arm {
            Some(arm) => self.named(at, &Value::Object(members.clone()), arm.of),
            None => self.misfit(
                at,
                format!(
                    "without `{}` it cannot be told which type this is",
                    polymorphic.tag
                ),
            ),
        }
    }

    pub(super) fn constraints(&mut self, at: &Pointer, value: &Value, constraints: &[Constraint]) {
        for constraint in constraints {
            match (constraint, value) {
                (Constraint::Items(constraints), Value::Array(items)) => {
                    for (index, item) in items.iter().enumerate() {
                        self.constraints(&at.index(index), item, constraints);
                    }
                }
                (Constraint::Values(constraints), Value::Object(members)) => {
                    for (name, member) in members {
                        self.constraints(&at.key(name), member, constraints);
                    }
                }
                _ if breaks(value, constraint) => self.misfit(
                    at,
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
        (Constraint::MinProperties(limit), Value::Object(members)) => {
            (members.len() as u64) < *limit
        }
        (Constraint::MaxProperties(limit), Value::Object(members)) => members.len() as u64 > *limit,
        (Constraint::Members { exactly_one, sets }, Value::Object(members)) => {
            let is_there = |set: &&Vec<String>| match &set[..] {
                [] => members.is_empty(),
                set => set.iter().all(|name| members.contains_key(name)),
            };
            let count = sets.iter().filter(is_there).count();
            count == 0 || *exactly_one && count > 1
        }
        _ => false,
    }
}

/// The names a member is read from.
fn names(member: &Member) -> impl Iterator<Item = &String> {
    std::iter::once(&member.name).chain(&member.aliases)
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
        Constraint::Members {
            exactly_one: true, ..
        } => "`oneOf`",
        Constraint::Members { .. } => "`anyOf`",
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

//! Enums: lists of values that are open for others.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

use openapiv3::SchemaData;
use serde_json::Value;

use super::keywords::{Keywords, Kind};
use super::schema::Lowered;
use super::{Lowering, Place};
use crate::diagnostics::Diagnostic;
use crate::diagnostics::code::Code;
use crate::ir::{EnumValue, Origin, StringEnum, Type, TypeKind, ValueEnum};
use crate::source::PathCursor;

/// What the values of an enum are, leaving aside null.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Values {
    /// Texts.
    Texts,
    /// Integers, numbers or booleans; any value where they differ.
    Of(Type),
}

/// What the values of an enum are; `None` where it has none but null, or where they have parts of their own.
pub(super) fn values(keywords: &Keywords<'_>) -> Option<Values> {
    let mut known = keywords
        .enumeration
        .iter()
        .filter(|value| !value.is_null() && fits(keywords.kind, value))
        .peekable();
    known.peek()?;
    let all = |test: fn(&Value) -> bool| known.clone().all(|value| test(value));
    if all(Value::is_string) {
        Some(Values::Texts)
    } else if all(Value::is_boolean) {
        Some(Values::Of(Type::Boolean))
    } else if all(|value| as_i64(value).is_some()) && keywords.kind != Some(Kind::Number) {
        Some(Values::Of(Type::Int64))
    } else if all(Value::is_f64) || keywords.kind == Some(Kind::Number) {
        Some(Values::Of(Type::Double))
    } else if all(|value| !value.is_array() && !value.is_object()) {
        Some(Values::Of(Type::Any))
    } else {
        None
    }
}

impl<'d> Lowering<'d> {
    /// An inline schema with `enum`; `None` where that gives no type of its own.
    pub(super) fn enumeration(
        &mut self,
        keywords: &Keywords<'d>,
        cursor: &PathCursor<'_>,
        place: &Place,
    ) -> Option<Lowered> {
        let kind = self.enum_kind(keywords, cursor)?;
        let id = self.reserve(Origin::Inline {
            within: place.within,
            words: place.words.clone(),
        });
        let is_flags = is_flags(keywords) && matches!(kind, TypeKind::StringEnum(_));
        self.define(id, kind, keywords.docs());
        let ty = if is_flags {
            Type::Flags(id)
        } else {
            Type::Named(id)
        };
        Some(Lowered {
            constraints: self.constraints(keywords, &ty, cursor),
            ..Lowered::new(ty, keywords)
        })
    }

    /// What an enum is; `None` where it gives no type of its own. Reports values that do not fit, or stand twice.
    pub(super) fn enum_kind(
        &mut self,
        keywords: &Keywords<'d>,
        cursor: &PathCursor<'_>,
    ) -> Option<TypeKind> {
        let cursor = cursor.key("enum");
        if self.is_impossible(keywords, &cursor) {
            return None;
        }
        let mut known: Vec<(usize, &Value)> = Vec::new();
        let mut seen = HashSet::new();
        for (index, value) in keywords.enumeration.iter().enumerate() {
            let value = value.as_ref();
            if value.is_null() {
                continue;
            }
            if !fits(keywords.kind, value) {
                let kind = keywords.kind.map_or("", Kind::name);
                self.diagnostics.push(
                    Diagnostic::new(
                        Code::EnumValueType,
                        cursor.index(index).on_value(),
                        format!("this value of the enum is not of its `type: {kind}`: nothing can ever match it"),
                    )
                    .help(help_with(keywords)),
                );
            } else if !seen.insert(canonical(value)) {
                self.diagnostics.push(
                    Diagnostic::new(
                        Code::DuplicateEnumValue,
                        cursor.index(index).on_value(),
                        format!("the value {} stands twice in this enum", shown(value)),
                    )
                    .help("remove one of them"),
                );
            } else {
                known.push((index, value));
            }
        }
        match values(keywords) {
            Some(Values::Texts) => Some(TypeKind::StringEnum(StringEnum {
                values: described(keywords.data, &known, |value| {
                    value.as_str().map(str::to_owned)
                }),
            })),
            Some(Values::Of(ty)) => Some(TypeKind::ValueEnum(ValueEnum {
                values: described(keywords.data, &known, |value| Some(normal(&ty, value))),
                ty,
            })),
            None if known.is_empty() => None,
            None => {
                self.diagnostics.push(
                    Diagnostic::new(
                        Code::EnumOfStructures,
                        cursor.on_key(),
                        "the values of this enum are not told apart: some are arrays or objects",
                    )
                    .help("say in the description which values there are"),
                );
                None
            }
        }
    }
}

impl Lowering<'_> {
    /// Whether no value satisfies an enum, which is reported.
    fn is_impossible(&mut self, keywords: &Keywords<'_>, cursor: &PathCursor<'_>) -> bool {
        let fits = |value: &Value| value.is_null() || fits(keywords.kind, value);
        if keywords.enumeration.is_empty() || keywords.enumeration.iter().any(|value| fits(value)) {
            return false;
        }
        let kind = keywords.kind.map_or("", Kind::name);
        self.diagnostics.push(
            Diagnostic::new(
                Code::ImpossibleEnum,
                cursor.on_key(),
                format!(
                    "no value of this enum is of the `type: {kind}` beside it: it counts as none"
                ),
            )
            .help(help_with(keywords)),
        );
        true
    }
}

/// What to do about a value that is of another type than the one beside its enum.
fn help_with(keywords: &Keywords<'_>) -> String {
    match keywords.kind {
        Some(Kind::String) => "texts stand in quotes".to_owned(),
        Some(Kind::Array) => {
            "move the `enum` into `items`: it lists what an element can be".to_owned()
        }
        kind => {
            let kind = kind.map_or("", Kind::name);
            format!("write values of type {kind}, or change the type")
        }
    }
}

/// Whether a value is of the type that stands beside the enum.
fn fits(kind: Option<Kind>, value: &Value) -> bool {
    match kind {
        None => true,
        Some(Kind::String) => value.is_string(),
        Some(Kind::Number) => value.is_number(),
        Some(Kind::Integer) => value.is_i64() || value.is_u64() || as_i64(value).is_some(),
        Some(Kind::Boolean) => value.is_boolean(),
        Some(Kind::Array) => value.is_array(),
        Some(Kind::Object) => value.is_object(),
    }
}

/// The integer that a number is, also where it is written with an empty fraction.
pub(super) fn as_i64(value: &Value) -> Option<i64> {
    const EXACT: f64 = 9_007_199_254_740_992.0;
    value.as_i64().or_else(|| {
        let float = value.as_f64().filter(|_| value.is_f64())?;
        #[expect(
            clippy::cast_possible_truncation,
            reason = "neither the fraction nor the range is lost"
        )]
        (float.fract() == 0.0 && float.abs() <= EXACT).then_some(float as i64)
    })
}

/// The values of an enum, as JSON; `None` of what is none.
pub(super) fn listed(kind: &TypeKind) -> Option<Vec<EnumValue<Value>>> {
    match kind {
        TypeKind::StringEnum(list) => {
            let values = list.values.iter().cloned().map(|value| EnumValue {
                value: Value::String(value.value),
                name: value.name,
                description: value.description,
            });
            Some(values.collect())
        }
        TypeKind::ValueEnum(list) => {
            let values = list.values.iter().cloned().map(|value| EnumValue {
                value: canonical(&value.value).into_owned(),
                ..value
            });
            Some(values.collect())
        }
        _ => None,
    }
}

/// The enum of these values.
pub(super) fn of_values(values: Vec<EnumValue<Value>>) -> TypeKind {
    let texts = values.iter().map(|known| {
        Some(EnumValue {
            value: known.value.as_str()?.to_owned(),
            name: known.name.clone(),
            description: known.description.clone(),
        })
    });
    if let Some(values) = texts.collect() {
        return TypeKind::StringEnum(StringEnum { values });
    }
    let ty = [Type::Boolean, Type::Int64, Type::Double];
    let ty = ty
        .into_iter()
        .find(|ty| values.iter().all(|known| fits_type(ty, &known.value)))
        .unwrap_or(Type::Any);
    let values = values.into_iter().map(|known| EnumValue {
        value: normal(&ty, &known.value),
        ..known
    });
    TypeKind::ValueEnum(ValueEnum {
        values: values.collect(),
        ty,
    })
}

/// Whether a value without parts is one of a type without parts.
pub(super) fn fits_type(ty: &Type, value: &Value) -> bool {
    match ty {
        Type::Any => true,
        Type::Boolean => value.is_boolean(),
        Type::Int32 | Type::Int64 | Type::Uint64 => value.is_u64() || as_i64(value).is_some(),
        Type::Float | Type::Double => value.is_number(),
        Type::String
        | Type::Secret
        | Type::DateTime
        | Type::Date
        | Type::Duration
        | Type::Uuid
        | Type::Byte => value.is_string(),
        _ => false,
    }
}

/// A value in the one form that values of its enum have.
fn normal(ty: &Type, value: &Value) -> Value {
    match ty {
        Type::Int64 => as_i64(value).map_or_else(|| value.clone(), Value::from),
        Type::Double => value.as_f64().map_or_else(|| value.clone(), Value::from),
        _ => value.clone(),
    }
}

/// Whether two values are the same to JSON: `1` is `1.0`.
pub(super) fn equal(one: &Value, other: &Value) -> bool {
    one == other || matches!((as_i64(one), as_i64(other)), (Some(one), Some(other)) if one == other)
}

/// The value that stands for all that are the same to JSON.
fn canonical(value: &Value) -> Cow<'_, Value> {
    as_i64(value).map_or(Cow::Borrowed(value), |integer| Cow::Owned(integer.into()))
}

fn shown(value: &Value) -> String {
    match value {
        Value::String(text) => format!("`{text}`"),
        other => format!("`{other}`"),
    }
}

/// The values with what extensions say of them.
fn described<V>(
    data: &SchemaData,
    known: &[(usize, &Value)],
    as_value: impl Fn(&Value) -> Option<V>,
) -> Vec<EnumValue<V>> {
    let of_microsoft = data
        .extensions
        .get("x-ms-enum")
        .and_then(|ty| ty.get("values"))
        .and_then(Value::as_array);
    let mut about: HashMap<Cow<'_, Value>, &Value> = HashMap::new();
    for said in of_microsoft.into_iter().flatten() {
        if let Some(value) = said.get("value") {
            about.entry(canonical(value)).or_insert(said);
        }
    }
    known
        .iter()
        .filter_map(|(index, value)| {
            let of_microsoft = about.get(&canonical(value));
            let said = |extension: &str, word: &str| {
                data.extensions
                    .get(extension)
                    .and_then(|said| match said {
                        Value::Array(list) => list.get(*index),
                        said => said.get(
                            value
                                .as_str()
                                .map_or_else(|| value.to_string(), str::to_owned),
                        ),
                    })
                    .or_else(|| of_microsoft?.get(word))
                    .and_then(Value::as_str)
                    .filter(|text| !text.is_empty())
                    .map(str::to_owned)
            };
            Some(EnumValue {
                value: as_value(value)?,
                name: said("x-enum-varnames", "name"),
                description: said("x-enum-descriptions", "description"),
            })
        })
        .collect()
}

/// Whether values of an enum come several at a time, separated by commas.
pub(super) fn is_flags(keywords: &Keywords<'_>) -> bool {
    keywords
        .data
        .extensions
        .get("x-ms-enum-flags")
        .and_then(|flags| flags.get("isFlags"))
        .and_then(Value::as_bool)
        .unwrap_or_default()
}

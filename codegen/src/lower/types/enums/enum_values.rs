//! The values of enums, as JSON.

use serde_json::Value;

use crate::ir::json_value::{as_i64, canonical};
use crate::ir::{EnumValue, StringEnum, Type, TypeKind, ValueEnum};

/// Returns the values of an enum, or `None` for a type that is not an enum.
pub(in crate::lower::types) fn enum_values(kind: &TypeKind) -> Option<Vec<EnumValue<Value>>> {
    match kind {
        TypeKind::StringEnum(string_enum) => {
            let values = string_enum.values.iter().cloned().map(|known| EnumValue {
                value: Value::String(known.value),
                name: known.name,
                description: known.description,
            });
            Some(values.collect())
        }
        TypeKind::ValueEnum(value_enum) => {
            let values = value_enum.values.iter().cloned().map(|known| EnumValue {
                value: canonical(&known.value).into_owned(),
                ..known
            });
            Some(values.collect())
        }
        _ => None,
    }
}

/// Returns the enum of these values.
pub(in crate::lower::types) fn enum_of(values: Vec<EnumValue<Value>>) -> TypeKind {
    let strings = values.iter().map(|known| {
        Some(EnumValue {
            value: known.value.as_str()?.to_owned(),
            name: known.name.clone(),
            description: known.description.clone(),
        })
    });
    if let Some(values) = strings.collect() {
        return TypeKind::StringEnum(StringEnum { values });
    }
    let ty = [Type::Boolean, Type::Int64, Type::Double]
        .into_iter()
        .find(|ty| values.iter().all(|known| is_of_scalar(ty, &known.value)))
        .unwrap_or(Type::Any);
    let values = values.into_iter().map(|known| EnumValue {
        value: normalized(&ty, &known.value),
        ..known
    });
    TypeKind::ValueEnum(ValueEnum {
        values: values.collect(),
        ty,
    })
}

/// Returns the values that two enums have in common, with the names and descriptions of either.
pub(in crate::lower::types) fn common_values<V: PartialEq + Clone>(
    values: Vec<EnumValue<V>>,
    others: &[EnumValue<V>],
) -> Vec<EnumValue<V>> {
    values
        .into_iter()
        .filter_map(|known| {
            let other = others.iter().find(|other| other.value == known.value)?;
            Some(EnumValue {
                name: known.name.or_else(|| other.name.clone()),
                description: known.description.or_else(|| other.description.clone()),
                value: known.value,
            })
        })
        .collect()
}

/// Returns whether a scalar is a value of a type without a definition.
pub(in crate::lower::types) fn is_of_scalar(ty: &Type, value: &Value) -> bool {
    match ty {
        Type::Any => true,
        Type::Boolean => value.is_boolean(),
        Type::Int32 | Type::Int64 | Type::Uint64 => value.is_u64() || as_i64(value).is_some(),
        Type::Double => value.is_number(),
        Type::String
        | Type::Secret
        | Type::DateTime
        | Type::Date
        | Type::Duration
        | Type::Uuid
        | Type::Byte
        | Type::ByteUrl
        | Type::JsonString(_) => value.is_string(),
        _ => false,
    }
}

/// Returns a value in the one form that values of its enum have.
pub(in crate::lower::types) fn normalized(ty: &Type, value: &Value) -> Value {
    match ty {
        Type::Int64 => as_i64(value).map_or_else(|| value.clone(), Value::from),
        Type::Double => value.as_f64().map_or_else(|| value.clone(), Value::from),
        _ => value.clone(),
    }
}

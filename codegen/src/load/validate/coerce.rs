//! Values of another type whose meaning is unambiguous.

use serde_yaml::{Mapping, Value};

use crate::load::grammar::{Grammar, ObjectKind, Type};
use crate::load::repair::Edit;

/// How to read a value of another type.
pub(super) struct Coerced {
    pub edit: Edit,
    /// What the client does: a sentence that begins with "the client".
    pub consequence: String,
}

/// Returns how to read a value of another type than the expected one. Returns `None` if it is of
/// the type, or its meaning is not clear.
pub(super) fn coerce(value: &Value, ty: &Type, grammar: &Grammar) -> Option<Coerced> {
    let (edit, shown) = match (ty, value) {
        (Type::String, Value::Number(number)) if number.is_f64() => {
            return Some(Coerced {
                edit: Edit::AsWritten,
                consequence: "the client reads it as the string that is written".to_owned(),
            });
        }
        (Type::String, Value::Number(number)) => replaced_by_string(number),
        (Type::String, Value::Bool(boolean)) => replaced_by_string(boolean),
        (Type::Boolean | Type::BooleanOr(_), Value::String(string))
            if string.eq_ignore_ascii_case("true") || string.eq_ignore_ascii_case("false") =>
        {
            let boolean: bool = string.to_ascii_lowercase().parse().ok()?;
            (Edit::Replace(boolean.into()), format!("`{boolean}`"))
        }
        (Type::BooleanOr(Type::Number), Value::String(string)) => {
            let shown = format!("the number `{}`", string.trim());
            (Edit::Replace(number(string, &Type::Number)?), shown)
        }
        (Type::Number | Type::Seconds | Type::Count, Value::String(string)) => {
            let number = number(string, ty)?;
            let shown = format!("the number `{}`", string.trim());
            (Edit::Replace(number), shown)
        }
        (Type::Count, Value::Number(number)) if number.is_f64() => {
            let count = count(number.as_f64()?)?;
            (Edit::Replace(count.into()), format!("`{count}`"))
        }
        (Type::List(Type::String), Value::String(string)) => {
            let list = Value::Sequence(vec![string.as_str().into()]);
            (Edit::Replace(list), format!("`[{string}]`"))
        }
        (Type::Object(ObjectKind::SecurityRequirement), Value::String(scheme)) => {
            let requirement = [(scheme.as_str().into(), Value::Sequence(Vec::new()))];
            let requirement = Value::Mapping(requirement.into_iter().collect());
            (Edit::Replace(requirement), format!("`{scheme}: []`"))
        }
        (Type::List(_), Value::Mapping(members)) if members.is_empty() => empty_list(),
        (Type::Map(..), Value::Sequence(elements)) if elements.is_empty() => empty_object(),
        (Type::Object(kind) | Type::OrReference(kind), Value::Sequence(elements))
            if elements.is_empty() && grammar.object(*kind).may_be_empty() =>
        {
            empty_object()
        }
        _ => return None,
    };
    Some(Coerced {
        edit,
        consequence: format!("the client reads it as {shown}"),
    })
}

/// Returns how to read null under a name that the document chooses, or in a list.
pub(super) fn coerce_null(ty: &Type, grammar: &Grammar) -> Option<Coerced> {
    let (edit, shown) = match ty {
        Type::String => (Edit::Replace("".into()), "an empty string".to_owned()),
        Type::List(_) => empty_list(),
        Type::Map(..) => empty_object(),
        Type::Object(kind) | Type::OrReference(kind) if grammar.object(*kind).may_be_empty() => {
            empty_object()
        }
        _ => return None,
    };
    Some(Coerced {
        edit,
        consequence: format!("the client reads it as {shown}"),
    })
}

fn replaced_by_string(scalar: &impl ToString) -> (Edit, String) {
    let string = scalar.to_string();
    let shown = format!("`\"{string}\"`");
    (Edit::Replace(string.into()), shown)
}

fn empty_list() -> (Edit, String) {
    let list = Value::Sequence(Vec::new());
    (Edit::Replace(list), "an empty array".to_owned())
}

fn empty_object() -> (Edit, String) {
    let object = Value::Mapping(Mapping::new());
    (Edit::Replace(object), "an empty object".to_owned())
}

/// Parses a number of a type.
fn number(string: &str, ty: &Type) -> Option<Value> {
    let string = string.trim();
    let float: f64 = string
        .parse()
        .ok()
        .filter(|float: &f64| float.is_finite())?;
    match ty {
        Type::Count => string
            .parse::<u64>()
            .ok()
            .or_else(|| count(float))
            .map(Value::from),
        _ => match string.parse::<i64>() {
            Ok(integer) => Some(integer.into()),
            Err(_) => Some(float.into()),
        },
    }
}

/// Returns a float as an integer that is not negative, if it is one.
fn count(float: f64) -> Option<u64> {
    // Above this, floats do not represent every integer.
    const LIMIT: f64 = 9_007_199_254_740_992.0;
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "the value is an integer within the limits"
    )]
    ((0.0..=LIMIT).contains(&float) && float.fract() == 0.0).then_some(float as u64)
}

//! Equality of JSON values, in which `1` equals `1.0`.

use std::borrow::Cow;

use serde_json::Value;

/// Returns the integer that a number is equal to, even if it is written with a fraction of zero.
pub(crate) fn as_i64(value: &Value) -> Option<i64> {
    const EXACT: f64 = 9_007_199_254_740_992.0;
    value.as_i64().or_else(|| {
        let float = value.as_f64().filter(|_| value.is_f64())?;
        #[expect(
            clippy::cast_possible_truncation,
            reason = "the value is an integer within the exact range"
        )]
        (float.fract() == 0.0 && float.abs() <= EXACT).then_some(float as i64)
    })
}

/// Returns whether two values are equal.
pub(crate) fn equal(one: &Value, other: &Value) -> bool {
    one == other || matches!((as_i64(one), as_i64(other)), (Some(one), Some(other)) if one == other)
}

/// Returns the representative of all values equal to a value.
pub(crate) fn canonical(value: &Value) -> Cow<'_, Value> {
    as_i64(value).map_or(Cow::Borrowed(value), |integer| Cow::Owned(integer.into()))
}

//! Numbers in constraints.

use std::fmt;

/// A number in a [`Constraint`](crate::Constraint).
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Number {
    /// An integer.
    Integer(i64),
    /// A number with a fraction, or too large for an integer.
    Float(f64),
}

impl From<i64> for Number {
    fn from(value: i64) -> Self {
        Self::Integer(value)
    }
}

impl From<f64> for Number {
    fn from(value: f64) -> Self {
        Self::Float(value)
    }
}

impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Integer(value) => value.fmt(f),
            Self::Float(value) => value.fmt(f),
        }
    }
}

fn integer(number: &serde_json::Number) -> Option<i128> {
    number
        .as_i64()
        .map(i128::from)
        .or_else(|| number.as_u64().map(i128::from))
}

#[expect(
    clippy::cast_precision_loss,
    reason = "a fraction on the other side has no more precision"
)]
fn float(number: Number) -> f64 {
    match number {
        Number::Integer(value) => value as f64,
        Number::Float(value) => value,
    }
}

/// Compares a number with a limit.
pub(super) fn compare(number: &serde_json::Number, bound: Number) -> Option<std::cmp::Ordering> {
    match (integer(number), bound) {
        (Some(value), Number::Integer(bound)) => Some(value.cmp(&i128::from(bound))),
        _ => number.as_f64()?.partial_cmp(&float(bound)),
    }
}

/// Returns whether a number is a multiple of another.
pub(super) fn is_multiple(number: &serde_json::Number, factor: Number) -> bool {
    /// The relative tolerance of a quotient compared to an integer: a few times the error of one
    /// division.
    const ROOM: f64 = 8.0 * f64::EPSILON;

    match (integer(number), factor) {
        (Some(value), Number::Integer(factor)) => value.checked_rem(i128::from(factor)) == Some(0),
        _ => number.as_f64().is_some_and(|value| {
            let quotient = value / float(factor);
            (quotient - quotient.round()).abs() <= ROOM * quotient.abs().max(1.0)
        }),
    }
}

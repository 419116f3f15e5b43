//! Limits of numbers.

use serde_yaml::{Number, Value};

use crate::document::{InstanceType, Limit, Schema};

/// The limits of numbers, in the spellings of all versions.
#[derive(Default)]
pub(super) struct Limits {
    pub minimum: Option<Number>,
    pub maximum: Option<Number>,
    pub exclusive_minimum: Exclusive,
    pub exclusive_maximum: Exclusive,
    pub multiple_of: Option<Number>,
}

/// `exclusiveMinimum` or `exclusiveMaximum`.
#[derive(Default)]
pub(super) enum Exclusive {
    #[default]
    Absent,
    /// OpenAPI 3.0 and early drafts: whether the other keyword is exclusive.
    Flag(bool),
    Limit(Number),
}

impl Exclusive {
    pub(super) fn read(&mut self, value: Value) {
        *self = match value {
            Value::Bool(is_exclusive) => Self::Flag(is_exclusive),
            Value::Number(limit) => Self::Limit(limit),
            _ => Self::Absent,
        };
    }

    /// Returns the inclusive and the exclusive limit.
    fn limits(self, inclusive: Option<Number>) -> (Option<Number>, Option<Number>) {
        match self {
            Self::Flag(true) => (None, inclusive),
            Self::Flag(false) | Self::Absent => (inclusive, None),
            Self::Limit(exclusive) => (inclusive, Some(exclusive)),
        }
    }
}

impl Limits {
    /// Writes the limits in the terms of 2020-12.
    ///
    /// Integers of `type: integer` stay exact. All other numbers become floats.
    pub(super) fn write(self, schema: &mut Schema) {
        let is_integer = schema.instance_type == Some(InstanceType::Integer);
        let number = |number: Number| match (number.as_i64(), number.as_u64()) {
            (Some(integer), _) if is_integer => Some(integer.into()),
            (_, Some(integer)) if is_integer => Some(integer.into()),
            _ => number.as_f64().and_then(serde_json::Number::from_f64),
        };
        let limit = |limit: Option<Number>, keyword| {
            let number = number(limit?)?;
            Some(Box::new(Limit { number, keyword }))
        };
        // The keyword that has the number.
        let keyword = |exclusive: &Exclusive, own, other| match exclusive {
            Exclusive::Limit(_) => own,
            Exclusive::Flag(_) | Exclusive::Absent => other,
        };
        let keyword_of_minimum = keyword(&self.exclusive_minimum, "exclusiveMinimum", "minimum");
        let keyword_of_maximum = keyword(&self.exclusive_maximum, "exclusiveMaximum", "maximum");
        let (inclusive, exclusive) = self.exclusive_minimum.limits(self.minimum);
        schema.minimum = limit(inclusive, "minimum");
        schema.exclusive_minimum = limit(exclusive, keyword_of_minimum);
        let (inclusive, exclusive) = self.exclusive_maximum.limits(self.maximum);
        schema.maximum = limit(inclusive, "maximum");
        schema.exclusive_maximum = limit(exclusive, keyword_of_maximum);
        schema.multiple_of = self.multiple_of.and_then(number);
    }
}

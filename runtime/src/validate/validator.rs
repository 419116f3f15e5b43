//! Validation of a value and its parts.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::Value;

use crate::decode::path::Segment;
use crate::decode::path::write_segment;
use crate::model::external::External;
use crate::model::flags::Flags;
use crate::model::formatted::Formatted;
use crate::model::json_string::JsonString;
use crate::model::null::Null;
use crate::model::one_or_many::OneOrMany;
use crate::model::secret::Secret;
use crate::model::to_value::to_value;
use crate::validate::constraint::Constraint;
use crate::validate::violation::Violation;

/// A value whose parts have constraints in the OpenAPI document.
///
/// ```
/// use specwright_runtime::{Validator, Constraint, Validate};
///
/// struct Invitation {
///     subject: Option<String>,
///     seats: i32,
/// }
///
/// impl Validate for Invitation {
///     fn validate(&self, check: &mut Validator) {
///         let lengths = [Constraint::MinLength(1), Constraint::MaxLength(255)];
///         check.member("subject", &self.subject, &lengths);
///         check.member("seats", &self.seats, &[Constraint::Minimum(1.into())]);
///     }
/// }
///
/// let mut check = Validator::default();
/// check.nested("invitation", &Invitation { subject: Some(String::new()), seats: 0 });
/// let violations: Vec<String> = check.into_violations().iter().map(ToString::to_string).collect();
/// assert_eq!(violations, [
///     "invitation.subject: must be at least 1 character long",
///     "invitation.seats: must be 1 or more",
/// ]);
/// ```
pub trait Validate {
    /// Validates all parts that have constraints.
    fn validate(&self, check: &mut Validator);
}

/// Validates values and collects the [`Violation`]s.
#[derive(Debug, Default)]
pub struct Validator {
    path: Vec<Segment>,
    violations: Vec<Violation>,
}

impl Validator {
    /// Validates a field. A value that is omitted or null violates nothing, and a constraint
    /// applies only to values of its JSON type.
    pub fn member<T: Serialize + ?Sized>(
        &mut self,
        name: &'static str,
        value: &T,
        constraints: &[Constraint],
    ) {
        match to_value(value) {
            // Most optional fields are absent.
            Ok(Value::Null) => {}
            value => self.inside(Segment::Member(name.to_owned()), |check| {
                check.check_serialized(value, constraints);
            }),
        }
    }

    /// Validates the value itself, like [`Validator::member`] validates a field.
    pub fn whole<T: Serialize + ?Sized>(&mut self, value: &T, constraints: &[Constraint]) {
        self.check_serialized(to_value(value), constraints);
    }

    /// Validates a value in its serialized form, so that constraints mean the same for every type
    /// of a model.
    fn check_serialized(&mut self, value: serde_json::Result<Value>, constraints: &[Constraint]) {
        match value {
            Ok(value) => self.value(&value, constraints),
            Err(_) => self.violated("must be writable as JSON".to_owned()),
        }
    }

    /// Validates the parts of a field that have constraints.
    pub fn nested<T: Validate + ?Sized>(&mut self, name: &'static str, value: &T) {
        self.inside(Segment::Member(name.to_owned()), |check| {
            value.validate(check);
        });
    }

    /// Returns the violations.
    #[must_use]
    pub fn into_violations(self) -> Vec<Violation> {
        self.violations
    }

    fn value(&mut self, value: &Value, constraints: &[Constraint]) {
        for constraint in constraints {
            match (constraint, value) {
                (Constraint::Items(constraints), Value::Array(items)) => {
                    for (index, item) in items.iter().enumerate() {
                        self.inside(Segment::Index(index), |check| {
                            check.value(item, constraints);
                        });
                    }
                }
                (Constraint::Values(constraints), Value::Object(members)) => {
                    for (name, member) in members {
                        self.inside(Segment::Member(name.clone()), |check| {
                            check.value(member, constraints);
                        });
                    }
                }
                (Constraint::Positions(positions), Value::Array(items)) => {
                    for (index, (item, constraints)) in items.iter().zip(*positions).enumerate() {
                        self.inside(Segment::Index(index), |check| {
                            check.value(item, constraints);
                        });
                    }
                }
                (Constraint::Names(constraints), Value::Object(members)) => {
                    for name in members.keys() {
                        self.inside(Segment::Member(name.clone()), |check| {
                            check.name(name, constraints);
                        });
                    }
                }
                _ if constraint.is_kept(value) => {}
                _ => self.violated(constraint.to_string()),
            }
        }
    }

    fn name(&mut self, name: &str, constraints: &[Constraint]) {
        let name = Value::from(name);
        for constraint in constraints.iter().filter(|known| !known.is_kept(&name)) {
            self.violated(format!("the name {constraint}"));
        }
    }

    fn violated(&mut self, constraint: String) {
        let mut path = String::new();
        for segment in &self.path {
            write_segment(&mut path, segment);
        }
        self.violations.push(Violation { path, constraint });
    }

    fn inside(&mut self, segment: Segment, check: impl FnOnce(&mut Self)) {
        self.path.push(segment);
        check(self);
        self.path.pop();
    }
}

impl<T: Validate> Validate for Option<T> {
    fn validate(&self, check: &mut Validator) {
        if let Some(value) = self {
            value.validate(check);
        }
    }
}

impl<T: Validate + ?Sized> Validate for Box<T> {
    fn validate(&self, check: &mut Validator) {
        (**self).validate(check);
    }
}

impl<T: Validate> Validate for [T] {
    fn validate(&self, check: &mut Validator) {
        for (index, value) in self.iter().enumerate() {
            check.inside(Segment::Index(index), |check| value.validate(check));
        }
    }
}

impl<T: Validate> Validate for Vec<T> {
    fn validate(&self, check: &mut Validator) {
        self.as_slice().validate(check);
    }
}

impl<T: Validate> Validate for OneOrMany<T> {
    fn validate(&self, check: &mut Validator) {
        match self {
            Self::One(value) => value.validate(check),
            Self::Many(values) => values.validate(check),
        }
    }
}

impl<T: Validate> Validate for JsonString<T> {
    fn validate(&self, check: &mut Validator) {
        (**self).validate(check);
    }
}

impl<T: Validate> Validate for BTreeMap<String, T> {
    fn validate(&self, check: &mut Validator) {
        for (name, value) in self {
            check.inside(Segment::Member(name.clone()), |check| value.validate(check));
        }
    }
}

/// Implements [`Validate`] for types that never have parts with constraints. They can be in a tuple
/// with those that have.
macro_rules! without_constraints {
    ($($ty:ty),+) => { $(
        impl Validate for $ty {
            fn validate(&self, _: &mut Validator) {}
        }
    )+ };
}

without_constraints!(bool, i32, i64, u64, f64, String, Secret, Null, Value);

impl<F> Validate for Formatted<F> {
    fn validate(&self, _: &mut Validator) {}
}

impl<T, C> Validate for External<T, C> {
    fn validate(&self, _: &mut Validator) {}
}

impl<V> Validate for Flags<V> {
    fn validate(&self, _: &mut Validator) {}
}

/// Implements [`Validate`] for tuples with some type parameters, at these indices.
macro_rules! tuples {
    ($($($element:ident $index:tt),+;)+) => { $(
        impl<$($element: Validate),+> Validate for ($($element,)+) {
            fn validate(&self, check: &mut Validator) {
                $(
                    check.inside(Segment::Index($index), |check| self.$index.validate(check));
                )+
            }
        }
    )+ };
}

tuples! {
    A0 0;
    A0 0, A1 1;
    A0 0, A1 1, A2 2;
    A0 0, A1 1, A2 2, A3 3;
    A0 0, A1 1, A2 2, A3 3, A4 4;
    A0 0, A1 1, A2 2, A3 3, A4 4, A5 5;
    A0 0, A1 1, A2 2, A3 3, A4 4, A5 5, A6 6;
    A0 0, A1 1, A2 2, A3 3, A4 4, A5 5, A6 6, A7 7;
    A0 0, A1 1, A2 2, A3 3, A4 4, A5 5, A6 6, A7 7, A8 8;
    A0 0, A1 1, A2 2, A3 3, A4 4, A5 5, A6 6, A7 7, A8 8, A9 9;
    A0 0, A1 1, A2 2, A3 3, A4 4, A5 5, A6 6, A7 7, A8 8, A9 9, A10 10;
    A0 0, A1 1, A2 2, A3 3, A4 4, A5 5, A6 6, A7 7, A8 8, A9 9, A10 10, A11 11;
}

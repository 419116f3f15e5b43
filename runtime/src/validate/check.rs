//! Constraints of the document on what is sent. What is received is never held against them.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::Value;

use crate::decode::path::Segment;
use crate::decode::path::write_segment;
use crate::model::nullable::Nullable;
use crate::model::one_or_many::OneOrMany;
use crate::model::to_value::to_value;
use crate::validate::constraint::Constraint;
use crate::validate::violation::Violation;

/// A value whose parts have constraints in the document.
///
/// ```
/// use msgraph_runtime::{Check, Constraint, Validate};
///
/// struct Invitation {
///     subject: Option<String>,
///     seats: i32,
/// }
///
/// impl Validate for Invitation {
///     fn validate(&self, check: &mut Check) {
///         check.member("subject", &self.subject, &[Constraint::MinLength(1), Constraint::MaxLength(255)]);
///         check.member("seats", &self.seats, &[Constraint::Minimum(1.into())]);
///     }
/// }
///
/// let mut check = Check::default();
/// check.nested("invitation", &Invitation { subject: Some(String::new()), seats: 0 });
/// let violations: Vec<String> = check.into_violations().iter().map(ToString::to_string).collect();
/// assert_eq!(violations, [
///     "invitation.subject: must be at least 1 character long",
///     "invitation.seats: must be 1 or more",
/// ]);
/// ```
pub trait Validate {
    /// Tells every part that has constraints.
    fn validate(&self, check: &mut Check);
}

/// Collects the [`Violation`]s of a value.
#[derive(Debug, Default)]
pub struct Check {
    path: Vec<Segment>,
    violations: Vec<Violation>,
}

impl Check {
    /// Holds a member against its constraints. A value that is not written, or written as null, keeps to all of them;
    /// a constraint on another kind of value than this one is kept, too.
    pub fn member<T: Serialize + ?Sized>(
        &mut self,
        name: &'static str,
        value: &T,
        constraints: &[Constraint],
    ) {
        match to_value(value) {
            // What most optional members are.
            Ok(Value::Null) => {}
            value => self.inside(Segment::Member(name.to_owned()), |check| {
                check.check_serialized(value, constraints);
            }),
        }
    }

    /// Holds the value itself against its constraints, as [`Check::member`] does a member.
    pub fn whole<T: Serialize + ?Sized>(&mut self, value: &T, constraints: &[Constraint]) {
        self.check_serialized(to_value(value), constraints);
    }

    /// Holds a value against its constraints as it is sent: so they mean the same for every type of the model.
    fn check_serialized(&mut self, value: serde_json::Result<Value>, constraints: &[Constraint]) {
        match value {
            Ok(value) => self.value(&value, constraints),
            Err(_) => self.violated("must be writable as JSON".to_owned()),
        }
    }

    /// Goes into a member whose parts have constraints of their own.
    pub fn nested<T: Validate + ?Sized>(&mut self, name: &'static str, value: &T) {
        self.inside(Segment::Member(name.to_owned()), |check| {
            value.validate(check);
        });
    }

    /// What was found.
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
                _ if constraint.is_kept(value) => {}
                _ => self.violated(constraint.to_string()),
            }
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
    fn validate(&self, check: &mut Check) {
        if let Some(value) = self {
            value.validate(check);
        }
    }
}

impl<T: Validate> Validate for Nullable<T> {
    fn validate(&self, check: &mut Check) {
        self.as_ref()
            .into_iter()
            .for_each(|value| value.validate(check));
    }
}

impl<T: Validate + ?Sized> Validate for Box<T> {
    fn validate(&self, check: &mut Check) {
        (**self).validate(check);
    }
}

impl<T: Validate> Validate for [T] {
    fn validate(&self, check: &mut Check) {
        for (index, value) in self.iter().enumerate() {
            check.inside(Segment::Index(index), |check| value.validate(check));
        }
    }
}

impl<T: Validate> Validate for Vec<T> {
    fn validate(&self, check: &mut Check) {
        self.as_slice().validate(check);
    }
}

impl<T: Validate> Validate for OneOrMany<T> {
    fn validate(&self, check: &mut Check) {
        match self {
            Self::One(value) => value.validate(check),
            Self::Many(values) => values.validate(check),
        }
    }
}

impl<T: Validate> Validate for BTreeMap<String, T> {
    fn validate(&self, check: &mut Check) {
        for (name, value) in self {
            check.inside(Segment::Member(name.clone()), |check| value.validate(check));
        }
    }
}

//! The limits of numbers.

use serde_json::Number;

use super::without_conflicts;
use crate::diagnostics::code::Code;
use crate::diagnostics::{Diagnostic, Diagnostics};
use crate::document::{InstanceType, Limit};
use crate::ir::{Constraint, Decimal, Type};
use crate::schema::SchemaView;
use crate::source::PathCursor;

const NOT_VALIDATED: &str = "the client does not validate this limit";

/// Returns whether a JSON type is one of numbers.
pub(super) fn is_number(json_type: &Type) -> bool {
    range(json_type).is_some() || *json_type == Type::Double
}

/// Returns the limits of a schema on numbers of a type, or on any value.
pub(super) fn number_constraints(
    view: SchemaView<'_>,
    json_type: &Type,
    cursor: &PathCursor<'_>,
    diagnostics: &mut Diagnostics,
) -> Vec<Constraint> {
    let range = range(json_type);
    let bounds = Bounds {
        is_integer_schema: view.instance_type == Some(InstanceType::Integer),
        is_integer: range.is_some(),
        is_any: *json_type == Type::Any,
    };
    let mut minimum = bounds.bound(view.minimum.as_deref(), view.exclusive_minimum.as_deref());
    let mut maximum = bounds.bound(view.maximum.as_deref(), view.exclusive_maximum.as_deref());
    let multiple_of = view.multiple_of.as_ref();
    let multiple_of = multiple_of.and_then(|number| {
        let divisor = bounds.decimal(number);
        if bounds.is_integer && matches!(divisor, Decimal::Float(_)) {
            diagnostics.push(
                Diagnostic::new(
                    Code::Limit,
                    cursor.key("multipleOf").on_value(),
                    "`multipleOf` of an integer must be an integer",
                )
                .help("use an integer")
                .consequence(NOT_VALIDATED),
            );
            return None;
        }
        Some(divisor)
    });
    if let Some((least, most)) = range {
        minimum = minimum.and_then(|bound| {
            let number = bound.limit.as_f64();
            let excludes_all = number > most;
            let is_redundant = number <= least && !(bound.is_exclusive && number >= least);
            bound.within_range(excludes_all, is_redundant, cursor, diagnostics)
        });
        maximum = maximum.and_then(|bound| {
            let number = bound.limit.as_f64();
            let excludes_all = number < least;
            let is_redundant = number >= most && !(bound.is_exclusive && number <= most);
            bound.within_range(excludes_all, is_redundant, cursor, diagnostics)
        });
    }
    let mut constraints = Vec::new();
    constraints.extend(minimum.map(|bound| {
        if bound.is_exclusive {
            Constraint::ExclusiveMinimum(bound.limit)
        } else {
            Constraint::Minimum(bound.limit)
        }
    }));
    constraints.extend(maximum.map(|bound| {
        if bound.is_exclusive {
            Constraint::ExclusiveMaximum(bound.limit)
        } else {
            Constraint::Maximum(bound.limit)
        }
    }));
    if let Some(divisor) = multiple_of {
        if divisor.as_f64() > 0.0 {
            constraints.push(Constraint::MultipleOf(divisor));
        } else {
            diagnostics.push(
                Diagnostic::new(
                    Code::Limit,
                    cursor.key("multipleOf").on_value(),
                    "`multipleOf` must be greater than zero",
                )
                .help("use a number greater than zero")
                .consequence(NOT_VALIDATED),
            );
        }
    }
    without_conflicts(constraints, cursor, diagnostics)
}

/// The interpretation of the limits of a schema.
struct Bounds {
    /// Whether the schema has `type: integer`.
    is_integer_schema: bool,
    /// Whether the values are integers.
    is_integer: bool,
    /// Whether the values can be of any type.
    is_any: bool,
}

/// A limit in the form of a constraint.
#[derive(Clone, Copy)]
struct Bound {
    limit: Decimal,
    is_exclusive: bool,
    keyword: &'static str,
}

impl Bounds {
    fn bound(&self, inclusive: Option<&Limit>, exclusive: Option<&Limit>) -> Option<Bound> {
        let (limit, is_exclusive) = match (inclusive, exclusive) {
            (_, Some(limit)) => (limit, true),
            (limit, None) => (limit?, false),
        };
        Some(Bound {
            limit: self.decimal(&limit.number),
            is_exclusive,
            keyword: limit.keyword,
        })
    }

    /// Returns a number as an integer where the values are integers and it is one. A bound between
    /// two integers is the same as the next integer inside it, which the comparison finds, too.
    fn decimal(&self, number: &Number) -> Decimal {
        let float = Decimal::Float(number.as_f64().unwrap_or(f64::NAN));
        let decimal = match number.as_i64() {
            Some(integer) if self.is_integer_schema => Decimal::Integer(integer),
            _ => float,
        };
        match integer(decimal) {
            Some(integer) if self.is_integer || self.is_any => Decimal::Integer(integer),
            _ => Decimal::Float(decimal.as_f64()),
        }
    }
}

impl Bound {
    /// Returns the bound unless every integer of the format is within it, or none is, which is
    /// reported.
    fn within_range(
        self,
        excludes_all: bool,
        is_redundant: bool,
        cursor: &PathCursor<'_>,
        diagnostics: &mut Diagnostics,
    ) -> Option<Self> {
        if excludes_all {
            let keyword = self.keyword;
            diagnostics.push(
                Diagnostic::new(
                    Code::Limit,
                    cursor.key(keyword).on_value(),
                    format!("no integer of this format satisfies `{keyword}`"),
                )
                .help("correct the limit or the format")
                .consequence(NOT_VALIDATED),
            );
        }
        (!excludes_all && !is_redundant).then_some(self)
    }
}

/// Returns the least and the largest value of a type of integers.
fn range(ty: &Type) -> Option<(f64, f64)> {
    const TWO_TO_63: f64 = 9_223_372_036_854_775_808.0;
    match ty {
        Type::Int32 => Some((f64::from(i32::MIN), f64::from(i32::MAX))),
        Type::Int64 => Some((-TWO_TO_63, TWO_TO_63)),
        Type::Uint64 => Some((0.0, 2.0 * TWO_TO_63)),
        _ => None,
    }
}

/// Returns the integer that a number is, if it is one and a float can represent it.
fn integer(decimal: Decimal) -> Option<i64> {
    match decimal {
        Decimal::Integer(integer) => Some(integer),
        #[expect(clippy::cast_possible_truncation, reason = "the range is checked")]
        Decimal::Float(float) if float.fract() == 0.0 && float.abs() < 9.0e15 => Some(float as i64),
        Decimal::Float(_) => None,
    }
}

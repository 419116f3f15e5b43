//! Constraints of several schemas that hold together for one value.

use std::cmp::Ordering;

use super::Lowering;
use crate::diagnostics::code::Code;
use crate::ir::{Constraint, Decimal};
use crate::source::PathCursor;

impl Lowering<'_> {
    /// Reports limits of two parts that no value can keep to.
    pub(super) fn tell_excluded(
        &mut self,
        one: &[Constraint],
        other: &[Constraint],
        cursor: &PathCursor<'_>,
    ) {
        if let Some([low, high]) = exclude(one, other) {
            self.error(
                Code::Limit,
                cursor,
                format!(
                    "`{low}` is above `{high}` where all parts count: no value can satisfy both"
                ),
                "correct one of them",
            );
        }
    }
}

/// Adds constraints; of two limits of one kind the narrower remains.
pub(super) fn add_constraints(known: &mut Vec<Constraint>, more: Vec<Constraint>) {
    for constraint in more {
        let narrowed = known
            .iter_mut()
            .find_map(|one| Some((narrower(one, &constraint)?, one)));
        match narrowed {
            Some((both, one)) => *one = both,
            None => known.push(constraint),
        }
    }
}

/// The constraint that asks as much as two, where there is one.
fn narrower(one: &Constraint, other: &Constraint) -> Option<Constraint> {
    use Constraint::{
        ExclusiveMaximum, ExclusiveMinimum, Items, MaxItems, MaxLength, MaxProperties, Maximum,
        MinItems, MinLength, MinProperties, Minimum, Values,
    };
    let is_first = match (one, other) {
        (one, other) if one == other => true,
        (MinLength(one), MinLength(other))
        | (MinItems(one), MinItems(other))
        | (MinProperties(one), MinProperties(other)) => one >= other,
        (MaxLength(one), MaxLength(other))
        | (MaxItems(one), MaxItems(other))
        | (MaxProperties(one), MaxProperties(other)) => one <= other,
        (Minimum(one), Minimum(other))
        | (ExclusiveMinimum(one), Minimum(other) | ExclusiveMinimum(other)) => {
            compare(*one, *other).is_ge()
        }
        (Minimum(one), ExclusiveMinimum(other)) => compare(*one, *other).is_gt(),
        (Maximum(one), Maximum(other))
        | (ExclusiveMaximum(one), Maximum(other) | ExclusiveMaximum(other)) => {
            compare(*one, *other).is_le()
        }
        (Maximum(one), ExclusiveMaximum(other)) => compare(*one, *other).is_lt(),
        (Items(one), Items(other)) => return Some(Items(both(one, other))),
        (Values(one), Values(other)) => return Some(Values(both(one, other))),
        _ => return None,
    };
    Some(if is_first { one } else { other }.clone())
}

fn both(one: &[Constraint], other: &[Constraint]) -> Vec<Constraint> {
    let mut all = one.to_vec();
    add_constraints(&mut all, other.to_vec());
    all
}

/// Whether limits that each can be kept to exclude every value together: the keywords of the two.
pub(super) fn exclude(one: &[Constraint], other: &[Constraint]) -> Option<[&'static str; 2]> {
    (excluded(one).is_none() && excluded(other).is_none())
        .then(|| excluded(&both(one, other)))
        .flatten()
}

/// The keywords of two limits that no value keeps to.
fn excluded(constraints: &[Constraint]) -> Option<[&'static str; 2]> {
    use Constraint::{
        ExclusiveMaximum, ExclusiveMinimum, Items, MaxItems, MaxLength, MaxProperties, Maximum,
        MinItems, MinLength, MinProperties, Minimum, Values,
    };
    let pair = |low: &Constraint, high: &Constraint| {
        let (keywords, is_excluded) = match (low, high) {
            (MinLength(low), MaxLength(high)) => (["minLength", "maxLength"], low > high),
            (MinItems(low), MaxItems(high)) => (["minItems", "maxItems"], low > high),
            (MinProperties(low), MaxProperties(high)) => {
                (["minProperties", "maxProperties"], low > high)
            }
            (Minimum(low), Maximum(high)) => (["minimum", "maximum"], compare(*low, *high).is_gt()),
            (ExclusiveMinimum(low), Maximum(high) | ExclusiveMaximum(high))
            | (Minimum(low), ExclusiveMaximum(high)) => {
                (["minimum", "maximum"], compare(*low, *high).is_ge())
            }
            _ => return None,
        };
        is_excluded.then_some(keywords)
    };
    constraints.iter().find_map(|low| match low {
        Items(each) | Values(each) => excluded(each),
        _ => constraints.iter().find_map(|high| pair(low, high)),
    })
}

fn compare(one: Decimal, other: Decimal) -> Ordering {
    match (one, other) {
        (Decimal::Integer(one), Decimal::Integer(other)) => one.cmp(&other),
        _ => one.as_f64().total_cmp(&other.as_f64()),
    }
}

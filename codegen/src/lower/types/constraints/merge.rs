//! Constraints of several schemas that apply to one value.

use std::cmp::Ordering;

use crate::ir::{Constraint, Decimal};

/// Adds constraints to others. Of two limits of one kind, the narrower one remains.
pub(in crate::lower::types) fn merge_constraints(
    known: &mut Vec<Constraint>,
    more: Vec<Constraint>,
) {
    for constraint in more {
        let narrowed = known
            .iter_mut()
            .find_map(|one| Some((narrower_of(one, &constraint)?, one)));
        match narrowed {
            Some((both, one)) => *one = both,
            None => known.push(constraint),
        }
    }
}

/// Returns the constraint that two together are equivalent to, if one constraint can express it.
fn narrower_of(one: &Constraint, other: &Constraint) -> Option<Constraint> {
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
    merge_constraints(&mut all, other.to_vec());
    all
}

/// Returns the keywords of two limits that exclude every value only together, one from each list.
pub(in crate::lower::types) fn conflicting_limits(
    one: &[Constraint],
    other: &[Constraint],
) -> Option<[&'static str; 2]> {
    (unsatisfiable_limits(one).is_none() && unsatisfiable_limits(other).is_none())
        .then(|| unsatisfiable_limits(&both(one, other)))
        .flatten()
}

/// Returns the keywords of two limits that exclude every value.
fn unsatisfiable_limits(constraints: &[Constraint]) -> Option<[&'static str; 2]> {
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
        Items(each) | Values(each) => unsatisfiable_limits(each),
        _ => constraints.iter().find_map(|high| pair(low, high)),
    })
}

fn compare(one: Decimal, other: Decimal) -> Ordering {
    match (one, other) {
        (Decimal::Integer(one), Decimal::Integer(other)) => one.cmp(&other),
        _ => one.as_f64().total_cmp(&other.as_f64()),
    }
}

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

/// Limits of one schema or of several that exclude every value together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::lower::types) struct ConflictingLimits {
    /// The keyword of the lower limit.
    pub(in crate::lower::types) low: &'static str,
    /// The keyword of the upper limit.
    pub(in crate::lower::types) high: &'static str,
    /// The JSON values that the limits are for: `string`.
    pub(in crate::lower::types) limited: &'static str,
}

/// Removes limits that exclude every value, and returns them.
pub(in crate::lower::types) fn remove_conflicting_limits(
    constraints: &mut Vec<Constraint>,
) -> Vec<ConflictingLimits> {
    let mut removed = Vec::new();
    while let Some((low, high, conflict)) = first_conflict(constraints) {
        constraints.remove(low.max(high));
        constraints.remove(low.min(high));
        removed.push(conflict);
    }
    for constraint in constraints.iter_mut() {
        if let Constraint::Items(each) | Constraint::Values(each) = constraint {
            removed.extend(remove_conflicting_limits(each));
        }
    }
    constraints.retain(|constraint| {
        !matches!(constraint, Constraint::Items(each) | Constraint::Values(each) if each.is_empty())
    });
    removed
}

/// Returns the first two limits that exclude every value, by their indices.
fn first_conflict(constraints: &[Constraint]) -> Option<(usize, usize, ConflictingLimits)> {
    constraints.iter().enumerate().find_map(|(index, low)| {
        let mut others = constraints.iter().enumerate();
        others.find_map(|(other, high)| Some((index, other, conflict(low, high)?)))
    })
}

/// Returns two limits if the first is a lower and the second an upper one, and they exclude every
/// value.
fn conflict(low: &Constraint, high: &Constraint) -> Option<ConflictingLimits> {
    use Constraint::{
        ExclusiveMaximum, ExclusiveMinimum, MaxItems, MaxLength, MaxProperties, Maximum, MinItems,
        MinLength, MinProperties, Minimum,
    };
    let (is_conflict, low, high, limited) = match (low, high) {
        (MinLength(low), MaxLength(high)) => (low > high, "minLength", "maxLength", "string"),
        (MinItems(low), MaxItems(high)) => (low > high, "minItems", "maxItems", "array"),
        (MinProperties(low), MaxProperties(high)) => {
            (low > high, "minProperties", "maxProperties", "object")
        }
        (Minimum(low), Maximum(high)) => {
            (compare(*low, *high).is_gt(), "minimum", "maximum", "number")
        }
        (ExclusiveMinimum(low), Maximum(high) | ExclusiveMaximum(high))
        | (Minimum(low), ExclusiveMaximum(high)) => {
            (compare(*low, *high).is_ge(), "minimum", "maximum", "number")
        }
        _ => return None,
    };
    is_conflict.then_some(ConflictingLimits { low, high, limited })
}

fn compare(one: Decimal, other: Decimal) -> Ordering {
    match (one, other) {
        (Decimal::Integer(one), Decimal::Integer(other)) => one.cmp(&other),
        _ => one.as_f64().total_cmp(&other.as_f64()),
    }
}

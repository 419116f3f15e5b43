//! Changes of the constraints of a value, by keyword.

use std::collections::BTreeMap;

use super::rule::Rule;
use crate::listing::SEPARATOR;

/// A changed constraint, with its old and its new text.
type ConstraintChange = (Rule, Option<String>, Option<String>);

/// Returns the changes between two lists of constraints.
pub(super) fn constraint_changes(old: &str, new: &str) -> Vec<ConstraintChange> {
    let (old, new) = (by_keyword(old), by_keyword(new));
    let mut changes = Vec::new();
    for (keyword, before) in &old {
        let text = |value: &str| Some(format!("{keyword} {value}"));
        match new.get(keyword) {
            None => changes.push((Rule::ConstraintRemoved, text(before), None)),
            Some(after) if after == before => {}
            Some(after) => {
                changes.push((direction(keyword, before, after), text(before), text(after)));
            }
        }
    }
    for (keyword, after) in new
        .iter()
        .filter(|(keyword, _)| !old.contains_key(*keyword))
    {
        changes.push((
            Rule::ConstraintAdded,
            None,
            Some(format!("{keyword} {after}")),
        ));
    }
    changes
}

/// Returns the constraints of a list by keyword.
fn by_keyword(list: &str) -> BTreeMap<&str, String> {
    let mut constraints: BTreeMap<&str, String> = BTreeMap::new();
    for constraint in list
        .split(SEPARATOR)
        .filter(|constraint| !constraint.is_empty())
    {
        let (keyword, value) = constraint.split_once(' ').unwrap_or((constraint, ""));
        let values = constraints.entry(keyword).or_default();
        if !values.is_empty() {
            values.push_str(" and ");
        }
        values.push_str(value);
    }
    constraints
}

/// Returns the rule for a constraint with another value.
fn direction(keyword: &str, old: &str, new: &str) -> Rule {
    let (Ok(old), Ok(new)) = (old.parse::<f64>(), new.parse::<f64>()) else {
        return Rule::ConstraintChanged;
    };
    // The keyword of a part has the path to the part in front.
    let is_tighter = match keyword.rsplit('.').next().unwrap_or(keyword) {
        "minLength" | "minItems" | "minProperties" | "minimum" | "exclusiveMinimum" => new > old,
        "maxLength" | "maxItems" | "maxProperties" | "maximum" | "exclusiveMaximum" => new < old,
        _ => return Rule::ConstraintChanged,
    };
    if is_tighter {
        Rule::ConstraintTightened
    } else {
        Rule::ConstraintLoosened
    }
}

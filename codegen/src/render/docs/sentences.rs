//! Sentences about constraints, defaults and statuses.

use serde_json::Value;

use crate::ir::{Constraint, Decimal, Docs, Status, Unchecked};

use super::markdown;

/// Returns a sentence for each of the constraints that can be described.
pub(in crate::render) fn constraints(constraints: &[Constraint]) -> Vec<String> {
    constraints
        .iter()
        .filter_map(|constraint| Some(format!("{}.", words(constraint, "Must")?)))
        .collect()
}

/// Returns a sentence for each requirement of the document that the client does not check.
pub(in crate::render) fn unchecked(docs: &Docs) -> impl Iterator<Item = String> {
    docs.unchecked.iter().map(|unchecked| match unchecked {
        Unchecked::Pattern(pattern) => format!(
            "Must match {}. Only the service checks this.",
            markdown::code(pattern)
        ),
        Unchecked::Not(schema) => format!(
            "Must not match the schema {}. Only the service checks this.",
            markdown::code(&schema.to_string())
        ),
    })
}

/// Returns a sentence about the `default` of a property or a parameter.
pub(in crate::render) fn default_value(default: &Value) -> String {
    format!(
        "Defaults to {} on the service's side.",
        markdown::code(&default.to_string())
    )
}

/// Returns a status as documentation shows it.
pub(in crate::render) fn status(status: Status) -> String {
    match status {
        Status::Code(code) => format!("`{code}`"),
        Status::Range(hundreds) => format!("`{hundreds}XX`"),
        Status::Default => "Any other status".to_owned(),
    }
}

fn count(count: u64, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}

/// Returns a constraint in words that begin with `must`, which may be capitalised.
fn words(constraint: &Constraint, must: &str) -> Option<String> {
    let show = |number: &Decimal| match number {
        Decimal::Integer(value) => format!("`{value}`"),
        Decimal::Float(value) => format!("`{value}`"),
    };
    let text = match constraint {
        Constraint::MinLength(1) => "must not be empty".to_owned(),
        Constraint::MinLength(limit) => format!(
            "must have at least {}",
            count(*limit, "character", "characters")
        ),
        Constraint::MaxLength(limit) => format!(
            "must have at most {}",
            count(*limit, "character", "characters")
        ),
        Constraint::Pattern(pattern) => format!("must match {}", markdown::code(pattern)),
        Constraint::Uri => "must be a URI".to_owned(),
        Constraint::Minimum(bound) => format!("must be at least {}", show(bound)),
        Constraint::ExclusiveMinimum(bound) => format!("must be more than {}", show(bound)),
        Constraint::Maximum(bound) => format!("must be at most {}", show(bound)),
        Constraint::ExclusiveMaximum(bound) => format!("must be less than {}", show(bound)),
        Constraint::MultipleOf(step) => format!("must be a multiple of {}", show(step)),
        Constraint::MinItems(limit) => {
            format!("must have at least {}", count(*limit, "item", "items"))
        }
        Constraint::MaxItems(limit) => {
            format!("must have at most {}", count(*limit, "item", "items"))
        }
        Constraint::UniqueItems => "must not have equal items".to_owned(),
        Constraint::MinProperties(limit) => {
            format!("must have at least {}", count(*limit, "entry", "entries"))
        }
        Constraint::MaxProperties(limit) => {
            format!("must have at most {}", count(*limit, "entry", "entries"))
        }
        Constraint::Properties { exactly_one, sets } => {
            let sets: Vec<String> = sets
                .iter()
                .map(|set| match &set[..] {
                    [] => "no members".to_owned(),
                    names => names
                        .iter()
                        .map(|name| markdown::code(name))
                        .collect::<Vec<_>>()
                        .join(" and "),
                })
                .collect();
            let only = if *exactly_one {
                ", and only one of these"
            } else {
                ""
            };
            format!("must have {}{only}", sets.join(", or "))
        }
        Constraint::Items(list) | Constraint::Values(list) => {
            let each: Vec<String> = list.iter().filter_map(|one| words(one, "must")).collect();
            let which = match (must, constraint) {
                ("Must", _) => "Each",
                (_, Constraint::Items(_)) => "each of its items",
                _ => "each of its values",
            };
            return (!each.is_empty()).then(|| format!("{which} {}", each.join(" and ")));
        }
    };
    Some(match must {
        "Must" => text.replacen("must", "Must", 1),
        _ => text,
    })
}

//! Sentences about constraints, defaults and statuses.

use serde_json::Value;

use crate::ir::{Constraint, Decimal, Docs, SimpleSchema, Status, Unchecked};

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
        Unchecked::Keyword { keyword, value } if keyword == "not" => format!(
            "Must not match the schema {}. Only the service checks this.",
            markdown::code(&value.to_string())
        ),
        Unchecked::Keyword { keyword, value } => format!(
            "Must satisfy `{keyword}`: {}. Only the service checks this.",
            markdown::code(&value.to_string())
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
        Status::Code(_) | Status::Range(_) => format!("`{status}`"),
        Status::Default => "Any other status".to_owned(),
    }
}

fn count(count: u64, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}

/// Returns what an item is that matches a schema.
fn simple_schema(schema: &SimpleSchema) -> String {
    match schema {
        SimpleSchema::Values(values) => {
            let values = values.iter().map(ToString::to_string);
            format!("equal to {}", or(values))
        }
        SimpleSchema::Types(types) => {
            let names = types.iter().map(|json_type| json_type.name().to_owned());
            format!("of type {}", or(names))
        }
        SimpleSchema::Required(names) => format!("with {}", and(names)),
    }
}

/// Returns what a value does that must not match a schema.
fn not(schema: &SimpleSchema) -> String {
    match schema {
        SimpleSchema::Values(values) => {
            let values = values.iter().map(ToString::to_string);
            format!("must not be {}", or(values))
        }
        SimpleSchema::Types(types) => {
            let names = types.iter().map(|json_type| json_type.name().to_owned());
            format!("must not be of type {}", or(names))
        }
        SimpleSchema::Required(names) => match &names[..] {
            [only] => format!("must not have {}", markdown::code(only)),
            names => format!("must not have {} together", and(names)),
        },
    }
}

/// Returns the constraints on the items of a tuple in words.
fn positions(lists: &[Vec<Constraint>], must: &str) -> Option<String> {
    let items = lists.iter().enumerate().flat_map(|(index, list)| {
        let words = list.iter().filter_map(|one| words(one, "must"));
        words.map(move |words| format!("item {} {words}", index + 1))
    });
    let all = items.collect::<Vec<_>>().join("; ");
    let all = match must {
        "Must" => all.replacen("item", "Item", 1),
        _ => all,
    };
    (!all.is_empty()).then_some(all)
}

/// Returns alternatives as code.
fn or(values: impl Iterator<Item = String>) -> String {
    let codes: Vec<String> = values.map(|value| markdown::code(&value)).collect();
    codes.join(" or ")
}

/// Returns names as code.
fn and(names: &[String]) -> String {
    let codes: Vec<String> = names.iter().map(|name| markdown::code(name)).collect();
    codes.join(" and ")
}

fn codes(values: &[String]) -> String {
    let codes: Vec<String> = values.iter().map(|value| markdown::code(value)).collect();
    codes.join(", ")
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
        Constraint::Contains { schema, min, max } => {
            let items = match max {
                None => format!("at least {}", count(*min, "item", "items")),
                Some(max) => format!("{min} to {}", count(*max, "item", "items")),
            };
            format!("must have {items} {}", simple_schema(schema))
        }
        Constraint::OneOf(values) => format!("must be one of {}", codes(values)),
        Constraint::DependentRequired { property, required } => format!(
            "must have {} if it has {}",
            and(required),
            markdown::code(property)
        ),
        Constraint::Not(schema) => not(schema),
        Constraint::Positions(lists) => return positions(lists, must),
        Constraint::Names(list) => {
            let each: Vec<String> = list.iter().filter_map(|one| words(one, "must")).collect();
            let which = if must == "Must" { "Each" } else { "each" };
            let names = format!("{which} property name {}", each.join(" and "));
            return (!each.is_empty()).then_some(names);
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

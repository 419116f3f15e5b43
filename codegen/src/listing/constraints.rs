//! Constraints as text: `maxLength 10; pattern ^a`.

use crate::ir::{Constraint, Decimal, JsonType, SimpleSchema};

/// What separates constraints.
pub(crate) const SEPARATOR: &str = "; ";

/// Returns constraints as text, sorted. Each is a keyword and its value. That of a part of the
/// value has the path to the part in front: `items.maxLength 10`.
pub(super) fn text(constraints: &[Constraint]) -> String {
    let mut all = Vec::new();
    collect("", constraints, &mut all);
    all.sort_unstable();
    all.join(SEPARATOR)
}

fn collect(prefix: &str, constraints: &[Constraint], all: &mut Vec<String>) {
    for constraint in constraints {
        match constraint {
            Constraint::Items(parts) => collect(&format!("{prefix}items."), parts, all),
            Constraint::Values(parts) => {
                collect(&format!("{prefix}additionalProperties."), parts, all);
            }
            Constraint::Names(parts) => collect(&format!("{prefix}propertyNames."), parts, all),
            Constraint::Positions(positions) => {
                for (index, parts) in positions.iter().enumerate() {
                    collect(&format!("{prefix}prefixItems.{index}."), parts, all);
                }
            }
            other => {
                // The separator must not be part of a constraint.
                let text = keyword(other).replace(';', r"\x3b");
                all.push(format!("{prefix}{text}"));
            }
        }
    }
}

/// Returns the keyword and the value of a constraint that has no parts.
fn keyword(constraint: &Constraint) -> String {
    match constraint {
        Constraint::MinLength(limit) => format!("minLength {limit}"),
        Constraint::MaxLength(limit) => format!("maxLength {limit}"),
        Constraint::Pattern(pattern) => format!("pattern {pattern}"),
        Constraint::Uri => "format uri".to_owned(),
        Constraint::Minimum(limit) => format!("minimum {}", decimal(*limit)),
        Constraint::ExclusiveMinimum(limit) => format!("exclusiveMinimum {}", decimal(*limit)),
        Constraint::Maximum(limit) => format!("maximum {}", decimal(*limit)),
        Constraint::ExclusiveMaximum(limit) => format!("exclusiveMaximum {}", decimal(*limit)),
        Constraint::MultipleOf(divisor) => format!("multipleOf {}", decimal(*divisor)),
        Constraint::MinItems(limit) => format!("minItems {limit}"),
        Constraint::MaxItems(limit) => format!("maxItems {limit}"),
        Constraint::UniqueItems => "uniqueItems true".to_owned(),
        Constraint::Contains { schema, min, max } => {
            let max = max.map_or_else(String::new, |max| format!(" to {max}"));
            format!("contains {min}{max} {}", simple_schema(schema))
        }
        Constraint::MinProperties(limit) => format!("minProperties {limit}"),
        Constraint::MaxProperties(limit) => format!("maxProperties {limit}"),
        Constraint::OneOf(names) => format!("enum {}", names.join(",")),
        Constraint::DependentRequired { property, required } => {
            format!("dependentRequired {property}: {}", required.join(","))
        }
        Constraint::Not(schema) => format!("not {}", simple_schema(schema)),
        Constraint::Properties { exactly_one, sets } => {
            let keyword = if *exactly_one { "oneOf" } else { "anyOf" };
            let sets: Vec<String> = sets.iter().map(|set| set.join(",")).collect();
            format!("{keyword} required {}", sets.join(" | "))
        }
        Constraint::Items(parts) | Constraint::Values(parts) | Constraint::Names(parts) => {
            text(parts)
        }
        Constraint::Positions(positions) => {
            let positions: Vec<String> = positions.iter().map(|parts| text(parts)).collect();
            positions.join(" | ")
        }
    }
}

fn decimal(decimal: Decimal) -> String {
    match decimal {
        Decimal::Integer(integer) => integer.to_string(),
        Decimal::Float(float) => float.to_string(),
    }
}

fn simple_schema(schema: &SimpleSchema) -> String {
    match schema {
        SimpleSchema::Values(values) => {
            let values: Vec<String> = values.iter().map(ToString::to_string).collect();
            format!("enum {}", values.join(","))
        }
        SimpleSchema::Types(types) => {
            let types: Vec<&str> = types.iter().map(|ty: &JsonType| ty.name()).collect();
            format!("type {}", types.join(","))
        }
        SimpleSchema::Required(names) => format!("required {}", names.join(",")),
    }
}

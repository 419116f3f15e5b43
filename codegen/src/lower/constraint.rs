//! The constraints of a schema, for the type it came to.

use super::keywords::Keywords;
use crate::api::{Constraint, Decimal, Type};
use crate::code::Code;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::pointer::At;

/// Every constraint that the keywords put on values of this type. A keyword of another type says nothing (JSON Schema
/// applies it to no value), so it is left out.
pub(super) fn constraints(
    keywords: &Keywords<'_>,
    of: &Type,
    at: &At<'_>,
    diagnostics: &mut Diagnostics,
) -> Vec<Constraint> {
    let mut constraints = Vec::new();
    match of {
        Type::String | Type::Secret => text(keywords, at, diagnostics, &mut constraints),
        Type::Int32 | Type::Int64 | Type::Float | Type::Double => {
            number(keywords, of, at, diagnostics, &mut constraints);
        }
        Type::Array(_) => {
            constraints.extend(
                keywords
                    .min_items
                    .map(|count| Constraint::MinItems(count as u64)),
            );
            constraints.extend(
                keywords
                    .max_items
                    .map(|count| Constraint::MaxItems(count as u64)),
            );
            constraints.extend(keywords.unique_items.then_some(Constraint::UniqueItems));
            in_order(
                keywords.min_items,
                keywords.max_items,
                ["minItems", "maxItems"],
                at,
                diagnostics,
            );
        }
        Type::Map(_) => {
            constraints.extend(
                keywords
                    .min_properties
                    .map(|count| Constraint::MinProperties(count as u64)),
            );
            constraints.extend(
                keywords
                    .max_properties
                    .map(|count| Constraint::MaxProperties(count as u64)),
            );
            in_order(
                keywords.min_properties,
                keywords.max_properties,
                ["minProperties", "maxProperties"],
                at,
                diagnostics,
            );
        }
        _ => {}
    }
    constraints
}

fn text(
    keywords: &Keywords<'_>,
    at: &At<'_>,
    diagnostics: &mut Diagnostics,
    constraints: &mut Vec<Constraint>,
) {
    constraints.extend(
        keywords
            .min_length
            .filter(|length| *length > 0)
            .map(|length| Constraint::MinLength(length as u64)),
    );
    constraints.extend(
        keywords
            .max_length
            .map(|length| Constraint::MaxLength(length as u64)),
    );
    in_order(
        keywords.min_length,
        keywords.max_length,
        ["minLength", "maxLength"],
        at,
        diagnostics,
    );
    if let Some(pattern) = keywords.pattern {
        match regex_lite::Regex::new(pattern) {
            Ok(_) => constraints.push(Constraint::Pattern(pattern.to_owned())),
            Err(error) => {
                diagnostics.push(
                    Diagnostic::new(
                        Code::Pattern,
                        at.key("pattern").on_value(),
                        format!("this pattern cannot be checked: {error}"),
                    )
                    .help("write it without look-around, back-references and Unicode classes"),
                );
            }
        }
    }
    if keywords.format.as_deref() == Some("uri") {
        constraints.push(Constraint::Uri);
    }
}

fn number(
    keywords: &Keywords<'_>,
    of: &Type,
    at: &At<'_>,
    diagnostics: &mut Diagnostics,
    constraints: &mut Vec<Constraint>,
) {
    let is_integer = matches!(of, Type::Int32 | Type::Int64);
    let mut bound = |limit: Option<Decimal>, keyword: &str| {
        limit.and_then(|limit| match whole(limit) {
            Some(whole) if is_integer => Some(Decimal::Integer(whole)),
            None if is_integer && keyword == "multipleOf" => {
                diagnostics.push(
                    Diagnostic::new(
                        Code::Limit,
                        at.key(keyword).on_value(),
                        format!("`{keyword}` of an integer is not a whole number"),
                    )
                    .help("write a whole number"),
                );
                None
            }
            // A bound between two integers is the same as the next integer inside it, which the comparison finds too.
            _ => Some(Decimal::Float(limit.as_f64())),
        })
    };
    let minimum = bound(keywords.minimum, "minimum");
    let maximum = bound(keywords.maximum, "maximum");
    let multiple_of = bound(keywords.multiple_of, "multipleOf");
    constraints.extend(minimum.map(|limit| {
        if keywords.exclusive_minimum {
            Constraint::ExclusiveMinimum(limit)
        } else {
            Constraint::Minimum(limit)
        }
    }));
    constraints.extend(maximum.map(|limit| {
        if keywords.exclusive_maximum {
            Constraint::ExclusiveMaximum(limit)
        } else {
            Constraint::Maximum(limit)
        }
    }));
    if let Some(divisor) = multiple_of {
        if divisor.as_f64() > 0.0 {
            constraints.push(Constraint::MultipleOf(divisor));
        } else {
            diagnostics.push(
                Diagnostic::new(
                    Code::Limit,
                    at.key("multipleOf").on_value(),
                    "`multipleOf` is not above zero",
                )
                .help("write a number above zero"),
            );
        }
    }
    in_order(
        minimum.map(Decimal::as_f64),
        maximum.map(Decimal::as_f64),
        ["minimum", "maximum"],
        at,
        diagnostics,
    );
}

fn in_order<T: PartialOrd>(
    low: Option<T>,
    high: Option<T>,
    [low_name, high_name]: [&str; 2],
    at: &At<'_>,
    diagnostics: &mut Diagnostics,
) {
    if let (Some(low), Some(high)) = (low, high)
        && low > high
    {
        diagnostics.push(
            Diagnostic::new(
                Code::Limit,
                at.key(low_name).on_value(),
                format!("`{low_name}` is above `{high_name}`: no value can satisfy both"),
            )
            .help("swap or correct them"),
        );
    }
}

/// The whole number that a limit is, if it is one.
fn whole(decimal: Decimal) -> Option<i64> {
    match decimal {
        Decimal::Integer(whole) => Some(whole),
        #[expect(clippy::cast_possible_truncation, reason = "the range is checked")]
        Decimal::Float(float) if float.fract() == 0.0 && float.abs() < 9.0e15 => Some(float as i64),
        Decimal::Float(_) => None,
    }
}

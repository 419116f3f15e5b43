//! The constraints of a schema, for the type it came to.

use super::Lowering;
use super::enumeration::listed;
use super::fit::breaks;
use super::keywords::Keywords;
use crate::diagnostics::code::Code;
use crate::diagnostics::{Diagnostic, Diagnostics};
use crate::ir::{Constraint, Decimal, Type, TypeKind};
use crate::source::PathCursor;

impl Lowering<'_> {
    /// Every constraint that the keywords put on values of this type. A keyword of another kind of value says nothing
    /// (JSON Schema applies it to no value), so it is left out.
    pub(super) fn constraints(
        &mut self,
        keywords: &Keywords<'_>,
        ty: &Type,
        cursor: &PathCursor<'_>,
    ) -> Vec<Constraint> {
        let all = constraints(keywords, &self.as_json(ty), cursor, self.diagnostics);
        self.concerning(ty, all)
    }

    /// Those constraints that values of a type can break. What every value of an enum keeps to, none has to be asked.
    pub(super) fn concerning(&self, ty: &Type, constraints: Vec<Constraint>) -> Vec<Constraint> {
        if constraints.is_empty() {
            return constraints;
        }
        let values = match self.resolve_alias_type(ty) {
            Type::Named(id) => listed(&self.types[id.index()].kind),
            _ => None,
        };
        let keeps = |one: &Constraint| {
            let values = values.as_deref();
            values.is_some_and(|values| !values.iter().any(|known| breaks(&known.value, one)))
        };
        let constraints = constraints.into_iter().filter(|one| !keeps(one));
        let ty = self.as_json(ty);
        let inside = |each: Vec<Constraint>| match &ty {
            Type::Array(inner) | Type::Map(inner) => self.concerning(inner, each),
            _ => each,
        };
        let concerning = constraints.filter(|one| concerns(one, &ty));
        let concerning = concerning.filter_map(|one| match one {
            Constraint::Items(each) => Constraint::items(&inside(each)),
            Constraint::Values(each) => Constraint::values(&inside(each)),
            one => Some(one),
        });
        concerning.collect()
    }

    /// The plainest type that has the JSON values of another one; any, where they are of several kinds.
    pub(super) fn as_json(&self, ty: &Type) -> Type {
        match self.resolve_alias_type(ty) {
            Type::Named(id) if !self.defined.contains(id) => Type::Any,
            Type::Named(id) => match &self.types[id.index()].kind {
                TypeKind::StringEnum(_) => Type::String,
                TypeKind::ValueEnum(list) => list.ty.clone(),
                TypeKind::Newtype(newtype) => self.as_json(&newtype.ty),
                TypeKind::Object(_) | TypeKind::TaggedUnion(_) => Type::Map(Box::new(Type::Any)),
                _ => Type::Any,
            },
            Type::Flags(_)
            | Type::Secret
            | Type::DateTime
            | Type::Date
            | Type::Duration
            | Type::Uuid
            | Type::Byte => Type::String,
            Type::OneOrMany(_) | Type::Nullable(_) => Type::Any,
            ty => ty.clone(),
        }
    }
}

/// The constraints on values of one of the plain types, or of any.
pub(super) fn constraints(
    keywords: &Keywords<'_>,
    ty: &Type,
    cursor: &PathCursor<'_>,
    diagnostics: &mut Diagnostics,
) -> Vec<Constraint> {
    let mut constraints = Vec::new();
    let is_any = *ty == Type::Any;
    if is_any || *ty == Type::String {
        text(keywords, cursor, diagnostics, &mut constraints);
    }
    if is_any || is_number(ty) {
        number(keywords, ty, cursor, diagnostics, &mut constraints);
    }
    if is_any || matches!(ty, Type::Array(_)) {
        item_counts(keywords, cursor, diagnostics, &mut constraints);
    }
    if is_any || matches!(ty, Type::Map(_)) {
        constraints.extend(property_counts(keywords, cursor, diagnostics));
    }
    constraints
}

/// Whether values of one of the plain types can break a constraint.
fn concerns(constraint: &Constraint, ty: &Type) -> bool {
    *ty == Type::Any
        || match constraint {
            Constraint::MinLength(_)
            | Constraint::MaxLength(_)
            | Constraint::Pattern(_)
            | Constraint::Uri => *ty == Type::String,
            Constraint::Minimum(_)
            | Constraint::ExclusiveMinimum(_)
            | Constraint::Maximum(_)
            | Constraint::ExclusiveMaximum(_)
            | Constraint::MultipleOf(_) => is_number(ty),
            Constraint::MinItems(_)
            | Constraint::MaxItems(_)
            | Constraint::UniqueItems
            | Constraint::Items(_) => matches!(ty, Type::Array(_)),
            Constraint::MinProperties(_)
            | Constraint::MaxProperties(_)
            | Constraint::Values(_)
            | Constraint::Properties { .. } => matches!(ty, Type::Map(_)),
        }
}

fn is_number(ty: &Type) -> bool {
    range(ty).is_some() || matches!(ty, Type::Float | Type::Double)
}

/// How many items an array may have.
fn item_counts(
    keywords: &Keywords<'_>,
    cursor: &PathCursor<'_>,
    diagnostics: &mut Diagnostics,
    constraints: &mut Vec<Constraint>,
) {
    let (least, most) = (keywords.min_items, keywords.max_items);
    constraints.extend(least.map(|count| Constraint::MinItems(count as u64)));
    constraints.extend(most.map(|count| Constraint::MaxItems(count as u64)));
    constraints.extend(keywords.unique_items.then_some(Constraint::UniqueItems));
    in_order(least, most, ["minItems", "maxItems"], cursor, diagnostics);
}

/// How many members an object may have.
pub(super) fn property_counts(
    keywords: &Keywords<'_>,
    cursor: &PathCursor<'_>,
    diagnostics: &mut Diagnostics,
) -> Vec<Constraint> {
    in_order(
        keywords.min_properties,
        keywords.max_properties,
        ["minProperties", "maxProperties"],
        cursor,
        diagnostics,
    );
    let least = keywords.min_properties.filter(|count| *count > 0);
    let least = least.map(|count| Constraint::MinProperties(count as u64));
    let most = keywords.max_properties;
    let most = most.map(|count| Constraint::MaxProperties(count as u64));
    least.into_iter().chain(most).collect()
}

fn text(
    keywords: &Keywords<'_>,
    cursor: &PathCursor<'_>,
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
        cursor,
        diagnostics,
    );
    if let Some(pattern) = keywords.pattern {
        match regex_lite::Regex::new(pattern) {
            Ok(_) => constraints.push(Constraint::Pattern(pattern.to_owned())),
            Err(error) => {
                let place = cursor.key("pattern").on_value();
                diagnostics.push(if needs_backtracking(pattern) {
                    Diagnostic::new(
                        Code::UncheckedPattern,
                        place,
                        "this pattern is not checked before anything is sent: the service does that",
                    )
                    .help("write it without look-around, back-references and Unicode classes")
                } else {
                    Diagnostic::new(
                        Code::Pattern,
                        place,
                        format!("this pattern cannot be read: {error}"),
                    )
                    .help("write it so that every engine takes it; values are not held against it")
                });
            }
        }
    }
    if keywords.format.as_deref() == Some("uri") {
        constraints.push(Constraint::Uri);
    }
}

fn number(
    keywords: &Keywords<'_>,
    ty: &Type,
    cursor: &PathCursor<'_>,
    diagnostics: &mut Diagnostics,
    constraints: &mut Vec<Constraint>,
) {
    let range = range(ty);
    let is_integer = range.is_some();
    let mut bound = |limit: Option<Decimal>, keyword: &str| {
        limit.and_then(|limit| match whole(limit) {
            Some(whole) if is_integer || *ty == Type::Any => Some(Decimal::Integer(whole)),
            None if is_integer && keyword == "multipleOf" => {
                diagnostics.push(
                    Diagnostic::new(
                        Code::Limit,
                        cursor.key(keyword).on_value(),
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
    let mut minimum = bound(keywords.minimum, "minimum");
    let mut maximum = bound(keywords.maximum, "maximum");
    let multiple_of = bound(keywords.multiple_of, "multipleOf");
    if let Some((least, most)) = range {
        for (limit, keyword) in [(&mut minimum, "minimum"), (&mut maximum, "maximum")] {
            let Some(number) = limit.map(Decimal::as_f64) else {
                continue;
            };
            let (is_low, is_high) = (number <= least, number >= most);
            let (says_nothing, excludes_all, is_exclusive) = match keyword {
                "minimum" => (
                    is_low,
                    number > most,
                    keywords.exclusive_minimum && number >= least,
                ),
                _ => (
                    is_high,
                    number < least,
                    keywords.exclusive_maximum && number <= most,
                ),
            };
            if excludes_all {
                diagnostics.push(
                    Diagnostic::new(
                        Code::Limit,
                        cursor.key(keyword).on_value(),
                        format!("no integer of this format keeps to this `{keyword}`"),
                    )
                    .help("correct it, or the format"),
                );
            } else if says_nothing && !is_exclusive {
                // Every value of the type keeps to it.
                *limit = None;
            }
        }
    }
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
                    cursor.key("multipleOf").on_value(),
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
        cursor,
        diagnostics,
    );
}

/// The least and the largest value of a type of integers.
fn range(ty: &Type) -> Option<(f64, f64)> {
    const TWO_TO_63: f64 = 9_223_372_036_854_775_808.0;
    match ty {
        Type::Int32 => Some((f64::from(i32::MIN), f64::from(i32::MAX))),
        Type::Int64 => Some((-TWO_TO_63, TWO_TO_63)),
        Type::Uint64 => Some((0.0, 2.0 * TWO_TO_63)),
        _ => None,
    }
}

fn in_order<T: PartialOrd>(
    low: Option<T>,
    high: Option<T>,
    [low_name, high_name]: [&str; 2],
    cursor: &PathCursor<'_>,
    diagnostics: &mut Diagnostics,
) {
    if let (Some(low), Some(high)) = (low, high)
        && low > high
    {
        diagnostics.push(
            Diagnostic::new(
                Code::Limit,
                cursor.key(low_name).on_value(),
                format!("`{low_name}` is above `{high_name}`: no value can satisfy both"),
            )
            .help("swap or correct them"),
        );
    }
}

/// Whether the client checks a pattern.
pub(super) fn is_checked(pattern: &str) -> bool {
    !needs_backtracking(pattern) && regex_lite::Regex::new(pattern).is_ok()
}

/// Whether a pattern uses what ECMA-262 has and regular expressions that match in linear time have not.
fn needs_backtracking(pattern: &str) -> bool {
    [
        "(?=", "(?!", "(?<=", "(?<!", "\\p{", "\\P{", "\\k<", "\\c", "[^]",
    ]
    .iter()
    .any(|feature| pattern.contains(feature))
        || pattern
            .as_bytes()
            .windows(2)
            .any(|pair| matches!(pair, [b'\\', b'1'..=b'9']))
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

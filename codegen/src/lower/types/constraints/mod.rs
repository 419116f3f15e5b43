//! The constraints that a schema puts on the values of its type.

mod merge;
mod numbers;

use super::TypeLowerer;
use super::enums::enum_values::enum_values;
use crate::diagnostics::code::Code;
use crate::diagnostics::{Diagnostic, Diagnostics};
use crate::ir::violates;
use crate::ir::{Constraint, Type, TypeKind};
use crate::schema::SchemaView;
use crate::source::PathCursor;

use merge::{ConflictingLimits, merge_constraints, remove_conflicting_limits};
use numbers::{is_number, number_constraints};

impl TypeLowerer<'_> {
    /// Returns the constraints of a schema that values of its type can violate.
    pub(super) fn constraints(
        &mut self,
        view: SchemaView<'_>,
        ty: &Type,
        cursor: &PathCursor<'_>,
    ) -> Vec<Constraint> {
        let json_type = self.json_type(ty);
        let mut constraints = all_constraints(view, &json_type, cursor, self.diagnostics);
        constraints.extend(self.assertion_constraints(view, &json_type, cursor));
        self.relevant_constraints(ty, constraints)
    }

    /// Returns those constraints that some value of a type violates. What every value of an enum
    /// satisfies is left out.
    pub(super) fn relevant_constraints(
        &self,
        ty: &Type,
        constraints: Vec<Constraint>,
    ) -> Vec<Constraint> {
        if constraints.is_empty() {
            return constraints;
        }
        let values = match self.types.resolve_alias(ty) {
            // The type of another crate validates its own values.
            Type::Named(id) if matches!(self.types[*id].kind, TypeKind::External(_)) => {
                return Vec::new();
            }
            Type::Named(id) => enum_values(&self.types[*id].kind),
            _ => None,
        };
        let is_satisfied = |constraint: &Constraint| {
            values.as_deref().is_some_and(|values| {
                !values
                    .iter()
                    .any(|known| violates(&known.value, constraint))
            })
        };
        let json_type = self.json_type(ty);
        let of_items = |each: Vec<Constraint>| match &json_type {
            Type::Array(inner) | Type::Map(inner) => self.relevant_constraints(inner, each),
            _ => each,
        };
        constraints
            .into_iter()
            .filter(|constraint| !is_satisfied(constraint) && applies_to(constraint, &json_type))
            .filter_map(|constraint| match constraint {
                Constraint::Items(each) => Constraint::items(&of_items(each)),
                Constraint::Values(each) => Constraint::values(&of_items(each)),
                Constraint::Positions(each) => {
                    let Type::Tuple(parts) = self.types.resolve_alias(ty) else {
                        return Some(Constraint::Positions(each));
                    };
                    let of_parts = parts.iter().zip(each);
                    let of_parts = of_parts.map(|(ty, each)| self.relevant_constraints(ty, each));
                    Constraint::positions(&of_parts.collect::<Vec<_>>())
                }
                constraint => Some(constraint),
            })
            .collect()
    }

    /// Returns the plainest type with the JSON values of a type; any, if they are of several JSON
    /// types.
    pub(super) fn json_type(&self, ty: &Type) -> Type {
        match self.types.resolve_alias(ty) {
            Type::Named(id) if !self.types.is_defined(*id) => Type::Any,
            Type::Named(id) => match &self.types[*id].kind {
                TypeKind::StringEnum(_) => Type::String,
                TypeKind::ValueEnum(value_enum) => value_enum.ty.clone(),
                TypeKind::External(external) => external.json.clone(),
                TypeKind::Newtype(newtype) => self.json_type(&newtype.ty),
                TypeKind::Object(_) | TypeKind::TaggedUnion(_) => Type::Map(Box::new(Type::Any)),
                _ => Type::Any,
            },
            Type::Flags(_)
            | Type::Secret
            | Type::DateTime
            | Type::Date
            | Type::Duration
            | Type::Uuid
            | Type::Byte
            | Type::ByteUrl
            | Type::JsonString(_) => Type::String,
            Type::Tuple(_) => Type::Array(Box::new(Type::Any)),
            Type::OneOrMany(_) | Type::Nullable(_) => Type::Any,
            ty => ty.clone(),
        }
    }

    /// Adds the constraints of another schema of an `allOf`. Reports limits that exclude every value
    /// only together, and leaves them out.
    pub(super) fn merge_constraints(
        &mut self,
        known: &mut Vec<Constraint>,
        more: Vec<Constraint>,
        cursor: &PathCursor<'_>,
    ) {
        merge_constraints(known, more);
        for ConflictingLimits { low, high, limited } in remove_conflicting_limits(known) {
            self.diagnostics.push(
                Diagnostic::new(
                    Code::Limit,
                    cursor.on_value(),
                    format!(
                        "no {limited} satisfies both `{low}` and `{high}` when all `allOf` schemas \
                         are combined"
                    ),
                )
                .help("correct one of them")
                .consequence(NEITHER_IS_VALIDATED),
            );
        }
    }
}

const NEITHER_IS_VALIDATED: &str = "the client validates neither of the two limits";

/// Reports limits of one schema that exclude every value, and leaves them out.
fn without_conflicts(
    mut constraints: Vec<Constraint>,
    cursor: &PathCursor<'_>,
    diagnostics: &mut Diagnostics,
) -> Vec<Constraint> {
    for ConflictingLimits { low, high, limited } in remove_conflicting_limits(&mut constraints) {
        diagnostics.push(
            Diagnostic::new(
                Code::Limit,
                cursor.key(low).on_value(),
                format!("no {limited} satisfies both `{low}` and `{high}`"),
            )
            .help("swap or correct them")
            .consequence(NEITHER_IS_VALIDATED),
        );
    }
    constraints
}

/// Returns the constraints of a schema on values of a JSON type, or of any.
///
/// JSON Schema applies a keyword only to values of the JSON type that it is for.
pub(super) fn all_constraints(
    view: SchemaView<'_>,
    json_type: &Type,
    cursor: &PathCursor<'_>,
    diagnostics: &mut Diagnostics,
) -> Vec<Constraint> {
    let mut constraints = Vec::new();
    let is_any = *json_type == Type::Any;
    if is_any || *json_type == Type::String {
        constraints.extend(string_constraints(view, cursor, diagnostics));
    }
    if is_any || is_number(json_type) {
        constraints.extend(number_constraints(view, json_type, cursor, diagnostics));
    }
    if is_any || matches!(json_type, Type::Array(_)) {
        constraints.extend(item_counts(view, cursor, diagnostics));
    }
    if is_any || matches!(json_type, Type::Map(_)) {
        constraints.extend(property_counts(view, cursor, diagnostics));
    }
    constraints
}

/// Returns whether a constraint is for values of a JSON type.
fn applies_to(constraint: &Constraint, json_type: &Type) -> bool {
    *json_type == Type::Any
        || match constraint {
            Constraint::MinLength(_)
            | Constraint::MaxLength(_)
            | Constraint::Pattern(_)
            | Constraint::Uri
            | Constraint::OneOf(_) => *json_type == Type::String,
            Constraint::Minimum(_)
            | Constraint::ExclusiveMinimum(_)
            | Constraint::Maximum(_)
            | Constraint::ExclusiveMaximum(_)
            | Constraint::MultipleOf(_) => is_number(json_type),
            Constraint::MinItems(_)
            | Constraint::MaxItems(_)
            | Constraint::UniqueItems
            | Constraint::Items(_)
            | Constraint::Positions(_)
            | Constraint::Contains { .. } => matches!(json_type, Type::Array(_)),
            Constraint::MinProperties(_)
            | Constraint::MaxProperties(_)
            | Constraint::Values(_)
            | Constraint::Names(_)
            | Constraint::DependentRequired { .. }
            | Constraint::Properties { .. } => matches!(json_type, Type::Map(_)),
            Constraint::Not(_) => true,
        }
}

fn item_counts(
    view: SchemaView<'_>,
    cursor: &PathCursor<'_>,
    diagnostics: &mut Diagnostics,
) -> Vec<Constraint> {
    let (min, max) = (view.min_items, view.max_items);
    let unique = view.unique_items.then_some(Constraint::UniqueItems);
    let min = min.map(Constraint::MinItems).into_iter();
    let counts = min.chain(max.map(Constraint::MaxItems)).chain(unique);
    without_conflicts(counts.collect(), cursor, diagnostics)
}

/// Returns the constraints on how many properties an object has.
pub(super) fn property_counts(
    view: SchemaView<'_>,
    cursor: &PathCursor<'_>,
    diagnostics: &mut Diagnostics,
) -> Vec<Constraint> {
    let (min, max) = (view.min_properties, view.max_properties);
    let min = min.filter(|count| *count > 0);
    let min = min.map(Constraint::MinProperties).into_iter();
    let counts = min.chain(max.map(Constraint::MaxProperties));
    without_conflicts(counts.collect(), cursor, diagnostics)
}

/// Returns the constraints of a schema on strings.
pub(super) fn string_constraints(
    view: SchemaView<'_>,
    cursor: &PathCursor<'_>,
    diagnostics: &mut Diagnostics,
) -> Vec<Constraint> {
    let mut constraints = Vec::new();
    let (min, max) = (view.min_length, view.max_length);
    constraints.extend(min.filter(|length| *length > 0).map(Constraint::MinLength));
    constraints.extend(max.map(Constraint::MaxLength));
    let mut constraints = without_conflicts(constraints, cursor, diagnostics);
    if let Some(pattern) = &view.pattern {
        match regex_lite::Regex::new(pattern) {
            Ok(_) => constraints.push(Constraint::Pattern(pattern.clone())),
            Err(error) => {
                let location = cursor.key("pattern").on_value();
                diagnostics.push(if needs_backtracking(pattern) {
                    Diagnostic::new(
                        Code::UncheckedPattern,
                        location,
                        "values are not validated against this pattern: it needs backtracking",
                    )
                    .help(
                        "remove look-around, back-references and Unicode classes, or rely on \
                     the service's validation",
                    )
                } else {
                    Diagnostic::new(Code::Pattern, location, format!("invalid pattern: {error}"))
                        .help(
                            "use portable ECMA-262 syntax; values are not validated against this \
                     pattern",
                        )
                });
            }
        }
    }
    if view.format.as_deref() == Some("uri") {
        constraints.push(Constraint::Uri);
    }
    constraints
}

/// Returns whether the client validates values against a pattern.
pub(super) fn is_checked_pattern(pattern: &str) -> bool {
    !needs_backtracking(pattern) && regex_lite::Regex::new(pattern).is_ok()
}

/// Returns whether a pattern uses a feature of ECMA-262 that regular expressions without
/// backtracking do not have.
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

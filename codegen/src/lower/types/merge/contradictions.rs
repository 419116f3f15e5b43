//! Reports on declarations that contradict each other, and what is generated instead.

use super::merged_object::{Conflict, MergedObject, PropertyConflict};
use crate::diagnostics::code::Code;
use crate::diagnostics::{Anchor, Diagnostic, Location};
use crate::ir::{Type, UntypedReason};
use crate::lower::types::TypeLowerer;
use crate::source::JsonPointer;

/// What the client does with a value that contradictory schemas describe.
pub(in crate::lower::types) const RAW_JSON: &str = "the client keeps the value as raw JSON";

impl TypeLowerer<'_> {
    /// Reports schemas that contradict each other. `consequence` says what the client does.
    pub(in crate::lower::types) fn report_contradiction(
        &mut self,
        location: Location,
        first: Option<&JsonPointer>,
        message: impl Into<String>,
        consequence: &str,
    ) {
        let mut diagnostic = Diagnostic::new(Code::Contradiction, location, message)
            .help("remove one of the declarations, or use the same type in both")
            .consequence(consequence);
        if let Some(first) = first {
            diagnostic = diagnostic.related(Anchor::Value(first.clone()), "first declared here");
        }
        self.diagnostics.push(diagnostic);
    }

    /// Reports two declarations of a property that have no type in common, and returns the type
    /// that is generated. `ty` is that of the first declaration, `is_nullable` is whether both allow
    /// null.
    pub(in crate::lower::types) fn resolve_conflict(
        &mut self,
        conflict: &PropertyConflict,
        ty: Type,
        is_required: bool,
        is_nullable: bool,
    ) -> Type {
        let name = &conflict.name;
        let (ty, consequence) = match conflict.conflict {
            Conflict::Inexpressible => {
                self.warn_inexpressible(name, &conflict.pointer);
                return Type::Any;
            }
            Conflict::OnlyEmptyArray => (
                Type::Array(Box::new(Type::Any)),
                "the client keeps each item as raw JSON",
            ),
            Conflict::OnlyEmptyObject => (
                Type::Map(Box::new(Type::Any)),
                "the client keeps each value of the object as raw JSON",
            ),
            Conflict::Unsatisfiable if is_required => {
                (Type::Any, "the client keeps the property as raw JSON")
            }
            Conflict::Unsatisfiable => (ty, "the client uses the type of the first declaration"),
        };
        let possible = match conflict.conflict {
            Conflict::Unsatisfiable if !is_required && is_nullable => {
                "it can only be absent or null"
            }
            Conflict::Unsatisfiable if !is_required => "it can only be absent",
            conflict => common_values(conflict, is_nullable),
        };
        let diagnostic = Diagnostic::new(
            Code::Contradiction,
            Anchor::Value(conflict.pointer.clone()),
            format!("`{name}` is declared twice with different types: {possible}"),
        )
        .help("remove one of the declarations, or use the same type in both")
        .consequence(consequence);
        self.diagnostics
            .push(with_declarations(diagnostic, conflict));
        if ty == Type::Any {
            let pointer = conflict.pointer.clone();
            self.record_untyped(UntypedReason::Contradiction, pointer, None);
        }
        ty
    }

    /// Reports an alternative that no object satisfies, because of the schema around it.
    pub(in crate::lower::types) fn report_impossible_alternative(
        &mut self,
        object: &MergedObject<'_>,
        pointer: &JsonPointer,
    ) {
        const NO_VARIANT: &str = "the client has no variant for this alternative";
        let location = Anchor::Value(pointer.clone());
        let message = "no object satisfies both this alternative and the schema around it";
        let Some(conflict) = object.excluding_conflict() else {
            self.report_contradiction(location.into(), None, message, NO_VARIANT);
            return;
        };
        let diagnostic = Diagnostic::new(
            Code::Contradiction,
            location,
            format!(
                "{message}: `{}` is declared twice with different types",
                conflict.name
            ),
        )
        .help("remove the alternative, or one of the declarations")
        .consequence(NO_VARIANT);
        self.diagnostics
            .push(with_declarations(diagnostic, conflict));
    }

    /// Warns that the declarations of a property cannot be expressed as one type.
    pub(in crate::lower::types) fn warn_inexpressible(
        &mut self,
        name: &str,
        pointer: &JsonPointer,
    ) {
        self.warn_raw_json(
            UntypedReason::Intersection,
            pointer,
            &format!("the declarations of `{name}` cannot be expressed as one type"),
        );
    }
}

/// Adds the locations of two declarations, except the primary one.
fn with_declarations(mut diagnostic: Diagnostic, conflict: &PropertyConflict) -> Diagnostic {
    for (declaration, label) in [
        (&conflict.first, "first declared here"),
        (&conflict.second, "declared again here"),
    ] {
        let primary = diagnostic.location.pointer();
        if let Some(declaration) = declaration.as_ref().filter(|known| primary != Some(*known)) {
            diagnostic = diagnostic.related(Anchor::Value(declaration.clone()), label);
        }
    }
    diagnostic
}

/// Says which values satisfy two schemas with a conflict. `is_nullable` is whether both allow null.
pub(in crate::lower::types) const fn common_values(
    conflict: Conflict,
    is_nullable: bool,
) -> &'static str {
    match (conflict, is_nullable) {
        (Conflict::Unsatisfiable | Conflict::Inexpressible, false) => "no value satisfies both",
        (Conflict::Unsatisfiable | Conflict::Inexpressible, true) => "only null satisfies both",
        (Conflict::OnlyEmptyArray, false) => "only an empty array satisfies both",
        (Conflict::OnlyEmptyArray, true) => "only null and an empty array satisfy both",
        (Conflict::OnlyEmptyObject, false) => "only an empty object satisfies both",
        (Conflict::OnlyEmptyObject, true) => "only null and an empty object satisfy both",
    }
}

//! `allOf` of values that are not objects, and the constraints of its schemas.

use super::contradictions::{RAW_JSON, common_values};
use super::merged_object::Conflict;
use super::site::IntersectionSite;
use crate::document::InstanceType;
use crate::ir::{Type, TypeId, UntypedReason};
use crate::lower::types::annotations::{or_inner, part_annotations};
use crate::lower::types::{InlinePath, LoweredSchema, TypeLowerer};
use crate::schema::{Alternatives, SchemaView};
use crate::source::{JsonPointer, PathCursor};

impl<'d> TypeLowerer<'d> {
    /// Lowers a schema whose values match several schemas and are not objects.
    pub(in crate::lower::types) fn lower_all_of(
        &mut self,
        view: SchemaView<'d>,
        alternatives: &[Alternatives<'d>],
        cursor: &PathCursor<'_>,
        path: &InlinePath,
        own: Option<TypeId>,
    ) -> LoweredSchema {
        let mut typed: Vec<(LoweredSchema, JsonPointer)> = Vec::new();
        let mut untyped: Vec<(SchemaView<'d>, JsonPointer)> = Vec::new();
        let own_pointer = cursor.to_pointer();
        let parts = cursor.key("allOf");
        for (index, part) in view.schema.all_of.iter().enumerate() {
            let cursor = parts.index(index);
            let part_view = SchemaView::new(part);
            if part_view.is_untyped() {
                untyped.push((part_view, cursor.to_pointer()));
            } else {
                let lowered = self.lower_schema(part, &cursor, path);
                typed.push((lowered, cursor.to_pointer()));
            }
        }
        if view.is_untyped_by_itself() {
            untyped.push((view, own_pointer.clone()));
        } else {
            let lowered = self.lower_plain(view, cursor, path);
            typed.push((lowered, own_pointer.clone()));
        }
        let is_only = typed.is_empty() && alternatives.len() == 1;
        for alternatives in alternatives {
            let own = own.filter(|_| is_only);
            let lowered = self.lower_alternatives(view, *alternatives, cursor, path, own);
            let pointer = cursor.key(alternatives.keyword.name()).to_pointer();
            typed.push((lowered, pointer));
        }
        let nullable = self.is_nullable(&typed);
        let mut typed = typed.into_iter();
        let (mut all, first) = typed
            .next()
            .unwrap_or_else(|| (LoweredSchema::new(Type::Any, view), own_pointer.clone()));
        let mut is_contradictory = false;
        for (other, pointer) in typed {
            pointer.with_cursor(|cursor| {
                let site = IntersectionSite::new(path, cursor);
                is_contradictory |= !self.merge_typed(&mut all, other, nullable, site, &first);
            });
        }
        if is_contradictory {
            all.ty = Type::Any;
            all.constraints.clear();
        }
        let constraints = std::mem::take(&mut all.constraints);
        all.constraints = self.relevant_constraints(&all.ty, constraints);
        all.nullable = nullable && !self.is_null(&all.ty);
        for (limits, pointer) in &untyped {
            all = all.with_annotations(*limits);
            pointer.with_cursor(|cursor| self.merge_untyped(&mut all, *limits, path, cursor));
        }
        for (limits, pointer) in untyped
            .iter()
            .filter(|(_, pointer)| *pointer != own_pointer)
        {
            pointer.with_cursor(|cursor| self.check_literals(*limits, &all, cursor));
        }
        all.with_annotations(view)
    }

    /// Returns whether null matches all parts. A part without a type leaves that to the others.
    fn is_nullable(&self, parts: &[(LoweredSchema, JsonPointer)]) -> bool {
        let is_any = |part: &LoweredSchema| *self.types.resolve_alias(&part.ty) == Type::Any;
        let (any, typed): (Vec<&LoweredSchema>, Vec<&LoweredSchema>) = parts
            .iter()
            .map(|(part, _)| part)
            .partition(|part| is_any(part));
        match &typed[..] {
            [] => any.iter().any(|part| part.nullable),
            typed => typed
                .iter()
                .all(|part| part.nullable || self.is_null(&part.ty)),
        }
    }

    /// Merges a part that has a type, and returns whether a value can satisfy it. `is_nullable` is
    /// whether all parts allow null.
    fn merge_typed(
        &mut self,
        all: &mut LoweredSchema,
        other: LoweredSchema,
        is_nullable: bool,
        site: IntersectionSite<'_>,
        first: &JsonPointer,
    ) -> bool {
        let cursor = site.cursor;
        let intersection =
            self.intersect_nullable((&all.ty, is_nullable), (&other.ty, is_nullable), site);
        let is_satisfiable = matches!(intersection, Ok(_) | Err(Conflict::Inexpressible));
        let intersection = intersection.unwrap_or_else(|conflict| {
            match conflict {
                Conflict::Inexpressible => self.warn_raw_json(
                    UntypedReason::Intersection,
                    &cursor.to_pointer(),
                    "the intersection of these `allOf` schemas cannot be expressed as a type",
                ),
                Conflict::Unsatisfiable | Conflict::OnlyEmptyArray | Conflict::OnlyEmptyObject => {
                    let possible = common_values(conflict, is_nullable);
                    self.report_contradiction(
                        cursor.on_value(),
                        Some(first),
                        format!("contradicts another schema of the `allOf`: {possible}"),
                        RAW_JSON,
                    );
                }
            }
            self.record_untyped(UntypedReason::Contradiction, cursor.to_pointer(), None);
            Type::Any.into()
        });
        all.ty = intersection.ty;
        self.merge_constraints(&mut all.constraints, other.constraints, cursor);
        self.merge_constraints(&mut all.constraints, intersection.constraints, cursor);
        all.default = other.default.or(all.default.take());
        all.docs = or_inner(other.docs, std::mem::take(&mut all.docs));
        all.read_only |= other.read_only;
        all.write_only |= other.write_only;
        is_satisfiable
    }

    /// Merges a part without a type: its keywords apply to values of the type of the others.
    fn merge_untyped(
        &mut self,
        all: &mut LoweredSchema,
        limits: SchemaView<'d>,
        path: &InlinePath,
        cursor: &PathCursor<'_>,
    ) {
        self.warn_unvalidated(limits, cursor);
        if limits.format.is_some() {
            let instance_type = instance_type(&self.json_type(&all.ty));
            self.warn_format_mismatch(instance_type, limits, cursor);
            let ty = self.scalar(instance_type, limits, cursor);
            match self.intersect(&all.ty, &ty, IntersectionSite::new(path, cursor)) {
                Ok(intersection) => all.ty = intersection.ty,
                Err(_) => self.report_contradiction(
                    cursor.key("format").on_value(),
                    None,
                    "contradicts the format in another schema of the `allOf`: no string \
                     satisfies both",
                    "the client ignores this format",
                ),
            }
        }
        let more = self.constraints(limits, &all.ty.clone(), cursor);
        self.merge_constraints(&mut all.constraints, more, cursor);
    }

    /// Returns a type with the annotations of a schema and of the parts of its `allOf`.
    pub(in crate::lower::types) fn with_part_annotations(
        &self,
        ty: Type,
        view: SchemaView<'d>,
    ) -> LoweredSchema {
        let mut lowered = LoweredSchema::new(ty, view);
        let parts = part_annotations(view, self.document, &mut Vec::new());
        lowered.nullable |= parts.nullable.unwrap_or_default();
        lowered.read_only |= parts.read_only;
        lowered.write_only |= parts.write_only;
        lowered
    }
}

/// Returns `type` of the values of a type without a definition.
fn instance_type(ty: &Type) -> Option<InstanceType> {
    match ty {
        Type::String => Some(InstanceType::String),
        Type::Int32 | Type::Int64 | Type::Uint64 => Some(InstanceType::Integer),
        Type::Double => Some(InstanceType::Number),
        Type::Boolean => Some(InstanceType::Boolean),
        Type::Array(_) => Some(InstanceType::Array),
        Type::Map(_) => Some(InstanceType::Object),
        _ => None,
    }
}

//! `allOf` of values that are not objects, and what is said of any value besides its type.

use openapiv3::ReferenceOr;

use super::keywords::{Keywords, Kind, Unboxed};
use super::meet::Apart;
use super::schema::{Lowered, over, overlay};
use super::together::add_constraints;
use super::union::Alternatives;
use super::{Lowering, Place};
use crate::diagnostics;
use crate::ir::{Type, TypeId};
use crate::source::{JsonPointer, PathCursor};

impl<'d> Lowering<'d> {
    /// `allOf` of values that are not objects.
    pub(super) fn values(
        &mut self,
        keywords: &Keywords<'d>,
        groups: &[Alternatives<'d>],
        cursor: &PathCursor<'_>,
        place: &Place,
        own: Option<TypeId>,
    ) -> Lowered {
        let mut known: Vec<(Lowered, JsonPointer)> = Vec::new();
        let mut limits: Vec<(Keywords<'d>, JsonPointer)> = Vec::new();
        let own_place = cursor.to_pointer();
        let parts = cursor.key("allOf");
        for (index, part) in keywords.all_of.iter().enumerate() {
            let cursor = parts.index(index);
            match part {
                ReferenceOr::Item(schema) if Keywords::of(schema).is_kindless() => {
                    limits.push((Keywords::of(schema), cursor.to_pointer()));
                }
                _ => known.push((
                    self.schema(part.unboxed(), &cursor, place),
                    cursor.to_pointer(),
                )),
            }
        }
        let beside = Keywords {
            all_of: &[],
            one_of: &[],
            any_of: &[],
            ..keywords.clone()
        };
        if beside.is_kindless() {
            limits.push((beside, own_place.clone()));
        } else {
            known.push((self.plain(&beside, cursor, place), cursor.to_pointer()));
        }
        let is_only = known.is_empty() && groups.len() == 1;
        for ty in groups {
            let lowered = self.alternatives(keywords, *ty, cursor, place, own.filter(|_| is_only));
            known.push((lowered, cursor.key(ty.keyword()).to_pointer()));
        }
        let nullable = self.is_nullable(&known);
        let mut known = known.into_iter();
        let (mut all, first) = known
            .next()
            .unwrap_or_else(|| (Lowered::new(Type::Any, keywords), cursor.to_pointer()));
        for (other, pointer) in known {
            pointer.with_cursor(|cursor| self.join(&mut all, other, place, cursor, &first));
        }
        all.constraints = self.concerning(&all.ty.clone(), std::mem::take(&mut all.constraints));
        all.nullable = nullable;
        for (limit, pointer) in &limits {
            all = overlay(all, limit);
            pointer.with_cursor(|cursor| self.limit(&mut all, limit, place, cursor));
        }
        for (limit, pointer) in limits.iter().filter(|(_, pointer)| *pointer != own_place) {
            pointer.with_cursor(|cursor| self.check_given(limit.data, &all, cursor));
        }
        overlay(all, keywords)
    }

    /// Whether null is a value of all parts. One that names no type leaves that to the others.
    fn is_nullable(&self, parts: &[(Lowered, JsonPointer)]) -> bool {
        let says_nothing = |part: &Lowered| *self.resolve_alias_type(&part.ty) == Type::Any;
        let (silent, typed): (Vec<&Lowered>, Vec<&Lowered>) = parts
            .iter()
            .map(|(part, _)| part)
            .partition(|part| says_nothing(part));
        match &typed[..] {
            [] => silent.iter().any(|part| part.nullable),
            typed => typed.iter().all(|part| part.nullable),
        }
    }

    /// Adds what another part says.
    fn join(
        &mut self,
        all: &mut Lowered,
        other: Lowered,
        place: &Place,
        cursor: &PathCursor<'_>,
        first: &JsonPointer,
    ) {
        let met = self.meet(&all.ty, &other.ty, place, cursor);
        let met = met.unwrap_or_else(|apart| {
            match apart {
                Apart::NoType => self.raw(
                    &cursor.to_pointer(),
                    "what all parts of this `allOf` have in common has no type",
                ),
                Apart::Contradiction => self.contradiction(
                    cursor.on_value(),
                    Some(diagnostics::Anchor::Value(first.clone()).into()),
                    "this contradicts another part: no value can satisfy both".to_owned(),
                ),
            }
            Type::Any.into()
        });
        all.ty = met.ty;
        self.tell_excluded(&all.constraints, &other.constraints, cursor);
        add_constraints(&mut all.constraints, other.constraints);
        add_constraints(&mut all.constraints, met.constraints);
        all.default = other.default.or(all.default.take());
        all.docs = over(other.docs, std::mem::take(&mut all.docs));
        all.read_only |= other.read_only;
        all.write_only |= other.write_only;
    }

    /// Adds what a schema that names no type asks of values of the type that they have.
    fn limit(
        &mut self,
        all: &mut Lowered,
        limit: &Keywords<'d>,
        place: &Place,
        cursor: &PathCursor<'_>,
    ) {
        if limit.not.is_some() {
            self.negation(cursor);
        }
        if limit.format.is_some() {
            let ty = self.as_json(&all.ty);
            let typed = Keywords {
                kind: Kind::of_json(&ty),
                ..limit.clone()
            };
            self.format_mismatch(&typed, cursor);
            let ty = self.scalar(&typed, cursor);
            match self.meet(&all.ty, &ty, place, cursor) {
                Ok(met) => all.ty = met.ty,
                Err(_) => self.contradiction(
                    cursor.key("format").on_value(),
                    None,
                    "this contradicts the format of another part: no value can satisfy both"
                        .to_owned(),
                ),
            }
        }
        let more = self.constraints(limit, &all.ty.clone(), cursor);
        self.tell_excluded(&all.constraints, &more, cursor);
        add_constraints(&mut all.constraints, more);
    }

    /// What a schema that is composed of others says of its values besides their type.
    pub(super) fn said(&self, ty: Type, keywords: &Keywords<'d>) -> Lowered {
        let mut said = Lowered::new(ty, keywords);
        let parts = self.said_by_parts(keywords, &mut Vec::new());
        said.nullable |= parts.nullable.unwrap_or_default();
        said.read_only |= parts.read_only;
        said.write_only |= parts.write_only;
        said
    }

    fn said_by_parts(&self, keywords: &Keywords<'d>, seen: &mut Vec<&'d str>) -> SaidByParts {
        let mut said = SaidByParts::default();
        for part in keywords.all_of {
            let part = match part {
                ReferenceOr::Item(schema) => Keywords::of(schema),
                ReferenceOr::Reference { reference } => {
                    let Some((name, schema)) =
                        self.referred(reference, "schemas", |all| &all.schemas)
                    else {
                        continue;
                    };
                    if seen.contains(&name) {
                        continue;
                    }
                    seen.push(name);
                    Keywords::of(schema)
                }
            };
            let below = self.said_by_parts(&part, seen);
            said.read_only |= part.data.read_only || below.read_only;
            said.write_only |= part.data.write_only || below.write_only;
            let own = (part.is_object() || part.data.nullable).then_some(part.data.nullable);
            let nullable = match (own, below.nullable) {
                (Some(own), Some(below)) => Some(own || below),
                (own, below) => own.or(below),
            };
            said.nullable = match (said.nullable, nullable) {
                (Some(one), Some(other)) => Some(one && other),
                (one, other) => one.or(other),
            };
        }
        said
    }
}

/// What the parts of an `allOf` say of its values besides their type.
#[derive(Default)]
struct SaidByParts {
    /// Whether all that say what they are allow null; `None` where none does.
    nullable: Option<bool>,
    read_only: bool,
    write_only: bool,
}

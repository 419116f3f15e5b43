//! Schemas that are put together from others: `allOf`, and objects that are one of several alternatives as well.

use openapiv3::{ReferenceOr, Schema};

use super::component::Role;
use super::flat::{Flat, Group};
use super::keywords::{Keywords, Unboxed};
use super::schema::{Lowered, overlay};
use super::union::{Alternatives, tags_of};
use super::{Lowering, Place, names};
use crate::diagnostics::code::Code;
use crate::diagnostics::{self, Diagnostic};
use crate::ir::{Constraint, Docs, Type, TypeId, TypeKind, Union, UnionVariant};
use crate::source::{JsonPointer, PathCursor};

/// How many combinations of alternatives an object may have; what has more is kept as an object.
const COMBINATIONS: usize = 64;

impl<'d> Lowering<'d> {
    /// A schema that is no reference; `own` is the type that it has already, where it has a name.
    pub(super) fn resolve(
        &mut self,
        keywords: &Keywords<'d>,
        cursor: &PathCursor<'_>,
        place: &Place,
        own: Option<TypeId>,
    ) -> Lowered {
        if keywords.not.is_some() {
            self.negation(cursor);
        }
        let groups = Alternatives::of(keywords);
        match (keywords.all_of, &groups[..]) {
            ([], []) if !(keywords.is_object() && keywords.data.discriminator.is_some()) => {
                self.plain(keywords, cursor, place)
            }
            ([_, ..], [])
                if keywords.is_bare()
                    && !keywords.has_limits()
                    && let Some((index, part)) = only_part(keywords.all_of) =>
            {
                let inner = self.schema(part.unboxed(), &cursor.key("allOf").index(index), place);
                let all =
                    silent_parts(keywords.all_of).fold(inner, |inner, part| overlay(inner, &part));
                overlay(all, keywords)
            }
            ([], [ty]) if keywords.says_at_most_object() => {
                self.alternatives(keywords, *ty, cursor, place, own)
            }
            _ if self.is_object(keywords, &mut Vec::new()) => {
                let id = own.unwrap_or_else(|| self.reserve_inline(place));
                self.define_object(id, keywords, cursor);
                self.said(Type::Named(id), keywords)
            }
            _ => self.values(keywords, &groups, cursor, place, own),
        }
    }

    /// Defines an object that is put together from others, whose members are known.
    pub(super) fn define_composed(
        &mut self,
        id: TypeId,
        keywords: &Keywords<'d>,
        cursor: &PathCursor<'_>,
    ) {
        let flat = self.flatten(keywords, cursor, &Place::within(id));
        let parts = cursor.key("allOf");
        let own = keywords.data.discriminator.is_some() && flat.groups.is_empty();
        let of_parts = (0..).zip(keywords.all_of).filter(|(_, part)| {
            matches!(part, ReferenceOr::Item(schema) if schema.schema_data.discriminator.is_some())
        });
        let of_parts = of_parts.map(|(index, _)| parts.index(index).to_pointer());
        for place in own.then(|| cursor.to_pointer()).into_iter().chain(of_parts) {
            self.diagnostics.push(
                Diagnostic::new(
                    Code::DiscriminatorWithoutEffect,
                    diagnostics::Anchor::Key(place.key("discriminator")),
                    "this discriminator has no effect: nothing can inherit from an inline schema",
                )
                .help("move the schema to `components/schemas` and refer to it"),
            );
        }
        self.define_flat(id, flat, keywords, cursor);
    }

    /// Defines what an object laid flat is: an object, or alternatives which each have its members.
    pub(super) fn define_flat(
        &mut self,
        id: TypeId,
        mut flat: Flat<'d>,
        keywords: &Keywords<'d>,
        cursor: &PathCursor<'_>,
    ) {
        let groups = std::mem::take(&mut flat.groups);
        let mut choices = Vec::new();
        for group in groups {
            match required_only(&group) {
                Some(rule) => flat.rules.push(rule),
                // A choice that is being made: the schema is among its own alternatives.
                None if self.choosing.contains(&group.pointer) => {}
                None => choices.push(group),
            }
        }
        let combinations = choices
            .iter()
            .map(|group| group.ty.variants.len())
            .fold(1_usize, usize::saturating_mul);
        if combinations > COMBINATIONS {
            for group in choices.drain(..) {
                self.raw(
                    &group.pointer,
                    "these alternatives have too many combinations: they are not generated, and their members are additional data",
                );
            }
        }
        let [first, ..] = &choices[..] else {
            self.define_members(id, &flat, keywords.docs());
            return;
        };
        let any_of = choices.iter().any(|group| group.ty.any_of);
        let discriminator = match &choices[..] {
            [only] => only
                .pointer
                .with_cursor(|cursor| self.effective(only.ty, cursor)),
            _ => None,
        };
        let mapping = first
            .pointer
            .parent()
            .unwrap_or_default()
            .with_cursor(|cursor| self.mapping(discriminator, cursor));
        let tag = discriminator.map(|found| found.property_name.clone());
        let before = self.choosing.len();
        self.choosing
            .extend(choices.iter().map(|group| group.pointer.clone()));
        let mut variants = Vec::new();
        for combination in combine(&choices) {
            if let Some(mut variant) = self.alternative(id, &flat, &combination) {
                let named = variant.name.clone().unwrap_or_default();
                if tag.is_some() {
                    variant.tags = tags_of(&mapping, &named);
                }
                variants.push(variant);
            }
        }
        let list = first.pointer.clone();
        self.choosing.truncate(before);
        if variants.is_empty() {
            self.contradiction(
                diagnostics::Anchor::Value(list).into(),
                Some(cursor.on_value()),
                "none of these alternatives is an object, as the schema demands".to_owned(),
            );
            return;
        }
        let place = Place::within(id);
        let lowered = list.with_cursor(|cursor| {
            self.define_branches(
                keywords,
                Union {
                    any_of,
                    tag,
                    variants,
                },
                cursor,
                &place,
                Some(id),
            )
        });
        if lowered.ty != Type::Named(id) {
            self.define(id, TypeKind::Alias(lowered.ty), keywords.docs());
        }
    }

    /// An object together with an alternative of each choice; `None` where that can be no object.
    fn alternative(
        &mut self,
        within: TypeId,
        base: &Flat<'d>,
        combination: &[(&'d ReferenceOr<Schema>, JsonPointer)],
    ) -> Option<UnionVariant> {
        let words: Vec<String> = combination
            .iter()
            .filter_map(|(variant, _)| match variant {
                ReferenceOr::Reference { reference } => names::schema(reference).map(str::to_owned),
                ReferenceOr::Item(_) => Self::branch_name(variant),
            })
            .collect();
        let name = words.join(" ");
        let place = Place::within(within).below(&name);
        if let [(variant, pointer)] = combination
            && (!self.is_objects(variant) || base.is_empty() && base.rules.is_empty())
        {
            if base.typed && !self.is_objects(variant) {
                return None;
            }
            let lowered =
                pointer.with_cursor(|cursor| self.schema(variant.unboxed(), cursor, &place));
            return Some(self.alternative_of(Some(name), lowered));
        }
        if !combination
            .iter()
            .all(|(variant, _)| self.is_objects(variant))
        {
            return None;
        }
        if let [(ReferenceOr::Reference { reference }, _)] = combination
            && let Some((_, component)) = names::schema(reference)
                .and_then(|name| self.components.by_name.get_key_value(name))
            && let id = component.id
            && let Some(than) = self.flat_of(id)
            && base.is_within(&than)
        {
            let lowered = Lowered {
                ty: Type::Named(id),
                ..Lowered::any()
            };
            return Some(self.alternative_of(Some(name), lowered));
        }
        let id = self.reserve_inline(&place);
        let mut flat = base.clone();
        for (variant, pointer) in combination {
            pointer.with_cursor(|cursor| {
                self.add_part(variant, cursor, &Place::within(id), &mut flat)
            });
        }
        let keywords = combination.iter().find_map(|(variant, _)| match variant {
            ReferenceOr::Item(schema) => Some(Keywords::of(schema)),
            ReferenceOr::Reference { reference } => self
                .referred(reference, "schemas", |all| &all.schemas)
                .map(|(_, schema)| Keywords::of(schema)),
        })?;
        let (_, pointer) = combination.first()?;
        pointer.with_cursor(|cursor| {
            self.settle(&mut flat, &keywords, cursor);
            self.define_flat(id, flat, &keywords, cursor);
        });
        let lowered = Lowered {
            ty: Type::Named(id),
            ..Lowered::any()
        };
        Some(UnionVariant {
            docs: Docs::default(),
            ..self.alternative_of(Some(name), lowered)
        })
    }

    /// Whether values of a schema may be objects.
    fn is_objects(&self, schema: &ReferenceOr<Schema>) -> bool {
        match schema {
            ReferenceOr::Item(schema) => Keywords::of(schema).may_be_object(),
            ReferenceOr::Reference { reference } => names::schema(reference)
                .and_then(|name| self.component(name, "schemas", |all| &all.schemas))
                .is_none_or(|(name, schema)| {
                    let role = self
                        .components
                        .by_name
                        .get(name)
                        .map(|component| component.role);
                    !matches!(role, Some(Role::StringEnum { .. } | Role::ValueEnum))
                        && Keywords::of(schema).may_be_object()
                }),
        }
    }

    /// Says that `not` is not generated.
    pub(super) fn negation(&mut self, cursor: &PathCursor<'_>) {
        self.diagnostics.push(
            Diagnostic::new(
                Code::Negation,
                cursor.key("not").on_key(),
                "what `not` excludes is documented, and not checked",
            )
            .help("say what the value is instead of what it is not"),
        );
    }

    /// Says that something is kept as it comes.
    pub(super) fn raw(&mut self, cursor: &JsonPointer, what: &str) {
        self.diagnostics.push(
            Diagnostic::new(
                Code::RawJson,
                diagnostics::Anchor::Value(cursor.clone()),
                what,
            )
            .help("write one schema with all the keywords, or leave it as it is: nothing is lost"),
        );
    }
}

/// The part of an `allOf` that says something of its values, where only one does.
fn only_part(parts: &[ReferenceOr<Schema>]) -> Option<(usize, &ReferenceOr<Schema>)> {
    let mut saying = parts
        .iter()
        .enumerate()
        .filter(|(_, part)| !is_silent(part));
    match (saying.next(), saying.next()) {
        (None, None) => parts
            .first()
            .map(|first| (0, first))
            .filter(|_| parts.len() == 1),
        (Some(only), None) => Some(only),
        _ => None,
    }
}

/// The parts of an `allOf` that only talk to a reader, and of the place.
fn silent_parts(parts: &[ReferenceOr<Schema>]) -> impl Iterator<Item = Keywords<'_>> {
    parts
        .iter()
        .filter(|part| is_silent(part))
        .filter_map(|part| match part {
            ReferenceOr::Item(schema) => Some(Keywords::of(schema)),
            ReferenceOr::Reference { .. } => None,
        })
}

fn is_silent(part: &ReferenceOr<Schema>) -> bool {
    let ReferenceOr::Item(schema) = part else {
        return false;
    };
    let keywords = Keywords::of(schema);
    keywords.is_bare()
        && !keywords.has_limits()
        && !keywords.is_composed()
        && keywords.data.discriminator.is_none()
}

/// The rule of alternatives that only ask for members: which sets of members there must be one of.
pub(super) fn required_only(group: &Group<'_>) -> Option<Constraint> {
    let sets: Option<Vec<Vec<String>>> = group
        .ty
        .variants
        .iter()
        .map(|variant| match variant {
            ReferenceOr::Item(schema) => {
                let keywords = Keywords::of(schema);
                let asks_only = keywords.says_at_most_required() && !keywords.is_composed();
                let is_empty = keywords.max_properties == Some(0);
                (asks_only && (is_empty || !keywords.required.is_empty()))
                    .then(|| keywords.required.to_vec())
            }
            ReferenceOr::Reference { .. } => None,
        })
        .collect();
    Some(Constraint::Properties {
        exactly_one: !group.ty.any_of,
        sets: sets?,
    })
}

/// One alternative of each group, in every combination.
fn combine<'d>(groups: &[Group<'d>]) -> Vec<Vec<(&'d ReferenceOr<Schema>, JsonPointer)>> {
    let mut combinations = vec![Vec::new()];
    for group in groups {
        combinations = combinations
            .into_iter()
            .flat_map(|chosen: Vec<(&'d ReferenceOr<Schema>, JsonPointer)>| {
                let variants = group.ty.variants.iter().enumerate();
                variants.map(move |(index, variant)| {
                    let mut chosen = chosen.clone();
                    chosen.push((variant, group.pointer.index(index)));
                    chosen
                })
            })
            .collect();
    }
    combinations
}

//! Objects that are composed of others: `allOf`, and objects that also match one of several
//! alternatives.

use super::mapping::mapped_values;
use super::merge::contradictions::RAW_JSON;
use super::merge::merged_object::{AlternativeSet, MergedObject};
use super::one_of::variant_name;
use super::{InlinePath, TypeLowerer, docs};
use crate::diagnostics::code::Code;
use crate::diagnostics::{Anchor, Diagnostic};
use crate::document::Schema;
use crate::ir::{Constraint, Docs, Type, TypeId, TypeKind, Union, UnionVariant, UntypedReason};
use crate::schema::{AlternativeKeyword, Role, SchemaView, composed_objects};
use crate::source::{JsonPointer, PathCursor};

/// The maximum number of combinations of alternatives. An object with more is generated without
/// alternatives.
const MAX_COMBINATIONS: usize = 64;

/// An inline object that has a type, and waits for a named object that it is composed of.
pub(super) struct DeferredObject<'d> {
    id: TypeId,
    view: SchemaView<'d>,
    pointer: JsonPointer,
    path: InlinePath,
}

/// One schema of each set of alternatives, with its location.
type Combination<'d> = Vec<(&'d Schema, JsonPointer)>;

impl<'d> TypeLowerer<'d> {
    /// Defines the type of an inline object, as soon as all named objects that it is composed of
    /// are merged. `path` is that of the type.
    pub(super) fn define_composed_object(
        &mut self,
        id: TypeId,
        view: SchemaView<'d>,
        cursor: &PathCursor<'_>,
        path: &InlinePath,
    ) {
        let missing = composed_objects(view, self.components)
            .into_iter()
            .find(|name| self.is_pending(name));
        if let Some(missing) = missing {
            let deferred = self.lowered.deferred_objects.entry(missing).or_default();
            deferred.push(DeferredObject {
                id,
                view,
                pointer: cursor.to_pointer(),
                path: path.clone(),
            });
            return;
        }
        let object = self.merge_object(view, cursor, path);
        self.warn_inline_discriminators(view, &object, cursor);
        self.define_merged(id, object, view, cursor, path);
    }

    /// Defines the inline objects that waited for a named object.
    pub(super) fn resume_deferred_objects(&mut self, name: &str) {
        let deferred = self.lowered.deferred_objects.remove(name);
        for object in deferred.unwrap_or_default() {
            let DeferredObject {
                id,
                view,
                pointer,
                path,
            } = object;
            pointer.with_cursor(|cursor| self.define_composed_object(id, view, cursor, &path));
        }
    }

    /// Warns of discriminators of an inline object: nothing can inherit from it.
    fn warn_inline_discriminators(
        &mut self,
        view: SchemaView<'d>,
        object: &MergedObject<'d>,
        cursor: &PathCursor<'_>,
    ) {
        let own = view.discriminator.is_some() && object.alternatives.is_empty();
        let parts = cursor.key("allOf");
        let of_parts = view
            .parts()
            .enumerate()
            .filter(|(_, part)| part.discriminator.is_some())
            .map(|(index, _)| parts.index(index).to_pointer());
        for pointer in own.then(|| cursor.to_pointer()).into_iter().chain(of_parts) {
            self.diagnostics.push(
                Diagnostic::new(
                    Code::DiscriminatorWithoutEffect,
                    Anchor::Key(pointer.key("discriminator")),
                    "this discriminator has no effect: an inline schema cannot be inherited from",
                )
                .help("move the schema to `components/schemas` and reference it"),
            );
        }
    }

    /// Defines the type of a merged object: an object, or a union of what each of its alternatives
    /// is together with it. `path` is that of the type.
    pub(super) fn define_merged(
        &mut self,
        id: TypeId,
        mut object: MergedObject<'d>,
        view: SchemaView<'d>,
        cursor: &PathCursor<'_>,
        path: &InlinePath,
    ) {
        if object.is_impossible {
            self.record_untyped(UntypedReason::Contradiction, cursor.to_pointer(), None);
            self.define(id, TypeKind::Alias(Type::Any), docs(view));
            return;
        }
        let mut choices = Vec::new();
        for set in std::mem::take(&mut object.alternatives) {
            match required_sets(&set) {
                Some(constraint) => object.constraints.push(constraint),
                None if path.is_expanding(&set.pointer) => {}
                None => choices.push(set),
            }
        }
        let combinations = choices
            .iter()
            .map(|set| set.alternatives.schemas.len())
            .fold(1_usize, usize::saturating_mul);
        if combinations > MAX_COMBINATIONS {
            for set in choices.drain(..) {
                self.warn_raw_json(
                    UntypedReason::Alternatives,
                    &set.pointer,
                    "these alternatives have too many combinations; they are not generated, and \
                     their properties are kept as additional data",
                );
            }
        }
        let [first, ..] = &choices[..] else {
            if object.is_empty() {
                self.raw_json(UntypedReason::NoProperties, cursor, path);
            }
            self.define_object(id, &object, docs(view));
            return;
        };
        let any_of = choices
            .iter()
            .any(|set| set.alternatives.keyword == AlternativeKeyword::AnyOf);
        let discriminator = match &choices[..] {
            [only] => only
                .pointer
                .with_cursor(|cursor| self.usable_discriminator(only.alternatives, cursor)),
            _ => None,
        };
        let beside = first.pointer.parent().unwrap_or_default();
        let mapping = beside.with_cursor(|cursor| self.mapping(discriminator, cursor));
        let tag = discriminator.map(|discriminator| discriminator.property_name.clone());
        let inner = path.expanding(choices.iter().map(|set| set.pointer.clone()));
        let mut variants = Vec::new();
        for combination in cartesian_product(&choices) {
            if let Some(mut variant) = self.variant(&object, &combination, &inner) {
                if tag.is_some() {
                    let name = variant.name.as_deref().unwrap_or_default();
                    variant.tags = mapped_values(&mapping, name);
                }
                variants.push(variant);
            }
        }
        if variants.is_empty() {
            self.report_contradiction(
                Anchor::Value(first.pointer.clone()).into(),
                None,
                "no value satisfies the schema and one of these alternatives",
                RAW_JSON,
            );
            self.define(id, TypeKind::Alias(Type::Any), docs(view));
            return;
        }
        let union = Union {
            any_of,
            tag,
            variants,
        };
        let lowered = first
            .pointer
            .with_cursor(|cursor| self.define_union(view, union, cursor, path, Some(id)));
        if lowered.ty != Type::Named(id) {
            self.define(id, TypeKind::Alias(lowered.ty), docs(view));
        }
    }

    /// Returns an object together with one schema of each of its sets of alternatives, or `None` if
    /// no object matches all of them.
    fn variant(
        &mut self,
        object: &MergedObject<'d>,
        combination: &Combination<'d>,
        path: &InlinePath,
    ) -> Option<UnionVariant> {
        let words: Vec<String> = combination
            .iter()
            .filter_map(|(schema, _)| match &schema.reference {
                Some(reference) => Some(reference.clone()),
                None => variant_name(schema),
            })
            .collect();
        let name = words.join(" ");
        let path = path.below(&name);
        if let [(schema, pointer)] = &combination[..]
            && (!self.may_be_object(schema) || object.is_empty() && object.constraints.is_empty())
        {
            if object.typed && !self.may_be_object(schema) {
                return None;
            }
            let lowered = pointer.with_cursor(|cursor| self.lower_schema(schema, cursor, &path));
            return Some(self.union_variant(Some(name), lowered));
        }
        if !combination
            .iter()
            .all(|(schema, _)| self.may_be_object(schema))
        {
            return None;
        }
        if let [(schema, _)] = &combination[..]
            && let Some(id) = schema
                .reference
                .as_ref()
                .and_then(|reference| self.component_type(reference))
            && let Some(other) = self.object_of_type(id)
            && object.includes(&other)
        {
            return Some(self.union_variant(Some(name), Type::Named(id).into()));
        }
        let id = self.reserve(&path);
        let path = path.of_type(id);
        let mut object = MergedObject {
            component: None,
            ..object.clone()
        };
        for (schema, pointer) in combination {
            pointer.with_cursor(|cursor| {
                self.merge_part(schema, cursor, &path, &mut object, &mut Vec::new());
            });
        }
        let (first, pointer) = combination.first()?;
        let (_, view) = SchemaView::new(first).resolve(self.document)?;
        if object.excludes_objects() {
            self.report_impossible_alternative(&object, pointer);
            return None;
        }
        pointer.with_cursor(|cursor| {
            self.complete_object(&mut object, cursor);
            self.define_merged(id, object, view, cursor, &path);
        });
        Some(UnionVariant {
            docs: Docs::default(),
            ..self.union_variant(Some(name), Type::Named(id).into())
        })
    }

    /// Returns whether values of a schema may be objects.
    fn may_be_object(&self, schema: &'d Schema) -> bool {
        let Some((name, view)) = SchemaView::new(schema).resolve(self.document) else {
            return true;
        };
        let role = name.and_then(|name| Some(self.components.get(name)?.role));
        !matches!(role, Some(Role::StringEnum { .. } | Role::ValueEnum)) && view.may_be_object()
    }

    /// Returns whether a named object is not merged yet.
    fn is_pending(&self, name: &str) -> bool {
        !self.lowered.objects.contains_key(name)
    }
}

/// Returns the constraint that alternatives are which only require properties: which sets of
/// properties there are.
pub(in crate::lower) fn required_sets(set: &AlternativeSet<'_>) -> Option<Constraint> {
    let sets: Option<Vec<Vec<String>>> = set
        .alternatives
        .schemas
        .iter()
        .map(|schema| {
            let view = SchemaView::new(schema);
            let only_requires =
                schema.reference.is_none() && view.says_at_most_required() && !view.is_composed();
            let requires_nothing = view.max_properties == Some(0);
            (only_requires && (requires_nothing || !view.required.is_empty()))
                .then(|| schema.required.clone())
        })
        .collect();
    Some(Constraint::Properties {
        exactly_one: set.alternatives.keyword == AlternativeKeyword::OneOf,
        sets: sets?,
    })
}

/// Returns every combination of one schema of each set.
fn cartesian_product<'d>(sets: &[AlternativeSet<'d>]) -> Vec<Combination<'d>> {
    let mut combinations = vec![Combination::new()];
    for set in sets {
        combinations = combinations
            .into_iter()
            .flat_map(|chosen| {
                let schemas = set.alternatives.schemas.iter().enumerate();
                schemas.map(move |(index, schema)| {
                    let mut chosen = chosen.clone();
                    chosen.push((schema, set.pointer.index(index)));
                    chosen
                })
            })
            .collect();
    }
    combinations
}

//! The named schemas that have to be lowered before another one.

use std::collections::HashSet;

use indexmap::IndexMap;

use crate::document::{AdditionalPropertiesKeyword, Discriminator, Document, Schema, SchemaId};
use crate::schema::components::{
    Component, Components, Role, is_object, mapping_target, only_part,
};
use crate::schema::view::SchemaView;

/// The reason why a schema is lowered before another one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Dependency {
    /// An object inside of the other schema is composed of it. The object can wait where the two
    /// schemas depend on each other.
    Composes,
    /// The other schema refers to it, and it is an alias.
    Resolves,
    /// The other schema inherits its properties.
    Inherits,
}

/// The schemas that one step depends on, in the order in which lowering needs them.
pub(super) struct Dependencies<'d, 'c> {
    document: &'d Document,
    components: &'c Components<'d>,
    found: IndexMap<&'d str, Dependency>,
    /// The inline schemas that have been visited.
    visited: HashSet<SchemaId>,
    /// The pairs of schemas whose intersection has been visited.
    intersected: HashSet<(SchemaId, SchemaId)>,
}

impl<'d, 'c> Dependencies<'d, 'c> {
    pub(super) fn new(document: &'d Document, components: &'c Components<'d>) -> Self {
        Self {
            document,
            components,
            found: IndexMap::new(),
            visited: HashSet::new(),
            intersected: HashSet::new(),
        }
    }

    pub(super) fn into_vec(self) -> Vec<(&'d str, Dependency)> {
        self.found.into_iter().collect()
    }

    /// Adds what resolving an alias, or merging the properties of an object, depends on.
    pub(super) fn lower(&mut self, component: Component<'d>) {
        match component.role {
            Role::Object | Role::TaggedUnion { .. } => {
                let inherits = Dependency::Inherits;
                self.properties(component.view, inherits, &mut vec![component.name]);
            }
            Role::Alias if component.view.reference.is_some() => self.value(component.view.schema),
            Role::Alias => self.inline(component.view),
            Role::StringEnum { .. } | Role::ValueEnum => {}
        }
    }

    /// Adds what defining the type of a component depends on.
    pub(super) fn define(&mut self, component: Component<'d>) {
        self.add(component.name, Dependency::Composes);
        match component.role {
            Role::Object => self.alternatives_of_object(component.view),
            Role::TaggedUnion { .. } => {
                for name in self.components.variants(component) {
                    if self
                        .components
                        .get(name)
                        .is_some_and(|c| c.role.has_properties())
                    {
                        self.add(name, Dependency::Composes);
                    }
                }
            }
            Role::Alias | Role::StringEnum { .. } | Role::ValueEnum => {}
        }
    }

    fn add(&mut self, name: &'d str, dependency: Dependency) {
        let known = self.found.entry(name).or_insert(dependency);
        *known = dependency.max(*known);
    }

    /// Adds the dependencies of a schema that describes a value.
    fn value(&mut self, schema: &'d Schema) {
        let Some(reference) = &schema.reference else {
            if self.visited.insert(schema.id) {
                self.inline(SchemaView::new(schema));
            }
            return;
        };
        if let Some(target) = self.components.get(reference)
            && target.role == Role::Alias
        {
            self.add(target.name, Dependency::Resolves);
        }
    }

    fn inline(&mut self, view: SchemaView<'d>) {
        let schema = view.schema;
        let alternatives = view.alternatives();
        let is_composed_object = is_object(view, self.document, &mut Vec::new())
            && (view.is_composed() || view.discriminator.is_some())
            && only_part(view, self.document).is_none()
            && !(view.all_of.is_empty() && alternatives.len() == 1 && view.says_at_most_object());
        if is_composed_object {
            for name in composed_objects(view, self.components) {
                self.add(name, Dependency::Composes);
            }
            self.properties(view, Dependency::Composes, &mut Vec::new());
            self.alternatives_of_object(view);
            return;
        }
        if !view.is_composed() && (!view.properties.is_empty() || !view.required.is_empty()) {
            self.properties(view, Dependency::Composes, &mut Vec::new());
            return;
        }
        for part in &schema.all_of {
            self.value(part);
        }
        let items = schema.items.iter().chain(&schema.content_schema);
        for part in items.map(AsRef::as_ref).chain(&schema.prefix_items) {
            self.value(part);
        }
        if let Some(AdditionalPropertiesKeyword::Schema(additional)) = &schema.additional_properties
        {
            self.value(additional);
        }
        for alternatives in &alternatives {
            for alternative in alternatives.schemas {
                self.value(alternative);
            }
            let mapping = alternatives.discriminator.into_iter();
            for target in mapping.flat_map(Discriminator::targets) {
                if let Some(target) = self.components.get(mapping_target(target))
                    && target.role == Role::Alias
                {
                    self.add(target.name, Dependency::Resolves);
                }
            }
        }
        for (index, part) in schema.all_of.iter().enumerate() {
            for earlier in &schema.all_of[..index] {
                self.intersection(earlier, part);
            }
        }
    }

    /// Adds what merging the properties of an object depends on. `base` is how the object depends on
    /// its bases, `seen` are the aliases on the path.
    fn properties(&mut self, view: SchemaView<'d>, base: Dependency, seen: &mut Vec<&'d str>) {
        let schema = view.schema;
        for part in &schema.all_of {
            self.part(part, base, seen);
        }
        for property in schema.properties.values() {
            self.value(property);
        }
        if let Some(AdditionalPropertiesKeyword::Schema(additional)) = &schema.additional_properties
        {
            self.value(additional);
        }
        self.repeated_properties(view);
    }

    /// Adds the dependencies of a part of the `allOf` of an object.
    fn part(&mut self, part: &'d Schema, base: Dependency, seen: &mut Vec<&'d str>) {
        let Some(reference) = &part.reference else {
            self.properties(SchemaView::new(part), base, seen);
            return;
        };
        let Some(target) = self.components.get(reference) else {
            return;
        };
        match target.role {
            Role::Object | Role::TaggedUnion { .. } => {
                self.add(target.name, base);
            }
            Role::Alias if !seen.contains(&target.name) => {
                seen.push(target.name);
                if target.view.reference.is_some() {
                    self.part(target.view.schema, base, seen);
                } else if target.view.may_be_object() {
                    self.properties(target.view, base, seen);
                }
            }
            _ => {}
        }
    }

    /// Adds what the alternatives of an object depend on, its own and the inherited ones.
    fn alternatives_of_object(&mut self, view: SchemaView<'d>) {
        for name in composed_objects(view, self.components) {
            self.add(name, Dependency::Composes);
        }
        let own = view.alternatives();
        for alternative in own.iter().flat_map(|alternatives| alternatives.schemas) {
            self.value(alternative);
        }
        for part in view.parts() {
            if part.reference.is_none() {
                self.alternatives_of_object(part);
            }
        }
    }

    /// Adds the dependencies of the intersections that properties become which several parts of an
    /// object declare.
    fn repeated_properties(&mut self, view: SchemaView<'d>) {
        let schema = view.schema;
        let sources: Vec<&'d Schema> = schema.all_of.iter().collect();
        for (index, source) in sources.iter().enumerate().skip(1) {
            let mut declared = Vec::new();
            self.declarations(source, &mut Vec::new(), &mut declared);
            for (name, declaration) in declared {
                for earlier in &sources[..index] {
                    self.repeated_property(name, earlier, declaration);
                }
            }
        }
        for (name, declaration) in &schema.properties {
            for earlier in &sources {
                self.repeated_property(name, earlier, declaration);
            }
        }
    }

    fn repeated_property(&mut self, name: &str, earlier: &'d Schema, declaration: &'d Schema) {
        let mut declared = Vec::new();
        self.declarations_of(name, earlier, &mut Vec::new(), &mut declared);
        for first in declared {
            self.intersection(first, declaration);
        }
    }

    /// Collects the properties that a part of an object declares or inherits.
    fn declarations(
        &self,
        part: &'d Schema,
        seen: &mut Vec<SchemaId>,
        declared: &mut Vec<(&'d str, &'d Schema)>,
    ) {
        let Some(schema) = self.resolved(part) else {
            return;
        };
        if seen.contains(&schema.id) {
            return;
        }
        seen.push(schema.id);
        let own = schema.properties.iter();
        declared.extend(own.map(|(name, declaration)| (name.as_str(), declaration)));
        for part in &schema.all_of {
            self.declarations(part, seen, declared);
        }
    }

    /// Collects the declarations of one property in a part of an object.
    fn declarations_of(
        &self,
        name: &str,
        part: &'d Schema,
        seen: &mut Vec<SchemaId>,
        declared: &mut Vec<&'d Schema>,
    ) {
        let Some(schema) = self.resolved(part) else {
            return;
        };
        if seen.contains(&schema.id) {
            return;
        }
        seen.push(schema.id);
        declared.extend(schema.properties.get(name));
        for part in &schema.all_of {
            self.declarations_of(name, part, seen, declared);
        }
    }

    /// Adds what the intersection of two schemas depends on: the objects that it merges.
    fn intersection(&mut self, one: &'d Schema, other: &'d Schema) {
        let (Some(first), Some(second)) = (self.resolved(one), self.resolved(other)) else {
            return;
        };
        if first.id == second.id || !self.intersected.insert((first.id, second.id)) {
            return;
        }
        for schema in [one, other] {
            self.object_behind(schema);
        }
        for (schema, opposite) in [(first, other), (second, one)] {
            let inner = schema
                .all_of
                .iter()
                .chain(&schema.one_of)
                .chain(&schema.any_of);
            for inner in inner {
                self.intersection(inner, opposite);
            }
        }
        if let (Some(one), Some(other)) = (&first.items, &second.items) {
            self.intersection(one, other);
        }
        for (one, other) in first.prefix_items.iter().zip(&second.prefix_items) {
            self.intersection(one, other);
        }
        for (one, other) in [(first, second), (second, first)] {
            if let Some(items) = &one.items {
                for part in &other.prefix_items {
                    self.intersection(items, part);
                }
            }
        }
        if let (
            Some(AdditionalPropertiesKeyword::Schema(one)),
            Some(AdditionalPropertiesKeyword::Schema(other)),
        ) = (&first.additional_properties, &second.additional_properties)
        {
            self.intersection(one, other);
        }
        for (name, one) in &first.properties {
            if let Some(other) = second.properties.get(name) {
                self.intersection(one, other);
            }
        }
    }

    /// Adds the object to which a reference resolves, through aliases.
    fn object_behind(&mut self, schema: &'d Schema) {
        let mut schema = schema;
        for _ in 0..=self.components.names().count() {
            let Some(reference) = &schema.reference else {
                return;
            };
            let Some(target) = self.components.get(reference) else {
                return;
            };
            if target.role.has_properties() {
                self.add(target.name, Dependency::Composes);
                return;
            }
            schema = target.view.schema;
        }
    }

    fn resolved(&self, schema: &'d Schema) -> Option<&'d Schema> {
        let (_, view) = SchemaView::new(schema).resolve(self.document)?;
        Some(view.schema)
    }
}

/// Returns the named objects that a schema is composed of, directly or not, by `allOf`, `oneOf` and
/// `anyOf`.
pub(crate) fn composed_objects<'d>(
    view: SchemaView<'d>,
    components: &Components<'d>,
) -> Vec<&'d str> {
    let mut seen: HashSet<&'d str> = HashSet::new();
    let mut objects = Vec::new();
    let mut open: Vec<&'d Schema> = vec![];
    let push = |view: SchemaView<'d>, open: &mut Vec<&'d Schema>| {
        let schema = view.schema;
        let parts = schema
            .all_of
            .iter()
            .chain(&schema.one_of)
            .chain(&schema.any_of);
        let from = open.len();
        open.extend(parts);
        open[from..].reverse();
    };
    push(view, &mut open);
    while let Some(schema) = open.pop() {
        let Some(reference) = &schema.reference else {
            push(SchemaView::new(schema), &mut open);
            continue;
        };
        let Some(target) = components.get(reference) else {
            continue;
        };
        if seen.insert(target.name) {
            if target.role.has_properties() {
                objects.push(target.name);
            }
            if target.view.reference.is_some() {
                open.push(target.view.schema);
            } else {
                push(target.view, &mut open);
            }
        }
    }
    objects
}

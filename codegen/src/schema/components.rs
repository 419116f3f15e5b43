//! The roles of the named schemas, and their inheritance.

use std::collections::HashSet;

use indexmap::IndexMap;

use super::view::{EnumKind, SchemaView};
use crate::document::{Discriminator, Document, Schema};

/// The named schemas of a document.
#[derive(Debug)]
pub(crate) struct Components<'d> {
    by_name: IndexMap<&'d str, Component<'d>>,
    /// By name, the schemas whose `allOf` refers to it, in the document's order.
    derived: IndexMap<&'d str, Vec<&'d str>>,
}

/// A schema under `components/schemas`.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Component<'d> {
    /// Its name.
    pub(crate) name: &'d str,
    /// The schema.
    pub(crate) view: SchemaView<'d>,
    /// The kind of type that it becomes.
    pub(crate) role: Role,
}

/// The kind of type that a named schema becomes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Role {
    /// An object with properties.
    Object,
    /// A tagged union of the schema and everything that inherits from it.
    TaggedUnion {
        /// Whether the schema is abstract, so that it is not a variant itself.
        is_abstract: bool,
    },
    /// An enum of strings.
    StringEnum {
        /// Whether a value is a set of them.
        is_flags: bool,
    },
    /// An enum of other values.
    ValueEnum,
    /// Another name for a type.
    Alias,
}

impl Role {
    /// Returns whether other schemas can inherit properties from the schema.
    pub(crate) const fn has_properties(self) -> bool {
        matches!(self, Self::Object | Self::TaggedUnion { .. })
    }
}

impl<'d> Components<'d> {
    /// Determines the role of every named schema of a document.
    pub(crate) fn index(document: &'d Document) -> Self {
        let schemas = &document.components.schemas;
        let mut components = Self {
            by_name: IndexMap::with_capacity(schemas.len()),
            derived: IndexMap::new(),
        };
        for (name, schema) in schemas {
            for part in &schema.all_of {
                if let Some(reference) = &part.reference
                    && let Some((base, _)) = schemas.get_key_value(reference)
                {
                    components.derived.entry(base).or_default().push(name);
                }
            }
        }
        for (name, schema) in schemas {
            let view = SchemaView::new(schema);
            let role = if document.types.schemas.contains_key(name) {
                // The properties of a mapped schema are those of its type.
                Role::Alias
            } else {
                components.role(name, view, document)
            };
            components
                .by_name
                .insert(name, Component { name, view, role });
        }
        components
    }

    /// Returns the named schema, if there is one of this name.
    pub(crate) fn get(&self, name: &str) -> Option<Component<'d>> {
        self.by_name.get(name).copied()
    }

    /// Iterates over the named schemas in the document's order.
    pub(crate) fn iter(&self) -> impl Iterator<Item = Component<'d>> {
        self.by_name.values().copied()
    }

    /// Iterates over the names in the document's order.
    pub(crate) fn names(&self) -> impl Iterator<Item = &'d str> {
        self.by_name.keys().copied()
    }

    /// Returns the names of the schemas that inherit from a schema directly.
    pub(crate) fn derived(&self, name: &str) -> &[&'d str] {
        self.derived.get(name).map_or(&[], Vec::as_slice)
    }

    /// Returns the names of everything that inherits from a schema, directly or not, each base
    /// before what inherits from it.
    pub(crate) fn descendants(&self, name: &str) -> Vec<&'d str> {
        fn visit<'d>(
            components: &Components<'d>,
            name: &str,
            seen: &mut HashSet<&'d str>,
            descendants: &mut Vec<&'d str>,
        ) {
            for &derived in components.derived(name) {
                if seen.insert(derived) {
                    descendants.push(derived);
                    visit(components, derived, seen, descendants);
                }
            }
        }
        let mut descendants = Vec::new();
        visit(self, name, &mut HashSet::new(), &mut descendants);
        descendants
    }

    /// Returns everything that a schema inherits from, directly or not.
    pub(crate) fn ancestors(&self, name: &str) -> Vec<Component<'d>> {
        let mut ancestors: IndexMap<&'d str, Component<'d>> = IndexMap::new();
        let mut open: Vec<Component<'d>> = self.get(name).into_iter().collect();
        while let Some(component) = open.pop() {
            let references = component.view.schema.all_of.iter();
            let references = references.filter_map(|part| part.reference.as_deref());
            for base in references.filter_map(|reference| self.get(reference)) {
                if ancestors.insert(base.name, base).is_none() {
                    open.push(base);
                }
            }
        }
        ancestors.into_values().collect()
    }

    /// Returns the nearest base of several schemas that has a discriminator.
    pub(crate) fn discriminated_base(&self, names: &[&str]) -> Option<Component<'d>> {
        let (first, others) = names.split_first()?;
        let common = self.ancestors(first).into_iter().filter(|base| {
            base.view.discriminator_with_parts().is_some()
                && others.iter().all(|name| {
                    let mut ancestors = self.ancestors(name).into_iter();
                    ancestors.any(|ancestor| ancestor.name == base.name)
                })
        });
        common.max_by_key(|base| self.ancestors(base.name).len())
    }

    /// Returns the schemas that the values of a tagged union can have: those of the mapping, the
    /// descendants, and the base itself.
    pub(crate) fn variants(&self, component: Component<'d>) -> Vec<&'d str> {
        let mapping = component.view.discriminator_with_parts();
        let mapping = mapping
            .into_iter()
            .flat_map(Discriminator::targets)
            .filter_map(|target| Some(self.get(mapping_target(target))?.name));
        let mut variants: Vec<&'d str> = mapping.collect();
        variants.extend(self.descendants(component.name));
        variants.push(component.name);
        variants
    }

    fn role(&self, name: &'d str, view: SchemaView<'d>, document: &'d Document) -> Role {
        if view.reference.is_some() {
            return Role::Alias;
        }
        let is_object = is_object(view, document, &mut vec![name]);
        let alternatives = view.alternatives();
        if view.says_at_most_object() && !alternatives.is_empty() {
            return Role::Alias;
        }
        if is_object
            && alternatives.is_empty()
            && let Some(discriminator) = view.discriminator_with_parts()
            && (!discriminator.mapping.is_empty() || self.derived.contains_key(name))
        {
            let is_abstract = view.is_abstract();
            return Role::TaggedUnion { is_abstract };
        }
        if is_object && !view.is_map() {
            return Role::Object;
        }
        match view.enum_kind() {
            Some(EnumKind::Strings) => Role::StringEnum {
                is_flags: view.is_flags(),
            },
            Some(_) => Role::ValueEnum,
            None => Role::Alias,
        }
    }
}

/// Returns the name of the schema that a value of a discriminator's `mapping` names: a reference or
/// the name itself.
pub(crate) fn mapping_target(target: &str) -> &str {
    target
        .strip_prefix("#/components/schemas/")
        .filter(|name| !name.contains('/'))
        .unwrap_or(target)
}

/// Returns whether values of a schema are objects, by its own keywords or by what it inherits.
///
/// `seen` are the names of the schemas on the path.
pub(crate) fn is_object<'d>(
    view: SchemaView<'d>,
    document: &'d Document,
    seen: &mut Vec<&'d str>,
) -> bool {
    view.is_object()
        || view.parts().any(|part| match &part.schema.reference {
            None => is_object(part, document, seen),
            Some(reference) => {
                let schemas = &document.components.schemas;
                let Some((name, schema)) = schemas.get_key_value(reference) else {
                    return false;
                };
                if seen.contains(&name.as_str()) || schema.reference.is_some() {
                    return false;
                }
                seen.push(name);
                is_object(SchemaView::new(schema), document, seen)
            }
        })
}

/// Returns the schema in the `allOf` of another one that describes the same values, with its index.
///
/// It is the only one that constrains values, and the schema around it has no keywords of its own
/// apart from annotations, or from `type: object` if the part is an object anyway.
pub(crate) fn only_part<'d>(
    view: SchemaView<'d>,
    document: &'d Document,
) -> Option<(usize, &'d Schema)> {
    let constrains = !view.says_at_most_required()
        || !view.required.is_empty()
        || view.has_limits()
        || !view.alternatives().is_empty();
    if constrains {
        return None;
    }
    let parts = &view.schema.all_of;
    let mut saying = parts
        .iter()
        .enumerate()
        .filter(|(_, part)| !SchemaView::new(part).is_annotation_only());
    let (index, part) = match (saying.next(), saying.next()) {
        (None, None) if parts.len() == 1 => (0, &parts[0]),
        (Some(only), None) => only,
        _ => return None,
    };
    let is_same = || {
        let target = SchemaView::new(part).resolve(document);
        let is_object = |(_, view)| is_object(view, document, &mut Vec::new());
        view.discriminator.is_none() && target.is_some_and(is_object)
    };
    (view.instance_type.is_none() || is_same()).then_some((index, part))
}

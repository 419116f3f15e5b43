//! Tagged unions: a base schema with a discriminator, and everything that inherits from it.

use std::collections::HashSet;

use indexmap::IndexMap;
use serde_json::Value;

use super::TypeLowerer;
use super::components::at_schema;
use super::mapping::ENTRY_IGNORED;
use crate::diagnostics::Diagnostic;
use crate::diagnostics::code::Code;
use crate::ir::{Property, TagType, TaggedUnion, TaggedVariant, TypeId, UntypedReason};
use crate::schema::{Component, Role};
use crate::source::PathCursor;

impl<'d> TypeLowerer<'d> {
    /// Returns the tagged union of a named base, its own type among the variants unless it is
    /// abstract.
    pub(super) fn tagged_union(
        &mut self,
        component: Component<'d>,
        base: Option<TypeId>,
        cursor: &PathCursor<'_>,
    ) -> TaggedUnion {
        let object = self.merged_component(component.name);
        for set in &object.alternatives {
            self.warn_raw_json(
                UntypedReason::Alternatives,
                &set.pointer,
                "the alternatives of this base schema are not generated; their properties are \
                 kept as additional data",
            );
        }
        let discriminator = component.view.discriminator_with_parts();
        let tag = discriminator.map_or_else(String::new, |discriminator| {
            discriminator.property_name.clone()
        });
        let mut schemas = self.mapped_objects(component, cursor);
        let mapped: HashSet<&str> = schemas.values().copied().collect();
        // A schema may be missing because an entry was ignored.
        let ignores_entries =
            discriminator.is_some_and(|discriminator| discriminator.mapping.len() > schemas.len());
        for descendant in self.components.descendants(component.name) {
            let role = self.components.get(descendant).map(|found| found.role);
            let is_abstract = role == Some(Role::TaggedUnion { is_abstract: true });
            let is_impossible = self.merged_component(descendant).is_impossible;
            if !is_abstract && !is_impossible && !mapped.contains(descendant) {
                let value = self.discriminator_value(descendant);
                if !ignores_entries {
                    self.warn_unmapped(component, descendant, &mapped, cursor);
                }
                schemas.entry(value).or_insert(descendant);
            }
        }
        let mut variants = self.tagged_variants(&schemas);
        let untagged = base.map(|base| {
            let position = variants.iter().position(|variant| variant.ty == base);
            position.unwrap_or_else(|| {
                let variant = TaggedVariant {
                    tags: Vec::new(),
                    tag_type: TagType::String,
                    schema: component.name.to_owned(),
                    name: None,
                    ty: base,
                };
                variants.insert(0, variant);
                0
            })
        });
        let properties = object
            .properties
            .iter()
            .filter(|property| self.is_declared_by_all(&variants, property))
            .cloned()
            .collect();
        let default = self
            .default_mapping(discriminator, cursor)
            .and_then(|name| {
                let mut variants = variants.iter();
                variants.position(|variant| variant.schema == name)
            });
        TaggedUnion {
            tag,
            variants,
            untagged: default.or(untagged),
            accepts_unknown_tags: default.is_some(),
            properties,
        }
    }

    /// Warns of a derived schema that the mapping does not list, although it lists a sibling.
    fn warn_unmapped(
        &mut self,
        base: Component<'d>,
        name: &'d str,
        mapped: &HashSet<&str>,
        cursor: &PathCursor<'_>,
    ) {
        let Some(component) = self.components.get(name) else {
            return;
        };
        let extensions = &component.view.extensions;
        let parts = component.view.schema.all_of.iter();
        let mut bases = parts.filter_map(|part| part.reference.as_deref());
        let has_mapped_sibling = bases.any(|base| {
            let siblings = self.components.derived(base);
            siblings.iter().any(|sibling| mapped.contains(sibling))
        });
        if !has_mapped_sibling || extensions.contains_key("x-ms-discriminator-value") {
            return;
        }
        let mapping = cursor.key("discriminator");
        at_schema(name, |cursor| {
            self.diagnostics.push(
                Diagnostic::new(
                    Code::UnmappedSchema,
                    cursor.on_key(),
                    format!(
                        "`{name}` is not in the `mapping` of its base `{}`, which lists its \
                         siblings; its discriminator is `{name}`",
                        base.name
                    ),
                )
                .related(mapping.key("mapping").on_key(), "this mapping")
                .help("add it to the mapping"),
            );
        });
    }

    /// Returns the discriminator value of a schema that the mapping does not list: the value of
    /// `x-ms-discriminator-value`, or else its name.
    pub(super) fn discriminator_value(&self, name: &str) -> String {
        let component = self.components.get(name);
        let value = component
            .as_ref()
            .and_then(|component| component.view.extensions.get("x-ms-discriminator-value"))
            .and_then(Value::as_str);
        value.unwrap_or(name).to_owned()
    }

    /// Returns the object for each value of the mapping. Reports targets that are not objects, and
    /// abstract ones.
    fn mapped_objects(
        &mut self,
        component: Component<'d>,
        cursor: &PathCursor<'_>,
    ) -> IndexMap<String, &'d str> {
        let discriminator = component.view.discriminator_with_parts();
        let mut mapping = self.mapping(discriminator, cursor);
        let cursor = cursor.key("discriminator");
        let cursor = cursor.key("mapping");
        mapping.retain(|value, name| {
            let cursor = cursor.key(value);
            match self.components.get(name).map(|target| target.role) {
                Some(Role::TaggedUnion { is_abstract: true }) => {
                    self.diagnostics.push(
                        Diagnostic::new(
                            Code::MappingTarget,
                            cursor.on_value(),
                            format!("`{value}` is mapped to `{name}`, which is abstract"),
                        )
                        .help("map it to a derived schema, or remove `x-abstract`")
                        .consequence(ENTRY_IGNORED),
                    );
                    false
                }
                Some(Role::Object | Role::TaggedUnion { .. }) => {
                    !self.merged_component(name).is_impossible
                }
                _ => {
                    self.diagnostics.push(
                        Diagnostic::new(
                            Code::NotAnObject,
                            cursor.on_value(),
                            format!("`{name}` is not an object schema"),
                        )
                        .help(
                            "use an object schema: others cannot be inherited from or have a \
                             discriminator",
                        )
                        .consequence(ENTRY_IGNORED),
                    );
                    false
                }
            }
        });
        mapping
    }

    /// Returns a variant for each schema, with its discriminator values.
    fn tagged_variants(&self, schemas: &IndexMap<String, &'d str>) -> Vec<TaggedVariant> {
        let mut variants: IndexMap<TypeId, TaggedVariant> = IndexMap::new();
        for (value, schema) in schemas {
            let Some(types) = self.component_types.get(schema) else {
                continue;
            };
            let ty = types.base.unwrap_or(types.id);
            let variant = variants.entry(ty).or_insert_with(|| TaggedVariant {
                tags: Vec::new(),
                tag_type: TagType::String,
                schema: (*schema).to_owned(),
                name: None,
                ty,
            });
            variant.tags.push(value.clone());
        }
        variants.into_values().collect()
    }

    /// Returns whether all variants declare a property with the same type and presence.
    fn is_declared_by_all(&self, variants: &[TaggedVariant], property: &Property) -> bool {
        variants.iter().all(|variant| {
            let object = self.merged_component(&variant.schema);
            object.properties.iter().any(|other| {
                other.name == property.name
                    && other.ty == property.ty
                    && other.presence == property.presence
            })
        })
    }
}

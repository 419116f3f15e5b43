//! Families of object types that a discriminator tells apart.

use std::collections::HashSet;

use indexmap::{IndexMap, IndexSet};
use openapiv3::ReferenceOr;

use super::component::{Role, discriminator};
use super::keywords::Keywords;
use super::{Lowering, extension};
use crate::diagnostics::code::Code;
use crate::ir::{Property, TaggedUnion, TaggedVariant, TypeId};
use crate::source::PathCursor;

impl<'d> Lowering<'d> {
    /// The family of a named base: itself, unless it is abstract, and everything derived from it.
    pub(super) fn family(
        &mut self,
        name: &'d str,
        keywords: &Keywords<'d>,
        base: Option<TypeId>,
        cursor: &PathCursor<'_>,
    ) -> TaggedUnion {
        let flat = self.flat(name);
        for group in &flat.groups {
            self.raw(
                &group.pointer,
                "the base of a family has alternatives besides: they are not generated, and their members are additional data",
            );
        }
        let properties = flat.properties.clone();
        let tag =
            discriminator(keywords).map_or_else(String::new, |found| found.property_name.clone());
        let mut tags = self.objects(keywords, cursor);
        let mapped: HashSet<&str> = tags.values().copied().collect();
        let mut derived = IndexSet::new();
        self.descendants(name, &mut derived);
        for descendant in derived {
            let is_abstract =
                self.components.by_name[descendant].role == Role::TaggedUnion { base: None };
            if !is_abstract && !mapped.contains(descendant) {
                tags.entry(self.tag_of(descendant)).or_insert(descendant);
            }
        }
        let mut variants = self.variants(&tags);
        let untagged = base.map(|base| {
            variants
                .iter()
                .position(|variant| variant.ty == base)
                .unwrap_or_else(|| {
                    variants.insert(
                        0,
                        TaggedVariant {
                            tags: Vec::new(),
                            schema: name.to_owned(),
                            name: None,
                            ty: base,
                        },
                    );
                    0
                })
        });
        let properties = properties
            .into_iter()
            .filter(|property| self.all_have(&variants, property))
            .collect();
        TaggedUnion {
            tag,
            variants,
            untagged,
            properties,
        }
    }

    /// The tag of a schema that the mapping does not name: by the specification its own name, unless Microsoft's
    /// extension has another one.
    fn tag_of(&self, name: &str) -> String {
        let schema = match self.components.by_name[name].schema {
            ReferenceOr::Item(schema) => Some(&schema.schema_data.extensions),
            ReferenceOr::Reference { .. } => None,
        };
        schema
            .and_then(|extensions| extension::text(extensions, "x-ms-discriminator-value"))
            .unwrap_or_else(|| name.to_owned())
    }

    /// The object that each tag of the mapping stands for.
    fn objects(
        &mut self,
        keywords: &Keywords<'d>,
        cursor: &PathCursor<'_>,
    ) -> IndexMap<String, &'d str> {
        let mut tags = self.mapping(discriminator(keywords), cursor);
        let discriminator_at = cursor.key("discriminator");
        let mapping = discriminator_at.key("mapping");
        tags.retain(|tag, name| {
            let cursor = mapping.key(tag);
            let Some((name, component)) = self.object_component(name, &cursor) else {
                return false;
            };
            let is_abstract = component.role == (Role::TaggedUnion { base: None });
            if is_abstract {
                self.error(
                    Code::MappingTarget,
                    &cursor,
                    format!("`{tag}` is mapped to `{name}`, which is abstract: no object is of exactly that type"),
                    "map it to one of the types derived from it, or remove `x-abstract`",
                );
            }
            !is_abstract
        });
        tags
    }

    fn variants(&self, tags: &IndexMap<String, &'d str>) -> Vec<TaggedVariant> {
        let mut variants: IndexMap<TypeId, TaggedVariant> = IndexMap::new();
        for (tag, schema) in tags {
            let component = &self.components.by_name[schema];
            let ty = match component.role {
                Role::TaggedUnion { base: Some(base) } => base,
                _ => component.id,
            };
            let variant = variants.entry(ty).or_insert_with(|| TaggedVariant {
                tags: Vec::new(),
                schema: (*schema).to_owned(),
                name: None,
                ty,
            });
            variant.tags.push(tag.clone());
        }
        variants.into_values().collect()
    }

    /// Everything that inherits from a schema, directly or not, in the document's order of the bases.
    fn descendants(&self, name: &str, found: &mut IndexSet<&'d str>) {
        for derived in self.components.derived.get(name).into_iter().flatten() {
            if found.insert(derived) {
                self.descendants(derived, found);
            }
        }
    }

    /// Whether each type of a family declares this member alike.
    fn all_have(&mut self, variants: &[TaggedVariant], property: &Property) -> bool {
        variants.iter().all(|variant| {
            let schema = self
                .components
                .by_name
                .get_key_value(variant.schema.as_str())
                .map(|(name, _)| *name);
            schema.is_some_and(|schema| {
                self.flat(schema).properties.iter().any(|other| {
                    other.name == property.name
                        && other.ty == property.ty
                        && other.presence == property.presence
                })
            })
        })
    }
}

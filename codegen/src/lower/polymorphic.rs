//! Families of object types that a discriminator tells apart.

use std::collections::HashSet;

use indexmap::{IndexMap, IndexSet};
use openapiv3::ReferenceOr;

use super::component::{Role, discriminator};
use super::keywords::Keywords;
use super::{Lowering, extension};
use crate::api::{Arm, Member, Polymorphic, TypeId};
use crate::code::Code;
use crate::pointer::At;

impl<'d> Lowering<'d> {
    /// The family of a named base: itself, unless it is abstract, and everything derived from it.
    pub(super) fn family(
        &mut self,
        name: &'d str,
        keywords: &Keywords<'d>,
        base: Option<TypeId>,
        at: &At<'_>,
    ) -> Polymorphic {
        let flat = self.flat(name);
        for group in &flat.groups {
            self.raw(
                &group.at,
                "the base of a family has alternatives besides: they are not generated, and their members are additional data",
            );
        }
        let members = flat.members.clone();
        let tag =
            discriminator(keywords).map_or_else(String::new, |found| found.property_name.clone());
        let mut tags = self.objects(keywords, at);
        let mapped: HashSet<&str> = tags.values().copied().collect();
        let mut derived = IndexSet::new();
        self.descendants(name, &mut derived);
        for descendant in derived {
            let is_abstract =
                self.components.by_name[descendant].role == Role::Polymorphic { base: None };
            if !is_abstract && !mapped.contains(descendant) {
                tags.entry(self.tag_of(descendant)).or_insert(descendant);
            }
        }
        let mut arms = self.arms(&tags);
        let untagged = base.map(|base| {
            arms.iter()
                .position(|arm| arm.of == base)
                .unwrap_or_else(|| {
                    arms.insert(
                        0,
                        Arm {
                            tags: Vec::new(),
                            schema: name.to_owned(),
                            name: None,
                            of: base,
                        },
                    );
                    0
                })
        });
        let members = members
            .into_iter()
            .filter(|member| self.all_have(&arms, member))
            .collect();
        Polymorphic {
            tag,
            arms,
            untagged,
            members,
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
    fn objects(&mut self, keywords: &Keywords<'d>, at: &At<'_>) -> IndexMap<String, &'d str> {
        let mut tags = self.mapping(discriminator(keywords), at);
        let discriminator_at = at.key("discriminator");
        let mapping = discriminator_at.key("mapping");
        tags.retain(|tag, name| {
            let at = mapping.key(tag);
            let Some((name, component)) = self.object_component(name, &at) else {
                return false;
            };
            let is_abstract = component.role == (Role::Polymorphic { base: None });
            if is_abstract {
                self.error(
                    Code::MappingTarget,
                    &at,
                    format!("`{tag}` is mapped to `{name}`, which is abstract: no object is of exactly that type"),
                    "map it to one of the types derived from it, or remove `x-abstract`",
                );
            }
            !is_abstract
        });
        tags
    }

    fn arms(&self, tags: &IndexMap<String, &'d str>) -> Vec<Arm> {
        let mut arms: IndexMap<TypeId, Arm> = IndexMap::new();
        for (tag, schema) in tags {
            let component = &self.components.by_name[schema];
            let of = match component.role {
                Role::Polymorphic { base: Some(base) } => base,
                _ => component.id,
            };
            let arm = arms.entry(of).or_insert_with(|| Arm {
                tags: Vec::new(),
                schema: (*schema).to_owned(),
                name: None,
                of,
            });
            arm.tags.push(tag.clone());
        }
        arms.into_values().collect()
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
    fn all_have(&mut self, arms: &[Arm], member: &Member) -> bool {
        arms.iter().all(|arm| {
            let schema = self
                .components
                .by_name
                .get_key_value(arm.schema.as_str())
                .map(|(name, _)| *name);
            schema.is_some_and(|schema| {
                self.flat(schema).members.iter().any(|other| {
                    other.name == member.name
                        && other.of == member.of
                        && other.presence == member.presence
                })
            })
        })
    }
}

//! Families of object types that a discriminator tells apart.

use indexmap::IndexMap;
use openapiv3::ReferenceOr;

use super::component::{Role, discriminator};
use super::keywords::Keywords;
use super::{Lowering, docs, names};
use crate::api::{Arm, Member, Polymorphic, TypeId, TypeKind};
use crate::code::Code;
use crate::diagnostic::Diagnostic;
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
        let members = self.flat(name).members.clone();
        let tag =
            discriminator(keywords).map_or_else(String::new, |found| found.property_name.clone());
        if !members.iter().any(|member| member.name == tag) {
            self.error(
                Code::DiscriminatorProperty,
                at,
                format!("the discriminator `{tag}` is no property of this schema"),
                "declare the property, as a string",
            );
        }
        let mut tags = self.mapping(keywords, at);
        let mut derived = Vec::new();
        self.descendants(name, &mut derived);
        for descendant in derived {
            // By the specification the name of a schema stands for it, whether or not the mapping has other names.
            let is_abstract =
                self.components.by_name[descendant].role == Role::Polymorphic { base: None };
            if !is_abstract && !tags.values().any(|target| *target == descendant) {
                tags.entry(descendant.to_owned()).or_insert(descendant);
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

    /// Defines a `oneOf` with a discriminator.
    pub(super) fn define_union(&mut self, id: TypeId, keywords: &Keywords<'d>, at: &At<'_>) {
        let tag =
            discriminator(keywords).map_or_else(String::new, |found| found.property_name.clone());
        let mut tags = self.mapping(keywords, at);
        for (index, branch) in keywords.one_of.iter().enumerate() {
            let at = at.index(index);
            let ReferenceOr::Reference { reference } = branch else {
                self.error(
                    Code::DiscriminatorOverInline,
                    &at,
                    "a discriminator cannot name an inline schema",
                    "move the schema to `components/schemas` and refer to it",
                );
                continue;
            };
            let Some(name) = names::schema(reference) else {
                continue;
            };
            if let Some((name, _)) = self.object_component(name, &at)
                && !tags.values().any(|target| *target == name)
            {
                tags.insert(name.to_owned(), name);
            }
        }
        let arms = self.arms(&tags);
        let kind = TypeKind::Polymorphic(Polymorphic {
            tag,
            arms,
            untagged: None,
            members: Vec::new(),
        });
        self.define(id, kind, docs(keywords.data));
    }

    /// The schema that each tag of the mapping stands for.
    fn mapping(&mut self, keywords: &Keywords<'d>, at: &At<'_>) -> IndexMap<String, &'d str> {
        let mut tags = IndexMap::new();
        let Some(discriminator) = discriminator(keywords) else {
            return tags;
        };
        let discriminator_at = at.key("discriminator");
        let mapping = discriminator_at.key("mapping");
        for (tag, target) in &discriminator.mapping {
            let at = mapping.key(tag);
            let name = names::schema(target).unwrap_or(target);
            if !self.components.by_name.contains_key(name) {
                let mut diagnostic = Diagnostic::new(
                    Code::MappingTarget,
                    at.on_value(),
                    format!("`{tag}` is mapped to `{target}`, which is no schema of this document"),
                );
                diagnostic =
                    match crate::suggest::nearest(name, self.components.by_name.keys().copied()) {
                        Some(near) => {
                            diagnostic.help(format!("did you mean `#/components/schemas/{near}`?"))
                        }
                        None => diagnostic.help(
                            "map it to a schema under `components/schemas`, or remove the entry",
                        ),
                    };
                self.diagnostics.push(diagnostic);
                continue;
            }
            let Some((name, component)) = self.object_component(name, &at) else {
                continue;
            };
            if component.role == (Role::Polymorphic { base: None }) {
                self.error(
                    Code::MappingTarget,
                    &at,
                    format!("`{tag}` is mapped to `{name}`, which is abstract: no object is of exactly that type"),
                    "map it to one of the types derived from it, or remove `x-abstract`",
                );
                continue;
            }
            tags.insert(tag.clone(), name);
        }
        tags
    }

    fn arms(&self, tags: &IndexMap<String, &'d str>) -> Vec<Arm> {
        let mut arms: Vec<Arm> = Vec::new();
        for (tag, schema) in tags {
            let component = &self.components.by_name[schema];
            let of = match component.role {
                Role::Polymorphic { base: Some(base) } => base,
                _ => component.id,
            };
            match arms.iter_mut().find(|arm| arm.of == of) {
                Some(arm) => arm.tags.push(tag.clone()),
                None => arms.push(Arm {
                    tags: vec![tag.clone()],
                    schema: (*schema).to_owned(),
                    of,
                }),
            }
        }
        arms
    }

    /// Everything that inherits from a schema, directly or not, in the document's order of the bases.
    fn descendants(&self, name: &str, found: &mut Vec<&'d str>) {
        for derived in self.components.derived.get(name).into_iter().flatten() {
            if !found.contains(derived) {
                found.push(derived);
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

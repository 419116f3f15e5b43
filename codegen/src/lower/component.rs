//! The named schemas: what each will be is decided before any is resolved, so that they can refer to each
//! other in circles.

use std::collections::HashMap;

use openapiv3::{AdditionalProperties, ReferenceOr, Schema};

use super::constraint::property_counts;
use super::enumeration::{Values, is_flags, values};
use super::keywords::{Keywords, Unboxed};
use super::schema::{Lowered, overlay};
use super::{Lowering, Place, at_schema, docs, extension, names};
use crate::api::{Origin, Type, TypeId, TypeKind};
use crate::code::Code;
use crate::diagnostic::Diagnostics;
use crate::pointer::At;

/// A schema under `components/schemas`.
#[derive(Clone, Copy)]
pub(super) struct Component<'d> {
    pub schema: &'d ReferenceOr<Schema>,
    pub id: TypeId,
    pub role: Role,
}

/// What a named schema becomes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    /// An object with members.
    Object,
    /// A family told apart by a discriminator; `base` is the base's own object, unless it is abstract.
    Polymorphic { base: Option<TypeId> },
    /// A string enum; with `flags`, several values at a time.
    StringEnum { flags: bool },
    /// An enum of other values.
    ValueEnum,
    /// Another name for some type.
    Alias,
}

/// The named schemas by name, and who inherits from whom.
#[derive(Default)]
pub(super) struct Components<'d> {
    pub by_name: HashMap<&'d str, Component<'d>>,
    /// The names of the schemas whose `allOf` refers to the key, in the document's order.
    pub derived: HashMap<&'d str, Vec<&'d str>>,
    /// Aliases that are resolved; `None` while one is being resolved.
    pub aliases: HashMap<&'d str, Option<Lowered>>,
}

impl<'d> Lowering<'d> {
    /// Decides what every named schema becomes.
    pub(super) fn classify_components(&mut self) {
        for (name, schema) in self.schemas() {
            let ReferenceOr::Item(schema) = schema else {
                continue;
            };
            for part in Keywords::of(schema).all_of {
                if let ReferenceOr::Reference { reference } = part
                    && let Some(base) = names::schema(reference)
                    && let Some((base, _)) = self.schemas().get_key_value(base)
                {
                    self.components.derived.entry(base).or_default().push(name);
                }
            }
        }
        for (name, schema) in self.schemas() {
            let id = self.reserve(Origin::Component(name.clone()));
            let role = match schema {
                ReferenceOr::Reference { .. } => Role::Alias,
                ReferenceOr::Item(schema) => self.role(name, &Keywords::of(schema), id),
            };
            self.components
                .by_name
                .insert(name, Component { schema, id, role });
        }
    }

    fn role(&mut self, name: &str, keywords: &Keywords<'d>, id: TypeId) -> Role {
        if !keywords.one_of.is_empty() || !keywords.any_of.is_empty() {
            return if has_discriminator(keywords)
                && !keywords.one_of.is_empty()
                && !keywords.is_object()
            {
                Role::Polymorphic { base: None }
            } else {
                Role::Alias
            };
        }
        let is_object = self.is_object(keywords, &mut vec![name.to_owned()]);
        if is_object && has_discriminator(keywords) && self.is_family(name, keywords) {
            let base = (!is_abstract(keywords)).then(|| self.reserve(Origin::Base(id)));
            return Role::Polymorphic { base };
        }
        if is_object && !is_map(keywords) {
            return Role::Object;
        }
        match values(keywords) {
            Some(Values::Texts) => Role::StringEnum {
                flags: is_flags(keywords),
            },
            Some(Values::Of(_)) => Role::ValueEnum,
            None => Role::Alias,
        }
    }

    /// Whether values of it are objects, by its own keywords or by what it inherits.
    fn is_object(&self, keywords: &Keywords<'d>, seen: &mut Vec<String>) -> bool {
        keywords.is_object()
            || keywords.all_of.iter().any(|part| match part {
                ReferenceOr::Item(schema) => self.is_object(&Keywords::of(schema), seen),
                ReferenceOr::Reference { reference } => {
                    names::schema(reference).is_some_and(|name| {
                        if seen.iter().any(|known| known == name) {
                            return false;
                        }
                        seen.push(name.to_owned());
                        match self.schemas().get(name) {
                            Some(ReferenceOr::Item(schema)) => {
                                self.is_object(&Keywords::of(schema), seen)
                            }
                            _ => false,
                        }
                    })
                }
            })
    }

    fn is_family(&self, name: &str, keywords: &Keywords<'d>) -> bool {
        discriminator(keywords).is_some_and(|discriminator| !discriminator.mapping.is_empty())
            || self.components.derived.contains_key(name)
    }

    /// Resolves every named schema.
    pub(super) fn define_components(&mut self) {
        let components = At::ROOT.key("components");
        let schemas = components.key("schemas");
        for (name, schema) in self.schemas() {
            let component = self.components.by_name[name.as_str()];
            let at = schemas.key(name);
            let keywords = match schema {
                ReferenceOr::Item(schema) => Keywords::of(schema),
                ReferenceOr::Reference { .. } => {
                    self.alias(name);
                    continue;
                }
            };
            let kind = match component.role {
                Role::Alias => None,
                Role::StringEnum { .. } | Role::ValueEnum => self.enum_kind(&keywords, &at),
                Role::Object => Some(TypeKind::Object(self.flat(name).to_object())),
                Role::Polymorphic { base } => {
                    if let Some(base) = base {
                        let object = self.flat(name).to_object();
                        self.define(base, TypeKind::Object(object), docs(keywords.data));
                    }
                    if keywords.one_of.is_empty() {
                        Some(TypeKind::Polymorphic(
                            self.family(name, &keywords, base, &at),
                        ))
                    } else {
                        self.define_union(component.id, &keywords, &at.key("oneOf"));
                        None
                    }
                }
            };
            if let Some(kind) = kind {
                self.define(component.id, kind, docs(keywords.data));
            }
            let lowered = match component.role {
                Role::Alias => self.alias(name),
                _ => Lowered {
                    constraints: property_counts(&keywords, &at, self.diagnostics),
                    ..Lowered::new(Type::Named(component.id), &keywords)
                },
            };
            if let Some(default) = &keywords.data.default {
                self.check(Code::Default, &at.key("default"), &lowered, default);
            }
            if let Some(example) = &keywords.data.example {
                self.example(&at.key("example"), &lowered, vec![name.clone()], example);
            }
        }
    }

    /// Resolves a reference to a schema.
    pub(super) fn reference(&mut self, reference: &str, at: &At<'_>) -> Lowered {
        let found = names::schema(reference)
            .and_then(|name| self.components.by_name.get_key_value(name))
            .map(|(name, component)| (*name, *component));
        let Some((name, component)) = found else {
            self.unsupported(
                &at.key("$ref"),
                "a reference to a schema that is not under `components/schemas`",
                "move the schema to `components/schemas` and refer to it there",
            );
            return Lowered::any();
        };
        let of = match component.role {
            Role::Alias => return self.alias(name),
            Role::StringEnum { flags: true } => Type::Flags(component.id),
            Role::Object
            | Role::Polymorphic { .. }
            | Role::StringEnum { flags: false }
            | Role::ValueEnum => Type::Named(component.id),
        };
        match component.schema {
            ReferenceOr::Item(schema) => {
                let keywords = Keywords::of(schema);
                let constraints = match component.role {
                    // What is wrong with them is told where they stand, once.
                    Role::Object | Role::Polymorphic { .. } => {
                        property_counts(&keywords, at, &mut Diagnostics::new())
                    }
                    _ => Vec::new(),
                };
                Lowered {
                    constraints,
                    ..Lowered::new(of, &keywords)
                }
            }
            ReferenceOr::Reference { .. } => Lowered {
                of,
                ..Lowered::any()
            },
        }
    }

    /// Resolves a schema that is another name for some type.
    fn alias(&mut self, name: &'d str) -> Lowered {
        let component = self.components.by_name[name];
        match self.components.aliases.get(name) {
            Some(Some(resolved)) => {
                return Lowered {
                    of: Type::Named(component.id),
                    ..resolved.clone()
                };
            }
            Some(None) => {
                at_schema(name, |at| {
                    self.unsupported(
                        at,
                        "a schema that consists of itself",
                        "put the recursion inside the property of an object",
                    );
                });
                return Lowered::any();
            }
            None => {}
        }
        self.components.aliases.insert(name, None);
        let resolved = at_schema(name, |at| match component.schema {
            ReferenceOr::Reference { reference } => self.reference(reference, at),
            ReferenceOr::Item(schema) => self.alias_target(&Keywords::of(schema), component.id, at),
        });
        self.define(
            component.id,
            TypeKind::Alias(resolved.of.clone()),
            resolved.docs.clone(),
        );
        self.components.aliases.insert(name, Some(resolved.clone()));
        Lowered {
            of: Type::Named(component.id),
            ..resolved
        }
    }

    fn alias_target(&mut self, keywords: &Keywords<'d>, id: TypeId, at: &At<'_>) -> Lowered {
        let place = Place::within(id);
        match keywords.all_of {
            [] => self.plain(keywords, at, &place),
            [part] if keywords.is_bare() => {
                let inner = self.schema(part.unboxed(), &at.key("allOf").index(0), &place);
                overlay(inner, keywords)
            }
            _ => {
                self.unsupported(
                    &at.key("allOf"),
                    "`allOf` of values that are not objects",
                    "write one schema with all the keywords",
                );
                Lowered::any()
            }
        }
    }

    /// Checks that an `allOf` part or a mapping names an object, and says which.
    pub(super) fn object_component(
        &mut self,
        name: &str,
        at: &At<'_>,
    ) -> Option<(&'d str, Component<'d>)> {
        let (name, component) = self
            .components
            .by_name
            .get_key_value(name)
            .map(|(name, component)| (*name, *component))?;
        if matches!(component.role, Role::Object | Role::Polymorphic { .. }) {
            return Some((name, component));
        }
        self.error(
            Code::NotAnObject,
            at,
            format!("`{name}` is no object"),
            "only objects can be inherited from and be told apart by a discriminator",
        );
        None
    }
}

/// The discriminator of a schema: its own, or that of an inline part of its `allOf`.
pub(super) fn discriminator<'d>(keywords: &Keywords<'d>) -> Option<&'d openapiv3::Discriminator> {
    keywords.data.discriminator.as_ref().or_else(|| {
        keywords.all_of.iter().find_map(|part| match part {
            ReferenceOr::Item(schema) => schema.schema_data.discriminator.as_ref(),
            ReferenceOr::Reference { .. } => None,
        })
    })
}

fn has_discriminator(keywords: &Keywords<'_>) -> bool {
    discriminator(keywords).is_some()
}

/// Whether the document says that no value is of exactly this type.
fn is_abstract(keywords: &Keywords<'_>) -> bool {
    extension::flag(&keywords.data.extensions, "x-abstract")
        || keywords.all_of.iter().any(
            |part| matches!(part, ReferenceOr::Item(schema) if extension::flag(&schema.schema_data.extensions, "x-abstract")),
        )
}

/// Whether it is an object that has only members of one type with any name.
fn is_map(keywords: &Keywords<'_>) -> bool {
    keywords.all_of.is_empty()
        && !keywords.has_properties()
        && keywords.required.is_empty()
        && matches!(keywords.additional, Some(AdditionalProperties::Schema(_)))
}

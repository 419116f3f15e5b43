//! The named schemas: what each will be is decided before any is resolved, so that they can refer to each
//! other in circles.

use std::collections::{HashMap, HashSet};

use openapiv3::{AdditionalProperties, ReferenceOr, Schema};

use super::constraint::constraints;
use super::enumeration::{Values, is_flags, values};
use super::example::As;
use super::flat::Flat;
use super::keywords::Keywords;
use super::schema::Lowered;
use super::together::add_constraints;
use super::union::Alternatives;
use super::{Lowering, Place, at_schema, extension, names, tell_apart};
use crate::diagnostics::Diagnostics;
use crate::diagnostics::code::Code;
use crate::ir::{Newtype, Origin, Type, TypeId, TypeKind};
use crate::source::PathCursor;

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
    TaggedUnion { base: Option<TypeId> },
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
    /// Aliases that refer to themselves.
    pub recursive: HashSet<&'d str>,
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
        let is_object = self.is_object(keywords, &mut vec![name.to_owned()]);
        let alternatives = Alternatives::of(keywords);
        if keywords.says_at_most_object() && !alternatives.is_empty() {
            return Role::Alias;
        }
        if is_object
            && alternatives.is_empty()
            && has_discriminator(keywords)
            && self.is_family(name, keywords)
        {
            let base = (!is_abstract(keywords)).then(|| self.reserve(Origin::Base(id)));
            return Role::TaggedUnion { base };
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
    pub(super) fn is_object(&self, keywords: &Keywords<'d>, seen: &mut Vec<String>) -> bool {
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
        let components = PathCursor::ROOT.key("components");
        let schemas = components.key("schemas");
        // What others are is decided by what lists have.
        for (name, schema) in self.schemas() {
            let component = self.components.by_name[name.as_str()];
            if let (Role::StringEnum { .. } | Role::ValueEnum, ReferenceOr::Item(schema)) =
                (component.role, schema)
            {
                let keywords = Keywords::of(schema);
                if let Some(kind) = self.enum_kind(&keywords, &schemas.key(name)) {
                    self.define(component.id, kind, keywords.docs());
                }
            }
        }
        for (name, schema) in self.schemas() {
            let component = self.components.by_name[name.as_str()];
            let cursor = schemas.key(name);
            let keywords = match schema {
                ReferenceOr::Item(schema) => Keywords::of(schema),
                ReferenceOr::Reference { .. } => {
                    self.alias(name);
                    continue;
                }
            };
            let kind = match component.role {
                Role::Alias | Role::StringEnum { .. } | Role::ValueEnum => None,
                Role::Object => {
                    let flat = Flat::clone(&self.flat(name));
                    self.define_flat(component.id, flat, &keywords, &cursor);
                    None
                }
                Role::TaggedUnion { base } => {
                    if let Some(base) = base {
                        let object = self.flat(name).to_object();
                        self.define(base, TypeKind::Object(object), keywords.docs());
                    }
                    Some(TypeKind::TaggedUnion(
                        self.family(name, &keywords, base, &cursor),
                    ))
                }
            };
            if let Some(kind) = kind {
                self.define(component.id, kind, keywords.docs());
            }
            let lowered = match component.role {
                Role::Alias => self.alias(name),
                role => {
                    let ty = Type::Named(component.id);
                    let constraints = match role {
                        Role::StringEnum { .. } | Role::ValueEnum => {
                            self.constraints(&keywords, &ty, &cursor)
                        }
                        _ => Vec::new(),
                    };
                    Lowered {
                        constraints,
                        ..Lowered::new(ty, &keywords)
                    }
                }
            };
            if let Some(default) = &keywords.data.default {
                self.check(As::Default, &cursor.key("default"), &lowered, default);
            }
            if let Some(example) = &keywords.data.example {
                self.example(
                    &cursor.key("example"),
                    &lowered,
                    vec![name.clone()],
                    example,
                );
            }
        }
    }

    /// Resolves a reference to a schema.
    pub(super) fn reference(&mut self, reference: &str, cursor: &PathCursor<'_>) -> Lowered {
        let found = names::schema(reference)
            .and_then(|name| self.components.by_name.get_key_value(name))
            .map(|(name, component)| (*name, *component));
        let Some((name, component)) = found else {
            self.unsupported(
                &cursor.key("$ref"),
                "a reference to a schema that is not under `components/schemas`",
                "move the schema to `components/schemas` and refer to it there",
            );
            return Lowered::any();
        };
        let ty = match component.role {
            Role::Alias => return self.alias(name),
            Role::StringEnum { flags: true } => Type::Flags(component.id),
            Role::Object
            | Role::TaggedUnion { .. }
            | Role::StringEnum { flags: false }
            | Role::ValueEnum => Type::Named(component.id),
        };
        match component.schema {
            ReferenceOr::Item(schema) => {
                let keywords = Keywords::of(schema);
                let constraints = match component.role {
                    // What is wrong with them is told where they stand, once.
                    Role::StringEnum { .. } | Role::ValueEnum => {
                        let json = self.as_json(&ty);
                        let all = constraints(&keywords, &json, cursor, &mut Diagnostics::new());
                        self.concerning(&ty, all)
                    }
                    _ => Vec::new(),
                };
                Lowered {
                    constraints,
                    ..self.said(ty, &keywords)
                }
            }
            ReferenceOr::Reference { .. } => Lowered {
                ty,
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
                    ty: Type::Named(component.id),
                    ..resolved.clone()
                };
            }
            Some(None) => {
                // It refers to itself: so it needs a type of its own, which has its name.
                self.components.recursive.insert(name);
                let ty = Type::Named(component.id);
                return match component.schema {
                    ReferenceOr::Item(schema) => Lowered::new(ty, &Keywords::of(schema)),
                    ReferenceOr::Reference { .. } => Lowered {
                        ty,
                        ..Lowered::any()
                    },
                };
            }
            None => {}
        }
        self.components.aliases.insert(name, None);
        let resolved = at_schema(name, |cursor| match component.schema {
            ReferenceOr::Reference { reference } => self.reference(reference, cursor),
            ReferenceOr::Item(schema) => {
                let place = Place::within(component.id);
                self.resolve(&Keywords::of(schema), cursor, &place, Some(component.id))
            }
        });
        let resolved = self.named_alias(name, component.id, resolved);
        self.components.aliases.insert(name, Some(resolved.clone()));
        Lowered {
            ty: Type::Named(component.id),
            ..resolved
        }
    }

    /// Defines what a name stands for, unless that is a type of its own already.
    fn named_alias(&mut self, name: &'d str, id: TypeId, resolved: Lowered) -> Lowered {
        let is_recursive = self.components.recursive.contains(name);
        if self.defined.contains(&id) {
            return self.keep_limits(id, resolved);
        }
        if is_recursive && self.leads_to(&resolved.ty, id) {
            at_schema(name, |cursor| {
                tell_apart::consists_of_itself(&cursor.to_pointer(), self.diagnostics);
            });
            self.define(id, TypeKind::Alias(Type::Any), resolved.docs);
            return Lowered::any();
        }
        if is_recursive {
            let newtype = Newtype {
                ty: resolved.ty.clone(),
                constraints: resolved.constraints.clone(),
            };
            self.define(id, TypeKind::Newtype(newtype), resolved.docs.clone());
            return Lowered {
                constraints: Vec::new(),
                ..resolved
            };
        }
        let kind = TypeKind::Alias(resolved.ty.clone());
        self.define(id, kind, resolved.docs.clone());
        resolved
    }

    /// Has a union that is the whole of a schema ask itself what the schema asks of its values: it may contain itself.
    fn keep_limits(&mut self, id: TypeId, mut resolved: Lowered) -> Lowered {
        if !resolved.constraints.is_empty()
            && let TypeKind::Union(mut union) = self.types[id.index()].kind.clone()
        {
            let constraints = std::mem::take(&mut resolved.constraints);
            for variant in &mut union.variants {
                let more = self.concerning(&variant.ty, constraints.clone());
                add_constraints(&mut variant.constraints, more);
            }
            self.types[id.index()].kind = TypeKind::Union(union);
        }
        resolved
    }

    /// Whether a value of a type is one of another type, without anything around it.
    fn leads_to(&self, ty: &Type, id: TypeId) -> bool {
        match self.resolve_alias_type(ty).clone() {
            Type::OneOrMany(ty) | Type::Nullable(ty) => self.leads_to(&ty, id),
            Type::Named(found) => found == id,
            _ => false,
        }
    }

    /// Checks that an `allOf` part or a mapping names an object, and says which.
    pub(super) fn object_component(
        &mut self,
        name: &str,
        cursor: &PathCursor<'_>,
    ) -> Option<(&'d str, Component<'d>)> {
        let (name, component) = self
            .components
            .by_name
            .get_key_value(name)
            .map(|(name, component)| (*name, *component))?;
        if matches!(component.role, Role::Object | Role::TaggedUnion { .. }) {
            return Some((name, component));
        }
        self.error(
            Code::NotAnObject,
            cursor,
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

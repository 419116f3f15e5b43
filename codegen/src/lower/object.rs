//! Objects: the members of a schema together with those of everything it inherits from.

use std::collections::HashSet;
use std::rc::Rc;

use openapiv3::{AdditionalProperties, ReferenceOr, Schema};
use serde_json::Value;

use super::component::{Role, discriminator};
use super::keywords::{Keywords, Unboxed};
use super::meet::{Apart, add_constraints};
use super::schema::Lowered;
use super::union::Alternatives;
use super::{Lowering, Place, at_schema, extension, names};
use crate::api::{Additional, Constraint, Docs, Member, Object, Presence, Type};
use crate::code::Code;
use crate::diagnostic::{self, Diagnostic};
use crate::pointer::{At, Pointer};

/// An object with its inheritance laid flat.
#[derive(Clone, Debug, Default)]
pub(super) struct Flat<'d> {
    pub members: Vec<Member>,
    additional: Option<Type>,
    closed: bool,
    required: Vec<String>,
    /// Whether the document says that it is an object, and not only what it is like if it is one.
    pub typed: bool,
    /// The lists of alternatives of which one holds as well.
    pub groups: Vec<Group<'d>>,
    /// What it asks of its members as a whole.
    pub rules: Vec<Constraint>,
    /// Members that have no type that suits all declarations, where, and why.
    conflicts: Vec<(String, Pointer, Apart)>,
}

/// Alternatives, and where they stand.
#[derive(Clone, Debug)]
pub(super) struct Group<'d> {
    pub of: Alternatives<'d>,
    pub at: Pointer,
}

impl Flat<'_> {
    pub(super) fn of(object: &Object) -> Self {
        let additional = match &object.additional {
            Additional::Typed(of) => Some(of.clone()),
            Additional::None | Additional::Any => None,
        };
        let required = object
            .members
            .iter()
            .filter(|member| member.presence != Presence::Optional)
            .map(|member| member.name.clone())
            .collect();
        Self {
            members: object.members.clone(),
            additional,
            closed: object.additional == Additional::None,
            required,
            typed: true,
            rules: object.constraints.clone(),
            ..Self::default()
        }
    }

    pub(super) fn to_object(&self) -> Object {
        let additional = match &self.additional {
            Some(of) => Additional::Typed(of.clone()),
            None if self.closed => Additional::None,
            None => Additional::Any,
        };
        Object {
            members: self.members.clone(),
            additional,
            closed: false,
            constraints: self.rules.clone(),
        }
    }

    /// Whether it asks nothing that another one does not ask, too.
    pub(super) fn is_within(&self, other: &Self) -> bool {
        let has = |member: &Member| {
            other.members.iter().any(|other| {
                other.name == member.name
                    && other.of == member.of
                    && (member.presence == Presence::Optional || other.presence == member.presence)
                    && member
                        .constraints
                        .iter()
                        .all(|one| other.constraints.contains(one))
            })
        };
        self.members.iter().all(has)
            && (!self.closed || other.closed && other.members.len() == self.members.len())
            && (self.additional.is_none() || self.additional == other.additional)
    }

    /// Whether it says nothing of its members.
    pub(super) fn is_empty(&self) -> bool {
        self.members.is_empty() && self.additional.is_none() && !self.closed
    }

    /// What it is recognized by.
    pub(super) fn fingerprint(&self) -> Vec<(String, Type)> {
        self.members
            .iter()
            .map(|member| (member.name.clone(), member.of.clone()))
            .collect()
    }

    /// Takes over what another one says besides its members.
    pub(super) fn join(&mut self, other: &Self) {
        self.required.extend(other.required.iter().cloned());
        self.additional = other.additional.clone().or(self.additional.take());
        self.closed |= other.closed;
        self.typed |= other.typed;
        self.require();
    }

    /// Makes the required members required; one that no property declares is any value.
    pub(super) fn require(&mut self) {
        let required: HashSet<&str> = self.required.iter().map(String::as_str).collect();
        for member in &mut self.members {
            if required.contains(member.name.as_str()) {
                member.presence = if member.nullable {
                    Presence::Nullable
                } else {
                    Presence::Required
                };
            }
        }
        let mut declared: HashSet<&str> = self
            .members
            .iter()
            .map(|member| member.name.as_str())
            .collect();
        let others = self.required.iter().filter(|name| declared.insert(name));
        let others: Vec<Member> = others.map(|name| undeclared(name, Type::Any)).collect();
        self.members.extend(others);
    }
}

impl Member {
    /// Takes over what another declaration of the same member says; both together have the type given.
    pub(super) fn take(&mut self, other: &Self, of: Type) {
        self.of = of;
        self.nullable &= other.nullable;
        self.default = other.default.clone().or(self.default.take());
        self.read_only |= other.read_only;
        self.write_only |= other.write_only;
        if other.docs != Docs::default() {
            let unchecked = std::mem::take(&mut self.docs.unchecked);
            self.docs = other.docs.clone();
            let new = unchecked
                .iter()
                .filter(|one| !other.docs.unchecked.contains(one));
            self.docs.unchecked.extend(new.cloned());
        }
        add_constraints(&mut self.constraints, other.constraints.clone());
    }
}

impl<'d> Lowering<'d> {
    /// The flat form of a named object.
    pub(super) fn flat(&mut self, name: &'d str) -> Rc<Flat<'d>> {
        match self.flats.get(name) {
            Some(Some(flat)) => return Rc::clone(flat),
            Some(None) => {
                at_schema(name, |at| {
                    self.error(
                        Code::InheritsFromItself,
                        at,
                        format!("`{name}` inherits from itself"),
                        "break the circle of `allOf` references",
                    );
                });
                return Rc::default();
            }
            None => {}
        }
        self.flats.insert(name, None);
        self.flattening += 1;
        let component = self.components.by_name[name];
        let flat = match component.schema {
            ReferenceOr::Item(schema) => at_schema(name, |at| {
                let keywords = Keywords::of(schema);
                let mut flat = self.flatten(&keywords, at, &Place::within(component.id));
                if let (Role::Polymorphic { .. }, Some(found)) =
                    (component.role, discriminator(&keywords))
                {
                    self.declare_tag(&found.property_name, &mut flat, at);
                }
                flat
            }),
            ReferenceOr::Reference { .. } => Flat::default(),
        };
        let flat = Rc::new(flat);
        self.flats.insert(name, Some(Rc::clone(&flat)));
        self.flattening -= 1;
        self.go_on(name);
        flat
    }

    /// Sees to it that a family has the member that tells its types apart.
    fn declare_tag(&mut self, tag: &str, flat: &mut Flat<'d>, at: &At<'_>) {
        if flat.members.iter().any(|member| member.name == tag) {
            return;
        }
        self.diagnostics.push(
            Diagnostic::new(
                Code::DiscriminatorProperty,
                at.on_value(),
                format!("the discriminator `{tag}` is no property of this schema: it is generated as an optional text"),
            )
            .help("declare the property, as a string"),
        );
        flat.members.push(Member {
            presence: Presence::Optional,
            ..undeclared(tag, Type::String)
        });
    }

    /// The members of a schema and of all its parts, the parts first.
    pub(super) fn flatten(
        &mut self,
        keywords: &Keywords<'d>,
        at: &At<'_>,
        place: &Place,
    ) -> Flat<'d> {
        let mut flat = Flat::default();
        self.collect(keywords, at, place, &mut flat, &mut Vec::new());
        self.settle(&mut flat, keywords, at);
        flat
    }

    /// Adds the members of another part.
    pub(super) fn add_part(
        &mut self,
        part: &'d ReferenceOr<Schema>,
        at: &At<'_>,
        place: &Place,
        flat: &mut Flat<'d>,
    ) {
        match part {
            ReferenceOr::Item(schema) => {
                self.collect(&Keywords::of(schema), at, place, flat, &mut Vec::new());
            }
            ReferenceOr::Reference { reference } => {
                if let Some(name) = names::schema(reference) {
                    self.collect_named(name, at, flat, &mut Vec::new());
                }
            }
        }
    }

    /// Makes required members required, and reports those that no value can have.
    pub(super) fn settle(&mut self, flat: &mut Flat<'d>, keywords: &Keywords<'d>, at: &At<'_>) {
        flat.require();
        for (name, place, apart) in std::mem::take(&mut flat.conflicts) {
            if apart == Apart::NoType {
                self.raw(
                    &place,
                    &format!("what two parts say of `{name}` has no type of its own"),
                );
                continue;
            }
            let first = self
                .declared_at(keywords, &at.to_pointer(), &name, &mut Vec::new())
                .filter(|first| *first != place);
            self.contradiction(
                diagnostic::Spot::Value(place).into(),
                first.map(|first| diagnostic::Spot::Value(first).into()),
                format!("`{name}` is declared before with another type: no value can satisfy both"),
            );
        }
    }

    fn collect(
        &mut self,
        keywords: &Keywords<'d>,
        at: &At<'_>,
        place: &Place,
        flat: &mut Flat<'d>,
        seen: &mut Vec<&'d str>,
    ) {
        flat.typed |= keywords.kind.is_some();
        for of in Alternatives::of(keywords) {
            let at = at.key(of.keyword()).to_pointer();
            flat.groups.push(Group { of, at });
        }
        if keywords.not.is_some() {
            self.negation(at);
        }
        let parts = at.key("allOf");
        for (index, part) in keywords.all_of.iter().enumerate() {
            let at = parts.index(index);
            match part {
                ReferenceOr::Item(schema) => {
                    self.collect(&Keywords::of(schema), &at, place, flat, seen);
                }
                ReferenceOr::Reference { reference } => {
                    if let Some(name) = names::schema(reference) {
                        self.collect_named(name, &at, flat, seen);
                    }
                }
            }
        }
        let known = flat.members.len();
        let properties = at.key("properties");
        for (name, schema) in keywords.properties.into_iter().flatten() {
            let at = properties.key(name);
            let lowered = self.schema(schema.unboxed(), &at, &place.below(name));
            let aliases = extension::aliases(&keywords.data.extensions, name);
            self.merge(member(name, aliases, lowered), &at, place, flat, known);
        }
        flat.required.extend(keywords.required.iter().cloned());
        match keywords.additional {
            Some(AdditionalProperties::Any(false)) => flat.closed = true,
            Some(AdditionalProperties::Any(true)) | None => {}
            Some(AdditionalProperties::Schema(schema)) => {
                let lowered = self.schema(
                    schema.as_ref().unboxed(),
                    &at.key("additionalProperties"),
                    &place.below("additional property"),
                );
                flat.additional = match lowered.of {
                    Type::Any => None,
                    of if lowered.nullable => Some(Type::Nullable(Box::new(of))),
                    of => Some(of),
                };
            }
        }
    }

    /// A part of `allOf` that has a name.
    fn collect_named(
        &mut self,
        name: &str,
        at: &At<'_>,
        flat: &mut Flat<'d>,
        seen: &mut Vec<&'d str>,
    ) {
        let Some((name, component)) = self
            .components
            .by_name
            .get_key_value(name)
            .map(|(name, component)| (*name, *component))
        else {
            return;
        };
        match (component.role, component.schema) {
            (Role::Object | Role::Polymorphic { .. }, _) => {
                let base = self.flat(name);
                self.inherit(&base, at, flat);
            }
            (_, ReferenceOr::Reference { reference }) => {
                if let Some(name) = names::schema(reference) {
                    self.collect_named(name, at, flat, seen);
                }
            }
            (Role::Alias, ReferenceOr::Item(schema)) if Keywords::of(schema).may_be_object() => {
                if !seen.contains(&name) {
                    seen.push(name);
                    at_schema(name, |at| {
                        let place = Place::within(component.id);
                        self.collect(&Keywords::of(schema), at, &place, flat, seen);
                    });
                }
            }
            _ => self.error(
                Code::NotAnObject,
                &at.key("$ref"),
                format!("`{name}` is no object"),
                "only objects can be inherited from and be told apart by a discriminator",
            ),
        }
    }

    fn inherit(&mut self, base: &Flat<'d>, at: &At<'_>, flat: &mut Flat<'d>) {
        flat.required.extend(base.required.iter().cloned());
        flat.additional = base.additional.clone().or(flat.additional.take());
        flat.typed |= base.typed;
        // Alternatives that name who inherits are its family, and no further rule for it.
        let is_family = |group: &Group<'d>| {
            group.of.branches.iter().any(|branch| match branch {
                ReferenceOr::Reference { reference } => names::schema(reference)
                    .is_some_and(|name| matches!(self.flats.get(name), Some(None))),
                ReferenceOr::Item(_) => false,
            })
        };
        let groups = base.groups.iter().filter(|group| !is_family(group));
        flat.groups.extend(groups.cloned());
        flat.rules.extend(base.rules.iter().cloned());
        let known = flat.members.len();
        for member in &base.members {
            self.merge(member.clone(), at, &Place::default(), flat, known);
        }
    }

    /// Adds a member, or makes one of two declarations of the same. Only the first `known` members can be the same.
    fn merge(
        &mut self,
        member: Member,
        at: &At<'_>,
        place: &Place,
        flat: &mut Flat<'d>,
        known: usize,
    ) {
        let Some(index) = flat.members[..known]
            .iter()
            .position(|known| known.name == member.name)
        else {
            flat.members.push(member);
            return;
        };
        let of = flat.members[index].of.clone();
        let place = place.below(&member.name);
        let of = if of == member.of {
            of
        } else {
            self.meet(&of, &member.of, &place).unwrap_or_else(|apart| {
                flat.conflicts
                    .push((member.name.clone(), at.to_pointer(), apart));
                Type::Any
            })
        };
        flat.members[index].take(&member, of);
        if let Some([low, high]) = super::meet::exclude(&flat.members[index].constraints) {
            self.error(
                Code::Limit,
                at,
                format!("`{low}` is above `{high}` where all declarations of this member count"),
                "correct one of them",
            );
        }
    }

    /// Where a schema or one of its parts first declares a property.
    fn declared_at(
        &self,
        keywords: &Keywords<'d>,
        at: &Pointer,
        name: &str,
        seen: &mut Vec<&'d str>,
    ) -> Option<Pointer> {
        let parts = at.key("allOf");
        let inherited = keywords
            .all_of
            .iter()
            .enumerate()
            .find_map(|(index, part)| match part {
                ReferenceOr::Item(schema) => {
                    self.declared_at(&Keywords::of(schema), &parts.index(index), name, seen)
                }
                ReferenceOr::Reference { reference } => {
                    let base = names::schema(reference)?;
                    let (base, schema) = self.component(base, "schemas", |all| &all.schemas)?;
                    if seen.contains(&base) {
                        return None;
                    }
                    seen.push(base);
                    let at = Pointer::root().key("components").key("schemas").key(base);
                    self.declared_at(&Keywords::of(schema), &at, name, seen)
                }
            });
        inherited.or_else(|| {
            keywords
                .properties
                .is_some_and(|properties| properties.contains_key(name))
                .then(|| at.key("properties").key(name))
        })
    }
}

fn member(name: &str, aliases: Vec<String>, lowered: Lowered) -> Member {
    Member {
        name: name.to_owned(),
        aliases,
        of: lowered.of,
        presence: Presence::Optional,
        nullable: lowered.nullable,
        boxed: false,
        constraints: lowered.constraints,
        default: lowered.default.filter(|default| *default != Value::Null),
        read_only: lowered.read_only,
        write_only: lowered.write_only,
        docs: lowered.docs,
    }
}

/// A member that `required` names and no property declares: any value of the type will do, but there must be one.
fn undeclared(name: &str, of: Type) -> Member {
    Member {
        name: name.to_owned(),
        aliases: Vec::new(),
        of,
        presence: Presence::Required,
        nullable: false,
        boxed: false,
        constraints: Vec::new(),
        default: None,
        read_only: false,
        write_only: false,
        docs: Docs::default(),
    }
}

//! Objects: the members of a schema together with those of everything it inherits from.

use std::rc::Rc;

use openapiv3::{AdditionalProperties, ReferenceOr};
use serde_json::Value;

use super::keywords::{Keywords, Unboxed};
use super::schema::Lowered;
use super::{Lowering, Place, at_schema, extension, names};
use crate::api::{Additional, Docs, Member, Object, Presence, Type};
use crate::code::Code;
use crate::pointer::At;

/// An object with its inheritance laid flat.
#[derive(Clone, Debug, Default)]
pub(super) struct Flat {
    pub members: Vec<Member>,
    additional: Option<Type>,
    closed: bool,
    required: Vec<String>,
}

impl Flat {
    pub(super) fn to_object(&self) -> Object {
        let additional = match &self.additional {
            Some(of) => Additional::Typed(of.clone()),
            None if self.closed => Additional::None,
            None => Additional::Any,
        };
        Object {
            members: self.members.clone(),
            additional,
        }
    }
}

impl<'d> Lowering<'d> {
    /// The flat form of a named object.
    pub(super) fn flat(&mut self, name: &'d str) -> Rc<Flat> {
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
        let component = self.components.by_name[name];
        let flat = match component.schema {
            ReferenceOr::Item(schema) => at_schema(name, |at| {
                self.flatten(&Keywords::of(schema), at, &Place::within(component.id))
            }),
            ReferenceOr::Reference { .. } => Flat::default(),
        };
        let flat = Rc::new(flat);
        self.flats.insert(name, Some(Rc::clone(&flat)));
        flat
    }

    /// The members of a schema and of all its parts, the parts first.
    pub(super) fn flatten(&mut self, keywords: &Keywords<'d>, at: &At<'_>, place: &Place) -> Flat {
        let mut flat = Flat::default();
        self.collect(keywords, at, place, &mut flat);
        let required = std::mem::take(&mut flat.required);
        for name in &required {
            match flat.members.iter_mut().find(|member| member.name == *name) {
                Some(member) if member.nullable => member.presence = Presence::Nullable,
                Some(member) => member.presence = Presence::Required,
                None => flat.members.push(undeclared(name)),
            }
        }
        flat.required = required;
        flat
    }

    fn collect(&mut self, keywords: &Keywords<'d>, at: &At<'_>, place: &Place, flat: &mut Flat) {
        if !keywords.one_of.is_empty() || !keywords.any_of.is_empty() || keywords.not {
            self.unsupported(
                at,
                "an object that is also one of several alternatives",
                "write the alternatives as types of their own, told apart by a discriminator",
            );
        }
        let parts = at.key("allOf");
        for (index, part) in keywords.all_of.iter().enumerate() {
            let at = parts.index(index);
            match part {
                ReferenceOr::Item(schema) => self.collect(&Keywords::of(schema), &at, place, flat),
                ReferenceOr::Reference { reference } => {
                    let Some(name) = names::schema(reference) else {
                        self.unsupported(
                            &at.key("$ref"),
                            "a base that is not under `components/schemas`",
                            "move the schema to `components/schemas` and refer to it there",
                        );
                        continue;
                    };
                    if let Some((name, _)) = self.object_component(name, &at.key("$ref")) {
                        let base = self.flat(name);
                        self.inherit(&base, &at, flat);
                    }
                }
            }
        }
        let properties = at.key("properties");
        for (name, schema) in keywords.properties.into_iter().flatten() {
            let at = properties.key(name);
            let lowered = self.schema(schema.unboxed(), &at, &place.below(name));
            let aliases = extension::aliases(&keywords.data.extensions, name);
            self.merge(member(name, aliases, lowered), &at, flat);
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

    fn inherit(&mut self, base: &Flat, at: &At<'_>, flat: &mut Flat) {
        flat.required.extend(base.required.iter().cloned());
        flat.additional = base.additional.clone().or(flat.additional.take());
        for member in &base.members {
            self.merge(member.clone(), at, flat);
        }
    }

    /// Adds a member, or makes one of two declarations of the same.
    fn merge(&mut self, member: Member, at: &At<'_>, flat: &mut Flat) {
        let Some(known) = flat
            .members
            .iter_mut()
            .find(|known| known.name == member.name)
        else {
            flat.members.push(member);
            return;
        };
        if known.of != member.of && member.of != Type::Any && known.of != Type::Any {
            self.error(
                Code::Contradiction,
                at,
                format!(
                    "`{}` is declared before with another type: no value can satisfy both",
                    member.name
                ),
                "leave it out here, or give both declarations the same type",
            );
            return;
        }
        if known.of == Type::Any {
            known.of = member.of;
        }
        known.nullable &= member.nullable;
        known.default = member.default.or(known.default.take());
        known.read_only |= member.read_only;
        known.write_only |= member.write_only;
        if member.docs != Docs::default() {
            known.docs = member.docs;
        }
        for constraint in member.constraints {
            if !known.constraints.contains(&constraint) {
                known.constraints.push(constraint);
            }
        }
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

/// A member that `required` names and no property declares: any value will do, but there must be one.
fn undeclared(name: &str) -> Member {
    Member {
        name: name.to_owned(),
        aliases: Vec::new(),
        of: Type::Any,
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

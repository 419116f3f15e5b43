//! Objects: the members of a schema together with those of everything it inherits from.

use std::rc::Rc;

use openapiv3::{AdditionalProperties, ReferenceOr, Schema};
use serde_json::Value;

use super::component::{Role, discriminator};
use super::constraint::property_counts;
use super::flat::{Flat, Group, undeclared};
use super::keywords::{Keywords, Kind, Unboxed};
use super::meet::Apart;
use super::schema::Lowered;
use super::together::{add_constraints, exclude};
use super::union::Alternatives;
use super::{Lowering, Place, at_schema, extension, names};
use crate::diagnostics::code::Code;
use crate::diagnostics::{self, Diagnostic};
use crate::ir::{AdditionalProperty, Constraint, Presence, Property, Type};
use crate::source::{JsonPointer, PathCursor};

impl<'d> Lowering<'d> {
    /// The flat form of a named object.
    pub(super) fn flat(&mut self, name: &'d str) -> Rc<Flat<'d>> {
        match self.flats.get(name) {
            Some(Some(flat)) => return Rc::clone(flat),
            Some(None) => {
                at_schema(name, |cursor| {
                    self.error(
                        Code::InheritsFromItself,
                        cursor,
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
            ReferenceOr::Item(schema) => at_schema(name, |cursor| {
                let keywords = Keywords::of(schema);
                let mut flat = self.flatten(&keywords, cursor, &Place::within(component.id));
                if let (Role::TaggedUnion { .. }, Some(found)) =
                    (component.role, discriminator(&keywords))
                {
                    self.declare_tag(&found.property_name, &mut flat, cursor);
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
    fn declare_tag(&mut self, tag: &str, flat: &mut Flat<'d>, cursor: &PathCursor<'_>) {
        if flat.properties.iter().any(|property| property.name == tag) {
            return;
        }
        self.diagnostics.push(
            Diagnostic::new(
                Code::DiscriminatorProperty,
                cursor.on_value(),
                format!("the discriminator `{tag}` is no property of this schema: it is generated as an optional text"),
            )
            .help("declare the property, as a string"),
        );
        flat.properties.push(Property {
            presence: Presence::Optional,
            ..undeclared(tag, Type::String)
        });
    }

    /// The members of a schema and of all its parts, the parts first.
    pub(super) fn flatten(
        &mut self,
        keywords: &Keywords<'d>,
        cursor: &PathCursor<'_>,
        place: &Place,
    ) -> Flat<'d> {
        let mut flat = Flat::default();
        self.collect(keywords, cursor, place, &mut flat, &mut Vec::new());
        self.settle(&mut flat, keywords, cursor);
        flat
    }

    /// Adds the members of another part.
    pub(super) fn add_part(
        &mut self,
        part: &'d ReferenceOr<Schema>,
        cursor: &PathCursor<'_>,
        place: &Place,
        flat: &mut Flat<'d>,
    ) {
        match part {
            ReferenceOr::Item(schema) => {
                self.collect(&Keywords::of(schema), cursor, place, flat, &mut Vec::new());
            }
            ReferenceOr::Reference { reference } => {
                if let Some(name) = names::schema(reference) {
                    self.collect_named(name, cursor, place, flat, &mut Vec::new());
                }
            }
        }
    }

    /// Makes required members required, and reports those that no value can have.
    pub(super) fn settle(
        &mut self,
        flat: &mut Flat<'d>,
        keywords: &Keywords<'d>,
        cursor: &PathCursor<'_>,
    ) {
        flat.require();
        for (name, place, apart) in std::mem::take(&mut flat.conflicts) {
            if apart == Apart::NoType {
                self.no_type(&name, &place);
                continue;
            }
            let first = self
                .declared_at(keywords, &cursor.to_pointer(), &name, &mut Vec::new())
                .filter(|first| *first != place);
            self.contradiction(
                diagnostics::Anchor::Value(place).into(),
                first.map(|first| diagnostics::Anchor::Value(first).into()),
                format!("`{name}` is declared before with another type: no value can satisfy both"),
            );
        }
    }

    fn collect(
        &mut self,
        keywords: &Keywords<'d>,
        cursor: &PathCursor<'_>,
        place: &Place,
        flat: &mut Flat<'d>,
        seen: &mut Vec<&'d str>,
    ) {
        self.tell_no_object(keywords, cursor);
        flat.typed |= keywords.kind.is_some();
        for ty in Alternatives::of(keywords) {
            let cursor = cursor.key(ty.keyword()).to_pointer();
            flat.groups.push(Group {
                ty,
                pointer: cursor,
            });
        }
        if keywords.not.is_some() {
            self.negation(cursor);
        }
        let parts = cursor.key("allOf");
        for (index, part) in keywords.all_of.iter().enumerate() {
            let cursor = parts.index(index);
            match part {
                ReferenceOr::Item(schema) => {
                    self.collect(&Keywords::of(schema), &cursor, place, flat, seen);
                }
                ReferenceOr::Reference { reference } => {
                    if let Some(name) = names::schema(reference) {
                        self.collect_named(name, &cursor, place, flat, seen);
                    }
                }
            }
        }
        let known = flat.properties.len();
        let properties = cursor.key("properties");
        for (name, schema) in keywords.properties.into_iter().flatten() {
            let cursor = properties.key(name);
            let lowered = self.schema(schema.unboxed(), &cursor, &place.below(name));
            let aliases = extension::aliases(&keywords.data.extensions, name);
            self.merge(
                property(name, aliases, lowered),
                &cursor,
                place,
                flat,
                known,
            );
        }
        flat.required.extend(keywords.required.iter().cloned());
        let counts = property_counts(keywords, cursor, self.diagnostics);
        self.add_rules(flat, counts, cursor);
        match keywords.additional {
            Some(AdditionalProperties::Any(false)) => flat.closed = true,
            Some(AdditionalProperties::Any(true)) | None => {}
            Some(AdditionalProperties::Schema(schema)) => {
                let cursor = cursor.key("additionalProperties");
                let below = place.below("additional property");
                let lowered = self.schema(schema.as_ref().unboxed(), &cursor, &below);
                let says = lowered.ty != Type::Any || !lowered.constraints.is_empty();
                let others = says.then(|| AdditionalProperty {
                    constraints: lowered.constraints.clone(),
                    ty: lowered.into_item(),
                });
                self.add_others(flat, others.as_ref(), place, &cursor);
            }
        }
    }

    /// Reports a part of an object that says that it is none.
    fn tell_no_object(&mut self, keywords: &Keywords<'d>, cursor: &PathCursor<'_>) {
        let other = keywords.kind.filter(|kind| *kind != Kind::Object);
        let said = match other {
            Some(kind) => Some((cursor.key("type"), format!("`type: {}`", kind.name()))),
            None if keywords.enumeration.is_empty() => None,
            None if keywords.enumeration.iter().any(|value| value.is_object()) => {
                self.enum_kind(keywords, cursor);
                None
            }
            None => Some((cursor.key("enum"), "a value of this enum".to_owned())),
        };
        if let Some((cursor, what)) = said {
            self.contradiction(
                cursor.on_value(),
                None,
                format!(
                    "{what} is no object, which another part asks for: no value can satisfy both"
                ),
            );
        }
    }

    /// Adds what is asked of the members as a whole.
    fn add_rules(&mut self, flat: &mut Flat<'d>, rules: Vec<Constraint>, cursor: &PathCursor<'_>) {
        self.tell_excluded(&flat.rules, &rules, cursor);
        add_constraints(&mut flat.rules, rules);
    }

    /// Adds what is said of the members that are not declared.
    fn add_others(
        &mut self,
        flat: &mut Flat<'d>,
        others: Option<&AdditionalProperty>,
        place: &Place,
        cursor: &PathCursor<'_>,
    ) {
        let known = flat.additional.take();
        if let (Some(one), Some(other)) = (&known, others) {
            self.tell_excluded(&one.constraints, &other.constraints, cursor);
        }
        match self.meet_others(known.as_ref(), others, place, cursor) {
            Ok(both) => flat.additional = both,
            Err(_) => self.contradiction(
                cursor.on_value(),
                None,
                "another part says something else of `additionalProperties`: no value can satisfy both"
                    .to_owned(),
            ),
        }
    }

    /// A part of `allOf` that has a name.
    fn collect_named(
        &mut self,
        name: &str,
        cursor: &PathCursor<'_>,
        place: &Place,
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
            (Role::Object | Role::TaggedUnion { .. }, _) => {
                let base = self.flat(name);
                self.inherit(&base, cursor, place, flat);
            }
            (_, ReferenceOr::Reference { reference }) => {
                if let Some(name) = names::schema(reference) {
                    self.collect_named(name, cursor, place, flat, seen);
                }
            }
            (Role::Alias, ReferenceOr::Item(schema)) if Keywords::of(schema).may_be_object() => {
                if !seen.contains(&name) {
                    seen.push(name);
                    at_schema(name, |cursor| {
                        let place = Place::within(component.id);
                        self.collect(&Keywords::of(schema), cursor, &place, flat, seen);
                    });
                }
            }
            _ => self.error(
                Code::NotAnObject,
                &cursor.key("$ref"),
                format!("`{name}` is no object"),
                "only objects can be inherited from and be told apart by a discriminator",
            ),
        }
    }

    fn inherit(
        &mut self,
        base: &Flat<'d>,
        cursor: &PathCursor<'_>,
        place: &Place,
        flat: &mut Flat<'d>,
    ) {
        flat.required.extend(base.required.iter().cloned());
        self.add_others(flat, base.additional.as_ref(), place, cursor);
        flat.closed |= base.closed;
        flat.typed |= base.typed;
        // Alternatives that name who inherits are its family, and no further rule for it.
        let is_family = |group: &Group<'d>| {
            group.ty.variants.iter().any(|variant| match variant {
                ReferenceOr::Reference { reference } => names::schema(reference)
                    .is_some_and(|name| matches!(self.flats.get(name), Some(None))),
                ReferenceOr::Item(_) => false,
            })
        };
        let groups = base.groups.iter().filter(|group| !is_family(group));
        flat.groups.extend(groups.cloned());
        self.add_rules(flat, base.rules.clone(), cursor);
        let known = flat.properties.len();
        for property in &base.properties {
            self.merge(property.clone(), cursor, place, flat, known);
        }
    }

    /// Adds a member, or makes one of two declarations of the same. Only the first `known` members can be the same.
    fn merge(
        &mut self,
        property: Property,
        cursor: &PathCursor<'_>,
        place: &Place,
        flat: &mut Flat<'d>,
        known: usize,
    ) {
        let Some(index) = flat.properties[..known]
            .iter()
            .position(|known| known.name == property.name)
        else {
            flat.properties.push(property);
            return;
        };
        let first = flat.properties[index].clone();
        let place = place.below(&property.name);
        let met = self.meet(&first.ty, &property.ty, &place, cursor);
        let met = met.unwrap_or_else(|apart| {
            flat.conflicts
                .push((property.name.clone(), cursor.to_pointer(), apart));
            Type::Any.into()
        });
        if let Some([low, high]) = exclude(&first.constraints, &property.constraints) {
            self.error(
                Code::Limit,
                cursor,
                format!("`{low}` is above `{high}` where all declarations of this member count"),
                "correct one of them",
            );
        }
        if first.read_only && property.write_only || first.write_only && property.read_only {
            self.error(
                Code::Contradiction,
                cursor,
                format!(
                    "`{}` is `readOnly` in one part and `writeOnly` in another: it is in no body",
                    property.name
                ),
                "remove one of the two",
            );
        }
        self.take(&mut flat.properties[index], &property, met);
    }

    /// Where a schema or one of its parts first declares a property.
    fn declared_at(
        &self,
        keywords: &Keywords<'d>,
        cursor: &JsonPointer,
        name: &str,
        seen: &mut Vec<&'d str>,
    ) -> Option<JsonPointer> {
        let parts = cursor.key("allOf");
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
                    let cursor = JsonPointer::root()
                        .key("components")
                        .key("schemas")
                        .key(base);
                    self.declared_at(&Keywords::of(schema), &cursor, name, seen)
                }
            });
        inherited.or_else(|| {
            keywords
                .properties
                .is_some_and(|properties| properties.contains_key(name))
                .then(|| cursor.key("properties").key(name))
        })
    }
}

fn property(name: &str, aliases: Vec<String>, lowered: Lowered) -> Property {
    Property {
        name: name.to_owned(),
        aliases,
        ty: lowered.ty,
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

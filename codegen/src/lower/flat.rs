//! An object with its inheritance laid flat: its members, and what else is said of it.

use std::collections::HashSet;

use super::meet::{Apart, Met};
use super::schema::over;
use super::together::add_constraints;
use super::union::Alternatives;
use crate::ir::{
    AdditionalProperties, AdditionalProperty, Constraint, Docs, Object, Presence, Property, Type,
};
use crate::source::JsonPointer;

/// An object with its inheritance laid flat.
#[derive(Clone, Debug, Default)]
pub(super) struct Flat<'d> {
    pub properties: Vec<Property>,
    pub additional: Option<AdditionalProperty>,
    pub closed: bool,
    pub required: Vec<String>,
    /// Whether the document says that it is an object, and not only what it is like if it is one.
    pub typed: bool,
    /// The lists of alternatives of which one holds as well.
    pub groups: Vec<Group<'d>>,
    /// What it asks of its members as a whole.
    pub rules: Vec<Constraint>,
    /// Members that have no type that suits all declarations, where, and why.
    pub conflicts: Vec<(String, JsonPointer, Apart)>,
}

/// Alternatives, and where they stand.
#[derive(Clone, Debug)]
pub(super) struct Group<'d> {
    pub ty: Alternatives<'d>,
    pub pointer: JsonPointer,
}

impl Flat<'_> {
    pub(super) fn of(object: &Object) -> Self {
        let required = object
            .properties
            .iter()
            .filter(|property| property.presence != Presence::Optional)
            .map(|property| property.name.clone())
            .collect();
        Self {
            properties: object.properties.clone(),
            additional: object.additional.typed().cloned(),
            closed: object.additional == AdditionalProperties::None,
            required,
            typed: true,
            rules: object.constraints.clone(),
            ..Self::default()
        }
    }

    pub(super) fn to_object(&self) -> Object {
        let additional = match &self.additional {
            _ if self.closed => AdditionalProperties::None,
            Some(ty) => AdditionalProperties::Typed(ty.clone()),
            None => AdditionalProperties::Any,
        };
        Object {
            properties: self.properties.clone(),
            additional,
            closed: false,
            constraints: self.rules.clone(),
        }
    }

    /// Whether it asks nothing that another one does not ask, too.
    pub(super) fn is_within(&self, other: &Self) -> bool {
        let has = |property: &Property| {
            other.properties.iter().any(|other| {
                other.name == property.name
                    && other.ty == property.ty
                    && (property.presence == Presence::Optional
                        || other.presence == property.presence)
                    && (property.nullable || !other.nullable)
                    && (other.read_only || !property.read_only)
                    && (other.write_only || !property.write_only)
                    && property
                        .aliases
                        .iter()
                        .all(|alias| other.aliases.contains(alias))
                    && holds(&property.constraints, &other.constraints)
            })
        };
        self.properties.iter().all(has)
            && holds(&self.rules, &other.rules)
            && (!self.closed || other.closed && other.properties.len() == self.properties.len())
            && (self.additional.is_none() || self.additional == other.additional)
    }

    /// Whether it says nothing of its members.
    pub(super) fn is_empty(&self) -> bool {
        self.properties.is_empty() && self.additional.is_none() && !self.closed
    }

    /// What it is recognized by.
    pub(super) fn fingerprint(&self) -> (Vec<(String, Type)>, Option<AdditionalProperty>) {
        let properties = self.properties.iter();
        let properties = properties.map(|property| (property.name.clone(), property.ty.clone()));
        (properties.collect(), self.additional.clone())
    }

    /// Takes over what another one says besides its members; `additional` is what both say of those that they do not
    /// declare.
    pub(super) fn join(&mut self, other: &Self, additional: Option<AdditionalProperty>) {
        self.required.extend(other.required.iter().cloned());
        self.additional = additional;
        self.closed |= other.closed;
        self.typed |= other.typed;
        add_constraints(&mut self.rules, other.rules.clone());
        self.require();
    }

    /// Makes the required members required; one that no property declares is any value.
    pub(super) fn require(&mut self) {
        let required: HashSet<&str> = self.required.iter().map(String::as_str).collect();
        for property in &mut self.properties {
            if required.contains(property.name.as_str()) {
                property.presence = if property.nullable {
                    Presence::Nullable
                } else {
                    Presence::Required
                };
            }
        }
        let mut declared: HashSet<&str> = self
            .properties
            .iter()
            .map(|property| property.name.as_str())
            .collect();
        let others = self.required.iter().filter(|name| declared.insert(name));
        let others: Vec<Property> = others.map(|name| undeclared(name, Type::Any)).collect();
        self.properties.extend(others);
    }
}

impl Property {
    /// Takes over what another declaration of the same member says; both together have the type given.
    pub(super) fn take(&mut self, other: &Self, met: Met) {
        self.nullable = match (&self.ty, &other.ty) {
            (Type::Any, Type::Any) => self.nullable || other.nullable,
            // What names no type leaves it to the other whether null is a value.
            (Type::Any, _) => other.nullable,
            (_, Type::Any) => self.nullable,
            _ => self.nullable && other.nullable,
        };
        self.ty = met.ty;
        for alias in &other.aliases {
            if !self.aliases.contains(alias) {
                self.aliases.push(alias.clone());
            }
        }
        self.default = other.default.clone().or(self.default.take());
        self.read_only |= other.read_only;
        self.write_only |= other.write_only;
        self.docs = over(other.docs.clone(), std::mem::take(&mut self.docs));
        add_constraints(&mut self.constraints, other.constraints.clone());
        add_constraints(&mut self.constraints, met.constraints);
    }
}

/// Whether constraints ask nothing that others do not ask, too.
fn holds(constraints: &[Constraint], others: &[Constraint]) -> bool {
    constraints.iter().all(|one| others.contains(one))
}

/// A member that `required` names and no property declares: any value of the type will do, but there must be one.
pub(super) fn undeclared(name: &str, ty: Type) -> Property {
    Property {
        name: name.to_owned(),
        aliases: Vec::new(),
        ty,
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

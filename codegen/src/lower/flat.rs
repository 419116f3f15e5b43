//! An object with its inheritance laid flat: its members, and what else is said of it.

use std::collections::HashSet;

use super::meet::{Apart, Met};
use super::schema::over;
use super::together::add_constraints;
use super::union::Alternatives;
use crate::api::{Additional, Constraint, Docs, Member, Object, Presence, Type, Undeclared};
use crate::pointer::Pointer;

/// An object with its inheritance laid flat.
#[derive(Clone, Debug, Default)]
pub(super) struct Flat<'d> {
    pub members: Vec<Member>,
    pub additional: Option<Undeclared>,
    pub closed: bool,
    pub required: Vec<String>,
    /// Whether the document says that it is an object, and not only what it is like if it is one.
    pub typed: bool,
    /// The lists of alternatives of which one holds as well.
    pub groups: Vec<Group<'d>>,
    /// What it asks of its members as a whole.
    pub rules: Vec<Constraint>,
    /// Members that have no type that suits all declarations, where, and why.
    pub conflicts: Vec<(String, Pointer, Apart)>,
}

/// Alternatives, and where they stand.
#[derive(Clone, Debug)]
pub(super) struct Group<'d> {
    pub of: Alternatives<'d>,
    pub at: Pointer,
}

impl Flat<'_> {
    pub(super) fn of(object: &Object) -> Self {
        let required = object
            .members
            .iter()
            .filter(|member| member.presence != Presence::Optional)
            .map(|member| member.name.clone())
            .collect();
        Self {
            members: object.members.clone(),
            additional: object.additional.typed().cloned(),
            closed: object.additional == Additional::None,
            required,
            typed: true,
            rules: object.constraints.clone(),
            ..Self::default()
        }
    }

    pub(super) fn to_object(&self) -> Object {
        let additional = match &self.additional {
            _ if self.closed => Additional::None,
            Some(of) => Additional::Typed(of.clone()),
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
                    && (member.nullable || !other.nullable)
                    && (other.read_only || !member.read_only)
                    && (other.write_only || !member.write_only)
                    && member
                        .aliases
                        .iter()
                        .all(|alias| other.aliases.contains(alias))
                    && holds(&member.constraints, &other.constraints)
            })
        };
        self.members.iter().all(has)
            && holds(&self.rules, &other.rules)
            && (!self.closed || other.closed && other.members.len() == self.members.len())
            && (self.additional.is_none() || self.additional == other.additional)
    }

    /// Whether it says nothing of its members.
    pub(super) fn is_empty(&self) -> bool {
        self.members.is_empty() && self.additional.is_none() && !self.closed
    }

    /// What it is recognized by.
    pub(super) fn fingerprint(&self) -> (Vec<(String, Type)>, Option<Undeclared>) {
        let members = self.members.iter();
        let members = members.map(|member| (member.name.clone(), member.of.clone()));
        (members.collect(), self.additional.clone())
    }

    /// Takes over what another one says besides its members; `additional` is what both say of those that they do not
    /// declare.
    pub(super) fn join(&mut self, other: &Self, additional: Option<Undeclared>) {
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
    pub(super) fn take(&mut self, other: &Self, met: Met) {
        self.nullable = match (&self.of, &other.of) {
            (Type::Any, Type::Any) => self.nullable || other.nullable,
            // What names no type leaves it to the other whether null is a value.
            (Type::Any, _) => other.nullable,
            (_, Type::Any) => self.nullable,
            _ => self.nullable && other.nullable,
        };
        self.of = met.of;
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
pub(super) fn undeclared(name: &str, of: Type) -> Member {
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

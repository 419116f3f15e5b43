//! What satisfies two schemas at once: the type of `allOf`, and of a member that several parts declare.

use super::component::Role;
use super::flat::Flat;
use super::{Lowering, Place};
use crate::api::{
    Additional, Branch, Constraint, Decimal, Docs, EnumValue, Object, Origin, StringEnum, Type,
    TypeId, TypeKind, Undeclared, Union,
};
use crate::code::Code;
use crate::diagnostic::{Diagnostic, Place as At};
use crate::pointer::Pointer;

/// The members of two objects.
pub(super) type Merging = (Vec<(String, Type)>, Vec<(String, Type)>);

/// Why two types have no type that satisfies both.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Apart {
    /// No value does.
    Contradiction,
    /// Some value may, and no type says which.
    NoType,
}

impl<'d> Lowering<'d> {
    /// The type whose values are of both types.
    pub(super) fn meet(&mut self, one: &Type, other: &Type, place: &Place) -> Result<Type, Apart> {
        use Type::{
            Any, Array, Byte, Date, DateTime, Double, Duration, Float, Int32, Int64, Map, Nullable,
            OneOrMany, Secret, String, Uint64, Uuid,
        };
        let (first, second) = (
            self.without_aliases(one).clone(),
            self.without_aliases(other).clone(),
        );
        match (&first, &second) {
            _ if first == second => Ok(match one {
                // The one that has a name of its own.
                Type::Named(_) => one.clone(),
                _ => other.clone(),
            }),
            (Nullable(one), Nullable(other)) => {
                Ok(Nullable(Box::new(self.meet(one, other, place)?)))
            }
            (Nullable(inner), _) => self.meet(inner, other, place),
            (_, Nullable(inner)) => self.meet(one, inner, place),
            (Any, _)
            | (String, Secret | DateTime | Date | Duration | Uuid | Byte | Type::Flags(_))
            | (Int64 | Uint64 | Double | Float, Int32)
            | (Uint64 | Double | Float, Int64)
            | (Double | Float, Uint64)
            | (Double, Float) => Ok(other.clone()),
            (_, Any)
            | (Secret | DateTime | Date | Duration | Uuid | Byte | Type::Flags(_), String)
            | (Int32, Int64 | Uint64 | Double | Float)
            | (Int64, Uint64 | Double | Float)
            | (Uint64, Double | Float)
            | (Float, Double) => Ok(one.clone()),
            (Array(one), Array(other)) => Ok(Array(Box::new(self.meet(one, other, place)?))),
            (Map(one), Map(other)) => Ok(Map(Box::new(self.meet(one, other, place)?))),
            (OneOrMany(one), OneOrMany(other)) => {
                Ok(OneOrMany(Box::new(self.meet(one, other, place)?)))
            }
            (OneOrMany(inner), Array(item)) | (Array(item), OneOrMany(inner)) => {
                Ok(Array(Box::new(self.meet(inner, item, place)?)))
            }
            (OneOrMany(inner), _) => self.meet(inner, other, place),
            (_, OneOrMany(inner)) => self.meet(one, inner, place),
            (Type::Named(id), _) => self.meet_named(*id, one, &second, other, place),
            (_, Type::Named(id)) => self.meet_named(*id, other, &first, one, place),
            _ => Err(Apart::Contradiction),
        }
    }

    fn meet_named(
        &mut self,
        id: TypeId,
        one: &Type,
        second: &Type,
        other: &Type,
        place: &Place,
    ) -> Result<Type, Apart> {
        if let Some(flat) = self.flat_of(id) {
            return self.meet_object(&flat, one, other, place);
        }
        match (self.types[id.index()].kind.clone(), second) {
            (TypeKind::StringEnum(_), Type::String) => Ok(one.clone()),
            (TypeKind::StringEnum(list), Type::Named(second)) => {
                match self.types[second.index()].kind.clone() {
                    TypeKind::StringEnum(than) => self.meet_lists(one, &list, other, &than, place),
                    TypeKind::Union(union) => self.meet_union(&union, one, place),
                    TypeKind::Object(_) | TypeKind::Polymorphic(_) => Err(Apart::Contradiction),
                    _ => Err(Apart::NoType),
                }
            }
            (TypeKind::ValueEnum(list), of)
                if list.of == *of || list.of == Type::Int64 && *of == Type::Double =>
            {
                Ok(one.clone())
            }
            (TypeKind::Union(union), _) => self.meet_union(&union, other, place),
            (_, Type::Named(second)) => match self.types[second.index()].kind.clone() {
                TypeKind::Union(union) => self.meet_union(&union, one, place),
                _ => Err(Apart::NoType),
            },
            (TypeKind::StringEnum(_), _) => Err(Apart::Contradiction),
            _ => Err(Apart::NoType),
        }
    }

    /// The values that both lists have.
    fn meet_lists(
        &mut self,
        one: &Type,
        list: &StringEnum,
        other: &Type,
        than: &StringEnum,
        place: &Place,
    ) -> Result<Type, Apart> {
        let has = |list: &StringEnum, value: &EnumValue| {
            list.values.iter().any(|known| known.value == value.value)
        };
        let values: Vec<EnumValue> = list
            .values
            .iter()
            .filter(|value| has(than, value))
            .cloned()
            .collect();
        if values.is_empty() {
            return Err(Apart::Contradiction);
        }
        if values.len() == list.values.len() {
            return Ok(one.clone());
        }
        if values.len() == than.values.len() {
            return Ok(other.clone());
        }
        let id = self.reserve_inline(place);
        self.define(
            id,
            TypeKind::StringEnum(StringEnum { values }),
            Docs::default(),
        );
        Ok(Type::Named(id))
    }

    /// Those of the alternatives that can be of another type, too.
    fn meet_union(&mut self, union: &Union, other: &Type, place: &Place) -> Result<Type, Apart> {
        let mut branches = Vec::new();
        for branch in &union.branches {
            let word = branch.name.clone().unwrap_or_else(|| self.word(&branch.of));
            match self.meet(&branch.of, other, &place.below(&word)) {
                Ok(of) => branches.push(Branch {
                    of,
                    name: Some(word),
                    ..branch.clone()
                }),
                Err(Apart::Contradiction) => {}
                Err(Apart::NoType) => return Err(Apart::NoType),
            }
        }
        match &branches[..] {
            [] => Err(Apart::Contradiction),
            [only] => Ok(only.of.clone()),
            _ => {
                let id = self.reserve_inline(place);
                let discriminated = union.tag.is_some();
                let union = Union {
                    branches,
                    ..union.clone()
                };
                self.define(id, TypeKind::Union(union), Docs::default());
                self.undecided.push(super::union::Undecided {
                    of: id,
                    at: Pointer::root(),
                    discriminated,
                });
                Ok(Type::Named(id))
            }
        }
    }

    /// The object of a type, with its inheritance laid flat.
    pub(super) fn flat_of(&mut self, id: TypeId) -> Option<std::rc::Rc<Flat<'d>>> {
        let component = match &self.types[id.index()].origin {
            Origin::Component(name) => self.components.by_name.get_key_value(name.as_str()),
            _ => None,
        };
        if let Some((&name, component)) = component
            && component.id == id
            && matches!(component.role, Role::Object | Role::Polymorphic { .. })
        {
            // One that is being laid flat contains itself here.
            return match self.flats.get(name) {
                Some(None) => None,
                _ => Some(self.flat(name)).filter(|flat| flat.groups.is_empty()),
            };
        }
        match &self.types[id.index()].kind {
            TypeKind::Object(object) if self.defined.contains(&id) => {
                let mut flat = Flat::of(object);
                flat.typed = !self.untyped.contains(&id);
                Some(std::rc::Rc::new(flat))
            }
            _ => None,
        }
    }

    /// What is an object and of another type.
    pub(super) fn meet_object(
        &mut self,
        flat: &Flat<'d>,
        one: &Type,
        other: &Type,
        place: &Place,
    ) -> Result<Type, Apart> {
        match self.without_aliases(other).clone() {
            Type::Named(id) => {
                if let Some(than) = self.flat_of(id) {
                    if flat.is_within(&than) {
                        return Ok(other.clone());
                    }
                    if than.is_within(flat) {
                        return Ok(one.clone());
                    }
                    return self.merged(flat, &than, place);
                }
                match self.types[id.index()].kind.clone() {
                    TypeKind::Union(union) => self.meet_union(&union, one, place),
                    // What only objects are asked does not concern others.
                    TypeKind::StringEnum(_) | TypeKind::ValueEnum(_) if !flat.typed => {
                        Ok(other.clone())
                    }
                    TypeKind::StringEnum(_) | TypeKind::ValueEnum(_) => Err(Apart::Contradiction),
                    _ => Err(Apart::NoType),
                }
            }
            Type::Map(value) if *value == Type::Any => Ok(one.clone()),
            Type::Map(value) => {
                let than = Flat::of(&Object {
                    members: Vec::new(),
                    additional: Additional::Typed(Undeclared {
                        of: *value,
                        constraints: Vec::new(),
                    }),
                    closed: false,
                    constraints: Vec::new(),
                });
                self.merged(flat, &than, place)
            }
            _ if !flat.typed => Ok(other.clone()),
            _ => Err(Apart::Contradiction),
        }
    }

    /// An object with the members of two.
    pub(super) fn merged(
        &mut self,
        one: &Flat<'d>,
        other: &Flat<'d>,
        place: &Place,
    ) -> Result<Type, Apart> {
        let key = (one.fingerprint(), other.fingerprint());
        if let Some((_, id)) = self.merging.iter().find(|(known, _)| *known == key) {
            // The same two within themselves.
            return Ok(Type::Named(*id));
        }
        let id = self.reserve_inline(place);
        self.merging.push((key, id));
        let mut flat = one.clone();
        let result = self.absorb(&mut flat, other, &Place::within(id));
        self.merging.pop();
        self.define_members(id, &flat, Docs::default());
        result.map(|()| Type::Named(id))
    }

    fn absorb(
        &mut self,
        flat: &mut Flat<'d>,
        other: &Flat<'d>,
        place: &Place,
    ) -> Result<(), Apart> {
        for member in &other.members {
            let Some(index) = flat
                .members
                .iter()
                .position(|known| known.name == member.name)
            else {
                flat.members.push(member.clone());
                continue;
            };
            let below = place.below(&member.name);
            let of = match self.meet(&flat.members[index].of.clone(), &member.of, &below) {
                Ok(of) => of,
                Err(Apart::NoType) => Type::Any,
                Err(Apart::Contradiction) => return Err(Apart::Contradiction),
            };
            flat.members[index].take(member, of);
        }
        flat.join(other);
        Ok(())
    }

    fn word(&self, of: &Type) -> String {
        match of {
            Type::Named(id) => match &self.types[id.index()].origin {
                crate::api::Origin::Component(name) => name.clone(),
                crate::api::Origin::Inline { words, .. } => words.join(" "),
                _ => "object".to_owned(),
            },
            Type::Array(_) => "array".to_owned(),
            Type::Map(_) => "map".to_owned(),
            _ => "value".to_owned(),
        }
    }

    /// Reports two declarations that no value can satisfy.
    pub(super) fn contradiction(&mut self, at: At, first: Option<At>, message: String) {
        let mut diagnostic = Diagnostic::new(Code::Contradiction, at, message)
            .help("leave it out here, or give both declarations the same type");
        if let Some(first) = first {
            diagnostic = diagnostic.related(first, "declared here before");
        }
        self.diagnostics.push(diagnostic);
    }
}

/// Adds constraints, each once.
pub(super) fn add_constraints(known: &mut Vec<Constraint>, more: Vec<Constraint>) {
    for constraint in more {
        if !known.contains(&constraint) {
            known.push(constraint);
        }
    }
}

/// Whether limits that come from several schemas exclude every value: the keywords of the two.
pub(super) fn exclude(constraints: &[Constraint]) -> Option<[&'static str; 2]> {
    let most = |of: &dyn Fn(&Constraint) -> Option<f64>| {
        constraints
            .iter()
            .filter_map(of)
            .fold(None, |most: Option<f64>, one| {
                Some(most.map_or(one, |most| most.max(one)))
            })
    };
    #[expect(
        clippy::cast_precision_loss,
        reason = "counts beyond 2^53 are never reached"
    )]
    let count = |limit: u64| limit as f64;
    let pairs: [([&'static str; 2], Option<f64>, Option<f64>); 4] = [
        (
            ["minLength", "maxLength"],
            most(&|one| match one {
                Constraint::MinLength(limit) => Some(count(*limit)),
                _ => None,
            }),
            most(&|one| match one {
                Constraint::MaxLength(limit) => Some(-count(*limit)),
                _ => None,
            }),
        ),
        (
            ["minItems", "maxItems"],
            most(&|one| match one {
                Constraint::MinItems(limit) => Some(count(*limit)),
                _ => None,
            }),
            most(&|one| match one {
                Constraint::MaxItems(limit) => Some(-count(*limit)),
                _ => None,
            }),
        ),
        (
            ["minProperties", "maxProperties"],
            most(&|one| match one {
                Constraint::MinProperties(limit) => Some(count(*limit)),
                _ => None,
            }),
            most(&|one| match one {
                Constraint::MaxProperties(limit) => Some(-count(*limit)),
                _ => None,
            }),
        ),
        (
            ["minimum", "maximum"],
            most(&|one| match one {
                Constraint::Minimum(limit) | Constraint::ExclusiveMinimum(limit) => {
                    Some(Decimal::as_f64(*limit))
                }
                _ => None,
            }),
            most(&|one| match one {
                Constraint::Maximum(limit) | Constraint::ExclusiveMaximum(limit) => {
                    Some(-Decimal::as_f64(*limit))
                }
                _ => None,
            }),
        ),
    ];
    pairs
        .into_iter()
        .find_map(|(keywords, low, high)| (low? > -high?).then_some(keywords))
}

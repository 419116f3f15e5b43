//! What satisfies two schemas at once: the type of `allOf`, and of a member that several parts declare.

use super::component::Role;
use super::enumeration::{fits_type, listed, of_values};
use super::flat::Flat;
use super::together::add_constraints;
use super::union::{Undecided, distinct};
use super::{Lowering, Place};
use crate::diagnostics::code::Code;
use crate::diagnostics::{self, Diagnostic};
use crate::ir::{
    AdditionalProperties, AdditionalProperty, Constraint, Docs, EnumValue, Object, Origin,
    Property, Type, TypeId, TypeKind, Union, UnionVariant,
};
use crate::source::{JsonPointer, PathCursor};

/// Two objects, each by its members and what it says of others.
pub(super) type Merging = [(Vec<(String, Type)>, Option<AdditionalProperty>); 2];

/// Why two types have no type that satisfies both.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Apart {
    /// No value does.
    Contradiction,
    /// Some value may, and no type says which.
    NoType,
}

/// A type that two have in common, and what only values of it are asked: not what is asked beside the two.
#[derive(Clone, Debug)]
pub(super) struct Met {
    pub ty: Type,
    pub constraints: Vec<Constraint>,
}

impl Met {
    /// A type with such values inside, and what it is asked for them.
    fn within(
        self,
        wrap: fn(Box<Type>) -> Type,
        asked: fn(&[Constraint]) -> Option<Constraint>,
    ) -> Self {
        Self {
            ty: wrap(Box::new(self.ty)),
            constraints: asked(&self.constraints).into_iter().collect(),
        }
    }
}

impl From<Type> for Met {
    fn from(ty: Type) -> Self {
        Self {
            ty,
            constraints: Vec::new(),
        }
    }
}

impl<'d> Lowering<'d> {
    /// The type whose values are of both types; `at` is where the second is declared.
    pub(super) fn meet(
        &mut self,
        one: &Type,
        other: &Type,
        place: &Place,
        cursor: &PathCursor<'_>,
    ) -> Result<Met, Apart> {
        use Type::{
            Any, Array, Byte, Date, DateTime, Double, Duration, Flags, Float, Int32, Int64, Map,
            Nullable, OneOrMany, Secret, String, Uint64, Uuid,
        };
        let (first, second) = (
            self.resolve_alias_type(one).clone(),
            self.resolve_alias_type(other).clone(),
        );
        match (&first, &second) {
            _ if first == second => Ok(match one {
                // The one that has a name of its own.
                Type::Named(_) => one.clone(),
                _ => other.clone(),
            }
            .into()),
            (Any, _)
            | (String, Secret | DateTime | Date | Duration | Uuid | Byte | Flags(_))
            | (Int64 | Uint64 | Double | Float, Int32)
            | (Uint64 | Double | Float, Int64)
            | (Double | Float, Uint64)
            | (Double, Float) => Ok(other.clone().into()),
            (_, Any)
            | (Secret | DateTime | Date | Duration | Uuid | Byte | Flags(_), String)
            | (Int32, Int64 | Uint64 | Double | Float)
            | (Int64, Uint64 | Double | Float)
            | (Uint64, Double | Float)
            | (Float, Double) => Ok(one.clone().into()),
            (Nullable(one), Nullable(other)) => {
                let Met { ty, constraints } = self.meet(one, other, place, cursor)?;
                let ty = Nullable(Box::new(ty));
                Ok(Met { ty, constraints })
            }
            (Nullable(inner), _) => self.meet(inner, other, place, cursor),
            (_, Nullable(inner)) => self.meet(one, inner, place, cursor),
            (Array(one), Array(other)) => Ok(self
                .meet(one, other, &place.below("item"), cursor)?
                .within(Array, Constraint::items)),
            (Map(one), Map(other)) => Ok(self
                .meet(one, other, &place.below("value"), cursor)?
                .within(Map, Constraint::values)),
            (OneOrMany(one), OneOrMany(other)) => {
                let met = self.meet(one, other, place, cursor)?;
                let of_one = met.constraints.clone();
                let mut met = met.within(OneOrMany, Constraint::items);
                met.constraints.extend(of_one);
                Ok(met)
            }
            (OneOrMany(inner), Array(item)) | (Array(item), OneOrMany(inner)) => Ok(self
                .meet(inner, item, &place.below("item"), cursor)?
                .within(Array, Constraint::items)),
            (OneOrMany(inner), _) => self.meet(inner, other, place, cursor),
            (_, OneOrMany(inner)) => self.meet(one, inner, place, cursor),
            (Type::Named(id), _) => self.meet_named(*id, one, &second, other, place, cursor),
            (_, Type::Named(id)) => self.meet_named(*id, other, &first, one, place, cursor),
            (Flags(_), Flags(_)) => Err(Apart::NoType),
            _ => Err(Apart::Contradiction),
        }
    }

    /// What is of a type with a definition, and of another type.
    fn meet_named(
        &mut self,
        id: TypeId,
        one: &Type,
        second: &Type,
        other: &Type,
        place: &Place,
        cursor: &PathCursor<'_>,
    ) -> Result<Met, Apart> {
        if let Some(flat) = self.flat_of(id) {
            return self.meet_object(&flat, one, other, place, cursor);
        }
        let kind = self.types[id.index()].kind.clone();
        if let TypeKind::Union(union) = &kind {
            return self.meet_union(union, one, other, place, cursor);
        }
        if let Type::Named(second) = second {
            if let Some(flat) = self.flat_of(*second) {
                return self.meet_object(&flat, other, one, place, cursor);
            }
            if let TypeKind::Union(union) = self.types[second.index()].kind.clone() {
                return self.meet_union(&union, other, one, place, cursor);
            }
        }
        let Some(values) = listed(&kind) else {
            return Err(Apart::NoType);
        };
        let all = values.len();
        let (common, is_other) = match second {
            Type::Named(second) => {
                let than = listed(&self.types[second.index()].kind).ok_or(Apart::NoType)?;
                let common = common(values, &than);
                let is_other = common.len() == than.len();
                (common, is_other)
            }
            ty => {
                let fits = |value: &EnumValue<_>| fits_type(ty, &value.value);
                (values.into_iter().filter(fits).collect(), false)
            }
        };
        match common.len() {
            0 if matches!(second, Type::Flags(_)) => Err(Apart::NoType),
            0 => Err(Apart::Contradiction),
            count if count == all => Ok(one.clone().into()),
            _ if is_other => Ok(other.clone().into()),
            _ => {
                let id = self.reserve_inline(place);
                self.define(id, of_values(common), Docs::default());
                Ok(Type::Named(id).into())
            }
        }
    }

    /// Those of the alternatives that can be of another type, too.
    fn meet_union(
        &mut self,
        union: &Union,
        one: &Type,
        other: &Type,
        place: &Place,
        cursor: &PathCursor<'_>,
    ) -> Result<Met, Apart> {
        let mut variants = Vec::new();
        for variant in &union.variants {
            let word = variant
                .name
                .clone()
                .unwrap_or_else(|| self.word(&variant.ty));
            match self.meet(&variant.ty, other, &place.below(&word), cursor) {
                Ok(met) => {
                    let mut constraints = variant.constraints.clone();
                    add_constraints(&mut constraints, met.constraints);
                    variants.push(UnionVariant {
                        ty: met.ty,
                        constraints,
                        name: Some(word),
                        ..variant.clone()
                    });
                }
                Err(Apart::Contradiction) => {}
                Err(Apart::NoType) => return Err(Apart::NoType),
            }
        }
        let is_same = |(one, other): (&UnionVariant, &UnionVariant)| {
            one.ty == other.ty && one.constraints == other.constraints
        };
        if variants.len() == union.variants.len()
            && variants.iter().zip(&union.variants).all(is_same)
        {
            return Ok(one.clone().into());
        }
        let mut variants = distinct(variants);
        match &mut variants[..] {
            [] => Err(Apart::Contradiction),
            [only] => Ok(Met {
                ty: only.ty.clone(),
                constraints: std::mem::take(&mut only.constraints),
            }),
            _ => {
                let id = self.reserve_inline(place);
                let discriminated = union.tag.is_some();
                let union = Union {
                    variants,
                    ..union.clone()
                };
                self.define(id, TypeKind::Union(union), Docs::default());
                self.undecided.push(Undecided {
                    ty: id,
                    pointer: cursor.to_pointer(),
                    discriminated,
                });
                Ok(Type::Named(id).into())
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
            && matches!(component.role, Role::Object | Role::TaggedUnion { .. })
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
        cursor: &PathCursor<'_>,
    ) -> Result<Met, Apart> {
        match self.resolve_alias_type(other).clone() {
            Type::Named(id) => {
                if let Some(than) = self.flat_of(id) {
                    if flat.is_within(&than) {
                        return Ok(other.clone().into());
                    }
                    if than.is_within(flat) {
                        return Ok(one.clone().into());
                    }
                    self.tell_family(one, cursor);
                    self.tell_family(other, cursor);
                    return self.merged(flat, &than, place, cursor);
                }
                match self.types[id.index()].kind.clone() {
                    TypeKind::Union(union) => self.meet_union(&union, other, one, place, cursor),
                    // What only objects are asked does not concern others.
                    TypeKind::StringEnum(_) | TypeKind::ValueEnum(_) if !flat.typed => {
                        Ok(other.clone().into())
                    }
                    TypeKind::StringEnum(_) | TypeKind::ValueEnum(_) => Err(Apart::Contradiction),
                    _ => Err(Apart::NoType),
                }
            }
            Type::Map(value) if *value == Type::Any => Ok(one.clone().into()),
            // What each value is asked is asked beside the map.
            Type::Map(value) => {
                let than = Flat::of(&Object {
                    properties: Vec::new(),
                    additional: AdditionalProperties::Typed(AdditionalProperty {
                        ty: *value,
                        constraints: Vec::new(),
                    }),
                    closed: false,
                    constraints: Vec::new(),
                });
                self.tell_family(one, cursor);
                self.merged(flat, &than, place, cursor)
            }
            _ if !flat.typed => Ok(other.clone().into()),
            _ => Err(Apart::Contradiction),
        }
    }

    /// Says that of a family that meets another object only the base is generated.
    fn tell_family(&mut self, ty: &Type, cursor: &PathCursor<'_>) {
        let origin = self
            .resolve_alias(ty)
            .map(|id| &self.types[id.index()].origin);
        let Some(Origin::Component(name)) = origin else {
            return;
        };
        let name = name.clone();
        let component = self.components.by_name.get(name.as_str());
        if component.is_some_and(|found| matches!(found.role, Role::TaggedUnion { .. })) {
            self.diagnostics.push(
                Diagnostic::new(
                    Code::DiscriminatorWithoutEffect,
                    cursor.on_value(),
                    format!(
                        "the discriminator of `{name}` has no effect here: of what this adds to the family, one object is \
                         made, and members that only some of the family have are additional data"
                    ),
                )
                .help("refer to one schema of the family, or write the member once"),
            );
        }
    }

    /// An object with the members of two.
    pub(super) fn merged(
        &mut self,
        one: &Flat<'d>,
        other: &Flat<'d>,
        place: &Place,
        cursor: &PathCursor<'_>,
    ) -> Result<Met, Apart> {
        let key = [one.fingerprint(), other.fingerprint()];
        if let Some((_, id)) = self.merging.iter().find(|(known, _)| *known == key) {
            // The same two within themselves.
            return Ok(Type::Named(*id).into());
        }
        let id = self.reserve_inline(place);
        self.merging.push((key, id));
        let mut flat = one.clone();
        let result = self.absorb(&mut flat, other, &Place::within(id), cursor);
        self.merging.pop();
        self.define_members(id, &flat, Docs::default());
        result.map(|()| Type::Named(id).into())
    }

    fn absorb(
        &mut self,
        flat: &mut Flat<'d>,
        other: &Flat<'d>,
        place: &Place,
        cursor: &PathCursor<'_>,
    ) -> Result<(), Apart> {
        for property in &other.properties {
            let Some(index) = flat
                .properties
                .iter()
                .position(|known| known.name == property.name)
            else {
                flat.properties.push(property.clone());
                continue;
            };
            let below = place.below(&property.name);
            let met = match self.meet(
                &flat.properties[index].ty.clone(),
                &property.ty,
                &below,
                cursor,
            ) {
                Err(Apart::NoType) => {
                    self.no_type(&property.name, &cursor.to_pointer());
                    Type::Any.into()
                }
                met => met?,
            };
            self.take(&mut flat.properties[index], property, met);
        }
        let additional = self.meet_others(
            flat.additional.as_ref(),
            other.additional.as_ref(),
            place,
            cursor,
        )?;
        flat.join(other, additional);
        Ok(())
    }

    /// Makes one of two declarations of a member; both together have the type given.
    pub(super) fn take(&self, one: &mut Property, other: &Property, met: Met) {
        one.take(other, met);
        let constraints = std::mem::take(&mut one.constraints);
        one.constraints = self.concerning(&one.ty, constraints);
    }

    /// What two objects say of the members that they do not declare.
    pub(super) fn meet_others(
        &mut self,
        one: Option<&AdditionalProperty>,
        other: Option<&AdditionalProperty>,
        place: &Place,
        cursor: &PathCursor<'_>,
    ) -> Result<Option<AdditionalProperty>, Apart> {
        let (Some(one), Some(other)) = (one, other) else {
            return Ok(one.or(other).cloned());
        };
        let met = match self.meet(
            &one.ty,
            &other.ty,
            &place.below("additional property"),
            cursor,
        ) {
            Err(Apart::NoType) => {
                self.no_type("additionalProperties", &cursor.to_pointer());
                Type::Any.into()
            }
            met => met?,
        };
        let mut constraints = one.constraints.clone();
        add_constraints(&mut constraints, other.constraints.clone());
        add_constraints(&mut constraints, met.constraints);
        Ok(Some(AdditionalProperty {
            constraints: self.concerning(&met.ty, constraints),
            ty: met.ty,
        }))
    }

    /// Says that what two parts say of a member has no type.
    pub(super) fn no_type(&mut self, name: &str, cursor: &JsonPointer) {
        self.raw(
            cursor,
            &format!("what two parts say of `{name}` has no type of its own"),
        );
    }

    fn word(&self, ty: &Type) -> String {
        match ty {
            Type::Named(id) => match &self.types[id.index()].origin {
                Origin::Component(name) => name.clone(),
                Origin::Inline { words, .. } => words.join(" "),
                _ => "object".to_owned(),
            },
            Type::Array(_) => "array".to_owned(),
            Type::Map(_) => "map".to_owned(),
            _ => "value".to_owned(),
        }
    }

    /// Reports two declarations that no value can satisfy.
    pub(super) fn contradiction(
        &mut self,
        cursor: diagnostics::Location,
        first: Option<diagnostics::Location>,
        message: String,
    ) {
        let mut diagnostic = Diagnostic::new(Code::Contradiction, cursor, message)
            .help("leave it out here, or give both declarations the same type");
        if let Some(first) = first {
            diagnostic = diagnostic.related(first, "declared here before");
        }
        self.diagnostics.push(diagnostic);
    }
}

/// The values that both lists have, with what either says of them.
fn common<V: PartialEq + Clone>(
    values: Vec<EnumValue<V>>,
    than: &[EnumValue<V>],
) -> Vec<EnumValue<V>> {
    values
        .into_iter()
        .filter_map(|value| {
            let other = than.iter().find(|other| other.value == value.value)?;
            Some(EnumValue {
                name: value.name.or_else(|| other.name.clone()),
                description: value.description.or_else(|| other.description.clone()),
                value: value.value,
            })
        })
        .collect()
}

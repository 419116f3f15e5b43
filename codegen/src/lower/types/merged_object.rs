//! The properties of an object together with those that it inherits, and where types are
//! intersected.

use std::collections::{HashMap, HashSet};

use super::InlinePath;
use super::annotations::or_inner;
use crate::ir::{
    AdditionalProperties, AdditionalProperty, Constraint, Docs, Object, Presence, Property, Type,
    TypeId,
};
use crate::schema::Alternatives;
use crate::source::{JsonPointer, PathCursor};

/// An object schema merged with everything in its `allOf`.
#[derive(Clone, Debug, Default)]
pub(in crate::lower) struct MergedObject<'d> {
    /// The named schema that it is, if it is one.
    pub(super) component: Option<&'d str>,
    /// The properties, inherited ones first.
    pub(in crate::lower) properties: Vec<Property>,
    /// The `additionalProperties` of the schemas; `None` if none declares them.
    pub(in crate::lower) additional: Option<AdditionalProperty>,
    /// Whether a schema forbids properties that are not declared.
    pub(in crate::lower) closed: bool,
    /// The names in `required`.
    pub(in crate::lower) required: Vec<String>,
    /// Whether a schema has `type: object`. Without it, the keywords apply to objects alone, and
    /// other values are valid.
    pub(in crate::lower) typed: bool,
    /// The lists of alternatives of which a value also matches one.
    pub(in crate::lower) alternatives: Vec<AlternativeSet<'d>>,
    /// The constraints on the object as a whole.
    pub(in crate::lower) constraints: Vec<Constraint>,
    /// The properties whose declarations have no type in common.
    pub(super) conflicts: Vec<PropertyConflict>,
    /// Where each property is first declared, by its name.
    pub(super) declarations: HashMap<String, JsonPointer>,
    /// Whether a schema of the `allOf` excludes objects, which is reported.
    pub(super) is_impossible: bool,
}

/// `oneOf` or `anyOf` of an object, with its location.
#[derive(Clone, Debug)]
pub(in crate::lower) struct AlternativeSet<'d> {
    pub(in crate::lower) alternatives: Alternatives<'d>,
    pub(in crate::lower) pointer: JsonPointer,
}

/// A property whose declarations have no type in common.
#[derive(Clone, Debug)]
pub(super) struct PropertyConflict {
    pub(super) name: String,
    /// Where the declarations meet: the second one, or the schema that inherits it.
    pub(super) pointer: JsonPointer,
    /// The first declaration, if it is known.
    pub(super) first: Option<JsonPointer>,
    /// The second declaration, if it is known.
    pub(super) second: Option<JsonPointer>,
    pub(super) conflict: Conflict,
}

/// The reason why the intersection of two schemas has no type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Conflict {
    /// No value satisfies both, apart from null if both allow it.
    Unsatisfiable,
    /// Both are arrays, and no item satisfies both.
    OnlyEmptyArray,
    /// Both are maps, and no value in them satisfies both.
    OnlyEmptyObject,
    /// Some values may satisfy both, but no type expresses them.
    Inexpressible,
}

impl Conflict {
    /// Returns the conflict of arrays whose items have a conflict.
    pub(super) const fn of_items(self) -> Self {
        match self {
            Self::Inexpressible => Self::Inexpressible,
            Self::Unsatisfiable | Self::OnlyEmptyArray | Self::OnlyEmptyObject => {
                Self::OnlyEmptyArray
            }
        }
    }

    /// Returns the conflict of maps whose values have a conflict.
    pub(super) const fn of_values(self) -> Self {
        match self {
            Self::Inexpressible => Self::Inexpressible,
            Self::Unsatisfiable | Self::OnlyEmptyArray | Self::OnlyEmptyObject => {
                Self::OnlyEmptyObject
            }
        }
    }
}

/// The type of the values that two types have in common.
#[derive(Clone, Debug)]
pub(super) struct Intersection {
    pub(super) ty: Type,
    /// Constraints that apply to values of this type alone, in addition to those of the two types.
    pub(super) constraints: Vec<Constraint>,
}

impl Intersection {
    /// Returns the type of arrays or maps of such values.
    pub(super) fn map(
        self,
        wrap: fn(Box<Type>) -> Type,
        wrap_constraints: fn(&[Constraint]) -> Option<Constraint>,
    ) -> Self {
        Self {
            ty: wrap(Box::new(self.ty)),
            constraints: wrap_constraints(&self.constraints).into_iter().collect(),
        }
    }
}

impl From<Type> for Intersection {
    fn from(ty: Type) -> Self {
        Self {
            ty,
            constraints: Vec::new(),
        }
    }
}

impl MergedObject<'_> {
    /// Returns the properties that a type has already.
    pub(super) fn from_object(object: &Object, typed: bool) -> Self {
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
            typed,
            constraints: object.constraints.clone(),
            ..Self::default()
        }
    }

    /// Returns the object as a type.
    pub(super) fn to_object(&self) -> Object {
        let additional = match &self.additional {
            _ if self.closed => AdditionalProperties::None,
            Some(additional) => AdditionalProperties::Typed(additional.clone()),
            None => AdditionalProperties::Any,
        };
        Object {
            properties: self.properties.clone(),
            additional,
            closed: false,
            constraints: self.constraints.clone(),
        }
    }

    /// Returns whether every value of `other` is a value of this object, as far as the declarations
    /// show it.
    pub(super) fn includes(&self, other: &Self) -> bool {
        let is_implied = |property: &Property| {
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
                    && are_implied(&property.constraints, &other.constraints)
            })
        };
        self.properties.iter().all(is_implied)
            && are_implied(&self.constraints, &other.constraints)
            && (!self.closed || other.closed && other.properties.len() == self.properties.len())
            && (self.additional.is_none() || self.additional == other.additional)
    }

    /// Returns the property with a name.
    fn property(&self, name: &str) -> Option<&Property> {
        self.properties
            .iter()
            .find(|property| property.name == name)
    }

    /// Returns the property with a name, mutably.
    pub(super) fn property_mut(&mut self, name: &str) -> Option<&mut Property> {
        self.properties
            .iter_mut()
            .find(|property| property.name == name)
    }

    /// Returns whether the object does not constrain properties.
    pub(super) fn is_empty(&self) -> bool {
        self.properties.is_empty() && self.additional.is_none() && !self.closed
    }

    /// Merges everything but the properties, `required` and the constraints of another object.
    /// `additional` is the intersection of the `additionalProperties` of both.
    pub(super) fn merge_rest(&mut self, other: &Self, additional: Option<AdditionalProperty>) {
        self.additional = additional;
        self.closed |= other.closed;
        self.typed |= other.typed;
    }

    /// Returns whether no object satisfies the schemas.
    pub(super) fn excludes_objects(&self) -> bool {
        self.is_impossible || self.excluding_conflict().is_some()
    }

    /// Returns the first conflict of a required property that has no value.
    pub(super) fn excluding_conflict(&self) -> Option<&PropertyConflict> {
        let is_nullable = |property: &Property| property.nullable;
        self.conflicts.iter().find(|conflict| {
            conflict.conflict == Conflict::Unsatisfiable
                && self.required.contains(&conflict.name)
                && !self.property(&conflict.name).is_some_and(is_nullable)
        })
    }

    /// Makes the properties in `required` required. One that no schema declares becomes any value.
    pub(super) fn apply_required(&mut self) {
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
        let undeclared = self.required.iter().filter(|name| declared.insert(name));
        let undeclared: Vec<Property> = undeclared
            .map(|name| undeclared_property(name, Type::Any))
            .collect();
        self.properties.extend(undeclared);
    }
}

/// Adds another declaration of the same property, without its constraints. `ty` is the type of both
/// together.
pub(super) fn merge_property(property: &mut Property, other: &Property, ty: Type) {
    property.nullable = match (&property.ty, &other.ty) {
        (Type::Any, Type::Any) => property.nullable || other.nullable,
        // A declaration without a type leaves it to the other one whether null is a value.
        (Type::Any, _) => other.nullable,
        (_, Type::Any) => property.nullable,
        _ => property.nullable && other.nullable,
    };
    property.ty = ty;
    if other.declared_name.is_some() {
        property.declared_name.clone_from(&other.declared_name);
    }
    for alias in &other.aliases {
        if !property.aliases.contains(alias) {
            property.aliases.push(alias.clone());
        }
    }
    property.default = other.default.clone().or(property.default.take());
    property.read_only |= other.read_only;
    property.write_only |= other.write_only;
    property.docs = or_inner(other.docs.clone(), std::mem::take(&mut property.docs));
}

/// Returns a required property without a declaration.
pub(super) fn undeclared_property(name: &str, ty: Type) -> Property {
    Property {
        name: name.to_owned(),
        declared_name: None,
        aliases: Vec::new(),
        ty,
        presence: Presence::Required,
        nullable: false,
        boxed: false,
        constraints: Vec::new(),
        default: None,
        tag: None,
        read_only: false,
        write_only: false,
        docs: Docs::default(),
    }
}

/// Returns whether each of these constraints is among the others.
fn are_implied(constraints: &[Constraint], others: &[Constraint]) -> bool {
    constraints
        .iter()
        .all(|constraint| others.contains(constraint))
}

/// The location where two types are intersected.
#[derive(Clone, Copy)]
pub(super) struct IntersectionSite<'a> {
    /// The path from which a new type is named.
    pub(super) path: &'a InlinePath,
    /// The location of the second type.
    pub(super) cursor: &'a PathCursor<'a>,
    /// The objects that are being merged around the two.
    pub(super) merging: &'a [MergedPair],
    /// The types that are being intersected around the two, inside the innermost of these objects.
    pub(super) outer: Option<&'a IntersectedPair<'a>>,
}

impl<'a> IntersectionSite<'a> {
    /// Returns a site that is not inside of objects that are being merged.
    pub(super) const fn new(path: &'a InlinePath, cursor: &'a PathCursor<'a>) -> Self {
        Self {
            path,
            cursor,
            merging: &[],
            outer: None,
        }
    }

    /// Returns this site with another path.
    pub(super) const fn with_path(self, path: &'a InlinePath) -> Self {
        Self { path, ..self }
    }

    /// Returns whether the types are being intersected around this site.
    pub(super) fn is_within(&self, types: [&Type; 2]) -> bool {
        let mut outer = self.outer;
        while let Some(pair) = outer {
            if pair.types == types {
                return true;
            }
            outer = pair.outer;
        }
        false
    }
}

/// Two types that are being intersected, and those around them.
#[derive(Clone, Copy)]
pub(super) struct IntersectedPair<'a> {
    pub(super) types: [&'a Type; 2],
    pub(super) outer: Option<&'a Self>,
}

/// Two objects that are being merged, and the type that they become.
#[derive(Clone, Debug)]
pub(super) struct MergedPair {
    pub(super) objects: [ObjectSignature; 2],
    pub(super) id: TypeId,
}

/// The identity of an object: the names and types of its properties and additional properties.
type ObjectSignature = (Vec<(String, Type)>, Option<AdditionalProperty>);

/// Returns the identity of an object.
pub(super) fn signature(object: &MergedObject<'_>) -> ObjectSignature {
    let properties = object.properties.iter();
    let properties = properties.map(|property| (property.name.clone(), property.ty.clone()));
    (properties.collect(), object.additional.clone())
}

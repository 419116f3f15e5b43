//! The properties of an object together with those that it inherits.

use std::collections::{HashMap, HashSet};

use crate::ir::{
    AdditionalProperties, AdditionalProperty, Constraint, Docs, Object, Presence, Property, Type,
};
use crate::lower::types::annotations::or_inner;
use crate::schema::Alternatives;
use crate::source::JsonPointer;

/// An object schema merged with everything in its `allOf`.
#[derive(Clone, Debug, Default)]
pub(in crate::lower) struct MergedObject<'d> {
    /// The named schema that it is, if it is one.
    pub(in crate::lower::types) component: Option<&'d str>,
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
    pub(in crate::lower::types) conflicts: Vec<PropertyConflict>,
    /// Where each property is first declared, by its name.
    pub(in crate::lower::types) declarations: HashMap<String, JsonPointer>,
    /// Whether a schema of the `allOf` excludes objects, which is reported.
    pub(in crate::lower::types) is_impossible: bool,
}

/// `oneOf` or `anyOf` of an object, with its location.
#[derive(Clone, Debug)]
pub(in crate::lower) struct AlternativeSet<'d> {
    pub(in crate::lower) alternatives: Alternatives<'d>,
    pub(in crate::lower) pointer: JsonPointer,
}

/// A property whose declarations have no type in common.
#[derive(Clone, Debug)]
pub(in crate::lower::types) struct PropertyConflict {
    pub(in crate::lower::types) name: String,
    /// Where the declarations meet: the second one, or the schema that inherits it.
    pub(in crate::lower::types) pointer: JsonPointer,
    /// The first declaration, if it is known.
    pub(in crate::lower::types) first: Option<JsonPointer>,
    /// The second declaration, if it is known.
    pub(in crate::lower::types) second: Option<JsonPointer>,
    pub(in crate::lower::types) conflict: Conflict,
}

/// The reason why the intersection of two schemas has no type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::lower::types) enum Conflict {
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
    pub(in crate::lower::types) const fn of_items(self) -> Self {
        match self {
            Self::Inexpressible => Self::Inexpressible,
            Self::Unsatisfiable | Self::OnlyEmptyArray | Self::OnlyEmptyObject => {
                Self::OnlyEmptyArray
            }
        }
    }

    /// Returns the conflict of maps whose values have a conflict.
    pub(in crate::lower::types) const fn of_values(self) -> Self {
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
pub(in crate::lower::types) struct Intersection {
    pub(in crate::lower::types) ty: Type,
    /// Constraints that apply to values of this type alone, in addition to those of the two types.
    pub(in crate::lower::types) constraints: Vec<Constraint>,
}

impl Intersection {
    /// Returns the type of arrays or maps of such values.
    pub(in crate::lower::types) fn map(
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
    pub(in crate::lower::types) fn from_object(object: &Object, typed: bool) -> Self {
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
    pub(in crate::lower::types) fn to_object(&self) -> Object {
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
    pub(in crate::lower::types) fn includes(&self, other: &Self) -> bool {
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
    pub(in crate::lower::types) fn property_mut(&mut self, name: &str) -> Option<&mut Property> {
        self.properties
            .iter_mut()
            .find(|property| property.name == name)
    }

    /// Returns whether the object does not constrain properties.
    pub(in crate::lower::types) fn is_empty(&self) -> bool {
        self.properties.is_empty() && self.additional.is_none() && !self.closed
    }

    /// Merges everything but the properties, `required` and the constraints of another object.
    /// `additional` is the intersection of the `additionalProperties` of both.
    pub(in crate::lower::types) fn merge_rest(
        &mut self,
        other: &Self,
        additional: Option<AdditionalProperty>,
    ) {
        self.additional = additional;
        self.closed |= other.closed;
        self.typed |= other.typed;
    }

    /// Returns whether no object satisfies the schemas.
    pub(in crate::lower::types) fn excludes_objects(&self) -> bool {
        self.is_impossible || self.excluding_conflict().is_some()
    }

    /// Returns the first conflict of a required property that has no value.
    pub(in crate::lower::types) fn excluding_conflict(&self) -> Option<&PropertyConflict> {
        let is_nullable = |property: &Property| property.nullable;
        self.conflicts.iter().find(|conflict| {
            conflict.conflict == Conflict::Unsatisfiable
                && self.required.contains(&conflict.name)
                && !self.property(&conflict.name).is_some_and(is_nullable)
        })
    }

    /// Makes the properties in `required` required. One that no schema declares becomes any value.
    pub(in crate::lower::types) fn apply_required(&mut self) {
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
pub(in crate::lower::types) fn merge_property(property: &mut Property, other: &Property, ty: Type) {
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
pub(in crate::lower::types) fn undeclared_property(name: &str, ty: Type) -> Property {
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

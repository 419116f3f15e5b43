//! The table of all types of a document.

use std::ops::{Index, IndexMut};

use super::docs::Docs;
use super::enumeration::EnumValue;
use super::id::TypeId;
use super::object::{AdditionalProperties, Object};
use super::ty::Type;
use super::type_definition::{Origin, TypeDefinition, TypeKind};
use super::usage::Usage;

/// The definitions of all types, by [`TypeId`].
///
/// An id can be [reserved](Self::reserve) before its type is [defined](Self::define), so that
/// recursive types can refer to themselves.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TypeTable {
    definitions: Vec<TypeDefinition>,
    /// Whether each type has been defined; parallel to `definitions`.
    defined: Vec<bool>,
}

impl TypeTable {
    /// Creates an empty table.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds an undefined type and returns its id.
    ///
    /// Until the type is defined, its kind is an object without properties.
    pub fn reserve(&mut self, origin: Origin) -> TypeId {
        let id = self.push(TypeDefinition {
            origin,
            declared_name: None,
            docs: Docs::default(),
            provenance: None,
            kind: TypeKind::Object(Object {
                properties: Vec::new(),
                additional: AdditionalProperties::Any,
                closed: false,
                constraints: Vec::new(),
            }),
            usage: Usage::default(),
            validated: false,
            conversion: None,
        });
        self.defined[id.index()] = false;
        id
    }

    /// Sets the kind and the docs of a reserved type.
    pub fn define(&mut self, id: TypeId, kind: TypeKind, docs: Docs) {
        self.defined[id.index()] = true;
        let definition = &mut self[id];
        definition.kind = kind;
        definition.docs = docs;
    }

    /// Adds a defined type and returns its id.
    pub fn push(&mut self, definition: TypeDefinition) -> TypeId {
        let id = TypeId::new(self.definitions.len());
        self.definitions.push(definition);
        self.defined.push(true);
        id
    }

    /// Returns whether a type has been defined.
    #[must_use]
    pub fn is_defined(&self, id: TypeId) -> bool {
        self.defined[id.index()]
    }

    /// Returns the number of types.
    #[must_use]
    pub fn len(&self) -> usize {
        self.definitions.len()
    }

    /// Returns whether the table contains no types.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.definitions.is_empty()
    }

    /// Iterates over the ids of all types.
    pub fn ids(&self) -> impl DoubleEndedIterator<Item = TypeId> + ExactSizeIterator + use<> {
        (0..self.definitions.len()).map(TypeId::new)
    }

    /// Iterates over all types with their ids.
    pub fn iter(&self) -> impl Iterator<Item = (TypeId, &TypeDefinition)> {
        self.ids().zip(&self.definitions)
    }

    /// Iterates over all types with their ids, mutably.
    pub fn iter_mut(&mut self) -> impl Iterator<Item = (TypeId, &mut TypeDefinition)> {
        self.ids().zip(&mut self.definitions)
    }

    /// Iterates over the definitions of all types.
    pub fn definitions(&self) -> impl Iterator<Item = &TypeDefinition> {
        self.definitions.iter()
    }

    /// Iterates over the definitions of all types, mutably.
    pub fn definitions_mut(&mut self) -> impl Iterator<Item = &mut TypeDefinition> {
        self.definitions.iter_mut()
    }

    /// Returns the type that a type is an alias of, through any number of aliases, or the type
    /// itself if it is not an alias.
    #[must_use]
    pub fn resolve_alias<'a>(&'a self, ty: &'a Type) -> &'a Type {
        let mut ty = ty;
        // Aliases of each other, which are reported elsewhere, must not loop forever.
        for _ in 0..=self.len() {
            let Type::Named(id) = ty else { return ty };
            let TypeKind::Alias(target) = &self[*id].kind else {
                return ty;
            };
            ty = target;
        }
        ty
    }

    /// Returns a type with all aliases in it resolved.
    #[must_use]
    pub fn resolve_all_aliases(&self, ty: &Type) -> Type {
        let inner = |ty: &Type| Box::new(self.resolve_all_aliases(ty));
        match self.resolve_alias(ty) {
            Type::Array(ty) => Type::Array(inner(ty)),
            Type::Tuple(parts) => {
                let parts = parts.iter().map(|part| self.resolve_all_aliases(part));
                Type::Tuple(parts.collect())
            }
            Type::JsonString(ty) => Type::JsonString(inner(ty)),
            Type::Map(ty) => Type::Map(inner(ty)),
            Type::OneOrMany(ty) => Type::OneOrMany(inner(ty)),
            Type::Nullable(ty) => Type::Nullable(inner(ty)),
            ty => ty.clone(),
        }
    }

    /// Returns the id of the type behind aliases, or `None` if it has no definition.
    #[must_use]
    pub fn named_behind_alias(&self, ty: &Type) -> Option<TypeId> {
        match self.resolve_alias(ty) {
            Type::Named(id) => Some(*id),
            _ => None,
        }
    }

    /// Returns the kind of the type behind aliases, or `None` if it has no definition.
    #[must_use]
    pub fn kind_behind_alias(&self, ty: &Type) -> Option<&TypeKind> {
        self.named_behind_alias(ty).map(|id| &self[id].kind)
    }

    /// Returns the object type behind aliases, or `None` if the type is not an object.
    #[must_use]
    pub fn object_behind_alias(&self, ty: &Type) -> Option<(TypeId, &Object)> {
        let id = self.named_behind_alias(ty)?;
        match &self[id].kind {
            TypeKind::Object(object) => Some((id, object)),
            _ => None,
        }
    }

    /// Returns the known values of the string enum behind aliases, or `None` if the type is not a
    /// string enum.
    #[must_use]
    pub fn string_enum_values(&self, ty: &Type) -> Option<Vec<&str>> {
        match self.kind_behind_alias(ty)? {
            TypeKind::StringEnum(string_enum) => {
                let values = string_enum.values.iter();
                Some(values.map(|known| known.value.as_str()).collect())
            }
            _ => None,
        }
    }

    /// Returns the known values of the enum behind aliases as text, or `None` if the type is not an
    /// enum.
    #[must_use]
    pub fn enum_texts(&self, ty: &Type) -> Option<Vec<String>> {
        match self.kind_behind_alias(ty)? {
            TypeKind::StringEnum(string_enum) => {
                let values = string_enum.values.iter();
                Some(values.map(|known| known.value.clone()).collect())
            }
            TypeKind::ValueEnum(value_enum) => {
                let values = value_enum.values.iter();
                Some(values.map(EnumValue::text).collect())
            }
            _ => None,
        }
    }

    /// Returns the name of the component schema that a type belongs to: it is of the schema itself,
    /// or of an inline schema within it.
    #[must_use]
    pub fn schema_name(&self, id: TypeId) -> Option<&str> {
        match &self[id].origin {
            Origin::Component(name) => Some(name),
            Origin::Base(outer)
            | Origin::RequestVariant(outer)
            | Origin::Inline {
                within: Some(outer),
                ..
            } => self.schema_name(*outer),
            Origin::Inline { within: None, .. } => None,
        }
    }

    /// Returns the name of the schema that declares a type, or `None` if it is not a component.
    #[must_use]
    pub fn component_name(&self, ty: &Type) -> Option<&str> {
        match ty {
            Type::Named(id) => match &self[*id].origin {
                Origin::Component(name) => Some(name),
                _ => None,
            },
            _ => None,
        }
    }
}

impl Index<TypeId> for TypeTable {
    type Output = TypeDefinition;

    fn index(&self, id: TypeId) -> &TypeDefinition {
        &self.definitions[id.index()]
    }
}

impl IndexMut<TypeId> for TypeTable {
    fn index_mut(&mut self, id: TypeId) -> &mut TypeDefinition {
        &mut self.definitions[id.index()]
    }
}

#[cfg(test)]
mod tests;

//! The result of lowering a schema at its location in the document.

use serde_json::Value;

use super::annotations::{docs, or_inner};
use crate::ir::{Constraint, Docs, Type};
use crate::schema::SchemaView;

/// The type of a schema, with the properties that belong to its use rather than to the type.
#[derive(Clone, Debug)]
pub(in crate::lower) struct LoweredSchema {
    pub(in crate::lower) ty: Type,
    /// Whether null is allowed besides the values of the type.
    pub(in crate::lower) nullable: bool,
    pub(in crate::lower) constraints: Vec<Constraint>,
    pub(in crate::lower) docs: Docs,
    pub(in crate::lower) default: Option<Value>,
    pub(in crate::lower) read_only: bool,
    pub(in crate::lower) write_only: bool,
}

impl LoweredSchema {
    /// Returns any value: the result for a schema that could not be lowered.
    pub(in crate::lower) fn any() -> Self {
        Self::from(Type::Any)
    }

    /// Returns a type with the annotations of a schema.
    pub(in crate::lower) fn new(ty: Type, view: SchemaView<'_>) -> Self {
        let allows_null = view.nullable || view.enumeration.iter().any(Value::is_null);
        Self {
            nullable: allows_null && ty != Type::Null,
            ty,
            constraints: Vec::new(),
            docs: docs(view),
            default: view.default.clone(),
            read_only: view.read_only,
            write_only: view.write_only,
        }
    }

    /// Returns the type as an item of an array or a map, where null is a value of the type.
    pub(in crate::lower) fn into_item(self) -> Type {
        if self.nullable {
            Type::Nullable(Box::new(self.ty))
        } else {
            self.ty
        }
    }

    /// Adds the annotations of a schema around this one, which win over its own.
    pub(in crate::lower) fn with_annotations(self, view: SchemaView<'_>) -> Self {
        Self {
            nullable: self.nullable || view.nullable && self.ty != Type::Null,
            docs: or_inner(docs(view), self.docs),
            default: view.default.clone().or(self.default),
            read_only: self.read_only || view.read_only,
            write_only: self.write_only || view.write_only,
            ..self
        }
    }
}

impl From<Type> for LoweredSchema {
    /// Returns a type without annotations and constraints.
    fn from(ty: Type) -> Self {
        Self {
            ty,
            nullable: false,
            constraints: Vec::new(),
            docs: Docs::default(),
            default: None,
            read_only: false,
            write_only: false,
        }
    }
}

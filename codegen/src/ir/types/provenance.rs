//! Where values of unnamed types occur.

use super::id::TypeId;

/// Where values of a type without a name of its own occur.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Provenance {
    /// What contains the value.
    pub container: Container,
    /// The position of the value in the container.
    pub position: Position,
}

/// What contains a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Container {
    /// A property of an object, or a part of a multipart body.
    Property {
        /// The object type.
        ty: TypeId,
        /// The name on the wire.
        name: String,
    },
    /// The additional properties of an object type.
    AdditionalProperties(TypeId),
    /// A union, whose variant the value is.
    Union(TypeId),
    /// A parameter.
    Parameter {
        /// The name.
        name: String,
        /// The method and path of the operation.
        operation: String,
    },
    /// The request body of the operation with this method and path.
    Request(String),
    /// A response of the operation with this method and path.
    Response(String),
}

/// The position of a value in its container.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Position {
    /// The entire content.
    Whole,
    /// An item of an array.
    Item,
    /// A value of a map.
    Value,
}

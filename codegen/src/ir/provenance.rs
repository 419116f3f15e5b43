//! Where the values of a type are found.

use super::TypeId;

/// Where the values of a type without a name of its own are found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Provenance {
    /// What holds such a value.
    pub by: Container,
    /// Position.
    pub how: Position,
}

/// What holds a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Container {
    /// A member of an object, or a part of a body.
    Property {
        /// The object.
        ty: TypeId,
        /// The name on the wire.
        name: String,
    },
    /// The members of an object that it does not declare.
    Others(TypeId),
    /// A type that is one of several.
    Alternative(TypeId),
    /// A parameter.
    Parameter {
        /// Its name.
        name: String,
        /// Method and path of its operation.
        operation: String,
    },
    /// The body of a request, by method and path.
    Request(String),
    /// The response to a request, by method and path.
    Response(String),
}

/// Position a value is in what holds it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Position {
    /// It is the value.
    Whole,
    /// It is an item of an array.
    Item,
    /// It is a value of a map.
    Value,
}

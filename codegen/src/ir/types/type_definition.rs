//! Definitions of named types.

use super::constraint::Constraint;
use super::declared_name::DeclaredName;
use super::docs::Docs;
use super::enumeration::{StringEnum, ValueEnum};
use super::external::External;
use super::id::TypeId;
use super::object::Object;
use super::provenance::Provenance;
use super::ty::Type;
use super::union::{TaggedUnion, Union};
use super::usage::Usage;
use crate::ir::operations::body::{Multipart, RequestBodies};
use crate::ir::operations::response::ResponseBodies;

/// The definition of a named type.
#[derive(Clone, Debug, PartialEq)]
pub struct TypeDefinition {
    /// The origin of the type, from which the naming stage derives its name.
    pub origin: Origin,
    /// The name that the document declares for the type.
    pub declared_name: Option<DeclaredName>,
    /// The documentation.
    pub docs: Docs,
    /// The kind of type.
    pub kind: TypeKind,
    /// Where values of the type occur, if it is inline and undocumented.
    pub provenance: Option<Provenance>,
    /// Whether values are sent, received, or both.
    pub usage: Usage,
    /// Whether values have constraints to check before they are sent.
    pub validated: bool,
    /// The conversion from the received variant of the type, if there is one.
    pub conversion: Option<Conversion>,
}

/// The origin of a type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Origin {
    /// A named schema under `components/schemas`.
    Component(String),
    /// The base of a tagged union: its own properties, without the derived types.
    Base(TypeId),
    /// The sent variant of a type that is received in another shape.
    RequestVariant(TypeId),
    /// An inline schema, named after its location.
    Inline {
        /// The type that contains the schema, if any.
        within: Option<TypeId>,
        /// Words for the location, most general first: `reject`, `post`, `RequestBody`.
        words: Vec<String>,
    },
}

impl Origin {
    /// Returns whether the type is named after another one that has the same schema.
    #[must_use]
    pub const fn is_derived(&self) -> bool {
        matches!(self, Self::Base(_) | Self::RequestVariant(_))
    }
}

/// The kind of a named type.
#[derive(Clone, Debug, PartialEq)]
pub enum TypeKind {
    /// A JSON object with declared properties.
    Object(Object),
    /// An open enum of strings.
    StringEnum(StringEnum),
    /// An open enum whose values are not all strings.
    ValueEnum(ValueEnum),
    /// One of several object types, selected by a discriminator.
    TaggedUnion(TaggedUnion),
    /// One of several types, selected by the content of the value.
    Union(Union),
    /// Another name for a type.
    Alias(Type),
    /// A type of another crate.
    External(External),
    /// A recursive type that is not an object, such as an array of such arrays.
    Newtype(Newtype),
    /// A multipart body.
    Multipart(Multipart),
    /// A request body in one of several media types.
    RequestBodies(RequestBodies),
    /// The bodies of different responses of one operation.
    ResponseBodies(ResponseBodies),
}

/// A recursive type that is not an object.
#[derive(Clone, Debug, PartialEq)]
pub struct Newtype {
    /// The wrapped type.
    pub ty: Type,
    /// Constraints on the value.
    pub constraints: Vec<Constraint>,
}

/// A conversion from the received to the sent variant of a type.
#[derive(Clone, Debug, PartialEq)]
pub struct Conversion {
    /// The received type.
    pub from: TypeId,
    /// The source of each property or variant of the sent type, in order, followed by that of the
    /// additional properties if the sent type has any. Empty for an alias or a newtype.
    pub parts: Vec<FieldSource>,
}

/// The source of a field of a sent value; indices refer to the received type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FieldSource {
    /// The field at this index, unchanged.
    Same(usize),
    /// The field at this index, converted to its own sent variant.
    Within(usize),
    /// No field: it is never received.
    Absent,
}

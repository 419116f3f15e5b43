//! Request bodies.

use super::style::Encoding;
use crate::ir::types::constraint::Constraint;
use crate::ir::types::docs::Docs;
use crate::ir::types::id::TypeId;
use crate::ir::types::object::Property;
use crate::ir::types::ty::Type;
use crate::ir::values::example::ShownExample;

/// The request body of an operation.
#[derive(Clone, Debug, PartialEq)]
pub struct RequestBody {
    /// Whether the body is required.
    pub required: bool,
    /// The declared media types, in document order: at least one.
    pub media: Vec<RequestMedia>,
    /// The [`RequestBodies`] type with a variant per media type, if there are several.
    pub choice: Option<TypeId>,
    /// The documentation.
    pub docs: Docs,
}

impl RequestBody {
    /// Returns the type of the body.
    #[must_use]
    pub fn ty(&self) -> Option<Type> {
        match self.choice {
            Some(id) => Some(Type::Named(id)),
            None => self.media.first().map(|media| media.ty.clone()),
        }
    }
}

/// A media type of a request body.
#[derive(Clone, Debug, PartialEq)]
pub struct RequestMedia {
    /// The media type or range, as written in the document.
    pub media_type: String,
    /// The type of the body.
    pub ty: Type,
    /// `itemSchema`: the type of the items if the body is a sequence of them.
    pub item: Option<Type>,
    /// How the items are encoded.
    pub item_encodings: ItemEncodings,
    /// How the body is encoded.
    pub encoding: BodyEncoding,
    /// Constraints on the body as a whole.
    pub constraints: Vec<Constraint>,
    /// The first example, shown in the documentation of the operation.
    pub example: Option<ShownExample>,
}

/// How the items of a body that is a sequence of them are encoded.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ItemEncodings {
    /// `prefixEncoding`: of the first items, by position.
    pub prefix: Vec<ItemEncoding>,
    /// `itemEncoding`: of the other items.
    pub other: Option<ItemEncoding>,
}

/// How an item of a body is encoded.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ItemEncoding {
    /// `contentType`, if it is declared.
    pub content_type: Option<String>,
    /// The names of `headers`.
    pub headers: Vec<String>,
}

/// How a value is encoded as a body.
#[derive(Clone, Debug, PartialEq)]
pub enum BodyEncoding {
    /// As JSON.
    Json,
    /// As `application/x-www-form-urlencoded`, with the declared encodings by property name.
    Form(Vec<(String, Encoding)>),
    /// As `multipart`.
    Multipart,
    /// As it is: the value is the body.
    Plain,
}

/// A request body whose media type the caller chooses.
#[derive(Clone, Debug, PartialEq)]
pub struct RequestBodies {
    /// The media types.
    pub media: Vec<RequestMedia>,
}

/// A multipart body.
#[derive(Clone, Debug, PartialEq)]
pub struct Multipart {
    /// The media type, without a boundary.
    pub media_type: String,
    /// The parts, as properties of an object.
    pub properties: Vec<Property>,
    /// The declared media types of parts, by property name.
    pub media_types: Vec<(String, String)>,
    /// The declared headers of parts, by property name.
    pub headers: Vec<(String, Vec<String>)>,
}

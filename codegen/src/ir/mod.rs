//! The intermediate representation: an API with every reference, `allOf`, `nullable`,
//! discriminator and inline schema resolved.
//!
//! It is independent of Rust: it contains neither identifiers nor tokens, and all names are those
//! of the document.

mod api;
mod body;
mod callback;
mod constraint;
mod deferred;
mod docs;
mod enumeration;
mod error_code;
mod example;
mod format;
mod http;
mod id;
mod infinite_type;
pub(crate) mod json_value;
mod object;
mod operation;
mod paging;
mod parameter;
mod path;
mod provenance;
mod response;
mod security;
mod server;
mod ty;
mod type_definition;
mod type_table;
mod union;
mod usage;
mod value_checker;
mod violation;
pub mod visit;

pub use api::{Api, Info};
pub use body::{BodyEncoding, Encoding, Multipart, RequestBodies, RequestBody, RequestMedia};
pub use callback::{
    AsyncDelivery, Batch, Callback, Condition, Correlation, CorrelationKey, InboundOperation,
    SyncResponse,
};
pub use constraint::{Constraint, Decimal};
pub use deferred::{Deferred, ErrorCodePath, LiteralCheck, LiteralKind, UnresolvedUnion};
pub use docs::{Docs, ExternalDocs, Unchecked};
pub use enumeration::{EnumValue, StringEnum, ValueEnum};
pub use error_code::{ErrorCode, PropertyRef};
pub use example::{Example, ShownExample};
pub use http::{Method, Status};
pub use id::{CallbackId, TypeId};
pub use object::{AdditionalProperties, AdditionalProperty, Object, Presence, Property};
pub use operation::{Operation, Permissions};
pub use paging::Paging;
pub use parameter::{Parameter, ParameterLocation, Style};
pub use path::{Part, PathNode, Segment};
pub use provenance::{Container, Position, Provenance};
pub use response::{
    Header, HeaderFormat, Link, LinkTarget, Response, ResponseBodies, ResponseBody, ResponseMedia,
    ResponseVariant,
};
pub use security::{AuthModel, Flow, OpenIdConnect, SchemeKind, SchemeUse, SecurityScheme};
pub use server::{Server, ServerVariable, is_choice};
pub use ty::Type;
pub use type_definition::{Conversion, FieldSource, Newtype, Origin, TypeDefinition, TypeKind};
pub use type_table::TypeTable;
pub use union::{TaggedUnion, TaggedVariant, Union, UnionVariant};
pub use usage::{Direction, Usage};

pub(crate) use infinite_type::report_infinite_type;
pub(crate) use value_checker::{Mismatch, ValueChecker};
pub(crate) use violation::violates;

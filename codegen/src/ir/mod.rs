//! The intermediate representation: an API with every reference, `allOf`, `nullable`,
//! discriminator and inline schema resolved.
//!
//! It is independent of Rust: it contains neither identifiers nor tokens, and all names are those
//! of the document.
//!
//! ```
//! use specwright::diagnostics::Diagnostics;
//! use specwright::ir::Api;
//! use specwright::stages::resolve;
//! use specwright::{Source, load};
//!
//! let text = "openapi: 3.0.4\ninfo: { title: Pets, version: '1' }\npaths: {}\n";
//! let mut diagnostics = Diagnostics::new();
//! let document = load::load(&Source::new("pets.yaml", text), &mut diagnostics);
//! let api: Option<Api> = document.map(|document| resolve(&document, &mut diagnostics));
//! assert!(api.is_some_and(|api| api.operation_count() == 0));
//! ```

mod api;
mod deferred;
mod operations;
mod types;
mod values;
pub mod visit;

pub use api::{Api, Info};
pub use deferred::{Deferred, ErrorCodePath, LiteralCheck, LiteralKind, UnresolvedUnion};
pub use operations::body::{
    BodyEncoding, ItemEncoding, ItemEncodings, Multipart, RequestBodies, RequestBody, RequestMedia,
};
pub use operations::callback::{
    AsyncDelivery, Batch, Callback, Condition, Correlation, CorrelationKey, InboundOperation,
    SyncResponse,
};
pub use operations::conventions::{Attribute, Conventions, TokenChallenge};
pub use operations::error_code::{ErrorCode, PropertyRef};
pub use operations::http::{Method, Status};
pub use operations::operation::{Operation, Permissions};
pub use operations::paging::Paging;
pub use operations::parameter::{Parameter, ParameterLocation};
pub use operations::path::{Part, PathNode, Segment, SegmentWord, segment_words};
pub use operations::response::{
    Header, HeaderFormat, Link, LinkTarget, Response, ResponseBodies, ResponseBody, ResponseMedia,
    ResponseVariant,
};
pub use operations::security::{
    AuthModel, Flow, OpenIdConnect, SchemeKind, SchemeUse, Security, SecurityAlternative,
    SecurityScheme, SenderAttribute,
};
pub use operations::server::{Server, ServerVariable, is_choice};
pub use operations::style::{Encoding, Style};
pub use types::constraint::{Constraint, Decimal, JsonType, SimpleSchema};
pub use types::declared_name::DeclaredName;
pub use types::docs::{Docs, ExternalDocs, Unchecked};
pub use types::enumeration::{EnumValue, StringEnum, ValueEnum};
pub use types::external::External;
pub use types::id::{CallbackId, TypeId};
pub use types::object::{AdditionalProperties, AdditionalProperty, Object, Presence, Property};
pub use types::provenance::{Container, Position, Provenance};
pub use types::ty::Type;
pub use types::type_definition::{
    Conversion, FieldSource, Newtype, Origin, TypeDefinition, TypeKind,
};
pub use types::type_table::TypeTable;
pub use types::union::{TagType, TaggedUnion, TaggedVariant, Union, UnionVariant};
pub use types::untyped::{UntypedPlace, UntypedReason};
pub use types::usage::{Direction, Usage};
pub use values::example::{Example, ShownExample};

pub(crate) use types::infinite_type::report_infinite_type;
pub(crate) use values::json_value;
pub(crate) use values::value_checker::{Mismatch, ValueChecker};
pub(crate) use values::violation::violates;

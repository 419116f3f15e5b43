//! The intermediate representation: what the document says, with every reference, `allOf`,
//! `nullable`, discriminator and inline schema resolved.
//!
//! It knows nothing of Rust: no identifiers, no tokens. Names in it are the document's own.

mod body;
mod callback;
mod deferred;
mod error_code;
mod operation;
mod parameter;
mod path;
mod provenance;
mod security;
mod server;
mod type_table;
mod types;
mod union;

pub use body::{
    BodyEncoding, Encoding, Header, HeaderFormat, Link, LinkTarget, Multipart, Paging,
    RequestBodies, RequestBody, RequestMedia, Response, ResponseBodies, ResponseBody,
    ResponseMedia, ResponseVariant,
};
pub use callback::{
    AsyncDelivery, Batch, Callback, CallbackId, Condition, Correlation, CorrelationKey,
    InboundOperation, SyncResponse,
};
pub use deferred::{Deferred, ErrorCodePath, LiteralCheck, LiteralKind, UnresolvedUnion};
pub use error_code::{ErrorCode, PropertyPlace};
pub use operation::{Method, Operation, Permissions, Status};
pub use parameter::{Parameter, ParameterLocation, Style};
pub use path::{Part, PathNode, Segment};
pub use provenance::{Container, Position, Provenance};
pub use security::{AuthModel, Flow, OpenIdConnect, SchemeKind, SchemeUse, SecurityScheme};
pub use server::{Server, ServerVariable, is_choice};
pub use type_table::TypeTable;
pub use types::{
    AdditionalProperties, AdditionalProperty, Constraint, Conversion, Decimal, EnumValue,
    FieldSource, Object, Origin, Presence, Property, StringEnum, TaggedUnion, TaggedVariant, Type,
    TypeDefinition, TypeId, TypeKind, Usage, ValueEnum,
};
pub use union::{Newtype, Union, UnionVariant};

use std::collections::BTreeMap;

/// A whole document, ready to be named and rendered.
#[derive(Clone, Debug, PartialEq)]
pub struct Api {
    /// `info` of the document.
    pub info: Info,
    /// `x-lenient`: decode numbers and booleans also from strings, enum values also in another ASCII case.
    pub lenient: bool,
    /// The servers of the document, in its order.
    pub servers: Vec<Server>,
    /// The security schemes that some operation of the client needs, in the document's order.
    pub security_schemes: Vec<SecurityScheme>,
    /// The root of the path tree; its segment is an empty literal.
    pub root: PathNode,
    /// The types, by [`TypeId`]. Those that are neither models nor a node's are used by nothing, and empty.
    pub types: TypeTable,
    /// The types that belong to no path node.
    pub models: Vec<TypeId>,
    /// The error codes that operations name by `x-error-codes`, each once, in the document's order.
    pub error_codes: Vec<ErrorCode>,
    /// The members that lead to the error code of a type, from the outside in: `x-error-code`.
    pub error_code_paths: BTreeMap<TypeId, Vec<PropertyPlace>>,
    /// The types that are pages of a list.
    pub pages: BTreeMap<TypeId, Paging>,
    /// What the client may serve, each once: the callbacks of all operations, and `x-webhooks`.
    pub callbacks: Vec<Callback>,
    /// What the values of some types say of themselves: `x-key` and `x-conditions`.
    pub correlations: Vec<Correlation>,
    /// The security schemes of the type `openIdConnect` that say enough to verify a token.
    pub open_id: Vec<OpenIdConnect>,
    /// Every example of the document, checked against its schema.
    pub examples: Vec<Example>,
}

impl Api {
    /// The definition behind an id.
    #[must_use]
    pub fn definition(&self, id: TypeId) -> &TypeDefinition {
        &self.types[id]
    }

    /// Returns the type behind aliases.
    #[must_use]
    pub fn resolve_alias<'a>(&'a self, ty: &'a Type) -> &'a Type {
        self.types.resolve_alias(ty)
    }

    /// What the values of a type say of themselves.
    #[must_use]
    pub fn correlation(&self, ty: &Type) -> Option<&Correlation> {
        match ty {
            Type::Named(id) => self
                .correlations
                .iter()
                .find(|correlation| correlation.ty == *id),
            _ => None,
        }
    }

    /// What the operations of the client need to be let in.
    #[must_use]
    pub fn auth_model(&self) -> AuthModel {
        fn is_simple(node: &PathNode) -> bool {
            let mut operations = node.operations.iter();
            operations.all(|operation| match operation.security.as_slice() {
                [] => true,
                [schemes] => schemes.len() == 1,
                _ => false,
            }) && node.children.iter().all(is_simple)
        }
        match self.security_schemes.as_slice() {
            [] => AuthModel::None,
            [scheme] if scheme.is_token() && is_simple(&self.root) => AuthModel::SingleBearer,
            _ => AuthModel::Schemes,
        }
    }

    /// How many operations a client can call.
    #[must_use]
    pub fn operation_count(&self) -> usize {
        fn below(node: &PathNode) -> usize {
            node.operations.len() + node.children.iter().map(below).sum::<usize>()
        }
        below(&self.root)
    }

    /// How many types are generated.
    #[must_use]
    pub fn type_count(&self) -> usize {
        fn below(node: &PathNode) -> usize {
            node.types.len() + node.children.iter().map(below).sum::<usize>()
        }
        self.models.len() + below(&self.root)
    }

    /// Whether a value of this type has constraints to check before it is sent.
    #[must_use]
    pub fn is_validated(&self, ty: &Type) -> bool {
        match ty {
            Type::Named(id) => self.definition(*id).validated,
            Type::Array(inner)
            | Type::Map(inner)
            | Type::OneOrMany(inner)
            | Type::Nullable(inner) => self.is_validated(inner),
            _ => false,
        }
    }
}

/// `info` of the document.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Info {
    /// The name of the API.
    pub title: String,
    /// The version of the API, which is not the version of the crate.
    pub version: String,
    /// What the document says of the whole.
    pub docs: Docs,
    /// The name of the licence of the document.
    pub license: Option<String>,
}

/// What the document says to a reader: CommonMark, as it stands in the document.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Docs {
    /// A short line: `summary`, or `title` of a schema.
    pub summary: Option<String>,
    /// `description`.
    pub description: Option<String>,
    /// `externalDocs`.
    pub external: Option<ExternalDocs>,
    /// `deprecated`.
    pub deprecated: bool,
    /// What it asks of values that only the service checks.
    pub unchecked: Vec<Unchecked>,
}

impl Docs {
    /// What there is to read, in its order; a description that only repeats the short line is none.
    pub fn texts(&self) -> impl Iterator<Item = &str> {
        fn bare(text: &str) -> &str {
            text.trim().trim_end_matches('.')
        }
        let summary = self.summary.as_deref();
        let description = self
            .description
            .as_deref()
            .filter(|description| summary.is_none_or(|summary| bare(summary) != bare(description)));
        summary.into_iter().chain(description)
    }
}

/// What a schema asks of values and the client does not check.
#[derive(Clone, Debug, PartialEq)]
pub enum Unchecked {
    /// A `pattern` that cannot be matched in linear time.
    Pattern(String),
    /// The schema of `not`.
    Not(serde_json::Value),
}

/// `externalDocs`.
#[derive(Clone, Debug, PartialEq)]
pub struct ExternalDocs {
    /// Where to read on.
    pub url: String,
    /// What is to be read there.
    pub description: Option<String>,
}

/// An example of the document: becomes a round-trip test.
#[derive(Clone, Debug, PartialEq)]
pub struct Example {
    /// Words that say where it stands and what it is called, most general first.
    pub name: Vec<String>,
    /// JSON pointer into the document.
    pub pointer: String,
    /// What it is an example of.
    pub ty: Type,
    /// The example itself.
    pub value: serde_json::Value,
}

/// An example that the documentation of an operation shows.
#[derive(Clone, Debug, PartialEq)]
pub struct ShownExample {
    /// JSON pointer into the document.
    pub pointer: String,
    /// The example itself.
    pub value: serde_json::Value,
}

//! The typed OpenAPI document that [`load`](crate::load) makes of any version of OpenAPI 3.
//!
//! Every reference leads to a component, every schema is in the terms of JSON Schema 2020-12. The
//! stages behind `load` see no other form of the document, and do not know its version.
//!
//! ```
//! use specwright::diagnostics::Diagnostics;
//! use specwright::{Source, load};
//!
//! let text = "openapi: 3.0.4\ninfo: { title: Pets, version: '1' }\npaths: {}\n";
//! let document = load::load(&Source::new("pets.yaml", text), &mut Diagnostics::new());
//! assert_eq!(document.map(|document| document.info.title), Some("Pets".to_owned()));
//! ```

mod media_type;
mod operation;
mod origins;
mod parameter;
mod schema;
mod security;

use indexmap::IndexMap;
use serde_json::Value;

use crate::config::Types;
use crate::diagnostics::{Diagnostic, Location};
use crate::source::JsonPointer;

pub use media_type::MediaTypeName;
pub use operation::{
    Callback, Content, Encoding, Example, Header, Link, LinkOperation, MediaType, Operation,
    OperationKey, OperationPart, PathItem, QueryStyle, RequestBody, Response, Responses,
    StatusCode,
};
pub(crate) use origins::{FilePointer, Moves, Origins};
pub use parameter::{CookieStyle, Parameter, ParameterFormat, ParameterLocation, PathStyle};
pub use schema::{
    AdditionalPropertiesKeyword, Assertions, Contains, Discriminator, InstanceType, Limit, Schema,
    SchemaExample, SchemaId,
};
pub use security::{
    ApiKeyLocation, OAuthFlow, OAuthFlowKind, SecurityRequirement, SecurityScheme,
    SecuritySchemeKind,
};

/// The `x-` fields of an object.
pub type Extensions = IndexMap<String, Value>;

/// An OpenAPI document.
#[derive(Clone, Debug, Default)]
pub struct Document {
    /// `info`.
    pub info: Info,
    /// `externalDocs`.
    pub external_docs: Option<ExternalDocumentation>,
    /// `servers`.
    pub servers: Vec<Server>,
    /// `security`: what an operation without its own requires.
    pub security: Option<Vec<SecurityRequirement>>,
    /// `paths`, in the document's order. A key may lack its leading slash.
    pub paths: IndexMap<String, PathItem>,
    /// The requests that the service sends, by name, in the document's order.
    pub webhooks: IndexMap<String, PathItem>,
    /// The field of the document that has `webhooks`.
    pub webhooks_field: &'static str,
    /// `components`.
    pub components: Components,
    /// The `x-` fields of the root.
    pub extensions: Extensions,
    /// The types to which the settings map formats and schemas.
    pub(crate) types: Types,
    /// Where the parts of the document are written.
    pub(crate) origins: Origins,
}

impl Document {
    /// Makes the places of a diagnostic about the document point into the files as they are
    /// written.
    pub(crate) fn write_places(&self, diagnostic: &mut Diagnostic) {
        for place in diagnostic.locations_mut() {
            self.write_place(place);
        }
    }

    /// Replaces a location in the bundled document with the one in the text that it comes from.
    pub(crate) fn write_place(&self, place: &mut Location) {
        if let Some(origin) = place.pointer().map(|place| self.origins.written(place)) {
            place.relocate(origin.file, origin.pointer);
        }
    }

    /// Returns the name of a part of the document: a pointer into the document itself after all
    /// overlays, or one into another file behind that file's name.
    pub(crate) fn part_name(&self, pointer: &str) -> String {
        let pointer = JsonPointer::from_encoded(pointer);
        let origin = self.origins.locate(&pointer);
        match origin.file {
            0 => origin.pointer.to_string(),
            file => format!("{}#{}", self.origins.file_name(file), origin.pointer),
        }
    }
}

/// Reusable objects, by name.
///
/// A component that is itself a reference has no entry: references to it name its target. Schemas
/// and security schemes are the exception, because their names mean something by themselves.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Components {
    /// `schemas`. One that is a reference is a schema with [`Schema::reference`].
    pub schemas: IndexMap<String, Schema>,
    /// `responses`.
    pub responses: IndexMap<String, Response>,
    /// `parameters`.
    pub parameters: IndexMap<String, Parameter>,
    /// `examples`.
    pub examples: IndexMap<String, Example>,
    /// `requestBodies`.
    pub request_bodies: IndexMap<String, RequestBody>,
    /// `headers`.
    pub headers: IndexMap<String, Header>,
    /// `securitySchemes`. One that is a reference is a copy of its target.
    pub security_schemes: IndexMap<String, SecurityScheme>,
    /// `links`.
    pub links: IndexMap<String, Link>,
    /// `mediaTypes`.
    pub media_types: IndexMap<String, MediaType>,
}

/// An object, or the name of a component that is one.
///
/// `load` guarantees that the component exists.
#[derive(Clone, Debug, PartialEq)]
pub enum Referenced<T> {
    /// The object is written here.
    Inline(T),
    /// `$ref`.
    Component(Reference),
}

/// A reference to a component.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reference {
    /// The name of the component at the end of the chain of references.
    pub name: String,
    /// `summary`, which replaces the one of the component.
    pub summary: Option<String>,
    /// `description`, which replaces the one of the component.
    pub description: Option<String>,
    /// `x-rust-name` beside a reference to a header, which replaces the one of the component.
    pub rust_name: Option<String>,
}

impl Reference {
    /// Returns `summary` and `description` together, if one of them is written.
    #[must_use]
    pub fn text(&self) -> Option<String> {
        summary_and_description(self.summary.clone(), self.description.clone())
    }
}

/// Returns two annotations as one text.
pub(crate) fn summary_and_description(
    summary: Option<String>,
    description: Option<String>,
) -> Option<String> {
    match (summary, description) {
        (Some(summary), Some(description)) => Some(format!("{summary}\n\n{description}")),
        (summary, description) => summary.or(description),
    }
}

/// `info`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Info {
    /// `title`.
    pub title: String,
    /// `version`.
    pub version: String,
    /// `summary`.
    pub summary: Option<String>,
    /// `description`.
    pub description: Option<String>,
    /// `license.name`.
    pub license: Option<String>,
}

/// `externalDocs`.
#[derive(Clone, Debug, PartialEq)]
pub struct ExternalDocumentation {
    /// `url`.
    pub url: String,
    /// `description`.
    pub description: Option<String>,
}

/// A server.
#[derive(Clone, Debug, PartialEq)]
pub struct Server {
    /// `name`.
    pub name: Option<String>,
    /// `url`, with variables in braces.
    pub url: String,
    /// `description`.
    pub description: Option<String>,
    /// `variables`.
    pub variables: IndexMap<String, ServerVariable>,
    /// The `x-` fields.
    pub extensions: Extensions,
}

/// A variable in the URL of a server.
#[derive(Clone, Debug, PartialEq)]
pub struct ServerVariable {
    /// `default`, if it is declared.
    pub default: Option<String>,
    /// `enum`.
    pub values: Vec<String>,
    /// `description`.
    pub description: Option<String>,
}

//! The kinds of objects.

/// What the client does without a required parameter that is not understood.
pub(in super::super) const WITHOUT_PARAMETER: &str =
    "the client has no method for operations with this parameter";

/// A kind of object, which may have different fields in different versions of OpenAPI.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in super::super) enum ObjectKind {
    OpenApi,
    Info,
    Contact,
    License,
    Server,
    ServerVariable,
    Components,
    Paths,
    PathItem,
    Operation,
    Batch,
    Permissions,
    Pageable,
    ErrorCode,
    ExternalDocumentation,
    Parameter,
    RequestBody,
    MediaType,
    Encoding,
    Responses,
    Response,
    InlineResponse,
    RequestIdHeaders,
    Attribute,
    TokenChallenge,
    SenderAttribute,
    Webhooks,
    Callback,
    Example,
    Link,
    Header,
    Tag,
    Schema,
    Condition,
    CorrelationKey,
    EnumFlags,
    Discriminator,
    Xml,
    SecurityScheme,
    OAuthFlows,
    ImplicitFlow,
    TokenFlow,
    AuthorizationCodeFlow,
    DeviceAuthorizationFlow,
    SecurityRequirement,
}

impl ObjectKind {
    /// Returns the name in the specification, without the word "object".
    pub(in super::super) const fn name(self) -> &'static str {
        match self {
            Self::OpenApi => "OpenAPI",
            Self::Info => "info",
            Self::Contact => "contact",
            Self::License => "license",
            Self::Server => "server",
            Self::ServerVariable => "server variable",
            Self::Components => "components",
            Self::Paths => "paths",
            Self::PathItem => "path item",
            Self::Operation => "operation",
            Self::Batch => "batch",
            Self::Permissions => "permissions",
            Self::Pageable => "pageable",
            Self::ErrorCode => "error code",
            Self::ExternalDocumentation => "external documentation",
            Self::Parameter => "parameter",
            Self::RequestBody => "request body",
            Self::MediaType => "media type",
            Self::Encoding => "encoding",
            Self::Responses => "responses",
            Self::Response => "response",
            Self::InlineResponse => "inline response",
            Self::RequestIdHeaders => "request id headers",
            Self::Attribute => "attribute",
            Self::TokenChallenge => "token challenge",
            Self::SenderAttribute => "sender attribute",
            Self::Webhooks => "webhooks",
            Self::Callback => "callback",
            Self::Example => "example",
            Self::Link => "link",
            Self::Header => "header",
            Self::Tag => "tag",
            Self::Schema => "schema",
            Self::Condition => "condition",
            Self::CorrelationKey => "key",
            Self::EnumFlags => "enum flags",
            Self::Discriminator => "discriminator",
            Self::Xml => "XML",
            Self::SecurityScheme => "security scheme",
            Self::OAuthFlows => "OAuth flows",
            Self::ImplicitFlow
            | Self::TokenFlow
            | Self::AuthorizationCodeFlow
            | Self::DeviceAuthorizationFlow => "OAuth flow",
            Self::SecurityRequirement => "security requirement",
        }
    }

    /// Returns the name with its article: `a schema object`.
    pub(in super::super) fn with_article(self) -> String {
        let name = self.name();
        let article = match name.as_bytes().first() {
            Some(b'a' | b'e' | b'i' | b'o' | b'O' | b'x' | b'X') => "an",
            _ => "a",
        };
        format!("{article} {name} object")
    }

    /// Returns what the client does without an object of the kind that is not understood: a sentence
    /// that begins with "the client".
    pub(in super::super) const fn consequence(self) -> &'static str {
        match self {
            Self::Info => "the client is documented without title and version",
            Self::Server => "the client does not use this server",
            Self::ServerVariable => "the client requires a value from its caller",
            Self::Components => "the client has none of the components",
            Self::Paths => "the client has no operations",
            Self::PathItem => "the client has no methods for this path",
            Self::Operation => "the client has no method for this operation",
            Self::Parameter => "the client does not send this parameter",
            Self::RequestBody => "the client has no method for operations with this body",
            Self::MediaType => "the client does not send bodies of this media type",
            Self::Encoding => "the client does not send bodies with this encoding",
            Self::Responses => "the client takes every 2xx response as a success without a body",
            Self::Response => "the client handles the status as one that is not declared",
            Self::Callback | Self::Webhooks => "the client has no handler for these requests",
            Self::Header => "the client does not read this header",
            Self::Schema => "the client keeps the values of this schema as raw JSON",
            Self::Discriminator => {
                "the client decides between the alternatives by their properties"
            }
            Self::SecurityScheme => "the client handles the scheme as one that is not declared",
            Self::SecurityRequirement => "the client does not offer this alternative",
            Self::Link => "the client does not document this link",
            Self::Example => "the client does not use this example",
            Self::Tag => "the client does not use this tag",
            _ => "the client ignores this object",
        }
    }

    /// Returns whether only the generator's extensions have objects of the kind.
    pub(in super::super) const fn is_of_extension(self) -> bool {
        matches!(
            self,
            Self::Batch
                | Self::Permissions
                | Self::Pageable
                | Self::ErrorCode
                | Self::InlineResponse
                | Self::RequestIdHeaders
                | Self::Attribute
                | Self::TokenChallenge
                | Self::SenderAttribute
                | Self::Condition
                | Self::CorrelationKey
                | Self::EnumFlags
        )
    }
}

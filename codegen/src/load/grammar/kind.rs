//! The kinds of objects.

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
    OAuthFlow,
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
            Self::OAuthFlow => "OAuth flow",
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
}

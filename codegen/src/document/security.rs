//! Security schemes and requirements.

use indexmap::IndexMap;

use super::Extensions;

/// Scopes by security scheme: all of them are required together.
pub type SecurityRequirement = IndexMap<String, Vec<String>>;

/// A security scheme.
#[derive(Clone, Debug, PartialEq)]
pub struct SecurityScheme {
    /// `description`.
    pub description: Option<String>,
    /// `deprecated`.
    pub deprecated: bool,
    /// `type`, with the fields that only this type has.
    pub kind: SecuritySchemeKind,
    /// The `x-` fields.
    pub extensions: Extensions,
}

/// `type` of a security scheme.
#[derive(Clone, Debug, PartialEq)]
pub enum SecuritySchemeKind {
    /// `apiKey`.
    ApiKey {
        /// `in`.
        location: ApiKeyLocation,
        /// `name` of the query parameter, header or cookie.
        name: String,
    },
    /// `http`.
    Http {
        /// `scheme`, as it is written.
        scheme: String,
        /// `bearerFormat`.
        bearer_format: Option<String>,
    },
    /// `mutualTLS`: the transport identifies the client.
    MutualTls,
    /// `oauth2`.
    OAuth2 {
        /// `flows`, in the order of the specification.
        flows: Vec<OAuthFlow>,
        /// `oauth2MetadataUrl`.
        metadata_url: Option<String>,
    },
    /// `openIdConnect`, with its `openIdConnectUrl`.
    OpenIdConnect(String),
}

/// `in` of an API key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ApiKeyLocation {
    /// `query`.
    Query,
    /// `header`.
    Header,
    /// `cookie`.
    Cookie,
}

/// A flow of OAuth 2.0.
#[derive(Clone, Debug, PartialEq)]
pub struct OAuthFlow {
    /// Which flow it is.
    pub kind: OAuthFlowKind,
    /// `authorizationUrl`.
    pub authorization_url: Option<String>,
    /// `deviceAuthorizationUrl`.
    pub device_authorization_url: Option<String>,
    /// `tokenUrl`.
    pub token_url: Option<String>,
    /// `refreshUrl`.
    pub refresh_url: Option<String>,
    /// `scopes`, with their descriptions.
    pub scopes: IndexMap<String, String>,
}

/// The kinds of flows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OAuthFlowKind {
    /// `implicit`.
    Implicit,
    /// `password`.
    Password,
    /// `clientCredentials`.
    ClientCredentials,
    /// `authorizationCode`.
    AuthorizationCode,
    /// `deviceAuthorization`.
    DeviceAuthorization,
}

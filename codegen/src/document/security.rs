//! Security schemes and requirements.

use indexmap::IndexMap;

use super::Extensions;

/// Scopes by security scheme: all of them are required together.
pub type SecurityRequirement = IndexMap<String, Vec<String>>;

/// A security scheme.
#[derive(Clone, Debug, PartialEq)]
pub enum SecurityScheme {
    /// `apiKey`.
    ApiKey {
        /// `in`.
        location: ApiKeyLocation,
        /// `name` of the query parameter, header or cookie.
        name: String,
        /// `description`.
        description: Option<String>,
    },
    /// `http`.
    Http {
        /// `scheme`, as it is written.
        scheme: String,
        /// `bearerFormat`.
        bearer_format: Option<String>,
        /// `description`.
        description: Option<String>,
    },
    /// `mutualTLS`: the transport identifies the client.
    MutualTls {
        /// `description`.
        description: Option<String>,
    },
    /// `oauth2`.
    OAuth2 {
        /// `flows`, in the order of the specification.
        flows: Vec<OAuthFlow>,
        /// `description`.
        description: Option<String>,
    },
    /// `openIdConnect`.
    OpenIdConnect {
        /// `openIdConnectUrl`.
        url: String,
        /// `description`.
        description: Option<String>,
        /// The `x-` fields.
        extensions: Extensions,
    },
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
    /// `tokenUrl`.
    pub token_url: Option<String>,
    /// `refreshUrl`.
    pub refresh_url: Option<String>,
    /// `scopes`, with their descriptions.
    pub scopes: IndexMap<String, String>,
    /// The `x-` fields.
    pub extensions: Extensions,
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
}

//! Security schemes and requirements.

use std::time::Duration;

use super::parameter::ParameterLocation;

/// A security scheme that at least one operation requires.
#[derive(Clone, Debug, PartialEq)]
pub struct SecurityScheme {
    /// The name.
    pub name: String,
    /// `description`.
    pub description: Option<String>,
    /// `deprecated`.
    pub deprecated: bool,
    /// The kind of scheme.
    pub kind: SchemeKind,
}

/// The kind of a security scheme.
#[derive(Clone, Debug, PartialEq)]
pub enum SchemeKind {
    /// `http` with the scheme `basic`.
    Basic,
    /// `http` with the scheme `bearer`, and its `bearerFormat`.
    Bearer(Option<String>),
    /// `http` with another scheme.
    Http(String),
    /// `apiKey` with its `in` and `name`.
    ApiKey(ParameterLocation, String),
    /// `oauth2`.
    OAuth2 {
        /// `flows`.
        flows: Vec<Flow>,
        /// `oauth2MetadataUrl`.
        metadata_url: Option<String>,
    },
    /// `openIdConnect` with its URL.
    OpenIdConnect(String),
}

impl SecurityScheme {
    /// Returns whether a bearer token satisfies the scheme.
    #[must_use]
    pub const fn is_token(&self) -> bool {
        matches!(
            self.kind,
            SchemeKind::Bearer(_) | SchemeKind::OAuth2 { .. } | SchemeKind::OpenIdConnect(_)
        )
    }
}

/// A flow of `oauth2`.
#[derive(Clone, Debug, PartialEq)]
pub struct Flow {
    /// The name, in words.
    pub name: &'static str,
    /// The kinds of URLs and the URLs.
    pub urls: Vec<(&'static str, String)>,
    /// The scopes and their descriptions.
    pub scopes: Vec<(String, String)>,
}

/// A security scheme that an operation requires.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SchemeUse {
    /// The index in [`Api::security_schemes`](crate::ir::Api::security_schemes).
    pub scheme: usize,
    /// The required scopes or roles.
    pub scopes: Vec<String>,
}

/// What one of alternative security requirements requires, all of it together.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SecurityAlternative {
    /// The schemes whose credentials are in the request.
    pub schemes: Vec<SchemeUse>,
    /// The names of the schemes of type `mutualTLS`: the transport identifies the client.
    pub mutual_tls: Vec<String>,
}

/// What an operation requires of the credentials of a call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Security {
    /// The document states no requirement anywhere. A credential that the caller gives is sent.
    Unstated,
    /// The client selects no credential. The caller can set the header `Authorization`.
    Manual(
        /// The names of the required schemes, which the document does not declare. Empty if the
        /// document states requirements for other operations only.
        Vec<String>,
    ),
    /// Alternatives. Empty if nothing is required.
    Schemes(Vec<SecurityAlternative>),
}

impl Security {
    /// No credential is sent.
    pub const NONE: Self = Self::Schemes(Vec::new());

    /// Returns the alternatives.
    #[must_use]
    pub fn alternatives(&self) -> &[SecurityAlternative] {
        match self {
            Self::Unstated | Self::Manual(_) => &[],
            Self::Schemes(alternatives) => alternatives,
        }
    }
}

/// The authentication model of a client: the combined requirements of all operations.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AuthModel {
    /// No operation requires authentication.
    None,
    /// Each operation requires nothing or a bearer token of the same scheme.
    SingleBearer,
    /// Operations require other schemes or combinations of schemes.
    Schemes,
}

/// A security scheme of type `openIdConnect` with which received tokens can be verified.
#[derive(Clone, Debug, PartialEq)]
pub struct OpenIdConnect {
    /// The name of the scheme.
    pub name: String,
    /// `description`.
    pub description: Option<String>,
    /// `openIdConnectUrl`.
    pub metadata_url: String,
    /// `x-issuers`.
    pub issuers: Vec<String>,
    /// `x-audience`: a description of the required audience.
    pub audience: Option<String>,
    /// `x-algorithms`.
    pub algorithms: Vec<String>,
    /// `x-required-claims`.
    pub required_claims: Vec<String>,
    /// `x-sender-attributes`.
    pub sender_attributes: Vec<SenderAttribute>,
    /// `x-clock-skew`.
    pub clock_skew: Duration,
}

/// A named attribute of the sender of a request, from a claim of its token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SenderAttribute {
    /// The name.
    pub name: String,
    /// The claim with the value.
    pub claim: String,
    /// `description`.
    pub description: Option<String>,
}

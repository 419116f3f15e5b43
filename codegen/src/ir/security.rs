//! How operations are authorised.

use std::time::Duration;

use super::ParameterLocation;

/// A security scheme that some operation needs.
#[derive(Clone, Debug, PartialEq)]
pub struct SecurityScheme {
    /// Its name.
    pub name: String,
    /// What the document says of it.
    pub description: Option<String>,
    /// What it is.
    pub kind: SchemeKind,
}

/// What a security scheme is.
#[derive(Clone, Debug, PartialEq)]
pub enum SchemeKind {
    /// `http` with the scheme `basic`.
    Basic,
    /// `http` with the scheme `bearer`, and its `bearerFormat`.
    Bearer(Option<String>),
    /// `http` with another scheme.
    Http(String),
    /// `apiKey`: where it stands, and under which name.
    ApiKey(ParameterLocation, String),
    /// `oauth2`.
    OAuth2(Vec<Flow>),
    /// `openIdConnect`, and its URL.
    OpenIdConnect(String),
}

impl SecurityScheme {
    /// Whether it is satisfied by a bearer token.
    #[must_use]
    pub const fn is_token(&self) -> bool {
        matches!(
            self.kind,
            SchemeKind::Bearer(_) | SchemeKind::OAuth2(_) | SchemeKind::OpenIdConnect(_)
        )
    }
}

/// One of the flows by which a token of `oauth2` is had.
#[derive(Clone, Debug, PartialEq)]
pub struct Flow {
    /// What it is called, in words.
    pub name: &'static str,
    /// Its URLs, and what they are.
    pub urls: Vec<(&'static str, String)>,
    /// Its scopes, and what they are for.
    pub scopes: Vec<(String, String)>,
}

/// A security scheme that an operation needs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SchemeUse {
    /// The place in [`Api::security_schemes`](super::Api::security_schemes).
    pub scheme: usize,
    /// The scopes, or roles, that the operation needs.
    pub scopes: Vec<String>,
}

/// What the operations of a client need to be let in, taken together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AuthModel {
    /// Nothing.
    None,
    /// Each either nothing or a token of the one scheme.
    SingleBearer,
    /// Anything else.
    Schemes,
}

/// A security scheme of the type `openIdConnect`.
#[derive(Clone, Debug, PartialEq)]
pub struct OpenIdConnect {
    /// The name of the scheme.
    pub name: String,
    /// What the document says of it.
    pub description: Option<String>,
    /// Where the metadata is.
    pub metadata_url: String,
    /// `x-issuers`.
    pub issuers: Vec<String>,
    /// `x-audience`: what has to stand in a token as its audience, in words.
    pub audience: Option<String>,
    /// `x-algorithms`.
    pub algorithms: Vec<String>,
    /// `x-required-claims`.
    pub required_claims: Vec<String>,
    /// `x-tenant-claim`.
    pub tenant_claim: Option<String>,
    /// `x-clock-skew`.
    pub clock_skew: Duration,
}

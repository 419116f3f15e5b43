//! How operations are authorised.

use std::time::Duration;

/// How an operation is authorised.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Security {
    /// Not at all.
    None,
    /// By a bearer token.
    Bearer {
        /// The name of the security scheme.
        scheme: String,
    },
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

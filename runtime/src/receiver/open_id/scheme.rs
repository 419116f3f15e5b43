//! What a document says of the tokens that come with a request.

use std::time::Duration;

use jsonwebtoken::Algorithm as Jwa;

/// A security scheme of the type `openIdConnect`, as the document has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OpenIdConnect {
    /// Where the metadata is, which says where the keys are.
    pub metadata_url: &'static str,
    /// The issuers whose tokens are good, to the letter.
    pub issuers: &'static [&'static str],
    /// With what a token may be signed. What the token itself says counts only where it is one of these.
    pub algorithms: &'static [Algorithm],
    /// Claims that a token has to have, besides issuer, audience and expiry.
    pub required_claims: &'static [&'static str],
    /// The claim that names the tenant for which the sender speaks.
    pub tenant_claim: Option<&'static str>,
    /// By how much the clock of the issuer may differ from ours.
    pub clock_skew: Duration,
}

/// With what a token is signed: the algorithms of JWA that have a public key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Algorithm {
    /// `RS256`: RSA, PKCS #1 v1.5, with SHA-256.
    Rs256,
    /// `RS384`: RSA, PKCS #1 v1.5, with SHA-384.
    Rs384,
    /// `RS512`: RSA, PKCS #1 v1.5, with SHA-512.
    Rs512,
    /// `PS256`: RSA-PSS with SHA-256.
    Ps256,
    /// `PS384`: RSA-PSS with SHA-384.
    Ps384,
    /// `PS512`: RSA-PSS with SHA-512.
    Ps512,
    /// `ES256`: ECDSA over P-256 with SHA-256.
    Es256,
    /// `ES384`: ECDSA over P-384 with SHA-384.
    Es384,
    /// `EdDSA`: Ed25519.
    EdDsa,
}

impl Algorithm {
    /// The name that JWA has for it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Rs256 => "RS256",
            Self::Rs384 => "RS384",
            Self::Rs512 => "RS512",
            Self::Ps256 => "PS256",
            Self::Ps384 => "PS384",
            Self::Ps512 => "PS512",
            Self::Es256 => "ES256",
            Self::Es384 => "ES384",
            Self::EdDsa => "EdDSA",
        }
    }

    pub(super) fn jwa(self) -> Jwa {
        match self {
            Self::Rs256 => Jwa::RS256,
            Self::Rs384 => Jwa::RS384,
            Self::Rs512 => Jwa::RS512,
            Self::Ps256 => Jwa::PS256,
            Self::Ps384 => Jwa::PS384,
            Self::Ps512 => Jwa::PS512,
            Self::Es256 => Jwa::ES256,
            Self::Es384 => Jwa::ES384,
            Self::EdDsa => Jwa::EdDSA,
        }
    }
}

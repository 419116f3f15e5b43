//! A security scheme of the OpenAPI document.

use std::time::Duration;

use jsonwebtoken::Algorithm as Jwa;

/// A security scheme of the type `openIdConnect`, as specified by the OpenAPI document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OpenIdConnect {
    /// The URL of the metadata, which states the URL of the keys.
    pub metadata_url: &'static str,
    /// The accepted issuers, compared exactly.
    pub issuers: &'static [&'static str],
    /// The accepted signature algorithms. The algorithm that a token states must be one of these.
    pub algorithms: &'static [Algorithm],
    /// Claims that a token must have, besides issuer, audience and expiry.
    pub required_claims: &'static [&'static str],
    /// The named attributes of a sender.
    pub sender_attributes: &'static [SenderAttribute],
    /// The tolerated difference between the clock of the issuer and ours.
    pub clock_skew: Duration,
}

/// A named attribute of a sender, and the claim that has its value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SenderAttribute {
    pub(super) name: &'static str,
    pub(super) claim: &'static str,
}

impl SenderAttribute {
    /// Creates an attribute with the value of a claim, which is a string. A token in which the
    /// claim is anything else is refused.
    #[must_use]
    pub const fn new(name: &'static str, claim: &'static str) -> Self {
        Self { name, claim }
    }
}

/// A signature algorithm: the algorithms of JWA with public keys.
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
    /// Returns the name of the algorithm in JWA.
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

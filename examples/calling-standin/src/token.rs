//! The keys and tokens with which Graph vouches for its notifications.

use std::sync::{Arc, OnceLock};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use jsonwebtoken::jwk::Jwk;
use jsonwebtoken::{Algorithm, EncodingKey, Header, encode};
use rcgen::{KeyPair, PKCS_RSA_SHA256, RsaKeySize};
use serde_json::{Value, json};

use crate::certificate::CryptographyError;

/// The lifetime of the tokens of notifications.
const LIFETIME: Duration = Duration::from_secs(3900);

/// An id that is neither that of the bot nor of its tenant.
const OTHER_ID: &str = "00000000-0000-4000-8000-000000000000";

/// The token that is sent with a notification.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum SenderToken {
    /// A good token, from the issuer that is used most.
    Good,
    /// A good token, from the other issuer of the OpenAPI document.
    OtherIssuer,
    /// A token that expired within the clock skew, so it is good.
    JustExpired,
    /// No token.
    Missing,
    /// A token that expired longer ago than clocks may differ.
    Expired,
    /// A token from an unknown issuer.
    UnknownIssuer,
    /// A token without the claim `tid`.
    WithoutTenant,
    /// A token for another bot.
    OtherAudience,
    /// A token of another tenant.
    OtherTenant,
    /// A token with the id of a published key, and a signature by another.
    ForgedSignature,
    /// A token whose key is not published.
    UnknownKey,
}

/// A key that signs tokens.
struct Signer {
    id: String,
    key: EncodingKey,
}

impl Signer {
    fn new(id: &str) -> Result<Self, CryptographyError> {
        let pair = KeyPair::generate_rsa_for(&PKCS_RSA_SHA256, RsaKeySize::_2048)?;
        // PKCS #8 of a key of 2048 bits consists of a header of 26 bytes and PKCS #1.
        let pkcs8 = pair.serialize_der();
        let pkcs1 = pkcs8.get(26..).ok_or(CryptographyError::Encoding)?;
        Ok(Self {
            id: id.to_owned(),
            key: EncodingKey::from_rsa_der(pkcs1),
        })
    }

    /// Returns the same key with another id.
    fn with_id(&self, id: &str) -> Self {
        Self {
            id: id.to_owned(),
            key: self.key.clone(),
        }
    }

    /// Returns the public key, as a member of a key set.
    fn public_key(&self) -> Result<Value, CryptographyError> {
        let jwk = Jwk::from_encoding_key(&self.key, Algorithm::RS256)?;
        let mut jwk = serde_json::to_value(jwk).map_err(|_| CryptographyError::Encoding)?;
        jwk["kid"] = json!(self.id);
        jwk["use"] = json!("sig");
        Ok(jwk)
    }

    /// Returns a signed token.
    fn token(
        &self,
        audience: &str,
        tenant: &str,
        kind: SenderToken,
        changes: &[(&str, &str)],
    ) -> Result<String, CryptographyError> {
        // A clock before 1970 yields a token that has expired.
        let now = SystemTime::now()
            .duration_since(UNIX_EPOCH)
            .unwrap_or_default();
        let minutes = |number: u64| Duration::from_secs(number * 60);
        let issued = match kind {
            SenderToken::Expired => now.saturating_sub(LIFETIME + minutes(6)),
            SenderToken::JustExpired => now.saturating_sub(LIFETIME + minutes(4)),
            _ => now,
        };
        let mut header = Header::new(Algorithm::RS256);
        header.kid = Some(self.id.clone());
        let mut claims = json!({
            "iss": match kind {
                SenderToken::OtherIssuer => "https://graph.microsoft.com",
                SenderToken::UnknownIssuer => "https://login.microsoftonline.com",
                _ => "https://api.botframework.com",
            },
            "aud": if kind == SenderToken::OtherAudience { OTHER_ID } else { audience },
            "tid": if kind == SenderToken::OtherTenant { OTHER_ID } else { tenant },
            "iat": issued.as_secs(),
            "nbf": issued.as_secs(),
            "exp": (issued + LIFETIME).as_secs(),
        });
        if let (SenderToken::WithoutTenant, Some(claims)) = (kind, claims.as_object_mut()) {
            claims.remove("tid");
        }
        for (name, value) in changes {
            claims[*name] = json!(value);
        }
        Ok(encode(&header, &claims, &self.key)?)
    }
}

/// The keys of the stand-in: those that are published, and those that must not be.
pub(crate) struct Keys {
    first: Signer,
    rotated: Signer,
    forger: Signer,
    unknown: Signer,
    first_set: Value,
    rotated_set: Value,
}

/// The keys of this process. Creating them takes seconds in a debug build, so stand-ins share them.
static KEYS: OnceLock<Arc<Keys>> = OnceLock::new();

impl Keys {
    /// Returns the keys of this process.
    pub(crate) fn shared() -> Result<Arc<Self>, CryptographyError> {
        if let Some(keys) = KEYS.get() {
            return Ok(Arc::clone(keys));
        }
        let keys = Arc::new(Self::new()?);
        Ok(Arc::clone(KEYS.get_or_init(|| keys)))
    }

    fn new() -> Result<Self, CryptographyError> {
        let first = Signer::new("standin-1")?;
        let rotated = Signer::new("standin-2")?;
        let forger = Signer::new("standin-1")?;
        let set = |keys: Vec<Value>| json!({ "keys": keys });
        Ok(Self {
            first_set: set(vec![first.public_key()?]),
            rotated_set: set(vec![first.public_key()?, rotated.public_key()?]),
            unknown: forger.with_id("standin-unpublished"),
            forger,
            first,
            rotated,
        })
    }

    /// Returns the published key set.
    pub(crate) fn set(&self, is_rotated: bool) -> &Value {
        if is_rotated {
            &self.rotated_set
        } else {
            &self.first_set
        }
    }

    /// Returns the token of a notification, none if it is missing on purpose.
    pub(crate) fn token(
        &self,
        audience: &str,
        tenant: &str,
        kind: SenderToken,
        is_rotated: bool,
    ) -> Result<Option<String>, CryptographyError> {
        let signer = match kind {
            SenderToken::Missing => return Ok(None),
            SenderToken::ForgedSignature => &self.forger,
            SenderToken::UnknownKey => &self.unknown,
            _ if is_rotated => &self.rotated,
            _ => &self.first,
        };
        signer.token(audience, tenant, kind, &[]).map(Some)
    }

    /// Returns a good token, but for these claims.
    pub(crate) fn token_with(
        &self,
        audience: &str,
        tenant: &str,
        claims: &[(&str, &str)],
    ) -> Result<String, CryptographyError> {
        self.first
            .token(audience, tenant, SenderToken::Good, claims)
    }
}

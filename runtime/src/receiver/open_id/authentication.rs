//! Authentication by bearer tokens.

use std::fmt;
use std::mem::{Discriminant, discriminant};
use std::time::{Duration, SystemTime};

use http::{HeaderMap, Uri};
use tracing::warn;

use crate::endpoint::is_private;
use crate::receiver::authenticate::{AuthError, Authenticate, Sender};
use crate::receiver::metrics::log_limit::LogLimit;
use crate::receiver::open_id::claims::Policy;
use crate::receiver::open_id::fetch::KeyError;
use crate::receiver::open_id::key_ring::{KeyRing, KeyStatus, NoKey, Source};
use crate::receiver::open_id::keys::KeySet;
use crate::receiver::open_id::reason::Reason;
use crate::receiver::open_id::scheme::{Algorithm, OpenIdConnect};
use crate::receiver::open_id::token::Token;
use crate::transport::defaults::default_transport;
use crate::transport::{BoxFuture, Transport};

/// The default time that a request waits for keys. Senders of calls expect a response within
/// seconds.
const PATIENCE: Duration = Duration::from_secs(2);

type Clock = Box<dyn Fn() -> SystemTime + Send + Sync>;

/// Verifies the bearer tokens of requests: signed by a key of the metadata, by an accepted issuer,
/// for this audience, and not expired.
///
/// ```
/// # #[cfg(feature = "reqwest")] {
/// use std::time::Duration;
/// use specwright_runtime::receiver::open_id::{
///     Algorithm, OpenIdAuthentication, OpenIdConnect, SenderAttribute,
/// };
///
/// // A generated crate has this, from the security scheme of its OpenAPI document.
/// const TOKEN: OpenIdConnect = OpenIdConnect {
///     metadata_url: "https://login.example.com/.well-known/openid-configuration",
///     issuers: &["https://login.example.com"],
///     algorithms: &[Algorithm::Rs256],
///     required_claims: &["cid"],
///     sender_attributes: &[SenderAttribute::new("customer", "cid")],
///     clock_skew: Duration::from_secs(300),
/// };
///
/// let audience = "3f1c5d9a-0d2e-4a5b-9c53-1f2b7c0a8e11";
/// let authentication = OpenIdAuthentication::builder(TOKEN, audience)
///     .accept("customer", ["c2f1b0a4-7a4e-4f0e-8d3d-5b8b3e0c6f22"])
///     .build()?;
/// # }
/// # Ok::<(), specwright_runtime::receiver::open_id::InvalidOpenId>(())
/// ```
///
/// # Refused requests
///
/// The sender receives only the status. The reason is logged, without the token, at most ten times
/// per second for each kind of reason.
///
/// | request | status |
/// |---|---|
/// | no header `Authorization`, several, or another scheme | 401 |
/// | a token of more than 16 KiB, which is not parsed | 401 |
/// | a token that is not a JWT, is encrypted, or has the header `crit` | 401 |
/// | a token without a signature, or with an algorithm that is not accepted | 401 |
/// | a token without a key id, of an unknown key, or with a wrong signature | 401 |
/// | a token that has expired or is not valid yet, by more than the clock skew | 401 |
/// | a token of another issuer | 401 |
/// | a token without `exp`, `iss`, `aud` or a required claim | 401 |
/// | a valid token for another audience | 403 |
/// | a valid token for several audiences: each of the others could send it to us | 403 |
/// | a valid token with an attribute that is not accepted | 403 |
/// | no keys are available, or the key of the token might be one that cannot be fetched | 503 |
///
/// # Keys
///
/// Keys are fetched in the background, from the first use or [`warm_up`](Self::warm_up) until this
/// value is dropped. They are fetched again at half of their lifetime, which `Cache-Control`
/// states, limited to between 5 minutes and 2 hours. They are also fetched when a token names an
/// unknown key, at most every 30 seconds. The request of that token waits for them, at most for
/// [`patience`](OpenIdBuilder::patience).
///
/// If fetching fails, the available keys continue to verify tokens, whatever their age. The log and
/// [`keys`](Self::keys) report the failure, and the next attempt follows after 5 seconds, doubling
/// up to a minute.
///
/// Requires a Tokio runtime with its timer enabled.
pub struct OpenIdAuthentication {
    algorithms: &'static [Algorithm],
    policy: Policy,
    keys: KeyRing,
    clock: Clock,
    log_limit: LogLimit<Discriminant<Reason>>,
}

impl OpenIdAuthentication {
    /// Returns a builder with the values of the OpenAPI document and the audience that tokens must
    /// have: the id of this application at the issuer.
    pub fn builder(scheme: OpenIdConnect, audience: impl Into<String>) -> OpenIdBuilder {
        OpenIdBuilder {
            metadata_url: scheme.metadata_url.to_owned(),
            algorithms: scheme.algorithms,
            policy: Policy {
                issuers: scheme.issuers.iter().map(ToString::to_string).collect(),
                audiences: vec![audience.into()],
                required: scheme.required_claims,
                attributes: scheme.sender_attributes,
                accepted: Vec::new(),
                clock_skew: scheme.clock_skew,
            },
            keys: None,
            transport: None,
            patience: PATIENCE,
            clock: Box::new(SystemTime::now),
        }
    }

    /// Fetches the keys, so that the first request does not wait for them.
    ///
    /// # Errors
    ///
    /// If the keys could not be fetched. Further attempts are made in the background.
    pub async fn warm_up(&self) -> Result<(), KeyError> {
        self.keys.started().await
    }

    /// Returns the status of the keys, for health checks.
    #[must_use]
    pub fn keys(&self) -> KeyStatus {
        self.keys.status()
    }

    async fn verify(&self, headers: &HeaderMap) -> Result<Sender, Reason> {
        let token = Token::read(headers, self.algorithms)?;
        let keys = self
            .keys
            .find(token.key_id())
            .await
            .map_err(|lack| match lack {
                NoKey::Unknown => token.unknown_key(),
                NoKey::Unavailable(retry_after) => Reason::NoKeys { retry_after },
            })?;
        let claims = token.verify(&keys)?;
        self.policy.check(claims, (self.clock)())
    }
}

impl Authenticate for OpenIdAuthentication {
    fn authenticate<'a>(
        &'a self,
        headers: &'a HeaderMap,
    ) -> BoxFuture<'a, Result<Sender, AuthError>> {
        Box::pin(async move {
            self.verify(headers).await.map_err(|reason| {
                let refusal = reason.refusal();
                if let Some(left_out) = self.log_limit.admit(discriminant(&reason)) {
                    let status = refusal.status().as_u16();
                    warn!(status, left_out, %reason, "a request is refused");
                }
                refusal
            })
        })
    }
}

impl fmt::Debug for OpenIdAuthentication {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("OpenIdAuthentication")
            .field("issuers", &self.policy.issuers)
            .field("audiences", &self.policy.audiences)
            .field("accepted", &self.policy.accepted)
            .field("keys", &self.keys())
            .finish_non_exhaustive()
    }
}

/// A builder of [`OpenIdAuthentication`]. Values of the OpenAPI document can be replaced, since
/// they differ between clouds.
#[must_use]
pub struct OpenIdBuilder {
    metadata_url: String,
    algorithms: &'static [Algorithm],
    policy: Policy,
    keys: Option<Vec<u8>>,
    transport: Option<Box<dyn Transport>>,
    patience: Duration,
    clock: Clock,
}

impl OpenIdBuilder {
    /// Adds another accepted audience, for applications with several ids.
    pub fn audience(mut self, audience: impl Into<String>) -> Self {
        self.policy.audiences.push(audience.into());
        self
    }

    /// Sets the accepted values of a sender's attribute, compared exactly. Defaults to all values.
    pub fn accept<T: Into<String>>(
        mut self,
        attribute: impl Into<String>,
        values: impl IntoIterator<Item = T>,
    ) -> Self {
        let attribute = attribute.into();
        self.policy
            .accepted
            .retain(|(known, _)| *known != attribute);
        let values = values.into_iter().map(Into::into).collect();
        self.policy.accepted.push((attribute, values));
        self
    }

    /// Sets the URL of the metadata, overriding the OpenAPI document.
    pub fn metadata_url(mut self, url: impl Into<String>) -> Self {
        self.metadata_url = url.into();
        self
    }

    /// Sets the accepted issuers, compared exactly, overriding the OpenAPI document.
    pub fn issuers<T: Into<String>>(mut self, issuers: impl IntoIterator<Item = T>) -> Self {
        self.policy.issuers = issuers.into_iter().map(Into::into).collect();
        self
    }

    /// Sets the keys, a JSON Web Key Set. Nothing is fetched.
    pub fn keys(mut self, key_set: impl Into<Vec<u8>>) -> Self {
        self.keys = Some(key_set.into());
        self
    }

    /// Sets the tolerated difference between the clock of the issuer and ours, overriding the
    /// OpenAPI document.
    pub fn clock_skew(mut self, skew: Duration) -> Self {
        self.policy.clock_skew = skew;
        self
    }

    /// Sets the transport that fetches the keys. Defaults to reqwest, with the feature `reqwest`.
    pub fn transport(mut self, transport: impl Transport + 'static) -> Self {
        self.transport = Some(Box::new(transport));
        self
    }

    /// Sets how long a request waits for keys. Defaults to 2 seconds.
    pub fn patience(mut self, patience: Duration) -> Self {
        self.patience = patience;
        self
    }

    /// Sets the clock that determines whether a token is valid. Defaults to the system clock.
    pub fn clock(mut self, clock: impl Fn() -> SystemTime + Send + Sync + 'static) -> Self {
        self.clock = Box::new(clock);
        self
    }

    /// Builds the authentication, without fetching anything.
    ///
    /// # Errors
    ///
    /// If a setting would accept or refuse every token.
    pub fn build(self) -> Result<OpenIdAuthentication, InvalidOpenId> {
        let policy = self.policy;
        let is_empty = |texts: &[String]| texts.is_empty() || texts.iter().any(String::is_empty);
        if is_empty(&policy.audiences) {
            return Err(InvalidOpenId::Audience);
        }
        if is_empty(&policy.issuers) {
            return Err(InvalidOpenId::Issuers);
        }
        if self.algorithms.is_empty() {
            return Err(InvalidOpenId::Algorithms);
        }
        for (name, values) in &policy.accepted {
            let is_known = policy.attributes.iter().any(|known| known.name == name);
            if is_empty(values) || !is_known {
                return Err(InvalidOpenId::Attribute);
            }
        }
        let keys = if let Some(given) = self.keys {
            let keys = KeySet::read(&given).filter(|keys| keys.len() > 0);
            KeyRing::given(keys.ok_or(InvalidOpenId::Keys)?)
        } else {
            let metadata: Option<Uri> = self.metadata_url.parse().ok().filter(is_private);
            let source = Source {
                transport: self.transport.unwrap_or_else(default_transport),
                metadata: metadata.ok_or(InvalidOpenId::MetadataUrl)?,
            };
            KeyRing::fetched(source, self.patience)
        };
        Ok(OpenIdAuthentication {
            algorithms: self.algorithms,
            policy,
            keys,
            clock: self.clock,
            log_limit: LogLimit::default(),
        })
    }
}

impl fmt::Debug for OpenIdBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("OpenIdBuilder")
            .field("metadata_url", &self.metadata_url)
            .field("issuers", &self.policy.issuers)
            .field("audiences", &self.policy.audiences)
            .field("accepted", &self.policy.accepted)
            .finish_non_exhaustive()
    }
}

/// Why no token could be verified with the settings.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum InvalidOpenId {
    /// An audience is empty.
    #[error("tokens have to be for an audience, and one that is set is empty")]
    Audience,
    /// There is no issuer, or one is empty.
    #[error("tokens have to be of an issuer, and none is set, or one that is set is empty")]
    Issuers,
    /// There is no algorithm.
    #[error("tokens have to be signed, and no algorithm for that is accepted")]
    Algorithms,
    /// The accepted values of an attribute are empty or contain an empty one, or no claim has the
    /// attribute.
    #[error("an attribute of senders is limited to no value, or no claim has it")]
    Attribute,
    /// The URL of the metadata is invalid, or is neither https nor a loopback address.
    #[error("the metadata is not at a URL with https")]
    MetadataUrl,
    /// The keys are not a JSON Web Key Set with at least one usable key.
    #[error("the keys are not a JSON Web Key Set with a usable key")]
    Keys,
}

//! Verifies the bearer tokens of requests.

use std::fmt;
use std::time::{Duration, SystemTime};

use http::{HeaderMap, Uri};
use tracing::warn;

use crate::endpoint::is_private;
use crate::receiver::authenticate::{Authenticate, Refusal, Sender};
use crate::receiver::open_id::claims::Policy;
use crate::receiver::open_id::fetch::KeyError;
use crate::receiver::open_id::key_ring::{KeyRing, KeyStatus, NoKey, Source};
use crate::receiver::open_id::keys::KeySet;
use crate::receiver::open_id::reason::Reason;
use crate::receiver::open_id::scheme::{Algorithm, OpenIdConnect};
use crate::receiver::open_id::token::Token;
use crate::transport::defaults::default_transport;
use crate::transport::{BoxFuture, Transport};

/// How long a request waits for keys, where nobody says: whoever posts a call has a few seconds in all.
const PATIENCE: Duration = Duration::from_secs(2);

type Clock = Box<dyn Fn() -> SystemTime + Send + Sync>;

/// Verifies the bearer tokens of requests: signed by one of the keys that the metadata leads to, by an accepted issuer,
/// for us, and in time.
///
/// ```
/// # #[cfg(feature = "reqwest")] {
/// use std::time::Duration;
/// use msgraph_runtime::receiver::open_id::{Algorithm, OpenIdAuthentication, OpenIdConnect};
///
/// // As a generated crate has it, from the security scheme of its document.
/// const TOKEN: OpenIdConnect = OpenIdConnect {
///     metadata_url: "https://login.example.com/.well-known/openid-configuration",
///     issuers: &["https://login.example.com"],
///     algorithms: &[Algorithm::Rs256],
///     required_claims: &["tid"],
///     tenant_claim: Some("tid"),
///     clock_skew: Duration::from_secs(300),
/// };
///
/// let authentication = OpenIdAuthentication::builder(TOKEN, "3f1c5d9a-0d2e-4a5b-9c53-1f2b7c0a8e11")
///     .tenants(["c2f1b0a4-7a4e-4f0e-8d3d-5b8b3e0c6f22"])
///     .build()?;
/// # }
/// # Ok::<(), msgraph_runtime::receiver::open_id::InvalidOpenId>(())
/// ```
///
/// # What is refused, and how
///
/// The sender sees the status alone. The log says why, and shows no token.
///
/// | the request | status |
/// |---|---|
/// | has no header `Authorization`, several, or one of another scheme | 401 |
/// | has a token of more than 16 KiB, which is not looked at | 401 |
/// | has a token that is not a JWT, is encrypted, or has the header `crit` | 401 |
/// | has a token that is not signed, or with an algorithm that is not accepted | 401 |
/// | has a token that names no key, one that is not among the keys, or one that has not signed it | 401 |
/// | has a token that has expired or is not valid yet, by more than the clock skew | 401 |
/// | has a token of another issuer | 401 |
/// | has a token that lacks `exp`, `iss`, `aud` or a required claim | 401 |
/// | has a good token for another audience | 403 |
/// | has a good token for us and for others: each of them could pass it on to us | 403 |
/// | has a good token of a tenant that is not on the list | 403 |
/// | comes while there are no keys, or has a token whose key may be one that cannot be fetched at present | 503 |
///
/// # Keys
///
/// Keys are fetched in the background: from the first use on, or from [`warm_up`](Self::warm_up) on, until this value
/// is dropped. They are fetched again at half of their life, which is what their `Cache-Control` says, but between
/// 5 minutes and 2 hours; and when a token names a key that is not among them, at most every 30 seconds. The
/// request that brought it waits for them, but not longer than [`patience`](OpenIdBuilder::patience).
///
/// Where keys cannot be fetched, those at hand go on verifying tokens, however old they are; the log and
/// [`keys`](Self::keys) say so, and another try follows after 5 seconds, which double up to a minute.
///
/// This needs a Tokio runtime with its timer enabled.
pub struct OpenIdAuthentication {
    algorithms: &'static [Algorithm],
    policy: Policy,
    keys: KeyRing,
    clock: Clock,
}

impl OpenIdAuthentication {
    /// Starts with what the document says, and with the audience that tokens have to be for: us, as the issuer knows us.
    pub fn builder(scheme: OpenIdConnect, audience: impl Into<String>) -> OpenIdBuilder {
        OpenIdBuilder {
            metadata_url: scheme.metadata_url.to_owned(),
            algorithms: scheme.algorithms,
            policy: Policy {
                issuers: scheme.issuers.iter().map(ToString::to_string).collect(),
                audiences: vec![audience.into()],
                required: scheme.required_claims,
                tenant_claim: scheme.tenant_claim,
                tenants: None,
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
    /// When they could not be fetched. It is tried again in the background.
    pub async fn warm_up(&self) -> Result<(), KeyError> {
        self.keys.started().await
    }

    /// How it stands with the keys, for a health check.
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
    ) -> BoxFuture<'a, Result<Sender, Refusal>> {
        Box::pin(async move {
            self.verify(headers).await.map_err(|reason| {
                let refusal = reason.refusal();
                warn!(status = refusal.status().as_u16(), %reason, "a request is refused");
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
            .field("tenants", &self.policy.tenants)
            .field("keys", &self.keys())
            .finish_non_exhaustive()
    }
}

/// The settings of [`OpenIdAuthentication`]. What the document says can be replaced, since it differs between clouds.
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
    /// Adds another audience that tokens may be for, where we are known by several names.
    pub fn audience(mut self, audience: impl Into<String>) -> Self {
        self.policy.audiences.push(audience.into());
        self
    }

    /// Sets the tenants whose tokens are good, to the letter. Otherwise those of all tenants are.
    pub fn tenants<T: Into<String>>(mut self, tenants: impl IntoIterator<Item = T>) -> Self {
        self.policy.tenants = Some(tenants.into_iter().map(Into::into).collect());
        self
    }

    /// Sets where the metadata is, instead of where the document says.
    pub fn metadata_url(mut self, url: impl Into<String>) -> Self {
        self.metadata_url = url.into();
        self
    }

    /// Sets the issuers whose tokens are good, to the letter, instead of those in the document.
    pub fn issuers<T: Into<String>>(mut self, issuers: impl IntoIterator<Item = T>) -> Self {
        self.policy.issuers = issuers.into_iter().map(Into::into).collect();
        self
    }

    /// Sets the keys, a JSON Web Key Set. Nothing is fetched then.
    pub fn keys(mut self, key_set: impl Into<Vec<u8>>) -> Self {
        self.keys = Some(key_set.into());
        self
    }

    /// Sets by how much the clock of the issuer may differ from ours, instead of what the document says.
    pub fn clock_skew(mut self, skew: Duration) -> Self {
        self.policy.clock_skew = skew;
        self
    }

    /// Sets what fetches the keys. Otherwise it is reqwest, with the feature of that name.
    pub fn transport(mut self, transport: impl Transport + 'static) -> Self {
        self.transport = Some(Box::new(transport));
        self
    }

    /// Sets how long a request waits for keys. Otherwise it is 2 seconds.
    pub fn patience(mut self, patience: Duration) -> Self {
        self.patience = patience;
        self
    }

    /// Sets what tells the time by which a token is valid. Otherwise it is the clock of the system.
    pub fn clock(mut self, clock: impl Fn() -> SystemTime + Send + Sync + 'static) -> Self {
        self.clock = Box::new(clock);
        self
    }

    /// Makes the authentication. Nothing is fetched yet.
    ///
    /// # Errors
    ///
    /// When something that was set would let everybody in, or nobody.
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
        if let Some(tenants) = &policy.tenants
            && (is_empty(tenants) || policy.tenant_claim.is_none())
        {
            return Err(InvalidOpenId::Tenants);
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
        })
    }
}

impl fmt::Debug for OpenIdBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("OpenIdBuilder")
            .field("metadata_url", &self.metadata_url)
            .field("issuers", &self.policy.issuers)
            .field("audiences", &self.policy.audiences)
            .field("tenants", &self.policy.tenants)
            .finish_non_exhaustive()
    }
}

/// Settings by which no token could be verified.
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
    /// The list of tenants is empty or has an empty one, or no claim names the tenant.
    #[error("the tenants of tokens are limited to none, or no claim names the tenant")]
    Tenants,
    /// The URL of the metadata is none, or has neither https nor a loopback address.
    #[error("the metadata is not at a URL with https")]
    MetadataUrl,
    /// The keys are not a JSON Web Key Set with at least one key that can verify a token.
    #[error("the keys are not a JSON Web Key Set with a usable key")]
    Keys,
}

//! A token provider that caches the tokens of another provider.

use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime};

use tokio::time::{Instant, timeout};

use crate::auth::token::{AccessToken, TokenError, TokenProvider, TokenRequest};
use crate::auth::token_attributes::TokenAttributes;
use crate::transport::BoxFuture;

/// How long a call waits for a new token while the cached one is still valid.
const MAX_RENEWAL_WAIT: Duration = Duration::from_secs(2);

/// How long a valid token is used before the next attempt to renew it, after an attempt failed.
const RETRY_DELAY: Duration = Duration::from_secs(30);

/// Caches the tokens of another provider until they expire, one for each scope, authority and
/// set of attributes.
///
/// * A token is renewed five minutes before it expires ([`refresh_ahead`](Self::refresh_ahead)) or
///   after half of its lifetime, whichever is later. One call requests the new token and waits up
///   to 2 seconds for it. Other calls continue with the valid token. If the renewal fails, that
///   call continues with the valid token as well, and the next attempt is made 30 seconds later.
/// * If there is no valid token, all calls wait for the same request. If the call that made the
///   request is dropped, the next one repeats it. If the request fails, all waiting calls get its
///   error, unless the error is transient ([`TokenError::transient`]): then the next call repeats
///   it.
/// * A token that the service refused is replaced at once, and only once, even if several calls
///   were refused.
/// * A token without a known expiry is cached until it is refused.
///
/// ```
/// use specwright_runtime::{AccessToken, CachedToken, TokenFn, TokenRequest};
///
/// let provider = TokenFn::new(|request: TokenRequest<'_>| {
///     let scope = request.scope.map(str::to_owned);
///     async move {
///         // ... requests a token for the scope from the authority ...
/// #       drop(scope);
///         let lifetime = std::time::Duration::from_secs(3600);
///         Ok(AccessToken::new("eyJ0eXAi").with_expiry(std::time::SystemTime::now() + lifetime))
///     }
/// });
/// let credential = CachedToken::new(provider);
/// ```
pub struct CachedToken<P> {
    provider: P,
    refresh_ahead: Duration,
    slots: Mutex<HashMap<Key, Arc<Slot>>>,
}

#[derive(PartialEq, Eq, Hash)]
struct Key {
    scope: Option<String>,
    authority: Option<String>,
    attributes: TokenAttributes,
}

/// The cached token of one scope, authority and set of attributes.
#[derive(Default)]
struct Slot {
    state: Mutex<State>,
    /// Locked by the call that requests the next token.
    renewal: tokio::sync::Mutex<()>,
}

#[derive(Default)]
struct State {
    entry: Option<CachedEntry>,
    /// How often the provider has returned.
    responses: u64,
    /// The error of the last request and when it failed, if it failed.
    failure: Option<(TokenError, Instant)>,
}

struct CachedEntry {
    token: AccessToken,
    refresh_at: Option<Instant>,
    expires_at: Option<Instant>,
}

/// How a call uses the cached token.
enum CachedState {
    Token(AccessToken),
    /// Valid, and due for renewal.
    Expiring(AccessToken),
    /// No token is usable. Contains the number of times that the provider had returned.
    Unusable(u64),
}

impl<P: TokenProvider> CachedToken<P> {
    /// Creates a cache for the tokens of a provider.
    #[must_use]
    pub fn new(provider: P) -> Self {
        Self {
            provider,
            refresh_ahead: Duration::from_secs(5 * 60),
            slots: Mutex::default(),
        }
    }

    /// Returns the provider, without the cached tokens.
    #[cfg(feature = "oauth2")]
    pub(crate) fn into_inner(self) -> P {
        self.provider
    }

    /// Sets how long before its expiry a token is renewed. Defaults to five minutes.
    #[must_use]
    pub fn refresh_ahead(mut self, ahead: Duration) -> Self {
        self.refresh_ahead = ahead;
        self
    }

    async fn get(&self, request: TokenRequest<'_>) -> Result<AccessToken, TokenError> {
        let slot = self.slot(&request);
        let responses_before = match slot.cached_state(&request) {
            CachedState::Token(token) => return Ok(token),
            CachedState::Expiring(token) => return Ok(self.renew(&slot, request, token).await),
            CachedState::Unusable(responses) => responses,
        };
        let _asking = slot.renewal.lock().await;
        match slot.cached_state(&request) {
            CachedState::Token(token) | CachedState::Expiring(token) => return Ok(token),
            CachedState::Unusable(responses) => {
                let failure = slot.state().failure.clone();
                if let Some((error, _)) = failure
                    && responses != responses_before
                    && !error.is_transient()
                {
                    return Err(error);
                }
            }
        }
        let result = self.provider.token(request).await;
        slot.store(result, self.refresh_ahead)
    }

    /// Returns the new token, or the valid one if another call is already renewing it, or if
    /// renewing fails or takes too long.
    async fn renew(
        &self,
        slot: &Slot,
        request: TokenRequest<'_>,
        valid_token: AccessToken,
    ) -> AccessToken {
        let Ok(_asking) = slot.renewal.try_lock() else {
            return valid_token;
        };
        // Another call may have renewed it in the meantime.
        if let CachedState::Token(token) = slot.cached_state(&request) {
            return token;
        }
        let result = timeout(MAX_RENEWAL_WAIT, self.provider.token(request)).await;
        // The token may expire in the meantime. Calls that wait for another one then request it.
        let late = |elapsed| Err(TokenError::new(elapsed).transient());
        let result = result.unwrap_or_else(late);
        slot.store(result, self.refresh_ahead)
            .unwrap_or(valid_token)
    }

    fn slot(&self, request: &TokenRequest<'_>) -> Arc<Slot> {
        let key = Key {
            scope: request.scope.map(str::to_owned),
            authority: request.authority.map(str::to_owned),
            attributes: request.attributes.clone(),
        };
        let mut slots = lock(&self.slots);
        if let Some(slot) = slots.get(&key) {
            return Arc::clone(slot);
        }
        // The number of keys is not bounded, so expired slots are removed.
        slots.retain(|_, slot| Arc::strong_count(slot) > 1 || slot.has_valid_token());
        Arc::clone(slots.entry(key).or_default())
    }
}

impl Slot {
    fn cached_state(&self, request: &TokenRequest<'_>) -> CachedState {
        let now = Instant::now();
        let state = self.state();
        let refused = request.refused.map(AccessToken::expose);
        let Some(entry) = state
            .entry
            .as_ref()
            .filter(|entry| entry.is_valid(now) && Some(entry.token.expose()) != refused)
        else {
            return CachedState::Unusable(state.responses);
        };
        let is_delayed = state
            .failure
            .as_ref()
            .is_some_and(|(_, failed_at)| now < *failed_at + RETRY_DELAY);
        let token = entry.token.clone();
        if entry.refresh_at.is_some_and(|refresh_at| refresh_at <= now) && !is_delayed {
            CachedState::Expiring(token)
        } else {
            CachedState::Token(token)
        }
    }

    /// Stores the result of the provider. If it is an error, the cached token remains.
    fn store(
        &self,
        result: Result<AccessToken, TokenError>,
        refresh_ahead: Duration,
    ) -> Result<AccessToken, TokenError> {
        let now = Instant::now();
        let mut state = self.state();
        state.responses += 1;
        match &result {
            Ok(token) => {
                state.failure = None;
                state.entry = Some(CachedEntry::new(token.clone(), refresh_ahead, now));
            }
            Err(error) => state.failure = Some((error.clone(), now)),
        }
        result
    }

    fn has_valid_token(&self) -> bool {
        let now = Instant::now();
        self.state()
            .entry
            .as_ref()
            .is_some_and(|entry| entry.is_valid(now))
    }

    fn state(&self) -> MutexGuard<'_, State> {
        lock(&self.state)
    }
}

impl CachedEntry {
    /// From here on, the lifetime of the token is measured by the monotonic clock.
    fn new(token: AccessToken, refresh_ahead: Duration, now: Instant) -> Self {
        let lifetime = token.expires_at().map(|expires_at| {
            expires_at
                .duration_since(SystemTime::now())
                .unwrap_or_default()
        });
        let after = |time: Option<Duration>| time.and_then(|time| now.checked_add(time));
        Self {
            token,
            refresh_at: after(
                lifetime.map(|life| life.saturating_sub(refresh_ahead).max(life / 2)),
            ),
            expires_at: after(lifetime),
        }
    }

    fn is_valid(&self, now: Instant) -> bool {
        self.expires_at.is_none_or(|expires_at| now < expires_at)
    }
}

/// Locks a mutex. A panic of another thread never leaves the data inconsistent, so poisoning is
/// ignored.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl<P: TokenProvider> TokenProvider for CachedToken<P> {
    fn token<'a>(
        &'a self,
        request: TokenRequest<'a>,
    ) -> BoxFuture<'a, Result<AccessToken, TokenError>> {
        Box::pin(self.get(request))
    }
}

/// Omits the tokens and the provider.
impl<P> fmt::Debug for CachedToken<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CachedToken")
            .field("refresh_ahead", &self.refresh_ahead)
            .finish_non_exhaustive()
    }
}

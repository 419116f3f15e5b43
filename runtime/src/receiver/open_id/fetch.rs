//! How the keys are fetched.

use std::fmt;
use std::time::Duration;

use bytes::Bytes;
use http::header::{ACCEPT, CACHE_CONTROL, USER_AGENT};
use http::{HeaderMap, StatusCode, Uri};
use serde_json::Value;
use tokio::time::{Instant, timeout_at};

use crate::body::{Body, ReadError};
use crate::endpoint::is_private;
use crate::receiver::open_id::keys::KeySet;
use crate::transport::Transport;
use crate::transport::defaults::user_agent;
use crate::transport_error::TransportError;

/// How long fetching metadata and keys may take.
const DEADLINE: Duration = Duration::from_secs(10);

/// The bytes of metadata or keys that are read. Real ones have ten or twenty thousand.
const LIMIT: usize = 1024 * 1024;

/// Why keys could not be fetched. Nothing of what was answered is in it.
#[derive(Clone, Debug, thiserror::Error)]
#[non_exhaustive]
pub enum KeyError {
    /// There was no response, or not all of it.
    #[error("{document} could not be fetched")]
    #[non_exhaustive]
    Transport {
        /// What was asked for.
        document: KeyDocument,
        /// Why.
        #[source]
        error: TransportError,
    },
    /// It took too long: metadata and keys have 10 seconds together.
    #[error("{document} did not come in time")]
    #[non_exhaustive]
    TooLate {
        /// What was asked for.
        document: KeyDocument,
    },
    /// The response was not one of success.
    #[error("{document} came with the status {status}")]
    #[non_exhaustive]
    Status {
        /// What was asked for.
        document: KeyDocument,
        /// The status.
        status: StatusCode,
    },
    /// The response is longer than 1 MiB.
    #[error("{document} is too long")]
    #[non_exhaustive]
    TooLong {
        /// What was asked for.
        document: KeyDocument,
    },
    /// The response is not what it has to be: metadata has `jwks_uri`, the keys are a JSON Web Key Set.
    #[error("{document} cannot be read")]
    #[non_exhaustive]
    ReadErrorable {
        /// What was asked for.
        document: KeyDocument,
    },
    /// The metadata names an address for the keys that has neither https nor a loopback address.
    #[error("the metadata names an unsafe address for the keys")]
    UnsafeAddress,
    /// There is no key in the key set by which a token could be verified.
    #[error("there are no usable keys among the keys")]
    NoKeys,
}

/// What is fetched.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum KeyDocument {
    /// The metadata, which says where the keys are.
    Metadata,
    /// The keys.
    Keys,
}

impl fmt::Display for KeyDocument {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Metadata => "the metadata",
            Self::Keys => "the key set",
        })
    }
}

/// Keys, and for how long the service says that they are good.
pub(super) struct Fetched {
    pub(super) keys: KeySet,
    pub(super) max_age: Option<Duration>,
}

/// Fetches the metadata, and the keys from where it says they are. Its issuer does not matter: whose tokens are good is
/// not for the one to say who answers.
pub(super) async fn fetch(transport: &dyn Transport, metadata: &Uri) -> Result<Fetched, KeyError> {
    let deadline = Instant::now() + DEADLINE;
    let document = KeyDocument::Metadata;
    let (_, text) = get(transport, metadata.clone(), document, deadline).await?;
    let text: Value =
        serde_json::from_slice(&text).map_err(|_| KeyError::ReadErrorable { document })?;
    let keys = text.get("jwks_uri").and_then(Value::as_str);
    let keys: Uri = keys
        .and_then(|address| address.parse().ok())
        .ok_or(KeyError::ReadErrorable { document })?;
    if !is_private(&keys) {
        return Err(KeyError::UnsafeAddress);
    }

    let document = KeyDocument::Keys;
    let (headers, text) = get(transport, keys, document, deadline).await?;
    let keys = KeySet::read(&text).ok_or(KeyError::ReadErrorable { document })?;
    if keys.len() == 0 {
        return Err(KeyError::NoKeys);
    }
    Ok(Fetched {
        keys,
        max_age: max_age(&headers),
    })
}

async fn get(
    transport: &dyn Transport,
    uri: Uri,
    document: KeyDocument,
    deadline: Instant,
) -> Result<(HeaderMap, Bytes), KeyError> {
    let mut request = http::Request::new(Body::empty());
    *request.uri_mut() = uri;
    let headers = request.headers_mut();
    headers.insert(ACCEPT, http::HeaderValue::from_static("application/json"));
    headers.insert(USER_AGENT, user_agent());
    let broken = |error| KeyError::Transport { document, error };
    let exchange = async {
        let response = transport.send(request, deadline.into_std()).await;
        let (head, body) = response.map_err(broken)?.into_parts();
        if head.status != StatusCode::OK {
            let status = head.status;
            return Err(KeyError::Status { document, status });
        }
        match body.at_most(LIMIT).await {
            Ok(bytes) => Ok((head.headers, bytes)),
            Err(ReadError::Broken(error)) => Err(broken(error)),
            Err(ReadError::TooLong(_)) => Err(KeyError::TooLong { document }),
        }
    };
    timeout_at(deadline, exchange)
        .await
        .unwrap_or(Err(KeyError::TooLate { document }))
}

/// What `Cache-Control` says, in the first header that says it.
fn max_age(headers: &HeaderMap) -> Option<Duration> {
    headers
        .get_all(CACHE_CONTROL)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .find_map(|directive| {
            let (name, seconds) = directive.trim().split_once('=')?;
            let seconds = seconds.trim_matches('"').parse().ok()?;
            name.eq_ignore_ascii_case("max-age")
                .then(|| Duration::from_secs(seconds))
        })
}

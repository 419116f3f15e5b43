//! Fetching of metadata and keys.

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

/// The time limit of fetching metadata and keys.
const DEADLINE: Duration = Duration::from_secs(10);

/// The maximum size of metadata or keys. Typical sizes are 10 to 20 kB.
const LIMIT: usize = 1024 * 1024;

/// Why keys could not be fetched. Contains nothing of the response.
#[derive(Clone, Debug, thiserror::Error)]
#[non_exhaustive]
pub enum KeyError {
    /// There was no response, or only a part of it.
    #[error("{document} could not be fetched")]
    #[non_exhaustive]
    Transport {
        /// What was fetched.
        document: KeyDocument,
        /// The error of the transport.
        #[source]
        error: TransportError,
    },
    /// The time limit passed: 10 seconds for metadata and keys together.
    #[error("{document} did not come in time")]
    #[non_exhaustive]
    TooLate {
        /// What was fetched.
        document: KeyDocument,
    },
    /// The status of the response is not a success.
    #[error("{document} came with the status {status}")]
    #[non_exhaustive]
    Status {
        /// What was fetched.
        document: KeyDocument,
        /// The status of the response.
        status: StatusCode,
    },
    /// The response is longer than 1 MiB.
    #[error("{document} is too long")]
    #[non_exhaustive]
    TooLong {
        /// What was fetched.
        document: KeyDocument,
    },
    /// The response is malformed: metadata must have `jwks_uri`, and the keys must be a JSON Web
    /// Key Set.
    #[error("{document} cannot be read")]
    #[non_exhaustive]
    Unreadable {
        /// What was fetched.
        document: KeyDocument,
    },
    /// The metadata names a URL for the keys that is neither https nor a loopback address.
    #[error("the metadata names an unsafe address for the keys")]
    UnsafeAddress,
    /// The key set contains no usable key.
    #[error("there are no usable keys among the keys")]
    NoKeys,
}

/// What is fetched.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum KeyDocument {
    /// The metadata, which states the URL of the keys.
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

/// Keys, and the lifetime that the service states.
pub(super) struct Fetched {
    pub(super) keys: KeySet,
    pub(super) max_age: Option<Duration>,
}

/// Fetches the metadata, and the keys from the URL that it states. The issuer in the metadata is
/// ignored: the server that responds must not decide whose tokens are accepted.
pub(super) async fn fetch(transport: &dyn Transport, metadata: &Uri) -> Result<Fetched, KeyError> {
    let deadline = Instant::now() + DEADLINE;
    let document = KeyDocument::Metadata;
    let (_, text) = get(transport, metadata.clone(), document, deadline).await?;
    let text: Value =
        serde_json::from_slice(&text).map_err(|_| KeyError::Unreadable { document })?;
    let keys = text.get("jwks_uri").and_then(Value::as_str);
    let keys: Uri = keys
        .and_then(|address| address.parse().ok())
        .ok_or(KeyError::Unreadable { document })?;
    if !is_private(&keys) {
        return Err(KeyError::UnsafeAddress);
    }

    let document = KeyDocument::Keys;
    let (headers, text) = get(transport, keys, document, deadline).await?;
    let keys = KeySet::read(&text).ok_or(KeyError::Unreadable { document })?;
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

/// Returns the `max-age` of the first `Cache-Control` header that has one.
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

//! Received values for tests of handlers.

use std::sync::Arc;
use std::time::{Duration, Instant};

use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue, Uri};

use crate::decode::decodable::Decode;
use crate::decode::entry::from_slice;
use crate::receiver::authenticate::Sender;
use crate::receiver::received::{InvalidPayload, Received, Request};

/// A builder of a [`Received`] value, for tests that call the method of a handler without a
/// receiver.
///
/// By default, the value was received now, from an unknown sender, without headers, key or
/// deadline.
///
/// ```
/// use std::time::Duration;
///
/// use specwright_runtime::Value;
/// use specwright_runtime::receiver::{InvalidPayload, Received, Sender};
/// use specwright_runtime::testing::ReceivedBuilder;
///
/// let sender = Sender::unknown().with_attribute("account", "5c1f0b9e");
/// let order: Received<Value> = ReceivedBuilder::from_json(r#"{"id": 1}"#)
///     .sender(sender)
///     .header("x-request-id", "7")
///     .key("1")
///     .time_to_answer(|_| Some(Duration::from_secs(15)))
///     .build();
/// assert_eq!(order["id"], 1);
/// assert_eq!(order.raw(), r#"{"id": 1}"#);
/// assert_eq!(order.headers()["x-request-id"], "7");
/// assert!(order.time_left() > Some(Duration::from_secs(10)));
///
/// let invalid: Received<InvalidPayload> = ReceivedBuilder::invalid::<u8>("256").build();
/// assert_eq!(invalid.json(), Some(&Value::from(256)));
/// ```
#[derive(Clone)]
pub struct ReceivedBuilder<T> {
    body: T,
    raw: Bytes,
    key: Option<Arc<str>>,
    time_to_answer: fn(&T) -> Option<Duration>,
    uri: Uri,
    headers: HeaderMap,
    sender: Sender,
    received_at: Instant,
}

impl<T> ReceivedBuilder<T> {
    fn new(body: T, raw: Bytes) -> Self {
        Self {
            body,
            raw,
            key: None,
            time_to_answer: |_| None,
            uri: Uri::default(),
            headers: HeaderMap::new(),
            sender: Sender::unknown(),
            received_at: Instant::now(),
        }
    }

    /// Creates a builder of a value that was received as this JSON.
    ///
    /// # Panics
    ///
    /// Panics if the JSON does not match the type.
    #[must_use]
    #[track_caller]
    pub fn from_json(json: impl Into<Bytes>) -> Self
    where
        T: Decode,
    {
        let raw = json.into();
        match from_slice(&raw) {
            Ok(body) => Self::new(body, raw),
            Err(error) => panic!("{error}, in {}", String::from_utf8_lossy(&raw)),
        }
    }

    /// Sets the sender. [`KnownSender`](crate::testing::KnownSender) is for tests with a receiver.
    #[must_use]
    pub fn sender(self, sender: Sender) -> Self {
        Self { sender, ..self }
    }

    /// Adds a header.
    ///
    /// # Panics
    ///
    /// Panics if the name or the value is not valid in HTTP.
    #[must_use]
    #[track_caller]
    pub fn header(mut self, name: &str, value: &str) -> Self {
        match (HeaderName::try_from(name), HeaderValue::try_from(value)) {
            (Ok(name), Ok(value)) => {
                self.headers.append(name, value);
                self
            }
            _ => panic!("`{name}` with this value is not a header"),
        }
    }

    /// Sets the path and query of the request. Defaults to `/`.
    #[must_use]
    pub fn uri(self, uri: Uri) -> Self {
        Self { uri, ..self }
    }

    /// Sets the key.
    #[must_use]
    pub fn key(self, key: impl Into<Arc<str>>) -> Self {
        Self {
            key: Some(key.into()),
            ..self
        }
    }

    /// Sets when the value was received.
    #[must_use]
    pub fn received_at(self, received_at: Instant) -> Self {
        Self {
            received_at,
            ..self
        }
    }

    /// Sets the function that returns the limit on the answer after the receipt. A generated type
    /// that has such a limit has a method for it.
    #[must_use]
    pub fn time_to_answer(self, time_to_answer: fn(&T) -> Option<Duration>) -> Self {
        Self {
            time_to_answer,
            ..self
        }
    }

    /// Returns the received value.
    #[must_use]
    pub fn build(self) -> Received<T> {
        let request = Request::new(self.uri, self.headers, self.sender, self.received_at);
        Received::new(self.body, self.raw, &Arc::new(request))
            .with_key(self.key)
            .answered_within(self.time_to_answer)
    }
}

impl ReceivedBuilder<InvalidPayload> {
    /// Creates a builder of a payload that does not decode as `T`.
    ///
    /// # Panics
    ///
    /// Panics if it does.
    #[must_use]
    #[track_caller]
    pub fn invalid<T: Decode>(payload: impl Into<Bytes>) -> Self {
        let raw = payload.into();
        match from_slice::<T>(&raw) {
            Ok(_) => panic!("{} is valid", String::from_utf8_lossy(&raw)),
            Err(error) => Self::new(InvalidPayload::new(error, &raw), raw),
        }
    }
}

//! What a generated `OpenAPI` client stands on.
//!
//! # Calls
//!
//! A generated client wraps a [`Client`]. Its path nodes are [`Path`]s, its methods return a [`Request`], and awaiting
//! that gives a [`Response`] or an [`Error`].
//!
//! * **Deadline.** A call has one deadline over everything it does: token, connection, request, response. It comes from
//!   the operation, then from [`ClientBuilder::deadline`], then from [`Request::deadline`]; the last one stated wins, and
//!   where none is, it is [`DEFAULT_DEADLINE`]. A call that runs out of it ends in [`Error::DeadlineExceeded`], which
//!   says in which [`Phase`] it was, and so whether the service may have processed the request.
//! * **Retry.** A failed attempt is followed by another one where the service cannot process a request twice by that:
//!   [`StandardRetry`] has the table, [`RetryPolicy`] is for one of your own. Every attempt gets the time that is left,
//!   and where waiting would pass the deadline, the call ends at once with the error of the last attempt. All attempts
//!   of a call carry the same `client-request-id`.
//! * **Tokens.** A [`TokenProvider`] gives the bearer token for the scope of the [`Endpoint`]. It is asked only when the
//!   token can travel safely: over https, or over http to a loopback address. [`StaticToken`] and [`TokenFn`] are the simple ones, [`CachedToken`] keeps what
//!   another one gives, and [`Client::warm_up`] gets the first token before the first call.
//! * **Errors.** What the document declares for errors arrives typed, in [`Error::Service`]. Anything else that the
//!   service answers is kept as it came, in [`Error::Unexpected`]. No error shows a token, a query or a body when it is
//!   printed.
//! * **Tracing.** A call is a span of `tracing`, and each attempt is one within it, with OpenTelemetry's names for HTTP.
//!   They show the path as the document writes it, so that no token, path parameter, query or body is in them.
//! * **Bodies.** JSON, forms and parts ([`Multipart`]) are written from values; anything else is a [`Body`], which can be a
//!   stream, in requests and in responses. What that means for deadline and retry is told there.
//! * **Cancelling.** Drop the future. Nothing of a call runs in the background.
//!
//! What a caller can do about a failed call, whatever the operation:
//!
//! ```
//! use msgraph_runtime::{Error, ErrorCode};
//!
//! fn advice<E: ErrorCode>(error: &Error<E>) -> String {
//!     match error {
//!         Error::InvalidRequest(invalid) => format!("mend the request: {invalid}"),
//!         Error::Token { error, .. } => format!("see to the credential: {error}"),
//!         _ if error.is_throttled() => match error.retry_after() {
//!             Some(wait) => format!("come back in {wait:?}: the deadline did not allow for it"),
//!             None => "come back later".to_owned(),
//!         },
//!         Error::Service { .. } => format!("refused, for the reason {:?}", error.code()),
//!         _ if error.may_have_been_processed() => "look whether it was processed".to_owned(),
//!         _ => format!("call again: {error}, {} attempts", error.attempts()),
//!     }
//! }
//! ```
//!
//! `FAULTS.md`, beside this crate's manifest, says what a call does about everything that can go wrong on the way.
//!
//! Calls run inside a Tokio runtime that has its timer enabled.
//!
//! # Values
//!
//! A generated model is a struct or an enum, and a table that says what in it is what on the wire: [`object!`],
//! [`string_enum!`], [`value_enum!`], [`polymorphic!`], [`union!`]. How it is read and written is in
//! [`decode`]; [`Validate`] holds what is sent against the constraints of the document.
//!
//! # Receiving
//!
//! With the feature `receiver`, the module `receiver` takes in what a service posts: it says who sent it
//! (`receiver::Authenticate`) before anything of the body is looked at. With the feature `open-id`,
//! `receiver::open_id::OpenIdAuthentication` verifies bearer tokens.
//!
//! # Features
//!
//! | feature | what |
//! |---|---|
//! | `rustls` (default) | the transport over reqwest, with TLS by rustls and HTTP/2 |
//! | `reqwest` | the same without TLS |
//! | `azure-identity` | `AzureCredential`: tokens from any credential of the Azure SDK |
//! | `opentelemetry` | `OpenTelemetry`: the trace goes on at the service, by `traceparent` |
//! | `testing` | `testing::Script`, a transport that answers from a script and records what it was sent |
//! | `paging` | `Pages` and `Items`: lists that come in pages, as streams of futures-core |
//! | `date-time` | the formats `DateTime`, `Date` and `IsoDuration`, over jiff |
//! | `base64` | the format `Base64` |
//! | `pattern` | `Constraint::Pattern` |
//! | `exact-numbers` | numbers in [`Value`]s and [`AdditionalData`] digit for digit, of any size: `serde_json/arbitrary_precision`, which then holds for the whole program |
//! | `receiver` | the module `receiver` |
//! | `open-id` | the same, with `receiver::open_id`, which verifies bearer tokens |
//!
//! Without `rustls` and `reqwest`, bring your own [`Transport`].

// calls
#[cfg(feature = "azure-identity")]
mod azure_credential;
pub mod body;
mod cached_token;
mod call;
mod challenge;
mod client;
mod cookie;
mod endpoint;
mod error;
mod exchange;
mod form;
mod header;
mod invalid;
mod media_type;
mod multipart;
#[cfg(feature = "paging")]
mod next_link;
mod operation;
#[cfg(feature = "paging")]
mod paging;
mod path;
mod propagator;
mod request;
mod request_body;
#[cfg(feature = "reqwest")]
mod reqwest_transport;
mod response;
mod retry;
mod retry_after;
mod security;
mod send;
mod style;
#[cfg(feature = "testing")]
pub mod testing;
mod token;
mod trace;
mod transport;
mod warm_up;

#[cfg(feature = "azure-identity")]
pub use azure_credential::AzureCredential;
pub use body::Body;
pub use bytes::Bytes;
pub use cached_token::CachedToken;
pub use client::{Client, ClientBuilder, DEFAULT_DEADLINE, DEFAULT_RESPONSE_LIMIT};
pub use endpoint::{Endpoint, InvalidEndpoint};
pub use error::{Error, ErrorCode, Phase, UnexpectedResponse};
pub use exchange::Exchange;
pub use form::Encoding;
pub use header::InvalidHeader;
pub use http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode};
pub use invalid::InvalidRequest;
pub use multipart::{Multipart, Part};
pub use operation::{Operation, Reply, Status};
#[cfg(feature = "paging")]
pub use paging::{Items, Page, Pages};
pub use path::{Path, PathPart};
#[cfg(feature = "opentelemetry")]
pub use propagator::OpenTelemetry;
pub use propagator::Propagator;
pub use request::Request;
pub use request_body::Content;
#[cfg(feature = "reqwest")]
pub use reqwest_transport::ReqwestTransport;
pub use response::Response;
pub use retry::{Cause, Decision, FailedAttempt, NoRetry, RetryPolicy, StandardRetry};
pub use security::{Credentials, SchemeKind, Security, SecurityScheme};
pub use style::{Style, texts};
pub use token::{AccessToken, StaticToken, TokenError, TokenFn, TokenProvider, TokenRequest};
pub use transport::{BoxFuture, Transport, TransportError};

// receiving
#[cfg(feature = "receiver")]
pub mod receiver;

// data
mod additional;
pub mod decode;
mod flags;
mod formatted;
mod held;
mod newtype;
mod nullable;
mod object;
mod one_or_many;
mod polymorphic;
mod reread;
mod secret;
mod seek;
mod send_back;
mod string_enum;
mod subject;
mod union;
mod unrecognized;
mod validate;
mod value_enum;

#[doc(hidden)]
#[path = "private.rs"]
pub mod __private;

pub use additional::AdditionalData;
pub use decode::{Context, Decode, DecodeError, from_slice};
pub use flags::Flags;
#[cfg(feature = "base64")]
pub use formatted::Base64;
#[cfg(feature = "date-time")]
pub use formatted::{Date, DateTime, IsoDuration};
pub use formatted::{Format, FormatError, Formatted, Uuid};
pub use nullable::Nullable;
pub use one_or_many::OneOrMany;
pub use secret::Secret;
pub use serde_json::Value;
pub use string_enum::StringEnum;
pub use subject::{Condition, Key};
pub use unrecognized::Unrecognized;
pub use validate::{Check, Constraint, Number, Validate, Violation};
pub use value_enum::ValueEnum;

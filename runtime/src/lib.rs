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

// The modules, lowest first, and the modules that each may use. No two files use each other, but a
// module and its own sub-modules. `__private` re-exports what the macros of this crate expand to.
//
// | module | may use |
// |---|---|
// | `decode` | |
// | `model` | `decode` |
// | `validate` | `decode`, `model` |
// | `params` | `decode` |
// | `endpoint` | |
// | `transport_error` | |
// | `invalid_request` | `params`, `validate`, `endpoint` |
// | `body` | `decode`, `params`, `transport_error`, `invalid_request` |
// | `transport` | `transport_error`, `body` |
// | `auth` | `model`, `params`, `invalid_request`, `transport` |
// | `call` | `decode`, `params`, `validate`, `endpoint`, `transport_error`, `invalid_request`, `body`, `transport`, `auth` |
// | `paging` | `endpoint`, `invalid_request`, `transport`, `call` |
// | `client` | `endpoint`, `body`, `transport`, `auth`, `call` |
// | `receiver` | `decode`, `model`, `params`, `endpoint`, `transport_error`, `body`, `transport` |
// | `testing` | `transport_error`, `body`, `transport` |

mod auth;
pub mod body;
mod call;
mod client;
pub mod decode;
mod endpoint;
mod invalid_request;
mod model;
#[cfg(feature = "paging")]
mod paging;
mod params;
#[cfg(feature = "receiver")]
pub mod receiver;
#[cfg(feature = "testing")]
pub mod testing;
mod transport;
mod transport_error;
mod validate;

#[doc(hidden)]
#[path = "private.rs"]
pub mod __private;

// The client and its settings.
pub use call::retry::policy::{
    Cause, Decision, FailedAttempt, NoRetry, RetryPolicy, StandardRetry,
};
pub use call::settings::{DEFAULT_DEADLINE, DEFAULT_RESPONSE_LIMIT};
#[cfg(feature = "opentelemetry")]
pub use call::trace::propagator::OpenTelemetry;
pub use call::trace::propagator::Propagator;
pub use client::{Client, ClientBuilder};
pub use endpoint::{Endpoint, InvalidEndpoint};

// Calls.
pub use call::content::Content;
pub use call::error::{Error, ErrorCode, Phase, UnexpectedResponse};
pub use call::metadata::CallMetadata;
pub use call::operation::{Operation, Reply, Status};
pub use call::path::Path;
pub use call::request::Request;
pub use call::response::Response;
pub use invalid_request::InvalidRequest;
#[cfg(feature = "paging")]
pub use paging::pages::{Items, Page, Pages};

// Parameters and bodies.
pub use body::Body;
pub use body::form::Encoding;
pub use body::multipart::{Multipart, Part};
pub use params::header::InvalidHeader;
pub use params::path_part::PathPart;
pub use params::style::{Style, texts};

// Credentials.
#[cfg(feature = "azure-identity")]
pub use auth::azure_credential::AzureCredential;
pub use auth::cached_token::CachedToken;
pub use auth::security::{Credentials, SchemeKind, Security, SecurityScheme};
pub use auth::token::{AccessToken, StaticToken, TokenError, TokenFn, TokenProvider, TokenRequest};

// The transport.
#[cfg(feature = "reqwest")]
pub use transport::reqwest_transport::ReqwestTransport;
pub use transport::{BoxFuture, Transport};
pub use transport_error::TransportError;

// Models.
pub use decode::{Context, Decode, DecodeError, from_slice};
pub use model::additional::data::AdditionalData;
pub use model::correlation::key::{Condition, Key};
pub use model::flags::Flags;
#[cfg(feature = "base64")]
pub use model::formatted::Base64;
#[cfg(feature = "date-time")]
pub use model::formatted::{Date, DateTime, IsoDuration};
pub use model::formatted::{Format, FormatError, Formatted, Uuid};
pub use model::nullable::Nullable;
pub use model::one_or_many::OneOrMany;
pub use model::secret::Secret;
pub use model::string_enum::StringEnum;
pub use model::unrecognized::Unrecognized;
pub use model::value_enum::ValueEnum;
pub use validate::check::{Check, Validate};
pub use validate::constraint::{Constraint, Number};
pub use validate::violation::Violation;

// Types of other crates.
pub use bytes::Bytes;
pub use http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode};
pub use serde_json::Value;

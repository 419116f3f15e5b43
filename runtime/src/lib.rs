//! Runtime support for generated OpenAPI clients.
//!
//! Users of a generated crate find this one there as `runtime`. It has what all generated clients
//! share: calls with a deadline, tokens, typed errors, models that lose nothing, and a receiver of
//! callbacks.
//!
//! ```no_run
//! # #[cfg(feature = "reqwest")]
//! # fn client() -> Result<specwright_runtime::Client, specwright_runtime::InvalidEndpoint> {
//! use std::time::Duration;
//!
//! use specwright_runtime::{
//!     AccessToken, CachedToken, Client, Endpoint, StandardRetry, TokenError,
//!     TokenFn, TokenRequest,
//! };
//!
//! // A token is requested when a call needs one, and kept until it expires.
//! let tokens = TokenFn::new(|_: TokenRequest<'_>| async {
//!     std::env::var("API_TOKEN").map(AccessToken::new).map_err(TokenError::new)
//! });
//! let client = Client::builder(Endpoint::new("https://api.example.com/v1")?)
//!     .credential(CachedToken::new(tokens))
//!     .deadline(Duration::from_secs(10))
//!     .retry(StandardRetry::new())
//!     .build();
//! # Ok(client)
//! # }
//! ```
//!
//! A generated client is created from such a client by `From`, or directly by its `new`.
//!
//! # Calls
//!
//! A generated client wraps a [`Client`]. Its path nodes are [`Path`]s, its methods return a
//! [`Request`], and awaiting a request returns a [`Response`] or an [`Error`].
//!
//! * **Deadline.** A call has one deadline for everything: token, connection, request, response. It
//!   is that of [`Request::deadline`], else of [`ClientBuilder::deadline`], else of the operation,
//!   else [`DEFAULT_DEADLINE`]. After it, a call fails with [`Error::DeadlineExceeded`], which
//!   states the [`Phase`], and thereby whether the service may have processed the request.
//! * **Retry.** A failed attempt is retried if the service cannot process the request twice.
//!   [`StandardRetry`] has the rules; implement [`RetryPolicy`] for your own. Each attempt has the
//!   remaining time. If the delay would exceed the deadline, the call fails at once with the error
//!   of the last attempt. All attempts of a call have the same id, if the [`Conventions`] of the
//!   service name a header for it.
//! * **Tokens.** A [`TokenProvider`] provides the bearer token for the scope of the [`Endpoint`].
//!   It is called only if the token can be sent safely: over https, or over http to a loopback
//!   address. [`StaticToken`] and [`TokenFn`] are simple providers, [`CachedToken`] caches the
//!   tokens of another one, and [`Client::warm_up`] requests the first token before the first call.
//! * **Errors.** Errors that the OpenAPI document declares are typed, in [`Error::Service`]. Any
//!   other response of the service is kept unchanged in [`Error::Unexpected`]. Printing an error
//!   shows no token, query or body.
//! * **Tracing.** A call is a span of `tracing` that contains a span for each attempt, with
//!   OpenTelemetry's names for HTTP. The spans contain the path template, and no token, path
//!   parameter, query or body.
//! * **Bodies.** JSON, forms and multipart bodies ([`Multipart`]) are encoded from values. Anything
//!   else is a [`Body`], which may be a stream, in requests and responses. Its documentation
//!   explains the effect on deadline and retry.
//! * **Cancelling.** Drop the future. A call does nothing in the background.
//!
//! Handling the error of a call, whatever the operation:
//!
//! ```
//! use specwright_runtime::{Error, ErrorCode};
//!
//! fn advice<E: ErrorCode>(error: &Error<E>) -> String {
//!     match error {
//!         Error::InvalidRequest(invalid) => format!("fix the request: {invalid}"),
//!         Error::Token { error, .. } => format!("check the credential: {error}"),
//!         _ if error.is_throttled() => match error.retry_after() {
//!             Some(wait) => format!("retry in {wait:?}, which exceeds the deadline"),
//!             None => "retry later".to_owned(),
//!         },
//!         Error::Service { .. } => format!("refused, code {:?}", error.code()),
//!         _ if error.may_have_been_processed() => "perhaps processed".to_owned(),
//!         _ => format!("call again: {error}, {} attempts", error.attempts()),
//!     }
//! }
//! ```
//!
//! [FAULTS.md] lists everything that can go wrong and how a call reacts.
//!
//! [FAULTS.md]: https://github.com/msgraph-rust/msgraph-communications/blob/main/runtime/FAULTS.md
//!
//! Calls require a Tokio runtime with its timer enabled.
//!
//! # Values
//!
//! A generated model is a struct or an enum with one of the derive macros [`Object`],
//! [`StringEnum`](macro@StringEnum), [`ValueEnum`](macro@ValueEnum), [`TaggedUnion`], [`Union`] and
//! [`Newtype`]. [`decode`] has the rules.
//! [`Validate`] validates what is sent against the constraints of the OpenAPI document.
//!
//! # Receiving
//!
//! With the feature `receiver`, the module `receiver` receives callbacks of a service. It
//! authenticates the sender (`receiver::Authenticate`) before it reads the body. With the feature
//! `open-id`, `receiver::open_id::OpenIdAuthentication` verifies bearer tokens.
//!
//! # Modules
//!
//! The types of calls, parameters, credentials and models are in the crate root. The modules are:
//!
//! - [`decode`]: the decoding rules, and the traits behind them.
//! - [`mod@body`]: the functions that decode the body of a response.
//! - `oauth2`, with the feature of the same name: tokens of OAuth 2.0.
//! - `receiver`, with the feature of the same name: receiving callbacks.
//! - `testing`, with the feature of the same name: a transport with scripted responses.
//!
//! # Features
//!
//! | feature | adds |
//! |---|---|
//! | `rustls` (default) | the transport over reqwest, with TLS by rustls and HTTP/2 |
//! | `reqwest` | the transport over reqwest, without TLS |
//! | `oauth2` | the module `oauth2`: tokens by client credentials, or for a managed identity |
//! | `oauth2-certificate` | `oauth2`, and clients that authenticate themselves by a certificate |
//! | `azure-identity` | `AzureCredential`: tokens from any credential of the Azure SDK |
//! | `opentelemetry` | `OpenTelemetry`: propagates the trace to the service, by `traceparent` |
//! | `testing` | `testing::Script`, a transport that returns scripted responses, and `testing::assert_round_trip` |
//! | `paging` | `Pages` and `Items`: lists in pages, as streams of futures-core |
//! | `date-time` | the formats `DateTime`, `Date` and `IsoDuration`, over jiff |
//! | `base64` | the formats `Base64` and `Base64Url` |
//! | `pattern` | `Constraint::Pattern` |
//! | `uuid` | the format `Uuid`, and `RequestIdHeader::random_uuid` |
//! | `exact-numbers` | exact numbers in [`Value`]s and [`AdditionalData`], see below |
//! | `receiver` | the module `receiver` |
//! | `open-id` | `receiver`, and `receiver::open_id`, which verifies bearer tokens |
//! | `axum` | `receiver`, and its conversion to an axum router |
//!
//! `exact-numbers` enables `arbitrary_precision` of `serde_json`, which then applies to the whole
//! program.
//!
//! Without `rustls` and `reqwest`, provide your own [`Transport`].

// On docs.rs, items that require a feature are marked with it.
#![cfg_attr(docsrs, feature(doc_cfg))]

// ARCHITECTURE.md lists which modules each module may use. `__private` re-exports what the derive
// macros expand to.

mod auth;
pub mod body;
mod call;
mod client;
pub mod decode;
mod endpoint;
mod invalid_request;
mod model;
#[cfg(feature = "oauth2")]
pub mod oauth2;
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
    FailedAttempt, NoRetry, RetryDecision, RetryPolicy, RetryReason, StandardRetry,
};
pub use call::settings::{DEFAULT_DEADLINE, DEFAULT_RESPONSE_LIMIT};
#[cfg(feature = "opentelemetry")]
pub use call::trace::propagator::OpenTelemetry;
pub use call::trace::propagator::Propagator;
pub use client::{Client, ClientBuilder};
pub use endpoint::{Endpoint, InvalidEndpoint};

// Calls.
pub use call::content::Content;
pub use call::conventions::{Conventions, RequestIdHeader};
pub use call::error::{Error, ErrorCode, Phase, UnexpectedResponse};
pub use call::metadata::CallMetadata;
pub use call::operation::{Operation, Reply, Status, extension_method};
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
pub use auth::challenge::Challenge;
pub use auth::security::{Credentials, SchemeKind, Security, SecurityScheme};
pub use auth::token::{AccessToken, StaticToken, TokenError, TokenFn, TokenProvider, TokenRequest};
pub use auth::token_attributes::{SetTokenAttribute, TokenAttributes};

// The transport.
#[cfg(feature = "reqwest")]
pub use transport::reqwest_transport::ReqwestTransport;
pub use transport::{BoxFuture, Transport};
pub use transport_error::TransportError;

// Models.
pub use decode::{Context, Decode, DecodeError, JsonTypes, from_slice};
pub use model::additional::data::AdditionalData;
pub use model::correlation::key::{Condition, Key};
pub use model::external::{External, SerdeCodec, SerdeImpls};
pub use model::flags::Flags;
#[cfg(feature = "uuid")]
pub use model::formatted::Uuid;
#[cfg(feature = "base64")]
pub use model::formatted::{Base64, Base64Url, UrlSafe};
#[cfg(feature = "date-time")]
pub use model::formatted::{Date, DateTime, IsoDuration};
pub use model::formatted::{Format, FormatError, Formatted};
pub use model::json_string::JsonString;
pub use model::null::Null;
pub use model::nulls::{ExplicitNulls, NullableProperty};
pub use model::one_or_many::OneOrMany;
pub use model::secret::Secret;
pub use model::string_enum::StringEnum;
pub use model::unrecognized::Unrecognized;
pub use model::value_enum::ValueEnum;
pub use validate::constraint::Constraint;
pub use validate::number::Number;
pub use validate::simple_schema::{Scalar, SimpleSchema};
pub use validate::validator::{Validate, Validator};
pub use validate::violation::Violation;

// The derive macros of models.
pub use specwright_runtime_derive::{Newtype, Object, StringEnum, TaggedUnion, Union, ValueEnum};

// Types of other crates.
pub use bytes::Bytes;
pub use http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode};
pub use serde::{Deserializer, Serializer};
pub use serde_json::Value;

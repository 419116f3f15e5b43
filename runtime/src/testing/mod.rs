//! Support for tests of code that uses a generated client: a transport that returns scripted
//! responses and records the requests, and [`assert_round_trip`], which checks that decoding and
//! encoding lose nothing. With the feature `receiver`, `ReceivedBuilder` creates what a handler gets,
//! and `KnownSender` authenticates requests to a receiver. Nothing else in this crate uses it.
//!
//! ```
//! use specwright_runtime::testing::{ScriptedResponse, Script};
//! use specwright_runtime::{Client, Endpoint, StaticToken};
//! # use specwright_runtime::{Method, Operation, Reply, Request, Security, Status, body};
//! # static REJECT: Operation<(), std::convert::Infallible> = Operation {
//! #     id: "reject",
//! #     method: Method::POST,
//! #     path: "/calls/{call-id}/reject",
//! #     deadline: None,
//! #     idempotent: false,
//! #     security: Security::Bearer,
//! #     responses: &[(Status::Code(202), Reply::Success(body::none))],
//! # };
//! # async fn reject(client: &Client) -> Result<u32, Box<dyn std::error::Error>> {
//! #     let calls = client.path().segment("calls");
//! #     let path = calls.parameter("call-id", "57dab8b1").segment("reject");
//! #     Ok(Request::new(&path, &REJECT).await?.attempts())
//! # }
//!
//! # #[tokio::main(flavor = "current_thread", start_paused = true)]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let script = Script::new()
//!     .then(ScriptedResponse::status(429).header("Retry-After", "2"))
//!     .then(ScriptedResponse::status(202));
//! let client = Client::builder(Endpoint::new("https://api.example.com/v1")?)
//!     .credential(StaticToken::new("a token"))
//!     .transport(script.clone())
//!     .build();
//!
//! // Call the code under test here, with this client. In a Tokio test with `start_paused = true`,
//! // the two seconds take no time.
//! assert_eq!(reject(&client).await?, 2);
//!
//! let requests = script.requests();
//! assert_eq!(requests.len(), 2);
//! assert_eq!(requests[0].uri().path(), "/v1/calls/57dab8b1/reject");
//! assert_eq!(requests[0].headers()["authorization"], "Bearer a token");
//! # Ok(())
//! # }
//! ```

#[cfg(feature = "receiver")]
mod known_sender;
#[cfg(feature = "receiver")]
mod received;
mod round_trip;
mod script;

#[cfg(feature = "receiver")]
pub use known_sender::KnownSender;
#[cfg(feature = "receiver")]
pub use received::ReceivedBuilder;
pub use round_trip::{Difference, RoundTripError, assert_round_trip, differences};
pub use script::{Deadline, Script, ScriptedResponse};

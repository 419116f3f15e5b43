//! Tokens of OAuth 2.0 for a program that acts for itself: the grant `client_credentials` of RFC
//! 6749, and the identities that a cloud gives its machines. May be used by nothing else.
//!
//! [`ClientCredentials`] requests tokens at a [`TokenEndpoint`]. A generated crate has one for each
//! flow `clientCredentials` of its OpenAPI document. [`ManagedIdentity`] requests them from the
//! machine on which the program runs. Both are complete: they cache tokens until they expire
//! ([`CachedToken`](crate::CachedToken)), and repeat failed requests.
//!
//! ```
//! # fn main() -> Result<(), specwright_runtime::InvalidEndpoint> {
//! use specwright_runtime::oauth2::{ClientAuthentication, ClientCredentials, TokenEndpoint};
//! use specwright_runtime::{Client, Endpoint};
//!
//! let token_endpoint = TokenEndpoint::new("https://login.example.com/oauth2/token");
//! let secret = ClientAuthentication::secret("0123456789");
//! let credential = ClientCredentials::new(token_endpoint, "my-app", secret);
//! let client = Client::builder(Endpoint::new("https://api.example.com/v1")?)
//!     .credential(credential)
//!     .build();
//! # Ok(())
//! # }
//! ```
//!
//! # Time and repetition
//!
//! A call has one deadline, and the request for its token counts against it. So that the call
//! itself has time:
//!
//! * One attempt to get a token may take a quarter of the time that the call has left, at most 5
//!   seconds. A request without a response is given up then, and another one is sent.
//! * All attempts together may take two thirds of the time that the call has left.
//! * An attempt is repeated after 408, 429, 500, 502, 503 and 504, after a failed or broken
//!   connection and after no response in time, with the delays of
//!   [`StandardRetry`](crate::StandardRetry). Other responses, such as 401 for an invalid secret,
//!   are final.
//!
//! If many calls need the same token, one of them requests it. If that call has no time left, the
//! next one requests it, with its own deadline.

mod client_authentication;
mod client_credentials;
mod managed_identity;
mod request;
mod response;
mod token_endpoint;

pub use client_authentication::ClientAuthentication;
#[cfg(feature = "oauth2-certificate")]
pub use client_authentication::{Certificate, InvalidCertificate};
pub use client_credentials::ClientCredentials;
pub use managed_identity::ManagedIdentity;
pub use token_endpoint::TokenEndpoint;

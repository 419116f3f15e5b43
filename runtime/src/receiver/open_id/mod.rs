//! Authentication by bearer tokens, verified against the keys of `OpenID` metadata.
//!
//! A generated crate has an [`OpenIdConnect`] for each security scheme of this type.
//!
//! ```
//! use std::time::Duration;
//!
//! use specwright_runtime::receiver::open_id::{
//!     Algorithm, OpenIdAuthentication, OpenIdConnect, SenderAttribute,
//! };
//!
//! static EVENT_TOKEN: OpenIdConnect = OpenIdConnect {
//!     metadata_url: "https://login.example.com/.well-known/openid-configuration",
//!     issuers: &["https://login.example.com"],
//!     algorithms: &[Algorithm::Rs256],
//!     required_claims: &[],
//!     sender_attributes: &[SenderAttribute::new("account", "acc")],
//!     clock_skew: Duration::from_secs(300),
//! };
//!
//! # #[cfg(feature = "reqwest")] {
//! let audience = "2891555a-92ff-42e6-80fa-6e1300c6b5c6";
//! let tokens = OpenIdAuthentication::builder(EVENT_TOKEN, audience)
//!     .accept("account", ["contoso", "fabrikam"])
//!     .build()?;
//! # drop(tokens);
//! # }
//! # Ok::<(), specwright_runtime::receiver::open_id::InvalidOpenId>(())
//! ```

pub(crate) mod authentication;
pub(crate) mod claims;
pub(crate) mod fetch;
pub(crate) mod key_ring;
pub(crate) mod keys;
pub(crate) mod reason;
pub(crate) mod scheme;
pub(crate) mod token;

pub use authentication::{InvalidOpenId, OpenIdAuthentication, OpenIdBuilder};
pub use fetch::{KeyDocument, KeyError};
pub use key_ring::KeyStatus;
pub use scheme::{Algorithm, OpenIdConnect, SenderAttribute};

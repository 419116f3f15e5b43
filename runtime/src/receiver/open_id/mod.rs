//! Authentication by bearer tokens, verified against the keys of `OpenID` metadata.

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

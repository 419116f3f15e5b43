//! Bearer tokens, verified against the keys that `OpenID` metadata leads to.

mod authentication;
mod claims;
mod fetch;
mod key_ring;
mod keys;
mod reason;
mod scheme;
mod token;

pub use authentication::{InvalidOpenId, OpenIdAuthentication, OpenIdBuilder};
pub use fetch::{KeyDocument, KeyError};
pub use key_ring::KeyStatus;
pub use scheme::{Algorithm, OpenIdConnect};

//! Bearer tokens, verified against the keys that `OpenID` metadata leads to.

mod scheme;

pub use scheme::{Algorithm, OpenIdConnect};

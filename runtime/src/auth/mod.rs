//! Credentials and security schemes: what a request carries so that the service accepts it. May be
//! used by `call` and `client`.

#[cfg(feature = "azure-identity")]
pub(crate) mod azure_credential;
pub(crate) mod cached_token;
pub(crate) mod challenge;
pub(crate) mod security;
pub(crate) mod token;
pub(crate) mod token_attributes;

//! How a client authenticates itself at a token endpoint.

use std::borrow::Cow;
use std::fmt;
use std::path::PathBuf;

use http::Uri;

use crate::auth::token::TokenError;
use crate::model::secret::Secret;

#[cfg(feature = "oauth2-certificate")]
mod certificate;
#[cfg(feature = "oauth2-certificate")]
pub use certificate::{Certificate, InvalidCertificate};

/// The type of an assertion that is a JSON web token (RFC 7523, section 2.2).
const JWT_BEARER: &str = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

/// How a client authenticates itself at a token endpoint. `Debug` shows no secret.
#[derive(Clone)]
pub struct ClientAuthentication(Method);

#[derive(Clone)]
enum Method {
    Secret(Secret),
    AssertionFile(PathBuf),
    #[cfg(feature = "oauth2-certificate")]
    Certificate(std::sync::Arc<Certificate>),
}

/// Parameters of a token request, by name.
pub(super) type Parameters<'a> = Vec<(&'static str, Cow<'a, str>)>;

impl ClientAuthentication {
    /// By a client secret, which is sent in the body of the request.
    #[must_use]
    pub fn secret(secret: impl Into<Secret>) -> Self {
        Self(Method::Secret(secret.into()))
    }

    /// By a token of another authority, which a file contains: workload identity federation. The
    /// file is read for each request, since the platform replaces it before the token expires.
    #[must_use]
    pub fn assertion_file(path: impl Into<PathBuf>) -> Self {
        Self(Method::AssertionFile(path.into()))
    }

    /// By a certificate: each request has an assertion that is signed with its key.
    #[cfg(feature = "oauth2-certificate")]
    #[must_use]
    pub fn certificate(certificate: Certificate) -> Self {
        Self(Method::Certificate(std::sync::Arc::new(certificate)))
    }

    /// Returns the parameters of a token request that authenticate the client.
    ///
    /// # Errors
    ///
    /// If there is no assertion. Another attempt may have one.
    pub(super) fn parameters(
        &self,
        client_id: &str,
        url: &Uri,
    ) -> Result<Parameters<'_>, TokenError> {
        let assertion = match &self.0 {
            Method::Secret(secret) => return Ok(vec![("client_secret", secret.expose().into())]),
            Method::AssertionFile(path) => {
                let text = std::fs::read_to_string(path).map_err(|error| {
                    let path = path.display();
                    TokenError::new(format!("cannot read the assertion in {path}: {error}"))
                })?;
                text.trim().to_owned()
            }
            #[cfg(feature = "oauth2-certificate")]
            Method::Certificate(certificate) => certificate.assertion(client_id, url)?,
        };
        #[cfg(not(feature = "oauth2-certificate"))]
        let _ = (client_id, url);
        Ok(vec![
            ("client_assertion_type", JWT_BEARER.into()),
            ("client_assertion", assertion.into()),
        ])
    }
}

impl fmt::Debug for ClientAuthentication {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut debug = f.debug_tuple("ClientAuthentication");
        match &self.0 {
            Method::Secret(_) => debug.field(&"secret"),
            Method::AssertionFile(path) => debug.field(path),
            #[cfg(feature = "oauth2-certificate")]
            Method::Certificate(_) => debug.field(&"certificate"),
        };
        debug.finish()
    }
}

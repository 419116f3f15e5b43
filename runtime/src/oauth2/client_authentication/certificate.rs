//! Assertions that are signed with the key of a certificate.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use aws_lc_rs::digest::{SHA256, digest};
use aws_lc_rs::rand::{SystemRandom, fill};
use aws_lc_rs::rsa::KeyPair;
use aws_lc_rs::signature::RSA_PSS_SHA256;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use http::Uri;
use rustls_pki_types::pem::PemObject as _;
use rustls_pki_types::{CertificateDer, PrivateKeyDer};
use serde_json::json;

use crate::auth::token::TokenError;

/// How long an assertion is valid. A new one is made for each request.
const LIFETIME: Duration = Duration::from_secs(10 * 60);

/// A certificate and its RSA key, which sign assertions (RFC 7523) by PS256.
pub struct Certificate {
    key: KeyPair,
    /// The SHA-256 digest of the certificate, in base64url.
    thumbprint: String,
}

/// Why a certificate cannot sign assertions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum InvalidCertificate {
    /// There is no certificate in the PEM.
    #[error("the PEM has no section CERTIFICATE")]
    NoCertificate,
    /// There is no private key in the PEM.
    #[error("the PEM has no section PRIVATE KEY")]
    NoKey,
    /// The private key is no RSA key of at least 2048 bits.
    #[error("the private key is no valid RSA key of at least 2048 bits")]
    Key,
}

impl Certificate {
    /// Reads a certificate and its private key, in PEM. Of several certificates, the first one
    /// belongs to the key.
    ///
    /// # Errors
    ///
    /// If the certificate or the key is missing, or if the key is no RSA key.
    pub fn from_pem(pem: impl AsRef<[u8]>) -> Result<Self, InvalidCertificate> {
        let pem = pem.as_ref();
        let certificate =
            CertificateDer::from_pem_slice(pem).map_err(|_| InvalidCertificate::NoCertificate)?;
        let key = PrivateKeyDer::from_pem_slice(pem).map_err(|_| InvalidCertificate::NoKey)?;
        let key = match &key {
            PrivateKeyDer::Pkcs8(der) => KeyPair::from_pkcs8(der.secret_pkcs8_der()),
            PrivateKeyDer::Pkcs1(der) => KeyPair::from_der(der.secret_pkcs1_der()),
            _ => return Err(InvalidCertificate::Key),
        };
        let thumbprint = URL_SAFE_NO_PAD.encode(digest(&SHA256, &certificate));
        Ok(Self {
            key: key.map_err(|_| InvalidCertificate::Key)?,
            thumbprint,
        })
    }

    /// Returns an assertion that the client has this certificate, for the token endpoint at `url`.
    pub(super) fn assertion(&self, client_id: &str, url: &Uri) -> Result<String, TokenError> {
        let unsigned = || TokenError::new("the assertion of the client cannot be signed");
        let now = SystemTime::now()
            .duration_since(UNIX_EPOCH)
            .unwrap_or_default();
        let mut id = [0; 16];
        fill(&mut id).map_err(|_| unsigned())?;
        let header = json!({ "alg": "PS256", "typ": "JWT", "x5t#S256": self.thumbprint });
        let payload = json!({
            "aud": url.to_string(),
            "iss": client_id,
            "sub": client_id,
            "jti": URL_SAFE_NO_PAD.encode(id),
            "nbf": now.as_secs(),
            "iat": now.as_secs(),
            "exp": (now + LIFETIME).as_secs(),
        });
        let [header, payload] =
            [header, payload].map(|part| URL_SAFE_NO_PAD.encode(part.to_string()));
        let signed = format!("{header}.{payload}");
        let mut signature = vec![0; self.key.public_modulus_len()];
        self.key
            .sign(
                &RSA_PSS_SHA256,
                &SystemRandom::new(),
                signed.as_bytes(),
                &mut signature,
            )
            .map_err(|_| unsigned())?;
        Ok(format!("{signed}.{}", URL_SAFE_NO_PAD.encode(signature)))
    }
}

/// Omits the key.
impl std::fmt::Debug for Certificate {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Certificate")
            .field("thumbprint", &self.thumbprint)
            .finish_non_exhaustive()
    }
}

//! What vouches for the stand-in: certificates for TLS, and a key that signs tokens.

use std::sync::Arc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use jsonwebtoken::jwk::Jwk;
use jsonwebtoken::{Algorithm, EncodingKey, Header, encode};
use rcgen::{
    BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair, PKCS_RSA_SHA256,
    RsaKeySize,
};
use serde_json::{Value, json};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::crypto::aws_lc_rs;
use tokio_rustls::rustls::pki_types::PrivateKeyDer;

/// An error that only a broken stand-in can have.
pub(crate) type Fault = Box<dyn std::error::Error + Send + Sync>;

/// TLS for this machine, with a certificate of a certificate authority that is made for it, whose own certificate
/// comes along, in PEM.
pub(crate) fn tls() -> Result<(TlsAcceptor, String), Fault> {
    let mut ca = CertificateParams::default();
    ca.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let ca = CertifiedIssuer::self_signed(ca, KeyPair::generate()?)?;
    let key = KeyPair::generate()?;
    let certificate = CertificateParams::new(["127.0.0.1".to_owned()])?.signed_by(&key, &ca)?;
    let private = PrivateKeyDer::try_from(key.serialize_der())?;
    let config = ServerConfig::builder_with_provider(Arc::new(aws_lc_rs::default_provider()))
        .with_safe_default_protocol_versions()?
        .with_no_client_auth()
        .with_single_cert(vec![certificate.der().clone()], private)?;
    Ok((TlsAcceptor::from(Arc::new(config)), ca.pem()))
}

/// A key that signs tokens.
pub(crate) struct Signer {
    id: &'static str,
    key: EncodingKey,
}

/// What is wrong with a token, or only looks so.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Flaw {
    Nothing,
    /// It is of the other issuer whose tokens are good.
    OtherIssuer,
    /// It has expired, but not by more than clocks may differ.
    JustExpired,
    NoToken,
    Expired,
    StrangeIssuer,
    NoTenant,
    OtherAudience,
    OtherTenant,
    /// It is signed by somebody else, who says that it is by the one it should be.
    Stranger,
}

impl Flaw {
    /// Whether the token is good all the same.
    pub(crate) fn is_none(self) -> bool {
        matches!(self, Self::Nothing | Self::OtherIssuer | Self::JustExpired)
    }
}

impl Signer {
    pub(crate) fn new(id: &'static str) -> Result<Self, Fault> {
        let pair = KeyPair::generate_rsa_for(&PKCS_RSA_SHA256, RsaKeySize::_2048)?;
        // PKCS #8 of a key of 2048 bits is 26 bytes that say so, and PKCS #1.
        let pkcs8 = pair.serialize_der();
        let pkcs1 = pkcs8.get(26..).ok_or("the key is too short")?;
        Ok(Self {
            id,
            key: EncodingKey::from_rsa_der(pkcs1),
        })
    }

    /// The key set, as it is published.
    pub(crate) fn key_set(&self) -> Result<Value, Fault> {
        let mut jwk = serde_json::to_value(Jwk::from_encoding_key(&self.key, Algorithm::RS256)?)?;
        jwk["kid"] = json!(self.id);
        jwk["use"] = json!("sig");
        Ok(json!({ "keys": [jwk] }))
    }

    /// A token as it comes with a notification.
    pub(crate) fn token(&self, audience: &str, tenant: &str, flaw: Flaw) -> Result<String, Fault> {
        let now = SystemTime::now().duration_since(UNIX_EPOCH)?;
        let long = Duration::from_secs(3900);
        let minutes = |number: u64| Duration::from_secs(number * 60);
        let begins = match flaw {
            Flaw::Expired => now.saturating_sub(long + minutes(6)),
            Flaw::JustExpired => now.saturating_sub(long + minutes(4)),
            _ => now,
        };
        let other = "00000000-0000-4000-8000-000000000000";
        let mut header = Header::new(Algorithm::RS256);
        header.kid = Some(self.id.to_owned());
        let mut claims = json!({
            "iss": match flaw {
                Flaw::OtherIssuer => "https://graph.microsoft.com",
                Flaw::StrangeIssuer => "https://login.microsoftonline.com",
                _ => "https://api.botframework.com",
            },
            "aud": if flaw == Flaw::OtherAudience { other } else { audience },
            "tid": if flaw == Flaw::OtherTenant { other } else { tenant },
            "iat": begins.as_secs(),
            "nbf": begins.as_secs(),
            "exp": (begins + long).as_secs(),
        });
        if let (Flaw::NoTenant, Some(claims)) = (flaw, claims.as_object_mut()) {
            claims.remove("tid");
        }
        Ok(encode(&header, &claims, &self.key)?)
    }
}

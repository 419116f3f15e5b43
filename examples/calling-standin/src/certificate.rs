//! The certificate authority of the stand-in, and TLS with its certificates.

use std::sync::Arc;

use rcgen::{
    BasicConstraints, CertificateParams, CertifiedIssuer, DnType, ExtendedKeyUsagePurpose, IsCa,
    KeyPair, KeyUsagePurpose, date_time_ymd,
};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::crypto::aws_lc_rs;
use tokio_rustls::rustls::pki_types::PrivateKeyDer;

/// Why the stand-in has no certificates or keys.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum CryptographyError {
    /// A key or a certificate could not be created.
    #[error("creating a key or a certificate")]
    Certificate(#[from] rcgen::Error),
    /// TLS refused a certificate.
    #[error("setting up TLS")]
    Tls(#[from] tokio_rustls::rustls::Error),
    /// A key could not be used to sign tokens.
    #[error("setting up the key that signs tokens")]
    Key(#[from] jsonwebtoken::errors::Error),
    /// A key has an unexpected encoding.
    #[error("a key has an unexpected encoding")]
    Encoding,
}

/// What is wrong with the certificate of a server.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum CertificateFault {
    /// It is for another host name.
    WrongName,
    /// It has expired.
    Expired,
    /// It is from an unknown certificate authority.
    UnknownAuthority,
}

/// TLS with a good certificate, and with each of the bad ones.
pub(crate) struct Tls {
    ca: String,
    good: TlsAcceptor,
    wrong_name: TlsAcceptor,
    expired: TlsAcceptor,
    unknown_authority: TlsAcceptor,
}

impl Tls {
    /// Creates a certificate authority, and its certificates for loopback addresses.
    pub(crate) fn new() -> Result<Self, CryptographyError> {
        let trusted = authority("msgraph-calling-standin")?;
        let unknown = authority("an unknown authority")?;
        let loopback = ["localhost", "127.0.0.1", "::1"];
        Ok(Self {
            ca: trusted.pem(),
            good: acceptor(&trusted, &loopback, false)?,
            wrong_name: acceptor(&trusted, &["wrong-name.invalid"], false)?,
            expired: acceptor(&trusted, &loopback, true)?,
            unknown_authority: acceptor(&unknown, &loopback, false)?,
        })
    }

    /// Returns the certificate of the authority, in PEM.
    pub(crate) fn ca(&self) -> &str {
        &self.ca
    }

    pub(crate) fn acceptor(&self, fault: Option<CertificateFault>) -> TlsAcceptor {
        let acceptor = match fault {
            None => &self.good,
            Some(CertificateFault::WrongName) => &self.wrong_name,
            Some(CertificateFault::Expired) => &self.expired,
            Some(CertificateFault::UnknownAuthority) => &self.unknown_authority,
        };
        acceptor.clone()
    }
}

type Issuer = CertifiedIssuer<'static, KeyPair>;

fn authority(name: &str) -> Result<Issuer, CryptographyError> {
    let mut params = CertificateParams::default();
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    // OpenSSL, and so Python and Node, insist on these.
    params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
    params.distinguished_name.push(DnType::CommonName, name);
    Ok(CertifiedIssuer::self_signed(params, KeyPair::generate()?)?)
}

fn acceptor(
    issuer: &Issuer,
    names: &[&str],
    has_expired: bool,
) -> Result<TlsAcceptor, CryptographyError> {
    let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
    let mut params = CertificateParams::new(names)?;
    params
        .distinguished_name
        .push(DnType::CommonName, "localhost");
    params.use_authority_key_identifier_extension = true;
    params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
    if has_expired {
        params.not_after = date_time_ymd(2001, 1, 1);
    }
    let key = KeyPair::generate()?;
    let certificate = params.signed_by(&key, issuer)?;
    let private = PrivateKeyDer::try_from(key.serialize_der());
    let private = private.map_err(|_| CryptographyError::Encoding)?;
    let mut config = ServerConfig::builder_with_provider(Arc::new(aws_lc_rs::default_provider()))
        .with_safe_default_protocol_versions()?
        .with_no_client_auth()
        .with_single_cert(vec![certificate.der().clone()], private)?;
    config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    Ok(TlsAcceptor::from(Arc::new(config)))
}

//! Certificates for tests, with their own authority.

use std::sync::{Arc, LazyLock};

use rcgen::{
    BasicConstraints, CertificateParams, CertifiedIssuer, DnType, IsCa, KeyPair, date_time_ymd,
};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::pki_types::PrivateKeyDer;

/// The name that the certificates are for.
pub(crate) const NAME: &str = "graph.test";

type Authority = CertifiedIssuer<'static, KeyPair>;

/// The certificate that clients trust.
static TRUSTED: LazyLock<Authority> = LazyLock::new(|| new_authority("Trusted"));

fn new_authority(name: &str) -> Authority {
    let mut params = CertificateParams::new(Vec::new()).unwrap();
    params.distinguished_name.push(DnType::CommonName, name);
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    CertifiedIssuer::self_signed(params, KeyPair::generate().unwrap()).unwrap()
}

/// The authority that clients trust.
pub(crate) fn authority() -> reqwest::Certificate {
    reqwest::Certificate::from_der(TRUSTED.as_ref().der()).unwrap()
}

/// A certificate that clients accept, and what the server offers by ALPN.
pub(crate) fn accepted(protocol: &str) -> TlsAcceptor {
    acceptor(&TRUSTED, protocol, |_| {})
}

/// A certificate of an authority that nobody knows.
pub(crate) fn of_unknown_authority() -> TlsAcceptor {
    acceptor(&new_authority("Unknown"), "http/1.1", |_| {})
}

/// A certificate whose time is over.
pub(crate) fn expired() -> TlsAcceptor {
    acceptor(&TRUSTED, "http/1.1", |params| {
        params.not_before = date_time_ymd(2001, 1, 1);
        params.not_after = date_time_ymd(2002, 1, 1);
    })
}

fn acceptor(
    authority: &Authority,
    protocol: &str,
    change: impl FnOnce(&mut CertificateParams),
) -> TlsAcceptor {
    let mut params = CertificateParams::new(vec![NAME.to_owned()]).unwrap();
    change(&mut params);
    let key = KeyPair::generate().unwrap();
    let certificate = params.signed_by(&key, authority).unwrap();
    let key = PrivateKeyDer::try_from(key.serialize_der()).unwrap();
    let chain = vec![certificate.der().clone()];
    let mut config = ServerConfig::builder()
        .with_no_client_auth()
        .with_single_cert(chain, key)
        .unwrap();
    config.alpn_protocols = vec![protocol.as_bytes().to_vec()];
    TlsAcceptor::from(Arc::new(config))
}

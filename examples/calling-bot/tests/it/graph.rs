//! A server in place of Graph, with tokens and keys, that responds when a test lets it.

use std::io::{BufRead as _, BufReader, Read, Write};
use std::net::TcpListener;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use jsonwebtoken::jwk::Jwk;
use jsonwebtoken::{Algorithm, EncodingKey, Header, encode};
use rcgen::{
    BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair, PKCS_RSA_SHA256,
    RsaKeySize,
};
use serde_json::json;
use tokio_rustls::rustls::crypto::aws_lc_rs;
use tokio_rustls::rustls::pki_types::PrivateKeyDer;
use tokio_rustls::rustls::{ServerConfig, ServerConnection, StreamOwned};

/// The bot, as it is set.
const APP: &str = "2891555a-92ff-42e6-80fa-6e1300c6b5c6";
pub(crate) const TENANT: &str = "5c1f0b9e-8f0a-4b57-9d7f-0a5d6b2c3e41";

/// The response to another secret.
const REFUSED: &str = r#"{"error": "invalid_client", "error_description": "AADSTS7000215: quoted", "error_codes": [7000215]}"#;

pub(crate) struct Graph {
    url: String,
    key: EncodingKey,
    /// The bodies of the requests to reject a call.
    asked: Receiver<String>,
    accept: Sender<()>,
}

impl Graph {
    pub(crate) fn start() -> Self {
        Self::with(None)
    }

    /// The same behind TLS, and the certificate authority that vouches for it, in PEM.
    pub(crate) fn with_tls() -> (Self, String) {
        let mut ca = CertificateParams::default();
        ca.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let ca = CertifiedIssuer::self_signed(ca, KeyPair::generate().unwrap()).unwrap();
        let key = KeyPair::generate().unwrap();
        let certificate = CertificateParams::new(["127.0.0.1".to_owned()]).unwrap();
        let certificate = certificate.signed_by(&key, &ca).unwrap();
        let private = PrivateKeyDer::try_from(key.serialize_der()).unwrap();
        let provider = Arc::new(aws_lc_rs::default_provider());
        let config = ServerConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_no_client_auth()
            .with_single_cert(vec![certificate.der().clone()], private)
            .unwrap();
        (Self::with(Some(Arc::new(config))), ca.pem())
    }

    fn with(tls: Option<Arc<ServerConfig>>) -> Self {
        let pair = KeyPair::generate_rsa_for(&PKCS_RSA_SHA256, RsaKeySize::_2048).unwrap();
        // PKCS #8 of a key of 2048 bits is 26 bytes that say so, and PKCS #1.
        let key = EncodingKey::from_rsa_der(&pair.serialize_der()[26..]);
        let jwk = Jwk::from_encoding_key(&key, Algorithm::RS256).unwrap();
        let mut jwk = serde_json::to_value(jwk).unwrap();
        jwk["kid"] = json!("first");

        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let scheme = if tls.is_some() { "https" } else { "http" };
        let url = format!("{scheme}://{}", listener.local_addr().unwrap());
        let metadata = json!({ "jwks_uri": format!("{url}/keys") }).to_string();
        let keys = json!({ "keys": [jwk] }).to_string();
        let token = json!({ "access_token": "opaque", "expires_in": 3600 }).to_string();
        let (ask, asked) = channel();
        let (accept, accepted) = channel();
        let accepted = Arc::new(Mutex::new(accepted));
        std::thread::spawn(move || {
            for connection in listener.incoming() {
                let (metadata, keys, token) = (metadata.clone(), keys.clone(), token.clone());
                let (ask, accepted) = (ask.clone(), Arc::clone(&accepted));
                let tls = tls.clone();
                std::thread::spawn(move || {
                    let answer = |path: &str, body: String| {
                        if path.ends_with("/metadata") {
                            return ("200 OK", metadata.clone());
                        } else if path.ends_with("/keys") {
                            return ("200 OK", keys.clone());
                        } else if path.ends_with("/token") && body.contains("client_secret=hush") {
                            return ("200 OK", token.clone());
                        } else if path.ends_with("/token") {
                            return ("401 Unauthorized", REFUSED.to_owned());
                        }
                        ask.send(body).unwrap_or_default();
                        // Nobody accepts it where the test is over.
                        accepted.lock().unwrap().recv().unwrap_or_default();
                        ("202 Accepted", String::new())
                    };
                    let connection = connection.unwrap();
                    match tls {
                        Some(config) => {
                            let tls = ServerConnection::new(config).unwrap();
                            serve(StreamOwned::new(tls, connection), answer);
                        }
                        None => serve(connection, answer),
                    }
                });
            }
        });
        Self {
            url,
            key,
            asked,
            accept,
        }
    }

    pub(crate) fn url(&self) -> &str {
        &self.url
    }

    /// A token as it comes with a notification.
    pub(crate) fn token(&self) -> String {
        self.token_with(&[])
    }

    /// The same, with other claims.
    pub(crate) fn token_with(&self, changes: &[(&str, &str)]) -> String {
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
        let mut header = Header::new(Algorithm::RS256);
        header.kid = Some("first".to_owned());
        let mut claims = json!({
            "iss": "https://api.botframework.com",
            "aud": APP,
            "tid": TENANT,
            "exp": now.as_secs() + 3900,
        });
        for (name, value) in changes {
            claims[*name] = json!(value);
        }
        encode(&header, &claims, &self.key).unwrap()
    }

    /// Waits for the request that rejects a call, and returns its body.
    pub(crate) fn asked_to_reject(&self) -> String {
        self.asked_to_reject_within(Duration::from_secs(60))
            .unwrap()
    }

    /// The same, where it does within a time.
    pub(crate) fn asked_to_reject_within(&self, time: Duration) -> Option<String> {
        self.asked.recv_timeout(time).ok()
    }

    /// Accepts that.
    pub(crate) fn accept(&self) {
        self.accept.send(()).unwrap();
    }
}

/// Answers the requests of a connection by their paths and bodies.
fn serve(connection: impl Read + Write, answer: impl Fn(&str, String) -> (&'static str, String)) {
    let mut reader = BufReader::new(connection);
    loop {
        let mut head = Vec::new();
        while !head.ends_with(b"\r\n\r\n") {
            // The other side goes away.
            if reader.read_until(b'\n', &mut head).unwrap_or(0) == 0 {
                return;
            }
        }
        let head = String::from_utf8(head).unwrap().to_ascii_lowercase();
        let length = head.split("content-length: ").nth(1);
        let length = length.and_then(|rest| rest.lines().next()?.parse().ok());
        let mut body = vec![0; length.unwrap_or(0)];
        reader.read_exact(&mut body).unwrap();
        let (status, text) = answer(
            head.split(' ').nth(1).unwrap(),
            String::from_utf8(body).unwrap(),
        );
        let length = text.len();
        let response = format!("HTTP/1.1 {status}\r\ncontent-length: {length}\r\n\r\n{text}");
        let sent = reader.get_mut().write_all(response.as_bytes());
        // The other side may be gone.
        sent.and_then(|()| reader.get_mut().flush())
            .unwrap_or_default();
    }
}

//! A proxy that responds in place of Microsoft's servers.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use jsonwebtoken::jwk::Jwk;
use jsonwebtoken::{Algorithm, EncodingKey};
use rcgen::{
    BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair, PKCS_RSA_SHA256,
    RsaKeySize,
};
use serde_json::json;
use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::process::Command;
use tokio::sync::mpsc;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::pki_types::PrivateKeyDer;

const GRAPH: &str = "graph.microsoft.com";
/// The authority of Graph's tokens.
const AUTHORITY: &str = "login.microsoftonline.com";
/// The URL of the keys that sign notifications.
const CALLING: &str = "api.aps.skype.com";

/// The tenant of the call.
pub(crate) const TENANT: &str = "5c1f0b9e-8f0a-4b57-9d7f-0a5d6b2c3e41";

/// A proxy that answers in the place of Microsoft's servers.
pub(crate) struct StandIn {
    /// Signs notifications.
    pub(crate) key: EncodingKey,
    proxy: String,
    /// The file with the certificate to trust.
    trusted: PathBuf,
    requests: mpsc::UnboundedReceiver<String>,
}

impl StandIn {
    pub(crate) async fn start() -> Self {
        static COUNT: AtomicUsize = AtomicUsize::new(0);
        let (authority, acceptor) = certificates();
        let file = format!("authority-{}.pem", COUNT.fetch_add(1, Ordering::Relaxed));
        let trusted = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(file);
        std::fs::write(&trusted, authority).unwrap();
        let (key, key_set) = key();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let proxy = format!("http://{}", listener.local_addr().unwrap());
        let (sender, requests) = mpsc::unbounded_channel();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let tunnel = tunnel(stream, acceptor.clone(), key_set.clone(), sender.clone());
                tokio::spawn(tunnel);
            }
        });
        Self {
            key,
            proxy,
            trusted,
            requests,
        }
    }

    /// A program whose requests come here.
    pub(crate) fn command(&self, program: &str) -> Command {
        let mut command = Command::new(program);
        command
            .env("GRAPH_TOKEN", "a.secret.token")
            .env("HTTPS_PROXY", &self.proxy)
            .env("SSL_CERT_FILE", &self.trusted)
            .env_remove("SSL_CERT_DIR")
            .env_remove("NO_PROXY")
            .env_remove("no_proxy")
            .kill_on_drop(true);
        command
    }

    /// The next request to Graph.
    pub(crate) async fn request(&mut self) -> String {
        self.requests.recv().await.unwrap()
    }
}

/// Answers the requests that come through a tunnel.
async fn tunnel(
    mut stream: TcpStream,
    acceptor: TlsAcceptor,
    key_set: String,
    requests: mpsc::UnboundedSender<String>,
) {
    let connect = read_until(&mut stream, "\r\n\r\n").await;
    let is_to = |host| connect.starts_with(&format!("CONNECT {host}:443 "));
    let to_graph = is_to(GRAPH);
    assert!(to_graph || is_to(AUTHORITY) || is_to(CALLING), "{connect}");
    stream.write_all(b"HTTP/1.1 200 OK\r\n\r\n").await.unwrap();
    let mut stream = acceptor.accept(stream).await.unwrap();
    loop {
        let mut request = read_until(&mut stream, "\r\n\r\n").await;
        if request.is_empty() {
            return;
        }
        let answer = if to_graph {
            request += &read_until(&mut stream, "}").await;
            requests.send(request).unwrap();
            "HTTP/1.1 202 Accepted\r\nrequest-id: 6f1b0a52\r\ncontent-length: 0\r\n\r\n".to_owned()
        } else {
            let json = if request.starts_with("POST ") {
                let tenant = request.split('/').nth(1).unwrap_or_default();
                let form = read_until(&mut stream, "client_secret=hush").await;
                assert!(form.contains("grant_type=client_credentials"), "{form}");
                assert_eq!(tenant, TENANT);
                json!({ "access_token": "a.secret.token", "expires_in": 3599 }).to_string()
            } else if request.starts_with("GET /v1/.well-known/OpenIdConfiguration ") {
                json!({ "jwks_uri": format!("https://{CALLING}/v1/keys") }).to_string()
            } else {
                key_set.clone()
            };
            let length = json.len();
            format!("HTTP/1.1 200 OK\r\ncontent-length: {length}\r\n\r\n{json}")
        };
        stream.write_all(answer.as_bytes()).await.unwrap();
    }
}

/// Reads up to a suffix, or until the connection is closed.
async fn read_until(stream: &mut (impl AsyncRead + Unpin), end: &str) -> String {
    let mut bytes = Vec::new();
    while !bytes.ends_with(end.as_bytes()) {
        match stream.read_u8().await {
            Ok(byte) => bytes.push(byte),
            Err(_) => break,
        }
    }
    String::from_utf8(bytes).unwrap()
}

/// An authority, and what a server with a certificate of it accepts connections with.
fn certificates() -> (String, TlsAcceptor) {
    let mut params = CertificateParams::new(Vec::new()).unwrap();
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let authority = CertifiedIssuer::self_signed(params, KeyPair::generate().unwrap()).unwrap();
    let key = KeyPair::generate().unwrap();
    let certificate = CertificateParams::new([GRAPH, AUTHORITY, CALLING].map(str::to_owned))
        .unwrap()
        .signed_by(&key, &authority)
        .unwrap();
    let key = PrivateKeyDer::try_from(key.serialize_der()).unwrap();
    let config = ServerConfig::builder()
        .with_no_client_auth()
        .with_single_cert(vec![certificate.der().clone()], key)
        .unwrap();
    (authority.pem(), TlsAcceptor::from(Arc::new(config)))
}

/// A key that signs tokens, and the set in which it is published.
fn key() -> (EncodingKey, String) {
    let pair = KeyPair::generate_rsa_for(&PKCS_RSA_SHA256, RsaKeySize::_2048).unwrap();
    // PKCS #8 of a key of 2048 bits is 26 bytes that say so, and PKCS #1.
    let key = EncodingKey::from_rsa_der(&pair.serialize_der()[26..]);
    let jwk = Jwk::from_encoding_key(&key, Algorithm::RS256).unwrap();
    let mut jwk = serde_json::to_value(jwk).unwrap();
    jwk["kid"] = json!("first");
    (key, json!({ "keys": [jwk] }).to_string())
}

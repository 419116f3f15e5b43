//! Runs the README's example as it is printed. Its server is Graph's own; here a proxy stands for it, with a certificate
//! that the process is told to trust. Only on Linux does a variable of the environment tell that.

#![cfg(target_os = "linux")]

use std::path::Path;
use std::process::Output;
use std::sync::Arc;

use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use tokio::process::Command;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::pki_types::PrivateKeyDer;

const GRAPH: &str = "graph.microsoft.com";

#[tokio::test]
async fn the_example_of_the_readme_rejects_the_call() {
    let (authority, acceptor) = certificates();
    let trusted = Path::new(env!("CARGO_TARGET_TMPDIR")).join("authority.pem");
    std::fs::write(&trusted, authority).unwrap();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let proxy = format!("http://{}", listener.local_addr().unwrap());

    let example = Command::new(env!("CARGO_BIN_EXE_readme"))
        .env("GRAPH_TOKEN", "a.secret.token")
        .env("HTTPS_PROXY", proxy)
        .env("SSL_CERT_FILE", trusted)
        .env_remove("SSL_CERT_DIR")
        .env_remove("NO_PROXY")
        .env_remove("no_proxy")
        .output();
    let (request, output) = tokio::join!(serve(listener, acceptor), example);

    let Output {
        status,
        stdout,
        stderr,
    } = output.unwrap();
    assert!(status.success(), "{}", String::from_utf8_lossy(&stderr));
    assert_eq!(
        String::from_utf8(stdout).unwrap(),
        "202 Accepted Some(\"6f1b0a52\")\n"
    );
    let (head, body) = request.split_once("\r\n\r\n").unwrap();
    assert!(
        head.starts_with("POST /v1.0/communications/calls/57dab8b1-894c-409a-b240-bd8beae78896/reject HTTP/1.1\r\n"),
        "{head}"
    );
    assert!(
        head.contains("\r\nauthorization: Bearer a.secret.token\r\n"),
        "{head}"
    );
    assert_eq!(body, r#"{"reason":"busy"}"#);
}

/// Opens one tunnel, and accepts the request that comes through it.
async fn serve(listener: TcpListener, acceptor: TlsAcceptor) -> String {
    let (mut stream, _) = listener.accept().await.unwrap();
    let connect = read_until(&mut stream, "\r\n\r\n").await;
    assert!(
        connect.starts_with("CONNECT graph.microsoft.com:443 "),
        "{connect}"
    );
    stream.write_all(b"HTTP/1.1 200 OK\r\n\r\n").await.unwrap();
    let mut stream = acceptor.accept(stream).await.unwrap();
    let request = read_until(&mut stream, "}").await;
    let accepted = b"HTTP/1.1 202 Accepted\r\nrequest-id: 6f1b0a52\r\ncontent-length: 0\r\n\r\n";
    stream.write_all(accepted).await.unwrap();
    request
}

async fn read_until(stream: &mut (impl AsyncRead + Unpin), end: &str) -> String {
    let mut bytes = Vec::new();
    while !bytes.ends_with(end.as_bytes()) {
        assert_ne!(stream.read_buf(&mut bytes).await.unwrap(), 0);
    }
    String::from_utf8(bytes).unwrap()
}

/// An authority, and what a server with a certificate of it accepts connections with.
fn certificates() -> (String, TlsAcceptor) {
    let mut params = CertificateParams::new(Vec::new()).unwrap();
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let authority = CertifiedIssuer::self_signed(params, KeyPair::generate().unwrap()).unwrap();
    let key = KeyPair::generate().unwrap();
    let certificate = CertificateParams::new(vec![GRAPH.to_owned()])
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

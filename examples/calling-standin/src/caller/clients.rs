//! Clients that take up the connections of a bot.

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::sync::mpsc;
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep, sleep_until, timeout};
use tokio_rustls::TlsConnector;
use tokio_rustls::rustls::client::danger::{
    HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier,
};
use tokio_rustls::rustls::crypto::{CryptoProvider, aws_lc_rs};
use tokio_rustls::rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use tokio_rustls::rustls::{ClientConfig, DigitallySignedStruct, Error, SignatureScheme};

use super::bot::BotSocket;
use crate::fault::ClientFault;

/// Clients of one kind.
pub(super) struct Clients {
    pub(super) kind: ClientFault,
    pub(super) number: u32,
    pub(super) start: Instant,
    pub(super) end: Option<Instant>,
}

/// Dropped by each client once it is connected, or cannot be.
pub(super) type Connecting = mpsc::Sender<Infallible>;

/// Opens the connections of clients, and keeps them until their end, or until the future is
/// dropped.
pub(super) async fn run(clients: Clients, socket: BotSocket, connecting: Connecting) {
    let Clients {
        kind,
        number,
        start,
        end,
    } = clients;
    let mut connecting = Some(connecting);
    if start > Instant::now() {
        // The first call does not wait for clients that come later.
        connecting = None;
        sleep_until(start).await;
    }
    let connector = connector();
    let mut tasks = JoinSet::new();
    for _ in 0..number {
        let (socket, connector) = (socket.clone(), connector.clone());
        let connecting = connecting.clone();
        tasks.spawn(async move {
            // A bot that closes a connection is right, so errors are the end of a client.
            let _ = client(kind, &socket, connector, connecting).await;
        });
    }
    drop(connecting);
    match end {
        Some(end) => sleep_until(end).await,
        None => std::future::pending().await,
    }
}

async fn client(
    kind: ClientFault,
    socket: &BotSocket,
    connector: Option<TlsConnector>,
    connecting: Option<Connecting>,
) -> std::io::Result<()> {
    let stream = TcpStream::connect(socket.address).await?;
    drop(connecting);
    match connector.filter(|_| socket.tls) {
        None => behave(kind, &socket.host, stream).await,
        Some(connector) => {
            let invalid = |_| std::io::Error::from(std::io::ErrorKind::InvalidInput);
            let name = ServerName::try_from(socket.host.clone()).map_err(invalid)?;
            let stream = connector.connect(name, stream).await?;
            behave(kind, &socket.host, stream).await
        }
    }
}

async fn behave(
    kind: ClientFault,
    host: &str,
    mut stream: impl AsyncRead + AsyncWrite + Unpin,
) -> std::io::Result<()> {
    let request = format!("GET /standin-client HTTP/1.1\r\nHost: {host}\r\n\r\n");
    match kind {
        ClientFault::OwnConnections => Ok(()),
        ClientFault::Idle => {
            stream.write_all(request.as_bytes()).await?;
            stream.flush().await?;
            // The answer is read, and then the end of the connection is awaited.
            let mut buffer = [0; 4096];
            while stream.read(&mut buffer).await? > 0 {}
            Ok(())
        }
        ClientFault::Drip => {
            for byte in request.as_bytes().iter().cycle() {
                stream.write_all(std::slice::from_ref(byte)).await?;
                stream.flush().await?;
                sleep(Duration::from_secs(1)).await;
            }
            Ok(())
        }
        ClientFault::NeverRead => {
            // Until no more fits into the buffers on the way.
            let stuck = Duration::from_secs(1);
            while let Ok(written) = timeout(stuck, stream.write_all(request.as_bytes())).await {
                written?;
            }
            std::future::pending().await
        }
    }
}

/// Returns TLS that trusts every certificate. None if the cryptography does not support TLS.
fn connector() -> Option<TlsConnector> {
    let provider = Arc::new(aws_lc_rs::default_provider());
    let config = ClientConfig::builder_with_provider(Arc::clone(&provider))
        .with_safe_default_protocol_versions()
        .ok()?
        .dangerous()
        .with_custom_certificate_verifier(Arc::new(TrustAll(provider)))
        .with_no_client_auth();
    Some(TlsConnector::from(Arc::new(config)))
}

#[derive(Debug)]
struct TrustAll(Arc<CryptoProvider>);

impl ServerCertVerifier for TrustAll {
    fn verify_server_cert(
        &self,
        _: &CertificateDer<'_>,
        _: &[CertificateDer<'_>],
        _: &ServerName<'_>,
        _: &[u8],
        _: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        Ok(ServerCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        _: &[u8],
        _: &CertificateDer<'_>,
        _: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        Ok(HandshakeSignatureValid::assertion())
    }

    fn verify_tls13_signature(
        &self,
        _: &[u8],
        _: &CertificateDer<'_>,
        _: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        Ok(HandshakeSignatureValid::assertion())
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.0.signature_verification_algorithms.supported_schemes()
    }
}

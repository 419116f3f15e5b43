//! Asks a bot that runs whether it is ready, for supervisors that have no HTTP client.

use std::net::{Ipv4Addr, Ipv6Addr, SocketAddr};
use std::time::Duration;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::time::timeout;

use crate::settings::Settings;

/// The limit on the answer.
const LIMIT: Duration = Duration::from_secs(2);

/// The beginning of the answer of a bot that is ready.
const READY: &[u8] = b"HTTP/1.1 200 ";

/// Returns whether the bot with these settings is ready.
pub(crate) async fn is_ready(settings: &Settings) -> bool {
    let address = reachable(settings.probe_address.unwrap_or(settings.listen));
    let answer = timeout(LIMIT, get(address)).await;
    matches!(answer, Ok(Ok(answer)) if answer == READY)
}

async fn get(address: SocketAddr) -> std::io::Result<Vec<u8>> {
    let mut connection = TcpStream::connect(address).await?;
    let request = "GET /ready HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
    connection.write_all(request.as_bytes()).await?;
    let mut answer = vec![0; READY.len()];
    connection.read_exact(&mut answer).await?;
    Ok(answer)
}

/// Returns an address at which a bot is reached that listens on all addresses.
fn reachable(mut address: SocketAddr) -> SocketAddr {
    if address.ip().is_unspecified() {
        address.set_ip(match address {
            SocketAddr::V4(_) => Ipv4Addr::LOCALHOST.into(),
            SocketAddr::V6(_) => Ipv6Addr::LOCALHOST.into(),
        });
    }
    address
}

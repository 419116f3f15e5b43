//! Connections that fail or are closed.

use tokio_rustls::TlsAcceptor;

use crate::faults::server::Server;
use crate::faults::tls;

const ACCEPTED: &[u8] = b"HTTP/1.1 202 Accepted\r\ncontent-length: 0\r\n\r\n";

/// Accepts everything over TLS, if the client does accept the certificate.
async fn over_tls(acceptor: TlsAcceptor) -> Server {
    let server = Server::new(move |connection| {
        let acceptor = acceptor.clone();
        async move {
            let (stream, process) = connection.into_parts();
            let Ok(mut stream) = acceptor.accept(stream).await else {
                return;
            };
            let mut request = [0; 16 * 1024];
            while tokio::io::AsyncReadExt::read(&mut stream, &mut request)
                .await
                .unwrap_or(0)
                > 0
            {
                process();
                let _ = tokio::io::AsyncWriteExt::write_all(&mut stream, ACCEPTED).await;
            }
        }
    });
    server.await.over_tls()
}

faults! {
    connection_refused: Server::gone();
    connecting_stalled: async { Server::full().await.stalling() };
    connecting_stalled_for_longer_than_it_may: async { Server::full().await.impatiently() };
    name_not_found: async { Server::answering(ACCEPTED).await.over_tls().named("nowhere.test") };
    tls_accepted: over_tls(tls::accepted("http/1.1"));
    tls_for_another_name: async { over_tls(tls::accepted("http/1.1")).await.named("another.test") };
    tls_of_an_unknown_authority: over_tls(tls::of_unknown_authority());
    tls_expired: over_tls(tls::expired());
    tls_closed_in_the_handshake: async {
        let server = Server::new(|mut connection| async move { connection.reads_something().await; });
        server.await.over_tls()
    };
    tls_answered_in_plain_text: async {
        let server = Server::new(|mut connection| async move {
            connection.reads_something().await;
            connection.write(b"HTTP/1.1 400 Bad Request\r\ncontent-length: 0\r\n\r\n").await;
        });
        server.await.over_tls()
    };
    tls_stalled_in_the_handshake: async {
        let server = Server::new(|mut connection| async move { connection.stalls().await; });
        server.await.over_tls().stalling()
    };
    closed_before_the_request: Server::new(|connection| async move { drop(connection); });
    reset_before_the_request: Server::new(crate::faults::server::Connection::resets);
    closed_before_the_response: Server::new(|mut connection| async move { connection.processes().await; });
    reset_before_the_response: Server::new(|mut connection| async move {
        connection.processes().await;
        connection.resets().await;
    });
    reset_after_the_response: Server::new(|mut connection| async move {
        connection.processes().await;
        connection.write(ACCEPTED).await;
        connection.resets().await;
    });
    kept_alive_and_closed_between_two_calls: async {
        let server = Server::new(|mut connection| async move {
            connection.processes().await;
            connection.write(ACCEPTED).await;
        });
        server.await.after_another_call()
    };
    kept_alive_and_reset_when_the_second_request_arrives: async {
        let server = Server::new(|mut connection| async move {
            connection.processes().await;
            connection.write(ACCEPTED).await;
            connection.processes().await;
            connection.resets().await;
        });
        server.await.after_another_call()
    };
}

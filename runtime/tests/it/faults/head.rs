//! Heads of responses that break off, stall or are invalid.

use crate::faults::server::Server;

/// Processes a request, and sends this part of a response.
macro_rules! half {
    ($bytes:expr, $then:ident) => {
        Server::new(|mut connection| async move {
            connection.processes().await;
            connection.write($bytes).await;
            connection.$then().await;
        })
    };
}

faults! {
    half_a_head_and_closed: half!(b"HTTP/1.1 202 Acc", closes);
    half_a_head_and_reset: half!(b"HTTP/1.1 202 Accepted\r\ncontent-", resets);
    stalled_before_the_head: async { half!(b"", stalls).await.stalling() };
    stalled_in_the_head: async { half!(b"HTTP/1.1 202 Accepted\r\nrequest-id: 6f1b", stalls).await.stalling() };
    garbage_for_a_head: Server::answering(*b"SSH-2.0-OpenSSH_9.6\r\n\r\n");
    a_head_without_end: Server::new(|mut connection| async move {
        connection.processes().await;
        connection.write(b"HTTP/1.1 202 Accepted\r\n").await;
        while connection.write(b"x-more: and more, and more, and more, and more, and more\r\n").await {}
    });
    a_length_that_is_no_number: Server::answering(*b"HTTP/1.1 202 Accepted\r\ncontent-length: some\r\n\r\n");
    two_lengths: Server::answering(*b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\ncontent-length: 3\r\n\r\n{} ");
    continued_before_the_response: Server::answering(
        *b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 202 Accepted\r\ncontent-length: 0\r\n\r\n"
    );
}

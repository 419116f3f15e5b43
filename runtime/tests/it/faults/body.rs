//! Bodies of responses that break off, stall or do not end.

use crate::faults::server::Server;

const OF_FORTY: &[u8] =
    b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 40\r\n\r\n{\"value\": [";

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

/// A response of ten kibibytes that become more than a megabyte where somebody unpacks them.
fn bomb() -> Vec<u8> {
    // A zero, and then "258 times the same" in 13 bits each: code 285 and distance 1 of the fixed
    // tables.
    let repeated = "1100010100000".repeat(6_000);
    let bits = format!("110{}{repeated}0000000", "00110000");
    let bits: Vec<u8> = bits.bytes().map(|bit| bit - b'0').collect();
    let mut gzip = vec![0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255];
    gzip.extend(bits.chunks(8).map(|eight| {
        let places = eight.iter().enumerate();
        places.fold(0, |byte, (place, bit)| byte | bit << place)
    }));
    gzip.extend([0; 8]);
    let length = gzip.len();
    let mut answer = format!(
        "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-encoding: gzip\r\ncontent-length: {length}\r\n\r\n"
    )
    .into_bytes();
    answer.extend(gzip);
    answer
}

faults! {
    half_a_body_and_closed: half!(OF_FORTY, closes);
    half_a_body_and_reset: half!(OF_FORTY, resets);
    stalled_in_the_body: async { half!(OF_FORTY, stalls).await.stalling() };
    a_body_longer_than_its_length: Server::new(|mut connection| async move {
        connection.processes().await;
        connection.write(b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}{\"more\": 1}").await;
        connection.stalls().await;
    });
    garbage_for_a_chunk: half!(b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n{}\r\n", stalls);
    half_a_chunk_and_closed: half!(b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n8\r\n{\"a\"", closes);
    a_body_without_end: Server::new(|mut connection| async move {
        connection.processes().await;
        connection.write(b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n").await;
        while connection.write(b"10\r\n{ and more, more\r\n").await {}
    });
    a_gzip_bomb: Server::answering(bomb());
    no_json_where_json_is_declared: Server::answering(
        *b"HTTP/1.1 200 OK\r\ncontent-type: text/html\r\ncontent-length: 6\r\n\r\n<html>"
    );
}

//! All forms of `Retry-After`.

use crate::faults::server::Server;

async fn throttled(headers: &str) -> Server {
    Server::refusing(format!(
        "HTTP/1.1 429 Too Many Requests\r\n{headers}content-length: 2\r\n\r\n{{}}"
    ))
    .await
}

faults! {
    status_429: throttled("");
    status_429_for_no_time: throttled("retry-after: 0\r\n");
    status_429_for_a_second: throttled("retry-after: 1\r\n");
    status_429_for_a_fraction: throttled("retry-after: 2.128\r\n");
    status_429_for_longer_than_the_deadline: throttled("retry-after: 16\r\n");
    status_429_for_longer_than_anything: throttled("retry-after: 99999999999999999999999999\r\n");
    status_429_for_a_negative_time: throttled("retry-after: -1\r\n");
    status_429_for_nonsense: throttled("retry-after: soon\r\n");
    status_429_until_a_date: throttled(
        "date: Mon, 23 Nov 2026 10:00:00 GMT\r\nretry-after: Mon, 23 Nov 2026 10:00:03 GMT\r\n"
    );
    status_429_until_a_date_in_an_old_form: throttled(
        "date: Mon, 23 Nov 2026 10:00:00 GMT\r\nretry-after: Monday, 23-Nov-26 10:00:03 GMT\r\n"
    );
    status_429_until_a_date_that_is_past: throttled(
        "date: Mon, 23 Nov 2026 10:00:00 GMT\r\nretry-after: Mon, 23 Nov 2026 09:59:00 GMT\r\n"
    );
    status_429_until_a_far_date: throttled("retry-after: Fri, 31 Dec 9999 23:59:59 GMT\r\n");
    status_429_several_times_over: throttled("retry-after: 1\r\nretry-after: 3\r\nretry-after: 2\r\n");
    status_429_in_sense_and_nonsense: throttled("retry-after: soon\r\nretry-after: 2\r\n");
    status_503_for_a_second: Server::refusing(
        *b"HTTP/1.1 503 Service Unavailable\r\nretry-after: 1\r\ncontent-length: 2\r\n\r\n{}"
    );
    status_503_for_nonsense: Server::answering(
        *b"HTTP/1.1 503 Service Unavailable\r\nretry-after: soon\r\ncontent-length: 2\r\n\r\n{}"
    );
}

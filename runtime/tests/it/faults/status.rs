//! Statuses that are not a success.

use crate::faults::server::Server;

const ERROR: &str = r#"{"error": {"code": "generalException", "message": "An error."}}"#;

fn answer(status: &str, headers: &str, body: &str) -> String {
    let length = body.len();
    format!("HTTP/1.1 {status}\r\n{headers}content-length: {length}\r\n\r\n{body}")
}

/// Answers with a Graph error, after the request was processed.
async fn failing(status: &str) -> Server {
    Server::answering(answer(status, "content-type: application/json\r\n", ERROR)).await
}

/// Points at another place on the same server.
async fn moved(status: &str) -> Server {
    Server::answering(answer(status, "location: /elsewhere\r\n", "")).await
}

/// Points at another server, which nobody must come to.
async fn moved_away(status: &'static str) -> Server {
    Server::new(move |mut connection| async move {
        let other = Server::answering(answer("202 Accepted", "", "")).await;
        let location = format!("location: http://{}/elsewhere\r\n", other.address);
        if connection.processes().await {
            connection
                .write(answer(status, &location, "").as_bytes())
                .await;
        }
        connection.stalls().await;
        assert_eq!(other.connections(), 0, "the redirect was followed");
    })
    .await
}

/// Refuses the first token, and accepts the second one.
async fn unauthorized_once(challenge: &'static str) -> Server {
    Server::new(move |mut connection| async move {
        let mut is_first = true;
        while connection.reads().await {
            if is_first {
                connection
                    .write(answer("401 Unauthorized", challenge, "").as_bytes())
                    .await;
            } else {
                connection.process();
                connection
                    .write(answer("202 Accepted", "", "").as_bytes())
                    .await;
            }
            is_first = !is_first;
        }
    })
    .await
}

faults! {
    status_301_to_the_same_host: moved("301 Moved Permanently");
    status_302_to_the_same_host: moved("302 Found");
    status_307_to_the_same_host: moved("307 Temporary Redirect");
    status_308_to_the_same_host: moved("308 Permanent Redirect");
    status_301_to_another_host: moved_away("301 Moved Permanently");
    status_302_to_another_host: moved_away("302 Found");
    status_307_to_another_host: moved_away("307 Temporary Redirect");
    status_308_to_another_host: moved_away("308 Permanent Redirect");
    status_401_once: unauthorized_once("");
    status_401_once_with_a_challenge: unauthorized_once(
        "www-authenticate: Bearer error=\"insufficient_claims\", claims=\"eyJhIjoxfQ==\"\r\n"
    );
    status_401_always: Server::refusing(answer("401 Unauthorized", "", ERROR));
    status_401_always_with_a_challenge: Server::refusing(answer(
        "401 Unauthorized",
        "www-authenticate: Bearer error=\"insufficient_claims\", claims=\"eyJhIjoxfQ==\"\r\n",
        ERROR
    ));
    status_403: failing("403 Forbidden");
    status_404: failing("404 Not Found");
    status_404_without_a_body: Server::answering(answer("404 Not Found", "", ""));
    status_408: failing("408 Request Timeout");
    status_409: failing("409 Conflict");
    status_500: failing("500 Internal Server Error");
    status_502_in_html: Server::answering(answer(
        "502 Bad Gateway",
        "content-type: text/html\r\n",
        "<html><body>502 Bad Gateway</body></html>"
    ));
    status_503: failing("503 Service Unavailable");
    status_504: failing("504 Gateway Timeout");
}

//! Which requests come through: by path, by method, by sender; and callback URIs.

use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, Request};
use http_body::Frame;
use msgraph_communications::SenderExt as _;
use msgraph_communications::callbacks::comms_notifications;
use serde_json::json;
use specwright_runtime::receiver::{
    AuthError, Authenticate, DangerouslyUnauthenticated, InvalidCallbackUri, InvalidReceiver,
    PublicAddress, Receiver, Sender,
};
use specwright_runtime::{Body, BoxFuture};
use tower_service::Service as _;

use super::bot::Bot;
use super::{PATH, SOON, notification, post, receiver};

fn batch() -> String {
    format!(
        r#"{{"value": [{}]}}"#,
        notification("a", "created", "incoming")
    )
}

#[tokio::test]
async fn another_path_is_not_found() {
    let receiver = receiver(&Bot::new());
    for path in ["/", "/api", "/api/calls/", "/api/calls/a", "/API/calls"] {
        let request = Request::post(path).body(Body::from(batch())).unwrap();
        assert_eq!(receiver.receive(request).await.status(), 404, "{path}");
    }
    assert_eq!(receiver.counts().rejected, 5);
}

#[tokio::test]
async fn a_query_does_not_matter_and_is_handed_over() {
    let bot = Bot::new();
    let receiver = receiver(&bot);
    let request = Request::post("/api/calls?instance=3")
        .body(Body::from(batch()))
        .unwrap();
    assert_eq!(receiver.receive(request).await.status(), 202);
    assert!(receiver.shut_down(SOON).await.is_empty());
    assert_eq!(
        bot.seen().notifications[0].uri().query(),
        Some("instance=3")
    );
}

#[tokio::test]
async fn another_method_is_told_which_one_is_allowed() {
    let receiver = receiver(&Bot::new());
    for method in ["GET", "HEAD", "PUT", "DELETE", "OPTIONS", "BREW"] {
        let request = Request::builder().method(method).uri(PATH);
        let response = receiver.receive(request.body(Body::empty()).unwrap()).await;
        assert_eq!(response.status(), 405, "{method}");
        assert_eq!(response.headers()["allow"], "POST", "{method}");
    }
}

/// Says of each sender what its header says.
struct ByHeader;

impl Authenticate for ByHeader {
    fn authenticate<'a>(
        &'a self,
        headers: &'a HeaderMap,
    ) -> BoxFuture<'a, Result<Sender, AuthError>> {
        let said = match headers.get("x-sender").map(http::HeaderValue::as_bytes) {
            Some(b"graph") => {
                let claims = json!({"iss": "https://graph.microsoft.com", "tid": "contoso"});
                let claims = claims.as_object().cloned().unwrap_or_default();
                Ok(Sender::new(claims).with_attribute("tenant", "contoso"))
            }
            Some(b"other") => Err(AuthError::Forbidden),
            Some(b"later") => Err(AuthError::Unavailable {
                retry_after: Duration::from_secs(4),
            }),
            Some(b"panic") => return Box::pin(async { panic!("as the test wants it") }),
            Some(b"panic at once") => panic!("as the test wants it"),
            Some(b"hang") => return Box::pin(std::future::pending()),
            _ => Err(AuthError::Unauthorized),
        };
        Box::pin(std::future::ready(said))
    }
}

/// A body that tells whether somebody looked at it.
struct Unseen(Arc<AtomicBool>);

impl http_body::Body for Unseen {
    type Data = Bytes;
    type Error = std::io::Error;

    fn poll_frame(
        self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, std::io::Error>>> {
        self.0.store(true, Ordering::SeqCst);
        Poll::Ready(None)
    }
}

pub(crate) fn secured(bot: &Bot) -> Receiver {
    let callback = comms_notifications::callback(bot.clone(), ByHeader);
    let address = PublicAddress::new("https://bot.contoso.com").unwrap();
    Receiver::builder(address)
        .callback(PATH, callback)
        .build()
        .unwrap()
}

#[tokio::test(start_paused = true)]
async fn a_sender_is_refused_before_anything_of_the_body_is_looked_at() {
    let bot = Bot::new();
    let receiver = secured(&bot);
    for (sender, status) in [
        ("nobody", 401),
        ("other", 403),
        ("later", 503),
        ("panic", 503),
        ("panic at once", 503),
        ("hang", 503),
    ] {
        let before = tokio::time::Instant::now();
        let seen = Arc::new(AtomicBool::new(false));
        let request = Request::post(PATH)
            .header("x-sender", sender)
            .body(Unseen(Arc::clone(&seen)))
            .unwrap();
        let response = receiver.receive(request).await;
        assert_eq!(response.status(), status, "{sender}");
        assert!(!seen.load(Ordering::SeqCst), "{sender}");
        // One that never comes to an end is waited for only so long.
        let waited = if sender == "hang" { 10 } else { 0 };
        assert_eq!(before.elapsed().as_secs(), waited, "{sender}");
        assert_eq!(
            response.body().as_bytes().map(Bytes::len),
            Some(0),
            "{sender}"
        );
        let has = |name: &str| response.headers().contains_key(name);
        assert_eq!(has("www-authenticate"), status == 401, "{sender}");
        assert_eq!(has("retry-after"), status == 503, "{sender}");
    }
    assert_eq!(receiver.counts().refused, 6);
    assert_eq!(receiver.counts().rejected, 0);
}

#[tokio::test]
async fn the_handler_knows_the_sender() {
    let bot = Bot::new();
    let receiver = secured(&bot);
    let mut request = post(batch());
    request
        .headers_mut()
        .insert("x-sender", "graph".parse().unwrap());
    assert_eq!(receiver.receive(request).await.status(), 202);
    assert!(receiver.shut_down(SOON).await.is_empty());
    let seen = bot.seen();
    let sender = seen.notifications[0].sender();
    assert_eq!(sender.issuer(), Some("https://graph.microsoft.com"));
    assert_eq!(sender.tenant(), Some("contoso"));
}

#[tokio::test]
async fn the_token_of_a_sender_is_not_shown_with_the_headers() {
    let bot = Bot::new();
    let receiver = receiver(&bot);
    let mut request = post(batch());
    let token = "Bearer hush".parse().unwrap();
    request.headers_mut().insert("authorization", token);
    assert_eq!(receiver.receive(request).await.status(), 202);
    assert!(receiver.shut_down(SOON).await.is_empty());
    let seen = bot.seen();
    let headers = seen.notifications[0].headers();
    assert_eq!(headers["authorization"], "Bearer hush");
    let shown = format!("{headers:?}");
    assert!(
        shown.contains("content-type") && !shown.contains("hush"),
        "{shown}"
    );
}

#[tokio::test]
async fn several_callbacks_share_a_receiver() {
    let (one, two) = (Bot::new(), Bot::new());
    let receiver = Receiver::builder(PublicAddress::new("https://bot.contoso.com").unwrap())
        .callback(
            "/api/call",
            comms_notifications::callback(one.clone(), DangerouslyUnauthenticated),
        )
        .callback(
            "/api/calls",
            comms_notifications::callback(two.clone(), ByHeader),
        )
        .build()
        .unwrap();
    let request = Request::post("/api/call")
        .body(Body::from(batch()))
        .unwrap();
    assert_eq!(receiver.receive(request).await.status(), 202);
    assert_eq!(receiver.receive(post(batch())).await.status(), 401);
    assert!(receiver.shut_down(SOON).await.is_empty());
    assert_eq!(
        (
            one.seen().notifications.len(),
            two.seen().notifications.len()
        ),
        (1, 0)
    );
    assert_eq!(
        receiver.paths().collect::<Vec<_>>(),
        ["/api/call", "/api/calls"]
    );
}

#[tokio::test]
async fn a_receiver_is_a_service_of_tower() {
    let mut receiver = receiver(&Bot::new());
    let response = receiver.call(post(batch())).await.unwrap();
    assert_eq!(response.status(), 202);
}

#[tokio::test]
async fn a_sender_is_asked_to_close_its_connection_where_that_is_wanted() {
    let receiver = super::builder(&Bot::new())
        .close_connections()
        .build()
        .unwrap();
    let response = receiver.receive(post(batch())).await;
    assert_eq!(response.headers()["connection"], "close");
}

#[test]
fn a_path_is_one_of_http_and_there_once() {
    let build = |paths: &[&str]| {
        let address = PublicAddress::new("https://bot.contoso.com").unwrap();
        let builder = paths
            .iter()
            .fold(Receiver::builder(address), |builder, path| {
                let callback =
                    comms_notifications::callback(Bot::new(), DangerouslyUnauthenticated);
                builder.callback(*path, callback)
            });
        builder.build().map(|_| ()).unwrap_err()
    };
    for path in [
        "",
        "api/calls",
        "/api/calls?x=1",
        "/api calls",
        "/api/{id}",
        "/api/:id",
        "/api/*rest",
        "*",
    ] {
        assert_eq!(
            build(&[path]),
            InvalidReceiver::Path(path.to_owned()),
            "{path}"
        );
    }
    let twice = InvalidReceiver::Twice("/a".to_owned());
    assert_eq!(build(&["/a", "/b", "/a"]), twice);
}

#[test]
fn a_callback_uri_is_made_of_the_public_address_and_checked_against_it() {
    let receiver = receiver(&Bot::new());
    let uri = receiver.callback_uri(PATH).unwrap();
    assert_eq!(uri, "https://bot.contoso.com/api/calls");
    assert_eq!(receiver.check_callback_uri(&uri), Ok(()));
    for same in [
        "https://BOT.contoso.com/api/calls",
        "https://bot.contoso.com:443/api/calls",
        "https://bot.contoso.com/api/calls?instance=3",
        "https://bot.contoso.com./api/calls",
    ] {
        assert_eq!(receiver.check_callback_uri(same), Ok(()), "{same}");
    }
    for (other, why) in [
        (
            "https://bot.contoso.com/api/other",
            InvalidCallbackUri::UnknownPath,
        ),
        ("https://bot.contoso.com", InvalidCallbackUri::UnknownPath),
        (
            "https://bot.contoso.com.evil.example/api/calls",
            InvalidCallbackUri::Foreign,
        ),
        (
            "https://evil.example/api/calls",
            InvalidCallbackUri::Foreign,
        ),
        (
            "http://bot.contoso.com/api/calls",
            InvalidCallbackUri::Foreign,
        ),
        (
            "http://bot.contoso.com:443/api/calls",
            InvalidCallbackUri::Foreign,
        ),
        (
            "https://bot.contoso.com:8443/api/calls",
            InvalidCallbackUri::Foreign,
        ),
        (
            "https://bot.contoso.com@evil.example/api/calls",
            InvalidCallbackUri::NotAUrl,
        ),
        (
            "https://bot.contoso.com/x/../api/calls",
            InvalidCallbackUri::NotAUrl,
        ),
        (
            "https://bot.contoso.com/api/calls#x",
            InvalidCallbackUri::NotAUrl,
        ),
        (
            "https://bot.contoso.com/api/calls?x=1#y",
            InvalidCallbackUri::NotAUrl,
        ),
        (
            "https://bot.contoso.com/api/calls?x\r\ny: z",
            InvalidCallbackUri::NotAUrl,
        ),
        (
            "https://bot.contoso.com/api/calls?\u{e9}",
            InvalidCallbackUri::NotAUrl,
        ),
        (
            "https://bot.contoso.com/api/%2e%2E/api/calls",
            InvalidCallbackUri::NotAUrl,
        ),
        (
            "https://bot.contoso.com\\@evil.example/api/calls",
            InvalidCallbackUri::NotAUrl,
        ),
        (
            " https://bot.contoso.com/api/calls",
            InvalidCallbackUri::NotAUrl,
        ),
        (
            "https://bot.contoso.com/api%2Fcalls",
            InvalidCallbackUri::UnknownPath,
        ),
        (
            "https://bot.contoso.com//api/calls",
            InvalidCallbackUri::UnknownPath,
        ),
        ("/api/calls", InvalidCallbackUri::NotAUrl),
        ("", InvalidCallbackUri::NotAUrl),
    ] {
        assert_eq!(receiver.check_callback_uri(other), Err(why), "{other}");
    }
    assert_eq!(
        receiver.callback_uri("/other"),
        Err(InvalidCallbackUri::UnknownPath)
    );
}

#[test]
fn the_port_of_a_public_address_may_be_left_out_where_it_is_that_of_the_scheme() {
    let address = PublicAddress::new("http://127.0.0.1").unwrap();
    assert_eq!(address.path_of("http://127.0.0.1:80/api"), Ok("/api"));
    let foreign = Err(InvalidCallbackUri::Foreign);
    assert_eq!(address.path_of("http://127.0.0.1:443/api"), foreign);
    let address = PublicAddress::new("https://bot.contoso.com:443").unwrap();
    assert_eq!(address.path_of("https://bot.contoso.com/api"), Ok("/api"));
}

#[test]
fn a_public_address_may_have_a_path_in_front() {
    let address = PublicAddress::new("https://proxy.contoso.com/bot/").unwrap();
    assert_eq!(address.uri(PATH), "https://proxy.contoso.com/bot/api/calls");
    assert_eq!(
        address.path_of("https://proxy.contoso.com/bot/api/calls"),
        Ok("/api/calls")
    );
    for other in [
        "https://proxy.contoso.com/api/calls",
        "https://proxy.contoso.com/bottom/api/calls",
    ] {
        assert_eq!(
            address.path_of(other),
            Err(InvalidCallbackUri::Foreign),
            "{other}"
        );
    }
}

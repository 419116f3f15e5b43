//! Paths, methods and senders of requests, and callback URIs.

use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, Request};
use http_body::Frame;
use serde_json::json;
use specwright_runtime::receiver::{
    AuthError, Authenticate, DangerouslyUnauthenticated, InvalidCallbackUri, InvalidReceiver,
    PublicAddress, Receiver, Sender,
};
use specwright_runtime::{Body, BoxFuture};
use tower_service::Service as _;

use super::recorder::Recorder;
use super::{PATH, SOON, batch, post, receiver};

#[tokio::test]
async fn an_unknown_path_is_a_404() {
    let receiver = receiver(&Recorder::new());
    for path in ["/", "/api", "/api/events/", "/api/events/a", "/API/events"] {
        let request = Request::post(path).body(Body::from(batch(&["a"]))).unwrap();
        assert_eq!(receiver.receive(request).await.status(), 404, "{path}");
    }
    assert_eq!(receiver.counts().rejected, 5);
}

#[tokio::test]
async fn a_query_is_passed_to_the_handler() {
    let recorder = Recorder::new();
    let receiver = receiver(&recorder);
    let request = Request::post("/api/events?instance=3")
        .body(Body::from(batch(&["a"])))
        .unwrap();
    assert_eq!(receiver.receive(request).await.status(), 202);
    assert!(receiver.shut_down(SOON).await.is_empty());
    assert_eq!(
        recorder.recorded().events[0].uri().query(),
        Some("instance=3")
    );
}

#[tokio::test]
async fn another_method_is_a_405_with_allow() {
    let receiver = receiver(&Recorder::new());
    for method in ["GET", "HEAD", "PUT", "DELETE", "OPTIONS", "BREW"] {
        let request = Request::builder().method(method).uri(PATH);
        let response = receiver.receive(request.body(Body::empty()).unwrap()).await;
        assert_eq!(response.status(), 405, "{method}");
        assert_eq!(response.headers()["allow"], "POST", "{method}");
    }
}

/// Authenticates each sender as its header `x-sender` requests.
struct ByHeader;

impl Authenticate for ByHeader {
    fn authenticate<'a>(
        &'a self,
        headers: &'a HeaderMap,
    ) -> BoxFuture<'a, Result<Sender, AuthError>> {
        let said = match headers.get("x-sender").map(http::HeaderValue::as_bytes) {
            Some(b"service") => {
                let claims = json!({"iss": "https://issuer.example", "shop": "forest"});
                let claims = claims.as_object().cloned().unwrap_or_default();
                Ok(Sender::new(claims).with_attribute("shop", "forest"))
            }
            Some(b"other") => Err(AuthError::Forbidden),
            Some(b"later") => Err(AuthError::Unavailable {
                retry_after: Duration::from_secs(4),
            }),
            Some(b"panic") => return Box::pin(async { panic!("intended by the test") }),
            Some(b"panic at once") => panic!("intended by the test"),
            Some(b"hang") => return Box::pin(std::future::pending()),
            _ => Err(AuthError::Unauthorized),
        };
        Box::pin(std::future::ready(said))
    }
}

/// A body that records whether it is read.
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

pub(crate) fn secured(recorder: &Recorder) -> Receiver {
    let callback = recorder.callback(ByHeader);
    let address = PublicAddress::new("https://shop.example").unwrap();
    Receiver::builder(address)
        .callback(PATH, callback)
        .build()
        .unwrap()
}

#[tokio::test(start_paused = true)]
async fn senders_are_refused_before_the_body_is_read() {
    let recorder = Recorder::new();
    let receiver = secured(&recorder);
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
async fn the_handler_gets_the_sender() {
    let recorder = Recorder::new();
    let receiver = secured(&recorder);
    let mut request = post(batch(&["a"]));
    request
        .headers_mut()
        .insert("x-sender", "service".parse().unwrap());
    assert_eq!(receiver.receive(request).await.status(), 202);
    assert!(receiver.shut_down(SOON).await.is_empty());
    let seen = recorder.recorded();
    let sender = seen.events[0].sender();
    assert_eq!(sender.issuer(), Some("https://issuer.example"));
    assert_eq!(sender.attribute("shop"), Some("forest"));
}

#[tokio::test]
async fn debug_output_of_headers_has_no_token() {
    let recorder = Recorder::new();
    let receiver = receiver(&recorder);
    let mut request = post(batch(&["a"]));
    let token = "Bearer hush".parse().unwrap();
    request.headers_mut().insert("authorization", token);
    assert_eq!(receiver.receive(request).await.status(), 202);
    assert!(receiver.shut_down(SOON).await.is_empty());
    let seen = recorder.recorded();
    let headers = seen.events[0].headers();
    assert_eq!(headers["authorization"], "Bearer hush");
    let shown = format!("{headers:?}");
    assert!(
        shown.contains("content-type") && !shown.contains("hush"),
        "{shown}"
    );
}

#[tokio::test]
async fn several_callbacks_share_a_receiver() {
    let (one, two) = (Recorder::new(), Recorder::new());
    let receiver = Receiver::builder(PublicAddress::new("https://shop.example").unwrap())
        .callback("/api/event", one.callback(DangerouslyUnauthenticated))
        .callback("/api/events", two.callback(ByHeader))
        .build()
        .unwrap();
    let request = Request::post("/api/event")
        .body(Body::from(batch(&["a"])))
        .unwrap();
    assert_eq!(receiver.receive(request).await.status(), 202);
    assert_eq!(receiver.receive(post(batch(&["a"]))).await.status(), 401);
    assert!(receiver.shut_down(SOON).await.is_empty());
    assert_eq!(
        (one.recorded().events.len(), two.recorded().events.len()),
        (1, 0)
    );
    assert_eq!(
        receiver.paths().collect::<Vec<_>>(),
        ["/api/event", "/api/events"]
    );
}

#[tokio::test]
async fn a_receiver_is_a_service_of_tower() {
    let mut receiver = receiver(&Recorder::new());
    let response = receiver.call(post(batch(&["a"]))).await.unwrap();
    assert_eq!(response.status(), 202);
}

#[tokio::test]
async fn close_connections_sends_connection_close() {
    let receiver = super::builder(&Recorder::new())
        .close_connections()
        .build()
        .unwrap();
    let response = receiver.receive(post(batch(&["a"]))).await;
    assert_eq!(response.headers()["connection"], "close");
}

#[test]
fn callback_paths_are_valid_and_unique() {
    let build = |paths: &[&str]| {
        let address = PublicAddress::new("https://shop.example").unwrap();
        let builder = paths
            .iter()
            .fold(Receiver::builder(address), |builder, path| {
                let callback = Recorder::new().callback(DangerouslyUnauthenticated);
                builder.callback(*path, callback)
            });
        builder.build().map(|_| ()).unwrap_err()
    };
    for path in [
        "",
        "api/calls",
        "/api/events?x=1",
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
fn callback_uris_belong_to_the_public_address() {
    let receiver = receiver(&Recorder::new());
    let uri = receiver.callback_uri(PATH).unwrap();
    assert_eq!(uri, "https://shop.example/api/events");
    assert_eq!(receiver.check_callback_uri(&uri), Ok(()));
    for same in [
        "https://SHOP.example/api/events",
        "https://shop.example:443/api/events",
        "https://shop.example/api/events?instance=3",
        "https://shop.example./api/events",
    ] {
        assert_eq!(receiver.check_callback_uri(same), Ok(()), "{same}");
    }
    for (other, why) in [
        (
            "https://shop.example/api/other",
            InvalidCallbackUri::UnknownPath,
        ),
        ("https://shop.example", InvalidCallbackUri::UnknownPath),
        (
            "https://shop.example.evil.example/api/events",
            InvalidCallbackUri::Foreign,
        ),
        (
            "https://evil.example/api/events",
            InvalidCallbackUri::Foreign,
        ),
        (
            "http://shop.example/api/events",
            InvalidCallbackUri::Foreign,
        ),
        (
            "http://shop.example:443/api/events",
            InvalidCallbackUri::Foreign,
        ),
        (
            "https://shop.example:8443/api/events",
            InvalidCallbackUri::Foreign,
        ),
        (
            "https://shop.example@evil.example/api/events",
            InvalidCallbackUri::NotAUrl,
        ),
        (
            "https://shop.example/x/../api/events",
            InvalidCallbackUri::NotAUrl,
        ),
        (
            "https://shop.example/api/events#x",
            InvalidCallbackUri::NotAUrl,
        ),
        (
            "https://shop.example/api/events?x=1#y",
            InvalidCallbackUri::NotAUrl,
        ),
        (
            "https://shop.example/api/events?x\r\ny: z",
            InvalidCallbackUri::NotAUrl,
        ),
        (
            "https://shop.example/api/events?\u{e9}",
            InvalidCallbackUri::NotAUrl,
        ),
        (
            "https://shop.example/api/%2e%2E/api/events",
            InvalidCallbackUri::NotAUrl,
        ),
        (
            "https://shop.example\\@evil.example/api/events",
            InvalidCallbackUri::NotAUrl,
        ),
        (
            " https://shop.example/api/events",
            InvalidCallbackUri::NotAUrl,
        ),
        (
            "https://shop.example/api%2Fcalls",
            InvalidCallbackUri::UnknownPath,
        ),
        (
            "https://shop.example//api/events",
            InvalidCallbackUri::UnknownPath,
        ),
        ("/api/events", InvalidCallbackUri::NotAUrl),
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
fn the_default_port_of_a_public_address_is_optional() {
    let address = PublicAddress::new("http://127.0.0.1").unwrap();
    assert_eq!(address.path_of("http://127.0.0.1:80/api"), Ok("/api"));
    let foreign = Err(InvalidCallbackUri::Foreign);
    assert_eq!(address.path_of("http://127.0.0.1:443/api"), foreign);
    let address = PublicAddress::new("https://shop.example:443").unwrap();
    assert_eq!(address.path_of("https://shop.example/api"), Ok("/api"));
}

#[test]
fn the_scheme_of_a_callback_uri_is_lower_case() {
    let address = PublicAddress::new("HTTPS://Shop.example").unwrap();
    assert_eq!(address.uri(PATH), "https://Shop.example/api/events");
    assert_eq!(
        address.path_of("https://shop.example/api/events"),
        Ok("/api/events")
    );
}

#[test]
fn a_public_address_may_have_a_path() {
    let address = PublicAddress::new("https://proxy.example/recorder/").unwrap();
    assert_eq!(
        address.uri(PATH),
        "https://proxy.example/recorder/api/events"
    );
    assert_eq!(
        address.path_of("https://proxy.example/recorder/api/events"),
        Ok("/api/events")
    );
    for other in [
        "https://proxy.example/api/events",
        "https://proxy.example/shoptom/api/events",
    ] {
        assert_eq!(
            address.path_of(other),
            Err(InvalidCallbackUri::Foreign),
            "{other}"
        );
    }
}

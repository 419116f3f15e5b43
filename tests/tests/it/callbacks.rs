//! Callbacks that the fragment does not have: handlers that determine the response, several
//! methods, optional bodies, headers, ranges of statuses.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use callbacks_client::callbacks::answer::{self, AnswerHandler};
use callbacks_client::callbacks::items::{self, ItemsHandler};
use callbacks_client::callbacks::on_change::{
    self, OnChangeDeleteResponse, OnChangeHandler, OnChangeHeadResponse, OnChangeOptionsResponse,
    OnChangePatchResponse, OnChangePostResponse, OnChangePutResponse, OnChangeTraceResponse,
};
use callbacks_client::callbacks::on_change_2::{self, OnChange2Handler, OnChange2PostResponse};
use callbacks_client::callbacks::on_event::{
    self, OnEventGetResponse, OnEventHandler, OnEventPostResponse, OnEventPutResponse,
};
use callbacks_client::models::shared::{
    ChangeRequestBody, OnEventPost200, OnEventPostRequestBody, OnEventPostXLimitsHeader,
    OnEventPostXMoodHeader, OnEventPostXTraceHeader,
};
use callbacks_client::models::{self, Item, Problem};
use http::{HeaderMap, HeaderName, Method, Request, Response, StatusCode};
use msgraph_tests::workspace;
use serde_json::json;
use specwright::{Options, Source, generate};
use specwright_runtime::receiver::{
    self, AuthError, Authenticate, Callback, DangerouslyUnauthenticated, InboundOperation,
    InvalidPayload, PublicAddress, Received, Receiver, RequestHandler, Sender,
};
use specwright_runtime::{AdditionalData, Body, BoxFuture, Value, from_slice};

use crate::support::log::Log;

/// The key of an item, and whether it is urgent.
type Seen = (Option<String>, bool);

#[derive(Clone, Default)]
struct Shop {
    problems: Arc<Mutex<Vec<Option<usize>>>>,
    items: Arc<Mutex<Vec<Seen>>>,
}

impl OnEventHandler for Shop {
    async fn get(&self, _: Received<()>) -> OnEventGetResponse {
        OnEventGetResponse::NoContent
    }

    async fn put(&self, received: Received<Option<Vec<Problem>>>) -> OnEventPutResponse {
        let count = received.as_ref().map(Vec::len);
        self.problems.lock().unwrap().push(count);
        OnEventPutResponse::Accepted
    }

    async fn post(&self, received: Received<OnEventPostRequestBody>) -> OnEventPostResponse {
        match received.kind.as_str() {
            "shipped" => OnEventPostResponse::Ok {
                x_count: 7,
                x_note: None,
                x_kinds: Some(vec!["new".to_owned(), "urgent".to_owned()]),
                x_limits: Some(OnEventPostXLimitsHeader {
                    day: Some("9".to_owned()),
                    hour: Some("3".to_owned()),
                    ..Default::default()
                }),
                x_mood: Some(OnEventPostXMoodHeader::Calm),
                x_trace: Some(OnEventPostXTraceHeader {
                    id: Some("é".to_owned()),
                    ..Default::default()
                }),
                x_whether_the_event_was_seen_before_by_this_client: Some(true),
                body: OnEventPost200 {
                    seen: Some(true),
                    ..Default::default()
                },
            },
            "bare" => OnEventPostResponse::Ok {
                x_count: 0,
                x_note: None,
                x_kinds: Some(Vec::new()),
                x_limits: None,
                x_mood: None,
                x_trace: None,
                x_whether_the_event_was_seen_before_by_this_client: None,
                body: OnEventPost200::default(),
            },
            "lost" => OnEventPostResponse::ClientError { status: 409 },
            "panic" => panic!("as the test wants it"),
            "hang" => std::future::pending().await,
            other => OnEventPostResponse::Other {
                status: 418,
                body: Problem {
                    text: Some(other.to_owned()),
                    additional_data: AdditionalData::new(),
                },
            },
        }
    }
}

impl ItemsHandler for Shop {
    async fn post(&self, notification: Received<Item>) {
        let is_urgent = notification.is_urgent();
        let time = is_urgent.then_some(Duration::from_millis(500));
        assert_eq!(notification.time_to_answer(), time);
        let item = (notification.key().map(str::to_owned), is_urgent);
        self.items.lock().unwrap().push(item);
    }
}

fn receiver(shop: &Shop) -> Receiver {
    Receiver::builder(PublicAddress::new("https://shop.example").unwrap())
        .callback(
            "/event",
            on_event::callback(shop.clone(), DangerouslyUnauthenticated),
        )
        .callback(
            "/items",
            items::callback(shop.clone(), DangerouslyUnauthenticated),
        )
        .build()
        .unwrap()
}

async fn send(method: &str, path: &str, body: &str) -> Response<Body> {
    sent(&Shop::default(), method, path, body).await
}

async fn sent(shop: &Shop, method: &str, path: &str, body: &str) -> Response<Body> {
    let receiver = receiver(shop);
    let request = Request::builder().method(method).uri(path);
    let request = request.body(Body::from(body.to_owned())).unwrap();
    let response = receiver.receive(request).await;
    assert!(receiver.shut_down(Duration::from_secs(20)).await.is_empty());
    response
}

fn body(response: &Response<Body>) -> serde_json::Value {
    serde_json::from_slice(response.body().as_bytes().unwrap()).unwrap()
}

#[tokio::test]
async fn a_handler_determines_status_headers_and_body() {
    let response = send("POST", "/event", r#"{"kind": "shipped"}"#).await;
    assert_eq!(response.status(), 200);
    assert_eq!(response.headers()["x-count"], "7");
    assert!(!response.headers().contains_key("x-note"));
    assert_eq!(response.headers()["x-kinds"], "new,urgent");
    assert_eq!(response.headers()["x-limits"], "day=9,hour=3");
    assert_eq!(response.headers()["x-mood"], "calm");
    assert_eq!(response.headers()["x-trace"], r#"{"id":"\u00e9"}"#);
    assert_eq!(
        response.headers()["x-whether-the-event-was-seen-before-by-this-client"],
        "true"
    );
    assert_eq!(body(&response), json!({"seen": true}));
}

#[tokio::test]
async fn a_header_without_a_value_is_not_sent() {
    let response = send("POST", "/event", r#"{"kind": "bare"}"#).await;
    let names: Vec<&str> = response.headers().keys().map(HeaderName::as_str).collect();
    assert_eq!(names, ["x-count", "content-type"]);
}

#[tokio::test]
async fn a_status_range_lets_the_handler_choose_the_status() {
    let response = send("POST", "/event", r#"{"kind": "lost"}"#).await;
    assert_eq!(response.status(), 409);
    let response = send("POST", "/event", r#"{"kind": "new"}"#).await;
    assert_eq!(response.status(), 418);
    assert_eq!(body(&response), json!({"text": "new"}));
}

#[tokio::test(start_paused = true)]
async fn a_handler_without_a_response_is_a_500() {
    for kind in ["panic", "hang"] {
        let response = send("POST", "/event", &format!(r#"{{"kind": "{kind}"}}"#)).await;
        assert_eq!(response.status(), 500, "{kind}");
    }
}

#[tokio::test(start_paused = true)]
async fn responses_are_counted() {
    let receiver = receiver(&Shop::default());
    for body in [
        r#"{"kind": "shipped"}"#,
        r#"{"kind": "panic"}"#,
        r#"{"kind": "hang"}"#,
        "{}",
    ] {
        let request = Request::post("/event").body(Body::from(body)).unwrap();
        receiver.receive(request).await;
    }
    let counts = receiver.counts();
    assert_eq!((counts.accepted, counts.rejected), (3, 1));
    assert_eq!(
        (counts.handled, counts.panicked, counts.timed_out),
        (1, 1, 1)
    );
}

/// Lets nobody in.
struct Nobody;

impl Authenticate for Nobody {
    fn authenticate<'a>(&'a self, _: &'a HeaderMap) -> BoxFuture<'a, Result<Sender, AuthError>> {
        Box::pin(std::future::ready(Err(AuthError::Unauthorized)))
    }
}

/// Responds to every request that the receiver accepts.
struct Yes;

impl RequestHandler for Yes {
    type Body = ();

    const OPERATION: &'static InboundOperation = &InboundOperation {
        id: "yes",
        method: Method::POST,
        secured: true,
        may_be_empty: true,
    };

    async fn respond(&self, _: Received<()>) -> receiver::Response {
        receiver::Response::status(204)
    }
}

async fn asked(callback: Callback, method: Method) -> StatusCode {
    let address = PublicAddress::new("https://shop.example").unwrap();
    let receiver = Receiver::builder(address).callback("/", callback);
    let request = Request::builder().method(method).uri("/");
    let request = request.body(Body::empty()).unwrap();
    receiver.build().unwrap().receive(request).await.status()
}

#[tokio::test]
async fn only_secured_operations_authenticate_the_sender() {
    let callback = || on_event::callback(Shop::default(), Nobody);
    assert_eq!(asked(callback(), Method::GET).await, 204);
    assert_eq!(asked(callback(), Method::PUT).await, 401);
    assert_eq!(asked(callback(), Method::POST).await, 401);
}

struct Market;

impl OnChangeHandler for Market {
    async fn post(&self, received: Received<Option<ChangeRequestBody>>) -> OnChangePostResponse {
        let trace = received.headers().get("x-trace");
        let trace = trace.map_or("", |trace| trace.to_str().unwrap());
        let price = received.as_ref().map(|change| change.price);
        let text = format!("{} {trace} {price:?}", received.uri().query().unwrap());
        OnChangePostResponse::Other {
            status: 207,
            x_seen: "2026-01-31T12:00:00Z".parse().unwrap(),
            body: Problem {
                text: Some(text),
                ..Problem::default()
            },
        }
    }

    async fn put(&self, _: Received<Option<ChangeRequestBody>>) -> OnChangePutResponse {
        OnChangePutResponse::NoContent
    }

    async fn head(&self, _: Received<()>) -> OnChangeHeadResponse {
        OnChangeHeadResponse::Ok
    }

    async fn delete(&self, _: Received<()>) -> OnChangeDeleteResponse {
        OnChangeDeleteResponse::NoContent
    }

    async fn options(&self, _: Received<()>) -> OnChangeOptionsResponse {
        OnChangeOptionsResponse::NoContent
    }

    async fn patch(&self, received: Received<Option<Value>>) -> OnChangePatchResponse {
        OnChangePatchResponse::Ok(received.into_inner().unwrap_or(json!("nothing")))
    }

    async fn trace(&self, _: Received<()>) -> OnChangeTraceResponse {
        OnChangeTraceResponse::NoContent
    }
}

impl OnChange2Handler for Market {
    async fn post(&self, received: Received<Option<i64>>) -> OnChange2PostResponse {
        OnChange2PostResponse::Success {
            status: 201,
            status_: "new".to_owned(),
            body_: None,
            body: received.into_inner().into_iter().collect(),
        }
    }
}

async fn at_market(method: Method, path: &str, body: &str) -> Response<Body> {
    let receiver = Receiver::builder(PublicAddress::new("https://shop.example").unwrap())
        .callback("/change", on_change::callback(Market, Nobody))
        .callback("/fallback", on_change_2::callback(Market))
        .build()
        .unwrap();
    let request = Request::builder().method(method).uri(path);
    let request = request.header("X-Trace", "t1");
    let request = request.body(Body::from(body.to_owned())).unwrap();
    receiver.receive(request).await
}

#[tokio::test]
async fn every_method_of_a_callback_has_its_own_security() {
    let status = async |method| at_market(method, "/change", "").await.status().as_u16();
    // Senders that are accepted without credentials need no header.
    assert_eq!(
        at_market(Method::POST, "/change?kind=price", "")
            .await
            .status(),
        207
    );
    assert_eq!(status(Method::PUT).await, 401);
    assert_eq!(status(Method::HEAD).await, 200);
    for method in [Method::DELETE, Method::OPTIONS, Method::TRACE] {
        assert_eq!(status(method).await, 204);
    }
    assert_eq!(status(Method::GET).await, 405);
}

#[tokio::test]
async fn callback_parameters_and_statuses_are_typed() {
    let response = at_market(Method::POST, "/change?kind=price", r#"{"price": 2.5}"#).await;
    assert_eq!(response.status(), 207);
    assert_eq!(response.headers()["x-seen"], "2026-01-31T12:00:00Z");
    assert_eq!(
        response.headers()["content-type"],
        "application/problem+json"
    );
    assert_eq!(
        body(&response),
        json!({ "text": "kind=price t1 Some(2.5)" })
    );
}

#[tokio::test]
async fn a_body_without_a_schema_is_any_value() {
    let response = at_market(Method::PATCH, "/change", r#"{"a": [1]}"#).await;
    assert_eq!(body(&response), json!({ "a": [1] }));
    let response = at_market(Method::PATCH, "/change", "").await;
    assert_eq!(body(&response), json!("nothing"));
}

#[tokio::test]
async fn each_expression_of_a_callback_has_its_own_module() {
    let response = at_market(Method::POST, "/fallback", "7").await;
    assert_eq!(response.status(), 201);
    assert_eq!(response.headers()["status"], "new");
    assert!(!response.headers().contains_key("body"));
    assert_eq!(body(&response), json!([7]));
    let response = at_market(Method::POST, "/fallback", "null").await;
    assert_eq!(body(&response), json!([]));
}

#[tokio::test]
async fn a_secured_operation_without_authentication_is_a_401() {
    assert_eq!(
        asked(Callback::new().request_handler(Yes), Method::POST).await,
        401
    );
    let asks = Callback::authenticated(DangerouslyUnauthenticated).request_handler(Yes);
    assert_eq!(asked(asks, Method::POST).await, 204);
}

#[tokio::test]
async fn an_undecodable_body_is_a_400() {
    for bad in ["", "{", "{}", "[]", r#"{"kind": 7}"#, "null"] {
        let response = send("POST", "/event", bad).await;
        assert_eq!(response.status(), 400, "{bad}");
    }
}

#[tokio::test]
async fn undecodable_bodies_are_logged_without_values() {
    let log = Log::new();
    assert_eq!(
        send("POST", "/event", r#"{"kind": ["hush"]}"#)
            .await
            .status(),
        400
    );
    let lines = log.text();
    assert!(lines.starts_with("WARN "), "{lines}");
    assert!(
        lines.contains(r#"operation="POST {$request.body#/url}" path="kind""#),
        "{lines}"
    );
    assert!(
        lines.contains("expected a string, found an array"),
        "{lines}"
    );
    assert!(!lines.contains("hush"), "{lines}");
}

#[tokio::test(start_paused = true)]
async fn missing_responses_are_logged_without_values() {
    for (kind, why) in [
        ("panic", "a handler panicked"),
        ("hang", "a handler took too long"),
    ] {
        let log = Log::new();
        let body = format!(r#"{{"kind": "{kind}", "note": "hush"}}"#);
        send("POST", "/event", &body).await;
        let lines = log.text();
        assert!(lines.starts_with("ERROR "), "{lines}");
        assert!(
            lines.contains(why) && lines.contains(r#"operation="POST {$request.body#/url}""#),
            "{lines}"
        );
        assert!(!lines.contains("hush"), "{lines}");
    }
}

#[tokio::test]
async fn an_optional_body_may_be_missing() {
    let shop = Shop::default();
    for body in ["", " ", "null", "[]", r#"[{"text": "late"}]"#] {
        let response = sent(&shop, "PUT", "/event", body).await;
        assert_eq!(response.status(), 202, "{body}");
    }
    let seen = std::mem::take(&mut *shop.problems.lock().unwrap());
    assert_eq!(seen, [None, None, None, Some(0), Some(1)]);
    assert_eq!(sent(&shop, "PUT", "/event", "[7]").await.status(), 400);
}

#[tokio::test]
async fn an_operation_may_have_no_body() {
    assert_eq!(send("GET", "/event", "").await.status(), 204);
    let response = send("DELETE", "/event", "").await;
    assert_eq!(response.status(), 405);
    assert_eq!(response.headers()["allow"], "GET, PUT, POST");
}

#[tokio::test]
async fn a_batch_has_the_property_and_key_of_the_document() {
    let shop = Shop::default();
    let body = r#"{"items": [{"path": "/items/7", "kind": "urgent"}, {"path": "/orders/7"}]}"#;
    assert_eq!(sent(&shop, "POST", "/items", body).await.status(), 200);
    let mut seen = std::mem::take(&mut *shop.items.lock().unwrap());
    seen.sort();
    assert_eq!(seen, [(None, false), (Some("7".to_owned()), true)]);
    // Nothing is said of a body without it.
    assert_eq!(sent(&shop, "POST", "/items", "{}").await.status(), 400);
}

#[derive(Clone, Default)]
struct Answers(Arc<Mutex<Vec<String>>>);

impl AnswerHandler for Answers {
    async fn post(&self, notification: Received<models::Answer>) {
        let text = notification.text.clone().unwrap_or_default();
        self.0.lock().unwrap().push(text);
    }

    async fn invalid_post(&self, notification: Received<InvalidPayload>) {
        let error = notification.error().to_string();
        self.0.lock().unwrap().push(error);
    }
}

#[tokio::test]
async fn without_a_batch_the_body_is_the_notification() {
    for (body, status, seen) in [
        (r#"{"text": "yes"}"#, 200, "yes"),
        (
            r#"{"text": 7}"#,
            200,
            "text: expected a string, found an integer",
        ),
        ("[]", 200, "expected an object, found an array"),
        (r#"{"text": "#, 400, ""),
        ("yes", 400, ""),
        ("", 400, ""),
    ] {
        let answers = Answers::default();
        let callback = answer::callback(answers.clone(), DangerouslyUnauthenticated);
        let address = PublicAddress::new("https://shop.example").unwrap();
        let receiver = Receiver::builder(address).callback("/", callback);
        let receiver = receiver.build().unwrap();
        let request = Request::post("/").body(Body::from(body)).unwrap();
        assert_eq!(receiver.receive(request).await.status(), status, "{body}");
        assert!(receiver.shut_down(Duration::from_secs(20)).await.is_empty());
        let all = answers.0.lock().unwrap().join("");
        assert!(
            all.starts_with(seen) && all.is_empty() == seen.is_empty(),
            "{body}: {all}"
        );
        assert_eq!(
            receiver.counts().rejected,
            u64::from(status == 400),
            "{body}"
        );
    }
}

#[test]
fn keys_and_conditions_are_those_of_the_document() {
    let item: Item = from_slice(br#"{"path": "items/a%20b/c", "kind": "0.5"}"#).unwrap();
    assert_eq!(item.item_id().as_deref(), Some("a b"));
    assert!(item.is_urgent());
}

#[test]
fn a_shared_callback_has_one_module() {
    let document = std::fs::read_to_string(workspace("tests/clients/callbacks/callbacks.yaml"));
    let options = Options::new("orders", "callbacks.yaml");
    let source = Source::new("callbacks.yaml", document.unwrap());
    let generated = generate(&source, &options).generated.unwrap();
    let modules: Vec<&str> = generated
        .files
        .keys()
        .filter_map(|path| path.strip_prefix("src/callbacks/"))
        .collect();
    assert_eq!(
        modules,
        [
            "answer.rs",
            "items.rs",
            "on_change.rs",
            "on_change_2.rs",
            "on_event.rs",
            "on_event_2.rs"
        ]
    );
}

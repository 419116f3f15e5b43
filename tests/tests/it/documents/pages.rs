//! Lists in pages, as streams.

use bodies_client::Client;
use specwright_runtime::testing::{Script, ScriptedResponse};
use specwright_runtime::{Endpoint, Error, InvalidRequest, Request, StaticToken};

const BASE: &str = "https://archive.example/v1.0";

fn client(script: &Script) -> Client {
    let runtime = specwright_runtime::Client::builder(Endpoint::new(BASE).unwrap())
        .credential(StaticToken::new("t"))
        .transport(script.clone())
        .build();
    Client::from(runtime)
}

/// A page with these notes, and perhaps the address of the next one.
fn page(notes: &[&str], next: Option<&str>) -> ScriptedResponse {
    let notes: Vec<_> = notes
        .iter()
        .map(|text| serde_json::json!({ "text": text }))
        .collect();
    let page = serde_json::json!({ "value": notes, "@odata.nextLink": next });
    ScriptedResponse::status(200).body(page.to_string())
}

fn addresses(script: &Script) -> Vec<String> {
    let requests = script.requests();
    requests
        .iter()
        .map(|request| request.uri().to_string())
        .collect()
}

#[tokio::test]
async fn a_stream_has_the_items_of_all_pages_in_order() {
    let script = Script::new()
        .then(page(
            &["a", "b"],
            Some("https://archive.example/v1.0/notes?$skiptoken=1"),
        ))
        .then(page(&[], Some("/v1.0/notes?$skiptoken=2")))
        .then(page(&["c"], None));
    let client = client(&script);
    let mut items = client.notes().get().top(2).header("prefer", "all").items();
    let mut texts = Vec::new();
    while let Some(note) = items.next().await.unwrap() {
        texts.push(note.text);
    }
    assert_eq!(texts, ["a", "b", "c"]);
    assert_eq!(
        addresses(&script),
        [
            "https://archive.example/v1.0/notes?top=2",
            "https://archive.example/v1.0/notes?$skiptoken=1",
            "https://archive.example/v1.0/notes?$skiptoken=2",
        ]
    );
    assert!(
        script
            .requests()
            .iter()
            .all(|request| request.headers()["prefer"] == "all")
    );
}

#[tokio::test]
async fn pages_are_requested_lazily() {
    let script = Script::new()
        .then(page(&["a"], Some("/v1.0/notes?page=2")))
        .then(page(&["b"], None));
    let client = client(&script);
    let mut pages = client.notes().get().pages();
    assert!(script.requests().is_empty());
    let first = pages.next().await.unwrap().unwrap();
    assert_eq!(first.status(), 200);
    assert_eq!(script.requests().len(), 1);
    let second = pages.next().await.unwrap().unwrap();
    assert_ne!(first.client_request_id(), second.client_request_id());
    for (request, page) in script.requests().iter().zip([&first, &second]) {
        let id = request.headers()["x-correlation-id"].to_str().ok();
        assert_eq!(id, page.client_request_id());
    }
    assert!(pages.next().await.unwrap().is_none());
    assert!(pages.next().await.unwrap().is_none());
    assert_eq!(script.requests().len(), 2);
}

#[tokio::test]
async fn next_links_to_another_origin_are_refused() {
    for link in [
        "https://elsewhere.example/v1.0/notes",
        "http://archive.example/v1.0/notes",
        "https://archive.example:8443/v1.0/notes",
        "https://archive.example@elsewhere.example/v1.0/notes",
        "https://archive.example.elsewhere.example/",
        "//elsewhere.example/v1.0/notes",
        "notes?page=2",
    ] {
        let script = Script::new()
            .then(page(&["a"], Some(link)))
            .then(page(&["b"], None));
        let client = client(&script);
        let mut items = client.notes().get().items();
        assert_eq!(items.next().await.unwrap().unwrap().text, "a", "{link}");
        let error = items.next().await.unwrap_err();
        let refused = matches!(
            error,
            Error::InvalidRequest(InvalidRequest::NextLink { .. })
        );
        assert!(refused, "{link}: {error:?}");
        assert!(items.next().await.unwrap().is_none());
        assert_eq!(script.requests().len(), 1, "{link}");
    }
}

#[tokio::test]
async fn circular_next_links_are_an_error() {
    let script = Script::new()
        .then(page(&["a"], Some("/v1.0/notes?page=2")))
        .then(page(&["b"], Some("/v1.0/notes?page=2")));
    let client = client(&script);
    let mut items = client.notes().get().items();
    assert_eq!(items.next().await.unwrap().unwrap().text, "a");
    assert_eq!(items.next().await.unwrap().unwrap().text, "b");
    let error = items.next().await.unwrap_err();
    assert!(error.to_string().contains("read before"), "{error}");
}

#[tokio::test]
async fn an_error_ends_the_stream() {
    let script = Script::new()
        .then(page(&["a"], Some("/v1.0/notes?page=2")))
        .then(ScriptedResponse::status(403));
    let client = client(&script);
    let mut pages = client.notes().get().pages();
    pages.next().await.unwrap().unwrap();
    assert_eq!(
        pages.next().await.unwrap_err().status().unwrap().as_u16(),
        403
    );
    assert!(pages.next().await.unwrap().is_none());
}

#[tokio::test]
async fn the_next_link_may_be_an_undeclared_property() {
    let answer = |json: &'static str| ScriptedResponse::status(200).body(json);
    let script = Script::new()
        .then(answer(r#"{"words":["a"],"next":"/v1.0/words?page=2"}"#))
        .then(answer(r#"{"words":["b"]}"#));
    let client = client(&script);
    let mut words = Request::items(client.words().get());
    assert_eq!(words.next().await.unwrap().as_deref(), Some("a"));
    assert_eq!(words.next().await.unwrap().as_deref(), Some("b"));
    assert_eq!(words.next().await.unwrap(), None);
}

//! What OpenAPI 3.1 and 3.2 have beside schemas: methods, query strings, cookies, webhooks.

use std::time::Duration;

use catalog_client::callbacks::borrowed::{self, BorrowedHandler, BorrowedPostResponse};
use catalog_client::callbacks::returned::{self, ReturnedHandler, ReturnedPostResponse};
use catalog_client::models::shared::BorrowedPost200;
use catalog_client::models::{Book, Event, Filter, Loan, Novel, OtherBook};
use catalog_client::{Client, Credentials, Server};
use http::Request;
use serde_json::{Value, json};
use specwright_runtime::receiver::{PublicAddress, Received, Receiver};
use specwright_runtime::{Body, Endpoint, Error, InvalidRequest, StaticToken, from_slice};

use crate::documents::{server, target};
use crate::support::server::{Server as TestServer, Then};

fn client(server: &TestServer) -> Client {
    let endpoint = Endpoint::new(format!("{}/v1.0", server.base())).unwrap();
    let transport =
        specwright_runtime::ReqwestTransport::from_builder(reqwest::Client::builder().no_proxy());
    let credentials = Credentials::new().device(StaticToken::new("d-token"));
    let runtime = specwright_runtime::Client::builder(endpoint)
        .credentials(credentials)
        .transport(transport);
    Client::from(runtime.build())
}

/// Returns the request that a server receives.
macro_rules! received {
    ($client:ident => $request:expr) => {{
        let server = server().await;
        let $client = client(&server);
        $request.await.unwrap();
        server.only()
    }};
}

async fn json_server(body: &str) -> TestServer {
    let length = body.len();
    let response = format!(
        "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {length}\r\n\
         connection: close\r\n\r\n{body}"
    );
    TestServer::answering(response, Then::Close).await
}

fn filter() -> Filter {
    Filter {
        title: Some("a+b &c".to_owned()),
        years: Some(vec![1815, 1816]),
        ..Default::default()
    }
}

#[tokio::test]
async fn a_query_request_has_a_body() {
    let server = json_server(r#"[{"kind": "novel", "title": "Emma"}]"#).await;
    let client = client(&server);
    let books = client.books().query(filter()).await.unwrap();
    assert_eq!(*books.body(), [Book::from(Novel::new("Emma"))]);
    let request = server.only();
    assert_eq!(request.line, "QUERY /v1.0/books HTTP/1.1");
    assert_eq!(request.header("content-type"), Some("application/json"));
    let body: Value = serde_json::from_str(&request.body).unwrap();
    assert_eq!(body, json!({"title": "a+b &c", "years": [1815, 1816]}));
}

#[tokio::test]
async fn additional_operations_send_their_method() {
    let server = json_server(r#"{"kind": "atlas"}"#).await;
    let client = client(&server);
    let book = client.books().by_id("7");
    book.copy_2("shelf").await.unwrap();
    let request = server.only();
    assert_eq!(request.line, "COPY /v1.0/books/7 HTTP/1.1");
    assert_eq!(request.header("destination"), Some("shelf"));
    let request = received!(client => client.books().by_id("7").m_search(filter()));
    assert_eq!(request.line, "M-SEARCH /v1.0/books/7 HTTP/1.1");
    assert!(!request.body.is_empty());
    let request = received!(client => client.books().by_id("7").copy().get());
    assert_eq!(request.line, "GET /v1.0/books/7/copy HTTP/1.1");
}

#[tokio::test]
async fn a_querystring_is_the_whole_query() {
    let request = received!(client => client.search().form().get(&filter()));
    let expected = "/search/form?title=a%2Bb+%26c&years=1815%7C1816";
    assert_eq!(target(&request), expected);
    let request = received!(client => client.search().json().get().filter(&filter()));
    let expected =
        "/search/json?%7B%22title%22%3A%22a%2Bb%20%26c%22%2C%22years%22%3A%5B1815%2C1816%5D%7D";
    assert_eq!(target(&request), expected);
    let request = received!(client => client.search().text().get().selector("$.a[1:2]"));
    assert_eq!(target(&request), "/search/text?%24.a%5B1%3A2%5D");
    let request = received!(client => client.search().text().get());
    assert_eq!(target(&request), "/search/text");
    let request = received!(client => client.search().form().get(&Filter::default()));
    assert_eq!(target(&request), "/search/form");
}

#[tokio::test]
async fn cookies_in_the_style_cookie_are_not_encoded() {
    let request = received!(client => client.cookies().get().theme("a%20b=/").encoded("a b"));
    let expected = "theme=a%20b=/; encoded=a%20b";
    assert_eq!(request.header("cookie"), Some(expected));
    let request =
        received!(client => client.cookies().get().colors(&["x", "y"]).joined(&["x", "y"]));
    let expected = "colors=x; colors=y; joined=x,y";
    assert_eq!(request.header("cookie"), Some(expected));
    for theme in ["a;b", "a b", "a,b", "\"a\"", "a\\", "é", "a\n"] {
        let server = server().await;
        let result = client(&server).cookies().get().theme(theme).await;
        let Err(Error::InvalidRequest(InvalidRequest::Parameter(violations))) = result else {
            panic!("{theme:?} cannot be in a cookie");
        };
        assert!(!format!("{violations:?}").contains(theme), "{violations:?}");
        assert!(server.received().is_empty());
    }
}

#[test]
fn default_mapping_decodes_unknown_discriminators() {
    for json in [
        json!({"title": "A"}),
        json!({"kind": "poem", "title": "A", "lines": 4}),
        json!({"title": "A", "kind": "poem"}),
        json!({"kind": "OtherBook"}),
        json!({}),
    ] {
        let book: Book = from_slice(json.to_string().as_bytes()).unwrap();
        assert!(matches!(book, Book::OtherBook(_)), "{json}: {book:?}");
        assert_eq!(serde_json::to_value(&book).unwrap(), json);
    }
    let atlas = json!({"scale": 5, "kind": "atlas"});
    let book: Book = from_slice(atlas.to_string().as_bytes()).unwrap();
    assert!(matches!(book, Book::Atlas(_)), "{book:?}");
    assert_eq!(serde_json::to_value(&book).unwrap(), atlas);
    let new = Book::from(OtherBook::default());
    assert_eq!(serde_json::to_value(&new).unwrap(), json!({}));
}

#[tokio::test]
async fn a_body_with_an_item_schema_is_a_stream_of_bytes() {
    let events = "data: 1\n\ndata: 2\n\n";
    let response = format!(
        "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\nconnection: close\r\n\r\n{events}"
    );
    let server = TestServer::answering(response, Then::Close).await;
    let response = client(&server).events().get().await.unwrap();
    let bytes = response.into_body().collect().await.unwrap();
    assert_eq!(bytes, events);
    // The type of the items is there for those who decode them.
    let event: Event = from_slice(br#"{"data": "1"}"#).unwrap();
    assert_eq!(event.data.as_deref(), Some("1"));
}

#[tokio::test]
async fn mutual_tls_adds_no_credential() {
    let request = received!(client => client.vault().get());
    assert_eq!(request.header("authorization"), None);
    assert_eq!(request.header("x-key"), None);
    let request = received!(client => client.vault().post());
    assert_eq!(request.header("authorization"), Some("Bearer d-token"));
}

#[test]
fn servers_have_the_names_of_the_document() {
    assert_eq!(Server::Main.url(), "https://catalog.example/v1");
    assert_eq!(Server::Staging.url(), "https://staging.catalog.example/v1");
}

struct Library;

impl BorrowedHandler for Library {
    async fn post(&self, received: Received<Loan>) -> BorrowedPostResponse {
        BorrowedPostResponse::Ok(BorrowedPost200 {
            ok: Some(received.book == "Emma"),
            ..Default::default()
        })
    }
}

impl ReturnedHandler for Library {
    async fn post(&self, _: Received<Loan>) -> ReturnedPostResponse {
        ReturnedPostResponse::NoContent
    }
}

#[tokio::test]
async fn webhooks_are_received() {
    let receiver = Receiver::builder(PublicAddress::new("https://reader.example").unwrap())
        .callback("/borrowed", borrowed::callback(Library))
        .callback("/returned", returned::callback(Library))
        .build()
        .unwrap();
    let send = |path: &str, body: &str| {
        let request = Request::post(path).body(Body::from(body.to_owned()));
        receiver.receive(request.unwrap())
    };
    let response = send("/borrowed", r#"{"book": "Emma"}"#).await;
    assert_eq!(response.status(), 200);
    let body: Value = serde_json::from_slice(response.body().as_bytes().unwrap()).unwrap();
    assert_eq!(body, json!({"ok": true}));
    assert_eq!(send("/returned", r#"{"book": "Emma"}"#).await.status(), 204);
    assert_eq!(send("/returned", "{}").await.status(), 400);
    assert!(receiver.shut_down(Duration::from_secs(20)).await.is_empty());
}

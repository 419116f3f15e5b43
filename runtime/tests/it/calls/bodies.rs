//! Bodies other than JSON: what is sent, and streams.

use std::convert::Infallible;
use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll};
use std::time::{Duration, Instant};

use serde_json::json;
use specwright_runtime::testing::{Script, ScriptedResponse};
use specwright_runtime::{
    Body, BoxFuture, Bytes, Client, Encoding, Endpoint, Error, Method, Multipart, Operation, Part,
    Reply, Request, Security, StaticToken, Status, Style, Transport, TransportError,
    UnexpectedResponse, body,
};

static UPLOAD: Operation<(), Infallible> = Operation {
    id: "upload",
    method: Method::PUT,
    path: "/file",
    deadline: Some(Duration::from_secs(15)),
    idempotent: true,
    security: Security::Bearer,
    responses: &[(Status::Range(2), Reply::Success(body::none))],
};

static DOWNLOAD: Operation<Body, String> = Operation {
    id: "download",
    method: Method::GET,
    path: "/file",
    deadline: Some(Duration::from_secs(15)),
    idempotent: true,
    security: Security::None,
    responses: &[
        (Status::Code(200), Reply::Stream(body::stream)),
        (Status::Code(404), Reply::Failure(body::text)),
    ],
};

#[derive(Debug)]
enum Read {
    Json(Vec<i32>),
    Text(String),
    Other(Body),
}

static READ: Operation<Read, Infallible> = Operation {
    id: "read",
    method: Method::GET,
    path: "/file",
    deadline: None,
    idempotent: true,
    security: Security::None,
    responses: &[(
        Status::Code(200),
        Reply::Media(&[
            (
                "application/json",
                Reply::Success(|response| body::json(response).map(Read::Json)),
            ),
            (
                "text/*",
                Reply::Success(|response| body::text(response).map(Read::Text)),
            ),
            ("image/*", Reply::Stream(Read::Other)),
        ]),
    )],
};

fn client(transport: impl Transport + 'static) -> Client {
    Client::builder(Endpoint::new("https://graph.example").unwrap())
        .credential(StaticToken::new("t"))
        .transport(transport)
        .build()
}

fn request<'a, T, E>(client: &'a Client, operation: &'static Operation<T, E>) -> Request<'a, T, E> {
    Request::new(&client.path().segment("file"), operation)
}

/// Returns the request that is sent with a body.
async fn sent(
    with: impl FnOnce(Request<'_, (), Infallible>) -> Request<'_, (), Infallible>,
) -> (String, String) {
    let script = Script::new().then(ScriptedResponse::status(200));
    let client = client(script.clone());
    with(request(&client, &UPLOAD)).await.unwrap();
    let request = script.requests().remove(0);
    let media_type = request.headers()["content-type"]
        .to_str()
        .unwrap()
        .to_owned();
    (
        media_type,
        String::from_utf8(request.into_body().to_vec()).unwrap(),
    )
}

#[tokio::test]
async fn a_form_is_encoded_as_in_the_url_standard() {
    let value = json!({ "text": "a b+c&d=é~*", "none": null, "list": ["x", "y z"], "number": 1.5, "yes": true, "empty": [] });
    let (media_type, form) = sent(|request| request.form(&value, &[])).await;
    assert_eq!(media_type, "application/x-www-form-urlencoded");
    // `serde_json` sorts the members of what `json!` makes.
    assert_eq!(
        form,
        "list=x&list=y+z&number=1.5&text=a+b%2Bc%26d%3D%C3%A9%7E*&yes=true"
    );
}

#[tokio::test]
async fn an_object_in_a_form_is_json() {
    let value = json!({ "address": { "street": "123 Example Dr.", "zip": "99999+1234" } });
    let (_, form) = sent(|request| request.form(&value, &[])).await;
    assert_eq!(
        form,
        "address=%7B%22street%22%3A%22123+Example+Dr.%22%2C%22zip%22%3A%2299999%2B1234%22%7D"
    );
}

#[tokio::test]
async fn form_properties_have_their_style() {
    let list = json!({ "color": ["blue", "black", "light brown"] });
    let object = json!({ "color": { "B": 150, "G": 200, "R": 100 } });
    let text = json!({ "color": "a/b c" });
    let nested = json!({ "color": [{ "name": "blue" }, null, { "in": ["sky"] }, []] });
    let style = Encoding::Style;
    let table = [
        (
            &list,
            style(Style::FORM.exploded()),
            "color=blue&color=black&color=light%20brown",
        ),
        (&list, style(Style::FORM), "color=blue,black,light%20brown"),
        (
            &list,
            style(Style::SPACE_DELIMITED),
            "color=blue%20black%20light%20brown",
        ),
        (
            &list,
            style(Style::PIPE_DELIMITED),
            "color=blue%7Cblack%7Clight%20brown",
        ),
        (&object, style(Style::FORM.exploded()), "B=150&G=200&R=100"),
        (&object, style(Style::FORM), "color=B,150,G,200,R,100"),
        (
            &object,
            style(Style::SPACE_DELIMITED),
            "color=B%20150%20G%20200%20R%20100",
        ),
        (
            &object,
            style(Style::PIPE_DELIMITED),
            "color=B%7C150%7CG%7C200%7CR%7C100",
        ),
        (
            &object,
            style(Style::DEEP_OBJECT.exploded()),
            "color%5BB%5D=150&color%5BG%5D=200&color%5BR%5D=100",
        ),
        (
            &list,
            style(Style::DEEP_OBJECT),
            "color%5B0%5D=blue&color%5B1%5D=black&color%5B2%5D=light%20brown",
        ),
        (
            &nested,
            style(Style::DEEP_OBJECT),
            "color%5B0%5D%5Bname%5D=blue&color%5B1%5D%5Bin%5D%5B0%5D=sky",
        ),
        (&text, style(Style::FORM.exploded()), "color=a%2Fb%20c"),
        (
            &text,
            style(Style::FORM.exploded().reserved()),
            "color=a/b%20c",
        ),
        (
            &list,
            Encoding::MediaType("application/json"),
            "color=%5B%22blue%22%2C%22black%22%2C%22light+brown%22%5D",
        ),
    ];
    for (value, encoding, expected) in table {
        let (_, form) = sent(|request| request.form(value, &[("color", encoding)])).await;
        assert_eq!(form, expected, "{encoding:?}");
    }
}

#[tokio::test]
async fn a_form_must_be_an_object() {
    let script = Script::new();
    let client = client(script.clone());
    let error = request(&client, &UPLOAD).form(&[1], &[]).await.unwrap_err();
    assert!(matches!(error, Error::InvalidRequest(_)), "{error:?}");
    assert!(script.requests().is_empty());
}

/// The parts of a body, with their boundary taken out.
fn parts(media_type: &str, body: &str) -> String {
    let boundary = media_type.split_once("boundary=").unwrap().1;
    body.replace(boundary, "B")
}

#[tokio::test]
async fn parts_may_be_text_json_or_files() {
    let photo = Part::new(Body::from("PNG")).file_name("a \"b\"\r\n.png");
    let form = Multipart::form_data()
        .part("id", 7)
        .part("name", "Rex")
        .part("owner", json!({ "first": "Ann" }))
        .part("tags", ["x", "y"])
        .part("none", None::<String>)
        .parts("note", [Part::new("n").header("x-lang", "en")])
        .encoded("sizes", "application/json", [1, 2])
        .encoded("rows", "application/json", [[1, 2], [3, 4]])
        .part(
            "owners",
            [json!({ "first": "Ann" }), json!({ "first": "Bo" })],
        )
        .encoded_parts(
            "title",
            "application/json",
            [Part::new("t").header("x-lang", "en")],
        )
        .base64("key", "application/octet-stream", ["S2V5"])
        .file("photo", "image/png", photo)
        .files("more", "application/octet-stream", []);
    let (media_type, body) = sent(|request| request.multipart(form)).await;
    assert!(media_type.starts_with("multipart/form-data; boundary="));
    let part = |head: &str, body: &str| {
        format!("--B\r\nContent-Disposition: form-data; {head}\r\n\r\n{body}\r\n")
    };
    let text = "\r\nContent-Type: text/plain";
    let json = "\r\nContent-Type: application/json";
    let expected = [
        part(&format!("name=\"id\"{text}"), "7"),
        part(&format!("name=\"name\"{text}"), "Rex"),
        part(&format!("name=\"owner\"{json}"), r#"{"first":"Ann"}"#),
        part(&format!("name=\"tags\"{text}"), "x"),
        part(&format!("name=\"tags\"{text}"), "y"),
        part(&format!("name=\"note\"{text}\r\nx-lang: en"), "n"),
        part(&format!("name=\"sizes\"{json}"), "1"),
        part(&format!("name=\"sizes\"{json}"), "2"),
        part(&format!("name=\"rows\"{json}"), "[1,2]"),
        part(&format!("name=\"rows\"{json}"), "[3,4]"),
        part(&format!("name=\"owners\"{json}"), r#"{"first":"Ann"}"#),
        part(&format!("name=\"owners\"{json}"), r#"{"first":"Bo"}"#),
        part(&format!("name=\"title\"{json}\r\nx-lang: en"), "\"t\""),
        part(
            "name=\"key\"\r\nContent-Type: application/octet-stream\r\nContent-Transfer-Encoding: base64",
            "S2V5",
        ),
        part(
            "name=\"photo\"; filename=\"a %22b%22%0D%0A.png\"\r\nContent-Type: image/png",
            "PNG",
        ),
        "--B--\r\n".to_owned(),
    ];
    assert_eq!(parts(&media_type, &body), expected.concat());
}

#[tokio::test]
async fn a_file_of_a_form_is_named_after_its_property() {
    let file = |name: Option<&str>| {
        let part = Part::new(Body::from("x"));
        match name {
            Some(name) => part.file_name(name),
            None => part.without_file_name(),
        }
    };
    let form = Multipart::form_data()
        .file("photo", "image/png", Part::new(Body::from("x")))
        .file("photo", "image/png", file(Some("me.png")))
        .file("photo", "image/png", file(None))
        .parts("note", [Part::new("x")]);
    let (media_type, body) = sent(|request| request.multipart(form)).await;
    let body = parts(&media_type, &body);
    let heads: Vec<&str> = body
        .lines()
        .filter_map(|line| line.strip_prefix("Content-Disposition: form-data; "))
        .collect();
    assert_eq!(
        heads,
        [
            "name=\"photo\"; filename=\"photo\"",
            "name=\"photo\"; filename=\"me.png\"",
            "name=\"photo\"",
            "name=\"note\"",
        ]
    );
}

#[tokio::test]
async fn parts_outside_of_form_data_need_no_names() {
    let mixed = Multipart::new("multipart/mixed").part("", 1).file(
        "",
        "image/png",
        Part::new(Body::from("PNG")).file_name("b.png"),
    );
    let (media_type, body) = sent(|request| request.multipart(mixed)).await;
    assert!(media_type.starts_with("multipart/mixed; boundary="));
    assert_eq!(
        parts(&media_type, &body),
        "--B\r\nContent-Type: text/plain\r\n\r\n1\r\n--B\r\nContent-Disposition: attachment; filename=\"b.png\"\r\n\
         Content-Type: image/png\r\n\r\nPNG\r\n--B--\r\n"
    );
}

#[tokio::test]
async fn multipart_related_names_the_type_of_its_first_part() {
    let id = "<photo@trip.example>";
    let related = Multipart::new("multipart/related")
        .parts("", [Part::new(json!({ "cover": id }))])
        .file(
            "",
            "image/png",
            Part::new(Body::from("PNG")).header("Content-ID", id),
        );
    let (media_type, body) = sent(|request| request.multipart(related)).await;
    assert!(media_type.starts_with("multipart/related; type=\"application/json\"; boundary="));
    assert_eq!(
        parts(&media_type, &body),
        "--B\r\nContent-Type: application/json\r\n\r\n{\"cover\":\"<photo@trip.example>\"}\r\n\
         --B\r\nContent-Type: image/png\r\nContent-ID: <photo@trip.example>\r\n\r\nPNG\r\n--B--\r\n"
    );
}

#[tokio::test]
async fn part_headers_cannot_contain_line_breaks() {
    for part in [
        Part::new("x").header("a", "b\r\nc: d"),
        Part::new("x").header("a: b\r\nc", "d"),
        Part::new("x").media_type("text/plain\r\nc: d"),
    ] {
        let client = client(Script::new());
        let form = Multipart::form_data().parts("p", [part]);
        let error = request(&client, &UPLOAD).multipart(form).await.unwrap_err();
        assert!(matches!(error, Error::InvalidRequest(_)), "{error:?}");
    }
}

/// Returns the content of a reader of this length, as a stream.
fn stream(text: &'static str) -> Body {
    Body::from_reader(text.as_bytes())
}

#[tokio::test]
async fn parts_with_a_stream_are_streamed() {
    let form = Multipart::form_data().file("f", "text/csv", stream("a,b"));
    let (media_type, body) = sent(|request| request.multipart(form)).await;
    assert_eq!(
        parts(&media_type, &body),
        "--B\r\nContent-Disposition: form-data; name=\"f\"; filename=\"f\"\r\nContent-Type: text/csv\r\n\r\na,b\r\n--B--\r\n"
    );
}

#[tokio::test(start_paused = true)]
async fn retries_resend_bytes_but_not_started_streams() {
    let script = Script::new()
        .then(ScriptedResponse::status(503))
        .then(ScriptedResponse::status(200));
    let bytes = client(script.clone());
    let response = request(&bytes, &UPLOAD).content("text/plain", "text").await;
    assert_eq!(response.unwrap().attempts(), 2);
    assert!(
        script
            .requests()
            .iter()
            .all(|request| request.body() == "text")
    );

    let script = Script::new()
        .then(ScriptedResponse::status(503))
        .then(ScriptedResponse::status(200));
    let streamed = client(script.clone());
    let error = request(&streamed, &UPLOAD)
        .content("text/plain", stream("text"))
        .await
        .unwrap_err();
    assert_eq!(
        (error.status().unwrap().as_u16(), error.attempts()),
        (503, 1)
    );
    assert_eq!(script.requests().len(), 1);
}

/// Has no connection the first time.
struct Late(Arc<Mutex<Vec<Bytes>>>, Mutex<bool>);

impl Transport for Late {
    fn send(
        &self,
        request: http::Request<Body>,
        _: Instant,
    ) -> BoxFuture<'_, Result<http::Response<Body>, TransportError>> {
        Box::pin(async move {
            if std::mem::take(&mut *self.1.lock().unwrap()) {
                return Err(TransportError::not_sent("no connection"));
            }
            let body = request.into_body().collect().await?;
            self.0.lock().unwrap().push(body);
            Ok(http::Response::new(Body::empty()))
        })
    }
}

#[tokio::test(start_paused = true)]
async fn retries_send_an_unread_stream() {
    let bodies = Arc::default();
    let client = client(Late(Arc::clone(&bodies), Mutex::new(true)));
    let response = request(&client, &UPLOAD)
        .content("text/plain", stream("text"))
        .await;
    assert_eq!(response.unwrap().attempts(), 2);
    assert_eq!(*bodies.lock().unwrap(), [Bytes::from("text")]);
}

#[tokio::test(start_paused = true)]
async fn the_deadline_covers_sending_a_stream() {
    let client = client(Script::new().then(ScriptedResponse::status(200)));
    let body = Body::stream(Silent);
    let error = request(&client, &UPLOAD)
        .content("text/plain", body)
        .await
        .unwrap_err();
    assert!(matches!(error, Error::DeadlineExceeded { .. }), "{error:?}");
}

/// Never gives anything.
struct Silent;

impl http_body::Body for Silent {
    type Data = Bytes;
    type Error = TransportError;

    fn poll_frame(
        self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<http_body::Frame<Bytes>, TransportError>>> {
        Poll::Pending
    }
}

/// Answers with this body.
struct Answering(&'static str, Mutex<Option<Body>>);

impl Transport for Answering {
    fn send(
        &self,
        _: http::Request<Body>,
        _: Instant,
    ) -> BoxFuture<'_, Result<http::Response<Body>, TransportError>> {
        let body = self.1.lock().unwrap().take().unwrap_or_default();
        let response = http::Response::builder()
            .header("content-type", self.0)
            .body(body);
        Box::pin(std::future::ready(Ok(response.unwrap())))
    }
}

fn answering(media_type: &'static str, body: impl Into<Body>) -> Client {
    client(Answering(media_type, Mutex::new(Some(body.into()))))
}

#[tokio::test]
async fn the_length_of_a_stream_is_not_limited() {
    let transport = Answering("video/mp4", Mutex::new(Some(vec![7; 200_000].into())));
    let client = Client::builder(Endpoint::new("https://graph.example").unwrap())
        .transport(transport)
        .response_limit(1000)
        .build();
    let response = request(&client, &DOWNLOAD).await.unwrap();
    assert_eq!(response.into_body().collect().await.unwrap().len(), 200_000);
}

#[tokio::test(start_paused = true)]
async fn an_idle_stream_fails_after_the_deadline() {
    let client = answering("video/mp4", Body::stream(Silent));
    let mut body = request(&client, &DOWNLOAD).await.unwrap().into_body();
    let error = body.chunk().await.unwrap_err();
    assert!(error.is_timeout());
}

#[tokio::test]
async fn the_error_body_of_a_download_is_decoded() {
    let script = Script::new().then(ScriptedResponse::status(404).body("gone"));
    let client = client(script);
    match request(&client, &DOWNLOAD).await.unwrap_err() {
        Error::Service { body, .. } => assert_eq!(*body, "gone"),
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn the_media_type_of_a_response_selects_its_decoding() {
    let read = async |media_type, body: &'static str| {
        let client = answering(media_type, body);
        request(&client, &READ)
            .await
            .map(specwright_runtime::Response::into_body)
    };
    assert!(
        matches!(read("application/json; charset=utf-8", "[1]").await, Ok(Read::Json(list)) if list == [1])
    );
    assert!(matches!(read("Text/CSV", "a,b").await, Ok(Read::Text(text)) if text == "a,b"));
    let Ok(Read::Other(body)) = read("image/png", "PNG").await else {
        panic!("an image is a stream");
    };
    assert_eq!(body.collect().await.unwrap(), "PNG");
    match read("application/zip", "PK").await {
        Err(Error::Unexpected { raw, why, .. }) => {
            assert!(matches!(why, UnexpectedResponse::MediaType));
            assert_eq!(raw, "PK");
        }
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_text_body_that_is_not_utf8_is_kept_raw() {
    let client = answering("text/plain", vec![b'a', 0xff]);
    match request(&client, &READ).await.unwrap_err() {
        Error::Unexpected { raw, why, .. } => {
            assert!(why.to_string().contains("not what is declared"), "{why}");
            assert_eq!(raw[..], [b'a', 0xff]);
        }
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_reader_has_the_announced_length() {
    let long = Body::from_reader_of(&b"abcdef"[..], 4);
    assert_eq!(http_body::Body::size_hint(&long).exact(), Some(4));
    assert_eq!(long.collect().await.unwrap(), "abcd");
    let short = Body::from_reader_of(&b"ab"[..], 4);
    assert!(short.collect().await.unwrap_err().is_permanent());
}

#[cfg(feature = "reqwest")]
#[tokio::test]
async fn a_stream_is_chunked_or_has_its_length() {
    use crate::support::server::{Server, Then};
    const LENGTH: usize = 300_000;
    const OK: &str = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
    let long = || tokio::io::AsyncReadExt::take(tokio::io::repeat(b'x'), LENGTH as u64);
    for (body, header) in [
        (
            Body::from_reader(long()),
            ("transfer-encoding", "chunked".to_owned()),
        ),
        (
            Body::from_reader_of(long(), LENGTH as u64),
            ("content-length", LENGTH.to_string()),
        ),
    ] {
        let server = Server::answering(OK, Then::Close).await;
        let client = server.client().build();
        request(&client, &UPLOAD)
            .content("text/plain", body)
            .await
            .unwrap();
        let received = server.only();
        assert_eq!(received.header(header.0), Some(header.1.as_str()));
        assert_eq!(received.body.len(), LENGTH);
        assert_eq!(received.header("content-type"), Some("text/plain"));
    }
}

//! Bodies, media types and headers: what is sent, and what is decoded.

use std::collections::BTreeMap;

use bodies_client::Client;
use bodies_client::choice::{ChoicePutRequestBody, ChoicePutRequestBodyContent};
use bodies_client::file::{FileGetError, FileGetResponse, FilePutHeaders};
use bodies_client::form::{FormPostRequestBody, FormPostRequestBodyPlace, FormPostRequestBodySize};
use bodies_client::mixed::{MixedPostRequestBody, MixedPostRequestBodyAbout};
use bodies_client::models::Note;
use bodies_client::parts::PartsPostRequestBody;
use specwright_runtime::{
    Base64, Body, Error, InvalidRequest, Multipart, Part, UnexpectedResponse,
};

use crate::documents::server;
use crate::support::server::{Received, Server, Then};

/// Sends a request to a server, and returns what the server received.
macro_rules! received {
    ($client:ident => $request:expr) => {{
        let server = server().await;
        let $client = Client::from(server.client().build());
        $request.await.unwrap();
        server.only()
    }};
}

/// Returns the result of a call for a response.
macro_rules! read {
    ($answer:expr, $client:ident => $request:expr) => {{
        let server = Server::answering($answer, Then::Close).await;
        let $client = Client::from(server.client().build());
        $request.await
    }};
}

/// An answer with a body.
fn answer(status: &str, headers: &str, body: &str) -> String {
    let length = body.len();
    format!(
        "HTTP/1.1 {status}\r\n{headers}content-length: {length}\r\nconnection: close\r\n\r\n{body}"
    )
}

fn sent(request: &Received) -> (&str, &str) {
    (request.header("content-type").unwrap(), &request.body)
}

#[tokio::test]
async fn form_properties_have_their_declared_encoding() {
    let mut form = FormPostRequestBody::new("a b+c");
    form.tags = Some(vec!["x".to_owned(), "y&z".to_owned()]);
    form.size = Some(FormPostRequestBodySize {
        width: Some(1),
        height: Some(2),
        ..FormPostRequestBodySize::default()
    });
    form.sizes = Some(vec![1, 2]);
    form.colors = Some(vec!["blue".to_owned(), "light red".to_owned()]);
    form.words = Some(vec!["to".to_owned(), "be".to_owned()]);
    form.place = Some(FormPostRequestBodyPlace {
        x: Some(3),
        y: Some(4),
        ..FormPostRequestBodyPlace::default()
    });
    form.path = Some("/a/b?c d".to_owned());
    form.list = Some(vec![5, 6]);
    let request = received!(client => client.form().post(form));
    assert_eq!(
        sent(&request),
        (
            "application/x-www-form-urlencoded",
            "name=a+b%2Bc&tags=x&tags=y%26z&size=%7B%22width%22%3A1%2C%22height%22%3A2%7D&sizes=1,2\
             &colors=blue%7Clight%20red&words=to%20be&place%5Bx%5D=3&place%5By%5D=4&path=/a/b?c%20d&list=%5B5%2C6%5D"
        )
    );
    assert_eq!(request.header("accept"), Some("*/*"));
}

#[tokio::test]
async fn constraints_of_forms_are_validated() {
    let server = server().await;
    let client = Client::from(server.client().build());
    let error = client
        .form()
        .post(FormPostRequestBody::new("x"))
        .await
        .unwrap_err();
    assert!(
        matches!(error, Error::InvalidRequest(InvalidRequest::Body(_))),
        "{error:?}"
    );
    assert!(server.received().is_empty());
}

#[tokio::test]
async fn the_number_of_files_is_validated() {
    let mut upload = PartsPostRequestBody::new("At the sea", "PNG".into());
    upload.more = Some(vec!["1".into(), "2".into(), "3".into()]);
    let server = server().await;
    let client = Client::from(server.client().build());
    let error = client.parts().post(upload).await.unwrap_err();
    assert!(error.to_string().contains("more"), "{error}");
    assert!(server.received().is_empty());
}

/// The body with its boundary taken out, and the media type without it.
fn parts(request: &Received) -> (String, String) {
    let (media_type, body) = sent(request);
    let (media_type, boundary) = media_type.split_once("; boundary=").unwrap();
    (media_type.to_owned(), body.replace(boundary, "B"))
}

#[tokio::test]
async fn each_part_has_its_content_type() {
    let photo = Part::new(Body::from_reader(&b"PNG"[..])).file_name("me.png");
    let mut upload = PartsPostRequestBody::new("At the sea", photo);
    upload.stars = Some(5);
    upload.owner = Some(Note::new("Ann"));
    upload.tags = Some(vec!["x".to_owned(), "y".to_owned()]);
    upload.sizes = Some(vec![1, 2]);
    upload.notes = Some(vec![Note::new("first"), Note::new("second")]);
    upload.about = Some(Part::new("*At* the sea".to_owned()));
    upload.note = Some(Part::new("Nota".to_owned()).header("X-Lang", "la"));
    upload.more = Some(vec![
        Part::from("1").media_type("text/csv"),
        Part::from("2").without_file_name(),
    ]);
    let request = received!(client => client.parts().post(upload));
    let (media_type, body) = parts(&request);
    assert_eq!(media_type, "multipart/form-data");
    let part = |head: &str, body: &str| {
        format!("--B\r\nContent-Disposition: form-data; name={head}\r\n\r\n{body}\r\n")
    };
    let expected = [
        part("\"title\"\r\nContent-Type: text/plain", "At the sea"),
        part("\"stars\"\r\nContent-Type: text/plain", "5"),
        part(
            "\"owner\"\r\nContent-Type: application/json",
            r#"{"text":"Ann"}"#,
        ),
        part("\"tags\"\r\nContent-Type: text/plain", "x"),
        part("\"tags\"\r\nContent-Type: text/plain", "y"),
        part("\"sizes\"\r\nContent-Type: application/json", "1"),
        part("\"sizes\"\r\nContent-Type: application/json", "2"),
        part(
            "\"notes\"\r\nContent-Type: application/json",
            r#"{"text":"first"}"#,
        ),
        part(
            "\"notes\"\r\nContent-Type: application/json",
            r#"{"text":"second"}"#,
        ),
        part("\"note\"\r\nContent-Type: text/plain\r\nX-Lang: la", "Nota"),
        part("\"about\"\r\nContent-Type: text/markdown", "*At* the sea"),
        part(
            "\"photo\"; filename=\"me.png\"\r\nContent-Type: image/png",
            "PNG",
        ),
        part("\"more\"; filename=\"more\"\r\nContent-Type: text/csv", "1"),
        part("\"more\"\r\nContent-Type: application/octet-stream", "2"),
        "--B--\r\n".to_owned(),
    ];
    assert_eq!(body, expected.concat());
    assert_eq!(request.header("transfer-encoding"), Some("chunked"));
}

#[tokio::test]
async fn parts_of_other_multiparts_have_property_names() {
    let mixed = MixedPostRequestBody {
        about: Some(MixedPostRequestBodyAbout {
            a: Some(1),
            ..MixedPostRequestBodyAbout::default()
        }),
        data: Some("bytes".into()),
        key: Some(Base64::from(b"key".to_vec())),
        keys: Some(vec![Base64::from(b"a".to_vec())]),
    };
    let request = received!(client => client.mixed().post(mixed));
    assert_eq!(
        parts(&request),
        (
            "multipart/mixed".to_owned(),
            "--B\r\nContent-Disposition: form-data; name=\"about\"\r\nContent-Type: application/json\r\n\r\n{\"a\":1}\r\n\
             --B\r\nContent-Disposition: form-data; name=\"data\"\r\n\
             Content-Type: application/octet-stream\r\n\r\nbytes\r\n\
             --B\r\nContent-Disposition: form-data; name=\"key\"\r\nContent-Type: application/octet-stream\r\n\
             Content-Transfer-Encoding: base64\r\n\r\na2V5\r\n\
             --B\r\nContent-Disposition: form-data; name=\"keys\"\r\nContent-Type: application/x-key\r\n\
             Content-Transfer-Encoding: base64\r\n\r\nYQ==\r\n--B--\r\n"
                .to_owned()
        )
    );
    let nothing = received!(client => client.mixed().post(None));
    assert_eq!(nothing.header("content-type"), None);
    assert_eq!(nothing.header("content-length"), Some("0"));
}

#[tokio::test]
async fn undeclared_parts_can_be_added() {
    let form = Multipart::form_data().part("a", 1);
    let request = received!(client => client.any_parts().post(form));
    assert_eq!(
        parts(&request).1,
        "--B\r\nContent-Disposition: form-data; name=\"a\"\r\nContent-Type: text/plain\r\n\r\n1\r\n--B--\r\n"
    );
}

#[tokio::test]
async fn the_caller_selects_one_of_several_media_types() {
    use ChoicePutRequestBodyContent::{Form, Json, OctetStream, Text, Xml};
    let note = || Note::new("a b");
    let patch = ChoicePutRequestBody {
        patch: Some("p".to_owned()),
        ..ChoicePutRequestBody::default()
    };
    let table: [(ChoicePutRequestBodyContent, &str, &str); 6] = [
        (Json(note()), "application/json", r#"{"text":"a b"}"#),
        (
            patch.into(),
            "application/merge-patch+json",
            r#"{"patch":"p"}"#,
        ),
        (
            Form(note()),
            "application/x-www-form-urlencoded",
            "text=a+b",
        ),
        (Text("a b".to_owned()), "text/plain", "a b"),
        (OctetStream("a b".into()), "application/octet-stream", "a b"),
        (Xml("<a/>".to_owned()), "application/xml", "<a/>"),
    ];
    for (body, media_type, expected) in table {
        let request = received!(client => client.choice().put(body));
        assert_eq!(sent(&request), (media_type, expected));
    }
}

#[tokio::test]
async fn json_is_sent_with_its_declared_media_type() {
    let request = received!(client => client.choice().post(Note::new("a")));
    assert_eq!(
        sent(&request),
        ("application/json; charset=utf-8", r#"{"text":"a"}"#)
    );
    let nothing = received!(client => client.choice().post(None));
    assert_eq!(nothing.header("content-type"), None);
}

#[tokio::test]
async fn the_caller_selects_a_media_type_of_a_range() {
    let created = answer("201 Created", "", "");
    let server = Server::answering(created, Then::Close).await;
    let client = Client::from(server.client().build());
    let request = client.file().put("PNG").header("content-type", "image/png");
    request.await.unwrap();
    assert_eq!(sent(&server.only()), ("image/png", "PNG"));
}

#[tokio::test]
async fn a_body_is_sent_with_delete_too() {
    let request = {
        let server = Server::answering(answer("200 OK", "", ""), Then::Close).await;
        let client = Client::from(server.client().build());
        client.file().delete("text".to_owned()).await.unwrap();
        server.only()
    };
    assert_eq!(request.line, "DELETE /v1.0/file HTTP/1.1");
    assert_eq!(sent(&request), ("text/plain", "text"));
    assert_eq!(
        request.header("accept"),
        Some("application/octet-stream, application/problem+json")
    );
}

#[tokio::test]
async fn accept_lists_the_declared_media_types_in_order() {
    let server = Server::answering(answer("204 No Content", "", ""), Then::Close).await;
    let client = Client::from(server.client().build());
    client.file().get().await.unwrap();
    assert_eq!(
        server.only().header("accept"),
        Some(
            "application/json, text/plain, image/*, application/octet-stream, application/problem+json"
        )
    );
}

#[tokio::test]
async fn bodies_are_typed_by_media_type_and_status() {
    let get = async |status: &str, media_type: &str, body: &str| {
        let headers = format!("content-type: {media_type}\r\n");
        let answer = answer(status, &headers, body);
        read!(answer, client => client.file().get()).map(specwright_runtime::Response::into_body)
    };
    let json = get(
        "200 OK",
        "application/json; charset=utf-8",
        r#"{"text":"a"}"#,
    )
    .await;
    assert!(matches!(json, Ok(FileGetResponse::OkJson(note)) if note.text == "a"));
    let text = get("200 OK", "text/plain", "é").await;
    assert!(matches!(text, Ok(FileGetResponse::OkText(text)) if text == "é"));
    let Ok(FileGetResponse::OkImage(image)) = get("200 OK", "image/png", "PNG").await else {
        panic!("an image is a stream");
    };
    assert_eq!(image.collect().await.unwrap(), "PNG");
    let nothing = read!(answer("204 No Content", "", ""), client => client.file().get());
    assert!(matches!(
        nothing.unwrap().into_body(),
        FileGetResponse::NoContent
    ));

    match get("200 OK", "video/mp4", "MP4").await {
        Err(Error::Unexpected { raw, why, .. }) => {
            assert!(matches!(why, UnexpectedResponse::MediaType));
            assert_eq!(raw, "MP4");
        }
        other => panic!("{other:?}"),
    }
    let error = async |status: &str, media_type: &str, body: &str| match get(
        status, media_type, body,
    )
    .await
    {
        Err(Error::Service { body, .. }) => *body,
        other => panic!("{other:?}"),
    };
    assert_eq!(
        error("304 Not Modified", "text/plain", "").await,
        FileGetError::NotModified
    );
    assert_eq!(
        error("404 Not Found", "text/plain", "gone").await,
        FileGetError::NotFound("gone".to_owned())
    );
    assert_eq!(
        error(
            "415 Unsupported Media Type",
            "application/octet-stream",
            "raw"
        )
        .await,
        FileGetError::UnsupportedMediaType("raw".into())
    );
    let problem = error(
        "500 Oops",
        "application/problem+json",
        r#"{"title":"broken"}"#,
    )
    .await;
    assert!(
        matches!(problem, FileGetError::Other(problem) if problem.title.as_deref() == Some("broken"))
    );
}

#[tokio::test]
#[allow(deprecated, reason = "the document says so of one of them")]
async fn the_headers_of_a_response_are_typed() {
    let headers = "location: /file/1\r\nx-sizes: 1, 2\r\nx-sizes: 3\r\nx-place: x=1,y=2\r\n\
                   x-until: 2026-01-31T12:00:00Z\r\nx-about: {\"text\":\"a\"}\r\nretry-after: soon\r\n";
    let response =
        read!(answer("201 Created", headers, ""), client => client.file().put("PNG")).unwrap();
    let headers = FilePutHeaders::from(response.headers());
    assert_eq!(headers.location().unwrap().as_deref(), Some("/file/1"));
    assert_eq!(headers.x_sizes().unwrap(), Some(vec![1, 2, 3]));
    let place = BTreeMap::from([("x".to_owned(), 1), ("y".to_owned(), 2)]);
    assert_eq!(headers.x_place().unwrap(), Some(place));
    assert_eq!(
        headers.x_until().unwrap().unwrap().to_string(),
        "2026-01-31T12:00:00Z"
    );
    assert_eq!(headers.x_about().unwrap().unwrap().text, "a");
    let error = headers.retry_after().unwrap_err();
    assert_eq!((error.name(), error.is_missing()), ("Retry-After", false));
    assert!(!format!("{error:?} {error} {headers:?}").contains("soon"));

    let response =
        read!(answer("201 Created", "", ""), client => client.file().put("PNG")).unwrap();
    assert_eq!(
        FilePutHeaders::from(response.headers()).x_sizes().unwrap(),
        None
    );
}

#[tokio::test]
async fn a_download_may_exceed_the_body_limit() {
    const LENGTH: usize = 400_000;
    let body = "x".repeat(LENGTH);
    let server = Server::answering(
        answer(
            "200 OK",
            "content-type: application/octet-stream\r\n",
            &body,
        ),
        Then::Close,
    )
    .await;
    let client = Client::from(server.client().response_limit(1000).build());
    let mut body = client.file().delete(None).await.unwrap().into_body();
    let (mut length, mut chunks) = (0, 0);
    while let Some(chunk) = body.chunk().await.unwrap() {
        length += chunk.len();
        chunks += 1;
    }
    assert_eq!(length, LENGTH);
    assert!(chunks > 1);
}

#[tokio::test]
async fn an_upload_is_streamed() {
    const LENGTH: usize = 400_000;
    let long = tokio::io::AsyncReadExt::take(tokio::io::repeat(b'x'), LENGTH as u64);
    let server = Server::answering(answer("201 Created", "", ""), Then::Close).await;
    let client = Client::from(server.client().build());
    client.file().put(Body::from_reader(long)).await.unwrap();
    let request = server.only();
    assert_eq!(request.header("transfer-encoding"), Some("chunked"));
    assert_eq!(request.body.len(), LENGTH);
}

#[tokio::test]
async fn deep_objects_of_a_form_number_the_items_of_lists() {
    use bodies_client::models::OrderItem;
    use bodies_client::orders::{OrdersPostRequestBody, OrdersPostRequestBodyCustomer};

    let mut first = OrderItem::new("1");
    first.tags = Some(vec!["new".to_owned(), "a&b".to_owned()]);
    let order = OrdersPostRequestBody {
        items: Some(vec![first, OrderItem::new("2")]),
        expand: Some(vec!["customer".to_owned()]),
        customer: Some(OrdersPostRequestBodyCustomer {
            names: Some(vec!["Ann".to_owned()]),
            ..OrdersPostRequestBodyCustomer::default()
        }),
        ..OrdersPostRequestBody::default()
    };
    let request = received!(client => client.orders().post(order));
    let body = request.body.replace("%5B", "[").replace("%5D", "]");
    assert_eq!(
        body,
        "items[0][price]=1&items[0][tags][0]=new&items[0][tags][1]=a%26b&items[1][price]=2\
         &expand[0]=customer&customer[names][0]=Ann"
    );
}

#[tokio::test]
async fn kinds_of_patches_are_variants_each() {
    use bodies_client::orders::OrdersPatchRequestBodyContent::{JsonPatchJson, MergePatchJson};

    for (body, media_type) in [
        (JsonPatchJson(Note::new("a")), "application/json-patch+json"),
        (
            MergePatchJson(Note::new("a")),
            "application/merge-patch+json",
        ),
    ] {
        let request = received!(client => client.orders().patch(body));
        assert_eq!(sent(&request), (media_type, r#"{"text":"a"}"#));
    }
}

#[tokio::test]
async fn an_optional_union_body_accepts_its_alternatives() {
    use bodies_client::models::OrderItem;

    let request = received!(client => client.orders().put(OrderItem::new("1")));
    assert_eq!(request.body, r#"{"price":"1"}"#);
    let request = received!(client => client.orders().put(Note::new("a")));
    assert_eq!(request.body, r#"{"text":"a"}"#);
    let request = received!(client => client.orders().put(None));
    assert_eq!(request.header("content-type"), None);
}

#[tokio::test]
async fn an_undeclared_success_is_the_nearest_of_its_media_type() {
    const JSON: &str = "content-type: application/json\r\n";

    use bodies_client::jobs::JobsGetResponse;

    let get = async |status: &str, headers: &str, body: &str| {
        let answer = answer(status, headers, body);
        read!(answer, client => client.jobs().get()).map(specwright_runtime::Response::into_body)
    };
    let note = get("201 Created", JSON, r#"{"text":"a"}"#).await;
    assert!(matches!(note, Ok(JobsGetResponse::Ok(note)) if note.text == "a"));
    let half = get("205 Reset Content", "", "").await;
    assert!(matches!(half, Ok(JobsGetResponse::NoContent)), "{half:?}");
    let half = get("208 Already Reported", JSON, r#"{"price":"1"}"#).await;
    assert!(matches!(half, Ok(JobsGetResponse::PartialContent(item)) if item.price == "1"));
    let log = get("203 Changed", "content-type: text/plain\r\n", "log").await;
    assert!(matches!(log, Ok(JobsGetResponse::MultiStatus(log)) if log == "log"));
    let error = get("202 Accepted", "content-type: image/png\r\n", "PNG").await;
    let error = error.unwrap_err();
    assert!(error.is_success());
    assert!(
        matches!(&error, Error::Unexpected { raw, why: UnexpectedResponse::Status, .. } if raw == "PNG"),
        "{error:?}"
    );
}

#[tokio::test]
async fn any_success_is_one_if_none_has_a_body() {
    for status in ["200 OK", "204 No Content", "299 Odd"] {
        let answer = answer(status, "content-type: text/html\r\n", "");
        read!(answer, client => client.jobs().delete()).unwrap();
    }
}

#[tokio::test]
async fn default_describes_errors_beside_a_success() {
    let answer = answer(
        "500 Broken",
        "content-type: application/json\r\n",
        r#"{"title":"no"}"#,
    );
    let error = read!(answer, client => client.jobs().delete()).unwrap_err();
    assert!(!error.is_success());
    assert_eq!(
        error.body().and_then(|problem| problem.title.as_deref()),
        Some("no")
    );
}

#[tokio::test]
async fn an_undeclared_json_error_is_decoded_as_the_declared_one() {
    use bodies_client::jobs::JobsGetError;

    let headers = "content-type: application/vnd.api+json\r\n";
    let answer = answer("400 Bad Request", headers, "\u{feff}{\"title\":\"no\"}");
    let error = read!(answer, client => client.jobs().get()).unwrap_err();
    match error.body() {
        Some(JobsGetError::BadRequestProblemJson(problem)) => {
            assert_eq!(problem.title.as_deref(), Some("no"));
        }
        other => panic!("{other:?}"),
    }
}

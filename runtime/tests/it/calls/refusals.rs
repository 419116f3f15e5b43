//! Invalid requests, which fail before a token is requested and anything is sent.

use specwright_runtime::{
    Client, Constraint, Endpoint, Error, InvalidEndpoint, InvalidRequest, Request, StaticToken,
    Validate, Validator,
};

use crate::calls::operations::{REJECT, call, read, reject};
use crate::calls::own_transport::Memory;

/// Awaits a request that must not be sent.
async fn refused<T, E>(memory: &Memory, request: Request<'_, T, E>) -> InvalidRequest {
    let Err(Error::InvalidRequest(invalid)) = request.await else {
        panic!("the request was not refused");
    };
    assert!(memory.seen().is_empty());
    invalid
}

#[tokio::test]
async fn path_parameters_cannot_address_another_resource() {
    for id in ["", ".", ".."] {
        let memory = Memory::answering(202, "");
        let client = memory.client().build();
        let invalid = refused(&memory, reject(&client, id)).await;
        assert!(matches!(
            invalid,
            InvalidRequest::PathParameter {
                name: "call-id",
                ..
            }
        ));
        assert!(invalid.to_string().contains("`call-id`"));
    }
}

#[tokio::test]
async fn the_first_of_several_errors_is_reported() {
    let memory = Memory::answering(202, "");
    let client = memory.client().build();
    let request = reject(&client, "").header("Host", "evil.example");
    let invalid = refused(&memory, request).await;
    assert!(matches!(invalid, InvalidRequest::PathParameter { .. }));
}

#[tokio::test]
async fn headers_of_the_client_cannot_be_set() {
    for name in [
        "Authorization",
        "connection",
        "Content-Length",
        "Host",
        "Keep-Alive",
        "proxy-authorization",
        "TE",
        "Trailer",
        "Transfer-Encoding",
        "Upgrade",
    ] {
        let memory = Memory::answering(202, "");
        let client = memory.client().build();
        let invalid = refused(&memory, reject(&client, "1").header(name, "value")).await;
        assert!(invalid.to_string().contains(name), "{invalid}");
    }
}

#[tokio::test]
async fn invalid_headers_are_refused_without_their_value() {
    for (name, value) in [
        ("", "hidden"),
        ("two words", "hidden"),
        ("x\r\ny", "hidden"),
        ("x-note", "hidden\r\nx-evil: 1"),
        ("x-note", "hidden\0"),
    ] {
        let memory = Memory::answering(202, "");
        let client = memory.client().build();
        let invalid = refused(&memory, reject(&client, "1").header(name, value)).await;
        assert!(matches!(invalid, InvalidRequest::Header { .. }));
        let shown = format!("{invalid} {invalid:?}");
        assert!(
            !shown.contains("hidden") && !shown.contains('\n'),
            "{shown}"
        );
    }
}

#[tokio::test]
async fn an_invalid_request_id_is_refused() {
    let memory = Memory::answering(202, "");
    let client = memory.client().build();
    let request = reject(&client, "1").header("client-request-id", "é");
    assert!(matches!(
        refused(&memory, request).await,
        InvalidRequest::Header { .. }
    ));
}

struct Unconstrained;

impl Validate for Unconstrained {
    fn validate(&self, _: &mut Validator) {}
}

struct Callback(&'static str);

impl Validate for Callback {
    fn validate(&self, check: &mut Validator) {
        check.member("callbackUri", &self.0, &[Constraint::MaxLength(3)]);
        check.member("subject", &self.0, &[Constraint::MinLength(100)]);
    }
}

#[tokio::test]
async fn all_violations_of_a_body_are_reported() {
    let memory = Memory::answering(202, "");
    let client = memory.client().build();
    let request = reject(&client, "1").validate(&Callback("hidden"));
    let invalid = refused(&memory, request).await;
    let shown = format!("{invalid} {invalid:?}");
    assert!(shown.contains("callbackUri") && shown.contains("subject"));
    assert!(!shown.contains("hidden"), "{shown}");
    let InvalidRequest::Body(violations) = invalid else {
        panic!("{invalid}");
    };
    assert_eq!(violations.len(), 2);
}

#[tokio::test]
async fn a_valid_body_is_sent() {
    let memory = Memory::answering(202, "");
    let client = memory.client().build();
    let request = reject(&client, "1").validate(&Unconstrained);
    request.await.unwrap();
    assert_eq!(memory.seen().len(), 1);
}

#[tokio::test]
async fn invalid_parameters_are_refused_without_their_value() {
    let memory = Memory::answering(202, "");
    let client = memory.client().build();
    let long = &[Constraint::MaxLength(3)];
    let in_query = reject(&client, "1").check_value("filter", &"hidden", long);
    let in_path = client.path().check_value("call-id", &"hidden", long);
    let in_path = in_path.parameter("call-id", "hidden");
    for request in [in_query, Request::new(&in_path, &REJECT)] {
        let invalid = refused(&memory, request).await;
        assert!(matches!(&invalid, InvalidRequest::Parameter(all) if all.len() == 1));
        let shown = format!("{invalid} {invalid:?}");
        assert!(!shown.contains("hidden"), "{shown}");
    }
}

#[tokio::test]
async fn a_valid_parameter_is_sent() {
    let memory = Memory::answering(202, "");
    let client = memory.client().build();
    let request = reject(&client, "1").check_value("top", &5, &[Constraint::Maximum(5.into())]);
    request.await.unwrap();
    assert_eq!(memory.seen().len(), 1);
}

#[tokio::test]
async fn a_body_that_cannot_be_serialized_is_refused() {
    let memory = Memory::answering(202, "");
    let client = memory.client().build();
    let unwritable = std::collections::BTreeMap::from([(vec![1], 2)]);
    let request = Request::new(&call(&client, "1"), &REJECT).json(&unwritable);
    assert!(matches!(
        refused(&memory, request).await,
        InvalidRequest::Encode(_)
    ));
}

#[tokio::test]
async fn a_url_that_is_too_long_is_refused() {
    let memory = Memory::answering(202, "");
    let client = memory.client().build();
    let request = reject(&client, &"x".repeat(70_000));
    assert!(matches!(
        refused(&memory, request).await,
        InvalidRequest::UrlTooLong
    ));
}

#[tokio::test]
async fn an_invalid_base_url_is_reported_at_the_call() {
    let memory = Memory::answering(202, "");
    let client = Client::builder(Endpoint::from_document("graph.example/v1.0"))
        .credential(StaticToken::new("t"))
        .transport(memory.clone())
        .build();
    let invalid = refused(&memory, read(&client)).await;
    assert!(matches!(
        invalid,
        InvalidRequest::Endpoint(InvalidEndpoint::NotAUrl)
    ));
}

#[test]
fn a_base_url_is_an_absolute_http_url() {
    use InvalidEndpoint::{Authority, NotAUrl, Path, QueryOrFragment, Scheme, UserInfo};
    for (url, why) in [
        ("", NotAUrl),
        ("/v1.0", NotAUrl),
        ("graph.example", NotAUrl),
        ("https://", NotAUrl),
        ("https:///v1.0", NotAUrl),
        ("https://graph example", NotAUrl),
        ("https://grāph.example", NotAUrl),
        ("ftp://graph.example", Scheme),
        ("file://graph.example/etc", Scheme),
        ("https://user@graph.example", UserInfo),
        ("https://user:word@graph.example", UserInfo),
        ("https://:8443/v1.0", Authority),
        ("https://graph.example:99999", Authority),
        ("https://graph.example/?x=1", QueryOrFragment),
        ("https://graph.example/#x", QueryOrFragment),
        ("https://graph.example/a/../b", Path),
        ("https://graph.example/a/%2E%2e/b", Path),
        ("https://graph.example/a\\b", Path),
    ] {
        assert_eq!(Endpoint::new(url).unwrap_err(), why, "{url}");
    }
    for url in [
        "https://graph.example",
        "HTTPS://graph.example/v1.0",
        "http://[::1]:8080/v1.0",
        "https://10.0.0.1:8443",
    ] {
        assert_eq!(Endpoint::new(url).unwrap().url(), Ok(url));
    }
}

//! The operations that the tests call, as generated code declares them.

use std::convert::Infallible;
use std::time::Duration;

use serde_json::Value;
use specwright_runtime::{
    Client, Conventions, HeaderName, Method, Operation, Path, Reply, Request, RequestIdHeader,
    Security, Status, StatusCode, body,
};

pub(crate) static REJECT: Operation<(), Value> = Operation {
    id: "communications.calls.call.reject",
    method: Method::POST,
    path: "/communications/calls/{call-id}/reject",
    deadline: Some(Duration::from_secs(15)),
    idempotent: false,
    security: Security::Bearer,
    responses: &[
        (Status::Code(202), Reply::Success(body::none)),
        (Status::Range(2), Reply::Success(body::none)),
        (Status::Range(4), Reply::Failure(body::json)),
        (Status::Range(5), Reply::Failure(body::json)),
    ],
};

#[derive(Debug, PartialEq)]
pub(crate) enum Answer {
    Accepted,
    Read(Value),
    Other(Value),
}

/// Its entries stand in the order that would be wrong if the first match won.
pub(crate) static READ: Operation<Answer, Infallible> = Operation {
    id: "read",
    method: Method::GET,
    path: "/read",
    deadline: None,
    idempotent: true,
    security: Security::None,
    responses: &[
        (
            Status::Default,
            Reply::Success(|bytes| body::json(bytes).map(Answer::Other)),
        ),
        (
            Status::Range(2),
            Reply::Success(|bytes| body::json(bytes).map(Answer::Read)),
        ),
        (
            Status::Code(202),
            Reply::Success(|bytes| body::none(bytes).map(|()| Answer::Accepted)),
        ),
    ],
};

pub(crate) fn call<'a>(client: &'a Client, id: &str) -> Path<'a> {
    client
        .path()
        .segment("communications")
        .segment("calls")
        .parameter("call-id", id)
        .segment("reject")
}

pub(crate) fn reject<'a>(client: &'a Client, id: &str) -> Request<'a, (), Value> {
    Request::new(&call(client, id), &REJECT).json(&serde_json::json!({ "reason": "busy" }))
}

pub(crate) fn read(client: &Client) -> Request<'_, Answer, Infallible> {
    Request::new(&client.path().segment("read"), &READ)
}

#[test]
fn operations_have_the_constants_of_the_document() {
    assert_eq!(
        REJECT.responses[0].0,
        Status::Code(StatusCode::ACCEPTED.as_u16())
    );
    assert!(READ.idempotent);
}

#[test]
fn calls_can_be_awaited_on_any_thread() {
    fn is_send<T: Send>(_: &T) {}
    fn is_send_and_sync<T: Send + Sync>() {}
    let endpoint = specwright_runtime::Endpoint::from_document("https://graph.example");
    let client = Client::builder(endpoint).build();
    is_send(&reject(&client, "1").into_future());
    is_send_and_sync::<Client>();
    is_send_and_sync::<specwright_runtime::Error<Value>>();
    is_send_and_sync::<specwright_runtime::Response<Value>>();
}

#[test]
fn errors_are_small_for_large_error_bodies() {
    assert!(size_of::<specwright_runtime::Error<[u64; 1000]>>() <= 96);
}

/// The conventions of the service of these tests.
pub(crate) static CONVENTIONS: Conventions = Conventions {
    request_id_header: Some(RequestIdHeader::random_uuid(HeaderName::from_static(
        "client-request-id",
    ))),
    response_id_headers: &["request-id", "x-request-id"],
    challenge_errors: &["insufficient_claims"],
};

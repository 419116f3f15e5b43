//! What cannot be right is refused, and nothing is sent.

use msgraph_communications::communications::calls::item::reject::RejectPostRequestBody;
use msgraph_communications::models::ODataError;
use specwright_runtime::{Error, InvalidRequest, Violation};

use crate::support::reject::{CALL, busy, reject};
use crate::support::server::{Server, Then};
use crate::wire::{ACCEPTED, client};

async fn refused(call_id: &str, body: RejectPostRequestBody) -> Error<ODataError> {
    let server = Server::answering(ACCEPTED, Then::Close).await;
    let error = reject(&client(&server), call_id, body).await.unwrap_err();
    assert!(server.received().is_empty(), "{error}");
    error
}

#[tokio::test]
async fn a_call_id_that_would_address_something_else_is_refused() {
    for id in ["", ".", ".."] {
        let error = refused(id, busy()).await;
        assert!(
            matches!(
                &error,
                Error::InvalidRequest(InvalidRequest::PathParameter {
                    name: "call-id",
                    ..
                })
            ),
            "{id:?}: {error}"
        );
        assert_eq!(error.attempts(), 0);
    }
}

#[tokio::test]
async fn a_callback_address_that_is_not_https_is_refused_without_being_shown() {
    for address in [
        "http://bot.contoso.com/s3cr3t",
        "HTTPS://bot.contoso.com/s3cr3t",
        "ftp://s3cr3t",
        " https://s3cr3t",
        "https://",
        "https://bücher.example/s3cr3t",
        "https://s3cr3t/\nhttp://",
        "s3cr3t",
        "",
    ] {
        let error = refused(
            CALL,
            RejectPostRequestBody {
                callback_uri: Some(address.to_owned()),
                ..busy()
            },
        )
        .await;
        let Error::InvalidRequest(InvalidRequest::Body(violations)) = &error else {
            panic!("{address:?}: {error}")
        };
        let paths: Vec<&str> = violations.iter().map(Violation::path).collect();
        assert_eq!(paths, ["callbackUri"]);
        let shown = format!("{error} {error:?}");
        assert!(shown.contains("callbackUri"), "{shown}");
        assert!(!shown.contains("s3cr3t"), "{shown}");
    }
}

#[tokio::test]
async fn a_header_of_the_client_cannot_be_set_by_the_caller() {
    let server = Server::answering(ACCEPTED, Then::Close).await;
    let client = client(&server);
    for name in ["Authorization", "Host", "Content-Length"] {
        let error = reject(&client, CALL, busy())
            .header(name, "s3cr3t")
            .await
            .unwrap_err();
        assert!(matches!(
            &error,
            Error::InvalidRequest(InvalidRequest::Header { .. })
        ));
        assert!(!format!("{error} {error:?}").contains("s3cr3t"));
    }
    assert!(server.received().is_empty());
}

//! Invalid requests are not sent.

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
async fn call_ids_cannot_address_another_resource() {
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
async fn callback_uris_must_be_https_and_are_not_shown() {
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
async fn the_caller_cannot_set_headers_of_the_client() {
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

//! The PHP snippets: an enum object made of the text of its value, set on the body, and a promise that is waited for.
//! Here a reason is made of its text, too, and the request is a value until it is awaited.

use msgraph_communications::Client;
use msgraph_communications::communications::calls::item::reject::RejectPostRequestBody;
use msgraph_communications::models::{ODataError, RejectReason};
use specwright_runtime::Error;

async fn busy(graph_service_client: &Client) -> Result<(), Error<ODataError>> {
    let mut request_body = RejectPostRequestBody::default();
    request_body.reason = Some(RejectReason::from("busy"));

    let promise = graph_service_client
        .communications()
        .calls()
        .by_call_id("call-id")
        .reject()
        .post(request_body);
    promise.await?;
    Ok(())
}

async fn none(graph_service_client: &Client) -> Result<(), Error<ODataError>> {
    let mut request_body = RejectPostRequestBody::default();
    request_body.reason = Some("none".into());

    let promise = graph_service_client
        .communications()
        .calls()
        .by_call_id("call-id")
        .reject()
        .post(request_body);
    promise.await?;
    Ok(())
}

fn main() {
    let _ = (busy, none);
}

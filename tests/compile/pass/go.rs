//! The Go snippets: an empty request body, a reason whose address is set on it, and a context with the call, which is
//! where a deadline comes from. Here the field is assigned, and the deadline is a method of the request.

use std::time::Duration;

use msgraph_communications::Client;
use msgraph_communications::communications::calls::item::reject::RejectPostRequestBody;
use msgraph_communications::models::{ODataError, RejectReason};
use specwright_runtime::Error;

async fn busy(graph_client: &Client) -> Result<(), Error<ODataError>> {
    let mut request_body = RejectPostRequestBody::default();
    let reason = RejectReason::Busy;
    request_body.reason = Some(reason);

    let request = graph_client
        .communications()
        .calls()
        .by_call_id("call-id")
        .reject()
        .post(request_body);
    request.deadline(Duration::from_secs(5)).await?;
    Ok(())
}

async fn none(graph_client: &Client) -> Result<(), Error<ODataError>> {
    let mut request_body = RejectPostRequestBody::default();
    let reason = RejectReason::None;
    request_body.reason = Some(reason);

    let request = graph_client
        .communications()
        .calls()
        .by_call_id("call-id")
        .reject()
        .post(request_body);
    request.deadline(Duration::from_secs(5)).await?;
    Ok(())
}

fn main() {
    let _ = (busy, none);
}

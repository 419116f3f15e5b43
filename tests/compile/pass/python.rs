//! The Python snippets: a body made with a keyword argument, awaited. The second one does not run as it is printed,
//! because `None` is a keyword there; here `RejectReason::None` is no `Option`, and needs no other name.

use msgraph_communications::Client;
use msgraph_communications::communications::calls::item::reject::RejectPostRequestBody;
use msgraph_communications::models::{ODataError, RejectReason};
use specwright_runtime::Error;

async fn busy(graph_client: &Client) -> Result<(), Error<ODataError>> {
    let request_body = RejectPostRequestBody {
        reason: Some(RejectReason::Busy),
        ..Default::default()
    };
    graph_client
        .communications()
        .calls()
        .by_call_id("call-id")
        .reject()
        .post(request_body)
        .await?;
    Ok(())
}

async fn none(graph_client: &Client) -> Result<(), Error<ODataError>> {
    let request_body = RejectPostRequestBody {
        reason: Some(RejectReason::None),
        ..Default::default()
    };
    graph_client
        .communications()
        .calls()
        .by_call_id("call-id")
        .reject()
        .post(request_body)
        .await?;
    Ok(())
}

fn main() {
    let _ = (busy, none);
}

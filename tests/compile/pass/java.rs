//! The Java snippets: a client made of a credential, a body with a setter, and one chain of calls on the client. Here
//! the setter is an assignment, and the client is given a credential in the same way.

use msgraph_communications::communications::calls::item::reject::RejectPostRequestBody;
use msgraph_communications::models::{ODataError, RejectReason};
use msgraph_communications::{Client, Server};
use specwright_runtime::{Error, StaticToken, TokenProvider};

async fn busy(token_provider: impl TokenProvider + 'static) -> Result<(), Error<ODataError>> {
    let graph_client = Client::new(Server::Global, token_provider);
    let mut reject_post_request_body = RejectPostRequestBody::default();
    reject_post_request_body.reason = Some(RejectReason::Busy);
    graph_client
        .communications()
        .calls()
        .by_call_id("{call-id}")
        .reject()
        .post(reject_post_request_body)
        .await?;
    Ok(())
}

async fn none(token_provider: impl TokenProvider + 'static) -> Result<(), Error<ODataError>> {
    let graph_client = Client::new(Server::Global, token_provider);
    let mut reject_post_request_body = RejectPostRequestBody::default();
    reject_post_request_body.reason = Some(RejectReason::None);
    graph_client
        .communications()
        .calls()
        .by_call_id("{call-id}")
        .reject()
        .post(reject_post_request_body)
        .await?;
    Ok(())
}

fn main() {
    // Nothing is sent: neither is awaited.
    drop(busy(StaticToken::new("t")));
    drop(none(StaticToken::new("t")));
}

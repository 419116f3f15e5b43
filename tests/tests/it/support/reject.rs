//! The operation that rejects a call, and responses of the service.

use msgraph_communications::Client;
use msgraph_communications::communications::calls::item::reject::RejectPostRequestBody;
use msgraph_communications::models::{ODataError, RejectReason};
use specwright_runtime::Request;

/// The ID of a call.
pub(crate) const CALL: &str = "57dab8b1-894c-409a-b240-bd8beae78896";

/// Returns an HTTP response with a body.
pub(crate) fn answer(status: &str, content_type: &str, body: &str) -> String {
    let length = body.len();
    format!(
        "HTTP/1.1 {status}\r\ncontent-type: {content_type}\r\ncontent-length: {length}\r\nrequest-id: 6f1b0a52\r\nconnection: close\r\n\r\n{body}"
    )
}

/// Rejects a call.
pub(crate) fn reject<'a>(
    client: &'a Client,
    call_id: &str,
    body: RejectPostRequestBody,
) -> Request<'a, (), ODataError> {
    client
        .communications()
        .calls()
        .by_call_id(call_id)
        .reject()
        .post(body)
}

pub(crate) fn busy() -> RejectPostRequestBody {
    RejectPostRequestBody {
        reason: Some(RejectReason::Busy),
        ..Default::default()
    }
}

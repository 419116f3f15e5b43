//! A reason is a value of its enum; a text is made one by saying so.

use msgraph_communications::communications::calls::item::reject::RejectPostRequestBody;

fn main() {
    let mut body = RejectPostRequestBody::default();
    body.reason = "busy";
    let reason = "busy";
    body = RejectPostRequestBody {
        reason,
        ..Default::default()
    };
}

//! A string is converted to an enum explicitly.

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

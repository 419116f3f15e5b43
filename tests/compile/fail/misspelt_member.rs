//! A member that there is not is no field.

use msgraph_communications::communications::calls::item::reject::RejectPostRequestBody;

fn main() {
    let _ = RejectPostRequestBody {
        callbackUri: None,
        ..Default::default()
    };
}

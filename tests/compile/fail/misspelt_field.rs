//! An undeclared property is not a field.

use msgraph_communications::communications::calls::item::reject::RejectPostRequestBody;

fn main() {
    let _ = RejectPostRequestBody {
        callbackUri: None,
        ..Default::default()
    };
}

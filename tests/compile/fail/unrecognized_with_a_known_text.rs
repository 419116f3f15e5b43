//! The variant for other values can hold no value of the document: only reading a text makes what is in it.

use msgraph_communications::models::RejectReason;
use specwright_runtime::Unrecognized;

fn main() {
    let _ = RejectReason::Unrecognized(Unrecognized::new("busy"));
    let _ = RejectReason::Unrecognized(Unrecognized {
        value: "busy".into(),
    });
    let _ = RejectReason::Unrecognized("busy".into());
}

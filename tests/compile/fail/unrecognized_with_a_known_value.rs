//! Only decoding creates the content of `Unrecognized`, so it never contains a listed value.

use msgraph_communications::models::RejectReason;
use specwright_runtime::Unrecognized;

fn main() {
    let _ = RejectReason::Unrecognized(Unrecognized::new("busy"));
    let _ = RejectReason::Unrecognized(Unrecognized {
        value: "busy".into(),
    });
    let _ = RejectReason::Unrecognized("busy".into());
}

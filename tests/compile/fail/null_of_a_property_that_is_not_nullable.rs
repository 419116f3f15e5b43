//! Only nullable properties have a constant for null, and only their own type accepts it.

use msgraph_communications::models::{AcceptJoinResponse, RejectJoinResponse, RejectReason};

fn main() {
    let _ = RejectJoinResponse::new(RejectReason::Busy).with_null(RejectJoinResponse::REASON);
    let _ = RejectJoinResponse::new(RejectReason::Busy).with_null(AcceptJoinResponse::ODATA_TYPE);
}

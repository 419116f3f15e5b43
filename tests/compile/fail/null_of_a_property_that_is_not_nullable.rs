//! A property that cannot be null has no constant for an explicit null, and a constant belongs to its type.

use msgraph_communications::models::{AcceptJoinResponse, RejectJoinResponse, RejectReason};

fn main() {
    let _ = RejectJoinResponse::new(RejectReason::Busy).with_null(RejectJoinResponse::REASON);
    let _ = RejectJoinResponse::new(RejectReason::Busy).with_null(AcceptJoinResponse::ODATA_TYPE);
}

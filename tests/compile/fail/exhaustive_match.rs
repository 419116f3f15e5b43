//! Enums are `#[non_exhaustive]`: a match needs a wildcard.

use msgraph_communications::models::{MeetingInfo, RejectReason};

fn reason(reason: &RejectReason) -> &'static str {
    match reason {
        RejectReason::None => "none",
        RejectReason::Busy => "busy",
        RejectReason::Forbidden => "forbidden",
        RejectReason::UnknownFutureValue => "unknown future value",
        RejectReason::Unrecognized(_) => "unrecognized",
    }
}

fn meeting(meeting: &MeetingInfo) -> &'static str {
    match meeting {
        MeetingInfo::JoinMeetingIdMeetingInfo(_) => "id",
        MeetingInfo::OrganizerMeetingInfo(_) => "organizer",
        MeetingInfo::TokenMeetingInfo(_) => "token",
        MeetingInfo::Unrecognized(_) => "unrecognized",
    }
}

fn main() {}

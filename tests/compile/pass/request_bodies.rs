//! Sent models have struct literals with `..Default::default()`, and `new` for required properties.

use msgraph_communications::communications::calls::item::reject::RejectPostRequestBody;
use msgraph_communications::models::{
    AcceptJoinResponse, ParticipantJoiningResponse, RejectJoinResponse, RejectReason,
};
use specwright_runtime::AdditionalData;

fn main() {
    let callback = RejectPostRequestBody {
        callback_uri: Some("https://bot.contoso.com/api/calls".to_owned()),
        ..Default::default()
    };
    let whole = RejectPostRequestBody {
        reason: Some(RejectReason::Forbidden),
        callback_uri: callback.callback_uri.clone(),
        additional_data: AdditionalData::new(),
    };
    assert_ne!(callback, whole);
    assert!(RejectReason::KNOWN.contains(&RejectReason::Forbidden));

    // The responses to a participant who is about to join.
    let refused = ParticipantJoiningResponse::from(RejectJoinResponse::new(RejectReason::Busy));
    assert_eq!(
        serde_json::to_string(&refused).unwrap(),
        r##"{"@odata.type":"#microsoft.graph.rejectJoinResponse","reason":"busy"}"##
    );
    let taken = ParticipantJoiningResponse::from(AcceptJoinResponse::default());
    assert_eq!(
        serde_json::to_string(&taken).unwrap(),
        r##"{"@odata.type":"#microsoft.graph.acceptJoinResponse"}"##
    );
}

//! The documented notifications and responses, which are examples in the fragment.

use std::fs;

use msgraph_communications::models::{
    CallDirection, CallState, ChangeType, CommsNotifications, Modality, ParticipantJoiningResponse,
    RejectReason,
};
use msgraph_tests::workspace;
use specwright_runtime::testing::differences;
use specwright_runtime::{Value, from_slice};

use crate::decoding::call_of;

/// The notifications that the fragment describes: the operation by which Graph posts them.
fn post() -> Value {
    let text = fs::read_to_string(workspace("spec/communications.yaml")).unwrap();
    let fragment: Value = serde_yaml::from_str(&text).unwrap();
    let post = "/components/callbacks/commsNotifications/{$request.body#~1callbackUri}/post";
    fragment.pointer(post).unwrap().clone()
}

fn notifications(example: &str) -> CommsNotifications {
    let json = &post()["requestBody"]["content"]["application/json"]["examples"][example]["value"];
    let read: CommsNotifications = from_slice(json.to_string().as_bytes()).unwrap();
    let written = serde_json::to_value(&read).unwrap();
    assert_eq!(differences(json, &written), Ok([].into()));
    read
}

const RESOURCE: Option<&str> = Some("/communications/calls/57dab8b1-894c-409a-b240-bd8beae78896");

#[test]
fn the_documented_incoming_call_is_decoded() {
    let read = notifications("incomingCall");
    assert_eq!(
        read.odata_type.as_deref(),
        Some("#microsoft.graph.commsNotifications")
    );
    let [notification] = <[_; 1]>::try_from(read.value.unwrap()).unwrap();
    assert_eq!(
        notification.odata_type.as_deref(),
        Some("#microsoft.graph.commsNotification")
    );
    assert_eq!(notification.change_type, ChangeType::Created);
    assert_eq!(notification.resource_url.as_deref(), RESOURCE);
    assert!(notification.additional_data.is_empty());

    let call = call_of(notification);
    assert_eq!(call.odata_id.as_deref(), RESOURCE);
    assert_eq!(call.id, None);
    assert_eq!(call.state, Some(CallState::Incoming));
    assert_eq!(call.direction, Some(CallDirection::Incoming));
    assert_eq!(
        call.requested_modalities.unwrap(),
        [Modality::Audio, Modality::Video]
    );
    let source = call.source.unwrap();
    assert_eq!(source.region.as_deref(), Some("westus"));
    assert_eq!(source.language_id.as_deref(), Some("en-US"));
    let caller = source.identity.unwrap().user().cloned().unwrap();
    assert_eq!(caller.display_name().unwrap(), "John");
    assert_eq!(caller.id().unwrap(), "112f7296-5fa4-42ca-bae8-6a692b15d4b8");
    let bot = call.targets.unwrap().swap_remove(0).identity.unwrap();
    assert_eq!(
        bot.application().unwrap().display_name().unwrap(),
        "Calling Bot"
    );
    assert!(call.additional_data.is_empty());
}

#[test]
fn the_documented_rejected_call_has_no_state() {
    let [notification] =
        <[_; 1]>::try_from(notifications("rejectedCallDeleted").value.unwrap()).unwrap();
    assert_eq!(notification.change_type, ChangeType::Deleted);
    assert_eq!(notification.resource_url.as_deref(), RESOURCE);
    let call = call_of(notification);
    assert_eq!(call.odata_type.as_deref(), Some("#microsoft.graph.call"));
    assert_eq!(call.odata_id.as_deref(), RESOURCE);
    assert_eq!(
        (call.state, call.direction, call.source),
        (None, None, None)
    );
}

#[test]
fn responses_to_a_joining_participant_are_as_documented() {
    let examples = &post()["responses"]["200"]["content"]["application/json"]["examples"];
    for (example, json) in examples.as_object().unwrap() {
        let json = &json["value"];
        let answer: ParticipantJoiningResponse = from_slice(json.to_string().as_bytes()).unwrap();
        assert_eq!(serde_json::to_value(&answer).unwrap(), *json);
        match answer {
            ParticipantJoiningResponse::AcceptJoinResponse(_) => assert_eq!(example, "accept"),
            ParticipantJoiningResponse::RejectJoinResponse(answer) => {
                assert_eq!(
                    (example.as_str(), answer.reason),
                    ("reject", RejectReason::Busy)
                );
            }
            ParticipantJoiningResponse::InviteNewBotResponse(answer) => {
                assert_eq!(example, "inviteNewBot");
                assert_eq!(
                    answer.invite_uri.as_deref(),
                    Some("https://bot2.contoso.com/api/calls")
                );
            }
            other => panic!("{example}: {other:?}"),
        }
    }
}

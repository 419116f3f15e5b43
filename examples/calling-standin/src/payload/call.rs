//! Notifications about the call itself.

use serde_json::{Value, json};

use super::{Facts, notification};

/// A call from one person comes in.
pub(super) fn incoming(facts: &Facts) -> Value {
    notification("created", &facts.path(), Some(incoming_call(facts)))
}

/// An invitation to a group call comes in.
pub(super) fn incoming_group(facts: &Facts) -> Value {
    let mut call = incoming_call(facts);
    call["chatInfo"] = json!({
        "@odata.type": "#microsoft.graph.chatInfo",
        "threadId": format!("19:meeting_{}@thread.v2", facts.thread),
        "messageId": "0",
    });
    call["meetingInfo"] = json!({
        "@odata.type": "#microsoft.graph.organizerMeetingInfo",
        "organizer": facts.colleague.identity(&facts.tenant),
        "allowConversationWithoutHost": true,
    });
    call["callRoutes"] = json!([{
        "@odata.type": "#microsoft.graph.callRoute",
        "routingType": "lookup",
        "original": facts.colleague.identity(&facts.tenant),
        "final": bot(facts),
    }]);
    notification("created", &facts.path(), Some(call))
}

/// A call comes in because of a recording policy.
pub(super) fn incoming_for_recording(facts: &Facts) -> Value {
    let mut call = incoming_call(facts);
    call["incomingContext"] = json!({
        "@odata.type": "#microsoft.graph.incomingContext",
        "observedParticipantId": facts.colleague.participant,
        "sourceParticipantId": facts.caller.participant,
        "onBehalfOf": null,
    });
    call["applicationMetadata"] = json!({
        "botData": {
            "user": facts.colleague.id,
            "capacity": 1,
            "pairedRecorders": [],
        },
    });
    notification("created", &facts.path(), Some(call))
}

/// The call is being set up.
pub(super) fn establishing(facts: &Facts) -> Value {
    notification("updated", &facts.path(), Some(call(facts, "establishing")))
}

/// The call is established, and somebody has pressed a key.
pub(super) fn established(facts: &Facts) -> Value {
    let mut call = call(facts, "established");
    call["mediaState"] = json!({
        "@odata.type": "#microsoft.graph.callMediaState",
        "audio": "active",
    });
    call["toneInfo"] = json!({
        "@odata.type": "#microsoft.graph.toneInfo",
        "sequenceId": 1,
        "tone": "tone5",
    });
    notification("updated", &facts.path(), Some(call))
}

/// The call has ended after it was rejected: there is no state.
pub(super) fn deleted(facts: &Facts) -> Value {
    let path = facts.path();
    let call = json!({ "@odata.type": "#microsoft.graph.call", "@odata.id": path });
    let mut deleted = notification("deleted", &path, Some(call));
    // The older name of `resourceUrl` sometimes comes along.
    deleted["resource"] = json!(format!("/app/calls/{}", facts.call));
    deleted
}

/// The call has ended after it was established.
pub(super) fn terminated(facts: &Facts) -> Value {
    let mut call = call(facts, "terminated");
    call["resultInfo"] = json!({
        "@odata.type": "#microsoft.graph.resultInfo",
        "code": 200,
        "subcode": 0,
        "message": "The call has ended normally.",
    });
    notification("deleted", &facts.path(), Some(call))
}

/// A notification that cannot be decoded: it does not say what has changed.
pub(super) fn unreadable(facts: &Facts) -> Value {
    json!({ "resourceUrl": facts.path(), "resourceData": [1, 2] })
}

/// A call comes in, in the format of Skype.
pub(super) fn older_format(facts: &Facts) -> Value {
    json!({
        "id": facts.call,
        "callState": "incoming",
        "isMultiparty": false,
        "presentedModalityTypes": ["audio"],
        "participants": [
            {
                "identity": format!("8:orgid:{}", facts.caller.id),
                "displayName": facts.caller.name,
                "languageId": facts.language,
                "originator": true,
            },
            { "identity": format!("28:{}", facts.app_id), "originator": false },
        ],
    })
}

fn incoming_call(facts: &Facts) -> Value {
    let mut call = call(facts, "incoming");
    call["callChainId"] = json!(facts.chain);
    call["source"] = json!({
        "@odata.type": "#microsoft.graph.participantInfo",
        "identity": facts.caller.identity(&facts.tenant),
        "endpointType": "default",
        "region": facts.region,
        "languageId": facts.language,
    });
    call["targets"] = json!([{
        "@odata.type": "#microsoft.graph.participantInfo",
        "identity": bot(facts),
    }]);
    call["requestedModalities"] = json!(["audio", "video"]);
    call
}

fn call(facts: &Facts, state: &str) -> Value {
    json!({
        "@odata.type": "#microsoft.graph.call",
        "@odata.id": facts.path(),
        "state": state,
        "direction": "incoming",
        "tenantId": facts.tenant,
    })
}

fn bot(facts: &Facts) -> Value {
    json!({
        "@odata.type": "#microsoft.graph.identitySet",
        "application": {
            "@odata.type": "#microsoft.graph.identity",
            "id": facts.app_id,
            "displayName": "The bot",
        },
    })
}

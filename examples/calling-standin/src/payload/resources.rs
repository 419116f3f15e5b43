//! Notifications about what belongs to a call.

use serde_json::{Value, json};

use super::{Facts, Person, notification};

/// The participants of the call.
pub(super) fn roster(facts: &Facts) -> Value {
    let people = [&facts.caller, &facts.colleague];
    let participants = people.map(|person| participant(facts, person));
    let path = format!("{}/participants", facts.path());
    notification("updated", &path, Some(json!(participants)))
}

fn participant(facts: &Facts, person: &Person) -> Value {
    json!({
        "@odata.type": "#microsoft.graph.participant",
        "id": person.participant,
        "info": {
            "@odata.type": "#microsoft.graph.participantInfo",
            "identity": person.identity(&facts.tenant),
            "languageId": facts.language,
        },
        "isInLobby": false,
        "isMuted": true,
        "mediaStreams": [{
            "@odata.type": "#microsoft.graph.mediaStream",
            "mediaType": "audio",
            "sourceId": "1",
            "direction": "sendReceive",
            "serverMuted": false,
        }],
    })
}

/// An operation is running.
pub(super) fn operation_running(facts: &Facts) -> Value {
    notification(
        "updated",
        &operation_path(facts),
        Some(operation(facts, "running")),
    )
}

/// An operation is completed.
pub(super) fn operation_deleted(facts: &Facts) -> Value {
    let mut operation = operation(facts, "completed");
    operation["resultInfo"] = json!({
        "@odata.type": "#microsoft.graph.resultInfo",
        "code": 200,
        "subcode": 0,
    });
    notification("deleted", &operation_path(facts), Some(operation))
}

fn operation_path(facts: &Facts) -> String {
    format!("{}/operations/{}", facts.path(), facts.operation)
}

fn operation(facts: &Facts, status: &str) -> Value {
    json!({
        "@odata.type": "#microsoft.graph.playPromptOperation",
        "@odata.id": operation_path(facts),
        "id": facts.operation,
        "clientContext": facts.chain,
        "status": status,
    })
}

/// Content is shared: the sessions, as a list.
pub(super) fn content_sharing_created(facts: &Facts) -> Value {
    let session = json!([{
        "@odata.type": "#microsoft.graph.contentSharingSession",
        "id": facts.session,
    }]);
    // Graph writes this part of the path in lower case.
    let path = format!("{}/contentsharingsessions", facts.path());
    notification("created", &path, Some(session))
}

/// A content sharing session has changed.
pub(super) fn content_sharing_updated(facts: &Facts) -> Value {
    notification("updated", &session_path(facts), None)
}

/// A content sharing session has ended.
pub(super) fn content_sharing_deleted(facts: &Facts) -> Value {
    notification("deleted", &session_path(facts), None)
}

fn session_path(facts: &Facts) -> String {
    format!("{}/contentsharingsessions/{}", facts.path(), facts.session)
}

/// A participant is about to join a recorded call.
pub(super) fn participant_joining(facts: &Facts) -> Value {
    let joining = json!({
        "@odata.type": "#microsoft.graph.participantJoiningNotification",
        "call": recorded_call(facts),
    });
    notification("created", &facts.path(), Some(joining))
}

/// A participant has left a recorded call.
pub(super) fn participant_left(facts: &Facts) -> Value {
    let left = json!({
        "@odata.type": "#microsoft.graph.participantLeftNotification",
        "participantId": facts.colleague.participant,
        "call": recorded_call(facts),
    });
    notification("deleted", &facts.path(), Some(left))
}

fn recorded_call(facts: &Facts) -> Value {
    json!({
        "@odata.type": "#microsoft.graph.call",
        "@odata.id": facts.path(),
        "state": "established",
        "tenantId": facts.tenant,
        "incomingContext": {
            "@odata.type": "#microsoft.graph.incomingContext",
            "observedParticipantId": facts.colleague.participant,
            "sourceParticipantId": facts.caller.participant,
        },
    })
}

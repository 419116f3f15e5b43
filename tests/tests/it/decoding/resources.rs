//! `resourceData`: calls in each state, rosters, content sharing, policy recording.

use msgraph_communications::models::{
    CallState, ChangeType, ContentSharingSession, Entity, MediaDirection, MediaStream, Modality,
};
use serde_json::json;
use specwright_runtime::OneOrMany;

use crate::decoding::{call, call_of, notification, notifications, participant, participants};

#[test]
fn resource_data_may_be_object_array_null_or_absent() {
    let data = |file: &str| notification(file).resource_data;
    assert!(matches!(
        data("tone.json"),
        Some(OneOrMany::One(Entity::Call(_)))
    ));
    assert!(matches!(data("roster-array.json"), Some(OneOrMany::Many(list)) if list.len() == 2));
    assert!(
        matches!(data("roster-empty-array.json"), Some(OneOrMany::Many(list)) if list.is_empty())
    );
    assert_eq!(data("resource-data-null.json"), None);
    assert_eq!(data("resource-data-absent.json"), None);
}

#[test]
fn one_or_many_resources_are_iterated_alike() {
    let calls: Vec<String> = ["terminating.json", "roster-array.json"]
        .into_iter()
        .flat_map(notifications)
        .filter_map(|notification| notification.resource_data)
        .flatten()
        .map(|entity| entity.odata_type().cloned().unwrap_or_default())
        .collect();
    assert_eq!(
        calls,
        [
            "#microsoft.graph.call",
            "#microsoft.graph.participant",
            "#microsoft.graph.participant"
        ]
    );
}

#[test]
fn a_call_may_lack_id_and_state() {
    assert_eq!(call("incoming-call.json").id, None);
    let notification = notification("deleted-without-state.json");
    assert_eq!(notification.change_type, ChangeType::Deleted);
    let call = call_of(notification);
    assert_eq!((call.id, call.state), (None, None));
    assert_eq!(
        call.odata_id.as_deref(),
        Some("/communications/calls/f6fadfa7-e5c1-4b62-9362-da5cc13da58a")
    );
}

#[test]
fn a_call_id_may_be_any_string() {
    let notification = notification("hex-call-id.json");
    assert_eq!(
        notification.resource_url.as_deref(),
        Some("/communications/calls/5796A670482C490E8D9782BFCDC83011")
    );
    assert_eq!(
        call_of(notification).odata_etag.as_deref(),
        Some(r#"W/"2207""#)
    );
}

#[test]
fn the_resource_path_may_be_in_three_properties() {
    let paths = |file: &str| {
        let notification = notification(file);
        (notification.resource_url, notification.resource)
    };
    let graph = "/communications/calls/f6fadfa7-e5c1-4b62-9362-da5cc13da58a".to_owned();
    let app = "/app/calls/f6fadfa7-e5c1-4b62-9362-da5cc13da58a".to_owned();
    assert_eq!(paths("resource-only.json"), (None, Some(app.clone())));
    assert_eq!(
        paths("resource-and-resource-url.json"),
        (Some(graph.clone()), Some(app))
    );
    assert_eq!(paths("no-path-but-odata-id.json"), (None, None));
    assert_eq!(call("no-path-but-odata-id.json").odata_id, Some(graph));
    let (url, _) = paths("resource-url-without-leading-slash.json");
    assert!(url.unwrap().starts_with("communications/calls/"));
}

#[test]
fn a_notification_may_have_a_callback_uri() {
    for (file, state) in [
        (
            "establishing-callback-uri-on-notification.json",
            CallState::Establishing,
        ),
        (
            "established-callback-uri-on-notification.json",
            CallState::Established,
        ),
    ] {
        let notification = notification(file);
        assert_eq!(
            notification.callback_uri.as_deref(),
            Some("https://bot.contoso.com/callback")
        );
        let call = call_of(notification);
        assert_eq!((call.state, call.callback_uri), (Some(state), None));
    }
}

#[test]
fn the_type_name_of_a_notification_is_ignored() {
    let notification = notification("notification-typed-comms-operation.json");
    assert_eq!(
        notification.odata_type.as_deref(),
        Some("#microsoft.graph.commsOperation")
    );
    assert_eq!(notification.change_type, ChangeType::Deleted);
    assert!(notification.additional_data.is_empty());
}

#[test]
fn an_envelope_may_lack_a_type_name() {
    assert_eq!(
        crate::decoding::envelope("envelope-without-type.json").odata_type,
        None
    );
    assert_eq!(
        call("envelope-without-type.json").state,
        Some(CallState::Terminating)
    );
}

#[test]
fn notifications_keep_the_order_of_the_body() {
    use CallState::{
        Established, Establishing, Incoming, Terminated, TransferAccepted, Transferring,
    };
    let states = |file: &str| -> Vec<CallState> {
        let notifications = notifications(file).into_iter();
        let data = notifications.filter_map(|notification| notification.resource_data);
        data.filter_map(|data| match data {
            OneOrMany::One(Entity::Call(call)) => call.state,
            _ => None,
        })
        .collect()
    };
    assert_eq!(
        states("several-notifications.json"),
        [Incoming, Establishing, Terminated]
    );
    assert_eq!(
        states("established-before-establishing.json"),
        [Established, Establishing]
    );
    assert_eq!(
        states("terminated-without-established.json"),
        [Establishing, Terminated]
    );
    assert_eq!(
        states("transfer-completed.json"),
        [Transferring, TransferAccepted, Terminated]
    );
    assert_eq!(
        states("transfer-failed-replaces-context.json"),
        [Transferring, Established]
    );
}

#[test]
fn the_result_of_a_transfer_is_decoded() {
    let completed = call_of(notifications("transfer-completed.json").swap_remove(2));
    assert_eq!(
        completed.termination_reason.as_deref(),
        Some("AppTransferred")
    );
    assert_eq!(completed.result_info.unwrap().subcode, Some(7015));
    let failed = call_of(notifications("transfer-failed-replaces-context.json").swap_remove(1));
    assert_eq!(
        failed.replaces_context.as_deref(),
        Some("Y29udGV4dC1vZi10aGUtY2FsbA==")
    );
    assert_eq!(failed.result_info.unwrap().sub_code, Some(7700));
}

#[test]
fn undocumented_properties_of_a_call_are_fields() {
    let call = call("call-members-outside-the-csdl.json");
    assert!(call.answered_by.unwrap().identity.is_some());
    assert_eq!(call.active_modalities.unwrap(), [Modality::Audio]);
    assert_eq!(
        call.termination_sender.unwrap()["role"],
        json!("participant")
    );
    assert_eq!(call.media_hosted_region.as_deref(), Some("EUWE"));
    let capability = call.meeting_capability.unwrap();
    assert_eq!(capability.allow_anonymous_users_to_dial_out, Some(false));
    assert_eq!(
        capability.allow_anonymous_users_to_start_meeting,
        Some(true)
    );
    assert_eq!(
        capability.auto_admitted_users.as_deref(),
        Some("everyoneInCompany")
    );
    assert_eq!(
        call.application_metadata.unwrap()["botData"]["mediaHostedRegion"],
        json!("EUWE")
    );
    assert!(call.additional_data.is_empty());
}

#[test]
fn a_roster_is_decoded_with_media_streams() {
    let roster = participants("roster-array.json");
    assert_eq!(roster[1].is_muted, Some(true));
    let stream = &roster[0].media_streams.as_ref().unwrap()[0];
    assert_eq!(stream.direction, Some(MediaDirection::SendReceive));
    assert_eq!(stream.label.as_deref(), Some("main-audio"));
    // The same under the path of an invitation.
    assert_eq!(participants("operations-participants-array.json").len(), 2);
}

#[test]
fn a_media_stream_may_lack_properties_the_csdl_requires() {
    let streams = participants("roster-sparse-media-streams.json")
        .swap_remove(0)
        .media_streams;
    let [screen, data]: [MediaStream; 2] = streams.unwrap().try_into().unwrap();
    assert_eq!(
        (screen.server_muted, screen.source_id.as_deref()),
        (None, Some("8"))
    );
    assert_eq!((data.server_muted, data.source_id), (Some(false), None));
    assert_eq!(data.media_type, Some(Modality::Data));
}

#[test]
fn observed_properties_of_closed_types_are_fields() {
    let roster = participants("roster-undeclared-members.json");
    assert_eq!(roster[0].meeting_role.as_deref(), Some("presenter"));
    assert_eq!(roster[0].published_states, Some(json!([])));
    assert_eq!(
        roster[1].published_states,
        Some(json!([{"type": "raiseHands"}]))
    );
    assert_eq!(
        roster[0].metadata.as_deref().unwrap().find("audienceView"),
        Some(2)
    );
    let info = roster[0].info.as_ref().unwrap();
    assert_eq!(info.id, info.participant_id);
    assert_eq!(
        info.endpoint_id.as_deref(),
        Some("a398d022-d435-4df4-8322-905089933837")
    );
    assert_eq!(
        info.additional_data["clientVersion"],
        json!("27/1.0.0.2026030201")
    );
}

#[test]
fn a_roster_may_be_a_delta() {
    let Some(OneOrMany::Many(mut deltas)) = notification("delta-participants.json").resource_data
    else {
        panic!()
    };
    let Entity::DeltaParticipants(delta) = deltas.swap_remove(0) else {
        panic!()
    };
    assert_eq!(delta.sequence_number, Some(7));
    let participants = delta.participants.unwrap();
    assert_eq!(participants[0].roster_sequence_number, Some(7));
    let removed = participants[1].removed_state.as_ref().unwrap();
    assert_eq!(removed.reason.as_deref(), Some("Left"));
    assert_eq!(participants[1].info, None);
}

#[test]
fn participant_properties_of_the_global_cloud_are_decoded() {
    let participant = participants("roster-restricted-experience.json").swap_remove(0);
    assert_eq!(
        participant.removed_state.unwrap().reason.as_deref(),
        Some("Removed")
    );
    let recording = participant.recording_info.unwrap();
    assert_eq!(recording.recording_status.unwrap().as_str(), "recording");
    assert!(recording.initiator.unwrap().user().is_some());
}

#[test]
fn content_sharing_sessions_may_be_an_array() {
    for notification in notifications("content-sharing-session-array.json") {
        let Some(OneOrMany::Many(sessions)) = notification.resource_data else {
            panic!()
        };
        let [Entity::ContentSharingSession(session)] = &sessions[..] else {
            panic!()
        };
        let ContentSharingSession { id, .. } = &**session;
        assert_eq!(id.as_deref(), Some("68e58909-ccb2-4416-925a-56c9a30f4300"));
    }
}

#[test]
fn a_policy_recording_call_names_the_recorded_participant() {
    let call = call("policy-recording.json");
    let context = call.incoming_context.unwrap();
    assert_eq!(
        context.observed_participant_id.as_deref(),
        Some("45ac16b9-c20d-4c21-8f8a-7abff2e91ac7")
    );
    assert_eq!(
        context.source_participant_id,
        context.observed_participant_id
    );
    let metadata = call.application_metadata.unwrap();
    assert_eq!(
        metadata["botData"]["inviteReasons"],
        json!(["PolicyBasedRecording"])
    );
    let target = &call.targets.unwrap()[0];
    assert!(
        target
            .identity
            .as_ref()
            .unwrap()
            .application_instance()
            .is_some()
    );
}

#[test]
fn joining_and_leaving_of_recorded_participants_is_decoded() {
    let Some(OneOrMany::One(Entity::ParticipantJoiningNotification(joining))) =
        notification("participant-joining.json").resource_data
    else {
        panic!()
    };
    assert_eq!(joining.call.unwrap().state, Some(CallState::Incoming));
    let Some(OneOrMany::One(Entity::ParticipantLeftNotification(left))) =
        notification("participant-left.json").resource_data
    else {
        panic!()
    };
    assert_eq!(
        left.participant_id.as_deref(),
        Some("45ac16b9-c20d-4c21-8f8a-7abff2e91ac7")
    );
    assert_eq!(left.call.unwrap().state, Some(CallState::Established));
}

#[test]
fn participant_info_with_a_wrong_type_name_is_decoded() {
    let Some(OneOrMany::Many(mut roster)) =
        notification("roster-info-wrong-type.json").resource_data
    else {
        panic!()
    };
    let info = participant(roster.swap_remove(0)).info.unwrap();
    assert_eq!(
        info.odata_type.as_deref(),
        Some("#microsoft.graph.invitationParticipantInfo")
    );
    assert!(info.identity.unwrap().application().is_some());
    let target = call("targets-wrong-type.json")
        .targets
        .unwrap()
        .swap_remove(0);
    assert_eq!(
        target.odata_type.as_deref(),
        Some("#microsoft.graph.participantInfo")
    );
    assert!(target.identity.unwrap().application().is_some());
}

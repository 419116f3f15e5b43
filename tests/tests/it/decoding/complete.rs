//! A call with every property of the CSDL: each is decoded to its own field.

use crate::decoding::call;
use msgraph_communications::models::{
    Call, CallDirection, CallOptions, CallState, CommsOperation, EndpointType, IdentitySet,
    MediaConfig, MediaState, MeetingInfo, Modality, OperationStatus, RoutingMode, RoutingType,
    Tone,
};

const MIRA: &str = "2c63888f-28f0-4481-be6d-dce7a7ace732";
const TOMAS: &str = "0b80a255-53a1-4945-a932-58ef7777682c";
const MIRA_IN_THE_CALL: &str = "45ac16b9-c20d-4c21-8f8a-7abff2e91ac7";
const BOT_IN_THE_CALL: &str = "dd2ee150-d284-4277-b89c-1af40ce8fcc9";

fn complete() -> Call {
    call("call-complete.json")
}

/// The id of the user in a set.
fn user(set: &IdentitySet) -> Option<&str> {
    set.user()?.id().map(String::as_str)
}

#[test]
fn every_string_of_a_call_is_decoded() {
    let call = complete();
    let texts = [
        (&call.id, "f6fadfa7-e5c1-4b62-9362-da5cc13da58a"),
        (&call.odata_type, "#microsoft.graph.call"),
        (
            &call.odata_id,
            "/communications/calls/f6fadfa7-e5c1-4b62-9362-da5cc13da58a",
        ),
        (&call.odata_etag, "W/\"17\""),
        (&call.callback_uri, "https://bot.contoso.com/api/calls"),
        (&call.call_chain_id, "b9c8b9ff-e46e-4627-9419-c7723226db94"),
        (
            &call.my_participant_id,
            "a712755f-6cac-44d5-99d5-269512e74f7b",
        ),
        (&call.subject, "Quarterly review"),
        (&call.tenant_id, "fab36728-a78b-4b7e-8787-c0de2f960063"),
    ];
    for (field, text) in texts {
        assert_eq!(field.as_deref(), Some(text));
    }
    assert!(call.additional_data.is_empty());
}

#[test]
fn every_state_property_of_a_call_is_decoded() {
    let call = complete();
    assert_eq!(call.state, Some(CallState::Established));
    assert_eq!(call.direction, Some(CallDirection::Incoming));
    assert_eq!(
        call.requested_modalities.unwrap(),
        [
            Modality::Audio,
            Modality::Video,
            Modality::VideoBasedScreenSharing,
            Modality::Data
        ]
    );
    assert_eq!(call.media_state.unwrap().audio, Some(MediaState::Active));
    let result = call.result_info.unwrap();
    assert_eq!((result.code, result.subcode), (Some(200), Some(0)));
    assert_eq!(result.message.as_deref(), Some("OK"));
    let tone = call.tone_info.unwrap();
    assert_eq!((tone.sequence_id, tone.tone), (Some(1), Some(Tone::Star)));
}

#[test]
fn source_and_targets_of_a_call_are_decoded() {
    let call = complete();
    let source = call.source.unwrap();
    assert_eq!(source.identity.as_ref().and_then(user), Some(MIRA));
    assert_eq!(
        source.endpoint_type,
        Some(EndpointType::SkypeForBusinessVoipPhone)
    );
    assert_eq!(source.participant_id.as_deref(), Some(MIRA_IN_THE_CALL));
    assert_eq!(source.country_code.as_deref(), Some("DE"));
    assert_eq!(source.language_id.as_deref(), Some("de-DE"));
    assert_eq!(source.region.as_deref(), Some("emea"));
    let target = call.targets.unwrap().swap_remove(0);
    let application = target.identity.unwrap().application().cloned().unwrap();
    assert_eq!(application.display_name().unwrap(), "Contoso Reception");
    assert_eq!(
        application.id().unwrap(),
        "8a119b9e-16bc-4732-8f7b-7676d015b0dc"
    );
    assert_eq!(target.participant_id.as_deref(), Some(BOT_IN_THE_CALL));
    assert_eq!(target.hidden, Some(false));
    assert_eq!(target.remove_from_default_audio_routing_group, Some(false));
    assert_eq!(
        target.replaces_call_id.as_deref(),
        Some("3c3ae353-fb14-428e-90b4-01a6c1cc0aff")
    );
}

#[test]
fn the_routing_of_a_call_is_decoded() {
    let call = complete();
    let route = call.call_routes.unwrap().swap_remove(0);
    let original = route.original.unwrap();
    assert_eq!(original.phone().unwrap().id().unwrap(), "+493023125010");
    assert_eq!(route.final_.as_ref().and_then(user), Some(TOMAS));
    assert_eq!(route.routing_type, Some(RoutingType::Forwarded));
    let context = call.incoming_context.unwrap();
    assert_eq!(
        context.source_participant_id.as_deref(),
        Some(MIRA_IN_THE_CALL)
    );
    assert_eq!(
        context.observed_participant_id.as_deref(),
        Some(MIRA_IN_THE_CALL)
    );
    assert_eq!(context.on_behalf_of.as_ref().and_then(user), Some(TOMAS));
    assert_eq!(context.transferor.as_ref().and_then(user), Some(MIRA));
}

#[test]
fn the_meeting_of_a_call_is_decoded() {
    let call = complete();
    let chat = call.chat_info.unwrap();
    assert_eq!(
        chat.thread_id.as_deref(),
        Some("19:meeting_Y29udG9zbzAy@thread.v2")
    );
    assert_eq!(chat.message_id.as_deref(), Some("0"));
    assert_eq!(chat.reply_chain_message_id.as_deref(), Some("0"));
    let Some(MeetingInfo::JoinMeetingIdMeetingInfo(meeting)) = call.meeting_info else {
        panic!()
    };
    assert_eq!(meeting.join_meeting_id.as_deref(), Some("412 005 336 71"));
    let Some(CallOptions::IncomingCallOptions(options)) = call.call_options else {
        panic!()
    };
    assert_eq!(options.hide_bot_after_escalation, Some(true));
    assert_eq!(options.is_content_sharing_notification_enabled, Some(true));
    assert_eq!(options.is_delta_roster_enabled, Some(false));
    assert_eq!(options.is_interactive_roster_enabled, Some(false));
    let Some(MediaConfig::ServiceHostedMediaConfig(media)) = call.media_config else {
        panic!()
    };
    let media = media.pre_fetch_media.unwrap().swap_remove(0);
    assert_eq!(
        media.uri.as_deref(),
        Some("https://bot.contoso.com/audio/welcome.wav")
    );
    assert_eq!(
        media.resource_id.as_deref(),
        Some("bbeeb636-1d33-4c6d-96f0-da847a2a3b87")
    );
}

#[test]
fn nested_resources_of_a_call_are_decoded() {
    let call = complete();
    let group = call.audio_routing_groups.unwrap().swap_remove(0);
    assert_eq!(group.routing_mode, Some(RoutingMode::OneToOne));
    assert_eq!(group.sources.unwrap(), [MIRA_IN_THE_CALL]);
    assert_eq!(group.receivers.unwrap(), [BOT_IN_THE_CALL]);
    let session = call.content_sharing_sessions.unwrap().swap_remove(0);
    assert_eq!(
        session.id.as_deref(),
        Some("68e58909-ccb2-4416-925a-56c9a30f4300")
    );
    let CommsOperation::PlayPromptOperation(operation) = call.operations.unwrap().swap_remove(0)
    else {
        panic!()
    };
    assert_eq!(operation.status, OperationStatus::Running);
    assert_eq!(
        operation.client_context.as_deref(),
        Some("e179f773-a6e0-43c0-9514-b7dde2ad0478")
    );
    let participant = call.participants.unwrap().swap_remove(0);
    assert_eq!(participant.id.as_deref(), Some(MIRA_IN_THE_CALL));
    let info = participant.info.unwrap();
    assert_eq!(info.identity.as_ref().and_then(user), Some(MIRA));
    assert_eq!(
        (participant.is_in_lobby, participant.is_muted),
        (Some(false), Some(false))
    );
    assert_eq!(participant.media_streams.as_deref(), Some(&[][..]));
}

//! Enum values match exactly, then ignoring case. Unlisted values are kept as received.

use msgraph_communications::models::{
    CallDirection, CallState, ChangeType, Entity, MediaState, Modality,
    OnlineMeetingContentSharingDisabledReason, OnlineMeetingVideoDisabledReason, OperationStatus,
    RejectReason, SendDtmfCompletionReason, Tone,
};
use specwright_runtime::{OneOrMany, from_slice};

use crate::decoding::{call, call_of, notifications, participants};

#[test]
fn documented_enum_values_are_decoded() {
    for (text, state) in [
        ("incoming", CallState::Incoming),
        ("establishing", CallState::Establishing),
        ("ringing", CallState::Ringing),
        ("established", CallState::Established),
        ("hold", CallState::Hold),
        ("transferring", CallState::Transferring),
        ("transferAccepted", CallState::TransferAccepted),
        ("redirecting", CallState::Redirecting),
        ("terminating", CallState::Terminating),
        ("terminated", CallState::Terminated),
        ("unknownFutureValue", CallState::UnknownFutureValue),
    ] {
        assert_eq!(CallState::from(text), state);
        assert_eq!(state.as_str(), text);
    }
    for reason in RejectReason::KNOWN {
        assert_eq!(RejectReason::from(reason.as_str()), *reason);
    }
}

#[test]
fn enum_values_ignore_case_and_are_encoded_canonically() {
    let notifications = notifications("enum-values-pascal-case.json");
    assert_eq!(notifications[0].change_type, ChangeType::Updated);
    let [first, second] = notifications.try_into().unwrap();
    let call = call_of(first);
    assert_eq!(call.state, Some(CallState::Established));
    assert_eq!(call.direction, Some(CallDirection::Incoming));
    assert_eq!(
        call.requested_modalities.unwrap(),
        [Modality::Audio, Modality::VideoBasedScreenSharing]
    );
    assert_eq!(call.media_state.unwrap().audio, Some(MediaState::Active));
    // The metadata spells this one with a capital, every payload does not.
    let Some(OneOrMany::One(Entity::PlayPromptOperation(operation))) = second.resource_data else {
        panic!()
    };
    assert_eq!(operation.status, OperationStatus::Completed);
    assert_eq!(
        serde_json::to_string(&RejectReason::from("Busy")).unwrap(),
        r#""busy""#
    );
}

#[test]
fn unknown_enum_values_are_kept() {
    let notifications = notifications("enum-values-unknown.json");
    let [first, second] = notifications.try_into().unwrap();
    assert!(
        matches!(&first.change_type, ChangeType::Unrecognized(text) if text.as_str() == "replaced")
    );
    let call = call_of(first);
    assert_eq!(call.state.unwrap().as_str(), "levitating");
    assert_eq!(call.direction.unwrap().to_string(), "sideways");
    assert_eq!(call.requested_modalities.unwrap()[1].as_str(), "smell");
    let tone = call.tone_info.unwrap().tone.unwrap();
    assert!(matches!(&tone, Tone::Unrecognized(text) if text.as_str() == "tone42"));
    let Some(OneOrMany::One(Entity::SendDtmfTonesOperation(operation))) = second.resource_data
    else {
        panic!()
    };
    assert_eq!(operation.status.as_str(), "postponed");
    assert_eq!(
        operation.completion_reason,
        Some(SendDtmfCompletionReason::from(""))
    );
}

#[test]
fn unknown_future_value_is_a_listed_value() {
    let call = call("enum-values-unknown-future.json");
    assert_eq!(call.state, Some(CallState::UnknownFutureValue));
    assert_eq!(
        call.requested_modalities.unwrap(),
        [Modality::UnknownFutureValue]
    );
}

#[test]
fn documented_values_missing_from_the_csdl_are_listed() {
    let notifications = notifications("documented-values-outside-the-csdl.json");
    assert_eq!(notifications[1].change_type, ChangeType::UnknownFutureValue);
    let call = call_of(notifications[0].clone());
    assert_eq!(call.state, Some(CallState::Ringing));
    assert_eq!(call.requested_modalities.unwrap()[0], Modality::Unknown);
}

#[test]
fn enum_values_ignore_only_ascii_case() {
    // U+212A is a K by the rules of Unicode, and no k of ASCII.
    let kelvin = CallState::from("un\u{212a}nownFutureValue");
    assert!(matches!(kelvin, CallState::Unrecognized(_)));
    assert!(matches!(
        RejectReason::from(" busy"),
        RejectReason::Unrecognized(_)
    ));
}

#[test]
fn comma_separated_flags_are_decoded_and_kept() {
    let restricted = participants("roster-restricted-experience.json")
        .swap_remove(0)
        .restricted_experience
        .unwrap();
    let sharing = restricted.content_sharing_disabled.unwrap();
    assert_eq!(sharing.as_str(), "watermarkProtection,unknownFutureValue");
    assert_eq!(
        sharing.iter().collect::<Vec<_>>(),
        [
            OnlineMeetingContentSharingDisabledReason::WatermarkProtection,
            OnlineMeetingContentSharingDisabledReason::UnknownFutureValue
        ]
    );
    let video = restricted.video_disabled.unwrap();
    assert!(video.contains(&OnlineMeetingVideoDisabledReason::WatermarkProtection));
}

#[test]
fn enum_values_must_be_strings() {
    assert!(from_slice::<CallState>(b"0").is_err());
    assert!(from_slice::<CallState>(b"[\"incoming\"]").is_err());
    assert!(from_slice::<CallState>(b"null").is_err());
}

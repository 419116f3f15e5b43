//! Numbers and booleans that are strings; strings, timestamps and secrets.

use msgraph_communications::models::{
    Call, CallTranscriptionState, Entity, MeetingInfo, ResultInfo, Tone,
};
use serde_json::json;
use specwright_runtime::{OneOrMany, from_slice};

use crate::decoding::{call, call_of, notification, notifications, participants};

fn result(file: &str) -> ResultInfo {
    call(file).result_info.unwrap()
}

#[test]
fn numeric_strings_are_encoded_as_numbers() {
    let read = result("terminated-string-result-code.json");
    assert_eq!((read.code, read.subcode), (Some(0), None));
    let read = result("result-subcode-as-string.json");
    assert_eq!((read.code, read.subcode), (Some(200), Some(5001)));
    let written = serde_json::to_value(&read).unwrap();
    assert_eq!(
        (&written["code"], &written["subcode"]),
        (&json!(200), &json!(5001))
    );
}

#[test]
fn numbers_and_booleans_may_be_strings() {
    let participant = participants("numbers-and-booleans-as-strings.json").swap_remove(0);
    assert_eq!(participant.is_muted, Some(true));
    assert_eq!(participant.is_in_lobby, Some(false));
    assert_eq!(participant.roster_sequence_number, Some(12));
    assert_eq!(
        participant.media_streams.unwrap()[0].server_muted,
        Some(false)
    );
    let call = call_of(notifications("numbers-and-booleans-as-strings.json").swap_remove(1));
    assert_eq!(call.tone_info.unwrap().sequence_id, Some(4));
    let result = call.result_info.unwrap();
    assert_eq!((result.code, result.subcode), (Some(-1), Some(0)));
}

#[test]
fn both_spellings_of_the_subcode_are_decoded() {
    let read = result("result-subcode-camel-case.json");
    assert_eq!((read.subcode, read.sub_code), (None, Some(7000)));
    let read = result("result-subcode-both-spellings.json");
    assert_eq!((read.subcode, read.sub_code), (Some(7000), Some(7700)));
    assert!(read.additional_data.is_empty());
    assert_eq!(result("result-subcode-camel-case.json").code, Some(500));
}

#[test]
fn integers_beyond_32_and_53_bits_are_exact() {
    let tone = call("tone-sequence-beyond-int32.json").tone_info.unwrap();
    assert_eq!(tone.sequence_id, Some(9_007_199_254_740_993));
    assert_eq!(tone.tone, Some(Tone::Tone5));
}

#[test]
fn numbers_out_of_range_are_errors_as_strings_too() {
    for code in [
        "2147483648",
        r#""2147483648""#,
        "1.5",
        r#""1.5""#,
        "true",
        r#""""#,
        r#"" 1""#,
    ] {
        let text = format!(r#"{{"code": {code}}}"#);
        assert!(from_slice::<ResultInfo>(text.as_bytes()).is_err(), "{code}");
    }
    let least: ResultInfo = from_slice(br#"{"code": -2147483648}"#).unwrap();
    assert_eq!(least.code, Some(i32::MIN));
}

#[test]
fn strings_keep_every_character() {
    let notification = notification("texts-of-every-kind.json");
    assert_eq!(
        notification.resource_url.as_deref(),
        Some("/communications/calls/f6fadfa7-e5c1-4b62-9362-da5cc13da58a")
    );
    let call = call_of(notification);
    assert_eq!(
        call.subject.as_deref(),
        Some("Zoë 📞 \"quoted\" \\ back\\slash\ttab\nline\0nul \u{202e}right-to-left")
    );
    assert_eq!(call.tenant_id.as_deref(), Some(""));
}

#[test]
fn timestamps_keep_their_spelling() {
    let at = |file: &str| {
        let transcription = call(file).transcription.unwrap();
        (
            transcription.state.unwrap(),
            transcription.last_modified_date_time.unwrap(),
        )
    };
    let (state, offset) = at("texts-of-every-kind.json");
    assert_eq!(state, CallTranscriptionState::NotStarted);
    assert_eq!(offset.to_string(), "2026-03-02T10:14:27+01:00");
    assert_eq!(offset.as_second(), 1_772_442_867);
    let (state, decimals) = at("call-complete.json");
    assert_eq!(state, CallTranscriptionState::Active);
    assert_eq!(decimals.to_string(), "2026-03-02T09:14:27.1234567Z");
    assert_eq!(decimals.as_second(), offset.as_second());
    assert_eq!(decimals.subsec_nanosecond(), 123_456_700);
}

#[test]
fn secrets_are_decoded_and_never_shown() {
    let recorded = notifications("operation-of-every-type.json")
        .into_iter()
        .find_map(|notification| match notification.resource_data {
            Some(OneOrMany::One(Entity::RecordOperation(operation))) => Some(operation),
            _ => None,
        })
        .unwrap();
    let token = recorded.recording_access_token.as_ref().unwrap();
    assert_eq!(token.expose(), "not-a-real-token");
    assert!(!format!("{recorded:?}").contains("not-a-real-token"));

    let call: Call = call("call-complete.json");
    let Some(MeetingInfo::JoinMeetingIdMeetingInfo(meeting)) = &call.meeting_info else {
        panic!()
    };
    assert_eq!(meeting.passcode.as_ref().unwrap().expose(), "kV7wQ2");
    assert!(!format!("{call:?}").contains("kV7wQ2"));
}

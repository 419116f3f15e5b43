//! Malformed payloads: errors have a path, and no value.

use msgraph_communications::models::CommsNotifications;
use msgraph_tests::payloads;
use specwright_runtime::{DecodeError, from_slice};

fn error(text: &[u8]) -> DecodeError {
    from_slice::<CommsNotifications>(text).expect_err("the payload is malformed")
}

#[test]
fn malformed_payloads_fail_at_the_documented_path() {
    for row in payloads::described(Some("malformed/")) {
        let shows = &row.cells[0];
        let place = match shows.strip_prefix("Fails at `") {
            Some(rest) => rest.split('`').next().unwrap(),
            None if shows.starts_with("Fails at the top") => "",
            None => panic!("{}: the README says no place", row.file),
        };
        let text = payloads::text(&format!("malformed/{}", row.file));
        assert_eq!(error(&text).path(), place, "{}", row.file);
        // The same through serde itself, where the path is in front of the message.
        let error = serde_json::from_slice::<CommsNotifications>(&text).unwrap_err();
        let prefix = if place.is_empty() {
            String::new()
        } else {
            format!("{place}: ")
        };
        assert!(
            error.to_string().starts_with(&prefix),
            "{}: {error}",
            row.file
        );
    }
}

#[test]
fn decode_errors_contain_no_values_of_the_payload() {
    let secret = "S3cr3tV4lu3";
    for member in [
        format!(r#""state": {{"{secret}": "{secret}"}}"#),
        format!(r#""resultInfo": {{"code": "{secret}"}}"#),
        format!(r#""resultInfo": "{secret}""#),
        format!(r#""targets": "{secret}""#),
        format!(r#""toneInfo": {{"sequenceId": "{secret}"}}"#),
        format!(r#""transcription": {{"lastModifiedDateTime": "{secret}"}}"#),
        format!(
            r##""callOptions": {{"@odata.type": "#microsoft.graph.incomingCallOptions", "hideBotAfterEscalation": "{secret}"}}"##
        ),
    ] {
        let text = format!(
            r##"{{"value": [{{"changeType": "updated", "resourceData": {{"@odata.type": "#microsoft.graph.call", {member}}}}}]}}"##
        );
        let error = error(text.as_bytes());
        let shown = format!("{error} {error:?}");
        assert!(!shown.contains(secret), "{shown}");
        assert!(!error.path().is_empty(), "{shown}");
    }
}

#[test]
fn a_body_that_is_not_json_is_an_error_at_its_position() {
    for text in [
        "",
        " ",
        "{",
        r#"{"value": [}"#,
        "<html>",
        "{} {}",
        "nul",
        "\u{feff}{}",
    ] {
        let error = error(text.as_bytes());
        assert!(error.line().is_some(), "{text:?}: {error}");
    }
    let error = error(b"{\"value\": [{\"changeType\": \"\xff\"}]}");
    assert_eq!(error.path(), "value[0].changeType");
}

#[test]
fn a_very_deeply_nested_body_is_an_error() {
    let deep = format!(
        r#"{{"value": [], "x": {}{}}}"#,
        "[".repeat(100_000),
        "]".repeat(100_000)
    );
    error(deep.as_bytes());
}

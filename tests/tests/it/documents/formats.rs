//! The formats of strings: the generator accepts an example exactly if the runtime decodes it.

use serde_json::json;
use specwright::diagnostics::code::Code;
use specwright::{Options, Source, generate};
use specwright_runtime::{
    Base64, Constraint, Date, DateTime, Decode, IsoDuration, Uuid, Validator, from_slice,
};

/// Returns whether the generator accepts a string as an example of a format.
fn is_accepted(format: &str, text: &str) -> bool {
    let document = json!({
        "openapi": "3.0.4",
        "info": { "title": "Formats", "version": "1" },
        "paths": {},
        "components": {
            "schemas": { "Text": { "type": "string", "format": format, "example": text } },
        },
    });
    let source = Source::new("formats.json", document.to_string());
    let outcome = generate(&source, &Options::new("formats", "formats.json"));
    let mut diagnostics = outcome.diagnostics.iter();
    !diagnostics.any(|diagnostic| diagnostic.code == Code::Example)
}

/// Checks that the generator and the runtime accept some strings and reject others.
#[track_caller]
fn check<T: Decode>(format: &str, valid: &[&str], invalid: &[&str]) {
    for (texts, is_valid) in [(valid, true), (invalid, false)] {
        for text in texts {
            let json = json!(text).to_string();
            let decodes = from_slice::<T>(json.as_bytes()).is_ok();
            assert_eq!(decodes, is_valid, "the runtime: {format} {text}");
            assert_eq!(
                is_accepted(format, text),
                is_valid,
                "the generator: {format} {text}"
            );
        }
    }
}

#[test]
fn date_times_are_those_of_rfc_3339() {
    check::<DateTime>(
        "date-time",
        &[
            "2024-02-29T10:00:00Z",
            "2024-02-29t10:00:60.123456789012z",
            "9999-12-31 23:59:59-23:59",
        ],
        &[
            "2023-02-29T10:00:00Z",
            "2024-04-31T10:00:00Z",
            "2024-01-01T24:00:00Z",
            "2024-01-01T10:00:61Z",
            "2024-01-01T10:00Z",
            "2024-01-01T10:00:00",
            "2024-01-01T10:00:00.Z",
            "2024-01-01T10:00:00+24:00",
            "2024-01-01T10:00:00+1:00",
            "+024-01-01T10:00:00Z",
        ],
    );
}

#[test]
fn dates_are_days_of_the_calendar() {
    check::<Date>(
        "date",
        &["0000-01-01", "2000-02-29", "9999-12-31"],
        &[
            "2100-02-29",
            "2023-13-01",
            "2023-00-01",
            "2023-1-1",
            "20230101",
            "2023-01-1é",
            "",
        ],
    );
}

#[test]
fn durations_have_a_unit_and_a_bound() {
    check::<IsoDuration>(
        "duration",
        &[
            "PT0S",
            "P1Y2M10DT2H30M",
            "P3W",
            "-P1D",
            "PT1.5S",
            "PT1,123456789S",
        ],
        &["P", "PT", "P1DT", "P0.5Y", "P99999999999D", "1D", "PT1", ""],
    );
}

#[test]
fn uuids_have_32_digits() {
    check::<Uuid>(
        "uuid",
        &[
            "57dab8b1-894c-409a-b240-bd8beae78896",
            "57DAB8B1894C409AB240BD8BEAE78896",
            "{57dab8b1-894c-409a-b240-bd8beae78896}",
            "urn:uuid:57dab8b1-894c-409a-b240-bd8beae78896",
        ],
        &[
            "57dab8b1-894c-409a-b240-bd8beae7889",
            "57dab8b1894c-409a-b240-bd8beae78896",
            "57dab8b1-894c-409a-b240-bd8beae7889g",
            "",
        ],
    );
}

#[test]
fn base64_has_either_alphabet_and_any_padding() {
    check::<Base64>(
        "byte",
        &["", "aGVsbG8=", "aGVsbG8", "_-8=", "/+8"],
        &["====", "a", "aGVsbG9=", "aGVs bG8=", "/-8="],
    );
}

/// What the runtime validates before it sends a URI, the generator expects of an example.
#[test]
fn uris_are_those_of_rfc_3986() {
    let valid = [
        "https://example.com/a?b=%20#c",
        "urn:a:b",
        "a+b-c.1:",
        "mailto:rex@example.com",
    ];
    let invalid = [
        "",
        "no scheme",
        "1a:b",
        ":b",
        "a_b:c",
        "a:%2",
        "a:%zz",
        "a:b c",
        "a:\u{e9}",
        "a:<b>",
    ];
    for (texts, is_valid) in [(valid.as_slice(), true), (invalid.as_slice(), false)] {
        for text in texts {
            let mut check = Validator::default();
            check.whole(text, &[Constraint::Uri]);
            let is_sent = check.into_violations().is_empty();
            assert_eq!(is_sent, is_valid, "the runtime: {text}");
            assert_eq!(is_accepted("uri", text), is_valid, "the generator: {text}");
        }
    }
}

//! String enums.

use std::collections::HashSet;

use specwright_runtime::{Flags, StringEnum};

use crate::decoding::models::{Cased, ChangeType, Exact, Meeting, Notification};
use crate::decoding::{json, read, refuse, write};

#[test]
fn listed_values_match_exactly() {
    assert_eq!(read::<ChangeType>("\"created\""), ChangeType::Created);
    assert_eq!(write(&ChangeType::Created), json("\"created\""));
    assert_eq!(
        ChangeType::KNOWN,
        [
            ChangeType::Created,
            ChangeType::Updated,
            ChangeType::Deleted
        ]
    );
    assert_eq!(<ChangeType as StringEnum>::KNOWN, ChangeType::KNOWN);
}

#[test]
fn lenient_enums_fall_back_to_ignoring_ascii_case() {
    assert_eq!(read::<ChangeType>("\"Created\""), ChangeType::Created);
    assert_eq!(ChangeType::from("DELETED"), ChangeType::Deleted);
    assert_eq!("uPDATED".parse(), Ok(ChangeType::Updated));
    // The long s is an s by Unicode, and not by ASCII.
    assert_eq!(ChangeType::from("\u{17f}tarted").as_str(), "\u{17f}tarted");
}

#[test]
fn of_values_differing_in_case_exact_matches_win() {
    assert_eq!(Cased::from("GO"), Cased::Upper);
    assert_eq!(Cased::from("go"), Cased::Lower);
    assert_eq!(Cased::from("Go"), Cased::Upper);
}

#[test]
fn strict_enums_match_exactly() {
    assert_eq!(Exact::from("A"), Exact::Upper);
    assert_eq!(Exact::from("a"), Exact::Lower);
    assert!(matches!(Exact::from("LOWER"), Exact::Other(text) if text.as_str() == "LOWER"));
    assert!(matches!(Exact::from("Unrecognized"), Exact::Other(_)));
    assert_eq!(Exact::from("unrecognized"), Exact::Unrecognized);
}

#[test]
fn unlisted_values_are_kept() {
    for text in ["", "tentative", " created", "created,updated", "\u{1F600}"] {
        let value: ChangeType =
            read(&json(&format!("{text:?}").replace("\\u{1f600}", text)).to_string());
        assert!(matches!(&value, ChangeType::Unrecognized(other) if other.as_str() == text));
        assert_eq!(value.as_str(), text);
        assert_eq!(value.to_string(), text);
        assert_eq!(value.as_ref(), text);
        assert_eq!(write(&value), serde_json::Value::from(text));
        assert_eq!(ChangeType::from(text.to_owned()), value);
    }
}

#[test]
fn values_are_equal_and_hash_by_their_string() {
    let values: HashSet<ChangeType> = ["created", "Created", "x", "x", "y"]
        .into_iter()
        .map(ChangeType::from)
        .collect();
    assert_eq!(values.len(), 3);
}

#[test]
fn only_strings_are_values() {
    let json = r#"{"changeType": 1}"#;
    let error = (
        "changeType".to_owned(),
        "expected a string, found an integer".to_owned(),
    );
    assert_eq!(refuse::<Notification>(json), error);
    assert_eq!(
        refuse::<ChangeType>("null").1,
        "expected a string, found null"
    );
    assert_eq!(
        refuse::<ChangeType>("{\"created\": 1}").1,
        "expected a string, found an object"
    );
}

#[test]
fn display_respects_padding() {
    assert_eq!(
        format!("{:>8}|{:<4}|", ChangeType::Created, ChangeType::from("x")),
        " created|x   |"
    );
}

#[test]
fn flags_keep_order_and_spelling() {
    for text in [
        "created,deleted",
        "Deleted , created",
        "",
        ",created,,",
        "x;y",
    ] {
        let meeting: Meeting = read(&serde_json::json!({ "reasons": text }).to_string());
        let flags = meeting.reasons.clone().unwrap_or_default();
        assert_eq!(flags.as_str(), text);
        assert_eq!(flags.to_string(), text);
        assert_eq!(write(&meeting)["reasons"], text);
    }
}

#[test]
fn flags_match_values_like_their_enum() {
    let flags = Flags::<ChangeType>::from(" Deleted ,created,,later");
    let values = [
        ChangeType::Deleted,
        ChangeType::Created,
        ChangeType::from("later"),
    ];
    assert_eq!(flags.iter().collect::<Vec<_>>(), values);
    assert!(flags.contains(&ChangeType::Deleted));
    assert!(flags.contains(&ChangeType::from("later")));
    assert!(!flags.contains(&ChangeType::Updated));
    assert!(!flags.is_empty());
    assert!(Flags::<ChangeType>::from(" , ").is_empty());
}

#[test]
fn flags_are_created_from_values() {
    let flags: Flags<ChangeType> = [ChangeType::Updated, ChangeType::from("later")]
        .into_iter()
        .collect();
    assert_eq!(flags.as_str(), "updated,later");
    assert_eq!(Flags::<ChangeType>::default().as_str(), "");
    assert_eq!(
        refuse::<Meeting>(r#"{"reasons": ["created"]}"#).1,
        "expected a string, found an array"
    );
}

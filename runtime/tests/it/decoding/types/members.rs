//! Properties of objects: optional, required, nullable, undeclared.

use std::collections::BTreeMap;

use crate::decoding::models::{Anything, Call, Counters, Nothing, ResultInfo, Strict};
use crate::decoding::{json, read, refuse, write};

#[test]
fn optional_properties_decode_null_as_none() {
    assert_eq!(read::<Strict>("{}"), Strict::default());
    let nulls = r#"{"text": null, "boolean": null, "int": null, "double": null, "any": null}"#;
    assert_eq!(read::<Strict>(nulls), Strict::default());
}

#[test]
fn required_properties_must_be_present_and_not_null() {
    let missing = ("code".to_owned(), "required, but missing".to_owned());
    assert_eq!(refuse::<ResultInfo>(r#"{"message": null}"#), missing);
    let null = "expected a 32-bit integer, found null".to_owned();
    assert_eq!(
        refuse::<ResultInfo>(r#"{"code": null, "message": ""}"#),
        ("code".to_owned(), null)
    );
}

#[test]
fn required_nullable_properties_may_be_null() {
    assert_eq!(
        read::<ResultInfo>(r#"{"code": 1, "message": null}"#).message,
        None
    );
    assert_eq!(
        read::<ResultInfo>(r#"{"code": 1, "message": "m"}"#)
            .message
            .as_deref(),
        Some("m")
    );
    let missing = ("message".to_owned(), "required, but missing".to_owned());
    assert_eq!(refuse::<ResultInfo>(r#"{"code": 1}"#), missing);
}

#[test]
fn undeclared_properties_round_trip() {
    let text = r#"{"code": 1, "message": "", "x": null, "": [1.5, {"y": "z"}], "a.b": 18446744073709551615}"#;
    let result: ResultInfo = read(text);
    assert_eq!(result.additional_data[""][1]["y"], "z");
    assert!(result.additional_data["x"].is_null());
    assert_eq!(write(&result), json(text));
}

#[test]
fn undeclared_properties_of_a_closed_type_are_ignored() {
    let text = r#"{"int": 1, "more": {"int": [{}, "\ud83d\ude00", -1e300]}, "Int": 2}"#;
    assert_eq!(
        read::<Strict>(text),
        Strict {
            int: Some(1),
            ..Strict::default()
        }
    );
    assert_eq!(read::<Nothing>(r#"{"a": 1}"#), Nothing {});
    // Ignored is not unread.
    assert_eq!(refuse::<Nothing>(r#"{"a": [tru]}"#).1, "expected ident");
}

#[test]
fn additional_properties_may_have_a_type() {
    let counters: Counters = read(r#"{"type": "t", "a": 1, "b": "2"}"#);
    let counts = BTreeMap::from([("a".to_owned(), 1), ("b".to_owned(), 2)]);
    assert_eq!(counters.counts, counts);
    assert_eq!(write(&counters), json(r#"{"type": "t", "a": 1, "b": 2}"#));
    let (path, message) = refuse::<Counters>(r#"{"a": 1, "b": true}"#);
    assert_eq!(
        (path.as_str(), message.as_str()),
        ("b", "expected a 32-bit integer, found a boolean")
    );
}

#[test]
fn the_last_duplicate_property_wins() {
    let call: Call =
        read(r#"{"id": "1", "x": 1, "id": "2", "x": 2, "subject": "s", "subject": null}"#);
    assert_eq!(call.id.as_deref(), Some("2"));
    assert_eq!(call.additional_data["x"], 2);
    assert_eq!(call.subject, None);
    assert_eq!(
        refuse::<ResultInfo>(r#"{"code": 1, "message": "", "code": null}"#).0,
        "code"
    );
}

#[test]
fn property_names_match_exactly_after_unescaping() {
    let call: Call = read(r#"{"\u0069d": "1", "ID": "2", "subject\u0000": 1}"#);
    assert_eq!(call.id.as_deref(), Some("1"));
    assert_eq!(call.additional_data["ID"], "2");
    assert_eq!(call.additional_data["subject\0"], 1);
}

#[test]
fn an_object_without_declared_properties_keeps_all() {
    let text = r#"{"b": 1, "a": {"c": []}}"#;
    assert_eq!(write(&read::<Anything>(text)), json(text));
    assert_eq!(write(&read::<Anything>("{}")), json("{}"));
}

#[test]
fn properties_may_be_named_like_rust_keywords() {
    let counters: Counters = read(r#"{"type": "t", "members": 3}"#);
    assert_eq!(counters.r#type.as_deref(), Some("t"));
    assert_eq!(counters.members, Some(3));
}

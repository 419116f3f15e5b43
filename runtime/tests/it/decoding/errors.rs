//! Paths, positions and messages of errors.

use std::collections::BTreeMap;
use std::error::Error;

use specwright_runtime::from_slice;

use crate::decoding::models::{ByName, Counters, Nested, Notifications, ResultInfo};
use crate::decoding::refuse;

#[track_caller]
fn error(json: &str) -> (String, String) {
    refuse::<Notifications>(json)
}

#[track_caller]
fn at(json: &str, path: &str, message: &str) {
    assert_eq!(error(json), (path.to_owned(), message.to_owned()));
}

#[test]
fn paths_include_objects_arrays_and_tagged_unions() {
    at(
        r##"{"value": [{"changeType": "created", "resourceData": {"@odata.type": "#call", "resultInfo": {"code": []}}}]}"##,
        "value[0].resourceData.resultInfo.code",
        "expected a 32-bit integer, found an array",
    );
    at(
        r##"{"value": [{"changeType": "created"}, {"changeType": "updated", "resourceData": [{"@odata.type": "#call"},
            {"@odata.type": "#call", "targets": [{"id": "1"}, {"id": 2}]}]}]}"##,
        "value[1].resourceData[1].targets[1].id",
        "expected a string, found an integer",
    );
}

#[test]
fn the_outermost_value_has_no_path() {
    at("[]", "", "expected an object, found an array");
    at("1", "", "expected an object, found an integer");
    at("1.5", "", "expected an object, found a number");
    at("\"x\"", "", "expected an object, found a string");
    at("true", "", "expected an object, found a boolean");
    at("null", "", "expected an object, found null");
    assert_eq!(
        refuse::<Vec<i32>>("{}").1,
        "expected an array, found an object"
    );
    assert_eq!(
        refuse::<BTreeMap<String, i32>>("[]").1,
        "expected an object, found an array"
    );
}

#[test]
fn a_missing_property_is_named() {
    at("{}", "value", "required, but missing");
    at(
        r#"{"value": [{}]}"#,
        "value[0].changeType",
        "required, but missing",
    );
}

#[test]
fn unusual_names_are_in_brackets() {
    let path = |name: &str| refuse::<Counters>(&format!("{{{name}: true}}")).0;
    assert_eq!(path(r#""plain-_@$9""#), "plain-_@$9");
    assert_eq!(path(r#""a: b""#), "['a: b']");
    assert_eq!(path(r#""@odata.type""#), "['@odata.type']");
    assert_eq!(path(r#""""#), "['']");
    assert_eq!(path(r#""it's""#), r"['it\'s']");
    assert_eq!(path(r#""a\\b""#), r"['a\\b']");
    assert_eq!(path(r#""\"""#), "['\"']");
    assert_eq!(path(r#""\n\u001b[31m""#), r"['\n\u{1b}[31m']");
    assert_eq!(path(r#""\u202e""#), r"['\u{202e}']");
    assert_eq!(path(r#""é""#), "['é']");
    assert_eq!(path(r#""[0]""#), "['[0]']");
}

#[test]
fn property_names_cannot_imitate_other_parts_of_errors() {
    for name in [
        "x: required, but missing",
        "a']['b",
        "b at line 9 column 9",
        "value[0].code: y at line 1 column 1",
    ] {
        let json = serde_json::json!({ name: { "int": true } }).to_string();
        let error = from_slice::<ByName>(json.as_bytes()).unwrap_err();
        assert_eq!(
            error.message(),
            "expected a 32-bit integer, found a boolean"
        );
        assert!(
            error.path().starts_with("['") && error.path().ends_with("'].int"),
            "{}",
            error.path()
        );
        assert_eq!(error.line(), Some(1));
        // The same by way of serde, where the path is in the message.
        let error = serde_json::from_str::<ByName>(&json).unwrap_err();
        assert_eq!(error.line(), 1);
        assert!(
            error.to_string().contains("int: expected a 32-bit integer"),
            "{error}"
        );
    }
}

#[test]
fn the_position_is_where_decoding_stopped() {
    let error =
        from_slice::<ResultInfo>(b"{\n  \"code\": \"x\",\n  \"message\": null}").unwrap_err();
    assert_eq!((error.line(), error.column()), (Some(2), Some(13)));
    assert_eq!(
        error.to_string(),
        "code: expected a 32-bit integer, found a string at line 2 column 13"
    );
    assert!(error.source().is_none());
}

#[test]
fn syntax_errors_have_a_path() {
    at(
        r#"{"value": [{"changeType": "created""#,
        "value[0]",
        "EOF while parsing an object",
    );
    at(
        r#"{"value": [{"changeType": "cre"#,
        "value[0].changeType",
        "EOF while parsing a string",
    );
    at(
        r#"{"value": [{"changeType" "created"}]}"#,
        "value[0]",
        "expected `:`",
    );
    at(
        r#"{"value": [{"changeType": "created"} {}]}"#,
        "value",
        "expected `,` or `]`",
    );
    at(
        r#"{"value": [], "x": [1, {"y": 01}]}"#,
        "x",
        "invalid number",
    );
    at(r#"{"value": []} x"#, "", "trailing characters");
    at("", "", "EOF while parsing a value");
}

#[test]
fn a_byte_order_mark_before_json_is_skipped() {
    assert_eq!(from_slice::<i32>(b"\xEF\xBB\xBF1").unwrap(), 1);
    assert!(from_slice::<i32>(b"\xEF\xBB\xBF").is_err());
    assert!(from_slice::<i32>(b"1\xEF\xBB\xBF").is_err());
}

#[test]
fn invalid_utf8_is_an_error_at_its_position() {
    let refused = |json: &[u8]| from_slice::<Notifications>(json).unwrap_err().to_string();
    assert_eq!(refused(b"\xff{}"), "not UTF-8 at line 1 column 0");
    assert_eq!(
        refused(b"{\"value\": [\n{\"changeType\": \"x\xff\"}]}"),
        "value[0].changeType: not UTF-8 at line 2 column 17"
    );
    assert_eq!(
        refused(b"{\"value\": []}\xff"),
        "not UTF-8 at line 1 column 13"
    );
    assert_eq!(
        refused(b"{\"value\": 1, \"x\": \"\xff\"}"),
        "value: expected an array, found an integer at line 1 column 11"
    );
}

#[test]
fn errors_in_other_deserializers_begin_with_the_path() {
    let error = serde_json::from_str::<Nested>(r#"{"inner": {"inner": 1}}"#).unwrap_err();
    assert_eq!(
        error.to_string(),
        "inner.inner: expected an object, found an integer at line 1 column 21"
    );
    let error =
        serde_json::from_value::<Nested>(crate::decoding::json(r#"{"inner": {"inner": 1}}"#))
            .unwrap_err();
    assert_eq!(
        error.to_string(),
        "inner.inner: expected an object, found an integer"
    );
    let error = serde_json::from_str::<Nested>("1").unwrap_err();
    assert_eq!(
        error.to_string(),
        "expected an object, found an integer at line 1 column 1"
    );
}

//! Tuples, and JSON documents in strings.

use specwright_runtime::{JsonString, Value};

use crate::decoding::{json, read, refuse, write};

#[test]
fn tuples_are_decoded_by_position() {
    let value: (String, Option<i64>, Value) = read(r#"["a", null, {"b": 1.50}]"#);
    assert_eq!((value.0.as_str(), value.1), ("a", None));
    assert_eq!(write(&value), json(r#"["a", null, {"b": 1.50}]"#));
    assert_eq!(read::<(bool,)>("[true]"), (true,));
}

#[test]
fn tuples_have_exactly_their_length() {
    let refused = |text: &str| refuse::<(String, i64)>(text);
    let expected = "expected an array of 2 elements";
    assert_eq!(
        refused("[]"),
        (String::new(), format!("{expected}, found 0"))
    );
    assert_eq!(
        refused(r#"["a"]"#),
        (String::new(), format!("{expected}, found 1"))
    );
    assert_eq!(
        refused(r#"["a", 1, {"b": []}]"#),
        (String::new(), format!("{expected}, found more"))
    );
    assert_eq!(
        refused(r#"{"a": 1}"#),
        (String::new(), format!("{expected}, found an object"))
    );
    assert_eq!(
        refuse::<(bool,)>("null"),
        (
            String::new(),
            "expected an array of 1 element, found null".to_owned()
        )
    );
}

#[test]
fn errors_in_tuples_have_the_index() {
    assert_eq!(
        refuse::<Vec<(String, (i64,))>>(r#"[["a", [1]], ["b", ["c"]]]"#),
        (
            "[1][1][0]".to_owned(),
            "expected a 64-bit integer, found a string".to_owned()
        )
    );
}

#[test]
fn json_in_strings_keeps_its_text() {
    let text = r#""[1.0,  2]""#;
    let value: JsonString<Vec<f64>> = read(text);
    assert_eq!(*value, [1.0, 2.0]);
    assert_eq!(write(&value), json(text));
    assert_eq!(write(&JsonString::from(vec![1, 2])), json(r#""[1,2]""#));
}

#[test]
fn json_in_strings_must_be_json_of_the_type() {
    let refused = |text: &str| refuse::<JsonString<Vec<i64>>>(text);
    assert_eq!(
        refused(r#""[1, true]""#),
        (
            "[1]".to_owned(),
            "expected a 64-bit integer, found a boolean".to_owned()
        )
    );
    assert_eq!(refused(r#""[1] 2""#).1, "trailing characters");
    assert_eq!(refused("[1]").1, "expected a string, found an array");
}

#[test]
fn json_in_strings_is_never_shown_as_text() {
    let value: JsonString<specwright_runtime::Secret> = read(r#""\"hunter2\"""#);
    assert_eq!(format!("{value:?}"), "Secret");
}

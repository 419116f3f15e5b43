//! Scalars, by strict and by lenient rules.

use crate::decoding::models::{Lenient, Strict};
use crate::decoding::{read, refuse};

fn lenient(member: &str) -> Lenient {
    read(&format!("{{{member}}}"))
}

fn strict(member: &str) -> Strict {
    read(&format!("{{{member}}}"))
}

#[track_caller]
fn neither(member: &str, message: &str) {
    let json = format!("{{{member}}}");
    assert_eq!(refuse::<Strict>(&json).1, message);
    assert_eq!(refuse::<Lenient>(&json).1, message);
}

#[test]
fn values_of_the_declared_type_are_accepted() {
    let json = r#""text": "t", "boolean": true, "int": -1, "long": 9223372036854775807, "float": 0.5, "double": 1e300"#;
    let (strict, lenient) = (strict(json), lenient(json));
    assert_eq!(strict.text.as_deref(), Some("t"));
    assert_eq!(strict.text, lenient.text);
    assert_eq!((strict.boolean, lenient.boolean), (Some(true), Some(true)));
    assert_eq!((strict.int, lenient.int), (Some(-1), Some(-1)));
    assert_eq!(
        (strict.long, lenient.long),
        (Some(i64::MAX), Some(i64::MAX))
    );
    assert_eq!((strict.float, lenient.float), (Some(0.5), Some(0.5)));
    assert_eq!((strict.double, lenient.double), (Some(1e300), Some(1e300)));
}

#[test]
fn only_lenient_numbers_and_booleans_may_be_strings() {
    assert_eq!(lenient(r#""int": "200""#).int, Some(200));
    assert_eq!(lenient(r#""int": "-0""#).int, Some(0));
    assert_eq!(lenient(r#""int": "2e2""#).int, Some(200));
    assert_eq!(
        lenient(r#""long": "9223372036854775807""#).long,
        Some(i64::MAX)
    );
    assert_eq!(lenient(r#""double": "1.5""#).double, Some(1.5));
    assert_eq!(lenient(r#""float": "1.5""#).float, Some(1.5));
    assert_eq!(lenient(r#""boolean": "true""#).boolean, Some(true));
    assert_eq!(lenient(r#""boolean": "False""#).boolean, Some(false));
    for (member, message) in [
        (
            r#""int": "200""#,
            "expected a 32-bit integer, found a string",
        ),
        (r#""double": "1.5""#, "expected a number, found a string"),
        (r#""boolean": "true""#, "expected a boolean, found a string"),
    ] {
        assert_eq!(refuse::<Strict>(&format!("{{{member}}}")).1, message);
    }
}

#[test]
fn only_lenient_integers_may_have_a_zero_fraction() {
    assert_eq!(lenient(r#""int": 200.0"#).int, Some(200));
    assert_eq!(lenient(r#""int": 2e2"#).int, Some(200));
    assert_eq!(lenient(r#""int": -0.0"#).int, Some(0));
    let found = "expected a 32-bit integer, found a number";
    assert_eq!(refuse::<Strict>(r#"{"int": 200.0}"#).1, found);
    assert_eq!(refuse::<Lenient>(r#"{"int": 200.5}"#).1, found);
    assert_eq!(refuse::<Lenient>(r#"{"int": 1e10}"#).1, found);
    // Beyond 2^53 an empty fraction says nothing of the integer any more.
    assert_eq!(lenient(r#""long": 9007199254740992.0"#).long, Some(1 << 53));
    let found = "expected a 64-bit integer, found a number";
    assert_eq!(
        refuse::<Lenient>(r#"{"long": 9007199254740994.0}"#).1,
        found
    );
}

#[test]
fn lenience_applies_to_array_items() {
    assert_eq!(
        lenient(r#""ints": [1, "2", 3.0]"#).ints,
        Some(vec![1, 2, 3])
    );
}

#[test]
fn strings_are_never_converted() {
    neither(r#""text": 1"#, "expected a string, found an integer");
    neither(r#""text": -1"#, "expected a string, found an integer");
    neither(r#""text": 1.5"#, "expected a string, found a number");
    neither(r#""text": true"#, "expected a string, found a boolean");
    neither(r#""text": []"#, "expected a string, found an array");
    neither(r#""text": [1]"#, "expected a string, found an array");
    neither(r#""text": {}"#, "expected a string, found an object");
    neither(r#""text": {"a": 1}"#, "expected a string, found an object");
}

#[test]
fn numbers_out_of_range_are_refused() {
    neither(
        r#""int": 2147483648"#,
        "expected a 32-bit integer, found an integer out of its range",
    );
    neither(
        r#""int": -2147483649"#,
        "expected a 32-bit integer, found an integer out of its range",
    );
    neither(
        r#""long": 9223372036854775808"#,
        "expected a 64-bit integer, found an integer out of its range",
    );
    neither(
        r#""float": 1e39"#,
        "expected a number, found a number out of its range",
    );
    // Without exact numbers, serde_json refuses it itself.
    let expected = if cfg!(feature = "exact-numbers") {
        "expected a number, found a number out of its range"
    } else {
        "number out of range"
    };
    assert_eq!(refuse::<Strict>(r#"{"double": 1e309}"#).1, expected);
}

#[test]
fn strings_that_are_not_numbers_are_refused() {
    for text in ["", " 1", "1 ", "0x10", "one", "1,5", "\u{661}"] {
        assert_eq!(
            refuse::<Lenient>(&format!(r#"{{"int": "{text}"}}"#)).1,
            "expected a 32-bit integer, found a string"
        );
        assert_eq!(
            refuse::<Lenient>(&format!(r#"{{"double": "{text}"}}"#)).1,
            "expected a number, found a string"
        );
    }
    for text in ["NaN", "inf", "-Infinity", "1e999"] {
        let found = "expected a number, found a number out of its range";
        assert_eq!(
            refuse::<Lenient>(&format!(r#"{{"double": "{text}"}}"#)).1,
            found
        );
    }
    assert_eq!(
        refuse::<Lenient>(r#"{"boolean": "yes"}"#).1,
        "expected a boolean, found a string"
    );
    assert_eq!(
        refuse::<Lenient>(r#"{"boolean": 1}"#).1,
        "expected a boolean, found an integer"
    );
}

#[test]
fn any_value_is_kept_unchanged() {
    for text in ["1", "1.5", "\"t\"", "true", "[1, null]", "{\"a\": {}}"] {
        assert_eq!(
            strict(&format!(r#""any": {text}"#)).any,
            Some(crate::decoding::json(text))
        );
    }
}

#[test]
fn smaller_and_unsigned_integers_are_decoded() {
    assert_eq!(read::<Vec<u8>>("[0, 255]"), [0, 255]);
    assert_eq!(read::<Vec<u64>>("[18446744073709551615]"), [u64::MAX]);
    assert_eq!(read::<Vec<i16>>("[-32768]"), [i16::MIN]);
    assert_eq!(
        refuse::<Vec<u8>>("[256]").1,
        "expected an 8-bit integer of no sign, found an integer out of its range"
    );
    assert_eq!(
        refuse::<Vec<u32>>("[-1]").1,
        "expected a 32-bit integer of no sign, found an integer out of its range"
    );
}

//! Numbers in undeclared properties, with the feature `exact-numbers`.

use specwright_runtime::{
    AdditionalData, Condition, Object, OneOrMany, TaggedUnion, Value, from_slice,
};

#[derive(Clone, Debug, Default, PartialEq, Object)]
struct Open {
    kind: Option<String>,
    size: Option<f64>,
    #[additional]
    additional_data: AdditionalData,
}

#[derive(Clone, Debug, PartialEq, TaggedUnion)]
#[tagged_union(tag = "kind")]
enum Family {
    #[variant("open")]
    Open(Box<Open>),
    Unrecognized(AdditionalData),
}

const NUMBERS: &str = r#"{"huge":1e+400,"long":123456789012345678901234567890,"precise":[0.10000000000000000000001,-0]}"#;

#[test]
fn numbers_keep_every_digit() {
    let open: Open = from_slice(NUMBERS.as_bytes()).unwrap();
    assert_eq!(serde_json::to_string(&open).unwrap(), NUMBERS);
    let tagged = NUMBERS.replace('{', r#"{"a":1e+999,"kind":"open","#);
    for text in [tagged.clone(), tagged.replace("open", "other")] {
        let family: Family = from_slice(text.as_bytes()).unwrap();
        let written: Value =
            serde_json::from_str(&serde_json::to_string(&family).unwrap()).unwrap();
        assert_eq!(written, serde_json::from_str::<Value>(&text).unwrap());
    }
}

#[test]
fn a_number_is_not_an_object() {
    for text in ["1", "1.5", "-1e400"] {
        for error in [
            from_slice::<Open>(text.as_bytes()).map(drop).unwrap_err(),
            from_slice::<AdditionalData>(text.as_bytes())
                .map(drop)
                .unwrap_err(),
            from_slice::<Family>(text.as_bytes()).map(drop).unwrap_err(),
            from_slice::<OneOrMany<Open>>(text.as_bytes())
                .map(drop)
                .unwrap_err(),
        ] {
            assert!(
                error.message().starts_with("expected an object, found a"),
                "{error}"
            );
        }
    }
}

#[test]
fn typed_numbers_have_the_range_of_their_type() {
    let open: Open = from_slice(br#"{"size":2}"#).unwrap();
    assert_eq!(open.size, Some(2.0));
    let many: OneOrMany<i64> = from_slice(b"7").unwrap();
    assert_eq!(many, OneOrMany::One(7));
    assert!(from_slice::<Open>(br#"{"size":1e400}"#).is_err());
}

#[test]
fn conditions_find_exact_numbers() {
    static IS_LONG: Condition = Condition {
        when: &[(&["long"], &["123456789012345678901234567890"])],
        has: &[&["precise", "1"]],
    };

    let open: Open = from_slice(NUMBERS.as_bytes()).unwrap();
    assert!(IS_LONG.holds(&open));
    let other: Open = from_slice(br#"{"long":1,"precise":[1,2]}"#).unwrap();
    assert!(!IS_LONG.holds(&other));
}

//! Decoding: no input causes a panic, and every decoded value round-trips.

use std::sync::LazyLock;

use keywords_client::models::Keywords;
use msgraph_communications::models::{CommsNotifications, ODataError};
use msgraph_tests::payloads;
use proptest::prelude::*;
use proptest::sample::select;
use specwright_runtime::testing::differences;
use specwright_runtime::{Decode, Value, from_slice};

use crate::properties::cases;
use crate::properties::mutation::{damage, json, mutations, words, write_shuffled};

/// The payloads, malformed ones among them.
pub(crate) static PAYLOADS: LazyLock<Vec<Value>> = LazyLock::new(|| {
    let malformed = payloads::files("malformed");
    let malformed = malformed.iter().map(|file| format!("malformed/{file}"));
    let files = payloads::files("").into_iter().chain(malformed);
    let texts = files.map(|file| payloads::text(&file));
    texts
        .map(|text| serde_json::from_slice(&text).unwrap())
        .collect()
});

pub(crate) static WORDS: LazyLock<Vec<String>> = LazyLock::new(|| words(PAYLOADS.iter()));

static ERRORS: LazyLock<Vec<Value>> = LazyLock::new(|| {
    let body = r#"{"error": {"code": "8522", "message": "m", "target": "t", "severity": 1,
        "details": [{"code": "a", "message": "b", "target": null}],
        "innerError": {"date": "2026-03-02T09:14:27", "requestId": "1", "request-id": "2",
            "innererror": {"code": "c", "innerError": {"code": "d"}}, "innerError": {"code": "e"}}}}"#;
    vec![serde_json::from_str(body).unwrap()]
});

/// The values of all cases for the keywords of JSON Schema, in one object each.
static KEYWORDS: LazyLock<Vec<Value>> = LazyLock::new(|| {
    let cases = include_str!("../../../fixtures/keywords/cases.json");
    let cases: Vec<Value> = serde_json::from_str(cases).unwrap();
    let member = |case: &Value| {
        let name = case["property"].as_str().unwrap().to_owned();
        Value::Object([(name, case["value"].clone())].into_iter().collect())
    };
    cases.iter().map(member).collect()
});

fn text(value: &Value, mut order: u64) -> String {
    let mut text = String::new();
    write_shuffled(value, &mut order, &mut text);
    text
}

/// Reading is the same through every entrance; writing and reading again changes nothing.
fn read<T>(text: &str) -> Result<Option<T>, TestCaseError>
where
    T: Decode + PartialEq + std::fmt::Debug + serde::Serialize + serde::de::DeserializeOwned,
{
    let read: Option<T> = from_slice(text.as_bytes()).ok();
    prop_assert_eq!(&serde_json::from_str::<T>(text).ok(), &read);
    if let Some(read) = &read {
        let written = serde_json::to_string(read).unwrap();
        let again: T = from_slice(written.as_bytes()).map_err(|error| {
            TestCaseError::fail(format!("{written} is not read again: {error}"))
        })?;
        prop_assert_eq!(&again, read);
        prop_assert_eq!(serde_json::to_string(&again).unwrap(), written);
    }
    Ok(read)
}

fn read_without_loss<T>(value: &Value, order: u64) -> Result<(), TestCaseError>
where
    T: Decode + PartialEq + std::fmt::Debug + serde::Serialize + serde::de::DeserializeOwned,
{
    let text = text(value, order);
    if let Some(read) = read::<T>(&text)? {
        let written = serde_json::to_value(&read).unwrap();
        if let Err(lost) = differences(value, &written) {
            return Err(TestCaseError::fail(format!("{lost}: {text}")));
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(cases(256))]

    #[test]
    fn decoding_any_bytes_causes_no_panic(bytes in any::<Vec<u8>>()) {
        let _ = from_slice::<CommsNotifications>(&bytes);
        let _ = serde_json::from_slice::<CommsNotifications>(&bytes);
        let _ = from_slice::<ODataError>(&bytes);
    }

    #[test]
    fn decoding_a_damaged_payload_causes_no_panic(
        payload in select(PAYLOADS.clone()),
        order in any::<u64>(),
        cut in any::<prop::sample::Index>(),
        bytes in prop::collection::vec(any::<u8>(), 0..4),
    ) {
        let mut text = text(&payload, order).into_bytes();
        let cut = cut.index(text.len());
        let end = (cut + bytes.len()).min(text.len());
        let _ = from_slice::<CommsNotifications>(&text[..cut]);
        text.splice(cut..end, bytes);
        let _ = from_slice::<CommsNotifications>(&text);
    }

    #[test]
    fn any_decoded_json_round_trips(value in json(&WORDS), order in any::<u64>()) {
        read_without_loss::<CommsNotifications>(&value, order)?;
        read::<ODataError>(&text(&value, order))?;
    }

    #[test]
    fn the_order_of_properties_does_not_affect_decoding(
        payload in select(PAYLOADS.clone()),
        order in any::<u64>(),
    ) {
        let in_order: Option<CommsNotifications> = from_slice(payload.to_string().as_bytes()).ok();
        prop_assert_eq!(from_slice(text(&payload, order).as_bytes()).ok(), in_order);
        read_without_loss::<CommsNotifications>(&payload, order)?;
    }

    #[test]
    fn any_decoded_damaged_payload_round_trips(
        mut payload in select(PAYLOADS.clone()),
        mutations in mutations(&WORDS),
        order in any::<u64>(),
    ) {
        damage(&mut payload, &mutations);
        read_without_loss::<CommsNotifications>(&payload, order)?;
    }

    #[test]
    fn any_decoded_damaged_value_of_a_keyword_round_trips(
        mut value in select(KEYWORDS.clone()),
        mutations in mutations(&words(KEYWORDS.iter())),
        order in any::<u64>(),
    ) {
        damage(&mut value, &mutations);
        read_without_loss::<Keywords>(&value, order)?;
    }

    #[test]
    fn any_decoded_damaged_error_round_trips(
        mut error in select(ERRORS.clone()),
        mutations in mutations(&words(ERRORS.iter())),
        order in any::<u64>(),
    ) {
        damage(&mut error, &mutations);
        read::<ODataError>(&text(&error, order))?;
    }
}

//! Encoding of decoded payloads loses nothing.

use std::collections::BTreeSet;

use msgraph_communications::models::CommsNotifications;
use msgraph_tests::payloads::{self, difference_name};
use specwright_runtime::testing::differences;
use specwright_runtime::{Value, from_slice};

#[test]
fn payloads_round_trip_with_the_documented_differences() {
    for row in payloads::described(None) {
        let text = payloads::text(&row.file);
        let read: CommsNotifications =
            from_slice(&text).unwrap_or_else(|error| panic!("{}: {error}", row.file));
        let came: Value = serde_json::from_slice(&text).unwrap();
        let written = serde_json::to_value(&read).unwrap();
        let found = differences(&came, &written)
            .unwrap_or_else(|lost| panic!("{}: {lost}", row.file))
            .into_iter()
            .map(difference_name)
            .collect::<Vec<_>>()
            .join(", ");
        assert_eq!(found, row.cells[1], "{}", row.file);
    }
}

#[test]
fn encoded_values_decode_to_equal_values() {
    for file in payloads::files("") {
        let read: CommsNotifications = from_slice(&payloads::text(&file)).unwrap();
        let written = serde_json::to_vec(&read).unwrap();
        let again: CommsNotifications = from_slice(&written).unwrap();
        assert_eq!(again, read, "{file}");
        assert_eq!(serde_json::to_vec(&again).unwrap(), written, "{file}");
    }
}

#[test]
fn decoding_through_serde_gives_the_same_value() {
    for file in payloads::files("") {
        let text = payloads::text(&file);
        let read: CommsNotifications = from_slice(&text).unwrap();
        assert_eq!(
            serde_json::from_slice::<CommsNotifications>(&text).unwrap(),
            read,
            "{file}"
        );
        let value: Value = serde_json::from_slice(&text).unwrap();
        assert_eq!(
            serde_json::from_value::<CommsNotifications>(value).unwrap(),
            read,
            "{file}"
        );
    }
}

#[test]
fn the_readme_lists_exactly_the_existing_payloads() {
    for (heading, below) in [(None, ""), (Some("malformed/"), "malformed")] {
        let rows = payloads::described(heading);
        let named: BTreeSet<String> = rows.iter().map(|row| row.file.clone()).collect();
        assert_eq!(named.len(), rows.len(), "a file is named twice");
        assert_eq!(named, payloads::files(below));
    }
}

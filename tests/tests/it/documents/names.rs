//! Names of the document that mean something in Rust. That the client compiles is most of the test.

use names_client::models::{Optional, Required, Values};
use serde_json::{Map, Value, json};
use specwright_runtime::testing::assert_round_trip;

/// Returns the keys of a map, or the strings of a list, in a schema of the document.
fn names(schema: &str, field: &str) -> Vec<String> {
    let document: serde_yaml::Value =
        serde_yaml::from_str(include_str!("../../../clients/names/names.yaml")).unwrap();
    let names = &document["components"]["schemas"][schema][field];
    let list = match (names.as_mapping(), names.as_sequence()) {
        (Some(map), _) => map.keys().cloned().collect(),
        (None, list) => list.unwrap().clone(),
    };
    list.iter()
        .map(|name| name.as_str().unwrap().to_owned())
        .collect()
}

/// Returns an object with a string for each property that a schema declares.
fn object(schema: &str) -> String {
    let names = names(schema, "properties");
    let object: Map<String, Value> = names
        .into_iter()
        .map(|name| (name.clone(), json!(name)))
        .collect();
    Value::from(object).to_string()
}

#[test]
fn every_property_has_a_field() {
    assert_round_trip::<Optional>(&object("Optional"));
    assert_round_trip::<Required>(&object("Required"));
    let decoded: Optional = serde_json::from_str(&object("Optional")).unwrap();
    assert!(decoded.additional_data.is_empty());
}

#[test]
fn every_enum_value_has_a_variant() {
    for name in names("Values", "enum") {
        let value = Values::from(name.as_str());
        assert!(!matches!(value, Values::Unrecognized(_)), "{name}");
        assert_eq!(value.as_str(), name);
    }
}

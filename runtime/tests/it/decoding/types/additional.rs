//! Undeclared properties, as a map.

use serde_json::{Map, json};
use specwright_runtime::{AdditionalData, Value};

use crate::decoding::{json as value, read, write};

#[test]
fn the_last_duplicate_additional_property_wins() {
    let data: AdditionalData =
        read(r#"{"c": 1, "a": 2, "c": 3, "b": [4], "a": null, "c": {"d": 5}}"#);
    let names: Vec<&str> = data.keys().collect();
    assert_eq!(names, ["a", "b", "c"]);
    assert_eq!(
        write(&data),
        value(r#"{"a": null, "b": [4], "c": {"d": 5}}"#)
    );
}

#[test]
fn many_duplicate_additional_properties_take_linear_time() {
    let members: Vec<String> = (0..100_000)
        .rev()
        .map(|number| format!("\"{:05}\": {number}", number % 50_000))
        .collect();
    let data: AdditionalData = read(&format!("{{{}}}", members.join(",")));
    assert_eq!(data.len(), 50_000);
    assert_eq!(data["49999"], 49_999);
    assert_eq!(data["00000"], 0);
}

#[test]
fn additional_properties_can_be_edited() {
    let mut data = AdditionalData::new();
    assert!(data.is_empty());
    assert_eq!(data.insert("b", 1), None);
    assert_eq!(data.insert("a", "x"), None);
    assert_eq!(data.insert("b".to_owned(), json!([2])), Some(json!(1)));
    *data.get_mut("a").unwrap() = Value::Null;
    assert!(data.get_mut("c").is_none() && data.get("c").is_none());
    assert!(data.contains_key("a") && !data.contains_key("c"));
    assert_eq!(
        format!("{data:?}"),
        r#"{"a": Null, "b": Array [Number(2)]}"#
    );
    let listed: Vec<(&str, &Value)> = data.iter().collect();
    assert_eq!(listed, [("a", &Value::Null), ("b", &json!([2]))]);
    assert_eq!(data.remove("a"), Some(Value::Null));
    assert_eq!(data.remove("a"), None);
    assert_eq!(data.len(), 1);
}

#[test]
fn indexing_a_missing_name_returns_null() {
    let data: AdditionalData = read(r#"{"a": {"b": 1}}"#);
    assert_eq!(data["a"]["b"], 1);
    assert!(data["b"]["c"].is_null());
}

#[test]
fn additional_data_converts_to_a_serde_json_map() {
    let data: AdditionalData = read(r#"{"b": 1, "a": 2}"#);
    let map = Map::from(data.clone());
    assert_eq!(Value::Object(map.clone()), json!({"a": 2, "b": 1}));
    assert_eq!(Value::from(data.clone()), json!({"a": 2, "b": 1}));
    assert_eq!(AdditionalData::from(map), data);
    let mut more: AdditionalData = [("c", json!(3)), ("a", json!(4))].into_iter().collect();
    more.extend(data);
    assert_eq!(write(&more), json!({"a": 2, "b": 1, "c": 3}));
}

//! The members that a type does not declare, as a map.

use serde_json::{Map, json};
use specwright_runtime::{AdditionalData, Value};

use crate::decoding::{json as value, read, write};

#[test]
fn of_one_name_the_last_member_is_kept_and_names_are_in_order() {
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
fn many_members_of_few_names_are_read_in_passing() {
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
fn members_are_put_in_changed_and_taken_out() {
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
fn what_is_not_there_is_null_by_its_name_as_in_a_value() {
    let data: AdditionalData = read(r#"{"a": {"b": 1}}"#);
    assert_eq!(data["a"]["b"], 1);
    assert!(data["b"]["c"].is_null());
}

#[test]
fn it_turns_into_an_object_of_serde_json_and_back() {
    let data: AdditionalData = read(r#"{"b": 1, "a": 2}"#);
    let map = Map::from(data.clone());
    assert_eq!(Value::Object(map.clone()), json!({"a": 2, "b": 1}));
    assert_eq!(Value::from(data.clone()), json!({"a": 2, "b": 1}));
    assert_eq!(AdditionalData::from(map), data);
    let mut more: AdditionalData = [("c", json!(3)), ("a", json!(4))].into_iter().collect();
    more.extend(data);
    assert_eq!(write(&more), json!({"a": 2, "b": 1, "c": 3}));
}

//! Values for each keyword of JSON Schema 2020-12, and what becomes of them.
//!
//! `tests/scripts/validate_cases.py` compares the cases with an independent validator.

use std::collections::BTreeSet;

use keywords_client::Client;
use keywords_client::models::keywords::{KeywordsDescribed, KeywordsPairWithObjectItem2};
use keywords_client::models::{Colour, Keywords, Named, Priority, Version};
use serde_json::{Map, json};
use specwright_runtime::testing::{Difference, differences};
use specwright_runtime::{
    Base64Url, JsonString, Null, Validate as _, Validator, Value, from_slice,
};

use crate::support::reject::answer;
use crate::support::server::{Server, Then};

const JSON: &str = "application/json";

/// What becomes of a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Outcome {
    /// It is decoded, encoded again, and can be sent.
    Restored,
    /// It does not match its schema, and the same happens to it.
    Unchecked,
    /// It is decoded and encoded again, and cannot be sent.
    Violates,
    /// It is not decoded.
    Rejected,
}

struct Case {
    property: String,
    value: Value,
    outcome: Outcome,
}

fn cases() -> Vec<Case> {
    let text = include_str!("../../../fixtures/keywords/cases.json");
    let cases: Vec<Value> = serde_json::from_str(text).unwrap();
    let case = |case: &Value| {
        let is_valid = case["valid"] != false;
        Case {
            property: case["property"].as_str().unwrap().to_owned(),
            value: case["value"].clone(),
            outcome: match (case["outcome"].as_str(), is_valid) {
                (None, true) => Outcome::Restored,
                (Some("unchecked"), false) => Outcome::Unchecked,
                // Formats and contents are annotations in JSON Schema.
                (Some("violates"), _) => Outcome::Violates,
                (Some("rejected"), _) => Outcome::Rejected,
                _ => panic!("{case} has no outcome"),
            },
        }
    };
    cases.iter().map(case).collect()
}

/// Returns the outcome of a value, or a message if it is none of them.
fn outcome(case: &Case) -> Result<Outcome, String> {
    let whole = Value::Object(Map::from_iter([(
        case.property.clone(),
        case.value.clone(),
    )]));
    let keywords = match from_slice::<Keywords>(whole.to_string().as_bytes()) {
        Ok(keywords) => keywords,
        Err(error) if error.path().starts_with(&case.property) => return Ok(Outcome::Rejected),
        Err(error) => return Err(format!("the path of the error is wrong: {error}")),
    };
    if !keywords.additional_data.is_empty() {
        return Err("there is no such property".to_owned());
    }
    let encoded = serde_json::to_value(&keywords).map_err(|error| error.to_string())?;
    let found = differences(&whole, &encoded).map_err(|error| error.to_string())?;
    // An optional property that is null is absent, unless null is its only value.
    let is_absent = case.value.is_null() && !case.property.starts_with("null_");
    let expected = BTreeSet::from_iter(is_absent.then_some(Difference::Null));
    if found != expected {
        return Err(format!("encoding made the differences {found:?}"));
    }
    let mut check = Validator::default();
    keywords.validate(&mut check);
    let violations = check.into_violations();
    let is_elsewhere = |violation: &String| !violation.starts_with(&case.property);
    let violations: Vec<String> = violations.iter().map(ToString::to_string).collect();
    match violations.iter().find(|violation| is_elsewhere(violation)) {
        Some(violation) => Err(format!("the path of the violation is wrong: {violation}")),
        None if violations.is_empty() && case.outcome == Outcome::Unchecked => {
            Ok(Outcome::Unchecked)
        }
        None if violations.is_empty() => Ok(Outcome::Restored),
        None => Ok(Outcome::Violates),
    }
}

fn decode(json: &Value) -> Keywords {
    from_slice(json.to_string().as_bytes()).unwrap()
}

#[track_caller]
fn refuse(json: &Value) -> String {
    let error = from_slice::<Keywords>(json.to_string().as_bytes()).unwrap_err();
    format!("{}: {}", error.path(), error.message())
}

#[track_caller]
fn violations(json: &Value) -> Vec<String> {
    let mut check = Validator::default();
    decode(json).validate(&mut check);
    let violations = check.into_violations();
    violations.iter().map(ToString::to_string).collect()
}

#[test]
fn every_case_has_its_outcome() {
    let mut wrong = Vec::new();
    for case in cases() {
        let found = outcome(&case);
        if found != Ok(case.outcome) {
            let Case {
                property,
                value,
                outcome,
            } = case;
            wrong.push(format!(
                "{property}: {value} should be {outcome:?}, is {found:?}"
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_tuple_has_a_type_for_each_position() {
    let pair: (String, i64) = ("a".to_owned(), 1);
    let keywords =
        decode(&json!({ "pair": ["a", 1], "pair_with_object": ["red", { "name": "N" }] }));
    assert_eq!(keywords.pair, Some(pair));
    let object = KeywordsPairWithObjectItem2::new("N");
    assert_eq!(keywords.pair_with_object, Some((Colour::Red, object)));
}

#[test]
fn an_error_in_a_tuple_has_the_position() {
    assert_eq!(
        refuse(&json!({ "pair": ["a", "b"] })),
        "pair[1]: expected a 64-bit integer, found a string"
    );
    assert_eq!(
        refuse(&json!({ "pairs": [[1, 2], [3]] })),
        "pairs[1]: expected an array of 2 elements, found 1"
    );
    assert_eq!(
        refuse(&json!({ "pair": ["a", 1, 2] })),
        "pair: expected an array of 2 elements, found more"
    );
}

#[test]
fn violations_in_a_tuple_have_the_position() {
    assert_eq!(
        violations(&json!({ "pair": ["a", -1] })),
        ["pair[1]: must be 0 or more"]
    );
    assert_eq!(
        violations(&json!({ "pair_with_object": ["red", { "name": "too long" }] })),
        ["pair_with_object[1].name: must be at most 4 characters long"]
    );
}

#[tokio::test]
async fn a_tuple_is_a_list_in_a_query() {
    let server = crate::documents::server().await;
    let client = Client::from(server.client().build());
    client.points().get(&(1.5, 2.0)).await.unwrap();
    let received = server.only();
    assert!(received.line.contains("near=1.5,2"), "{}", received.line);
}

#[test]
fn a_received_tuple_can_be_sent_back() {
    let json = json!({ "change": ["a", { "id": 1, "text": "t" }] });
    let version: Version = from_slice(json.to_string().as_bytes()).unwrap();
    assert_eq!(version.change.1.id, 1);
    let sent = keywords_client::models::version::VersionRequest::from(version);
    assert_eq!(
        serde_json::to_value(&sent).unwrap(),
        json!({ "change": ["a", { "text": "t" }] })
    );
}

#[test]
fn a_schema_that_allows_only_null_is_null() {
    let keywords = decode(&json!({
        "null_type": null,
        "null_items": [null],
        "null_members": { "a": null },
        "null_position": ["a", null],
        "null_in_a_string": "null",
        "required_null": { "end": null },
    }));
    assert_eq!(keywords.null_type, Some(Null));
    assert_eq!(keywords.null_items, Some(vec![Null]));
    assert_eq!(keywords.null_members.unwrap()["a"], Null);
    assert_eq!(keywords.null_position, Some(("a".to_owned(), Null)));
    assert_eq!(keywords.null_in_a_string.as_deref(), Some(&Null));
    assert_eq!(keywords.required_null.unwrap().end, Null);
    assert_eq!(decode(&json!({})).null_type, None);
}

#[test]
fn an_error_where_null_is_expected_has_its_path() {
    assert_eq!(
        refuse(&json!({ "null_items": [null, "secret"] })),
        "null_items[1]: expected null, found a string"
    );
    assert_eq!(
        refuse(&json!({ "required_null": { "end": {} } })),
        "required_null.end: expected null, found an object"
    );
}

#[test]
fn null_by_reference_makes_alternatives_optional() {
    let keywords = decode(&json!({ "value_or_null_reference": null }));
    let value: Option<String> = keywords.value_or_null_reference;
    assert_eq!(value, None);
}

#[tokio::test]
async fn a_whole_body_can_be_null() {
    let server = Server::answering(answer("200 OK", JSON, "null"), Then::Close).await;
    let client = Client::from(server.client().build());
    let response = client.nothing().put(Null).await.unwrap();
    assert_eq!(response.into_body(), Null);
    assert_eq!(server.only().body, "null");
}

#[tokio::test]
async fn a_body_that_must_be_null_is_nothing_else() {
    let server = Server::answering(answer("200 OK", JSON, "0"), Then::Close).await;
    let client = Client::from(server.client().build());
    let error = client.nothing().put(Null).await.unwrap_err();
    let error = format!("{:?}", std::error::Error::source(&error));
    assert!(error.contains("expected null, found an integer"), "{error}");
}

#[test]
fn titled_constants_are_documented_variants() {
    let keywords = decode(&json!({ "titled": 2, "described": "low" }));
    assert_eq!(keywords.titled, Some(Priority::High));
    assert_eq!(keywords.described, Some(KeywordsDescribed::Low));
}

#[test]
fn a_json_document_in_a_string_is_decoded() {
    let keywords = decode(&json!({ "document": "{ \"name\": \"N\" }" }));
    assert_eq!(keywords.document.as_deref(), Some(&Named::new("N")));
    assert_eq!(
        refuse(&json!({ "document": "{\"name\": 1}" })),
        "document.name: expected a string, found an integer"
    );
    let keywords = Keywords {
        document: Some(JsonString::from(Named::new("N"))),
        url_safe_bytes: Some(Base64Url::from(vec![251, 255])),
        ..Keywords::default()
    };
    assert_eq!(
        serde_json::to_value(&keywords).unwrap(),
        json!({ "document": "{\"name\":\"N\"}", "url_safe_bytes": "-_8" })
    );
}

#[test]
fn names_of_properties_are_validated() {
    assert_eq!(
        violations(&json!({ "property_names": { "Ab": 1 } })),
        ["property_names.Ab: the name must match the pattern ^[a-z]+$"]
    );
    assert_eq!(
        violations(&json!({ "listed_names": { "green": 1 } })),
        ["listed_names.green: the name must be one of red, blue"]
    );
}

#[test]
fn assertions_are_validated_before_sending() {
    assert_eq!(
        violations(&json!({
            "contains_type": [1, "a"],
            "dependent_required": { "card": "c" },
            "not_both": { "first": "a", "second": "b" },
            "not_listed": 13,
            "absent_property": { "absent": 1 },
        })),
        [
            "contains_type: must have 2 to 3 elements of type string",
            "absent_property: must not be an object with absent",
            "dependent_required: must have address if it has card",
            "not_listed: must not be one of 0, 13",
            "not_both: must not be an object with first and second",
        ]
    );
}

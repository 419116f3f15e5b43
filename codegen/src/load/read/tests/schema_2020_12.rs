//! Keywords that OpenAPI 3.0 does not have, and what they are expressed by.

use serde_json::json;

use super::of_type;
use crate::diagnostics::Diagnostics;
use crate::document::{AdditionalPropertiesKeyword, Contains, InstanceType, Schema};
use crate::load;
use crate::source::Source;

/// Reads one schema of a document of OpenAPI 3.1.
fn schema(text: &str) -> Schema {
    let head = "openapi: 3.1.1\ninfo: { title: Pets, version: '1' }\n";
    let document = format!("{head}components:\n  schemas:\n    Cat: {{}}\n    Pet: {text}\n");
    let source = Source::new("pets.yaml", document);
    let reading = load::read(&source, &mut Diagnostics::new());
    reading.document.unwrap().components.schemas["Pet"].clone()
}

/// Returns the keywords that other keywords do not express.
fn others(schema: &Schema) -> Vec<&str> {
    let assertions = schema.assertions.iter();
    assertions
        .flat_map(|assertions| assertions.others.keys().copied())
        .collect()
}

#[test]
fn prefix_items_that_are_all_required_are_a_tuple() {
    let items = "[{ type: string }, { type: integer }]";
    let tuple = schema(&format!(
        "{{ type: array, prefixItems: {items}, items: false, minItems: 2 }}"
    ));
    let parts = [
        of_type(InstanceType::String),
        of_type(InstanceType::Integer),
    ];
    assert_eq!(tuple.prefix_items, parts);
    assert_eq!(
        (&tuple.items, tuple.min_items, tuple.max_items),
        (&None, None, None)
    );
    assert!(tuple.assertions.is_none());
    for spelling in [
        format!("prefixItems: {items}, minItems: 2, maxItems: 2"),
        format!("prefixItems: {items}, minItems: 2, unevaluatedItems: false"),
        format!("items: {items}, additionalItems: false, minItems: 2"),
        "prefixItems: [{ type: string }, { type: integer }, {}], minItems: 2, maxItems: 2"
            .to_owned(),
        "prefixItems: [{ type: string }, { type: integer }, false], minItems: 2".to_owned(),
    ] {
        assert_eq!(
            schema(&format!("{{ type: array, {spelling} }}")),
            tuple,
            "{spelling}"
        );
    }
}

#[test]
fn other_prefix_items_are_alternatives() {
    let list = schema("{ type: array, prefixItems: [{ type: string }], items: { type: integer } }");
    let alternatives = [
        of_type(InstanceType::String),
        of_type(InstanceType::Integer),
    ];
    assert_eq!(list.items.as_ref().unwrap().any_of, alternatives);
    assert_eq!(others(&list), ["prefixItems"]);
    let list =
        schema("{ type: array, prefixItems: [{ type: string }, { type: string }], items: false }");
    assert_eq!(list.items.as_deref(), Some(&of_type(InstanceType::String)));
    assert_eq!(list.max_items, Some(2));
    assert!(list.assertions.is_none());
}

#[test]
fn contains_of_every_item_is_min_items() {
    let list = schema("{ type: array, contains: true, minContains: 2, maxContains: 3 }");
    assert_eq!((list.min_items, list.max_items), (Some(2), Some(3)));
    let list = schema("{ type: array, contains: { const: 1 }, maxContains: 3 }");
    let contains = list.assertions.unwrap().contains;
    let expected = Contains {
        schema: json!({ "const": 1 }),
        min: 1,
        max: Some(3),
    };
    assert_eq!(contains, Some(expected));
    assert!(
        schema("{ contains: { const: 1 }, minContains: 0 }")
            .assertions
            .is_none()
    );
}

#[test]
fn unevaluated_properties_are_additional_ones() {
    let read = |keywords: &str| schema(&format!("{{ type: object, {keywords} }}"));
    assert_eq!(
        read("unevaluatedProperties: false"),
        read("additionalProperties: false")
    );
    assert_eq!(
        read("allOf: [{}], unevaluatedProperties: { type: string }"),
        read("allOf: [{}], additionalProperties: { type: string }")
    );
    let conditional =
        read("oneOf: [{ required: [a] }, { required: [b] }], unevaluatedProperties: false");
    assert_eq!(conditional.additional_properties, None);
    assert_eq!(others(&conditional), ["unevaluatedProperties"]);
}

#[test]
fn patterns_of_a_closed_map_limit_its_names() {
    let map = schema(
        "{ type: object, patternProperties: { ^a: { type: string }, ^b: { type: string } }, \
         additionalProperties: false }",
    );
    let values = AdditionalPropertiesKeyword::Schema(Box::new(of_type(InstanceType::String)));
    assert_eq!(map.additional_properties, Some(values));
    let names = map.assertions.unwrap().property_names.unwrap();
    assert_eq!(names.pattern.as_deref(), Some("^a|^b"));
    let open = schema("{ type: object, patternProperties: { ^a: { type: string } } }");
    assert_eq!(open.additional_properties, None);
    assert_eq!(others(&open), ["patternProperties"]);
}

#[test]
fn a_declared_property_that_matches_a_pattern_is_reported() {
    let read = |pattern: &str, value: &str| {
        schema(&format!(
            "{{ properties: {{ size: {{}} }}, patternProperties: {{ {pattern}: {value} }}, \
             additionalProperties: {value} }}",
        ))
    };
    assert_eq!(
        others(&read("^si", "{ type: string }")),
        ["patternProperties"]
    );
    assert!(read("^x", "{ type: string }").assertions.is_none());
    assert!(read("^si", "{}").assertions.is_none());
}

#[test]
fn dependent_schemas_may_only_require_properties() {
    assert_eq!(
        schema("{ dependentSchemas: { a: { required: [b] } } }"),
        schema("{ dependentRequired: { a: [b] } }")
    );
    let other = schema("{ dependentSchemas: { a: { minProperties: 2 } } }");
    assert_eq!(others(&other), ["dependentSchemas"]);
}

#[test]
fn a_condition_needs_if_and_one_of_the_others() {
    assert!(schema("{ if: { type: string } }").assertions.is_none());
    assert!(schema("{ then: { type: string } }").assertions.is_none());
    let condition = schema("{ if: { type: string }, else: { type: integer } }");
    let written = &condition.assertions.unwrap().others["if"];
    assert_eq!(
        *written,
        json!({ "if": { "type": "string" }, "else": { "type": "integer" } })
    );
}

#[test]
fn impossible_alternatives_are_left_out() {
    let one = schema("{ oneOf: [{ type: string }, false, { not: {} }] }");
    assert_eq!(one.one_of, [of_type(InstanceType::String)]);
    assert!(!one.is_impossible);
    assert!(schema("{ anyOf: [false] }").is_impossible);
    assert!(schema("{ allOf: [{}, false] }").is_impossible);
    assert!(schema("{ not: true }").is_impossible);
    assert_eq!(schema("true"), Schema::default());
}

#[test]
fn titled_constants_are_an_enum() {
    let values = schema("{ oneOf: [{ const: 1, title: One, description: D }, { const: 2 }] }");
    assert_eq!(values.enumeration, [json!(1), json!(2)]);
    assert_eq!(values.extensions["x-enum-varnames"], json!(["One", "2"]));
    assert_eq!(
        values.extensions["x-enum-descriptions"],
        json!({ "1": "D" })
    );
    assert!(values.one_of.is_empty());
}

#[test]
fn contents_of_strings_are_formats() {
    let format = |keywords: &str| schema(&format!("{{ {keywords} }}")).format;
    assert_eq!(format("contentEncoding: BASE64").as_deref(), Some("byte"));
    assert_eq!(
        format("contentEncoding: base64url").as_deref(),
        Some("base64url")
    );
    assert_eq!(
        format("contentMediaType: application/octet-stream").as_deref(),
        Some("binary")
    );
    assert_eq!(format("contentEncoding: quoted-printable"), None);
    let document =
        schema("{ contentMediaType: application/problem+json, contentSchema: { type: integer } }");
    let content = of_type(InstanceType::Integer);
    assert_eq!(document.content_schema.as_deref(), Some(&content));
    let encoded = schema("{ contentEncoding: base64, contentSchema: { type: integer } }");
    assert_eq!(others(&encoded), ["contentSchema"]);
}

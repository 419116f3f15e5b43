//! `allOf`: any value matches two merged schemas if and only if it matches each of them.
//!
//! Mismatched examples are reported, so each value is the example of both schemas and of the merged
//! one.

use std::collections::HashSet;
use std::ops::Range;

use proptest::collection::{btree_map, vec};
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;
use serde_json::{Map, Value, json};
use specwright::diagnostics::code::Code;
use specwright::{Options, Source, generate};

const TEXTS: [&str; 8] = ["", "a", "b", "ab", "bc", "abc", "cab", "abcdef"];

/// A schema with some of these keywords.
fn with(base: Value, keywords: Vec<(&'static str, Option<Value>)>) -> Value {
    let Value::Object(mut schema) = base else {
        return base;
    };
    let given = keywords.into_iter();
    schema.extend(given.filter_map(|(name, value)| Some((name.to_owned(), value?))));
    Value::Object(schema)
}

fn number(range: Range<i64>) -> impl Strategy<Value = Option<Value>> {
    option::of(range.prop_map(Value::from))
}

/// Constraints of strings, numbers and arrays.
fn limits(base: Value) -> BoxedStrategy<Value> {
    let of_texts = (
        number(0..3),
        number(2..6),
        option::of(select(&["^a", "b", "c$"][..]).prop_map(Value::from)),
    );
    let of_numbers = (
        number(-2..4),
        number(3..10),
        option::of(any::<bool>().prop_map(Value::from)),
        number(2..4),
    );
    let of_arrays = (
        number(0..3),
        number(2..4),
        option::of(Just(Value::from(true))),
    );
    (of_texts, of_numbers, of_arrays)
        .prop_map(move |(text, of_number, array)| {
            with(
                base.clone(),
                vec![
                    ("minLength", text.0),
                    ("maxLength", text.1),
                    ("pattern", text.2),
                    ("minimum", of_number.0),
                    ("maximum", of_number.1),
                    ("exclusiveMaximum", of_number.2),
                    ("multipleOf", of_number.3),
                    ("minItems", array.0),
                    ("maxItems", array.1),
                    ("uniqueItems", array.2),
                ],
            )
        })
        .boxed()
}

/// Strings, of which a schema may list some.
fn text() -> BoxedStrategy<Value> {
    let listed = option::weighted(0.2, Just(json!(["a", "ab", "abc", "bc"])));
    (limits(json!({ "type": "string" })), listed)
        .prop_map(|(schema, listed)| with(schema, vec![("enum", listed)]))
        .boxed()
}

fn whole() -> BoxedStrategy<Value> {
    select(&["integer", "number"][..])
        .prop_flat_map(|ty| limits(json!({ "type": ty })))
        .boxed()
}

fn array() -> BoxedStrategy<Value> {
    (limits(json!({ "type": "array" })), text())
        .prop_map(|(schema, items)| with(schema, vec![("items", Some(items))]))
        .boxed()
}

fn map() -> BoxedStrategy<Value> {
    (number(0..3), number(2..4), text())
        .prop_map(|(least, most, each)| {
            with(
                json!({ "type": "object" }),
                vec![
                    ("minProperties", least),
                    ("maxProperties", most),
                    ("additionalProperties", Some(each)),
                ],
            )
        })
        .boxed()
}

fn object() -> BoxedStrategy<Value> {
    let properties = btree_map(
        select(&["p", "q"][..]).prop_map(str::to_owned),
        text(),
        1..3,
    );
    (properties, number(0..3), number(1..3), any::<bool>())
        .prop_map(|(properties, least, most, is_required)| {
            let first = properties.keys().next().cloned();
            let required = first.filter(|_| is_required).map(|name| json!([name]));
            let properties: Map<String, Value> = properties.into_iter().collect();
            with(
                json!({ "type": "object", "properties": properties }),
                vec![
                    ("minProperties", least),
                    ("maxProperties", most),
                    ("required", required),
                ],
            )
        })
        .boxed()
}

fn union() -> BoxedStrategy<Value> {
    (text(), limits(json!({ "type": "integer" })), array())
        .prop_map(|(text, number, array)| json!({ "oneOf": [text, number, array] }))
        .boxed()
}

fn schema() -> BoxedStrategy<Value> {
    prop_oneof![text(), whole(), array(), union(), limits(json!({}))].boxed()
}

fn value() -> BoxedStrategy<Value> {
    let text = || select(&TEXTS[..]).prop_map(Value::from);
    let properties = btree_map(
        select(&["p", "q", "r"][..]).prop_map(str::to_owned),
        text(),
        0..4,
    );
    prop_oneof![
        text(),
        (-1_i64..12).prop_map(Value::from),
        Just(json!(2.5)),
        vec(text(), 0..4).prop_map(Value::from),
        properties.prop_map(|properties| Value::Object(properties.into_iter().collect())),
    ]
    .boxed()
}

/// Two schemas, and a value.
fn case() -> BoxedStrategy<(Value, Value, Value)> {
    let pair = prop_oneof![
        4 => (schema(), schema()),
        1 => (map(), map()),
        1 => (object(), object()),
    ];
    (pair, value())
        .prop_map(|((one, other), value)| (one, other, value))
        .boxed()
}

/// Returns the names of the schemas with diagnostics, and the codes.
fn reported(schemas: &Map<String, Value>) -> HashSet<(String, Code)> {
    let document = json!({
        "openapi": "3.0.3", "info": { "title": "t", "version": "1" }, "paths": {},
        "components": { "schemas": schemas },
    });
    let source = Source::new("t.json", document.to_string());
    let outcome = generate(&source, &Options::new("t", "t.json"));
    let found = outcome.diagnostics.iter().filter_map(|diagnostic| {
        let place = diagnostic.location.pointer()?;
        let name = place.as_str().split('/').nth(3)?;
        Some((name.to_owned(), diagnostic.code))
    });
    found.collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 16, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_value_matches_all_of_if_it_matches_every_part(cases in vec(case(), 40)) {
        let mut schemas = Map::new();
        for (index, (one, other, value)) in cases.iter().enumerate() {
            let with_example = |schema: &Value| with(schema.clone(), vec![("example", Some(value.clone()))]);
            let refer = |name: &str| json!({ "$ref": format!("#/components/schemas/{name}{index}") });
            let property = |ty: &Value| json!({ "type": "object", "properties": { "m": ty } });
            schemas.insert(format!("One{index}"), with_example(one));
            schemas.insert(format!("Other{index}"), with_example(other));
            schemas.insert(format!("Both{index}"), with_example(&json!({ "allOf": [one, other] })));
            schemas.insert(
                format!("Referred{index}"),
                with_example(&json!({ "allOf": [refer("One"), refer("Other")] })),
            );
            schemas.insert(
                format!("Member{index}"),
                json!({ "allOf": [property(one), property(&refer("Other"))], "example": { "m": value } }),
            );
        }
        let reported = reported(&schemas);
        for (index, (one, other, value)) in cases.iter().enumerate() {
            let has = |name: &str, code: Code| reported.contains(&(format!("{name}{index}"), code));
            let fits = |name: &str| !has(name, Code::Example);
            for together in ["Both", "Referred", "Member"] {
                // Schemas that no value can match are refused.
                let is_refused = has(together, Code::Contradiction) || has(together, Code::Limit);
                // Schemas that cannot be expressed are raw JSON.
                if !is_refused && !has(together, Code::RawJson) {
                    prop_assert_eq!(
                        fits(together),
                        fits("One") && fits("Other"),
                        "{}: {} and {} of {}", together, one, other, value
                    );
                }
            }
        }
    }
}

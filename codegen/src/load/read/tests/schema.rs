use serde_json::{Number, Value as Json, json};

use super::{of_type, read};
use crate::document::{
    AdditionalPropertiesKeyword, Assertions, Discriminator, ExternalDocumentation, InstanceType,
    Limit, ParameterFormat, Referenced, Schema, SchemaExample, SchemaId, StatusCode,
};

/// Reads one schema.
fn schema(text: &str) -> Schema {
    let document = read(&format!(
        "paths: {{}}\ncomponents:\n  schemas:\n    Cat: {{}}\n    Pet: {text}\n"
    ));
    document.components.schemas["Pet"].clone()
}

fn limit(number: impl Into<Json>, keyword: &'static str) -> Limit {
    let Json::Number(number) = number.into() else {
        panic!("a number");
    };
    Limit { number, keyword }
}

fn float(number: f64) -> Number {
    Number::from_f64(number).unwrap()
}

const EVERY_KEYWORD: &str = r"
      title: T
      description: D
      externalDocs: { url: U, description: E }
      deprecated: true
      readOnly: true
      default: [1, null]
      example: { a: null }
      type: object
      nullable: true
      enum: [a, 1, null]
      format: f
      pattern: p
      minLength: 1
      maxLength: 2
      minimum: 3
      maximum: 4.5
      multipleOf: 0.5
      properties: { b: { type: string }, a: { $ref: '#/components/schemas/Cat' } }
      required: [a, b]
      additionalProperties: { type: number }
      minProperties: 5
      maxProperties: 6
      items: { type: boolean }
      minItems: 7
      maxItems: 8
      uniqueItems: true
      allOf: [{ type: object }, {}]
      oneOf: [{ type: array, items: {} }]
      anyOf: [{ type: integer }]
      not: { type: string, x-kept: true }
      discriminator: { propertyName: b, mapping: { cat: Cat, dog: '#/components/schemas/Cat' } }
      x-a: 1
      x-b: null";

/// Returns what [`EVERY_KEYWORD`] says.
fn every_keyword() -> Schema {
    Schema {
        id: SchemaId::default(),
        reference: None,
        not_understood: false,
        title: Some("T".to_owned()),
        description: Some("D".to_owned()),
        external_docs: Some(Box::new(ExternalDocumentation {
            url: "U".to_owned(),
            description: Some("E".to_owned()),
        })),
        deprecated: true,
        read_only: true,
        write_only: false,
        default: Some(json!([1, null])),
        examples: vec![SchemaExample {
            value: json!({ "a": null }),
            index: None,
        }],
        instance_type: Some(InstanceType::Object),
        nullable: true,
        enumeration: vec![json!("a"), json!(1), json!(null)],
        format: Some("f".to_owned()),
        pattern: Some("p".to_owned()),
        min_length: Some(1),
        max_length: Some(2),
        minimum: Some(Box::new(limit(3.0, "minimum"))),
        maximum: Some(Box::new(limit(4.5, "maximum"))),
        exclusive_minimum: None,
        exclusive_maximum: None,
        multiple_of: Some(float(0.5)),
        properties: [
            ("b".to_owned(), of_type(InstanceType::String)),
            (
                "a".to_owned(),
                Schema {
                    reference: Some("Cat".to_owned()),
                    ..Schema::default()
                },
            ),
        ]
        .into_iter()
        .collect(),
        required: vec!["a".to_owned(), "b".to_owned()],
        additional_properties: Some(AdditionalPropertiesKeyword::Schema(Box::new(of_type(
            InstanceType::Number,
        )))),
        min_properties: Some(5),
        max_properties: Some(6),
        items: Some(Box::new(of_type(InstanceType::Boolean))),
        min_items: Some(7),
        max_items: Some(8),
        unique_items: true,
        all_of: vec![of_type(InstanceType::Object), Schema::default()],
        one_of: vec![Schema {
            items: Some(Box::default()),
            ..of_type(InstanceType::Array)
        }],
        any_of: vec![of_type(InstanceType::Integer)],
        prefix_items: Vec::new(),
        assertions: Some(Box::new(Assertions {
            not: Some(json!({ "type": "string", "x-kept": true })),
            ..Assertions::default()
        })),
        content_schema: None,
        is_impossible: false,
        discriminator: Some(Box::new(Discriminator {
            property_name: "b".to_owned(),
            mapping: [("cat", "Cat"), ("dog", "#/components/schemas/Cat")]
                .map(|(value, schema)| (value.to_owned(), schema.to_owned()))
                .into_iter()
                .collect(),
            default_mapping: None,
        })),
        extensions: [
            ("x-a".to_owned(), json!(1)),
            ("x-b".to_owned(), json!(null)),
        ]
        .into_iter()
        .collect(),
    }
}

#[test]
fn every_keyword_of_a_schema_is_read() {
    let read = schema(EVERY_KEYWORD);
    let expected = every_keyword();
    assert_eq!(read, expected);
    assert!(read.properties.keys().eq(["b", "a"]));
}

#[test]
fn a_schema_without_keywords_is_the_default() {
    assert_eq!(schema("{}"), Schema::default());
    assert_eq!(
        schema("{ default: null, example: null }"),
        Schema::default()
    );
    assert!(schema("{ writeOnly: true }").write_only);
}

#[test]
fn siblings_of_a_reference_are_ignored() {
    let read =
        schema("{ $ref: '#/components/schemas/Cat', description: D, nullable: true, x-a: 1 }");
    let expected = Schema {
        reference: Some("Cat".to_owned()),
        ..Schema::default()
    };
    assert_eq!(read, expected);
}

#[test]
fn additional_properties_may_be_a_boolean() {
    for allowed in [true, false] {
        let read = schema(&format!("{{ additionalProperties: {allowed} }}"));
        let expected = Some(AdditionalPropertiesKeyword::Allowed(allowed));
        assert_eq!(read.additional_properties, expected);
    }
}

#[test]
fn a_boolean_exclusive_limit_moves_the_limit() {
    let read = schema(
        "{ type: integer, minimum: 1, exclusiveMinimum: true, maximum: 9, exclusiveMaximum: true }",
    );
    assert_eq!((read.minimum, read.maximum), (None, None));
    assert_eq!(
        read.exclusive_minimum.as_deref(),
        Some(&limit(1, "minimum"))
    );
    assert_eq!(
        read.exclusive_maximum.as_deref(),
        Some(&limit(9, "maximum"))
    );

    let read = schema("{ minimum: 1, exclusiveMinimum: false, exclusiveMaximum: true }");
    assert_eq!(read.minimum.as_deref(), Some(&limit(1.0, "minimum")));
    assert_eq!(
        (read.exclusive_minimum, read.exclusive_maximum),
        (None, None)
    );
}

#[test]
fn integers_beyond_2_to_53_stay_exact() {
    let read = schema(
        "{ type: integer, minimum: -9007199254740993, maximum: 18446744073709551615, \
         multipleOf: 9007199254740993, enum: [9007199254740993, null] }",
    );
    assert_eq!(
        read.minimum.as_deref(),
        Some(&limit(-9_007_199_254_740_993_i64, "minimum"))
    );
    assert_eq!(read.maximum.as_deref(), Some(&limit(u64::MAX, "maximum")));
    assert_eq!(read.multiple_of, Some(9_007_199_254_740_993_i64.into()));
    assert_eq!(
        read.enumeration,
        [json!(9_007_199_254_740_993_i64), json!(null)]
    );
    let read = schema("{ type: integer, maximum: 1.5 }");
    assert_eq!(read.maximum.as_deref(), Some(&limit(1.5, "maximum")));
}

#[test]
fn limits_without_type_integer_are_floats() {
    for ty in ["", "type: number, "] {
        let read = schema(&format!(
            "{{ {ty}minimum: 1, maximum: 9007199254740993, multipleOf: 2 }}"
        ));
        assert_eq!(read.minimum.as_deref(), Some(&limit(1.0, "minimum")));
        assert_eq!(
            read.maximum.as_deref(),
            Some(&limit(9_007_199_254_740_992.0, "maximum"))
        );
        assert_eq!(read.multiple_of, Some(float(2.0)));
    }
}

#[test]
fn values_of_a_number_enum_are_floats() {
    assert_eq!(
        schema("{ type: number, enum: [1, 2.5, null] }").enumeration,
        [json!(1.0), json!(2.5), json!(null)]
    );
    assert_eq!(
        schema("{ type: number, enum: [1, a] }").enumeration,
        [json!(1), json!("a")]
    );
    assert_eq!(schema("{ enum: [1] }").enumeration, [json!(1)]);
}

#[test]
fn every_schema_has_its_own_number() {
    let document = read(
        r"
paths:
  /pets:
    parameters: [{ name: a, in: query, schema: {} }]
    get:
      responses:
        '200':
          description: D
          content: { application/json: { schema: { type: array, items: { allOf: [{}, {}] } } } }
components:
  schemas: { Pet: { properties: { a: {}, b: {} } }, Cat: {} }
",
    );
    let mut ids = Vec::new();
    let item = &document.paths["/pets"];
    let Some(Referenced::Inline(parameter)) = &item.parameters[0] else {
        panic!("{item:?}");
    };
    let ParameterFormat::Schema(schema) = &parameter.format else {
        panic!("{parameter:?}");
    };
    ids.push(schema.id);
    let responses = &item.operations[0].1.responses.by_status;
    let Some(Referenced::Inline(response)) = responses.get(&StatusCode::Code(200)) else {
        panic!("{responses:?}");
    };
    let Referenced::Inline(media_type) = &response.content["application/json"] else {
        panic!("{response:?}");
    };
    let array = media_type.schema.as_ref().unwrap();
    let items = array.items.as_ref().unwrap();
    ids.extend([array.id, items.id, items.all_of[0].id, items.all_of[1].id]);
    let schemas = &document.components.schemas;
    let properties = &schemas["Pet"].properties;
    ids.extend([schemas["Pet"].id, properties["a"].id, properties["b"].id]);
    ids.push(schemas["Cat"].id);
    ids.sort_unstable();
    let expected: Vec<_> = (0..9).map(SchemaId::new).collect();
    assert_eq!(ids, expected);
}

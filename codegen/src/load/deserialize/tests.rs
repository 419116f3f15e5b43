use serde_json::{Number, Value as Json, json};

use crate::diagnostics::Diagnostics;
use crate::document::{
    AdditionalPropertiesKeyword, ApiKeyLocation, Discriminator, Document, Encoding, Example,
    ExternalDocumentation, Header, InstanceType, Limit, Link, LinkOperation, MediaType,
    OAuthFlowKind, Parameter, ParameterFormat, ParameterLocation, PathStyle, QueryStyle,
    Referenced, Schema, SchemaExample, SchemaId, SecurityScheme, StatusCode,
};
use crate::load;
use crate::source::Source;

const HEAD: &str = "openapi: 3.0.3\ninfo: { title: Pets, version: '1' }\n";

/// Reads a document without errors.
fn read(text: &str) -> Document {
    let source = Source::new("pets.yaml", &*format!("{HEAD}{text}"));
    let mut diagnostics = Diagnostics::new();
    let document = load::load(&source, &mut diagnostics);
    let diagnostics = diagnostics.into_vec();
    document
        .unwrap_or_else(|| panic!("{diagnostics:?}"))
        .content
}

/// Reads a document with errors.
fn read_repaired(text: &str) -> Document {
    let source = Source::new("pets.yaml", &*format!("{HEAD}{text}"));
    let mut diagnostics = Diagnostics::new();
    let reading = load::read(&source, &mut diagnostics);
    assert!(diagnostics.has_errors());
    reading.document.unwrap().content
}

/// Reads one schema.
fn schema(text: &str) -> Schema {
    let document = read(&format!(
        "paths: {{}}\ncomponents:\n  schemas:\n    Cat: {{}}\n    Pet: {text}\n"
    ));
    document.components.schemas["Pet"].clone()
}

fn limit(number: impl Into<Json>, keyword: &'static str) -> Option<Limit> {
    let Json::Number(number) = number.into() else {
        panic!("a number");
    };
    Some(Limit { number, keyword })
}

fn float(number: f64) -> Number {
    Number::from_f64(number).unwrap()
}

fn of_type(instance_type: InstanceType) -> Schema {
    Schema {
        instance_type: Some(instance_type),
        ..Schema::default()
    }
}

#[test]
fn every_keyword_of_a_schema_is_read() {
    let read = schema(
        r"
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
      x-b: null",
    );
    let expected = Schema {
        id: SchemaId::default(),
        reference: None,
        title: Some("T".to_owned()),
        description: Some("D".to_owned()),
        external_docs: Some(ExternalDocumentation {
            url: "U".to_owned(),
            description: Some("E".to_owned()),
        }),
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
        minimum: limit(3.0, "minimum"),
        maximum: limit(4.5, "maximum"),
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
        not: Some(json!({ "type": "string", "x-kept": true })),
        discriminator: Some(Discriminator {
            property_name: "b".to_owned(),
            mapping: [("cat", "Cat"), ("dog", "#/components/schemas/Cat")]
                .map(|(value, schema)| (value.to_owned(), schema.to_owned()))
                .into_iter()
                .collect(),
        }),
        extensions: [
            ("x-a".to_owned(), json!(1)),
            ("x-b".to_owned(), json!(null)),
        ]
        .into_iter()
        .collect(),
    };
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
    assert_eq!(read.exclusive_minimum, limit(1, "minimum"));
    assert_eq!(read.exclusive_maximum, limit(9, "maximum"));

    let read = schema("{ minimum: 1, exclusiveMinimum: false, exclusiveMaximum: true }");
    assert_eq!(read.minimum, limit(1.0, "minimum"));
    assert_eq!(
        (read.exclusive_minimum, read.exclusive_maximum),
        (None, None)
    );
}

#[test]
fn integers_beyond_2_to_53_stay_exact() {
    let read = schema(
        "{ type: integer, minimum: -9007199254740993, maximum: 18446744073709551615, multipleOf: 9007199254740993, enum: [9007199254740993, null] }",
    );
    assert_eq!(read.minimum, limit(-9_007_199_254_740_993_i64, "minimum"));
    assert_eq!(read.maximum, limit(u64::MAX, "maximum"));
    assert_eq!(read.multiple_of, Some(9_007_199_254_740_993_i64.into()));
    assert_eq!(
        read.enumeration,
        [json!(9_007_199_254_740_993_i64), json!(null)]
    );
    let read = schema("{ type: integer, maximum: 1.5 }");
    assert_eq!(read.maximum, limit(1.5, "maximum"));
}

#[test]
fn limits_without_type_integer_are_floats() {
    for ty in ["", "type: number, "] {
        let read = schema(&format!(
            "{{ {ty}minimum: 1, maximum: 9007199254740993, multipleOf: 2 }}"
        ));
        assert_eq!(read.minimum, limit(1.0, "minimum"));
        assert_eq!(read.maximum, limit(9_007_199_254_740_992.0, "maximum"));
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
fn schemas_are_numbered_in_reading_order() {
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
    let Referenced::Inline(parameter) = &item.parameters[0] else {
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
    let array = response.content["application/json"]
        .schema
        .as_ref()
        .unwrap();
    let items = array.items.as_ref().unwrap();
    ids.extend([array.id, items.id, items.all_of[0].id, items.all_of[1].id]);
    let schemas = &document.components.schemas;
    let properties = &schemas["Pet"].properties;
    ids.extend([schemas["Pet"].id, properties["a"].id, properties["b"].id]);
    ids.push(schemas["Cat"].id);
    let expected: Vec<_> = (0..9).map(SchemaId::new).collect();
    assert_eq!(ids, expected);
}

const REFERENCES: &str = r"
paths:
  /pets:
    get:
      parameters: [{ $ref: '#/components/parameters/A' }]
      requestBody: { $ref: '#/components/requestBodies/A' }
      responses:
        '200':
          description: D
          headers: { X-A: { $ref: '#/components/headers/A' } }
          content:
            a/b: { schema: {}, examples: { one: { $ref: '#/components/examples/A' } } }
          links: { one: { $ref: '#/components/links/A' } }
        4XX: { $ref: '#/components/responses/A' }
        default: { $ref: '#/components/responses/A' }
components:
  schemas:
    A: { $ref: '#/components/schemas/B' }
    B: { type: string }
  parameters:
    A: { $ref: '#/components/parameters/B' }
    B: { $ref: '#/components/parameters/C' }
    C: { name: c, in: query, schema: {} }
  requestBodies:
    A: { $ref: '#/components/requestBodies/B' }
    B: { content: { a/b: {} } }
  responses:
    A: { $ref: '#/components/responses/B' }
    B: { description: D }
  headers:
    A: { $ref: '#/components/headers/B' }
    B: { schema: {} }
  examples:
    A: { $ref: '#/components/examples/B' }
    B: { value: 1 }
  links:
    A: { $ref: '#/components/links/B' }
    B: { operationId: get }
  securitySchemes:
    A: { $ref: '#/components/securitySchemes/B' }
    B: { type: http, scheme: basic }
";

#[test]
fn references_name_the_end_of_their_chain() {
    fn component<T: std::fmt::Debug>(object: &Referenced<T>) -> &str {
        match object {
            Referenced::Component(name) => name,
            Referenced::Inline(_) => panic!("{object:?}"),
        }
    }
    let document = read(REFERENCES);
    let (_, operation) = &document.paths["/pets"].operations[0];
    assert_eq!(component(&operation.parameters[0]), "C");
    assert_eq!(component(operation.request_body.as_ref().unwrap()), "B");
    let responses = &operation.responses;
    assert_eq!(component(responses.default.as_ref().unwrap()), "B");
    assert_eq!(component(&responses.by_status[&StatusCode::Range(4)]), "B");
    let Referenced::Inline(response) = &responses.by_status[&StatusCode::Code(200)] else {
        panic!("{responses:?}");
    };
    assert_eq!(component(&response.headers["X-A"]), "B");
    assert_eq!(component(&response.links["one"]), "B");
    assert_eq!(component(&response.content["a/b"].examples["one"]), "B");

    let components = &document.components;
    assert!(components.parameters.keys().eq(["C"]));
    assert!(components.request_bodies.keys().eq(["B"]));
    assert!(components.responses.keys().eq(["B"]));
    assert!(components.headers.keys().eq(["B"]));
    assert!(components.examples.keys().eq(["B"]));
    assert!(components.links.keys().eq(["B"]));
    assert!(components.schemas.keys().eq(["A", "B"]));
    assert_eq!(components.schemas["A"].reference.as_deref(), Some("B"));
    let schemes = &components.security_schemes;
    assert!(schemes.keys().eq(["A", "B"]));
    assert_eq!(schemes["A"], schemes["B"]);
}

#[test]
fn references_without_target_leave_nothing() {
    let document = read_repaired(
        r"
paths:
  /pets:
    get:
      parameters: [{ $ref: '#/components/parameters/Circle' }]
      responses:
        '200': { $ref: '#/components/responses/Circle' }
        '201': { $ref: '#/components/responses/Missing' }
components:
  parameters: { Circle: { $ref: '#/components/parameters/Circle' } }
  responses: { Circle: { $ref: '#/components/responses/Circle' } }
",
    );
    let (_, operation) = &document.paths["/pets"].operations[0];
    let responses = operation.responses.by_status.keys().copied();
    assert!(responses.eq([StatusCode::Code(200), StatusCode::Code(201)]));
    assert!(operation.parameters.len() <= 1);
}

#[test]
fn webhooks_are_path_items_without_extensions() {
    let document = read(
        r"
paths: {}
x-webhooks:
  sold: { post: { responses: { '200': { description: D } } } }
  x-note: none
",
    );
    assert!(document.webhooks.keys().eq(["sold"]));
    assert_eq!(document.webhooks["sold"].operations[0].0, "post");
    assert!(document.extensions.is_empty());
}

#[test]
fn explode_is_what_is_written() {
    let document = read(
        r"
paths: {}
components:
  parameters:
    None: { name: a, in: query, schema: {} }
    True: { name: a, in: query, explode: true, schema: {} }
    False: { name: a, in: query, explode: false, schema: {} }
  headers:
    None: { schema: {}, x-explode: true }
    True: { schema: {}, explode: true }
    False: { schema: {}, explode: false }
  requestBodies:
    Body:
      content:
        application/x-www-form-urlencoded:
          schema: { type: object }
          encoding:
            None: { style: deepObject }
            True: { explode: true, contentType: text/plain, allowReserved: true }
            False: { explode: false, headers: { X-A: { schema: {} } } }
",
    );
    let expected = [("None", None), ("True", Some(true)), ("False", Some(false))];
    let components = &document.components;
    let encoding = &components.request_bodies["Body"].content["application/x-www-form-urlencoded"];
    for (name, explode) in expected {
        assert_eq!(components.parameters[name].explode, explode, "{name}");
        assert_eq!(components.headers[name].explode, explode, "{name}");
        assert_eq!(encoding.encoding[name].explode, explode, "{name}");
    }
    let expected = Encoding {
        style: Some(QueryStyle::DeepObject),
        ..Encoding::default()
    };
    assert_eq!(encoding.encoding["None"], expected);
    let expected = Encoding {
        content_type: Some("text/plain".to_owned()),
        explode: Some(true),
        allow_reserved: true,
        ..Encoding::default()
    };
    assert_eq!(encoding.encoding["True"], expected);
    assert_eq!(encoding.encoding["False"].headers, ["X-A"]);
}

#[test]
fn parameters_and_headers_are_read() {
    let document = read(
        r"
paths: {}
components:
  parameters:
    path: { name: p, in: path, required: true, style: matrix, schema: { type: string } }
    query:
      { name: q, in: query, description: D, deprecated: true, style: pipeDelimited, allowReserved: true, allowEmptyValue: true, schema: {}, examples: { one: { value: 1 } } }
    header: { name: h, in: header, content: { a/b: { example: 1 } } }
    cookie: { name: c, in: cookie, schema: {}, example: 2 }
  headers:
    header: { description: D, required: true, deprecated: true, schema: { type: string } }
",
    );
    let parameter = |name: &str, location| Parameter {
        name: name.to_owned(),
        location,
        description: None,
        required: false,
        deprecated: false,
        explode: None,
        format: ParameterFormat::Schema(Box::default()),
        example: None,
        examples: Default::default(),
    };
    let parameters = &document.components.parameters;
    let style = PathStyle::Matrix;
    let expected = Parameter {
        required: true,
        format: ParameterFormat::Schema(Box::new(of_type(InstanceType::String))),
        ..parameter("p", ParameterLocation::Path { style })
    };
    assert_eq!(parameters["path"], expected);
    let location = ParameterLocation::Query {
        style: QueryStyle::PipeDelimited,
        allow_reserved: true,
        allow_empty_value: true,
    };
    let example = Example {
        value: Some(json!(1)),
    };
    let expected = Parameter {
        description: Some("D".to_owned()),
        deprecated: true,
        examples: [("one".to_owned(), Referenced::Inline(example))]
            .into_iter()
            .collect(),
        ..parameter("q", location)
    };
    assert_eq!(parameters["query"], expected);
    let media_type = MediaType {
        example: Some(json!(1)),
        ..MediaType::default()
    };
    let content = [("a/b".to_owned(), media_type)];
    let expected = Parameter {
        format: ParameterFormat::Content(content.into_iter().collect()),
        ..parameter("h", ParameterLocation::Header)
    };
    assert_eq!(parameters["header"], expected);
    let expected = Parameter {
        example: Some(json!(2)),
        ..parameter("c", ParameterLocation::Cookie)
    };
    assert_eq!(parameters["cookie"], expected);
    let expected = Header {
        description: Some("D".to_owned()),
        required: true,
        deprecated: true,
        explode: None,
        format: ParameterFormat::Schema(Box::new(of_type(InstanceType::String))),
    };
    assert_eq!(document.components.headers["header"], expected);
}

#[test]
fn the_rest_of_a_document_is_read() {
    let document = read(
        r"
externalDocs: { url: U }
servers: [{ url: /v1, variables: { v: { default: a, enum: [a, b], description: D } }, x-name: N }]
security: [{ key: [] }]
x-root: 1
paths:
  x-note: none
  /pets:
    summary: S
    description: D
    servers: [{ url: /v2, description: D }]
    post:
      operationId: add
      deprecated: true
      security: []
      responses: { default: { description: D, x-inline: { when: a, deadline: 1, default: b } } }
      callbacks: { sold: { $ref: '#/components/callbacks/Sold' } }
    get:
      externalDocs: { url: U, description: D }
      responses: { '200': { description: D } }
components:
  callbacks:
    Sold:
      '{$request.body#/url}': { put: { responses: { '200': { description: D } } } }
      x-note: none
  links:
    id: { operationId: add, parameters: { a: 1 }, requestBody: b, description: D }
    ref: { operationRef: '#/paths/~1pets/post' }
  securitySchemes:
    key: { type: apiKey, in: cookie, name: n, description: D }
    oauth:
      type: oauth2
      flows:
        authorizationCode: { authorizationUrl: A, tokenUrl: T, refreshUrl: R, scopes: { a: b } }
        implicit: { authorizationUrl: A, scopes: {} }
    open: { type: openIdConnect, openIdConnectUrl: U, x-audience: a }
",
    );
    assert_eq!(document.info.title, "Pets");
    assert_eq!(document.external_docs.unwrap().url, "U");
    let server = &document.servers[0];
    assert_eq!(server.variables["v"].values, ["a", "b"]);
    assert_eq!(server.variables["v"].default, "a");
    assert_eq!(server.extensions["x-name"], json!("N"));
    assert!(document.security.unwrap()[0]["key"].is_empty());
    assert_eq!(document.extensions["x-root"], json!(1));

    assert!(document.paths.keys().eq(["/pets"]));
    let item = &document.paths["/pets"];
    assert_eq!(item.summary.as_deref(), Some("S"));
    assert_eq!(item.servers[0].description.as_deref(), Some("D"));
    let methods = item.operations.iter().map(|(method, _)| *method);
    assert!(methods.eq(["get", "post"]));
    let (get, post) = (&item.operations[0].1, &item.operations[1].1);
    assert!(get.external_docs.is_some() && get.security.is_none() && !get.deprecated);
    assert!(post.deprecated && post.security.as_ref().unwrap().is_empty());
    assert_eq!(post.operation_id.as_deref(), Some("add"));
    let Some(Referenced::Inline(response)) = &post.responses.default else {
        panic!("{:?}", post.responses);
    };
    assert_eq!(response.extensions["x-inline"]["when"], json!("a"));
    let callback = &post.callbacks["sold"];
    assert!(callback.keys().eq(["{$request.body#/url}"]));
    assert_eq!(callback[0].operations[0].0, "put");

    let expected = Link {
        operation: LinkOperation::OperationId("add".to_owned()),
        parameters: [("a".to_owned(), json!(1))].into_iter().collect(),
        request_body: Some(json!("b")),
        description: Some("D".to_owned()),
    };
    let components = document.components;
    assert_eq!(components.links["id"], expected);
    let expected = LinkOperation::OperationRef("#/paths/~1pets/post".to_owned());
    assert_eq!(components.links["ref"].operation, expected);
    let schemes = components.security_schemes;
    let expected = SecurityScheme::ApiKey {
        location: ApiKeyLocation::Cookie,
        name: "n".to_owned(),
        description: Some("D".to_owned()),
    };
    assert_eq!(schemes["key"], expected);
    let SecurityScheme::OAuth2 { flows, .. } = &schemes["oauth"] else {
        panic!("{schemes:?}");
    };
    let kinds = flows.iter().map(|flow| flow.kind);
    assert!(kinds.eq([OAuthFlowKind::Implicit, OAuthFlowKind::AuthorizationCode]));
    assert_eq!(flows[1].refresh_url.as_deref(), Some("R"));
    let SecurityScheme::OpenIdConnect { extensions, .. } = &schemes["open"] else {
        panic!("{schemes:?}");
    };
    assert_eq!(extensions["x-audience"], json!("a"));
}

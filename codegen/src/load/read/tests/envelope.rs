use indexmap::IndexMap;
use serde_json::json;

use super::{of_type, read, read_repaired};
use crate::document::{
    ApiKeyLocation, CookieStyle, Encoding, Example, Header, InstanceType, Link, LinkOperation,
    MediaType, OAuthFlowKind, OperationKey, OperationPart, Parameter, ParameterFormat,
    ParameterLocation, PathStyle, QueryStyle, Referenced, SecurityScheme, SecuritySchemeKind,
    StatusCode,
};

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
            Referenced::Component(reference) => &reference.name,
            Referenced::Inline(_) => panic!("{object:?}"),
        }
    }
    let document = read(REFERENCES);
    let (_, operation) = &document.paths["/pets"].operations[0];
    assert_eq!(component(operation.parameters[0].as_ref().unwrap()), "C");
    assert_eq!(component(operation.request_body.as_ref().unwrap()), "B");
    let responses = &operation.responses;
    assert_eq!(component(responses.default.as_ref().unwrap()), "B");
    assert_eq!(component(&responses.by_status[&StatusCode::Range(4)]), "B");
    let Referenced::Inline(response) = &responses.by_status[&StatusCode::Code(200)] else {
        panic!("{responses:?}");
    };
    assert_eq!(component(&response.headers["X-A"]), "B");
    assert_eq!(component(&response.links["one"]), "B");
    let Referenced::Inline(media_type) = &response.content["a/b"] else {
        panic!("{response:?}");
    };
    assert_eq!(component(&media_type.examples["one"]), "B");

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
    assert!(operation.responses.by_status.is_empty());
    assert_eq!(operation.parameters, [None]);
    assert_eq!(operation.not_understood, [OperationPart::Parameter(0)]);
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
    assert_eq!(
        document.webhooks["sold"].operations[0].0,
        OperationKey::Field("post")
    );
    assert!(document.extensions.is_empty());
}

#[test]
fn explode_is_kept_as_written() {
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
    let content = &components.request_bodies["Body"].content;
    let Referenced::Inline(form) = &content["application/x-www-form-urlencoded"] else {
        panic!("{content:?}");
    };
    for (name, explode) in expected {
        assert_eq!(components.parameters[name].explode, explode, "{name}");
        assert_eq!(components.headers[name].explode, explode, "{name}");
        assert_eq!(form.encoding[name].explode, explode, "{name}");
    }
    let expected = Encoding {
        style: Some(QueryStyle::DeepObject),
        ..Encoding::default()
    };
    assert_eq!(form.encoding["None"], expected);
    let expected = Encoding {
        content_type: Some("text/plain".to_owned()),
        explode: Some(true),
        allow_reserved: true,
        ..Encoding::default()
    };
    assert_eq!(form.encoding["True"], expected);
    assert_eq!(form.encoding["False"].headers, ["X-A"]);
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
      name: q
      in: query
      description: D
      deprecated: true
      style: pipeDelimited
      allowReserved: true
      allowEmptyValue: true
      x-rust-name: quantity
      schema: {}
      examples: { one: { value: 1 } }
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
        examples: IndexMap::default(),
        rust_name: None,
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
        field: "value",
    };
    let expected = Parameter {
        description: Some("D".to_owned()),
        deprecated: true,
        rust_name: Some("quantity".to_owned()),
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
    let content = [("a/b".to_owned(), Referenced::Inline(media_type))];
    let expected = Parameter {
        format: ParameterFormat::Content(content.into_iter().collect()),
        ..parameter("h", ParameterLocation::Header)
    };
    assert_eq!(parameters["header"], expected);
    let style = CookieStyle::Form;
    let expected = Parameter {
        example: Some(json!(2)),
        ..parameter("c", ParameterLocation::Cookie { style })
    };
    assert_eq!(parameters["cookie"], expected);
    let expected = Header {
        description: Some("D".to_owned()),
        required: true,
        deprecated: true,
        explode: None,
        format: ParameterFormat::Schema(Box::new(of_type(InstanceType::String))),
        rust_name: None,
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
    assert_eq!(server.variables["v"].default.as_deref(), Some("a"));
    assert_eq!(server.extensions["x-name"], json!("N"));
    assert!(document.security.unwrap()[0]["key"].is_empty());
    assert_eq!(document.extensions["x-root"], json!(1));

    assert!(document.paths.keys().eq(["/pets"]));
    let item = &document.paths["/pets"];
    assert_eq!(item.summary.as_deref(), Some("S"));
    assert_eq!(item.servers[0].description.as_deref(), Some("D"));
    let keys = item.operations.iter().map(|(key, _)| key);
    assert!(keys.eq(&["get", "post"].map(OperationKey::Field)));
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
    assert_eq!(callback[0].operations[0].0, OperationKey::Field("put"));

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
    let expected = SecurityScheme {
        description: Some("D".to_owned()),
        deprecated: false,
        kind: SecuritySchemeKind::ApiKey {
            location: ApiKeyLocation::Cookie,
            name: "n".to_owned(),
        },
        extensions: IndexMap::default(),
    };
    assert_eq!(schemes["key"], expected);
    let SecuritySchemeKind::OAuth2 { flows, .. } = &schemes["oauth"].kind else {
        panic!("{schemes:?}");
    };
    let kinds = flows.iter().map(|flow| flow.kind);
    assert!(kinds.eq([OAuthFlowKind::Implicit, OAuthFlowKind::AuthorizationCode]));
    assert_eq!(flows[1].refresh_url.as_deref(), Some("R"));
    let kind = SecuritySchemeKind::OpenIdConnect("U".to_owned());
    assert_eq!(schemes["open"].kind, kind);
    assert_eq!(schemes["open"].extensions["x-audience"], json!("a"));
}

#[test]
fn callbacks_may_be_nested_as_deep_as_a_document() {
    let responses = "responses: { '200': { description: D } }";
    let mut operation = format!("{{ {responses} }}");
    let levels = 30;
    for _ in 0..levels {
        operation =
            format!("{{ callbacks: {{ a: {{ b: {{ get: {operation} }} }} }}, {responses} }}");
    }
    let document = read(&format!("paths: {{ /a: {{ get: {operation} }} }}\n"));
    let mut operation = &document.paths["/a"].operations[0].1;
    for _ in 0..levels {
        operation = &operation.callbacks["a"]["b"].operations[0].1;
    }
    assert!(operation.callbacks.is_empty());
}

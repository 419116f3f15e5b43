//! Operations whose description breaks the specification: what is reported, and what the client
//! does about it.

use specwright::diagnostics::Severity;

use crate::support::{HEAD, document_with_path, files, report, run, verdict};

/// A response without a body.
const DONE: &str = "responses: { '204': { description: Done. } }";

/// Returns a document with a path and the operations of its item.
fn path(path: &str, item: &str) -> String {
    document_with_path(path, &item.replace("DONE", DONE))
}

/// Returns the code of the requests below a path.
#[track_caller]
fn requests(document: &str, file: &str) -> String {
    let mut files = files(document);
    match files.remove(file) {
        Some(text) => text,
        None => panic!("no {file} in {:?}", files.keys()),
    }
}

#[test]
fn every_violation_says_what_the_client_does() {
    let outcome = run(include_str!("operation_repairs/violations.yaml"));
    let violations = outcome
        .diagnostics
        .iter()
        .filter(|diagnostic| diagnostic.severity() == Severity::Violation);
    let mut count = 0;
    for violation in violations {
        let consequence = violation.consequence.as_deref().unwrap_or_default();
        assert!(consequence.starts_with("the client "), "{violation:?}");
        count += 1;
    }
    assert!(count >= 10, "{}", report(&outcome));
    assert!(outcome.generated.is_some(), "{}", report(&outcome));
}

#[test]
fn an_undeclared_path_parameter_is_a_required_string() {
    let document = path("/pets/{id}", "get: { DONE }");
    insta::assert_snapshot!(verdict(&document));
    let pets = requests(&document, "src/pets.rs");
    assert!(
        pets.contains("pub fn by_id(&self, id: impl AsRef<str>)"),
        "{pets}"
    );
}

#[test]
fn an_optional_path_parameter_is_required() {
    let document = path(
        "/pets/{id}",
        "get: { parameters: [ { name: id, in: path, schema: { type: integer } } ], DONE }",
    );
    insta::assert_snapshot!(verdict(&document));
    let pets = requests(&document, "src/pets.rs");
    assert!(pets.contains("pub fn by_id(&self, id: i64)"), "{pets}");
}

#[test]
fn a_path_parameter_without_a_place_is_ignored() {
    insta::assert_snapshot!(verdict(&path(
        "/pets",
        "get: { parameters: [ { name: id, in: path, required: true, schema: {} } ], DONE }",
    )));
}

#[test]
fn equal_declarations_of_a_parameter_are_one() {
    insta::assert_snapshot!(verdict(&path(
        "/pets",
        "
get:
  parameters:
    - { name: X-Trace, in: header, schema: { type: string } }
    - { name: x-trace, in: header, description: Again., schema: { type: string } }
  DONE
",
    )));
}

#[test]
fn an_operation_with_contradictory_parameters_is_left_out() {
    let document = path(
        "/pets",
        "
parameters:
  - { name: limit, in: query, schema: { type: integer } }
  - { name: limit, in: query, schema: { type: string } }
get: { DONE }
post: { DONE }
put: { parameters: [ { name: limit, in: query, schema: { type: boolean } } ], DONE }
",
    );
    insta::assert_snapshot!(verdict(&document));
    let pets = requests(&document, "src/pets.rs");
    assert!(pets.contains("pub fn put("), "{pets}");
    assert!(
        !pets.contains("pub fn get(") && !pets.contains("pub fn post("),
        "{pets}"
    );
}

#[test]
fn equivalent_paths_have_their_own_parameters() {
    let document = "
openapi: 3.0.3
info: { title: Pets, version: '1' }
paths:
  /pets/{id}: { get: { responses: { '204': { description: Done. } } } }
  /pets/{name}: { get: { responses: { '204': { description: Done. } } } }
";
    insta::assert_snapshot!(verdict(document));
    let pets = requests(document, "src/pets.rs");
    assert!(
        pets.contains("fn by_id(") && pets.contains("fn by_name("),
        "{pets}"
    );
}

#[test]
fn operations_with_one_id_are_named_by_method_and_path() {
    let document = path(
        "/pets",
        "
get:
  operationId: pets
  responses:
    '204': { description: Done., links: { add: { operationId: pets } } }
post: { operationId: pets, DONE }
",
    );
    insta::assert_snapshot!(verdict(&document));
    let pets = requests(&document, "src/pets.rs");
    assert!(
        pets.contains("id: \"GET /pets\"") && pets.contains("id: \"POST /pets\""),
        "{pets}"
    );
    assert!(!pets.contains("# Links"), "{pets}");
}

#[test]
fn extensions_name_an_operation_by_a_unique_id() {
    insta::assert_snapshot!(verdict(
        "
openapi: 3.0.3
info: { title: Pets, version: '1' }
paths:
  /pets:
    get: { operationId: pets, x-deadline: 5, responses: { '204': { description: Done. } } }
    post: { operationId: pets, x-deadline: 9, responses: { '204': { description: Done. } } }
components:
  schemas:
    Pet:
      type: object
      properties: { kind: { type: string } }
      x-conditions: { sold: { has: [ /kind ], operation: pets } }
"
    ));
}

#[test]
fn an_unknown_security_scheme_is_left_to_the_caller() {
    let document = format!(
        "{HEAD}paths:
  /either: {{ get: {{ security: [ {{ tokn: [] }}, {{ token: [] }} ], {DONE} }} }}
  /unknown: {{ get: {{ security: [ {{ tokn: [] }}, {{}} ], {DONE} }} }}
components: {{ securitySchemes: {{ token: {{ type: http, scheme: bearer }} }} }}
"
    );
    insta::assert_snapshot!(verdict(&document));
    let either = requests(&document, "src/either.rs");
    assert!(either.contains("security: Security::Bearer"), "{either}");
    let unknown = requests(&document, "src/unknown.rs");
    assert!(unknown.contains("security: Security::Manual"), "{unknown}");
    assert!(
        unknown.contains("does not declare the security scheme `tokn`"),
        "{unknown}"
    );
}

#[test]
fn an_undeclared_server_variable_has_no_default() {
    let document = format!(
        "{HEAD}servers: [ {{ url: 'https://{{region}}.pets.example' }} ]
paths: {{ /pets: {{ get: {{ {DONE} }} }} }}
"
    );
    insta::assert_snapshot!(verdict(&document));
    let server = requests(&document, "src/server.rs");
    assert!(
        server.contains("pub fn new(region: impl Into<String>)"),
        "{server}"
    );
    assert!(!server.contains("Default"), "{server}");
}

#[test]
fn a_server_that_is_no_url_is_left_out() {
    let document = format!(
        "{HEAD}servers: [ {{ url: 'https://pets example' }}, {{ url: 'https://pets.example' }} ]
paths:
  /pets:
    servers: [ {{ url: 'https://a b' }} ]
    get: {{ {DONE} }}
    put: {{ servers: [ {{ url: 'https://c?d=e' }}, {{ url: 'https://f.example' }} ], {DONE} }}
  /{{host}}:
    get:
      servers:
        - {{ url: 'https://{{host}}', variables: {{ host: {{ default: <your host> }} }} }}
      {DONE}
"
    );
    insta::assert_snapshot!(verdict(&document));
    let pets = requests(&document, "src/pets.rs");
    assert!(
        pets.contains("https://f.example") && !pets.contains("pub fn get("),
        "{pets}"
    );
}

#[test]
fn operations_of_an_unreadable_path_are_left_out() {
    let document = format!(
        "{HEAD}paths:
  /pets/{{id: {{ get: {{ {DONE} }}, post: {{ {DONE} }} }}
  /empty/{{}}: {{}}
  /owners: {{ get: {{ {DONE} }} }}
"
    );
    insta::assert_snapshot!(verdict(&document));
    assert!(files(&document).contains_key("src/owners.rs"));
}

#[test]
fn a_trace_request_is_sent_without_its_body() {
    let document = path(
        "/pets",
        "trace: { requestBody: { content: { application/json: {} } }, DONE }",
    );
    let pets = requests(&document, "src/pets.rs");
    assert!(pets.contains("pub fn trace(&self)"), "{pets}");
}

#[test]
fn a_header_that_cannot_be_sent_is_dropped_or_leaves_out() {
    let document = path(
        "/pets",
        "
get:
  parameters:
    - { name: X Trace, in: header, schema: { type: string } }
    - { name: Content-Length, in: header, schema: { type: integer } }
    - { name: X-Good, in: header, schema: { type: string } }
  DONE
post: { parameters: [ { name: Host, in: header, required: true, schema: {} } ], DONE }
",
    );
    insta::assert_snapshot!(verdict(&document));
    let pets = requests(&document, "src/pets.rs");
    assert!(
        pets.contains("pub fn x_good(") && !pets.contains("content_length"),
        "{pets}"
    );
    assert!(!pets.contains("pub fn post("), "{pets}");
}

#[test]
fn a_server_without_token_extensions_of_others_is_a_warning() {
    insta::assert_snapshot!(verdict(&format!(
        "{HEAD}servers:
  - {{ url: 'https://a.example', x-token-authority: 'https://login.example' }}
  - {{ url: 'https://b.example', x-token-authority: 'https://login.example', x-token-scope: b }}
  - {{ url: 'https://c.example' }}
paths: {{}}
"
    )));
}

#[test]
fn styles_of_nested_form_properties_are_a_warning() {
    insta::assert_snapshot!(verdict(&path(
        "/orders",
        "
post:
  requestBody:
    content:
      application/x-www-form-urlencoded:
        schema:
          type: object
          properties:
            expand: { type: array, items: { type: string } }
            place: { type: object, properties: { x: { type: integer } } }
            items: { type: array, items: { type: object } }
        encoding:
          expand: { style: deepObject }
          place: { style: deepObject }
          items: { style: form, explode: true }
  DONE
",
    )));
}

#[test]
fn json_media_types_of_one_schema_are_variants_each() {
    let document = path(
        "/pets",
        "
patch:
  requestBody:
    required: true
    content:
      application/json: { schema: { type: object } }
      text/json: { schema: { type: object } }
      application/*+json: { schema: { type: object } }
      application/json-patch+json: { schema: { type: object } }
      application/merge-patch+json: { schema: { type: object } }
  DONE
",
    );
    assert_eq!(verdict(&document), "generated");
    let pets = requests(&document, "src/pets.rs");
    let choice = pets.split("pub enum").nth(1).unwrap_or_default();
    let choice = choice.split("\n}").next().unwrap_or_default();
    let variants = choice.lines().filter(|line| line.ends_with("),")).count();
    assert_eq!(variants, 3, "{choice}");
}

#[test]
fn parameters_of_one_name_are_told_apart_by_place() {
    let document = path(
        "/pets",
        "
get:
  parameters:
    - { name: id, in: query, schema: { type: string } }
    - { name: id, in: header, schema: { type: string } }
    - { name: ID, in: cookie, schema: { type: string } }
  DONE
",
    );
    let pets = requests(&document, "src/pets.rs");
    for method in ["fn id(", "fn id_header(", "fn id_cookie("] {
        assert!(pets.contains(method), "{method}\n{pets}");
    }
    for docs in [
        "Sets the query parameter `id`.",
        "Sets the header `id`.",
        "Sets the cookie `ID`.",
    ] {
        assert!(pets.contains(docs), "{docs}\n{pets}");
    }
}

//! Documents that violate the specification: what is generated from them. The reports are in
//! `diagnostics`.

use specwright::diagnostics::{Diagnostic, Severity};

use crate::support::{HEAD, document_with_path, document_with_schemas, files_of, run};

/// Returns all Rust sources of the client of a document with violations and without errors.
#[track_caller]
fn client(document: &str) -> String {
    let outcome = run(document);
    let severities = outcome.diagnostics.iter().map(Diagnostic::severity);
    assert_eq!(
        severities.min(),
        Some(Severity::Violation),
        "{:?}",
        outcome.diagnostics
    );
    let files = files_of(outcome).into_iter();
    let sources = files.filter(|(path, _)| path.starts_with("src/"));
    sources.map(|(_, content)| content).collect()
}

/// Returns the client of a document with one path item and these parameters.
#[track_caller]
fn client_with_parameters(parameters: &str) -> String {
    client(&document_with_path(
        "/pets",
        &format!(
            "get:\n  operationId: listPets\n  parameters: {parameters}\n  responses: {{ '204': {{ description: Done. }} }}\n"
        ),
    ))
}

#[test]
fn a_version_remains_as_it_is_written() {
    let client = client("openapi: 3.0.3\ninfo: { title: 2024, version: 1.10 }\npaths: {}\n");
    assert!(client.contains("2024, version 1.10"), "{client}");
}

#[test]
fn a_document_without_info_and_paths_has_a_client() {
    let client = client("openapi: 3.0.3\n");
    assert!(client.contains("pub struct Client"), "{client}");
    client_of_version("openapi: 3.0");
    client_of_version("openapi: '3.0'");
}

#[track_caller]
fn client_of_version(version: &str) {
    let client = client(&format!(
        "{version}\ninfo: {{ title: Pets, version: '1' }}\npaths: {{}}\n"
    ));
    assert!(client.contains("pub struct Client"), "{client}");
}

#[test]
fn empty_fields_are_absent() {
    let client = client(&document_with_path(
        "/pets",
        "get:\n  tags:\n  parameters:\n  security:\n  responses:\n    '204':\n    '200':\n      description:\n      content:\n        application/json:\n",
    ));
    assert!(client.contains("pub fn get(&self)"), "{client}");
}

#[test]
fn operations_without_responses_succeed_without_body() {
    for responses in [
        "",
        "  responses: {}\n",
        "  responses: { ok: { description: Done. } }\n",
    ] {
        let item = format!("get:\n  operationId: listPets\n{responses}");
        let client = client(&document_with_path("/pets", &item));
        assert!(client.contains("Request<'a, ()"), "{client}");
    }
}

#[test]
fn optional_parameters_that_are_not_understood_are_not_sent() {
    for parameter in [
        "{ name: kind, in: qery, schema: { type: string } }",
        "{ name: kind, schema: { type: string } }",
        "{ in: query, schema: { type: string } }",
        "{ name: kind, in: query, style: simple, schema: { type: string } }",
        "{ name: kind, in: query, explode: maybe, schema: { type: string } }",
        "{ name: kind, in: query, content: {} }",
        "{ name: kind, in: query, schema: { type: string }, content: { a/b: { schema: {} } } }",
    ] {
        let client = client_with_parameters(&format!("[{parameter}]"));
        assert!(client.contains("pub fn get("), "{parameter}: {client}");
        assert!(!client.contains("fn kind("), "{parameter}: {client}");
    }
}

#[test]
fn operations_need_their_required_parameters() {
    for parameter in [
        "{ name: kind, in: qery, required: true, schema: { type: string } }",
        "{ name: kind, in: query, style: simple, required: true, schema: { type: string } }",
        "{ name: kind, in: query, required: perhaps, schema: { type: string } }",
        "{ $ref: '#/components/parameters/Missing' }",
        "5",
    ] {
        let client = client_with_parameters(&format!("[{parameter}]"));
        assert!(!client.contains("pub fn get("), "{parameter}: {client}");
    }
}

#[test]
fn operations_left_out_are_named() {
    let document = document_with_path(
        "/pets",
        "parameters: [{ $ref: '#/components/parameters/Missing' }]\nget: {}\nput: { responses: {} }\n",
    );
    let reports = run(&document).diagnostics;
    let named = |found: &Diagnostic| {
        let consequence = found.consequence.as_deref();
        consequence == Some("the client has no method for `GET /pets` and `PUT /pets`")
    };
    assert!(reports.iter().any(named), "{reports:?}");
}

#[test]
fn operations_are_left_out_for_other_parts_not_understood() {
    for part in [
        "requestBody: { $ref: '#/components/requestBodies/Missing' }",
        "requestBody: { description: No content. }",
        "requestBody: 5",
        "requestBody: { content: { multipart/form-data: { encoding: { a: { style: simple } } } } }",
        "servers: [{ description: No URL. }]",
        "servers: {}",
        "security: [5]",
        "security: 5",
        "parameters: { name: kind }",
    ] {
        let item = format!("post:\n  {part}\n  responses: {{ '204': {{ description: D }} }}\n");
        let client = client(&document_with_path("/pets", &item));
        let is_empty_list = part == "servers: {}";
        assert_eq!(
            client.contains("pub fn post("),
            is_empty_list,
            "{part}: {client}"
        );
    }
}

#[test]
fn a_body_keeps_the_media_types_that_are_understood() {
    let client = client(&document_with_path(
        "/pets",
        "post:
  requestBody:
    content:
      application/json: { schema: { type: string } }
      multipart/form-data:
        schema: { type: object, properties: { a: { type: string } } }
        encoding: { a: { style: simple } }
  responses: { '204': { description: Done. } }
",
    ));
    assert!(client.contains("pub fn post("), "{client}");
    assert!(!client.contains("multipart"), "{client}");
}

#[test]
fn without_an_understood_server_the_caller_gives_one() {
    let document = format!("{HEAD}servers: [{{ description: No URL. }}]\npaths: {{}}\n");
    let without = format!("{HEAD}paths: {{}}\n");
    let expected = files_of(run(&without));
    assert_eq!(files_of(run(&document)), expected);
}

#[test]
fn schemas_that_are_not_understood_are_raw_json() {
    for schema in [
        "{ type: 'string,' }",
        "{ type: 5 }",
        "{ type: string, enum: 5 }",
        "{ type: object, properties: [a] }",
        "{ allOf: {} }",
        "{ $ref: '#/components/schemas/Missing' }",
        "{ $ref: 5 }",
        "5",
    ] {
        let schemas = format!(
            "Pet:\n  type: object\n  properties:\n    tag: {schema}\n    name: {{ type: string }}\n"
        );
        let client = client(&document_with_schemas(&schemas));
        assert!(
            client.contains("pub tag: Option<::serde_json::Value>")
                || client.contains("pub tag: Option<Value>")
                || client.contains("pub tag: Option<serde_json::Value>"),
            "{schema}: {client}"
        );
        assert!(
            client.contains("pub name: Option<String>"),
            "{schema}: {client}"
        );
    }
}

#[test]
fn keywords_of_another_type_are_ignored_or_coerced() {
    let client = client(&document_with_schemas(
        "Pet:
  type: object
  required: name
  properties:
    name: { type: string, required: true, maxLength: '5', minLength: x, nullable: 'false' }
    tags: { type: array, items: { type: string }, uniqueItems: 'TRUE', maxItems: 3.0 }
  additionalProperties: 'true'
",
    ));
    assert!(client.contains("pub name: String"), "{client}");
    assert!(client.contains("pub tags: Option<Vec<String>>"), "{client}");
}

#[test]
fn ranges_of_status_codes_may_be_in_lower_case() {
    let client = client(&document_with_path(
        "/pets",
        "get:
  responses:
    2xx: { description: Done., content: { application/json: { schema: { type: string } } } }
    4xX: { description: Failed., content: { application/json: { schema: { type: integer } } } }
",
    ));
    assert!(client.contains("String"), "{client}");
}

#[test]
fn names_and_paths_may_have_other_characters() {
    let document = format!(
        "{HEAD}paths:
  pets:
    get:
      responses:
        '200':
          description: Done.
          content:
            application/json: {{ schema: {{ $ref: '#/components/schemas/Page«Pet»' }} }}
components:
  schemas:
    Page«Pet»: {{ type: object, properties: {{ next: {{ type: string }} }} }}
"
    );
    let client = client(&document);
    assert!(client.contains("pub struct PagePet"), "{client}");
    assert!(client.contains("\"/pets\""), "{client}");
}

#[test]
fn responses_that_are_not_understood_are_not_declared() {
    let client = client(&document_with_path(
        "/pets",
        "get:
  responses:
    '200': { description: Done., content: { application/json: { schema: { type: string } } } }
    '202': { $ref: '#/components/responses/Missing' }
    '404': 5
",
    ));
    assert!(
        !client.contains("202") && !client.contains("404"),
        "{client}"
    );
}

#[test]
fn one_of_two_exclusive_fields_is_used() {
    let client = client(&document_with_schemas(
        "Pet:\n  type: object\n  properties: { name: { type: string, readOnly: true, writeOnly: true } }\n",
    ));
    assert!(!client.contains("PetRequest"), "{client}");
}

#[test]
fn a_suggestion_is_preferably_a_name_that_nothing_uses() {
    // `Pets` was renamed to `Petz` where it is declared.
    let document = format!(
        "{HEAD}paths: {{}}
components:
  schemas:
    Pet: {{ type: object }}
    Petz: {{ type: array, items: {{ $ref: '#/components/schemas/Pet' }} }}
    Shop: {{ type: object, properties: {{ pets: {{ $ref: '#/components/schemas/Pets' }} }} }}
"
    );
    let outcome = run(&document);
    let help = outcome
        .diagnostics
        .iter()
        .find_map(|found| found.help.as_deref());
    assert_eq!(help, Some("did you mean `#/components/schemas/Petz`?"));
}

#[test]
fn an_example_without_required_read_only_properties_is_not_tested() {
    let document = document_with_path(
        "/pets",
        "get:
  responses:
    '200':
      description: Done.
      content:
        application/json:
          schema:
            type: object
            required: [id]
            properties: { id: { type: string, readOnly: true }, name: { type: string } }
          example: { name: a }
",
    );
    let outcome = run(&document);
    let codes: Vec<&str> = outcome
        .diagnostics
        .iter()
        .map(|found| found.code.as_str())
        .collect();
    assert_eq!(codes, ["OA601"]);
    assert!(!files_of(outcome).contains_key("tests/examples.rs"));
}

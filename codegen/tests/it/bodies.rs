//! Bodies, media types, headers, links and pages: reports, and generated files.

use crate::support::{assert_has, document_with_path, files, verdict};

macro_rules! reports {
    ($($name:ident: $item:literal;)*) => {
        $(
            #[test]
            fn $name() {
                insta::assert_snapshot!(verdict(&document_with_path("/files", $item)));
            }
        )*
    };
}

reports! {
    a_schema_without_effect_is_reported: "
put:
  requestBody: { content: { application/xml: { schema: { type: object, properties: { a: { type: string } } } } } }
  responses:
    '200': { description: Rows., content: { text/csv: { schema: { type: array, items: { type: string } } } } }
";
    unsupported_multipart_schemas_are_reported: "
put:
  requestBody:
    content:
      multipart/form-data:
        schema:
          type: object
          minProperties: 1
          properties: { a: { type: string } }
          additionalProperties: { type: string }
  responses: { '204': { description: Done. } }
post:
  requestBody:
    content:
      multipart/form-data:
        schema:
          type: object
          properties: { a: { type: string }, b: { type: string } }
          anyOf: [{ required: [a] }, { required: [b] }]
  responses: { '204': { description: Done. } }
patch:
  requestBody:
    content:
      multipart/form-data:
        schema:
          type: object
          properties: { a: { type: string } }
          oneOf: [{ type: object, properties: { b: { type: string } } }, { type: object, properties: { c: { type: string } } }]
  responses: { '204': { description: Done. } }
";
    text_and_binary_bodies_are_not_reported: "
put:
  requestBody: { content: { text/plain: { schema: { type: string } }, image/png: { schema: { type: string, format: binary } } } }
  responses:
    '200': { description: Bytes., content: { application/octet-stream: {} } }
";
    a_body_without_meaning_in_http_is_reported: "
get:
  requestBody: { content: { application/json: {} } }
  responses: { '204': { description: Done. } }
head:
  requestBody: { content: { application/json: {} } }
  responses: { '204': { description: Done. } }
delete:
  requestBody: { content: { application/json: {} } }
  responses: { '204': { description: Done. } }
";
    a_trace_request_has_no_body: "
trace:
  requestBody: { content: { application/json: {} } }
  responses: { '204': { description: Done. } }
";
    a_key_of_content_is_a_media_type: "
put:
  requestBody: { content: { json: {} } }
  responses: { '200': { description: Done., content: { 'text/ plain': {} } } }
";
    a_body_of_a_status_without_body_is_reported: "
delete:
  responses: { '204': { description: Done., content: { application/json: {} } } }
";
    responses_to_head_may_declare_the_body_of_get: "
head:
  responses: { '200': { description: Done., content: { application/json: { schema: { type: string } } } } }
";
    a_link_names_an_existing_operation: "
get:
  operationId: listFiles
  responses:
    '204':
      description: Done.
      links:
        misspelt: { operationId: listFile }
        unknown: { operationId: somethingElse }
        nowhere: { operationRef: '#/paths/~1files/post' }
        right: { operationRef: '#/paths/~1files/get' }
        far: { operationRef: 'https://example.com/api.yaml#/paths/~1files/get' }
";
    headers_with_plain_values_are_not_reported: "
get:
  responses:
    '204':
      description: Done.
      headers:
        x-next: { schema: { type: string } }
        x-list: { schema: { type: array, items: { type: integer } } }
        x-deep: { schema: { type: array, items: { type: array, items: { type: integer } } } }
";
    a_pageable_extension_without_pages_is_reported: "
get:
  x-ms-pageable: { itemName: items }
  responses: { '200': { description: A page., content: { application/json: { schema: { type: object, properties: { value: { type: array, items: { type: string } } } } } } } }
post:
  x-ms-pageable: { nextLinkName: null }
  responses: { '200': { description: No page., content: { text/plain: { schema: { type: string } } } } }
";
    the_next_link_name_must_be_a_string: "
get:
  x-ms-pageable: { nextLinkName: 1 }
  responses: { '204': { description: Done. } }
";
    format_binary_is_a_file_in_parts_but_not_in_json: "
put:
  requestBody: { content: { multipart/form-data: { schema: { type: object, properties: { file: { type: string, format: binary } } } } } }
  responses: { '200': { description: Done., content: { application/json: { schema: { type: object, properties: { file: { type: string, format: binary } } } } } } }
";
    callbacks_with_other_media_types_are_reported: "
post:
  responses: { '204': { description: Done. } }
  callbacks:
    done:
      'https://example.com':
        post:
          requestBody: { content: { application/xml: {} } }
          responses: { '204': { description: Done. } }
";
}

/// The document of the tests that send and receive.
const ARCHIVE: &str = include_str!("../../../tests/clients/bodies/bodies.yaml");

#[test]
fn bodies_headers_links_and_pages_are_generated() {
    let files = files(ARCHIVE);
    let emitted: Vec<String> = files
        .iter()
        .filter(|(path, _)| path.starts_with("src/") && !path.starts_with("src/models/"))
        .filter(|(path, _)| {
            !matches!(
                path.as_str(),
                "src/lib.rs" | "src/client.rs" | "src/server.rs"
            )
        })
        .map(|(path, text)| format!("==== {path}\n{text}"))
        .collect();
    insta::assert_snapshot!(emitted.join("\n"));
}

#[test]
fn a_shared_response_is_resolved_once() {
    let files = files(ARCHIVE);
    let models = &files["src/models.rs"];
    let shared = models
        .lines()
        .filter(|line| line.contains("problem"))
        .count();
    assert_eq!(shared, 2, "{models}");
}

#[test]
fn the_example_of_a_body_has_its_nulls() {
    let document = "
openapi: 3.1.1
info: { title: Roles, version: '1' }
paths:
  /roles:
    post:
      requestBody:
        required: true
        content:
          application/json:
            schema:
              type: object
              required: [parent]
              properties:
                parent: { type: 'null' }
                is_booster: { const: null }
                is_sold: { type: 'null' }
            example: { parent: null, is_booster: null }
      responses: { '204': { description: Done. } }
";
    let texts = [
        "is_booster: Some(specwright_runtime::Null),",
        "::new(specwright_runtime::Null)",
    ];
    let files = files(document);
    assert_has(&files, "src/roles.rs", &texts);
    assert!(!files["src/roles.rs"].contains("is_sold: Some"));
}

#[test]
fn the_example_of_an_optional_nullable_body_has_a_type() {
    let files = crate::support::files(&crate::support::document_with_path(
        "/pets",
        "post:
  requestBody:
    content:
      application/json:
        schema: { nullable: true, type: object, properties: { name: { type: string } } }
  responses: { '204': { description: Done. } }
",
    ));
    assert!(files["src/pets.rs"].contains(".post(None::<Option<_>>)"));
}

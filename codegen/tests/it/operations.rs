//! Paths, parameters, servers and security that cannot be lowered as they are written, or only with
//! a warning: the reports on them.

use crate::support::{document_with_path, verdict};

/// Returns the report on a document with this path item, and whether a client is generated.
fn path(path: &str, item: &str) -> String {
    verdict(&document_with_path(path, item))
}

/// Returns a document with an operation on each path.
fn paths(paths: &[&str]) -> String {
    let items = paths.iter().map(|path| {
        format!("  '{path}':\n    get: {{ responses: {{ '204': {{ description: Done. }} }} }}\n")
    });
    format!(
        "openapi: 3.0.3\ninfo: {{ title: Pets, version: '1' }}\npaths:\n{}",
        items.collect::<String>()
    )
}

macro_rules! reports {
    ($($(#[$meta:meta])* $name:ident: $report:expr;)*) => {
        $(
            $(#[$meta])*
            #[test]
            fn $name() {
                insta::assert_snapshot!(stringify!($name), $report);
            }
        )*
    };
}

reports! {
    parameters_with_undefined_serialization_are_reported: path("/pets", "
get:
  parameters:
    - { name: filter, in: query, schema: { type: object, properties: { age: { type: array, items: { type: integer } } } } }
    - { name: order, in: query, style: deepObject, schema: { type: array, items: { type: string } } }
    - { name: either, in: query, style: pipeDelimited, schema: { oneOf: [ { type: string }, { type: array, items: { type: string } } ] } }
    - { name: within, in: query, schema: { anyOf: [ { type: integer }, { type: array, items: { type: array, items: {} } } ] } }
    - { name: plain, in: query, schema: { oneOf: [ { type: string }, { type: array, items: { type: string } } ] } }
    - { name: page, in: query, style: pipeDelimited, schema: { type: integer } }
    - { name: tags, in: query, style: spaceDelimited, explode: true, schema: { type: array, items: { type: string } } }
    - { name: legs, in: cookie, schema: { type: array, items: { type: integer } } }
    - { name: size, in: query, style: deepObject, explode: false, schema: { type: object } }
    - { name: session, in: cookie, schema: { type: string } }
    - { name: fine, in: query, content: { application/json: { schema: { type: array, items: { type: array, items: {} } } } } }
  responses: { '204': { description: Done. } }
");
    media_types_of_parameters_are_json_or_text: path("/pets", "
get:
  parameters:
    - { name: filter, in: query, content: { application/xml: { schema: { type: object } } } }
    - { name: note, in: query, content: { text/markdown: { schema: { type: string } } } }
  responses: { '204': { description: Done. } }
");
    two_credentials_in_one_header_are_reported: verdict("
openapi: 3.0.3
info: { title: Pets, version: '1' }
paths:
  /pets:
    get:
      security: [ { user: [], token: [] }, { user: [], key: [] } ]
      responses: { '204': { description: Done. } }
components:
  securitySchemes:
    user: { type: http, scheme: basic }
    token: { type: http, scheme: bearer }
    key: { type: apiKey, in: header, name: X-Key }
");
    server_variables_are_declared_and_used: verdict("
openapi: 3.0.3
info: { title: Pets, version: '1' }
servers:
  - url: https://{region}.pets.example/{base}
    variables:
      region: { enum: [north, south], default: east }
      port: { default: '443' }
  - url: https://{}.pets.example/{{x}}
paths:
  /pets:
    servers: [ { url: '/{tier}' } ]
    get:
      servers: [ { url: 'https://files.pets.example' } ]
      responses: { '204': { description: Done. } }
");
    invalid_path_templates_are_violations: verdict(&paths(&["/a/{b", "/a/b}", "/a/{}", "/a/{b{c}}", "/a/{b/c}", "/a?b={b}", "/a#{b}"]));
    a_path_has_at_most_forty_segments: verdict(&paths(&[&"/a".repeat(40), &"/b".repeat(41), &"/{c}".repeat(200)]));
    a_server_with_another_scheme_is_reported: verdict("
openapi: 3.0.3
info: { title: Pets, version: '1' }
servers: [ { url: 'wss://pets.example' }, { url: /v1 } ]
paths: {}
");
    queries_and_fragments_of_paths_are_reported: verdict(&paths(&["/a?b=c", "/a#b"]));
}

#[test]
fn a_parameter_schema_may_be_recursive() {
    insta::assert_snapshot!(verdict(
        "
openapi: 3.0.3
info: { title: Pets, version: '1' }
paths:
  /pets:
    get:
      parameters: [ { name: filter, in: query, schema: { $ref: '#/components/schemas/Filter' } } ]
      responses: { '204': { description: Done. } }
components:
  schemas:
    Filter:
      type: object
      properties:
        name: { type: string }
        not: { $ref: '#/components/schemas/Filter' }
        all: { type: array, items: { $ref: '#/components/schemas/Filter' } }
"
    ));
}

#[test]
fn equal_paths_with_different_methods_are_a_warning() {
    insta::assert_snapshot!(verdict(
        "
openapi: 3.0.3
info: { title: Pets, version: '1' }
paths:
  /pets/{id}:
    get:
      parameters: [ { name: id, in: path, required: true, schema: { type: string } } ]
      responses: { '204': { description: Done. } }
  /pets/{name}:
    put:
      parameters: [ { name: name, in: path, required: true, schema: { type: string } } ]
      responses: { '204': { description: Done. } }
  /pets/{number}:
    put:
      parameters: [ { name: number, in: path, required: true, schema: { type: integer } } ]
      responses: { '204': { description: Done. } }
"
    ));
}

#[test]
fn a_parameter_twice_in_a_path_takes_two_values() {
    insta::assert_snapshot!(verdict(
        "
openapi: 3.0.3
info: { title: Pets, version: '1' }
paths:
  /pets/{id}/toys/{id}:
    get:
      parameters: [ { name: id, in: path, required: true, schema: { type: string } } ]
      responses: { '204': { description: Done. } }
  /owners/{id}.{id}:
    get:
      parameters: [ { name: id, in: path, required: true, schema: { type: string } } ]
      responses: { '204': { description: Done. } }
"
    ));
}

#[test]
fn mistakes_of_all_stages_are_reported_once() {
    insta::assert_snapshot!(verdict(
        "
openapi: 3.0.3
info: { title: Pets, version: '1' }
paths:
  /pets/{id}:
    get:
      operationId: pets
      responses: { '200': { $ref: '#/components/responses/Pett' } }
    put:
      operationId: pets
      parameters: [ { name: id, in: path, required: true, schema: { type: strng } } ]
      responses: { '204': { description: Done. } }
components:
  schemas:
    Pet:
      type: object
      requried: [kind]
      discriminator:
        propertyName: kind
        mapping: { cat: '#/components/schemas/Cat' }
      properties:
        kind: { type: string }
        owner: { $ref: '#/components/schemas/Ownr' }
      example: { kind: 1 }
    Owner: { type: object }
"
    ));
}

#[test]
fn a_component_may_be_a_reference() {
    let report = verdict(
        "
openapi: 3.0.3
info: { title: Pets, version: '1' }
paths:
  /pets:
    get:
      parameters: [ { $ref: '#/components/parameters/Limit' } ]
      responses: { '200': { $ref: '#/components/responses/Pets' } }
components:
  parameters:
    Limit: { $ref: '#/components/parameters/Top' }
    Top: { name: top, in: query, schema: { type: integer } }
  responses:
    Pets: { $ref: '#/components/responses/All' }
    All: { description: All of them. }
",
    );
    assert_eq!(report, "generated");
}

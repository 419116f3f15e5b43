//! Emitted code that would not compile, or that clippy would report, for constructs that few
//! documents have.

use crate::support::{HEAD, assert_has, files, indented};

/// Returns a document of OpenAPI 3.1 with paths and schemas.
fn document(paths: &str, schemas: &str) -> String {
    format!(
        "{}paths:\n{}components:\n  schemas:\n{}",
        HEAD.replace("3.0.3", "3.1.0"),
        indented(paths),
        indented(schemas)
    )
}

#[test]
fn a_converted_object_has_no_explicit_nulls() {
    let files = files(&document(
        "\
/pets:
  post:
    requestBody: { content: { application/json: { schema: { $ref: '#/components/schemas/Pet' } } } }
    responses: { '200': { description: Pet, content: { application/json: { schema: { $ref: '#/components/schemas/Pet' } } } } }",
        "Pet: { type: object, additionalProperties: { type: string }, required: [id], properties: { id: { type: string, readOnly: true }, tag: { type: [string, 'null'] } } }",
    ));
    assert_has(
        &files,
        "src/models/pet.rs",
        &["explicit_nulls: ExplicitNulls::default(),"],
    );
}

#[test]
fn a_value_with_a_blank_description_is_documented_by_itself() {
    let files = files(&document(
        "{}",
        "Sort: { oneOf: [{ const: up, title: Up, description: '&nbsp;' }, { const: down, description: ' ' }] }",
    ));
    assert_has(
        &files,
        "src/models/sort.rs",
        &[
            "/// `up`.\n    #[value(\"up\")]",
            "/// `down`.\n    #[value(\"down\")]",
        ],
    );
}

#[test]
fn a_union_without_constraints_validates_nothing() {
    let files = files(&document(
        "/pairs: { post: { requestBody: { content: { application/json: { schema: { $ref: '#/components/schemas/Pair' } } } } } }",
        "\
Pair: { type: array, prefixItems: [{ $ref: '#/components/schemas/Name' }, { $ref: '#/components/schemas/Id' }, { $ref: '#/components/schemas/Pet' }], items: false, minItems: 3 }
Name: { type: object, properties: { first: { type: string, maxLength: 9 } } }
Id: { oneOf: [{ type: string }, { type: integer }] }
Pet:
  oneOf: [{ $ref: '#/components/schemas/Cat' }, { $ref: '#/components/schemas/Dog' }]
  discriminator: { propertyName: kind }
Cat: { type: object, required: [kind], properties: { kind: { const: cat } } }
Dog: { type: object, required: [kind], properties: { kind: { const: dog } } }",
    ));
    for path in ["src/models/id.rs", "src/models/pet.rs"] {
        assert_has(&files, path, &["fn validate(&self, _: &mut Validator) {}"]);
    }
}

#[test]
fn bodies_of_one_rust_type_have_no_conversion() {
    let files = files(&document(
        "\
/notes:
  post:
    requestBody:
      content:
        application/json: { schema: { $ref: '#/components/schemas/Note' } }
        text/plain: { schema: { type: string } }
        application/xml: { schema: { type: array, items: { $ref: '#/components/schemas/Note' } } }
        application/problem+json: { schema: { type: array, items: { type: string } } }",
        "Note: { type: string }",
    ));
    let text = &files["src/notes.rs"];
    assert!(!text.contains("impl From<Note>"), "{text}");
    assert!(!text.contains("impl From<String>"), "{text}");
}

#[test]
fn bodies_that_are_sent_alike_have_one_arm() {
    let files = files(&document(
        "\
/scans:
  post:
    requestBody:
      content:
        image/*: { schema: { type: string, format: binary } }
        video/*: { schema: { type: string, format: binary } }
        application/json: { schema: { type: object } }",
        "Note: { type: string }",
    ));
    assert_has(
        &files,
        "src/scans.rs",
        &["Self::Image(body) | Self::Video(body) => {"],
    );
}

#[test]
fn alternatives_that_are_checked_alike_have_one_arm() {
    let files = files(&document(
        "/notes: { post: { requestBody: { content: { application/json: { schema: { $ref: '#/components/schemas/Note' } } } } } }",
        "\
Note:
  oneOf:
    - $ref: '#/components/schemas/Remark'
    - $ref: '#/components/schemas/Comment'
    - { type: array, items: { type: string }, maxItems: 3 }
Remark: { $ref: '#/components/schemas/Text' }
Comment: { $ref: '#/components/schemas/Text' }
Text: { type: object, properties: { text: { type: string, maxLength: 9 } } }",
    ));
    assert_has(
        &files,
        "src/models/note.rs",
        &["Self::Remark(value) | Self::Comment(value) => {"],
    );
}

#[test]
fn a_property_that_contains_its_object_in_a_tuple_is_boxed() {
    let files = files(&document(
        "{}",
        "\
Node: { type: object, properties: { pair: { $ref: '#/components/schemas/Pair' } } }
Pair: { type: array, prefixItems: [{ $ref: '#/components/schemas/Node' }, { type: string }], items: false, minItems: 2 }
Tree: { type: object, properties: { below: { type: array, prefixItems: [{ $ref: '#/components/schemas/Tree' }], items: false, minItems: 1 } } }",
    ));
    assert_has(
        &files,
        "src/models/node.rs",
        &["pub pair: Option<Box<Pair>>,"],
    );
    assert_has(
        &files,
        "src/models/tree.rs",
        &["pub below: Option<Box<(Tree,)>>,"],
    );
}

#[test]
fn a_pattern_of_property_names_needs_the_feature() {
    let files = files(&document(
        "/tags: { post: { requestBody: { content: { application/json: { schema: { $ref: '#/components/schemas/Tags' } } } } } }",
        "Tags: { type: object, propertyNames: { pattern: '^[a-z]+$' }, properties: { a: { type: string } } }",
    ));
    assert_has(&files, "Cargo.toml", &["\"pattern\""]);
}

#[test]
fn a_link_with_a_link_as_its_text_is_written_behind_it() {
    let files = files(&document(
        "{}",
        "\
Pet:
  type: object
  externalDocs: { url: 'https://pets.example/all', description: 'See [the manual](https://pets.example)' }",
    ));
    assert_has(
        &files,
        "src/models/pet.rs",
        &["See [the manual](https://pets.example): <https://pets.example/all>."],
    );
}

#[test]
fn responses_of_very_different_size_are_allowed() {
    let files = files(&document(
        "\
/pets:
  get:
    responses:
      '200': { description: A, content: { application/json: { schema: { type: [object, 'null'], properties: { a: { type: string } } } } } }
      '201': { description: B, content: { application/json: { schema: { type: array, items: { type: string } } } } }",
        "Note: { type: string }",
    ));
    assert_has(
        &files,
        "src/pets.rs",
        &["#[allow(clippy::large_enum_variant"],
    );
}

//! The places that are raw JSON in the client.

use specwright::Source;

use crate::support::{HEAD, document_with_schemas, options, run};

/// Returns the JSON pointers and the reasons of the places that are raw JSON.
fn untyped(document: &str) -> Vec<(String, &'static str)> {
    let outcome = run(document);
    let generated = outcome.generated.expect("the document has no errors");
    assert_eq!(generated.summary.untyped, generated.untyped.len());
    let places = generated.untyped.iter().map(|place| {
        let pointer = place.location.pointer().expect("a place has a pointer");
        (pointer.to_string(), place.reason.as_str())
    });
    places.collect()
}

/// Returns the places below `components/schemas`.
fn untyped_schemas(schemas: &str) -> Vec<(String, &'static str)> {
    let places = untyped(&document_with_schemas(schemas)).into_iter();
    let below = |pointer: String| pointer.replacen("/components/schemas/", "", 1);
    places
        .map(|(pointer, reason)| (below(pointer), reason))
        .collect()
}

fn one(pointer: &str, reason: &'static str) -> Vec<(String, &'static str)> {
    vec![(pointer.to_owned(), reason)]
}

#[test]
fn a_schema_without_a_type_is_untyped() {
    assert_eq!(untyped_schemas("Pet: {}"), one("Pet", "no-type"));
    assert_eq!(
        untyped_schemas("Pet: { type: object, properties: { tag: { description: Any. } } }"),
        one("Pet/properties/tag", "no-type")
    );
    assert_eq!(
        untyped_schemas("Pet: { type: array, items: {} }"),
        one("Pet/items", "no-type")
    );
}

#[test]
fn a_schema_that_is_not_understood_is_untyped() {
    assert_eq!(
        untyped_schemas("Pet: { type: object, properties: { tag: { type: strng } } }"),
        one("Pet/properties/tag", "not-understood")
    );
}

#[test]
fn a_typed_schema_is_not_untyped() {
    let schemas = "
Pet: { type: object, properties: { name: { type: string }, kind: { enum: [cat, 1] } } }
Names: { type: object, additionalProperties: { type: string } }
Nothing: { type: object, additionalProperties: false }
Choice: { oneOf: [{ type: string }, { type: integer }] }
Null: { enum: [null] }
";
    assert_eq!(untyped_schemas(schemas), []);
}

#[test]
fn an_object_without_properties_is_untyped() {
    assert_eq!(
        untyped_schemas("Pet: { type: object }"),
        one("Pet", "no-properties")
    );
    assert_eq!(
        untyped_schemas("Pet: { type: object, properties: { tag: { type: object } } }"),
        one("Pet/properties/tag", "no-properties")
    );
}

#[test]
fn an_array_without_items_is_untyped() {
    assert_eq!(
        untyped_schemas("Pets: { type: array }"),
        one("Pets", "no-items")
    );
}

#[test]
fn an_undeclared_required_property_is_untyped() {
    assert_eq!(
        untyped_schemas("Pet: { type: object, required: [name] }"),
        one("Pet", "undeclared-property")
    );
}

#[test]
fn alternatives_with_an_open_one_are_untyped() {
    assert_eq!(
        untyped_schemas("Pet: { oneOf: [{ type: string }, {}] }"),
        [
            ("Pet/oneOf".to_owned(), "open-alternative"),
            ("Pet/oneOf/1".to_owned(), "no-type")
        ]
    );
}

#[test]
fn a_reference_to_an_untyped_schema_is_no_other_place() {
    assert_eq!(
        untyped_schemas(
            "
Tag: {}
Pet: { type: object, properties: { tag: { $ref: '#/components/schemas/Tag' } } }
"
        ),
        one("Tag", "no-type")
    );
}

#[test]
fn a_declaration_that_another_one_types_is_not_untyped() {
    assert_eq!(
        untyped_schemas(
            "
Pet: { type: object, properties: { tag: { type: string } } }
Cat:
  allOf:
    - $ref: '#/components/schemas/Pet'
    - { type: object, properties: { tag: { description: Of a cat. } } }
"
        ),
        []
    );
}

#[test]
fn a_json_body_without_a_schema_is_untyped() {
    let document = format!(
        "{HEAD}paths:
  /pets:
    post:
      requestBody: {{ content: {{ application/json: {{}} }} }}
      responses: {{ '200': {{ description: Ok., content: {{ text/plain: {{}} }} }} }}
"
    );
    assert_eq!(
        untyped(&document),
        one(
            "/paths/~1pets/post/requestBody/content/application~1json",
            "no-schema"
        )
    );
}

#[test]
fn equal_types_of_two_operations_are_two_places() {
    let body = "{ type: object, properties: { tag: {} } }";
    let operation = format!(
        "{{ requestBody: {{ content: {{ application/json: {{ schema: {body} }} }} }}, \
         responses: {{ '204': {{ description: Done. }} }} }}"
    );
    let document = format!("{HEAD}paths:\n  /pets:\n    post: {operation}\n    put: {operation}\n");
    assert_eq!(untyped(&document).len(), 2);
}

#[test]
fn a_place_in_another_file_is_located_there() {
    let folder = std::env::temp_dir().join(format!("specwright-untyped-{}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("the folder can be created");
    let other = "Pet: { type: object, properties: { tag: {} } }\n";
    let document = format!(
        "{HEAD}paths: {{}}
components: {{ schemas: {{ Pet: {{ $ref: 'other.yaml#/Pet' }} }} }}
"
    );
    std::fs::write(folder.join("other.yaml"), other).expect("the file can be written");
    std::fs::write(folder.join("pets.yaml"), document).expect("the file can be written");
    let source = Source::read(&folder.join("pets.yaml"), "pets.yaml").expect("it can be read");
    let outcome = specwright::generate(&source, &options());
    std::fs::remove_dir_all(&folder).expect("the folder can be removed");
    let generated = outcome.generated.expect("the document has no errors");
    let location = &generated.untyped[0].location;
    assert_eq!(outcome.sources[location.file].name, "other.yaml");
    let pointer = location.pointer().expect("a place has a pointer");
    assert_eq!(pointer.as_str(), "/Pet/properties/tag");
}

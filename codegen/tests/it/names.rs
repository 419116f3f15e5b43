//! Names that the document or the settings declare: `x-rust-name`, `x-enum-varnames`, and the table
//! `names`.

use std::collections::BTreeMap;

use crate::support::{
    assert_has, document_with_schemas, files, files_of, report, run, run_with, verdict,
};

/// Returns the files of the client of a document with settings, which reports nothing.
#[track_caller]
fn files_with(document: &str, settings: &str) -> BTreeMap<String, String> {
    let outcome = run_with(document, settings);
    assert_eq!(report(&outcome), "");
    files_of(outcome)
}

/// A document whose items have no names of their own.
const PLAIN: &str = "\
openapi: 3.0.4
info: { title: Pets, version: '1' }
paths:
  /pets:
    get:
      operationId: listPets
      parameters:
        - { name: $top, in: query, schema: { type: integer } }
        - { name: X-Tenant, in: header, required: true, schema: { type: string } }
      responses:
        '200':
          description: The pets.
          headers: { X-Total-Count: { schema: { type: integer } } }
          content:
            application/json:
              schema: { type: object, properties: { value: { type: array, items: { $ref: '#/components/schemas/pet' } } } }
    post:
      requestBody: { content: { application/json: { schema: { $ref: '#/components/schemas/pet' } } } }
      responses: { '204': { description: Done. } }
components:
  schemas:
    pet:
      type: object
      required: [id]
      properties:
        id: { type: string, readOnly: true }
        '@odata.type': { type: string }
        mood: { type: string, enum: [g, b] }
        owner: { $ref: '#/components/schemas/person' }
    dog:
      allOf:
        - { $ref: '#/components/schemas/pet' }
        - { type: object, properties: { legs: { type: integer, enum: [3, 4] } } }
    person: { type: object, properties: { '@odata.type': { type: string } } }
";

/// The names of the settings for [`PLAIN`].
const NAMES: &str = r##"
[names]
schemas = { pet = "Animal", "#/paths/~1pets/get/responses/200/content/application~1json/schema" = "AnimalPage" }
operations = { listPets = "list", "POST /pets" = "add" }
properties = { "pet.id" = "key", "*.@odata.type" = "kind", "#/components/schemas/pet/properties/owner" = "keeper" }
enum-values = { "pet.mood.g" = "Good", "*.b" = "Bad", "dog.legs.3" = "Three", "#/components/schemas/dog/allOf/1/properties/legs/enum/1" = "Four" }
parameters = { "$top" = "limit", "#/paths/~1pets/get/parameters/1" = "tenant" }
headers = { X-Total-Count = "total" }
"##;

#[test]
fn settings_name_every_kind_of_item() {
    let files = files_with(PLAIN, NAMES);
    assert_has(
        &files,
        "src/models/animal.rs",
        &[
            "pub struct Animal {",
            "pub key: String,",
            "#[property(rename = \"@odata.type\")]\n    pub kind: Option<String>,",
            "#[property(rename = \"owner\")]\n    pub keeper: Option<Person>,",
            "pub struct AnimalRequest {",
            "impl From<Animal> for AnimalRequest {",
            "#[value(\"g\")]\n    Good,",
            "#[value(\"b\")]\n    Bad,",
        ],
    );
    assert_has(
        &files,
        "src/models/dog.rs",
        &[
            "pub key: String,",
            "Three,",
            "Four,",
            "pub keeper: Option<Person>,",
        ],
    );
    assert_has(
        &files,
        "src/models/person.rs",
        &["pub kind: Option<String>,"],
    );
    assert_has(
        &files,
        "src/pets.rs",
        &[
            "pub fn list(",
            "tenant: impl",
            "PetsListRequest: AnimalPage, Infallible",
            "pub fn limit(",
            "pub struct AnimalPage {",
            "pub fn add(",
            "\"$top\"",
            "\"X-Tenant\"",
            "optional total: i64 = Single \"X-Total-Count\"",
        ],
    );
}

#[test]
fn settings_take_precedence_over_the_document() {
    let document = "
Pet:
  x-rust-name: Beast
  type: object
  properties: { kind: { type: string, enum: [c, d], x-rust-name: sort, x-enum-varnames: [Cat, Dog] } }
";
    let document = document_with_schemas(document);
    let of_document = files(&document);
    let texts = [
        "pub sort: Option<BeastSort>,",
        "Cat,",
        "Dog,",
        "pub enum BeastSort {",
    ];
    assert_has(&of_document, "src/models/beast.rs", &texts);
    let settings = "[names]\nschemas = { Pet = \"Animal\" }\nproperties = { \"Pet.kind\" = \"genus\" }\n\
                    enum-values = { \"Pet.kind.c\" = \"Tiger\" }\n";
    let of_settings = files_with(&document, settings);
    let texts = [
        "pub genus: Option<AnimalGenus>,",
        "Tiger,",
        "Dog,",
        "pub enum AnimalGenus {",
    ];
    assert_has(&of_settings, "src/models/animal.rs", &texts);
}

#[test]
fn more_specific_names_take_precedence() {
    let document = "
Pet: { type: object, properties: { name: { type: string } } }
Toy: { type: object, properties: { name: { type: string } } }
Owner: { type: object, properties: { name: { type: string } } }
";
    let settings = "[names.properties]\n\"*.name\" = \"label\"\n\"Toy.name\" = \"brand\"\n\
                    \"Owner.name\" = \"surname\"\n\"#/components/schemas/Owner/properties/name\" = \"title\"\n";
    let files = files_with(&document_with_schemas(document), settings);
    assert_has(&files, "src/models/pet.rs", &["pub label: Option<String>,"]);
    assert_has(&files, "src/models/toy.rs", &["pub brand: Option<String>,"]);
    assert_has(
        &files,
        "src/models/owner.rs",
        &["pub title: Option<String>,"],
    );
}

#[test]
fn a_name_beside_a_reference_is_that_of_the_property() {
    for version in ["3.0.4", "3.1.1"] {
        let document = "
Pet: { type: object, properties: { owner: { $ref: '#/components/schemas/Person', x-rust-name: keeper } } }
Person: { type: object, properties: { name: { type: string } } }
";
        let document = document_with_schemas(document).replace("3.0.3", version);
        let outcome = run(&document);
        assert_eq!(report(&outcome), "", "{version}");
        let files = files_of(outcome);
        let field = "#[property(rename = \"owner\")]\n    pub keeper: Option<Person>,";
        assert_has(&files, "src/models/pet.rs", &[field]);
        assert_has(&files, "src/models/person.rs", &["pub struct Person {"]);
    }
}

#[test]
fn inline_schemas_and_alternatives_declare_names() {
    let document = "
Pet:
  type: object
  properties:
    toys: { type: array, items: { x-rust-name: Plaything, type: object, properties: { name: { type: string } } } }
    food:
      oneOf:
        - { x-rust-name: Kibble, type: object, required: [grams], properties: { grams: { type: integer } } }
        - { x-rust-name: Brand, type: string }
Size: { oneOf: [{ const: 1, title: small, x-rust-name: Tiny }, { const: 2, title: large }] }
";
    let document = document_with_schemas(document).replace("3.0.3", "3.1.1");
    let outcome = run(&document);
    assert_eq!(report(&outcome), "");
    let files = files_of(outcome);
    let texts = [
        "pub toys: Option<Vec<Plaything>>,",
        "pub struct Plaything {",
        "Kibble(Box<Kibble>),",
        "Brand(String),",
        "pub struct Kibble {",
    ];
    assert_has(&files, "src/models/pet.rs", &texts);
    assert_has(&files, "src/models/size.rs", &["Tiny,", "Large,"]);
}

#[test]
fn response_headers_are_named_where_they_are_used() {
    let document = "
openapi: 3.0.4
info: { title: Pets, version: '1' }
paths:
  /pets:
    get:
      responses:
        '204':
          description: Done.
          headers:
            X-Inline: { x-rust-name: inline_name, schema: { type: string } }
            X-Component: { $ref: '#/components/headers/Named' }
            X-Reference: { $ref: '#/components/headers/Named', x-rust-name: reference_name }
            X-Chain: { $ref: '#/components/headers/Chain' }
            X-Setting: { $ref: '#/components/headers/Named' }
            X-Pointer: { $ref: '#/components/headers/Plain' }
components:
  headers:
    Named: { x-rust-name: component_name, required: true, schema: { type: string } }
    Chain: { $ref: '#/components/headers/Named', x-rust-name: chain_name }
    Plain: { schema: { type: string } }
";
    let settings = "[names.headers]\nX-Setting = \"setting_name\"\n\
                    \"#/components/headers/Plain\" = \"pointer_name\"\n";
    for version in ["3.0.4", "3.1.1"] {
        let files = files_with(&document.replace("3.0.4", version), settings);
        let texts = [
            "optional inline_name: String = Single \"X-Inline\"",
            "required component_name: String = Single \"X-Component\"",
            "required reference_name: String = Single \"X-Reference\"",
            "required chain_name: String = Single \"X-Chain\"",
            "required setting_name: String = Single \"X-Setting\"",
            "optional pointer_name: String = Single \"X-Pointer\"",
        ];
        assert_has(&files, "src/pets.rs", &texts);
    }
}

#[test]
fn names_that_nothing_has_are_reported() {
    let document = "
components:
  schemas:
    Pet:
      x-rust-name: HTTPPet
      type: object
      properties:
        id: { type: string, x-rust-name: petId }
        type: { type: string, x-rust-name: type }
        one: { type: string, x-rust-name: same }
        two: { type: string, x-rust-name: same }
        tags: { type: array, items: { type: string, x-rust-name: Tag } }
        owners: { type: array, items: { $ref: '#/components/schemas/Owner', x-rust-name: Keeper } }
    Owner: { type: object, x-rust-name: Vec }
paths:
  /pets/{id}:
    parameters: [{ name: id, in: path, required: true, schema: { type: string }, x-rust-name: Key }]
    get:
      x-rust-name: getPet
      parameters: [{ name: q, in: query, schema: { type: string }, x-rust-name: send }]
      responses:
        '200': { description: All., headers: { X-Total: { x-rust-name: Total, schema: { type: integer } } } }
        '206': { description: Some., headers: { X-Total: { x-rust-name: count, schema: { type: integer } } } }
    put:
      x-rust-name: patch
      responses: { '204': { description: Done. } }
";
    let head = "openapi: 3.0.3\ninfo: { title: Pets, version: '1' }";
    insta::assert_snapshot!(verdict(&format!("{head}{document}")));
}

#[test]
fn settings_that_name_nothing_are_reported() {
    let settings = r##"
[names]
schemas = { Pte = "Animal", pet = "Animal", "#/components/schemas/pet/properties/owner" = "Keeper" }
operations = { "GET /pet" = "list", "POST /pets" = "add" }
properties = { "pet.di" = "key" }
enum-values = { "pet.mood.x" = "Good" }
parameters = { top = "limit" }
headers = { X-Total-Cuont = "total" }
"##;
    insta::assert_snapshot!(report(&run_with(PLAIN, settings)));
}

#[test]
fn callbacks_declare_names_of_their_methods_and_headers() {
    let document = "\
openapi: 3.0.4
info: { title: Pets, version: '1' }
paths: {}
x-webhooks:
  petMoved:
    post:
      x-rust-name: moved
      requestBody: { content: { application/json: { schema: { type: object, properties: { id: { type: string } } } } } }
      responses:
        '204': { description: Done., headers: { X-Next: { x-rust-name: place, schema: { type: string } } } }
";
    let files = files(document);
    let texts = ["fn moved(", "place: Option<String>,"];
    assert_has(&files, "src/callbacks/pet_moved.rs", &texts);
}

//! References to any part of a document and to other files. After loading, each one targets a
//! component.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use specwright::diagnostics::code::Code;
use specwright::diagnostics::emit::{self, Style};
use specwright::diagnostics::{Diagnostic, Diagnostics};
use specwright::load::{bundled_tree, read};
use specwright::{Outcome, Source, generate};

use crate::support::{self, HEAD, options};

/// Returns a document in memory with other files.
fn source<'o>(document: &str, others: impl IntoIterator<Item = (&'o str, &'o str)>) -> Source {
    Source::with_files("api/pets.yaml", format!("{HEAD}{document}"), others)
}

/// Returns the report on a document.
fn report(source: &Source) -> String {
    support::report(&generate(source, &options()))
}

/// Returns a document with its files bundled, as YAML.
fn bundled(source: &Source) -> String {
    let mut diagnostics = Diagnostics::new();
    let format = read(source, &mut diagnostics);
    let report = emit::render(&format.sources, &diagnostics.into_vec(), Style::Plain);
    assert_eq!(report, "");
    assert!(format.document.is_some());
    let generated = generate(source, &options());
    assert!(generated.generated.is_some(), "{:?}", generated.diagnostics);
    serde_yaml::to_string(&bundled_tree(source, &mut Diagnostics::new())).unwrap()
}

fn generated(source: &Source) -> Outcome {
    let outcome = generate(source, &options());
    assert!(outcome.generated.is_some(), "{}", support::report(&outcome));
    outcome
}

macro_rules! snapshots {
    ($($name:ident: $text:expr;)*) => {
        $(
            #[test]
            fn $name() {
                insta::with_settings!({ omit_expression => true, prepend_module_to_snapshot => false, snapshot_path => "references" }, {
                    insta::assert_snapshot!(stringify!($name), $text);
                });
            }
        )*
    };
}

snapshots! {
    a_reference_through_a_reference_is_an_error: report(&source(r"
paths:
  /pets:
    get:
      responses:
        '200':
          description: A name.
          content:
            application/json:
              schema: { $ref: '#/components/schemas/Pet/properties/owner/properties/name' }
        '202':
          description: Another one.
          content:
            application/json:
              schema: { $ref: 'pet.yaml#/properties/owner/properties/name' }
        '203':
          description: None.
          content:
            application/json:
              schema: { $ref: 'pet.yaml#/properties/toy/properties/name' }
components:
  schemas:
    Pet: { type: object, properties: { owner: { $ref: '#/components/schemas/Owner' } } }
    Owner: { type: object, properties: { name: { type: string } } }
", [("pet.yaml", "
type: object
properties:
  owner: { $ref: '#/Owner' }
  toy: { $ref: 'toy.yaml' }
Owner: { type: object, properties: { name: { type: string } } }
")]));

    referenced_documents_of_other_versions_are_refused: report(&source(r"
paths:
  /pets:
    get:
      responses:
        '200':
          description: A pet.
          content:
            application/json:
              schema: { $ref: 'old.yaml#/definitions/Pet' }
        '202':
          description: Another one.
          content:
            application/json:
              schema: { $ref: 'new.yaml#/components/schemas/Pet' }
        '203':
          description: One of this version.
          content:
            application/json:
              schema: { $ref: 'same.yaml#/components/schemas/Pet' }
", [
        ("old.yaml", "
swagger: '2.0'
definitions: { Pet: { type: object } }
"),
        ("new.yaml", "
openapi: 3.1.0
components: { schemas: { Pet: { type: [object, 'null'] } } }
"),
        ("same.yaml", "
openapi: 3.0.4
components: { schemas: { Pet: { type: object } } }
"),
    ]));

    schema_resources_are_resolved: bundled(&Source::with_files("pets.yaml", r"
openapi: 3.1.1
info: { title: Pets, version: '1' }
components:
  schemas:
    Pet:
      $id: https://example.com/schemas/pet
      type: object
      properties:
        owner: { $ref: owner }
        toy: { $ref: '#/$defs/toy' }
        tail: { $ref: '#tail' }
        parent: { $ref: '#' }
        home: { $ref: '#/components/schemas/Home' }
      $defs:
        toy: { type: string, title: Toy }
        tail: { $anchor: tail, type: integer }
    Owner:
      $id: https://example.com/schemas/owner
      type: object
      properties: { tail: { $ref: 'pet#tail' } }
    Home:
      type: object
      properties:
        street: { $ref: '#street' }
        city: { $ref: 'places.yaml#city' }
        pet: { $ref: 'https://example.com/schemas/pet' }
        toy: { $ref: '#/components/schemas/Pet/$defs/toy' }
      $defs: { street: { $anchor: street, type: string } }
", [("places.yaml", "
$defs: { city: { $anchor: city, type: string, minLength: 1 } }
")]));

    referenced_inline_schemas_become_components: bundled(&source(r"
paths:
  /pets/{id}:
    parameters:
      - { name: id, in: path, required: true, schema: { type: string } }
    get:
      operationId: getPet
      responses:
        '200':
          description: A pet.
          content:
            application/json:
              schema:
                type: object
                properties:
                  name: { type: string }
                  home: { type: object, properties: { street: { type: string } } }
  /homes/{id}:
    parameters:
      - $ref: '#/paths/~1pets~1{id}/parameters/0'
    get:
      operationId: getHome
      responses:
        '200':
          description: A home.
          content:
            application/json:
              schema:
                type: object
                properties:
                  home: { $ref: '#/paths/~1pets~1%7Bid%7D/get/responses/200/content/application~1json/schema/properties/home' }
                  pets:
                    type: array
                    items: { $ref: '#/paths/~1pets~1{id}/get/responses/200/content/application~1json/schema' }
        '404': { $ref: '#/x-common/responses/none' }
components:
  schemas:
    Toy:
      type: object
      properties:
        maker: { type: object, properties: { name: { type: string } } }
    Maker: { $ref: '#/components/schemas/Toy/properties/maker' }
    Shop:
      type: object
      properties:
        makers: { type: array, items: { $ref: '#/components/schemas/Toy/properties/maker' } }
        price: { $ref: '#/x-common/price' }
x-common:
  price: { type: integer, format: int32 }
  responses:
    none: { description: There is none. }
", []));

    referenced_files_are_bundled: bundled(&source(r"
paths:
  /pets:
    $ref: paths/pets.yaml
components:
  schemas:
    Owner: { $ref: 'schemas/owner.json' }
    Wolf: { $ref: './schemas/animals.yaml#/Wolf' }
", [
        ("paths/pets.yaml", r"
get:
  operationId: listPets
  parameters:
    - { $ref: '../common.yaml#/components/parameters/Limit' }
  responses:
    '200':
      description: All of them.
      headers:
        X-Count: { $ref: '../common.yaml#/components/headers/Count' }
      content:
        application/json:
          schema: { type: array, items: { $ref: ../schemas/animals.yaml#/Dog } }
    default: { $ref: '../common.yaml#/components/responses/Failure' }
"),
        ("schemas/owner.json", r##"{
  "type": "object",
  "properties": {
    "name": { "type": "string" },
    "pets": { "type": "array", "items": { "$ref": "animals.yaml#/Dog" } },
    "friends": { "type": "array", "items": { "$ref": "#" } },
    "children": { "type": "array", "items": { "$ref": "owner.json" } }
  }
}"##),
        ("schemas/animals.yaml", r"
Dog:
  type: object
  properties:
    owner: { $ref: owner.json }
    mother: { $ref: '#/Dog' }
    wild: { $ref: '#/Wolf' }
Wolf:
  type: object
  properties:
    pack: { type: array, items: { $ref: '../pets.yaml#/components/schemas/Wolf' } }
"),
        ("common.yaml", r"
openapi: 3.0.3
components:
  parameters:
    Limit: { name: limit, in: query, schema: { $ref: '#/components/schemas/Count' } }
  headers:
    Count: { schema: { $ref: '#/components/schemas/Count' } }
  schemas:
    Count: { type: integer, format: int32 }
    Unused: { tpye: string }
  responses:
    Failure: { description: It failed. }
"),
    ]));

    bundled_components_get_unique_names: bundled(&source(r"
paths: {}
components:
  schemas:
    Dog: { type: object, properties: { other: { $ref: 'more.yaml#/Dog' }, third: { $ref: 'most.yaml#/Dog' } } }
    more_Dog: { type: object, properties: { fourth: { $ref: 'more.yaml#/definitions/Dog' } } }
    Dog_2: { type: string }
", [
        ("more.yaml", "Dog: { type: object, properties: { a: { type: string } } }\ndefinitions: { Dog: { type: boolean } }\n"),
        ("most.yaml", "Dog: { type: object, properties: { b: { type: string } } }\n"),
    ]));

    one_path_item_may_have_several_paths: bundled(&source(r"
paths:
  /dogs: { $ref: '#/x-items/list' }
  /cats:
    $ref: '#/x-items/list'
    summary: Cats.
  /pets: { $ref: '#/paths/~1dogs' }
x-items:
  list:
    get: { operationId: list, responses: { '200': { description: All of them. } } }
", []));

    a_mapping_may_name_other_files: bundled(&source(r"
paths: {}
components:
  schemas:
    Pet:
      oneOf: [{ $ref: animals/dog.yaml }, { $ref: '#/components/schemas/Cat' }, { $ref: 'animals/all.yaml#/Bird' }]
      discriminator:
        propertyName: kind
        mapping: { woof: animals/dog.yaml, meow: Cat, tweet: 'animals/all.yaml#/Bird' }
    Cat: { type: object, required: [kind], properties: { kind: { type: string } } }
", [
        ("animals/dog.yaml", "{ type: object, required: [kind], properties: { kind: { type: string } } }"),
        ("animals/all.yaml", "Bird: { type: object, required: [kind], properties: { kind: { type: string } } }"),
    ]));

    a_renamed_schema_keeps_its_discriminator_value: bundled(&source(r"
paths: {}
components:
  schemas:
    Dog: { type: object, required: [kind], properties: { kind: { type: string } } }
    Pet:
      oneOf: [{ $ref: '#/components/schemas/Dog' }, { $ref: 'more.yaml#/Cat' }, { $ref: 'more.yaml#/Dog' }]
      discriminator: { propertyName: kind, mapping: { hound: Dog } }
    Base:
      type: object
      required: [kind]
      properties: { kind: { type: string } }
      discriminator: { propertyName: kind }
    Bird: { allOf: [{ $ref: '#/components/schemas/Base' }, { $ref: 'more.yaml#/Bird' }] }
    Any: { oneOf: [{ $ref: 'more.yaml#/Bird' }, { $ref: '#/components/schemas/Dog' }], discriminator: { propertyName: kind } }
", [
        ("more.yaml", r"
Dog: { type: object, required: [kind], properties: { kind: { type: string } } }
Cat: { type: object, required: [kind], properties: { kind: { type: string } } }
Bird: { allOf: [{ $ref: 'pets.yaml#/components/schemas/Base' }, { type: object, properties: { wings: { type: integer } } }] }
"),
    ]));

    errors_are_shown_in_their_file: report(&source(r"
paths:
  /pets/{id}:
    $ref: pets/item.yaml
  /dogs:
    $ref: pets/dogs.yaml
", [
        ("pets/item.yaml", "get:\n  operationId: list\n  responses:\n    '200':\n      descripton: One.\n"),
        ("pets/dogs.yaml", r"
get:
  operationId: list
  responses:
    '200':
      description: All.
      content:
        application/json:
          schema:
            type: array
            items:
              $ref: 'schemas.yaml#/Dog'
            example: [{ name: 1 }]
"),
        ("pets/schemas.yaml", r"
Dog:
  type: object
  properties:
    name: { type: string, pattern: '(?=a)' }
    owner: { $ref: '#/Owner' }
    toy: { $ref: '#/Toyy' }
    home: { $ref: broken.yaml }
Toy: {}
Owner: { $ref: '#/Person' }
Person: { $ref: '#/Owner' }
"),
        ("pets/broken.yaml", "type: [object\nproperties: {}\n"),
    ]));

    a_referenced_object_has_one_kind: report(&source(r"
paths:
  /pets:
    get:
      parameters: [{ $ref: 'common.yaml#/limit' }]
      responses:
        '200': { $ref: 'common.yaml#/limit' }
        '400': { $ref: 'api.yaml#/components/schemas/Pet' }
        '500': { $ref: 'api.yaml' }
", [
        ("common.yaml", "limit: { name: limit, in: query, schema: { type: integer } }"),
        ("api.yaml", "openapi: 3.0.3\ncomponents: { schemas: { Pet: { type: object } } }"),
    ]));
}

/// Types that stand at a place, and references to that place, are one type.
#[test]
fn an_inline_schema_and_references_to_it_are_one_type() {
    let outcome = generated(&source(
        r"
paths: {}
components:
  schemas:
    A: { type: object, properties: { b: { type: object, properties: { c: { type: string } } } } }
    D: { type: object, properties: { b: { $ref: '#/components/schemas/A/properties/b' } } }
",
        [],
    ));
    let files = outcome.generated.unwrap().files;
    let models: Vec<_> = files
        .keys()
        .filter(|path| path.starts_with("src/models/"))
        .collect();
    assert_eq!(
        models,
        ["src/models/a.rs", "src/models/ab.rs", "src/models/d.rs"]
    );
    assert!(files["src/models/a.rs"].contains("Option<AB>"));
    assert!(files["src/models/d.rs"].contains("Option<AB>"));
}

#[test]
fn a_chain_of_a_hundred_thousand_references_is_followed() {
    let mut document = String::from("paths: {}\nx-chain:\n");
    for link in 0..100_000 {
        let _ = writeln!(document, "  s{link}: {{ $ref: '#/x-chain/s{}' }}", link + 1);
    }
    document.push_str(
        "  s100000: { type: string }\ncomponents: { schemas: { A: { $ref: '#/x-chain/s0' } } }\n",
    );
    assert_eq!(report(&source(&document, [])), "");
}

/// A folder with a document, and a file outside of it.
fn folder(reference: &str) -> (tempfile::TempDir, Source) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path();
    fs::create_dir_all(path.join("api/inside")).unwrap();
    fs::create_dir_all(path.join("outside")).unwrap();
    fs::write(path.join("api/inside/pet.yaml"), "type: string\n").unwrap();
    fs::write(path.join("outside/pet.yaml"), "type: string # secret\n").unwrap();
    let document = format!(
        "{HEAD}paths: {{}}\ncomponents: {{ schemas: {{ Pet: {{ $ref: '{reference}' }} }} }}\n"
    );
    fs::write(path.join("api/pets.yaml"), document).unwrap();
    let source = Source::read(&path.join("api/pets.yaml"), "pets.yaml").unwrap();
    (folder, source)
}

/// The one mistake of a document, and whether a client was generated without it.
fn mistake(source: &Source) -> (Diagnostic, bool) {
    let mut outcome = generate(source, &options());
    assert_eq!(outcome.sources.len(), 1, "another file was read");
    assert_eq!(outcome.diagnostics.len(), 1, "{:?}", outcome.diagnostics);
    (outcome.diagnostics.remove(0), outcome.generated.is_some())
}

/// The message of the error that prevents a client.
fn refusal(source: &Source) -> String {
    let (mistake, is_generated) = mistake(source);
    assert_eq!(mistake.code, Code::ForeignReference);
    assert!(!is_generated);
    mistake.message
}

/// The message of the one reference of a client that has no target.
fn unresolved(source: &Source) -> String {
    let (mistake, is_generated) = mistake(source);
    assert_eq!(mistake.code, Code::DanglingReference);
    assert!(is_generated);
    mistake.message
}

#[test]
fn files_in_the_folder_of_the_document_are_read() {
    for reference in [
        "inside/pet.yaml",
        "./inside/../inside/pet.yaml#",
        "../api/inside/pet.yaml",
        "inside%2Fpet.yaml",
    ] {
        let (_folder, source) = folder(reference);
        let name = &generated(&source).sources[1].name;
        assert!(name.ends_with("inside/pet.yaml"), "{reference}: {name}");
    }
}

#[test]
fn files_outside_the_folder_of_the_document_are_refused() {
    for reference in [
        "../outside/pet.yaml",
        "inside/../../outside/pet.yaml",
        "%2e%2e/outside/pet.yaml",
        "../outside/missing.yaml",
        "../../../../../../../../etc/passwd",
        "/etc/passwd",
        "/etc/passwd#/root",
    ] {
        let (_folder, source) = folder(reference);
        let message = refusal(&source);
        assert!(
            message.ends_with("is outside the document's folder"),
            "{reference}: {message}"
        );
    }
}

#[test]
fn references_with_a_url_scheme_are_not_followed() {
    for reference in [
        "file:///etc/passwd",
        "FILE:/etc/passwd",
        "http://127.0.0.1:1/pet.yaml",
        "https://example.com/pet.yaml#/Pet",
        "//example.com/pet.yaml",
        "data:text/plain,a",
    ] {
        let (_folder, source) = folder(reference);
        let message = unresolved(&source);
        assert!(
            message.ends_with("are not followed"),
            "{reference}: {message}"
        );
    }
}

#[test]
fn references_to_folders_and_missing_files_are_unresolved() {
    for reference in ["inside", ".", "inside/missing.yaml", "a\\0b", "%00", "%ff"] {
        let (_folder, source) = folder(reference);
        let message = unresolved(&source);
        assert!(
            message.ends_with("is not a file") || message.ends_with("does not exist"),
            "{reference}: {message}"
        );
    }
}

#[test]
fn what_a_missing_file_declares_is_raw_json_or_left_out() {
    let document = "\
openapi: 3.1.0
info: { title: Pets, version: '1' }
paths:
  /owners: { $ref: 'owners.yaml' }
  /pets:
    get:
      parameters: [{ $ref: 'parameters.yaml#/Kind' }]
      responses: { '200': { $ref: 'responses.yaml#/Pets' } }
    post:
      requestBody:
        required: true
        content: { application/json: { schema: { $ref: 'pet.yaml' } } }
      responses: { '204': { description: Created. } }
";
    let outcome = generate(&Source::new("api.yaml", document), &options());
    let consequences: Vec<&str> = (outcome.diagnostics.iter())
        .filter_map(|diagnostic| diagnostic.consequence.as_deref())
        .collect();
    assert_eq!(
        consequences,
        [
            "the client has only the operations that are declared here",
            "the client has no method for operations with this parameter",
            "the client handles the status as one that is not declared",
            "the client keeps the values of this schema as raw JSON",
            "the client has no method for `GET /pets`",
        ]
    );
    let files = outcome.generated.unwrap().files;
    let client = &files["src/pets.rs"];
    assert!(!client.contains("pub fn get("), "{client}");
    assert!(
        client.contains("pub fn post(&self, body: Value)"),
        "{client}"
    );
}

#[cfg(unix)]
#[test]
fn a_symbolic_link_out_of_the_folder_is_not_followed() {
    let (folder, source) = folder("inside/link.yaml");
    let link = folder.path().join("api/inside/link.yaml");
    std::os::unix::fs::symlink(folder.path().join("outside/pet.yaml"), &link).unwrap();
    assert!(refusal(&source).ends_with("is outside the document's folder"));
    fs::remove_file(&link).unwrap();
    std::os::unix::fs::symlink("/dev/zero", &link).unwrap();
    assert!(refusal(&source).ends_with("is outside the document's folder"));
    fs::remove_file(&link).unwrap();
    std::os::unix::fs::symlink("pet.yaml", &link).unwrap();
    generated(&source);
}

#[test]
fn another_folder_may_be_allowed() {
    let (folder, source) = folder("../outside/pet.yaml");
    let source = source.allow(&folder.path().join("outside")).unwrap();
    assert_eq!(generated(&source).sources.len(), 2);
    assert!(source.allow(Path::new("no-such-folder")).is_err());
}

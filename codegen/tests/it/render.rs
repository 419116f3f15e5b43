//! The generated files of a document.

use std::collections::BTreeMap;

use specwright::{HEADING, Options, Source, generate};

use crate::support::{HEAD, document_with_schemas, files_of};

fn files_as(document: &str, command: &str) -> BTreeMap<String, String> {
    let options = Options {
        command: command.to_owned(),
        ..Options::new("pet-shop", "pets.yaml")
    };
    files_of(generate(&Source::new("pets.yaml", document), &options))
}

fn files(document: &str) -> BTreeMap<String, String> {
    files_as(document, "cargo xtask codegen")
}

/// A document from which every kind of item is generated.
const SHOP: &str = include_str!("render/shop.yaml");

#[test]
fn generated_files_match_the_snapshot() {
    let files = files(SHOP);
    let all: Vec<String> = files
        .iter()
        .map(|(path, text)| format!("==== {path}\n{text}"))
        .collect();
    insta::assert_snapshot!(all.join("\n"));
}

#[test]
fn output_is_deterministic() {
    assert_eq!(files(SHOP), files(SHOP));
}

#[test]
fn every_file_begins_with_the_heading_and_is_rust() {
    for (path, text) in files(SHOP) {
        let first = text.lines().next().unwrap_or_default();
        assert!(
            first.contains(HEADING) && first.ends_with("` from pets.yaml; edit that instead."),
            "{path}: {first}"
        );
        if is_rust(&path) {
            syn::parse_file(&text).unwrap_or_else(|error| panic!("{path}: {error}"));
        }
    }
}

/// Returns a document with the same string in every place that allows any string.
fn saying(text: &str) -> String {
    let text = serde_json::to_string(text).expect("a text is JSON");
    format!(
        r##"{{
  "openapi": "3.0.3",
  "info": {{ "title": {text}, "version": {text}, "description": {text} }},
  "servers": [{{ "url": "https://example.com", "description": {text}, "x-name": {text} }}],
  "paths": {{
    "/pets/{{id}}": {{
      "summary": {text},
      "get": {{
        "operationId": "o",
        "summary": {text},
        "description": {text},
        "externalDocs": {{ "url": "https://example.com", "description": {text} }},
        "parameters": [
          {{ "name": "id", "in": "path", "required": true, "description": {text}, "schema": {{ "type": "string" }} }},
          {{ "name": "q", "in": "query", "description": {text}, "schema": {{ "type": "string" }} }}
        ],
        "responses": {{
          "200": {{ "description": {text}, "content": {{ "application/json": {{ "schema": {{ "$ref": "#/components/schemas/Pet" }} }} }} }},
          "404": {{ "description": {text} }}
        }}
      }}
    }}
  }},
  "components": {{ "schemas": {{
    "Pet": {{
      "type": "object",
      "title": {text},
      "description": {text},
      "properties": {{
        "a": {{ "type": "string", "description": {text} }},
        "b": {{ "type": "string", "description": {text}, "enum": ["x"] }}
      }}
    }}
  }} }}
}}"##
    )
}

fn is_rust(path: &str) -> bool {
    std::path::Path::new(path)
        .extension()
        .is_some_and(|extension| extension == "rs")
}

/// Returns the tokens of a file without documentation.
fn meaning(text: &str) -> String {
    let file = syn::parse_file(text).expect("emitted files are Rust");
    without_docs(quote::quote!(#file)).to_string()
}

/// Removes every `#[doc = "…"]`.
fn without_docs(tokens: proc_macro2::TokenStream) -> proc_macro2::TokenStream {
    use proc_macro2::{Group, TokenTree};
    let mut kept: Vec<TokenTree> = Vec::new();
    for token in tokens {
        match token {
            TokenTree::Group(group) if group.stream().to_string().starts_with("doc =") => {
                // The hash, and the exclamation mark of an inner attribute.
                while matches!(kept.last(), Some(TokenTree::Punct(punct)) if matches!(punct.as_char(), '#' | '!'))
                {
                    kept.pop();
                }
            }
            TokenTree::Group(group) => {
                kept.push(Group::new(group.delimiter(), without_docs(group.stream())).into());
            }
            token => kept.push(token),
        }
    }
    kept.into_iter().collect()
}

#[test]
fn descriptions_cannot_inject_code() {
    let harmless = files(&saying("A word"));
    let hostile = [
        "*/ pub fn injected() {}",
        "\n#![feature(x)]\n",
        "\r/// \rfn injected() {}",
        "\"#; fn injected() {} r#\"",
        "```\n```\nfn injected() {}\n```rust\nfn injected() {}",
        "]\n#[doc(hidden)]\n//~\nb\"text 0\"",
        "b\"text 0\"",
        "\u{202e}\u{2066}\u{0}\u{7f}\u{fffe}\u{feff}",
        "{} {0} {{}} #text $crate",
    ];
    for text in hostile {
        let files = files(&saying(text));
        for (path, text) in &files {
            if is_rust(path) && path != "src/server.rs" && !path.contains("lib.rs") {
                let harmless = &harmless[path];
                assert_eq!(meaning(text), meaning(harmless), "{path}");
            }
            let bidi = text.contains(['\u{202e}', '\u{2066}', '\u{0}', '\u{feff}']);
            assert!(!bidi, "{path}");
            if is_rust(path) {
                syn::parse_file(text).unwrap_or_else(|error| panic!("{path}: {error}"));
            }
        }
        let manifest = &files["Cargo.toml"];
        assert_eq!(
            manifest.lines().count(),
            harmless["Cargo.toml"].lines().count()
        );
    }
}

#[test]
fn schema_names_may_shadow_names_of_emitted_code() {
    let names = [
        "Option",
        "String",
        "Vec",
        "Value",
        "Status",
        "Error",
        "Operation",
        "Self",
        "microsoft.graph.call",
        "other.call",
        "type",
    ];
    let schemas = names.map(|name| {
        format!(
            "    {name}:\n      type: object\n      properties:\n        value: {{ type: string }}\n        \
             any: {{}}\n        next: {{ $ref: '#/components/schemas/{name}' }}\n"
        )
    });
    let schemas = schemas.concat();
    let document = format!(
        "openapi: 3.0.3\ninfo: {{ title: Pets, version: '1' }}\npaths:\n  /models/client:\n    get:\n      operationId: o\n      responses:\n        '200':\n          description: d\n          content: {{ application/json: {{ schema: {{ $ref: '#/components/schemas/Status' }} }} }}\ncomponents:\n  schemas:\n{schemas}"
    );
    let files = files(&document);
    let models = &files["src/models.rs"];
    for name in [
        "Option_",
        "String_",
        "Vec_",
        "Value",
        "Status",
        "Self_",
        "MicrosoftGraphCall",
        "OtherCall",
    ] {
        assert!(
            models.contains(&format!("::{name};\n")) || models.contains(&format!("{name},")),
            "{name} in {models}"
        );
    }
    let call = &files["src/models_/client.rs"];
    assert!(
        call.contains("Request<'a, crate::models::Status, Infallible>"),
        "{call}"
    );
    assert!(files["src/models/value.rs"].contains("Option<specwright_runtime::Value>"));
}

#[test]
fn x_error_code_selects_the_code_property() {
    let document = r"
openapi: 3.0.3
info: { title: Pets, version: '1' }
paths:
  /pets:
    delete:
      x-error-codes:
        '8522': { name: petNotFound, description: The pet is gone. }
        E-1: { name: petNotFound }
        not_tame: { name: notTame }
      responses:
        '204': { description: Gone. }
        '400': { description: Wrong., content: { application/json: { schema: { $ref: '#/components/schemas/Deep' } } } }
        '404': { description: Unknown., content: { application/json: { schema: { $ref: '#/components/schemas/Deep' } } } }
        '409': { description: Busy., content: { application/json: { schema: { $ref: '#/components/schemas/Flat' } } } }
        '410': { description: Gone. }
        default: { description: Other., content: { application/json: { schema: { type: string } } } }
  /tame:
    put:
      x-error-codes:
        not_tame: { name: notTame, description: It bites. }
      responses:
        '204': { description: Tame. }
        default: { description: Other., content: { application/json: { schema: { $ref: '#/components/schemas/Listed' } } } }
components:
  schemas:
    Deep:
      type: object
      x-error-code: [error, '@code']
      properties:
        error: { $ref: '#/components/schemas/Inner' }
    Inner:
      type: object
      properties:
        '@code': { $ref: '#/components/schemas/Text' }
    Text: { type: string }
    Flat:
      type: object
      x-error-code: [code]
      required: [code]
      properties:
        code: { $ref: '#/components/schemas/Kind' }
    Kind: { type: string, enum: [busy, gone] }
    Listed:
      type: object
      x-error-code: [code]
      properties:
        code: { $ref: '#/components/schemas/Kind' }
";
    let files = files(document);
    let mut shown: Vec<String> = ["deep", "flat", "listed"]
        .map(|model| format!("src/models/{model}.rs"))
        .iter()
        .chain(["src/pets.rs".to_owned()].iter())
        .map(|path| {
            let text = &files[path];
            let start = text.find("impl ErrorCode").expect("the type has a code");
            let end = start + text[start..].find("\n}\n").expect("it ends") + 2;
            text[start..end].to_owned()
        })
        .collect();
    shown.push(files["src/error_codes.rs"].clone());
    insta::assert_snapshot!(shown.join("\n\n"));
}

#[test]
fn unchecked_constraints_are_documented() {
    let document = r"
openapi: 3.0.3
info: { title: Pets, version: '1' }
paths:
  /pets/{id}:
    get:
      parameters:
        - { name: id, in: path, required: true, description: Which pet., schema: { type: string, pattern: '^(?!0)' } }
        - { name: of, in: query, schema: { type: string, not: { minLength: 3 } } }
      responses: { '204': { description: Done. } }
components:
  schemas:
    Pet:
      type: object
      not: { maxProperties: 1 }
      properties:
        name: { type: string, description: What it is called., pattern: '(a)\1' }
        chip: { type: string, pattern: '^[a-z]+$' }
        owner: { allOf: [{ $ref: '#/components/schemas/Name' }], description: Who feeds it. }
    Name: { type: string, pattern: '(?=.*x)' }
";
    let files = files(document);
    let said = |path: &str| {
        let words = "Only the service checks this.";
        let lines = files[path].lines().filter(move |line| line.contains(words));
        lines.map(str::trim).collect::<Vec<_>>()
    };
    assert_eq!(
        said("src/models/pet.rs"),
        [
            "/// Must not match the schema `{\"maxProperties\":1}`. Only the service checks this.",
            "/// Must match `(a)\\1`. Only the service checks this.",
            "/// Must match `(?=.*x)`. Only the service checks this.",
        ]
    );
    assert!(files["src/models/name.rs"].contains("Must match `(?=.*x)`"));
    assert!(files["src/pets.rs"].contains("Must match `^(?!0)`"));
    assert!(files["src/pets/item.rs"].contains("Must not match the schema"));
}

#[test]
fn mismatched_examples_are_not_documented_or_tested() {
    let document = |limit: &str| {
        format!(
            r"
openapi: 3.0.3
info: {{ title: Pets, version: '1' }}
paths:
  /pets/{{name}}:
    post:
      parameters:
        - {{ name: name, in: path, required: true, schema: {{ type: string{limit} }}, example: Tabby }}
      requestBody:
        required: true
        content:
          application/json:
            schema: {{ type: array, items: {{ type: string{limit} }} }}
            examples: {{ usual: {{ value: [Calico] }} }}
      responses: {{ '204': {{ description: Done. }} }}
"
        )
    };
    let says = |files: &BTreeMap<String, String>, text: &str| {
        files.values().any(|file| file.contains(text))
    };
    let fitting = files(&document(""));
    assert!(says(&fitting, "Tabby") && says(&fitting, "Calico"));
    assert!(fitting["tests/examples.rs"].contains("Calico"));
    let misfitting = files(&document(", maxLength: 3"));
    assert!(!says(&misfitting, "Tabby") && !says(&misfitting, "Calico"));
}

#[test]
fn infinite_types_are_generated_without_an_example() {
    let document = r"
openapi: 3.0.3
info: { title: Pets, version: '1' }
paths:
  /pets:
    post:
      requestBody: { required: true, content: { application/json: { schema: { $ref: '#/components/schemas/Pet' } } } }
      responses: { '204': { description: Done. } }
components:
  schemas:
    Pet: { type: object, required: [mother], properties: { mother: { $ref: '#/components/schemas/Pet' } } }
";
    let files = files(document);
    assert!(files["src/models/pet.rs"].contains("mother: Box<Pet>"));
    assert!(!files["src/pets.rs"].contains("Pet::new("));
}

#[test]
fn equal_type_names_in_two_modules_are_qualified() {
    let document = r"
openapi: 3.0.3
info: { title: Pets, version: '1' }
paths:
  /{form}:
    get:
      parameters: [{ name: form, in: path, required: true, schema: { type: string, enum: [json] } }]
      responses: { '204': { description: Done. } }
    post:
      parameters: [{ name: form, in: path, required: true, schema: { type: string, enum: [xml] } }]
      responses: { '204': { description: Done. } }
";
    let client = &files(document)["src/client.rs"];
    assert!(client.contains("use crate::item::ItemFormParameter;"));
    assert!(!client.contains("use crate::item_2::ItemFormParameter;"));
    assert!(client.contains("form: &crate::item_2::ItemFormParameter"));
}

#[test]
fn schemas_named_like_an_inline_type_are_imported_by_path() {
    let document = r"
openapi: 3.0.3
info: { title: Pets, version: '1' }
paths:
  /pets:
    post:
      requestBody:
        content:
          application/json:
            schema: { type: object, properties: { first: { $ref: '#/components/schemas/petsPostRequestBody' } } }
      responses: { '204': { description: Done. } }
components:
  schemas:
    petsPostRequestBody: { type: object, properties: { kind: { type: string, enum: [cat] } } }
    petsPostRequestBodyKind: { type: string, enum: [dog] }
    PetsRequestBuilder: { type: string, enum: [builder] }
";
    let files = files(document);
    let pets = &files["src/pets.rs"];
    assert!(pets.contains("pub first: Option<crate::models::PetsPostRequestBody>"));
    assert!(pets.contains("pub struct PetsRequestBuilder<'a>"));
    assert!(files["src/operations.rs"].contains("pub use crate::pets::PetsPostRequestBody;"));
    let body = &files["src/models/pets_post_request_body.rs"];
    assert!(body.contains("pub enum PetsPostRequestBodyKind"));
    assert!(files["src/models.rs"].contains("pub use pets_post_request_body_kind::"));
}

#[test]
fn servers_without_open_variables_have_no_exported_type() {
    let document = r"
openapi: 3.0.3
info: { title: Pets, version: '1' }
paths:
  /:
    get:
      servers:
        - { url: 'https://eu.pets.example', x-name: eu }
        - url: https://{stage}.{zone}.pets.example
          x-name: staged
          variables: { stage: { default: test }, zone: { default: a, enum: [a, b] } }
      responses: { '204': { description: Done. } }
";
    let files = files(document);
    let exported = &files["src/lib.rs"];
    for name in ["ClientGetServer", "StagedServer", "StagedServerZone"] {
        assert!(
            exported.contains(&format!("{name},")) || exported.contains(&format!("{name}}}")),
            "{exported}"
        );
        assert!(files["src/client.rs"].contains(&format!(" {name} {{")));
    }
    for name in ["EuServer", "StagedServerStage"] {
        assert!(!exported.contains(name), "{exported}");
    }
}

#[test]
fn tags_come_from_mapping_extension_or_schema_name() {
    let document = r"
openapi: 3.0.3
info: { title: Pets, version: '1' }
paths: {}
components:
  schemas:
    Pet:
      type: object
      properties: { kind: { type: string } }
      discriminator: { propertyName: kind, mapping: { canine: '#/components/schemas/Dog' } }
    Dog: { x-ms-discriminator-value: dog, allOf: [{ $ref: '#/components/schemas/Pet' }] }
    Cat: { x-ms-discriminator-value: feline, allOf: [{ $ref: '#/components/schemas/Pet' }] }
    Bird: { allOf: [{ $ref: '#/components/schemas/Pet' }] }
";
    let pet = &files(document)["src/models/pet.rs"];
    for (tag, is_there) in [
        ("canine", true),
        ("dog", false),
        ("feline", true),
        ("Cat", false),
        ("Bird", true),
    ] {
        assert_eq!(
            pet.contains(&format!("\"{tag}\"")),
            is_there,
            "{tag} in {pet}"
        );
    }
}

#[test]
fn a_description_equal_to_the_title_is_written_once() {
    let files = files(
        "openapi: 3.0.3\ninfo: { title: Pets, version: '1' }\npaths: {}\ncomponents:\n  schemas:\n    Pet:\n      \
         { type: object, title: Somebody's pet, description: 'Somebody''s pet.\n\n' }\n",
    );
    let said = files["src/models/pet.rs"].matches("Somebody's pet").count();
    assert_eq!(said, 1);
}

#[test]
fn object_keywords_do_not_affect_other_types() {
    let files = files(
        "
openapi: 3.0.3
info: { title: Pets, version: '1' }
paths: {}
components:
  schemas:
    Kennel: { type: object, properties: { dogs: { type: array, items: { type: string } } } }
    House:
      allOf:
        - { type: object, properties: { kennel: { $ref: '#/components/schemas/Kennel' } } }
        - { properties: { kennel: { properties: { dogs: { required: [name] } }, required: [dogs] } } }
",
    );
    let house = &files["src/models/house.rs"];
    assert!(house.contains("pub dogs: Vec<String>"), "{house}");
}

#[test]
fn links_to_types_with_runtime_names_have_a_path() {
    let files = files(
        "openapi: 3.0.3
info: { title: Pets, version: '1' }
paths: {}
components:
  schemas:
    Pet: { oneOf: [ { $ref: '#/components/schemas/Received' }, { $ref: '#/components/schemas/Cat' } ] }
    Received: { type: object, required: [a], properties: { a: { type: string } } }
    Cat: { type: object, required: [b], properties: { b: { type: string } } }
",
    );
    let text = &files["src/models/pet.rs"];
    assert!(
        text.contains("/// [`Received`](crate::models::Received)."),
        "{text}"
    );
    assert!(text.contains("/// [`Cat`].\n"), "{text}");
}

#[test]
fn names_of_one_letter_are_allowed_where_they_are_many() {
    let candle = |properties: &str| {
        let document = document_with_schemas(&format!(
            "Candle: {{ type: object, required: [{properties}], properties: {{ {} }} }}",
            properties
                .split(',')
                .map(|name| format!("{name}: {{ type: number }}"))
                .collect::<Vec<_>>()
                .join(", ")
        ));
        crate::support::files(&document)["src/lib.rs"].contains("clippy::many_single_char_names")
    };
    assert!(candle("o,h,l,c,v"));
    assert!(!candle("o,h,l,c,volume"));
}

#[test]
fn maps_of_values_without_content_are_allowed() {
    let is_allowed = |values: &str| {
        let schemas = format!(
            "Pets: {{ type: object, additionalProperties: {values} }}\n\
             Gone: {{ enum: [null] }}\n"
        );
        let files = crate::support::files(&document_with_schemas(&schemas));
        files["src/lib.rs"].contains("clippy::zero_sized_map_values")
    };
    assert!(is_allowed("{ $ref: '#/components/schemas/Gone' }"));
    assert!(!is_allowed(
        "{ nullable: true, allOf: [{ $ref: '#/components/schemas/Gone' }], type: string }"
    ));
    assert!(!is_allowed("{ type: string }"));
}

#[test]
fn long_methods_of_unions_with_many_variants_are_allowed() {
    let events = |count: usize| {
        let names = || (0..count).map(|index| format!("Event{index}"));
        let mut schemas = format!(
            "Event: {{ oneOf: [{}], discriminator: {{ propertyName: kind }} }}\n",
            names()
                .map(|name| format!("{{ $ref: '#/components/schemas/{name}' }}"))
                .collect::<Vec<_>>()
                .join(", ")
        );
        for name in names() {
            let schema = format!(
                "{name}: {{ type: object, required: [kind, number], properties: {{ \
                 kind: {{ type: string }}, number: {{ type: integer }} }} }}\n"
            );
            schemas.push_str(&schema);
        }
        let files = crate::support::files(&document_with_schemas(&schemas));
        assert!(files["src/models/event.rs"].contains("pub fn number(&self)"));
        files["src/lib.rs"].contains("clippy::too_many_lines")
    };
    assert!(events(31));
    assert!(!events(3));
}

#[test]
fn an_empty_default_of_a_server_variable_is_a_new_string() {
    let document = format!(
        "{HEAD}servers: [{{ url: 'https://{{host}}.example{{base}}', variables: {{ host: {{ default: a }}, \
         base: {{ default: '' }} }} }}]\npaths: {{}}\n"
    );
    let server = &crate::support::files(&document)["src/server.rs"];
    assert!(server.contains("base: String::new()"), "{server}");
    assert!(server.contains("host: \"a\".to_owned()"), "{server}");
}

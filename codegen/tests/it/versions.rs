//! What OpenAPI 3.1 and 3.2 have beside schemas, as far as it shows in the generated code.

use std::fs;

use specwright::diagnostics::Diagnostics;
use specwright::ir::ItemEncoding;
use specwright::{Source, generate, load, stages};

use crate::support::{files, options, report, run};

const CATALOG: &str = include_str!("../../../tests/clients/catalog/catalog.yaml");

#[test]
fn annotations_of_later_versions_are_documented() {
    let files = files(CATALOG);
    for (path, text) in [
        ("src/lib.rs", "Books and who borrows them."),
        ("src/lib.rs", "A service that uses what later versions"),
        (
            "src/books.rs",
            "/// All books\n///\n/// Search with `query`.",
        ),
        ("src/books.rs", "`body`: The new book."),
        ("src/books.rs", "/// The book that is moved."),
        ("src/books/item.rs", "- `404`: No such book."),
        (
            "src/vault.rs",
            "`certificate`: a client certificate (mutual TLS)",
        ),
        ("src/client.rs", "Some operations require mutual TLS."),
        ("src/credentials.rs", "#[deprecated]"),
        (
            "src/credentials.rs",
            "device authorization at `https://login.catalog.example/device`",
        ),
        (
            "src/credentials.rs",
            "`https://login.catalog.example/.well-known/oauth-authorization-server`",
        ),
        ("src/events.rs", "`text/event-stream`: [`Event`]"),
        ("src/callbacks/borrowed.rs", "A book was borrowed"),
    ] {
        assert!(
            files[path].contains(text),
            "{path}: {text}\n{}",
            files[path]
        );
    }
}

#[test]
fn only_methods_that_http_defines_so_are_idempotent() {
    let files = files(CATALOG);
    let idempotent = |path: &str, table: &str| {
        let (_, rest) = files[path]
            .split_once(&format!("static {table}: "))
            .unwrap();
        let (_, rest) = rest.split_once("idempotent: ").unwrap();
        rest.starts_with("true")
    };
    assert!(idempotent("src/books.rs", "QUERY"));
    assert!(!idempotent("src/books.rs", "POST"));
    assert!(!idempotent("src/books/item.rs", "M_SEARCH"));
}

#[test]
fn a_body_of_query_is_not_reported() {
    let outcome = run(CATALOG);
    let codes: Vec<String> = outcome
        .diagnostics
        .iter()
        .map(|diagnostic| diagnostic.code.to_string())
        .collect();
    assert_eq!(
        codes,
        ["OA738", "OA738", "OA723"],
        "{:?}",
        outcome.diagnostics
    );
}

#[test]
fn a_document_may_have_webhooks_alone() {
    let files = files(
        r"
openapi: 3.1.1
info: { title: Pets, version: '1' }
webhooks:
  sold: { post: { requestBody: { required: true, content: { application/json: {} } } } }
",
    );
    // The handler chooses a status, because the document declares no responses.
    assert!(files["src/callbacks/sold.rs"].contains("Success {"));
    assert!(!files.keys().any(|path| path.starts_with("src/models")));
}

#[test]
fn webhooks_of_the_extension_are_read_in_3_1() {
    let files = files(
        r"
openapi: 3.1.1
info: { title: Pets, version: '1' }
x-webhooks:
  sold: { post: { requestBody: { required: true, content: { application/json: {} } } } }
",
    );
    assert!(files.contains_key("src/callbacks/sold.rs"));
}

#[test]
fn callbacks_with_other_methods_are_reported() {
    let outcome = run(r"
openapi: 3.2.0
info: { title: Pets, version: '1' }
webhooks:
  sold:
    query:
      requestBody: { required: true, content: { application/json: {} } }
      responses: { '204': { summary: Received. } }
    additionalOperations:
      NOTIFY: { responses: { '204': { summary: Received. } } }
");
    let report = report(&outcome);
    assert!(
        report.contains("not generated: its method is `NOTIFY`"),
        "{report}"
    );
    let generated = outcome.generated.unwrap();
    assert!(generated.files["src/callbacks/sold.rs"].contains("Method::QUERY"));
}

#[test]
fn links_may_lead_to_additional_operations() {
    let files = files(
        r"
openapi: 3.2.0
info: { title: Pets, version: '1' }
paths:
  /pets:
    get:
      responses:
        '200':
          summary: All pets.
          links:
            copy: { operationRef: '#/paths/~1pets/additionalOperations/COPY' }
    additionalOperations:
      COPY: { responses: { '204': { summary: Done. } } }
",
    );
    assert!(
        files["src/pets.rs"].contains("`copy` after `200`: `COPY /pets`"),
        "{}",
        files["src/pets.rs"]
    );
}

#[test]
fn self_is_the_base_of_references() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| fs::write(folder.path().join(name), text).unwrap();
    write(
        "main.yaml",
        r"
openapi: 3.2.0
$self: https://pets.example/api/openapi.yaml
info: { title: Pets, version: '1' }
paths:
  /cats: { get: { responses: { '200': { $ref: 'https://pets.example/api/shared/cats.yaml#/components/responses/Cat' } } } }
  /dogs: { get: { responses: { '200': { $ref: './openapi.yaml#/components/responses/Dog' } } } }
components:
  responses:
    Dog: { summary: A dog., content: { application/json: { schema: { $ref: '#/components/schemas/Dog' } } } }
  schemas:
    Dog: { type: object, properties: { name: { type: string } } }
",
    );
    fs::create_dir(folder.path().join("shared")).unwrap();
    write(
        "shared/cats.yaml",
        r"
openapi: 3.2.0
$self: https://pets.example/api/shared/cats.yaml
info: { title: Cats, version: '1' }
components:
  responses:
    Cat: { summary: A cat., content: { application/json: { schema: { $ref: '/api/shared/cats.yaml#/components/schemas/Cat' } } } }
  schemas:
    Cat: { type: object, properties: { friend: { $ref: '../openapi.yaml#/components/schemas/Dog' } } }
",
    );
    let source = Source::read(&folder.path().join("main.yaml"), "main.yaml").unwrap();
    let outcome = generate(&source, &options());
    assert_eq!(report(&outcome), "");
    let files = outcome.generated.unwrap().files;
    assert!(files["src/models/cat.rs"].contains("pub friend: Option<Dog>"));
    assert!(files["src/cats.rs"].contains("Request<'a, Cat, Infallible>"));
    assert!(files["src/dogs.rs"].contains("Request<'a, Dog, Infallible>"));
}

#[test]
fn the_items_of_a_body_have_their_type_and_encodings() {
    let text = "
openapi: 3.2.0
info: { title: Parts, version: '1' }
paths:
  /parts:
    post:
      requestBody:
        content:
          multipart/mixed:
            itemSchema: { type: string }
            prefixEncoding: [{ contentType: text/plain, headers: { X-Part: { schema: {} } } }]
            itemEncoding: { contentType: image/png }
      responses: { '204': { description: Done. } }
";
    let mut diagnostics = Diagnostics::new();
    let document = load::load(&Source::new("parts.yaml", text), &mut diagnostics).unwrap();
    let api = stages::resolve(&document, &mut diagnostics);
    let operation = &api.root.children[0].operations[0];
    let media = &operation.body.as_ref().unwrap().media[0];
    assert_eq!(media.item, Some(specwright::ir::Type::String));
    let first = ItemEncoding {
        content_type: Some("text/plain".to_owned()),
        headers: vec!["X-Part".to_owned()],
    };
    assert_eq!(media.item_encodings.prefix, [first]);
    let other = media.item_encodings.other.as_ref().unwrap();
    assert_eq!(other.content_type.as_deref(), Some("image/png"));
}

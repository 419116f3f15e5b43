//! The cost of each stage of the generator, for documents of growing size. The cost per operation
//! should be constant.
//!
//! `cargo bench --package specwright`

use std::fmt::Write as _;

use divan::counter::{BytesCount, ItemsCount};
use divan::{AllocProfiler, Bencher, black_box};
use specwright::config::{Config, Names, Types};
use specwright::diagnostics::Diagnostics;
use specwright::document::Document;
use specwright::{Options, Source, generate, ir::Api, load, stages};

#[global_allocator]
static ALLOCATOR: AllocProfiler = AllocProfiler::system();

/// How many resources the documents have; each is two paths, four operations and two schemas.
const SIZES: [usize; 3] = [10, 100, 1000];

fn main() {
    divan::main();
}

/// The least that anybody must do with a document.
#[divan::bench(args = SIZES)]
fn parse_yaml(bencher: Bencher<'_, '_>, resources: usize) {
    let source = document(resources);
    bencher
        .counter(BytesCount::of_str(&source.text))
        .bench(|| serde_yaml::from_str::<serde_yaml::Value>(black_box(&source.text)));
}

#[divan::bench(args = SIZES)]
fn load_all(bencher: Bencher<'_, '_>, resources: usize) {
    let source = document(resources);
    bencher
        .counter(BytesCount::of_str(&source.text))
        .bench(|| loaded(black_box(&source)));
}

#[divan::bench(args = SIZES)]
fn lower(bencher: Bencher<'_, '_>, resources: usize) {
    let document = loaded(&document(resources));
    bencher
        .counter(ItemsCount::new(4 * resources))
        .bench(|| lowered(black_box(&document)));
}

#[divan::bench(args = SIZES)]
fn name(bencher: Bencher<'_, '_>, resources: usize) {
    let api = lowered(&loaded(&document(resources)));
    bencher
        .counter(ItemsCount::new(4 * resources))
        .bench(|| stages::name(black_box(&api), &Names::default(), &mut Diagnostics::new()));
}

#[divan::bench(args = SIZES)]
fn list(bencher: Bencher<'_, '_>, resources: usize) {
    let document = loaded(&document(resources));
    let api = lowered(&document);
    let names = stages::name(&api, &Names::default(), &mut Diagnostics::new());
    bencher
        .counter(ItemsCount::new(4 * resources))
        .bench(|| stages::list(black_box(&api), &names, &Types::default(), &document));
}

#[divan::bench(args = SIZES)]
fn render(bencher: Bencher<'_, '_>, resources: usize) {
    let (document, options) = (loaded(&document(resources)), options());
    let api = lowered(&document);
    let names = stages::name(&api, &Names::default(), &mut Diagnostics::new());
    let listing = stages::list(&api, &names, &Types::default(), &document);
    bencher
        .counter(ItemsCount::new(4 * resources))
        .bench(|| stages::render(black_box(&api), &names, &listing, &options));
}

#[divan::bench(args = SIZES)]
fn all(bencher: Bencher<'_, '_>, resources: usize) {
    let (source, options) = (document(resources), options());
    bencher
        .counter(ItemsCount::new(4 * resources))
        .bench(|| generate(black_box(&source), &options));
}

/// The number of resources of a document of 20 MB.
const LARGE: usize = 10_000;

/// The least that anybody must do with a document of 20 MB.
#[divan::bench(sample_count = 3, sample_size = 1)]
fn large_parse_yaml(bencher: Bencher<'_, '_>) {
    let source = document_of(LARGE, Links::ToItself);
    bencher
        .counter(BytesCount::of_str(&source.text))
        .bench(|| serde_yaml::from_str::<serde_yaml::Value>(black_box(&source.text)));
}

/// What the generator does with every document of 20 MB: it parses the tree, finds a version that
/// it does not support, and drops the tree.
#[divan::bench(sample_count = 3, sample_size = 1)]
fn large_load_nothing(bencher: Bencher<'_, '_>) {
    let source = document_of(LARGE, Links::ToItself);
    let text = source.text.replacen("openapi: 3", "openapi: 2", 1);
    let source = Source::new("measured.yaml", text);
    bencher
        .counter(BytesCount::of_str(&source.text))
        .bench(|| assert!(load::load(black_box(&source), &mut Diagnostics::new()).is_none()));
}

/// Loading one resource of it should take at most 1.3 times as long.
#[divan::bench(sample_count = 3, sample_size = 1)]
fn large_load_slice(bencher: Bencher<'_, '_>) {
    let source = document_of(LARGE, Links::ToItself);
    let mut config = Config::default();
    config.slice.include = vec!["/*/things77/**".parse().expect("a selector")];
    bencher.counter(BytesCount::of_str(&source.text)).bench(|| {
        let mut diagnostics = Diagnostics::new();
        let reading = load::read_with(black_box(&source), &[], &config, &mut diagnostics);
        let api = lowered(&reading.document.expect("the document is good"));
        assert_eq!(api.operation_count(), 4);
    });
}

fn loaded(source: &Source) -> Document {
    let mut diagnostics = Diagnostics::new();
    load::load(source, &mut diagnostics).expect("the document is good")
}

fn lowered(document: &Document) -> Api {
    let mut diagnostics = Diagnostics::new();
    let api = stages::resolve(document, &mut diagnostics);
    assert!(!diagnostics.has_errors(), "the document is good");
    api
}

fn options() -> Options {
    Options::new("measured", "measured.yaml")
}

/// A document as APIs of services have them: lists, items, parameters, inheritance, enums, references.
fn document(resources: usize) -> Source {
    document_of(resources, Links::ToTheNext)
}

/// Which resource each resource refers to.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Links {
    ToItself,
    ToTheNext,
}

fn document_of(resources: usize, links: Links) -> Source {
    let mut paths = String::new();
    let mut schemas = String::new();
    for number in 0..resources {
        let next = match links {
            Links::ToItself => number,
            Links::ToTheNext => (number + 1) % resources,
        };
        let written = write!(
            paths,
            r"
  /group{group}/things{number}:
    get:
      operationId: listThings{number}
      summary: List the things of kind {number}
      parameters:
        - {{ name: $top, in: query, schema: {{ type: integer, format: int32, minimum: 0 }}, description: How many to give. }}
        - {{ name: $filter, in: query, schema: {{ type: string }} }}
      responses:
        '200': {{ description: All of them., content: {{ application/json: {{ schema: {{ type: array, items: {{ $ref: '#/components/schemas/Thing{number}' }} }} }} }} }}
        4XX: {{ $ref: '#/components/responses/error' }}
    post:
      operationId: createThing{number}
      requestBody: {{ required: true, content: {{ application/json: {{ schema: {{ $ref: '#/components/schemas/Thing{number}' }} }} }} }}
      responses:
        '201': {{ description: The new one., content: {{ application/json: {{ schema: {{ $ref: '#/components/schemas/Thing{number}' }} }} }} }}
        4XX: {{ $ref: '#/components/responses/error' }}
  /group{group}/things{number}/{{thing-id}}:
    parameters:
      - {{ name: thing-id, in: path, required: true, schema: {{ type: string }} }}
    get:
      operationId: getThing{number}
      responses:
        '200': {{ description: It., content: {{ application/json: {{ schema: {{ $ref: '#/components/schemas/Thing{number}' }} }} }} }}
        4XX: {{ $ref: '#/components/responses/error' }}
    delete:
      operationId: deleteThing{number}
      responses:
        '204': {{ description: It is gone. }}
        4XX: {{ $ref: '#/components/responses/error' }}",
            group = number % 10,
        );
        written
            .and_then(|()| {
                write!(
                    schemas,
                    r"
    Thing{number}:
      description: A thing of kind {number}, which has a [page](https://example.com/{number}).
      allOf:
        - $ref: '#/components/schemas/Entity'
        - type: object
          required: [name]
          properties:
            name: {{ type: string, maxLength: 100, description: What people call it. }}
            color: {{ $ref: '#/components/schemas/Color{number}' }}
            created: {{ type: string, format: date-time, readOnly: true }}
            next: {{ $ref: '#/components/schemas/Thing{next}' }}
            parts: {{ type: array, items: {{ type: object, properties: {{ weight: {{ type: number }}, label: {{ type: string, nullable: true }} }} }} }}
            labels: {{ type: object, additionalProperties: {{ type: string }} }}
    Color{number}: {{ type: string, enum: [red, green, blue, none{number}] }}",
                )
            })
            .expect("text takes whatever is written");
    }
    let text = format!(
        r"openapi: 3.0.3
info: {{ title: Things, version: '1' }}
servers: [{{ url: https://things.example.com }}]
paths:{paths}
components:
  responses:
    error:
      description: It failed.
      content: {{ application/json: {{ schema: {{ $ref: '#/components/schemas/Problem' }} }} }}
  schemas:
    Entity: {{ type: object, properties: {{ id: {{ type: string }} }} }}
    Problem: {{ type: object, properties: {{ code: {{ type: string }}, message: {{ type: string }} }} }}{schemas}
",
    );
    Source::new("measured.yaml", text)
}

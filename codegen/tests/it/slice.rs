//! Slices: the operations that selectors select, and the components that they reach.

use std::collections::BTreeSet;

use specwright::config::Slice;
use specwright::diagnostics::code::Code;
use specwright::{Options, Outcome, Source, generate};

const SHOP: &str = include_str!("slice/shop.yaml");

fn outcome(source: &Source, include: &[&str], exclude: &[&str], keeps_schemas: bool) -> Outcome {
    let parse = |selectors: &[&str]| {
        let selectors = selectors.iter();
        selectors
            .map(|selector| selector.parse().unwrap())
            .collect()
    };
    let mut slice = Slice::default();
    slice.include = parse(include);
    slice.exclude = parse(exclude);
    slice.keep_schemas = keeps_schemas;
    let mut options = Options::new("shop", "shop.yaml");
    options.config.slice = slice;
    generate(source, &options)
}

/// Returns the operations and the models of a slice of the shop.
fn slice(include: &[&str], exclude: &[&str]) -> (BTreeSet<String>, BTreeSet<String>) {
    let outcome = outcome(&Source::new("shop.yaml", SHOP), include, exclude, false);
    assert_eq!(outcome.diagnostics, []);
    contents(&outcome)
}

fn contents(outcome: &Outcome) -> (BTreeSet<String>, BTreeSet<String>) {
    let files = &outcome.generated.as_ref().unwrap().files;
    let mut operations = BTreeSet::new();
    for text in files.values() {
        let ids = text
            .lines()
            .filter_map(|line| line.trim().strip_prefix("id: "));
        operations.extend(ids.filter_map(|id| id.split('"').nth(1).map(str::to_owned)));
    }
    let models = files
        .keys()
        .filter_map(|path| path.strip_prefix("src/models/"));
    let models = models.map(|path| path.trim_end_matches(".rs").to_owned());
    (operations, models.collect())
}

fn set(names: &[&str]) -> BTreeSet<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
}

#[test]
fn a_path_pattern_selects_operations_and_what_they_reach() {
    let (operations, models) = slice(&["/pets/**"], &[]);
    assert_eq!(
        operations,
        set(&["listPets", "createPet", "getPet", "deletePet"])
    );
    // `Cat` and `Kitten` derive from `Pet`, whose values may be theirs.
    assert_eq!(models, set(&["pet", "cat", "kitten", "owner", "problem"]));
}

#[test]
fn selectors_by_tag_operation_and_method_select_operations() {
    assert_eq!(slice(&["tag:orders"], &[]).0, set(&["listOrders"]));
    assert_eq!(slice(&["operation:getPet"], &[]).0, set(&["getPet"]));
    let (operations, _) = slice(&["method:GET"], &["/pets/**", "operation:listToys"]);
    assert_eq!(operations, set(&["listOrders"]));
}

#[test]
fn excluded_operations_are_left_out_of_everything() {
    let (operations, models) = slice(&[], &["/pets/**", "tag:orders"]);
    assert_eq!(operations, set(&["listToys"]));
    assert_eq!(models, set(&["toy"]));
}

#[test]
fn schemas_that_nothing_reaches_can_be_kept() {
    let source = Source::new("shop.yaml", SHOP);
    let (_, models) = contents(&outcome(&source, &["tag:orders"], &[], true));
    assert_eq!(
        models,
        set(&[
            "cat", "kitten", "order", "owner", "pet", "problem", "toy", "unused"
        ])
    );
}

#[test]
fn mistakes_outside_of_a_slice_are_not_reported() {
    let mistakes = SHOP
        .replace(
            "    Unused: { type: object }",
            "    Unused: { type: thing, type: object }",
        )
        .replace("operationId: listOrders", "operationID: listOrders");
    let source = Source::new("shop.yaml", mistakes);
    assert!(outcome(&source, &[], &[], false).generated.is_none());
    let sliced = outcome(&source, &["/toys"], &[], false);
    assert_eq!(sliced.diagnostics, []);
    assert!(sliced.generated.is_some());
}

#[test]
fn a_selector_that_matches_nothing_is_a_warning() {
    let source = Source::new("shop.yaml", SHOP);
    let outcome = outcome(
        &source,
        &["/pets/**", "tag:order", "operation:getpet", "method:put"],
        &["/toy"],
        false,
    );
    let report = specwright::diagnostics::emit::render(
        &outcome.sources,
        &outcome.diagnostics,
        specwright::diagnostics::emit::Style::Plain,
    );
    insta::assert_snapshot!(report);
}

#[test]
fn operations_that_others_point_into_are_kept() {
    let document = SHOP.replace(
        "schema: { $ref: '#/components/schemas/Toy' }",
        "schema: { $ref: '#/paths/~1orders/get/responses/200/content/application~1json/schema' }",
    );
    assert_ne!(document, SHOP);
    let source = Source::new("shop.yaml", document);
    let outcome = outcome(&source, &["/toys"], &[], false);
    assert_eq!(outcome.diagnostics, []);
    assert_eq!(contents(&outcome).0, set(&["listOrders", "listToys"]));
}

#[test]
fn references_of_other_files_into_the_document_are_followed() {
    let document = SHOP.replace(
        "schema: { $ref: '#/components/schemas/Toy' }",
        "schema: { $ref: 'box.yaml#/Box' }",
    );
    let other = "Box: { type: object, properties: { toy: { $ref: 'shop.yaml#/components/schemas/Toy' } } }\n";
    let source = Source::with_files("shop.yaml", document, [("box.yaml", other)]);
    let outcome = outcome(&source, &["/toys"], &[], false);
    assert_eq!(outcome.diagnostics, []);
    assert!(contents(&outcome).1.contains("toy"));
}

#[test]
fn schemas_are_found_by_anchor_and_dynamic_anchor() {
    let document = "\
openapi: 3.1.1
info: { title: Nodes, version: '1' }
paths:
  /nodes:
    get:
      operationId: listNodes
      responses:
        '200': { description: All., content: { application/json: { schema: { $ref: '#node' } } } }
components:
  schemas:
    Node: { $anchor: node, type: object, properties: { name: { type: string } } }
    Other: { type: object }
";
    let source = Source::new("nodes.yaml", document);
    let outcome = outcome(&source, &["/nodes"], &[], false);
    let models = contents(&outcome).1;
    assert!(
        models.contains("node") && !models.contains("other"),
        "{models:?}"
    );
}

#[test]
fn a_slice_states_security_as_the_whole_document_does() {
    let secured = SHOP.replace(
        "operationId: listOrders",
        "operationId: listOrders\n      security: [{ token: [] }]",
    );
    let secured =
        format!("{secured}  securitySchemes:\n    token: {{ type: http, scheme: bearer }}\n");
    let source = Source::new("shop.yaml", secured);
    let files = |include: &[&str]| {
        let outcome = outcome(&source, include, &[], false);
        assert_eq!(outcome.diagnostics, []);
        outcome.generated.unwrap().files
    };
    let unstated = "does not state how calls are authenticated";
    assert!(!files(&[])["src/client.rs"].contains(unstated));
    assert!(!files(&["/toys"])["src/client.rs"].contains(unstated));
}

#[test]
fn links_to_operations_outside_of_a_slice_are_left_out() {
    let linked = SHOP.replace(
        "description: The toys.",
        "description: The toys.\n          links: { order: { operationId: listOrders } }",
    );
    let source = Source::new("shop.yaml", linked);
    let outcome = outcome(&source, &["/toys"], &[], false);
    let links = outcome.diagnostics.iter();
    assert_eq!(
        links.filter(|found| found.code == Code::LinkTarget).count(),
        0
    );
}

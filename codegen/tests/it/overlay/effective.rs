//! The document after its overlays, as text.

use specwright::config::Selector;
use specwright::diagnostics::Diagnostics;
use specwright::load::{Format, effective_document};
use specwright::{Options, Source, generate};

use super::{effective, overlay, sources};
use crate::support::{files_of, options};

const SHOP: &str = include_str!("../slice/shop.yaml");

fn overlays() -> Vec<Source> {
    let additions = overlay(
        r#"
  - target: $.components.schemas
    update:
      Voucher:
        type: object
        required: [code]
        properties:
          code: { type: string, default: "0123", example: "1e3" }
          factor: { type: number, example: 1.0, maximum: 1e30 }
          kind: { type: string, enum: ["1.10", "true", "null", "~", "2020-01-01"] }
        example: { code: "07", factor: 0.5, kind: "1.10" }
  - target: $.paths
    update: { /vouchers: { get: { operationId: listVouchers, tags: [orders], responses: {} } } }
  - target: $.paths['/vouchers'].get.responses
    copy: $.paths['/orders'].get.responses
  - target: $.paths['/orders'].get.responses['200'].content['application/json'].schema.*
    remove: true
  - target: $.paths['/orders'].get.responses['200'].content['application/json'].schema
    update: { $ref: '#/components/schemas/Voucher' }
"#,
    );
    let titles = overlay("  - target: $.info\n    update: { description: 'Changed: \"all\"' }\n");
    sources(&[&additions, &titles])
}

/// Returns the document after its overlays in a format, as a source of the same name.
fn effective_source(format: Format) -> Source {
    let source = Source::new("pets.yaml", SHOP);
    let mut diagnostics = Diagnostics::new();
    let text = effective_document(&source, &overlays(), format, &mut diagnostics).unwrap();
    assert_eq!(diagnostics.into_vec(), []);
    Source::new("pets.yaml", text)
}

#[test]
fn the_effective_document_gives_the_same_crate() {
    let slices: [&[Selector]; 2] = [&[], &["tag:orders".parse().unwrap()]];
    for include in slices {
        let client = |source: &Source, overlays: Vec<Source>| {
            let options = Options {
                overlays,
                ..options()
            };
            let mut options = options;
            options.config.slice.include = include.to_vec();
            files_of(generate(source, &options))
        };
        let with_overlays = client(&Source::new("pets.yaml", SHOP), overlays());
        assert!(with_overlays.contains_key("src/models/voucher.rs"));
        for format in [Format::Yaml, Format::Json] {
            assert_eq!(client(&effective_source(format), Vec::new()), with_overlays);
        }
    }
}

#[test]
fn the_effective_document_needs_no_overlay_again() {
    let once = effective_source(Format::Yaml);
    let mut diagnostics = Diagnostics::new();
    let again = effective_document(&once, &[], Format::Yaml, &mut diagnostics).unwrap();
    assert_eq!(again, *once.text);
}

#[test]
fn an_effective_document_in_json_is_json() {
    let json: serde_json::Value =
        serde_json::from_str(&effective_source(Format::Json).text).unwrap();
    assert_eq!(json["info"]["description"], "Changed: \"all\"");
}

#[test]
fn a_document_without_overlays_is_its_own_effective_document() {
    let parsed: serde_yaml::Value = serde_yaml::from_str(SHOP).unwrap();
    let written: serde_yaml::Value = serde_yaml::from_str(&effective(SHOP, &[])).unwrap();
    assert_eq!(parsed, written);
}

/// A document with fractions in several notations, some where strings are expected.
const FRACTIONS: &str = "\
openapi: 3.0.4
info: { title: Pets, version: 1.10 }
paths: {}
components:
  schemas:
    Pet:
      type: object
      description: 2.50
      properties:
        weight: { type: number, minimum: .50, maximum: 1.0e3, example: &half 0.50 }
        height: { type: number, example: *half }
        names: { type: array, items: { type: string }, example: [fraction0, 'fraction', 1.0] }
";

#[test]
fn fractions_remain_as_they_are_written() {
    let overlay = overlay("  - target: $.info\n    update: { description: 3.00 }\n");
    let yaml = effective(FRACTIONS, &[&overlay]);
    for line in [
        "  version: 1.10\n",
        "  description: 3.00\n",
        "      description: 2.50\n",
        "          minimum: .50\n",
        "          maximum: 1.0e3\n",
        "          example: 0.50\n",
        "          - fraction0\n          - fraction\n          - 1.0\n",
    ] {
        assert!(yaml.contains(line), "{line}{yaml}");
    }
    let parsed = |text: &str| serde_yaml::from_str::<serde_yaml::Value>(text).unwrap();
    let height = |yaml: &serde_yaml::Value| {
        yaml["components"]["schemas"]["Pet"]["properties"]["height"]["example"].as_f64()
    };
    // An alias has the number, without its text.
    assert_eq!(height(&parsed(&yaml)), Some(0.5));
    assert_eq!(parsed(&effective(FRACTIONS, &[])), parsed(FRACTIONS));
}

#[test]
fn fractions_that_json_has_remain_in_it_as_they_are_written() {
    let source = Source::new("pets.yaml", FRACTIONS);
    let json = effective_document(&source, &[], Format::Json, &mut Diagnostics::new()).unwrap();
    for line in [
        "\"version\": 1.10\n",
        "\"description\": 2.50,\n",
        "\"minimum\": 0.5,\n",
        "\"maximum\": 1.0e3,\n",
        "\"fraction0\",\n",
    ] {
        assert!(json.contains(line), "{line}{json}");
    }
    let written: serde_json::Value = serde_json::from_str(&json).unwrap();
    let parsed: serde_json::Value = serde_yaml::from_str(FRACTIONS).unwrap();
    assert_eq!(written, parsed);
}

#[test]
fn a_version_that_is_a_number_is_the_same_in_the_effective_document() {
    let client =
        |document: &str| files_of(generate(&Source::new("pets.yaml", document), &options()));
    let written = effective(FRACTIONS, &[]);
    assert_eq!(client(&written), client(FRACTIONS));
    assert!(client(&written)["src/lib.rs"].contains("1.10"));
}

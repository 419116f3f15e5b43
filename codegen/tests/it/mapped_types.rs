//! The table `types`: formats and schemas that are types of other crates, and further derives.

use specwright::Source;
use specwright::config::Config;

use crate::support::{assert_has, document_with_schemas, files_of, report, run_with};

#[test]
fn formats_are_types_of_other_crates() {
    let document = "
Price: { type: string, format: decimal, minLength: 1, pattern: '^[0-9.]+$', description: The price. }
Pet:
  type: object
  required: [price]
  properties:
    price: { $ref: '#/components/schemas/Price' }
    weight: { type: number, format: decimal, minimum: 0 }
    born: { type: string, format: date-time }
    sizes: { type: array, maxItems: 3, items: { type: integer, format: decimal } }
    untyped: { format: decimal }
";
    let settings = "[types]\nformats = { decimal = \"rust_decimal::Decimal\" }\n";
    let path = "paths: { /pets: { post: { requestBody: { content: { application/json: \
                { schema: { $ref: '#/components/schemas/Pet' } } } }, responses: { '204': \
                { description: Done. } } } } }";
    let document = document_with_schemas(document).replace("paths: {}", path);
    let outcome = run_with(&document, settings);
    insta::assert_snapshot!(report(&outcome));
    let files = files_of(outcome);
    let shared = "pub type Decimal = specwright_runtime::External<::rust_decimal::Decimal>;";
    assert_has(&files, "src/models/shared.rs", &[shared]);
    assert_has(
        &files,
        "src/models/price.rs",
        &[
            "/// The price.\n///\n/// Must satisfy `minLength`: `1`. Only the service checks this.",
            "pub type Price = Decimal;",
        ],
    );
    assert_has(
        &files,
        "src/models/pet.rs",
        &[
            "pub price: Price,",
            "pub weight: Option<Decimal>,",
            "pub born: Option<DateTime>,",
            "pub sizes: Option<Vec<Decimal>>,",
            "pub untyped: Option<Value>,",
            "pub fn new(price: impl Into<Price>) -> Self {",
            // What other keywords assert is still validated.
            "Constraint::MaxItems(3)",
        ],
    );
}

#[test]
fn schemas_are_types_of_other_crates() {
    let document = "
Money: { type: object, required: [sum], properties: { sum: { type: number }, unit: { $ref: '#/components/schemas/Unit' } } }
Unit: { type: string, enum: [EUR, USD] }
Tax: { allOf: [{ $ref: '#/components/schemas/Money' }, { type: object, properties: { rate: { type: number } } }] }
Order: { type: object, properties: { total: { $ref: '#/components/schemas/Money' }, unit: { $ref: '#/components/schemas/Unit' } } }
";
    let settings = "[types]\nschemas = { Money = { type = \"shop::Money\", with = \"shop::json::money\" }, Unit = \"crate::Unit\" }\n";
    let outcome = run_with(&document_with_schemas(document), settings);
    assert_eq!(report(&outcome), "");
    let files = files_of(outcome);
    assert_has(
        &files,
        "src/models/money.rs",
        &[
            "pub type Money = specwright_runtime::External<::shop::Money, MoneyCodec>;",
            "pub struct MoneyCodec;",
            "::shop::json::money::deserialize(deserializer)",
            "::shop::json::money::serialize(value, serializer)",
        ],
    );
    let unit = "pub type Unit = specwright_runtime::External<crate::Unit>;";
    assert_has(&files, "src/models/unit.rs", &[unit]);
    // What inherits from it has its properties.
    let tax = [
        "pub sum: f64,",
        "pub unit: Option<Unit>,",
        "pub rate: Option<f64>,",
    ];
    assert_has(&files, "src/models/tax.rs", &tax);
    let order = ["pub total: Option<Money>,", "pub unit: Option<Unit>,"];
    assert_has(&files, "src/models/order.rs", &order);
}

#[test]
fn types_derive_what_the_settings_say() {
    let document = "
Pet:
  type: object
  required: [name]
  properties:
    name: { type: string, readOnly: true }
    kind: { type: string, enum: [cat] }
    home: { type: object, properties: { town: { type: string } } }
Toy: { type: object, properties: { name: { type: string } } }
";
    let settings = "[types]\nderives = { \"*\" = [\"schemars::JsonSchema\"], Pet = [\"Eq\", \"Hash\", \"Clone\", \"Default\"] }\n";
    let outcome = run_with(&document_with_schemas(document), settings);
    assert_eq!(report(&outcome), "");
    let files = files_of(outcome);
    let pet = &files["src/models/pet.rs"];
    for (ty, derives) in [
        (
            "pub struct Pet {",
            "::schemars::JsonSchema, Eq, Hash, Default",
        ),
        ("pub enum PetKind {", "::schemars::JsonSchema, Default"),
        ("pub struct PetHome {", "::schemars::JsonSchema, Eq, Hash"),
        (
            "pub struct PetRequest {",
            "::schemars::JsonSchema, Eq, Hash",
        ),
    ] {
        let (before, _) = pet.split_once(ty).unwrap();
        let attribute = before.rsplit("#[derive(").next().unwrap();
        assert!(
            attribute.starts_with(&format!("{derives})]")),
            "{ty} {attribute}"
        );
    }
    assert_has(
        &files,
        "src/models/toy.rs",
        &["#[derive(::schemars::JsonSchema)]"],
    );
}

#[test]
fn the_manifest_has_the_dependencies_of_the_settings() {
    let settings = "[crate.dependencies]\nshop = \"1.2\"\n\
                    time = { version = \"0.3\", features = [\"serde\"], default-features = false }\n";
    let files = files_of(run_with(
        &document_with_schemas("Pet: { type: string }"),
        settings,
    ));
    let manifest: toml::Table = toml::from_str(&files["Cargo.toml"]).unwrap();
    let dependencies = &manifest["dependencies"];
    assert_eq!(dependencies["shop"].as_str(), Some("1.2"));
    let time: toml::Table =
        toml::from_str("version = \"0.3\"\ndefault-features = false\nfeatures = [\"serde\"]")
            .unwrap();
    assert_eq!(dependencies["time"].as_table(), Some(&time));
    assert!(dependencies.get("specwright-runtime").is_some());
}

#[test]
fn examples_of_mapped_values_are_no_tests() {
    let document = "
Pet: { type: object, properties: { price: { type: string, format: decimal } }, example: { price: cheap } }
Toy: { type: object, properties: { name: { type: string } }, example: { name: Ball } }
";
    let settings = "[types]\nformats = { decimal = \"rust_decimal::Decimal\" }\n";
    let outcome = run_with(&document_with_schemas(document), settings);
    assert_eq!(report(&outcome), "");
    let examples = &files_of(outcome)["tests/examples.rs"];
    assert!(
        examples.contains("fn toy()") && !examples.contains("fn pet()"),
        "{examples}"
    );
}

#[test]
fn mapped_schemas_that_cannot_be_mapped_are_reported() {
    let document = "
Pet: { type: object, discriminator: { propertyName: kind }, required: [kind], properties: { kind: { type: string } } }
Dog: { allOf: [{ $ref: '#/components/schemas/Pet' }, { type: object, properties: { legs: { type: integer } } }] }
Cat: { allOf: [{ $ref: '#/components/schemas/Pet' }, { type: object, properties: { tail: { type: integer, format: decimal } } }] }
";
    let settings = "[types]\nschemas = { Dog = \"zoo::Dog\", Cta = \"zoo::Cat\" }\nderives = { pet = [\"Hash\"] }\nformats = { decmal = \"zoo::Decimal\" }\n";
    let outcome = run_with(&document_with_schemas(document), settings);
    insta::assert_snapshot!(report(&outcome));
}

#[test]
fn types_with_mistakes_are_reported_with_their_place() {
    let mut reports = String::new();
    for settings in [
        "[types]\nformats = { decimal = \"Decimal\" }\n",
        "[types]\nformats = { decimal = \"rust decimal\" }\n",
        "[types]\nformats = { decimal = { typ = \"rust_decimal::Decimal\" } }\n",
        "[types]\nschemas = { Pet = { type = \"zoo::Pet\", with = \"rfc3339\" } }\n",
        "[types]\nderives = { Pet = [\"#[Hash]\"] }\n",
        "[types]\nderive = {}\n",
        "[crate]\ndependencies = { time = 3 }\n",
        "[crate]\ndependencies = { specwright-runtime = \"1\" }\n",
    ] {
        let error = Config::parse(&Source::new("specwright.toml", settings)).unwrap_err();
        reports.push_str(&error.to_string());
    }
    insta::assert_snapshot!(reports);
}

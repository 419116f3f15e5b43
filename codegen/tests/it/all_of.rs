//! `allOf`: constraints, types and annotations of the merged schemas.

use std::fmt::Write as _;

use crate::support::{HEAD, indented, report, run};

/// Returns the file of the schema `Pet`, which an operation sends, and the report.
fn pet(schemas: &str) -> (Option<String>, String) {
    let outcome = run(&format!(
        "{HEAD}paths:
  /pets:
    post:
      requestBody: {{ content: {{ application/json: {{ schema: {{ $ref: '#/components/schemas/Pet' }} }} }} }}
      responses: {{ '204': {{ description: Done. }} }}
components:
  schemas:
{}",
        indented(schemas)
    ));
    let report = report(&outcome);
    let generated = outcome.generated;
    let text = generated.map(|generated| generated.files["src/models/pet.rs"].clone());
    (text, report)
}

/// Returns the type and the documentation of the property `thing`, or the first line of the report
/// without a crate.
fn thing(schemas: &str) -> String {
    let (text, report) = pet(schemas);
    let Some(text) = text else {
        return report.lines().next().unwrap_or_default().to_owned();
    };
    let file = syn::parse_file(&text).expect("it is Rust");
    let property = |object: &str, property: &str| {
        file.items.iter().find_map(|item| match item {
            syn::Item::Struct(item) if item.ident == object => item
                .fields
                .iter()
                .find(|field| field.ident.as_ref().is_some_and(|name| name == property)),
            _ => None,
        })
    };
    let field = property("PetThing", "additional_properties")
        .or_else(|| property("Pet", "thing"))
        .or_else(|| property("Pet", "additional_properties"))
        .expect("there is such a member");
    let ty = &field.ty;
    let docs = field
        .attrs
        .iter()
        .filter_map(|attribute| match &attribute.meta {
            syn::Meta::NameValue(meta) if meta.path.is_ident("doc") => match &meta.value {
                syn::Expr::Lit(syn::ExprLit {
                    lit: syn::Lit::Str(text),
                    ..
                }) => Some(text.value().trim().to_owned()),
                _ => None,
            },
            syn::Meta::Path(path) if path.is_ident("deprecated") => {
                Some("#[deprecated]".to_owned())
            }
            _ => None,
        });
    let docs: Vec<String> = docs.filter(|line| !line.is_empty()).collect();
    let ty = quote::quote!(#ty).to_string().replace(' ', "");
    format!("{ty} | {}", docs.join(" / "))
}

/// Returns documents in which two schemas apply to one value, in each possible way.
fn ways(one: &str, other: &str) -> [(&'static str, String); 7] {
    [
        ("allOf", format!("Pet: {{ type: object, properties: {{ thing: {{ allOf: [{one}, {other}] }} }} }}")),
        (
            "references",
            format!(
                "Pet: {{ type: object, properties: {{ thing: {{ allOf: [{{ $ref: '#/components/schemas/One' }}, {{ $ref: '#/components/schemas/Other' }}] }} }} }}
One: {one}
Other: {other}"
            ),
        ),
        (
            "member",
            format!(
                "Pet:
  allOf:
    - {{ type: object, properties: {{ thing: {one} }} }}
    - {{ type: object, properties: {{ thing: {other} }} }}"
            ),
        ),
        (
            "inherited member",
            format!(
                "Base: {{ type: object, properties: {{ thing: {one} }} }}
Pet:
  allOf:
    - {{ $ref: '#/components/schemas/Base' }}
    - {{ type: object, properties: {{ thing: {other} }} }}"
            ),
        ),
        (
            "items",
            format!(
                "Pet:
  type: object
  properties:
    thing: {{ allOf: [{{ type: array, items: {one} }}, {{ type: array, items: {other} }}] }}"
            ),
        ),
        (
            "map",
            format!(
                "Pet:
  type: object
  properties:
    thing: {{ allOf: [{{ type: object, additionalProperties: {one} }}, {{ type: object, additionalProperties: {other} }}] }}"
            ),
        ),
        (
            "other members",
            format!(
                "Base: {{ type: object, properties: {{ name: {{ type: string }} }}, additionalProperties: {one} }}
Pet:
  allOf:
    - {{ $ref: '#/components/schemas/Base' }}
    - {{ type: object, properties: {{ age: {{ type: integer }} }}, additionalProperties: {other} }}"
            ),
        ),
    ]
}

/// Two schemas of one value.
const ROWS: [(&str, &str); 30] = [
    (
        "{ type: string, minLength: 2 }",
        "{ type: string, maxLength: 5 }",
    ),
    (
        "{ type: string, minLength: 2 }",
        "{ type: string, minLength: 3 }",
    ),
    (
        "{ type: string, maxLength: 2 }",
        "{ type: string, maxLength: 3 }",
    ),
    (
        "{ type: string, pattern: a }",
        "{ type: string, pattern: b }",
    ),
    (
        "{ type: string, format: uri }",
        "{ type: string, maxLength: 3 }",
    ),
    (
        "{ type: string, format: uuid }",
        "{ type: string, pattern: '^1' }",
    ),
    (
        "{ type: string, format: date-time }",
        "{ type: string, maxLength: 20 }",
    ),
    (
        "{ type: string, format: password }",
        "{ type: string, minLength: 8 }",
    ),
    (
        "{ type: string, format: date }",
        "{ type: string, format: uuid }",
    ),
    (
        "{ type: integer, minimum: 1 }",
        "{ type: integer, maximum: 5 }",
    ),
    (
        "{ type: integer, format: int32 }",
        "{ type: integer, format: int64, minimum: 3 }",
    ),
    (
        "{ type: integer, minimum: 1 }",
        "{ type: number, minimum: 1, exclusiveMinimum: true }",
    ),
    (
        "{ type: number, maximum: 5, exclusiveMaximum: true }",
        "{ type: number, maximum: 5 }",
    ),
    (
        "{ type: integer, multipleOf: 2 }",
        "{ type: integer, multipleOf: 3 }",
    ),
    (
        "{ type: number, format: float }",
        "{ type: number, minimum: 0.5 }",
    ),
    (
        "{ type: boolean, nullable: true }",
        "{ type: boolean, nullable: true }",
    ),
    ("{ type: boolean, nullable: true }", "{ type: boolean }"),
    ("{ type: string, nullable: true }", "{ minLength: 2 }"),
    (
        "{ type: array, items: { type: string, minLength: 2 }, minItems: 1 }",
        "{ type: array, items: { type: string, maxLength: 5 }, uniqueItems: true }",
    ),
    (
        "{ type: array, items: { type: integer } }",
        "{ maxItems: 3 }",
    ),
    (
        "{ type: object, additionalProperties: { type: string, minLength: 2 }, minProperties: 1 }",
        "{ type: object, additionalProperties: { type: string, pattern: a }, maxProperties: 5 }",
    ),
    ("{ minLength: 2, minimum: 3 }", "{ type: string }"),
    (
        "{ minLength: 2, minimum: 3, minItems: 4, minProperties: 5 }",
        "{ type: integer }",
    ),
    ("{ pattern: a }", "{ maxLength: 2 }"),
    (
        "{ oneOf: [{ type: string, minLength: 2 }, { type: integer, minimum: 3 }] }",
        "{ type: string, maxLength: 4 }",
    ),
    (
        "{ oneOf: [{ type: string, minLength: 2 }, { type: integer, minimum: 3 }] }",
        "{ type: integer, multipleOf: 2 }",
    ),
    (
        "{ anyOf: [{ type: string, minLength: 2 }, { type: array, minItems: 2, items: { type: string, minLength: 2 } }] }",
        "{ type: array, items: { type: string, maxLength: 4 } }",
    ),
    ("{ type: string }", "{ type: integer }"),
    (
        "{ type: string, maxLength: 2 }",
        "{ type: string, minLength: 3 }",
    ),
    (
        "{ type: string, format: binary }",
        "{ type: string, maxLength: 3 }",
    ),
];

#[test]
fn all_keywords_of_merged_schemas_apply() {
    let mut table = String::new();
    for (one, other) in ROWS {
        let _ = writeln!(table, "{one}\n{other}");
        let mut before = String::new();
        for (way, schemas) in ways(one, other) {
            let found = thing(&schemas);
            if found != before {
                let _ = writeln!(table, "    {way}: {found}");
            }
            before = found;
        }
    }
    insta::assert_snapshot!(table);
}

/// The report on schemas, and what `Pet` is where there is no error.
fn said(schemas: &str) -> String {
    let (text, report) = pet(schemas);
    let text = text.unwrap_or_default();
    let start = text.find("/// ").unwrap_or_default();
    format!("{report}{}", &text[start..])
}

macro_rules! says {
    ($($name:ident: $schemas:expr;)*) => {
        $(
            #[test]
            fn $name() {
                insta::assert_snapshot!(stringify!($name), said($schemas));
            }
        )*
    };
}

says! {
    annotations_of_both_parts_are_documented: "
Base:
  type: object
  properties:
    name: { type: string, title: Name, description: What it is called., deprecated: true, default: Rex }
    age: { type: integer, description: How old it is. }
    born: { type: string, x-other: 1, pattern: '(?=a)' }
    secret: { type: string, writeOnly: true }
    id: { type: string, readOnly: true, description: Made by the service. }
Pet:
  allOf:
    - { $ref: '#/components/schemas/Base' }
    - type: object
      title: The part of a pet
      description: A pet of somebody.
      properties:
        name: { type: string, maxLength: 5 }
        age: { type: integer, deprecated: true }
        born: { type: string, description: When it was born. }
        secret: { type: string, minLength: 2 }
        id: { type: string, pattern: '^a' }
        code: { allOf: [{ type: string, description: Which it is. }, { maxLength: 3, default: abc, deprecated: true }] }
        mark: { allOf: [{ type: string, readOnly: true }, { maxLength: 3 }] }
        place: { allOf: [{ type: object, nullable: true, properties: { x: { type: integer } } }, { type: object, nullable: true, description: Where it is., properties: { y: { type: integer } } }] }
";
    two_enums_are_intersected: "
Kind: { type: string, enum: [cat, dog, bird], x-enum-descriptions: [Purrs., Barks., Sings.] }
Pet:
  type: object
  properties:
    kind: { allOf: [{ $ref: '#/components/schemas/Kind' }, { enum: [bird, dog, fish] }] }
    legs: { allOf: [{ type: integer, enum: [2, 4, 6] }, { type: number, enum: [0.5, 2, 4] }] }
    size: { allOf: [{ enum: [small, 1, 2.5] }, { type: integer }] }
    name: { allOf: [{ enum: [Rex, Tom, 5] }, { type: string, maxLength: 3 }] }
    late: { allOf: [{ enum: [lion] }, { $ref: '#/components/schemas/Later' }] }
Later: { type: string, enum: [lion, tiger] }
";
    constraints_that_all_enum_values_satisfy_are_dropped: "
Level: { type: integer, enum: [1, 2], maximum: 2 }
Pet:
  type: object
  properties:
    kind: { type: string, enum: [cat, dog], maxLength: 5000 }
    name: { type: string, enum: [Rex, Max, Bello], maxLength: 4 }
    level: { $ref: '#/components/schemas/Level' }
    upper: { allOf: [{ $ref: '#/components/schemas/Level' }, { minimum: 2 }] }
    marks: { type: array, maxItems: 3, items: { type: string, enum: [a, b], minLength: 1 } }
";
    object_constraints_of_both_parts_apply: "
Base: { type: object, minProperties: 2, properties: { a: { type: string } }, anyOf: [{ required: [a] }, { required: [b] }] }
More: { type: object, maxProperties: 9, minProperties: 1, additionalProperties: { type: string, maxLength: 3 } }
Pet:
  allOf:
    - { $ref: '#/components/schemas/Base' }
    - { $ref: '#/components/schemas/More' }
    - { type: object, maxProperties: 7, additionalProperties: { type: string, minLength: 1 }, properties: { b: { type: string } } }
";
    object_and_map_constraints_of_a_property_are_merged: "
Base: { type: object, properties: { labels: { type: object, minProperties: 1, additionalProperties: { type: string, maxLength: 3 } } } }
Pet:
  allOf:
    - { $ref: '#/components/schemas/Base' }
    - { type: object, properties: { labels: { type: object, maxProperties: 4, properties: { main: { type: string, minLength: 2 } } } } }
";
    additional_properties_false_in_one_part_applies: "
Base: { type: object, additionalProperties: false, properties: { a: { type: string } } }
Pet:
  allOf:
    - { $ref: '#/components/schemas/Base' }
    - { type: object, additionalProperties: { type: string }, properties: { b: { type: string } } }
";
    constraints_beside_a_one_of_apply_to_that_use_only: "
Code: { oneOf: [{ type: string }, { type: integer }] }
Pet:
  type: object
  properties:
    any: { $ref: '#/components/schemas/Code' }
    short: { allOf: [{ $ref: '#/components/schemas/Code' }, { maxLength: 3, minimum: 1 }] }
";
    formats_of_untyped_parts_apply: "
Pet:
  type: object
  properties:
    legs: { allOf: [{ type: integer }, { format: int32, maximum: 4 }] }
    size: { allOf: [{ type: number }, { format: float }] }
    born: { allOf: [{ type: string }, { format: date }] }
    site: { allOf: [{ type: string }, { format: uri }] }
    odd: { allOf: [{ type: boolean }, { format: date }] }
    torn: { allOf: [{ type: string, format: uuid }, { format: date }] }
    open: { format: date-time }
";
    non_object_parts_of_an_object_are_a_conflict: "
Base: { type: object, properties: { a: { type: string } } }
Pet:
  allOf:
    - { $ref: '#/components/schemas/Base' }
    - { type: string }
    - { enum: [a, b] }
";
    a_property_that_is_in_no_body_is_a_conflict: "
Base: { type: object, properties: { a: { type: string, readOnly: true } } }
Pet:
  allOf:
    - { $ref: '#/components/schemas/Base' }
    - { type: object, properties: { a: { type: string, writeOnly: true } } }
";
    a_hierarchy_merged_with_an_object_is_reported: "
Animal:
  type: object
  required: [kind]
  discriminator: { propertyName: kind, mapping: { dog: '#/components/schemas/Dog' } }
  properties: { kind: { type: string } }
Dog: { allOf: [{ $ref: '#/components/schemas/Animal' }, { type: object, properties: { barks: { type: boolean } } }] }
Base: { type: object, properties: { first: { $ref: '#/components/schemas/Animal' }, second: { $ref: '#/components/schemas/Animal' }, third: { $ref: '#/components/schemas/Animal' } } }
Pet:
  allOf:
    - { $ref: '#/components/schemas/Base' }
    - type: object
      properties:
        first: { type: object, properties: { name: { type: string } } }
        second: { $ref: '#/components/schemas/Dog' }
        third: { type: object, description: Any of them. }
";
    a_discriminator_of_an_inline_part_has_no_effect: "
Base: { type: object, properties: { a: { type: string } } }
Pet:
  type: object
  properties:
    other: { allOf: [{ $ref: '#/components/schemas/Base' }, { type: object, discriminator: { propertyName: kind }, properties: { kind: { type: string } } }] }
";
    ambiguous_alternatives_of_a_merge_are_reported: "
Home:
  oneOf:
    - { type: object, properties: { street: { type: string } } }
    - { type: object, properties: { town: { type: string } } }
    - { type: string }
Pet:
  allOf:
    - { type: object, properties: { home: { $ref: '#/components/schemas/Home' }, homes: { type: array, items: { $ref: '#/components/schemas/Home' } } } }
    - type: object
      properties:
        home: { type: object, properties: { size: { type: integer } } }
        homes: { type: array, items: { type: object, properties: { size: { type: integer } } } }
";
}

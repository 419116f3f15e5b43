//! Schemas that contradict themselves or the specification: the report, and the types that are
//! generated all the same.

use std::fmt::Write as _;

use specwright::diagnostics::Severity;

use crate::support::{document_with_schemas, files_of, report, run};

/// Returns the report on a document with these schemas, followed by the type definitions that are
/// generated. Fails unless every violation says what the client does.
#[track_caller]
fn models(schemas: &str) -> String {
    let outcome = run(&document_with_schemas(schemas));
    for diagnostic in &outcome.diagnostics {
        let is_violation = diagnostic.severity() == Severity::Violation;
        let consequence = diagnostic.consequence.as_deref().unwrap_or_default();
        assert_eq!(
            is_violation,
            consequence.starts_with("the client "),
            "{diagnostic:?}"
        );
    }
    let mut text = report(&outcome);
    for (path, file) in files_of(outcome) {
        let Some(name) = path.strip_prefix("src/models/") else {
            continue;
        };
        let definitions = definitions(&file);
        if name != "mod.rs" && !definitions.is_empty() {
            let _ = write!(text, "\n// {name}\n{definitions}");
        }
    }
    text
}

/// Returns the type definitions of a file, without documentation.
fn definitions(file: &str) -> String {
    let mut file = syn::parse_file(file).unwrap();
    file.attrs.clear();
    file.items.retain(|item| {
        matches!(
            item,
            syn::Item::Struct(_) | syn::Item::Enum(_) | syn::Item::Type(_)
        )
    });
    let is_left_out = |line: &&str| {
        let line = line.trim_start();
        ["///", "#[derive(", "#[non_exhaustive]"]
            .iter()
            .any(|start| line.starts_with(start))
    };
    let text = prettyplease::unparse(&file);
    let lines = text.lines().filter(|line| !is_left_out(line));
    lines.flat_map(|line| [line, "\n"]).collect()
}

macro_rules! models {
    ($($name:ident: $schemas:expr;)*) => {
        $(
            #[test]
            fn $name() {
                insta::with_settings!({ omit_expression => true }, {
                    insta::assert_snapshot!(stringify!($name), models($schemas));
                });
            }
        )*
    };
}

models! {
    float_has_the_digits_of_a_double: "
Section:
  type: object
  properties: { tempo: { type: number, format: float } }
  example: { tempo: 118.211 }
";
    default_of_another_type_is_documented_only: "
Level: { type: integer, default: high }
Pet:
  type: object
  properties:
    tame: { type: boolean, default: 'false' }
    born: { type: string, format: date-time, default: {} }
";
    contradictory_optional_property_keeps_its_first_type: "
Base: { type: object, properties: { kind: { type: string, enum: [a] }, age: { type: integer, minimum: 3 } } }
Derived:
  allOf:
    - { $ref: '#/components/schemas/Base' }
    - type: object
      properties:
        kind: { type: string, enum: [b] }
        age: { type: string, minLength: 2, nullable: true, default: x }
Sibling:
  type: object
  properties: { kind: { type: integer } }
Both: { allOf: [{ $ref: '#/components/schemas/Base' }, { $ref: '#/components/schemas/Sibling' }] }
";
    contradictory_required_property_is_raw_json: "
Base: { type: object, required: [age], properties: { age: { type: integer, minimum: 3 } } }
Derived:
  allOf:
    - { $ref: '#/components/schemas/Base' }
    - { type: object, properties: { age: { type: string }, name: { type: string } } }
Nullable:
  required: [age]
  allOf:
    - { type: object, properties: { age: { type: integer, nullable: true } } }
    - { type: object, properties: { age: { type: string, nullable: true } } }
";
    arrays_and_maps_without_a_common_item_can_be_empty: "
List: { type: object, required: [values], properties: { values: { type: array, nullable: true, items: { type: string } } } }
Derived:
  properties:
    values: { type: array, nullable: true, items: { type: object, properties: { a: { type: string } } } }
  allOf: [{ $ref: '#/components/schemas/List' }]
Named:
  allOf:
    - { type: object, properties: { names: { type: object, additionalProperties: { type: string } } } }
    - { type: object, properties: { names: { type: object, additionalProperties: { type: integer } } } }
Open:
  allOf:
    - { type: object, additionalProperties: { type: string } }
    - { type: object, additionalProperties: { type: integer } }
Nested:
  allOf:
    - { type: object, properties: { inner: { type: object, properties: { a: { type: string }, b: { type: string } } } } }
    - { type: object, properties: { inner: { type: object, properties: { a: { type: integer }, c: { type: string } } } } }
";
    contradictory_values_are_raw_json: "
Name: { allOf: [{ type: string }, { type: integer }, { type: boolean }] }
Names: { allOf: [{ type: array, nullable: true, items: { type: string } }, { type: array, nullable: true, items: { type: integer } }] }
Format: { allOf: [{ type: string, format: uuid }, { format: date }] }
";
    object_with_a_part_that_is_none_is_raw_json: "
Name: { type: string }
Pet:
  allOf:
    - { $ref: '#/components/schemas/Name' }
    - { type: object, properties: { age: { type: integer } } }
Kitten:
  allOf:
    - { $ref: '#/components/schemas/Pet' }
    - { type: object, properties: { mother: { $ref: '#/components/schemas/Pet' } } }
Typed: { type: string, allOf: [{ type: object, properties: { age: { type: integer } } }] }
Family:
  type: object
  discriminator: { propertyName: kind, mapping: { name: Name, son: Son } }
  required: [kind]
  properties: { kind: { type: string } }
Son: { allOf: [{ $ref: '#/components/schemas/Family' }, { type: string }] }
Daughter: { allOf: [{ $ref: '#/components/schemas/Family' }] }
";
    impossible_alternative_is_left_out: "
A: { type: object, required: [k], properties: { k: { type: string, enum: [a] } } }
B: { type: object, required: [k], properties: { k: { type: string, enum: [b] } } }
C: { type: object, required: [k], properties: { k: { type: string, enum: [a, c] }, c: { type: string } } }
Several:
  allOf:
    - oneOf: [{ $ref: '#/components/schemas/A' }, { $ref: '#/components/schemas/B' }, { $ref: '#/components/schemas/C' }]
    - { type: object, properties: { k: { type: string, enum: [a, c] } } }
Only:
  allOf:
    - oneOf: [{ $ref: '#/components/schemas/A' }, { $ref: '#/components/schemas/B' }]
    - { type: object, properties: { k: { type: string, enum: [a] } } }
Neither:
  properties: { k: { type: integer } }
  oneOf: [{ $ref: '#/components/schemas/A' }, { $ref: '#/components/schemas/B' }]
";
    base_can_list_its_derived_schemas: "
Request:
  properties: {}
  oneOf: [{ $ref: '#/components/schemas/View' }, { $ref: '#/components/schemas/List' }]
View:
  type: object
  required: [kind]
  properties: { kind: { type: string, enum: [VIEW] } }
  allOf: [{ $ref: '#/components/schemas/Request' }]
List: { type: object, required: [kind], properties: { kind: { type: string, enum: [LIST] } } }
";
    inheritance_cycle_is_cut: "
Pet: { allOf: [{ $ref: '#/components/schemas/Cat' }, { type: object, properties: { name: { type: string } } }] }
Cat: { allOf: [{ $ref: '#/components/schemas/Pet' }, { type: object, properties: { lives: { type: integer } } }] }
Self: { type: object, properties: { a: { type: string } }, allOf: [{ $ref: '#/components/schemas/Self' }] }
Tagged:
  type: object
  required: [kind]
  properties: { kind: { type: string } }
  discriminator: { propertyName: kind }
  allOf: [{ $ref: '#/components/schemas/Child' }]
Child: { allOf: [{ $ref: '#/components/schemas/Tagged' }, { type: object, properties: { b: { type: string } } }] }
";
    schema_of_itself_alone_is_raw_json: "
Pet: { oneOf: [{ $ref: '#/components/schemas/Pet' }, { type: string }] }
Alias: { allOf: [{ $ref: '#/components/schemas/Alias' }] }
Many: { oneOf: [{ $ref: '#/components/schemas/More' }, { type: integer }] }
More: { oneOf: [{ $ref: '#/components/schemas/Many' }, { type: boolean }] }
Home: { type: object, properties: { pet: { $ref: '#/components/schemas/Pet' }, many: { $ref: '#/components/schemas/Many' } } }
";
    mapping_to_an_unknown_schema_is_ignored: "
Pet:
  type: object
  required: [kind]
  properties: { kind: { type: string } }
  discriminator: { propertyName: kind, mapping: { cat: '#/components/schemas/Catt', dog: Dog } }
Cat: { allOf: [{ $ref: '#/components/schemas/Pet' }, { type: object, properties: { lives: { type: integer } } }] }
Dog: { allOf: [{ $ref: '#/components/schemas/Pet' }, { type: object, properties: { barks: { type: boolean } } }] }
Choice:
  oneOf: [{ $ref: '#/components/schemas/Cat' }, { $ref: '#/components/schemas/Dog' }]
  discriminator: { propertyName: kind, mapping: { cat: Cat, dog: Dog, bird: Bird } }
";
    integer_and_boolean_tags_have_their_declared_type: "
On: { type: object, required: [on], properties: { on: { type: boolean, enum: [true] }, a: { type: string } } }
Off: { type: object, required: [on], properties: { on: { type: boolean, enum: [false] }, b: { type: string } } }
Switch:
  oneOf: [{ $ref: '#/components/schemas/On' }, { $ref: '#/components/schemas/Off' }]
  discriminator: { propertyName: on, mapping: { 'true': On, 'false': Off } }
Unmapped:
  oneOf: [{ $ref: '#/components/schemas/On' }, { $ref: '#/components/schemas/Off' }]
  discriminator: { propertyName: on }
Undiscriminated: { oneOf: [{ $ref: '#/components/schemas/On' }, { $ref: '#/components/schemas/Off' }] }
Base:
  type: object
  required: [kind]
  properties: { kind: { type: integer } }
  discriminator: { propertyName: kind, mapping: { '1': First, '-20000': Second } }
First: { allOf: [{ $ref: '#/components/schemas/Base' }, { type: object, properties: { z: { type: string } } }] }
Second: { allOf: [{ $ref: '#/components/schemas/Base' }, { type: object, required: [y], properties: { y: { type: string } } }] }
";
    object_with_one_part_is_that_part: "
Album: { type: object, properties: { id: { type: string } } }
Albums: { $ref: '#/components/schemas/Album' }
Tagged: { type: object, required: [kind], properties: { kind: { type: string } }, discriminator: { propertyName: kind } }
Derived: { type: object, allOf: [{ $ref: '#/components/schemas/Tagged' }] }
Track:
  type: object
  properties:
    album: { type: object, description: The album., allOf: [{ $ref: '#/components/schemas/Album' }] }
    alias: { type: object, nullable: true, allOf: [{ $ref: '#/components/schemas/Albums' }, { description: Another. }] }
    tagged: { type: object, allOf: [{ $ref: '#/components/schemas/Tagged' }] }
    more: { type: object, required: [id], allOf: [{ $ref: '#/components/schemas/Album' }] }
";
    discriminator_of_the_base_distinguishes_derived_schemas: "
Policy:
  type: object
  required: [type]
  properties: { type: { type: string } }
  discriminator: { propertyName: type, mapping: { ACCESS: Access, SIGN_IN: Access, PASSWORD: Password } }
Access: { allOf: [{ $ref: '#/components/schemas/Policy' }, { type: object, properties: { rule: { type: string } } }] }
Password: { allOf: [{ $ref: '#/components/schemas/Policy' }, { type: object, properties: { length: { type: integer } } }] }
Strong: { allOf: [{ $ref: '#/components/schemas/Password' }, { type: object, properties: { digits: { type: integer } } }] }
Choice: { oneOf: [{ $ref: '#/components/schemas/Access' }, { $ref: '#/components/schemas/Password' }] }
Nested: { anyOf: [{ $ref: '#/components/schemas/Access' }, { $ref: '#/components/schemas/Strong' }] }
Optional: { type: object, properties: { kind: { type: string } }, discriminator: { propertyName: kind, mapping: { left: Left, right: Right } } }
Left: { allOf: [{ $ref: '#/components/schemas/Optional' }, { type: object, required: [l], properties: { l: { type: string } } }] }
Right: { allOf: [{ $ref: '#/components/schemas/Optional' }, { type: object, required: [r], properties: { r: { type: string } } }] }
Side: { oneOf: [{ $ref: '#/components/schemas/Left' }, { $ref: '#/components/schemas/Right' }] }
Other: { type: object, properties: { type: { type: string } } }
Mixed: { oneOf: [{ $ref: '#/components/schemas/Access' }, { $ref: '#/components/schemas/Other' }] }
";
    derived_schema_missing_in_a_mapping_is_a_warning: "
Base:
  type: object
  required: [kind]
  properties: { kind: { type: string } }
  discriminator: { propertyName: kind, mapping: { '#x.one': x.one, '#x.deep': x.deep } }
x.one: { allOf: [{ $ref: '#/components/schemas/Base' }] }
x.two: { allOf: [{ $ref: '#/components/schemas/Base' }] }
x.named: { x-ms-discriminator-value: '#x.named', allOf: [{ $ref: '#/components/schemas/Base' }] }
x.middle: { allOf: [{ $ref: '#/components/schemas/x.one' }] }
x.deep: { allOf: [{ $ref: '#/components/schemas/x.middle' }] }
";
    mapping_value_unlike_its_siblings_is_a_warning: "
Base:
  type: object
  required: [kind]
  properties: { kind: { type: string } }
  discriminator: { propertyName: kind, mapping: { '#x.one': x.one, 'x.two': x.two, '#x.tree': x.three, '#x.four': x.four, four: x.four } }
x.one: { allOf: [{ $ref: '#/components/schemas/Base' }] }
x.two: { allOf: [{ $ref: '#/components/schemas/Base' }] }
x.three: { allOf: [{ $ref: '#/components/schemas/Base' }] }
x.four: { allOf: [{ $ref: '#/components/schemas/Base' }] }
Other:
  type: object
  required: [kind]
  properties: { kind: { type: string } }
  discriminator: { propertyName: kind, mapping: { '#x.five': x.five, '#x.six': x.six, '#x.seven': x.seven, '#x.eight': x.eight, '#x.nine': x.nine, '#x.ten': x.ten } }
x.five: { allOf: [{ $ref: '#/components/schemas/Other' }] }
x.six: { allOf: [{ $ref: '#/components/schemas/Other' }] }
x.seven: { allOf: [{ $ref: '#/components/schemas/Other' }] }
x.eight: { allOf: [{ $ref: '#/components/schemas/Other' }] }
x.nine: { allOf: [{ $ref: '#/components/schemas/Other' }] }
x.ten: { allOf: [{ $ref: '#/components/schemas/Other' }] }
Shapes:
  type: object
  required: [shape]
  properties: { shape: { type: string } }
  discriminator: { propertyName: shape, mapping: { round: Circle, square: Square } }
Circle: { allOf: [{ $ref: '#/components/schemas/Shapes' }] }
Square: { allOf: [{ $ref: '#/components/schemas/Shapes' }] }
";
    description_of_an_unknown_enum_value_is_a_warning: "
Kind: { type: string, enum: [cat, dog], x-enum-descriptions: { cat: It purrs., dgo: It barks. } }
Pet:
  type: object
  properties:
    legs: { type: integer, enum: [2, 4], x-enum-varnames: { '2': Two, '4': Four, seventeen: Many } }
";
    suggested_target_is_one_that_the_mapping_does_not_list: "
Pet:
  type: object
  required: [kind]
  properties: { kind: { type: string } }
  discriminator: { propertyName: kind, mapping: { a: PetA, b: PetC } }
PetA: { allOf: [{ $ref: '#/components/schemas/Pet' }] }
PetB: { allOf: [{ $ref: '#/components/schemas/Pet' }] }
";
    impossible_limits_are_not_validated: "
Pet:
  type: object
  properties:
    name: { type: string, minLength: 256, maxLength: 1, pattern: '^[a-z]+$' }
    latitude: { type: number, minimum: 18446744073709552000, maximum: 90 }
    legs: { type: integer, minimum: 4, exclusiveMinimum: true, maximum: 4 }
    arms: { type: integer, format: int32, minimum: 2147483648, maximum: 2147483649 }
    eyes: { type: integer, multipleOf: 0 }
    tags: { type: array, minItems: 2, maxItems: 1, items: { type: string, minLength: 3, maxLength: 2 } }
    notes: { type: object, minProperties: 2, maxProperties: 1, additionalProperties: { type: string } }
    born:
      allOf: [{ type: integer, minimum: 5 }, { maximum: 4, multipleOf: 2 }]
Kitten:
  allOf:
    - { $ref: '#/components/schemas/Pet' }
    - { type: object, properties: { eyes: { type: integer, minimum: 3 }, tags: { type: array, items: { type: string, minLength: 3 } } } }
    - { type: object, properties: { eyes: { type: integer, maximum: 2 }, tags: { type: array, items: { type: string, maxLength: 2 } } } }
";
    default_beside_all_of_is_a_warning: "
Time: { type: string, format: date-time }
Kind: { type: string, enum: [cat, dog] }
Pet:
  type: object
  properties:
    born: { default: {}, allOf: [{ $ref: '#/components/schemas/Time' }] }
    kind: { default: 7, allOf: [{ $ref: '#/components/schemas/Kind' }] }
";
}

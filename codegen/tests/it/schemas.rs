//! Schemas that cannot be lowered as they are written, or only with a warning: the reports on them.

use crate::support::{document_with_schemas, verdict};

/// Returns the report on a document with these schemas, and whether a client is generated.
fn schemas(schemas: &str) -> String {
    verdict(&document_with_schemas(schemas))
}

macro_rules! reports {
    ($($(#[$meta:meta])* $name:ident: $report:expr;)*) => {
        $(
            $(#[$meta])*
            #[test]
            fn $name() {
                insta::assert_snapshot!(stringify!($name), $report);
            }
        )*
    };
}

reports! {
    alternatives_without_a_discriminator_are_a_type: schemas("
Pet:
  oneOf:
    - { type: string }
    - { type: integer }
");
    x_error_code_must_lead_to_a_string: schemas("
Error:
  type: object
  x-error-code: [eror, code]
  properties:
    error: { $ref: '#/components/schemas/Inner' }
Inner:
  type: object
  x-error-code: [count]
  properties:
    code: { type: string }
    count: { type: integer }
Above:
  type: object
  x-error-code: [inner, count, code]
  properties:
    inner: { $ref: '#/components/schemas/Inner' }
Text:
  type: string
  x-error-code: [code]
Nothing:
  type: object
  x-error-code: []
");
    one_or_many_is_a_type: schemas("
Pets:
  oneOf:
    - { $ref: '#/components/schemas/Pet' }
    - { type: array, items: { $ref: '#/components/schemas/Pet' } }
Pet: { type: object }
");
    a_reference_made_nullable_by_an_alternative_is_a_type: schemas("
Pet:
  type: object
  properties:
    owner:
      anyOf:
        - { $ref: '#/components/schemas/Owner' }
        - { type: object, nullable: true }
Owner: { type: object }
");
    not_is_reported_as_unchecked: schemas("
Pet:
  not: { minLength: 3 }
");
    a_format_of_another_type_is_a_warning: schemas("
A: { type: integer, format: date-time }
B: { type: boolean, format: int32 }
C: { type: integer, format: float }
D: { type: array, format: uuid, items: {} }
E: { type: string, format: int64 }
F: { type: number, format: decimal }
G: { type: integer, format: uint8 }
H: { type: string, format: of-our-own }
");
    limits_outside_a_format_are_errors_or_ignored: schemas("
A: { type: integer, format: int32, minimum: 2147483648 }
B: { type: integer, format: int32, maximum: 5000000000 }
C: { type: integer, format: uint64, maximum: -1 }
D: { type: integer, minimum: 0, maximum: 18446744073709551615, default: 18446744073709551615 }
E: { type: object, minProperties: 3, maxProperties: 2, properties: { a: { type: string } } }
F: { type: integer, maximum: 1e30, minimum: -1e30 }
");
    a_pattern_that_needs_backtracking_is_a_warning: schemas("
A: { type: string, pattern: '^(?!x)' }
B: { type: string, pattern: '(a)\\1' }
C: { type: string, pattern: '(' }
");
    a_default_of_a_named_schema_must_match: schemas("
Level: { type: integer, default: high }
Kind: { type: string, enum: [cat, dog], default: cow }
Pet: { type: object, default: { legs: four }, properties: { legs: { type: integer } } }
");
    xml_is_reported_as_without_effect: schemas("
Pet:
  type: object
  xml: { name: pet }
  properties:
    id: { type: integer, xml: { attribute: true } }
");
    an_enum_of_any_scalars_is_a_type: schemas("
Legs: { type: integer, enum: [2, 4, 18446744073709551615] }
Weight: { type: number, enum: [0.5, 1] }
Alive: { type: boolean, enum: [true] }
Mixed: { enum: [1, two, 3.5, true, null] }
Nothing: { enum: [null] }
");
    an_enum_of_arrays_is_reported: schemas("
Pair: { type: array, items: { type: integer }, enum: [[1, 2], [2, 3]] }
Any: { enum: [{ a: 1 }, 2] }
");
    a_duplicate_enum_value_is_a_warning: schemas("
Kind: { type: string, enum: [cat, dog, cat] }
Legs: { enum: [2, 4, 2.0] }
");
    enum_values_of_another_type_are_warnings: schemas("
Kind: { type: string, enum: [cat, 1, true] }
Legs: { type: integer, enum: [2, four, 4.5] }
Alive: { type: boolean, enum: [true, 'no'] }
");
    an_enum_without_values_of_its_type_is_ignored: schemas("
Kind: { type: string, enum: [1, true] }
Legs: { type: integer, nullable: true, enum: ['2', '4'] }
Tags: { type: array, items: { type: string }, enum: [cat, dog] }
Nothing: { type: string, nullable: true, enum: [null] }
");
    mapping_to_no_schema_suggests_a_near_name: schemas("
Pet:
  type: object
  discriminator:
    propertyName: kind
    mapping: { cat: '#/components/schemas/Catt' }
  properties: { kind: { type: string } }
Cat:
  allOf:
    - { $ref: '#/components/schemas/Pet' }
    - { type: object }
");
    mapping_to_an_abstract_schema_is_ignored: schemas("
Pet:
  type: object
  x-abstract: true
  discriminator:
    propertyName: kind
    mapping: { pet: '#/components/schemas/Pet' }
  properties: { kind: { type: string } }
");
    an_undeclared_discriminator_is_a_string: schemas("
Pet:
  type: object
  discriminator:
    propertyName: kind
    mapping: { pet: '#/components/schemas/Pet' }
");
    a_discriminator_over_non_objects_has_no_effect: schemas("
Content:
  oneOf:
    - { $ref: '#/components/schemas/Folder' }
    - { $ref: '#/components/schemas/File' }
  discriminator: { propertyName: type }
Folder: { type: array, items: { $ref: '#/components/schemas/File' } }
File: { type: object, required: [type], properties: { type: { type: string } } }
");
    a_discriminator_over_inline_schemas_has_no_effect: schemas("
Pet:
  oneOf:
    - { type: object, required: [purr], properties: { kind: { type: string }, purr: { type: string } } }
    - { $ref: '#/components/schemas/Dog' }
  discriminator: { propertyName: kind }
Dog: { type: object, required: [kind, bark], properties: { kind: { type: string }, bark: { type: string } } }
Home:
  type: object
  properties:
    pet: { type: object, discriminator: { propertyName: kind }, properties: { kind: { type: string } } }
");
    annotations_beside_a_reference_add_no_type: schemas("
Pet:
  type: object
  properties:
    mother: { allOf: [ { $ref: '#/components/schemas/Pet' }, { description: Who bore it. } ] }
    father: { allOf: [ { description: Who begot it. }, { $ref: '#/components/schemas/Pet' }, { readOnly: true } ] }
");
    two_types_of_one_property_are_a_conflict: schemas("
Pet:
  allOf:
    - { type: object, properties: { age: { type: string } } }
    - { type: object, properties: { age: { type: integer } } }
");
    an_object_may_inherit_from_a_schema_with_a_property_of_it: schemas("
Pet:
  type: object
  required: [name]
  properties:
    name: { type: string }
    toys: { type: array, items: { allOf: [ { $ref: '#/components/schemas/Pet' }, { properties: { colour: { type: string } } } ] } }
    friend: { type: object, properties: { since: { type: string } }, oneOf: [ { $ref: '#/components/schemas/Dog' }, { $ref: '#/components/schemas/Cat' } ] }
Dog:
  allOf: [ { $ref: '#/components/schemas/Pet' }, { type: object, required: [bark], properties: { bark: { type: string } } } ]
Cat:
  allOf:
    - { $ref: '#/components/schemas/Pet' }
    - type: object
      required: [purr]
      properties:
        purr: { type: string }
        prey: { allOf: [ { $ref: '#/components/schemas/Dog' }, { $ref: '#/components/schemas/Cat' }, { properties: { taste: { type: string } } } ] }
");
    schema_that_inherits_from_itself_is_a_violation: schemas("
Pet:
  allOf:
    - { $ref: '#/components/schemas/Cat' }
    - { type: object }
Cat:
  allOf:
    - { $ref: '#/components/schemas/Pet' }
    - { type: object }
");
    inheriting_from_what_is_no_object_is_a_violation: schemas("
Name: { type: string }
Pet:
  allOf:
    - { $ref: '#/components/schemas/Name' }
    - { type: object, properties: { age: { type: integer } } }
");
    recursion_through_arrays_and_maps_is_a_type: schemas("
Nest: { type: array, items: { $ref: '#/components/schemas/Nest' } }
Left: { type: array, items: { $ref: '#/components/schemas/Right' } }
Right: { type: object, additionalProperties: { $ref: '#/components/schemas/Left' } }
Json:
  oneOf:
    - { type: string }
    - { type: array, items: { $ref: '#/components/schemas/Json' } }
    - { type: object, additionalProperties: { $ref: '#/components/schemas/Json' } }
");
    schema_of_nothing_but_itself_is_raw_json: schemas("
Alone: { allOf: [ { $ref: '#/components/schemas/Alone' } ] }
Chosen: { oneOf: [ { $ref: '#/components/schemas/Chosen' }, { type: string } ] }
Left: { anyOf: [ { $ref: '#/components/schemas/Right' }, { type: string } ] }
Right: { anyOf: [ { $ref: '#/components/schemas/Left' }, { type: integer } ] }
");
    ambiguous_alternatives_are_reported: schemas("
Pet:
  oneOf:
    - { type: object, properties: { name: { type: string } } }
    - { type: object, properties: { name: { type: string }, age: { type: integer } } }
Toy:
  oneOf:
    - { type: object, required: [wheels], properties: { wheels: { type: integer } } }
    - { type: object, required: [strings], properties: { strings: { type: integer } } }
Box:
  oneOf:
    - { type: array, items: { type: string } }
    - { type: array, items: { type: integer } }
");
    exclusive_parts_of_all_of_are_a_conflict: schemas("
Name: { type: string, maxLength: 3 }
Short: { allOf: [ { $ref: '#/components/schemas/Name' }, { minLength: 5 } ] }
Odd: { allOf: [ { $ref: '#/components/schemas/Name' }, { type: integer } ] }
Kind: { allOf: [ { type: string, enum: [cat, dog] }, { type: string, enum: [bird] } ] }
Pet:
  allOf:
    - { type: object, properties: { age: { type: integer, minimum: 3 } } }
    - { type: object, properties: { age: { type: integer, maximum: 1 } } }
");
    compatible_parts_of_all_of_are_a_type: schemas("
Name: { type: string, maxLength: 30 }
Short: { allOf: [ { $ref: '#/components/schemas/Name' }, { maxLength: 5 } ] }
Kind: { allOf: [ { type: string, enum: [cat, dog] }, { type: string, enum: [dog, bird] } ] }
Id: { allOf: [ { type: string }, { format: uuid } ] }
Names: { allOf: [ { type: array, items: { type: string } }, { minItems: 1 } ] }
Open: { allOf: [ { type: object, additionalProperties: { type: string } }, { type: object, additionalProperties: { type: string } } ] }
Base: { type: object, required: [name], properties: { name: { type: string }, size: { type: number } } }
Left: { allOf: [ { $ref: '#/components/schemas/Base' }, { type: object, properties: { size: { type: integer } } } ] }
Both: { allOf: [ { $ref: '#/components/schemas/Left' }, { $ref: '#/components/schemas/Base' } ] }
");
    an_object_that_excludes_its_one_of_is_a_conflict: schemas("
Pet:
  type: object
  properties: { name: { type: string } }
  oneOf: [ { type: string }, { type: integer } ]
");
    too_many_combinations_of_alternatives_are_raw_json: schemas(&format!("
Pet:
  allOf:
    - {{ type: object, properties: {{ name: {{ type: string }} }} }}
    - {{ oneOf: [{0}] }}
    - {{ oneOf: [{0}] }}
", (0..9).map(|n| format!("{{ type: object, properties: {{ p{n}: {{ type: string }} }} }}")).collect::<Vec<_>>().join(", ")));
    limits_that_exclude_every_value_are_violations: schemas("
Pet:
  type: object
  properties:
    name: { type: string, minLength: 5, maxLength: 3 }
    legs: { type: integer, minimum: 4, maximum: 2 }
    step: { type: number, multipleOf: 0 }
");
    mismatched_examples_are_reported_at_the_property: schemas("
Pet:
  type: object
  required: [name]
  properties:
    name: { type: string, maxLength: 3 }
    legs: { type: integer, format: int32 }
    kind: { type: string, enum: [cat, dog] }
    born: { type: string, format: date-time }
  example: { name: Rex the Great, legs: four, kind: bird, born: yesterday }
Toy:
  type: object
  required: [name]
  properties:
    name: { type: string }
  example: {}
");
    examples_that_violate_constraints_are_reported: schemas("
Size:
  oneOf: [ { type: integer, minimum: 3 }, { type: string, maxLength: 2 } ]
  example: 2
Pet:
  type: object
  minProperties: 2
  properties: { name: { type: string } }
  example: { name: Rex }
");
    default_of_another_type_is_a_violation: schemas("
Pet:
  type: object
  properties:
    legs: { type: integer, default: many }
    arms: { type: integer, format: int32, default: 4294967296 }
    eyes: { type: integer, default: 2.0 }
    kind: { type: string, enum: [cat, dog], default: cat }
    sort: { type: string, enum: [cat, dog], default: cow }
    born: { type: string, format: date, default: today }
    name: { type: string, minLength: 3, pattern: '^[a-z]+$', default: X }
    tags: { type: array, items: { type: string }, default: [1] }
    home: { type: object, properties: { street: { type: string } }, default: { street: 5 } }
");
}

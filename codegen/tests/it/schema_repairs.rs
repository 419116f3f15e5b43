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

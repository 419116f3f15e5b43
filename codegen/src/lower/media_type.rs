//! Media types whose bodies have a schema that applies, and their examples.

use openapiv3::{MediaType, ReferenceOr};
use serde_json::Value;

use super::Lowering;
use super::keywords::Unboxed;
use super::schema::Lowered;
use crate::diagnostics::code::Code;
use crate::diagnostics::{Anchor, Diagnostic};
use crate::ir::{Constraint, Example, LiteralKind, Type};
use crate::source::PathCursor;

impl<'d> Lowering<'d> {
    /// The type of a body, and what the body as a whole must satisfy. Notes its examples.
    pub(super) fn media_type(
        &mut self,
        declared: &'d MediaType,
        cursor: &PathCursor<'_>,
        place: &super::Place,
    ) -> (Type, Vec<Constraint>) {
        let Some(schema) = &declared.schema else {
            return (Type::Any, Vec::new());
        };
        let lowered = self.schema(schema.unboxed(), &cursor.key("schema"), place);
        if let Some(example) = &declared.example {
            self.example(
                &cursor.key("example"),
                &lowered,
                place.words.clone(),
                example,
            );
        }
        let examples = cursor.key("examples");
        for (name, example) in &declared.examples {
            let cursor = examples.key(name);
            let words = place.below(name).words;
            match example {
                ReferenceOr::Item(example) => {
                    if let Some(value) = &example.value {
                        self.example(&cursor.key("value"), &lowered, words, value);
                    }
                }
                ReferenceOr::Reference { reference } => {
                    let found = self
                        .referred(reference, "examples", |components| &components.examples)
                        .and_then(|(name, example)| Some((name, example.value.as_ref()?)));
                    match found {
                        Some((name, value)) => {
                            let root = PathCursor::ROOT.key("components");
                            self.example(
                                &root.key("examples").key(name).key("value"),
                                &lowered,
                                words,
                                value,
                            );
                        }
                        None => self.unsupported(
                            &cursor.key("$ref"),
                            "a reference to an example that is not under `components/examples`",
                            "move the example there and refer to it",
                        ),
                    }
                }
            }
        }
        let ty = if lowered.nullable {
            Type::Nullable(Box::new(lowered.ty))
        } else {
            lowered.ty
        };
        (ty, lowered.constraints)
    }

    /// Notes an example: where it fits its schema, it becomes a test.
    pub(super) fn example(
        &mut self,
        cursor: &PathCursor<'_>,
        lowered: &Lowered,
        name: Vec<String>,
        value: &Value,
    ) {
        let pointer = cursor.to_pointer().as_str().to_owned();
        if self.examples.contains_key(&pointer) {
            return;
        }
        self.defer_literal_check(LiteralKind::Example, cursor, lowered, value);
        let example = Example {
            name,
            pointer: pointer.clone(),
            ty: match value {
                Value::Null if lowered.nullable => Type::Nullable(Box::new(lowered.ty.clone())),
                _ => lowered.ty.clone(),
            },
            value: value.clone(),
        };
        self.examples.insert(pointer, example);
    }
}

impl Lowering<'_> {
    /// Announces what is declared as binary and is no file.
    pub(super) fn tell_binaries(&mut self) {
        for pointer in std::mem::take(&mut self.binaries).into_values() {
            self.diagnostics.push(
                Diagnostic::new(
                    Code::BinaryInJson,
                    Anchor::Value(pointer),
                    "`format: binary` inside JSON is plain text here",
                )
                .help("JSON cannot hold raw bytes; write `format: byte` for base64"),
            );
        }
    }
}

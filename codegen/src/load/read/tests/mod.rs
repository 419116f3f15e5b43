mod envelope;
mod schema;
mod schema_2020_12;

use crate::diagnostics::Diagnostics;
use crate::document::{Document, InstanceType, Schema};
use crate::load;
use crate::source::Source;

const HEAD: &str = "openapi: 3.0.3\ninfo: { title: Pets, version: '1' }\n";

/// Reads a document without errors.
fn read(text: &str) -> Document {
    let source = Source::new("pets.yaml", &*format!("{HEAD}{text}"));
    let mut diagnostics = Diagnostics::new();
    let document = load::load(&source, &mut diagnostics);
    let diagnostics = diagnostics.into_vec();
    document.unwrap_or_else(|| panic!("{diagnostics:?}"))
}

/// Reads a document with violations.
fn read_repaired(text: &str) -> Document {
    let source = Source::new("pets.yaml", &*format!("{HEAD}{text}"));
    let mut diagnostics = Diagnostics::new();
    let reading = load::read(&source, &mut diagnostics);
    assert!(!diagnostics.has_errors());
    assert!(!diagnostics.into_vec().is_empty());
    reading.document.unwrap()
}

fn of_type(instance_type: InstanceType) -> Schema {
    Schema {
        instance_type: Some(instance_type),
        ..Schema::default()
    }
}

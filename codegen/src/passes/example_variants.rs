//! Chooses the sent or the received variant of the type of each example.

use crate::ir::visit::map_type_ids_in;
use crate::ir::{Api, Example, Origin, TypeId, TypeTable, ValueChecker};
use crate::source::JsonPointer;

/// Changes the type of each example to the request variant unless the value matches the received
/// type.
pub(super) fn run(api: &mut Api) {
    let mut request_variants: Vec<Option<TypeId>> = vec![None; api.types.len()];
    for (id, definition) in api.types.iter() {
        if let Origin::RequestVariant(received) = definition.origin {
            request_variants[received.index()] = Some(id);
        }
    }
    for example in &mut api.examples {
        let mut sent = example.ty.clone();
        map_type_ids_in(&mut sent, |id| request_variants[id.index()].unwrap_or(id));
        if sent != example.ty && !matches_type(&api.types, example) {
            example.ty = sent;
        }
    }
}

/// Returns whether an example matches its type exactly.
fn matches_type(types: &TypeTable, example: &Example) -> bool {
    let mut checker = ValueChecker::exact(types);
    checker.check(&JsonPointer::root(), &example.value, &example.ty, false);
    checker.mismatches.is_empty()
}

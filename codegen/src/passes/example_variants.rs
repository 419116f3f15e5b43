//! Chooses the sent or the received variant of the type of each example.

use crate::diagnostics::code::Code;
use crate::diagnostics::{Anchor, Diagnostic, Diagnostics};
use crate::ir::visit::map_type_ids_in;
use crate::ir::{Api, Example, Origin, Type, TypeId, TypeTable, ValueChecker};
use crate::source::JsonPointer;

/// Changes the type of each example to the request variant unless the value matches the received
/// type. Removes and reports an example that matches neither, because it lacks required properties
/// of both.
pub(super) fn run(api: &mut Api, diagnostics: &mut Diagnostics) {
    let mut request_variants: Vec<Option<TypeId>> = vec![None; api.types.len()];
    for (id, definition) in api.types.iter() {
        if let Origin::RequestVariant(received) = definition.origin {
            request_variants[received.index()] = Some(id);
        }
    }
    let types = &api.types;
    api.examples.retain_mut(|example| {
        let Some(problem) = mismatch(types, example, &example.ty) else {
            return true;
        };
        let mut sent = example.ty.clone();
        map_type_ids_in(&mut sent, |id| request_variants[id.index()].unwrap_or(id));
        if sent != example.ty && mismatch(types, example, &sent).is_none() {
            example.ty = sent;
            return true;
        }
        let place = JsonPointer::from_encoded(&example.pointer);
        diagnostics.push(
            Diagnostic::new(Code::Example, Anchor::Value(place), problem)
                .help("correct the example or its schema; the example is not tested"),
        );
        false
    });
}

/// Returns why an example does not match a type exactly.
fn mismatch(types: &TypeTable, example: &Example, ty: &Type) -> Option<String> {
    let mut checker = ValueChecker::exact(types);
    checker.check(&JsonPointer::root(), &example.value, ty, false);
    let first = checker.mismatches.into_iter().next()?;
    Some(format!("{}: {}", first.pointer, first.message))
}

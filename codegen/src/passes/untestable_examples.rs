//! Leaves out the examples that no test can decode.

use std::collections::HashSet;

use crate::ir::visit::{for_each_type_id, for_each_type_id_in};
use crate::ir::{Api, Type, TypeId, TypeKind, TypeTable};

/// Removes the examples whose types contain a type of another crate: whether it accepts them is not
/// known.
pub(super) fn run(api: &mut Api) {
    let types = &api.types;
    let is_external = |id: TypeId| matches!(types[id].kind, TypeKind::External(_));
    if types.ids().any(is_external) {
        api.examples
            .retain(|example| !contains_external(types, &example.ty));
    }
}

/// Returns whether a value of a type can contain one of another crate.
fn contains_external(types: &TypeTable, ty: &Type) -> bool {
    let mut pending = Vec::new();
    for_each_type_id_in(ty, |id| pending.push(id));
    let mut seen = HashSet::new();
    while let Some(id) = pending.pop() {
        if !seen.insert(id) {
            continue;
        }
        if matches!(types[id].kind, TypeKind::External(_)) {
            return true;
        }
        for_each_type_id(&types[id].kind, |id| pending.push(id));
    }
    false
}

//! Determines which types have constraints to check before their values are sent.

use crate::ir::visit::for_each_type_ref;
use crate::ir::{Api, Property, TypeId, TypeKind};

/// Sets whether each sent type has constraints: its own, or those of a type it mentions.
pub(super) fn run(api: &mut Api) {
    for definition in api.types.definitions_mut() {
        definition.validated = definition.usage.sent && has_constraints(&definition.kind);
    }
    loop {
        let mut found: Vec<TypeId> = Vec::new();
        for (id, definition) in api.types.iter() {
            if definition.validated || !definition.usage.sent {
                continue;
            }
            let mut is_validated = false;
            for_each_type_ref(&definition.kind, |ty| is_validated |= api.is_validated(ty));
            if is_validated {
                found.push(id);
            }
        }
        if found.is_empty() {
            return;
        }
        for id in found {
            api.types[id].validated = true;
        }
    }
}

/// Returns whether a definition itself has constraints.
fn has_constraints(kind: &TypeKind) -> bool {
    let is_constrained = |property: &Property| !property.constraints.is_empty();
    match kind {
        TypeKind::Object(object) => {
            let additional = object.additional.typed();
            additional.is_some_and(|additional| !additional.constraints.is_empty())
                || !object.constraints.is_empty()
                || object.properties.iter().any(is_constrained)
        }
        TypeKind::Multipart(multipart) => multipart.properties.iter().any(is_constrained),
        TypeKind::Union(union) => union
            .variants
            .iter()
            .any(|variant| !variant.constraints.is_empty()),
        TypeKind::Newtype(newtype) => !newtype.constraints.is_empty(),
        _ => false,
    }
}

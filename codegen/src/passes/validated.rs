//! Determines which types have constraints to check before their values are sent.

use crate::ir::visit::{Visitor, for_each_type_id_in, for_each_type_ref, walk_type};
use crate::ir::{Api, Property, Type, TypeId, TypeKind};

/// Sets whether each sent type has constraints: its own, or those of a type it mentions.
///
/// A tuple is validated as a whole, so the other types in a tuple with such a type count as well.
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
        found.extend(beside_validated_types(api));
        if found.is_empty() {
            return;
        }
        for id in found {
            api.types[id].validated = true;
        }
    }
}

/// Returns the types without constraints that are in a tuple with a type that has some.
fn beside_validated_types(api: &Api) -> Vec<TypeId> {
    struct Tuples<'a> {
        api: &'a Api,
        found: Vec<TypeId>,
    }

    impl Visitor for Tuples<'_> {
        fn visit_type(&mut self, ty: &Type) {
            if matches!(ty, Type::Tuple(_)) && self.api.is_validated(ty) {
                self.add_types_in(ty);
            }
            walk_type(self, ty);
        }
    }

    impl Tuples<'_> {
        fn add_types_in(&mut self, ty: &Type) {
            let mut ids = Vec::new();
            for_each_type_id_in(ty, |id| ids.push(id));
            for id in ids {
                let definition = &self.api.types[id];
                if !definition.validated && !self.found.contains(&id) {
                    self.found.push(id);
                    if let TypeKind::Alias(target) = &definition.kind {
                        self.add_types_in(target);
                    }
                }
            }
        }
    }

    let mut tuples = Tuples {
        api,
        found: Vec::new(),
    };
    for definition in api.types.definitions() {
        if definition.usage.sent {
            tuples.visit_type_kind(&definition.kind);
        }
    }
    api.visit_operations(&mut tuples);
    tuples.found
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

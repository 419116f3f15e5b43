//! Determines whether the values of each type are sent, received, or both.

use crate::ir::visit::{Visitor, for_each_type_id, for_each_type_id_in};
use crate::ir::{Api, Type, TypeId, TypeTable, Usage};

/// Sets the usage of every type. A type that no operation reaches stays unused.
pub(super) fn run(api: &mut Api) {
    let mut uses = TypeUses::default();
    api.visit_operations(&mut uses);
    for (id, usage) in uses.0 {
        propagate(&mut api.types, id, usage);
    }
}

/// Collects the types that operations use directly.
#[derive(Default)]
struct TypeUses(Vec<(TypeId, Usage)>);

impl Visitor for TypeUses {
    fn visit_type_use(&mut self, ty: &Type, usage: Usage) {
        for_each_type_id_in(ty, |id| self.0.push((id, usage)));
    }
}

/// Adds a usage to a type and to all types that it mentions.
fn propagate(types: &mut TypeTable, id: TypeId, usage: Usage) {
    let mut pending = vec![id];
    while let Some(id) = pending.pop() {
        let definition = &mut types[id];
        let extended = definition.usage.union(usage);
        if extended != definition.usage {
            definition.usage = extended;
            for_each_type_id(&definition.kind, |id| pending.push(id));
        }
    }
}

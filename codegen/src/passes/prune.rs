//! Removes what nothing uses: types of inline schemas that were merged into other types, and
//! callbacks without operations.

use crate::ir::visit::{VisitorMut, for_each_node_mut, for_each_type_id, for_each_type_id_in};
use crate::ir::{
    Api, CallbackId, Direction, Docs, Operation, Origin, Type, TypeId, TypeKind, TypeTable, Usage,
};

/// Removes callbacks without operations, and types that neither an operation nor a named schema
/// reaches, together with their examples and
/// the places in them that are raw JSON.
pub(super) fn run(api: &mut Api) {
    remove_empty_callbacks(api);
    remove_unreachable_types(api);
}

fn remove_empty_callbacks(api: &mut Api) {
    let mut count = 0;
    let new_ids = api.callbacks.iter().map(|callback| {
        (!callback.operations.is_empty()).then(|| {
            count += 1;
            CallbackId::new(count - 1)
        })
    });
    let mut remap = RemapCallbacks {
        new_ids: new_ids.collect(),
    };
    api.callbacks
        .retain(|callback| !callback.operations.is_empty());
    api.visit_operations_mut(&mut remap);
}

struct RemapCallbacks {
    /// The new id of each callback, or `None` if it is removed.
    new_ids: Vec<Option<CallbackId>>,
}

impl VisitorMut for RemapCallbacks {
    fn visit_operation(&mut self, operation: &mut Operation, _direction: Direction) {
        let ids = operation.callbacks.iter();
        operation.callbacks = ids.filter_map(|id| self.new_ids[id.index()]).collect();
    }
}

/// Removes unreachable types. A type nested in one of them is named after the location of the
/// removed type from now on.
fn remove_unreachable_types(api: &mut Api) {
    let reachable = reachable_types(&api.types);
    if !reachable.contains(&false) {
        return;
    }
    for id in api.types.ids().filter(|id| reachable[id.index()]) {
        api.types[id].origin = reachable_origin(&api.types, &reachable, id);
    }
    for (id, definition) in api.types.iter_mut() {
        if !reachable[id.index()] {
            definition.kind = TypeKind::Alias(Type::Any);
            definition.docs = Docs::default();
        }
    }
    api.models.retain(|id| reachable[id.index()]);
    for_each_node_mut(&mut api.root, |node| {
        node.types.retain(|id| reachable[id.index()]);
    });
    api.untyped
        .retain(|place| place.within.is_none_or(|id| reachable[id.index()]));
    api.examples.retain(|example| {
        let mut is_reachable = true;
        for_each_type_id_in(&example.ty, |id| is_reachable &= reachable[id.index()]);
        is_reachable
    });
}

/// Returns whether each type is reachable from an operation or a named schema.
fn reachable_types(types: &TypeTable) -> Vec<bool> {
    let is_root = |id: &TypeId| {
        let definition = &types[*id];
        definition.usage != Usage::UNUSED || matches!(definition.origin, Origin::Component(_))
    };
    let mut reachable = vec![false; types.len()];
    let mut pending: Vec<TypeId> = types.ids().filter(is_root).collect();
    while let Some(id) = pending.pop() {
        if !std::mem::replace(&mut reachable[id.index()], true) {
            for_each_type_id(&types[id].kind, |id| pending.push(id));
        }
    }
    reachable
}

/// Returns the origin of a type, relative to a reachable type.
fn reachable_origin(types: &TypeTable, reachable: &[bool], id: TypeId) -> Origin {
    let mut origin = types[id].origin.clone();
    while let Origin::Inline {
        within: Some(container),
        words,
    } = &origin
        && !reachable[container.index()]
        && let Origin::Inline {
            within,
            words: outer_words,
        } = &types[*container].origin
    {
        origin = Origin::Inline {
            within: *within,
            words: [outer_words.as_slice(), words.as_slice()].concat(),
        };
    }
    origin
}

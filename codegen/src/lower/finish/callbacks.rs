//! Callbacks without an operation that the client could serve.

use crate::ir::{Api, CallbackId, PathNode};

/// Leaves them out.
pub(in super::super) fn callbacks(api: &mut Api) {
    let mut count = 0;
    let places = api.callbacks.iter().map(|callback| {
        (!callback.operations.is_empty()).then(|| {
            count += 1;
            CallbackId::new(count - 1)
        })
    });
    let places: Vec<Option<CallbackId>> = places.collect();
    api.callbacks
        .retain(|callback| !callback.operations.is_empty());
    let remain = |ids: &mut Vec<CallbackId>| {
        *ids = ids.iter().filter_map(|id| places[id.index()]).collect();
    };
    for callback in &mut api.callbacks {
        for served in &mut callback.operations {
            remain(&mut served.operation.callbacks);
        }
    }
    in_nodes(&mut api.root, &remain);
}

fn in_nodes(node: &mut PathNode, remain: &impl Fn(&mut Vec<CallbackId>)) {
    for operation in &mut node.operations {
        remain(&mut operation.callbacks);
    }
    for child in &mut node.children {
        in_nodes(child, remain);
    }
}

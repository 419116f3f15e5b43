//! Types that nothing uses: those of inline schemas that became part of another one.

use super::{each_named, each_part};
use crate::ir::{Api, Docs, Origin, PathNode, Type, TypeId, TypeKind, Usage};

/// Leaves out every type that no operation and no named schema reaches, and the examples of such types.
///
/// A type that stood in one of them is from now on called by the place where that one stood.
pub(in super::super) fn reached(api: &mut Api) {
    let reached = found(api);
    if !reached.contains(&false) {
        return;
    }
    for id in api.types.ids() {
        if reached[id.index()] {
            api.types[id].origin = outside(api, &reached, &api.types[id].origin);
        }
    }
    for (_, definition) in api.types.iter_mut().filter(|(id, _)| !reached[id.index()]) {
        definition.kind = TypeKind::Alias(Type::Any);
        definition.docs = Docs::default();
    }
    api.models.retain(|id| reached[id.index()]);
    in_nodes(&mut api.root, &reached);
    api.examples.retain(|example| {
        let mut all = true;
        each_named(&example.ty, &mut |id| all &= reached[id.index()]);
        all
    });
}

/// Which types are reached.
fn found(api: &Api) -> Vec<bool> {
    let is_root = |id: &TypeId| {
        let definition = api.definition(*id);
        definition.usage != Usage::default() || matches!(definition.origin, Origin::Component(_))
    };
    let mut reached = vec![false; api.types.len()];
    let mut waiting: Vec<TypeId> = (0..reached.len())
        .map(TypeId::new)
        .filter(is_root)
        .collect();
    while let Some(id) = waiting.pop() {
        if !std::mem::replace(&mut reached[id.index()], true) {
            each_part(&api.definition(id).kind, &mut |ty| {
                each_named(ty, &mut |id| waiting.push(id));
            });
        }
    }
    reached
}

/// The place of a type, in words from a type that is reached.
fn outside(api: &Api, reached: &[bool], origin: &Origin) -> Origin {
    let mut place = origin.clone();
    while let Origin::Inline {
        within: Some(ty),
        words,
    } = &place
        && !reached[ty.index()]
        && let Origin::Inline {
            within,
            words: outer,
        } = &api.definition(*ty).origin
    {
        place = Origin::Inline {
            within: *within,
            words: [outer.as_slice(), words.as_slice()].concat(),
        };
    }
    place
}

fn in_nodes(node: &mut PathNode, reached: &[bool]) {
    node.types.retain(|id| reached[id.index()]);
    for child in &mut node.children {
        in_nodes(child, reached);
    }
}

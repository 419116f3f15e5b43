//! Inline types that are the same in all that they say, and would have the same name: one is enough.

use std::collections::HashMap;

use super::usage::each_use;
use super::{each_named, each_part, replace, replace_parts};
use crate::ir::{Api, Origin, PathNode, Type, TypeId, TypeKind};

/// Which type stands for another.
type Stands = HashMap<TypeId, TypeId>;

/// Makes one type of those that several operations of a place declare alike under one name, such as the parameter of each.
///
/// One that differs in anything, be it a word of its description, stays a type of its own.
pub(in super::super) fn alike(api: &mut Api) {
    let mut used = vec![false; api.types.len()];
    each_use(api, &mut |ty, _| {
        each_named(ty, &mut |id| used[id.index()] = true);
    });
    // What pages are is said by their operations.
    for page in api.pages.keys() {
        used[page.index()] = false;
    }
    let mut stands = Stands::new();
    among(api, &api.models, &used, &mut stands);
    in_nodes(api, &api.root, &used, &mut stands);
    if stands.is_empty() {
        return;
    }
    let one = |id: TypeId| stands.get(&id).copied().unwrap_or(id);
    for definition in api.types.definitions_mut() {
        replace_parts(&mut definition.kind, &one);
    }
    each_use(api, &mut |ty, _| replace(ty, &one));
    for callback in &mut api.callbacks {
        let delivery = callback.operations.iter_mut();
        for delivery in delivery.filter_map(|served| served.delivery.as_mut()) {
            replace(&mut delivery.notification, &one);
        }
    }
    for example in &mut api.examples {
        replace(&mut example.ty, &one);
    }
}

fn in_nodes(api: &Api, node: &PathNode, used: &[bool], stands: &mut Stands) {
    among(api, &node.types, used, stands);
    for child in &node.children {
        in_nodes(api, child, used, stands);
    }
}

/// Finds those that are alike among the types of one module.
fn among(api: &Api, types: &[TypeId], used: &[bool], stands: &mut Stands) {
    let mut known: HashMap<&[String], Vec<TypeId>> = HashMap::new();
    for &id in types.iter().filter(|id| used[id.index()]) {
        let Origin::Inline {
            within: None,
            words,
        } = &api.definition(id).origin
        else {
            continue;
        };
        let known = known.entry(words).or_default();
        let found = known.iter().find_map(|&first| {
            let mut below = Stands::new();
            are_alike(api, first, id, &mut below).then_some(below)
        });
        match found {
            Some(below) => stands.extend(below),
            None => known.push(id),
        }
    }
}

/// Whether two types, and the inline types in them, are the same but for their places; notes which stands for which.
fn are_alike(api: &Api, first: TypeId, other: TypeId, stands: &mut Stands) -> bool {
    let (one, two) = (api.definition(first), api.definition(other));
    let words = |origin: &Origin| match origin {
        Origin::Inline { words, .. } => Some(words.clone()),
        _ => None,
    };
    if words(&one.origin).is_none()
        || words(&one.origin) != words(&two.origin)
        || one.docs != two.docs
        || stands.insert(other, first).is_some()
    {
        return false;
    }
    let (inside, within) = (named(&one.kind), named(&two.kind));
    let are_parts_alike = inside.len() == within.len()
        && inside.iter().zip(&within).all(|(&one, &two)| {
            one == two || stands.get(&two) == Some(&one) || are_alike(api, one, two, stands)
        });
    if !are_parts_alike {
        return false;
    }
    let mut kind = two.kind.clone();
    replace_parts(&mut kind, &|id| stands.get(&id).copied().unwrap_or(id));
    kind == one.kind
}

/// The types that a definition mentions, in its order.
fn named(kind: &TypeKind) -> Vec<TypeId> {
    let mut all = Vec::new();
    each_part(kind, &mut |ty: &Type| {
        each_named(ty, &mut |id| all.push(id));
    });
    all
}

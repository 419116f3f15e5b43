//! Merges inline types that are equal and would have the same name.

use std::collections::HashMap;

use crate::ir::visit::{
    MapTypeIds, Visitor, for_each_node, for_each_type_id, map_type_ids, map_type_ids_in,
};
use crate::ir::{Api, Origin, TypeId, TypeKind, TypeTable};

/// The types to replace, and their replacements.
type Replacements = HashMap<TypeId, TypeId>;

/// Merges the equal types that several operations of a module declare under one name, such as the
/// same parameter of each.
///
/// Types that differ in anything, including documentation, stay separate.
pub(super) fn run(api: &mut Api) {
    let used = types_used_by_operations(api);
    let mut replacements = Replacements::new();
    find_equal(&api.types, &api.models, &used, &mut replacements);
    for_each_node(&api.root, |node| {
        find_equal(&api.types, &node.types, &used, &mut replacements);
    });
    if replacements.is_empty() {
        return;
    }
    let replace = |id: TypeId| replacements.get(&id).copied().unwrap_or(id);
    for definition in api.types.definitions_mut() {
        map_type_ids(&mut definition.kind, replace);
    }
    api.visit_operations_mut(&mut MapTypeIds(replace));
    for place in &mut api.untyped {
        place.within = place.within.map(replace);
    }
    for example in &mut api.examples {
        map_type_ids_in(&mut example.ty, replace);
    }
}

/// Returns whether operations use each type directly. Pages do not count, because their paging is
/// declared by operations.
fn types_used_by_operations(api: &Api) -> Vec<bool> {
    struct Used(Vec<bool>);

    impl Visitor for Used {
        fn visit_type_id(&mut self, id: TypeId) {
            self.0[id.index()] = true;
        }
    }

    let mut used = Used(vec![false; api.types.len()]);
    api.visit_operations(&mut used);
    for page in api.pages.keys() {
        used.0[page.index()] = false;
    }
    used.0
}

/// Adds the replacements among the types of one module.
fn find_equal(
    types: &TypeTable,
    module: &[TypeId],
    used: &[bool],
    replacements: &mut Replacements,
) {
    let mut distinct: HashMap<&[String], Vec<TypeId>> = HashMap::new();
    for &id in module.iter().filter(|id| used[id.index()]) {
        let Origin::Inline {
            within: None,
            words,
        } = &types[id].origin
        else {
            continue;
        };
        let same_name = distinct.entry(words).or_default();
        let found = same_name.iter().find_map(|&first| {
            let mut found = Replacements::new();
            are_equal(types, first, id, &mut found).then_some(found)
        });
        match found {
            Some(found) => replacements.extend(found),
            None => same_name.push(id),
        }
    }
}

/// Returns whether two types and the inline types in them are equal apart from their locations,
/// and adds the replacements of the second by the first.
fn are_equal(
    types: &TypeTable,
    first: TypeId,
    second: TypeId,
    replacements: &mut Replacements,
) -> bool {
    let (one, other) = (&types[first], &types[second]);
    let is_same_name = match (&one.origin, &other.origin) {
        (Origin::Inline { words, .. }, Origin::Inline { words: others, .. }) => words == others,
        _ => false,
    };
    let is_same_name = is_same_name && one.declared_name == other.declared_name;
    if !is_same_name || one.docs != other.docs || replacements.insert(second, first).is_some() {
        return false;
    }
    let (ids, other_ids) = (mentioned_types(&one.kind), mentioned_types(&other.kind));
    let are_parts_equal = ids.len() == other_ids.len()
        && ids.iter().zip(&other_ids).all(|(&id, &other)| {
            id == other
                || replacements.get(&other) == Some(&id)
                || are_equal(types, id, other, replacements)
        });
    if !are_parts_equal {
        return false;
    }
    let mut kind = other.kind.clone();
    map_type_ids(&mut kind, |id| replacements.get(&id).copied().unwrap_or(id));
    kind == one.kind
}

/// Returns the ids of the types that a definition mentions, in order.
fn mentioned_types(kind: &TypeKind) -> Vec<TypeId> {
    let mut ids = Vec::new();
    for_each_type_id(kind, |id| ids.push(id));
    ids
}

//! Access to the tree of parsed values.

use serde_yaml::{Mapping, Value};

use crate::source::JsonPointer;

/// Returns the value at a place.
pub(super) fn find<'v>(root: &'v Value, pointer: &JsonPointer) -> Option<&'v Value> {
    pointer.tokens().try_fold(root, |value, token| match value {
        Value::Mapping(members) => members.get(token.as_ref()),
        Value::Sequence(elements) => elements.get(token.parse::<usize>().ok()?),
        _ => None,
    })
}

/// Returns the value at a place, to be changed.
pub(super) fn find_mut<'v>(root: &'v mut Value, pointer: &JsonPointer) -> Option<&'v mut Value> {
    pointer.tokens().try_fold(root, |value, token| match value {
        Value::Mapping(members) => members.get_mut(token.as_ref()),
        Value::Sequence(elements) => elements.get_mut(token.parse::<usize>().ok()?),
        _ => None,
    })
}

/// Returns the members of an object by name. Every key is a string.
pub(super) fn members(mapping: &Mapping) -> impl Iterator<Item = (&str, &Value)> {
    mapping
        .iter()
        .filter_map(|(name, member)| Some((name.as_str()?, member)))
}

/// Returns the members of a value by name, to be changed; none, if it is not an object.
pub(super) fn members_mut(value: &mut Value) -> impl Iterator<Item = (&str, &mut Value)> {
    let members = value
        .as_mapping_mut()
        .into_iter()
        .flat_map(Mapping::iter_mut);
    members.filter_map(|(key, value)| Some((key.as_str()?, value)))
}

//! Access to the tree of parsed values.

use serde_yaml::value::{Tag, TaggedValue};
use serde_yaml::{Mapping, Value};

use crate::source::JsonPointer;

/// The tag of a value that is not understood.
const NOT_UNDERSTOOD: &str = "!not-understood";

/// Marks a value as one that is not understood. The parser refuses tags, so there are no others.
pub(super) fn not_understood(value: Value) -> Value {
    let tag = Tag::new(NOT_UNDERSTOOD);
    Value::Tagged(Box::new(TaggedValue { tag, value }))
}

/// Returns whether a value is not understood.
pub(super) fn is_not_understood(value: &Value) -> bool {
    matches!(value, Value::Tagged(_))
}

/// Returns whether a request without a parameter that is not understood may be wrong. A reference
/// to nothing can be to a required one.
pub(super) fn is_required_parameter(parameter: &Value) -> bool {
    let fields = unmarked(parameter).as_mapping();
    fields.is_none_or(are_of_required_parameter)
}

/// Returns whether a request without the parameter that has these fields may be wrong.
pub(super) fn are_of_required_parameter(fields: &Mapping) -> bool {
    fields.contains_key("$ref")
        || fields.get("in").and_then(Value::as_str) == Some("path")
        || !matches!(
            fields.get("required"),
            None | Some(Value::Null | Value::Bool(false))
        )
}

/// Returns a value, whether or not it is understood.
pub(super) fn unmarked(value: &Value) -> &Value {
    match value {
        Value::Tagged(tagged) => &tagged.value,
        value => value,
    }
}

/// Returns the value at a place.
pub(super) fn find<'v>(root: &'v Value, pointer: &JsonPointer) -> Option<&'v Value> {
    pointer
        .tokens()
        .try_fold(root, |value, token| match unmarked(value) {
            Value::Mapping(members) => members.get(token.as_ref()),
            Value::Sequence(elements) => elements.get(token.parse::<usize>().ok()?),
            _ => None,
        })
}

/// Returns the value at a place, to be changed.
pub(super) fn find_mut<'v>(root: &'v mut Value, pointer: &JsonPointer) -> Option<&'v mut Value> {
    pointer.tokens().try_fold(root, |value, token| {
        let value = match value {
            Value::Tagged(tagged) => &mut tagged.value,
            value => value,
        };
        match value {
            Value::Mapping(members) => members.get_mut(token.as_ref()),
            Value::Sequence(elements) => elements.get_mut(token.parse::<usize>().ok()?),
            _ => None,
        }
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

/// Returns the members of a value by name; none, if it is not an object.
pub(super) fn into_members(value: Value) -> impl Iterator<Item = (String, Value)> {
    let members = match value {
        Value::Mapping(members) => members,
        _ => Mapping::new(),
    };
    members.into_iter().filter_map(|(name, member)| match name {
        Value::String(name) => Some((name, member)),
        _ => None,
    })
}

/// Returns the approximate size of a value in memory, in bytes.
pub(super) fn size(value: &Value) -> usize {
    match value {
        Value::Mapping(members) => members
            .iter()
            .map(|(key, value)| 1 + key.as_str().map_or(0, str::len) + size(value))
            .sum(),
        Value::Sequence(elements) => elements.iter().map(|element| 1 + size(element)).sum(),
        Value::String(text) => text.len(),
        _ => 1,
    }
}

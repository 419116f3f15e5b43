//! From the tree of values to the document's types.

use std::borrow::Cow;

use openapiv3::OpenAPI;
use serde::Deserialize as _;
use serde_yaml::{Mapping, Value};

use super::reference::Reference;

/// Enough for 128 levels of objects, also in a build without optimisation.
const STACK: usize = 64 << 20;

/// Reads the types from a tree whose shape has been checked. The error says what went wrong all the same.
pub(super) fn read(raw: &Value) -> Result<OpenAPI, String> {
    let plain = with_plain_callbacks(raw);
    // The types are read by a deep recursion with large frames.
    std::thread::scope(|scope| {
        let reader = std::thread::Builder::new()
            .stack_size(STACK)
            .spawn_scoped(scope, || OpenAPI::deserialize(plain.as_ref()))
            .map_err(|error| error.to_string())?;
        match reader.join() {
            Ok(read) => read.map_err(|error| error.to_string()),
            Err(_) => Err("the reader of the document's types gave up".to_owned()),
        }
    })
}

/// The types have no place for references instead of callbacks, for path items that are references within
/// callbacks, nor for extensions of callbacks: what is referred to is put in their place, extensions are left out.
fn with_plain_callbacks(raw: &Value) -> Cow<'_, Value> {
    let needs_change = |callbacks: &Value| {
        members(callbacks).any(|(_, callback)| {
            members(callback).any(|(key, item)| !is_expression(key) || item.get("$ref").is_some())
        })
    };
    let operations = |item| members(item).filter_map(|(_, operation)| operation.get("callbacks"));
    let items = raw.get("paths").map(members).into_iter().flatten();
    let of_operations = items.flat_map(|(_, item)| operations(item));
    let components = raw
        .get("components")
        .and_then(|components| components.get("callbacks"));
    if !of_operations.chain(components).any(needs_change) {
        return Cow::Borrowed(raw);
    }
    let mut plain = raw.clone();
    if let Some(callbacks) = plain
        .get_mut("components")
        .and_then(|components| components.get_mut("callbacks"))
    {
        make_plain(callbacks, raw);
    }
    if let Some(Value::Mapping(paths)) = plain.get_mut("paths") {
        for item in paths.values_mut().filter_map(Value::as_mapping_mut) {
            for operation in item.values_mut() {
                if let Some(callbacks) = operation.get_mut("callbacks") {
                    make_plain(callbacks, raw);
                }
            }
        }
    }
    Cow::Owned(plain)
}

fn make_plain(callbacks: &mut Value, raw: &Value) {
    let Value::Mapping(callbacks) = callbacks else {
        return;
    };
    for callback in callbacks.values_mut() {
        follow(callback, raw);
        if let Value::Mapping(items) = callback {
            items.retain(|key, _| key.as_str().is_some_and(is_expression));
            for item in items.values_mut() {
                follow(item, raw);
            }
        }
    }
}

/// Puts what a reference leads to in its place. Every chain of references has been checked to end.
fn follow(value: &mut Value, raw: &Value) {
    while let Some(target) = Reference::of(value).and_then(|reference| reference.target(raw)) {
        *value = target.clone();
    }
}

fn is_expression(key: &str) -> bool {
    !key.starts_with("x-") && key != "$ref"
}

fn members(value: &Value) -> impl Iterator<Item = (&str, &Value)> {
    let members = value.as_mapping().into_iter().flat_map(Mapping::iter);
    members.filter_map(|(key, value)| Some((key.as_str()?, value)))
}

//! Reads `x-` fields. `load` has checked their types.

pub(super) mod conventions;
pub(super) mod error_codes;
mod paging;

use std::time::Duration;

use serde_json::Value;

use crate::document::Extensions;

/// Returns a boolean; false if it is absent.
pub(in crate::lower) fn flag(extensions: &Extensions, name: &str) -> bool {
    extensions
        .get(name)
        .and_then(Value::as_bool)
        .unwrap_or_default()
}

/// Returns a string.
pub(in crate::lower) fn string(extensions: &Extensions, name: &str) -> Option<String> {
    extensions
        .get(name)
        .and_then(Value::as_str)
        .map(str::to_owned)
}

/// Returns a list of strings.
pub(in crate::lower) fn strings(extensions: &Extensions, name: &str) -> Vec<String> {
    elements(extensions.get(name)).map(str::to_owned).collect()
}

/// Iterates over the strings of a list.
pub(in crate::lower) fn elements(value: Option<&Value>) -> impl Iterator<Item = &str> {
    let list = value.and_then(Value::as_array).into_iter().flatten();
    list.filter_map(Value::as_str)
}

/// Returns a number of seconds.
pub(in crate::lower) fn seconds(value: Option<&Value>) -> Option<Duration> {
    Duration::try_from_secs_f64(value?.as_f64()?).ok()
}

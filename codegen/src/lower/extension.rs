//! Reading `x-` members. Their types have been checked when the document was loaded.

use indexmap::IndexMap;
use serde_json::Value;

pub(super) type Extensions = IndexMap<String, Value>;

/// A member that is true or absent.
pub(super) fn flag(extensions: &Extensions, name: &str) -> bool {
    extensions
        .get(name)
        .and_then(Value::as_bool)
        .unwrap_or_default()
}

/// A text.
pub(super) fn text(extensions: &Extensions, name: &str) -> Option<String> {
    extensions
        .get(name)
        .and_then(Value::as_str)
        .map(str::to_owned)
}

/// A list of texts.
pub(super) fn texts(extensions: &Extensions, name: &str) -> Vec<String> {
    let list = extensions.get(name).and_then(Value::as_array);
    let texts = list.into_iter().flatten().filter_map(Value::as_str);
    texts.map(str::to_owned).collect()
}

/// The other spellings that `x-aliases` gives a member.
pub(super) fn aliases(extensions: &Extensions, property: &str) -> Vec<String> {
    extensions
        .get("x-aliases")
        .and_then(|aliases| aliases.get(property))
        .and_then(Value::as_array)
        .map(|aliases| {
            aliases
                .iter()
                .filter_map(Value::as_str)
                .map(str::to_owned)
                .collect()
        })
        .unwrap_or_default()
}

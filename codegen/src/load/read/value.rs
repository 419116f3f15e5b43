//! Reads values of the tree whose types have been validated.

use indexmap::IndexMap;
use serde_json::Value as Json;
use serde_yaml::{Mapping, Number, Value};

use crate::document::Extensions;
use crate::load::tree::{into_members, is_not_understood};

/// The fields of an object, which are taken out one by one.
#[derive(Debug, Default)]
pub(super) struct Fields(Mapping);

impl Fields {
    /// Returns the fields of an object; none if the value is not an object.
    pub(super) fn new(value: Value) -> Self {
        match value {
            Value::Mapping(mapping) => Self(mapping),
            _ => Self::default(),
        }
    }

    /// Returns the value of a field; `None` if it is absent or null.
    pub(super) fn take(&mut self, name: &str) -> Option<Value> {
        let value = self.0.get_mut(name).map(std::mem::take);
        value.filter(|value| !value.is_null())
    }

    /// Returns whether there is a field that is not null.
    pub(super) fn has(&self, name: &str) -> bool {
        self.0.get(name).is_some_and(|value| !value.is_null())
    }

    /// Returns the value of an extension, which [`Self::extensions`] then omits.
    pub(super) fn remove(&mut self, name: &str) -> Option<Value> {
        self.0.shift_remove(name)
    }

    /// Returns a string.
    pub(super) fn string(&mut self, name: &str) -> Option<String> {
        self.take(name).and_then(string)
    }

    /// Returns a string, which is empty by default.
    pub(super) fn string_or_empty(&mut self, name: &str) -> String {
        self.string(name).unwrap_or_default()
    }

    /// Returns a boolean, if it is written.
    pub(super) fn boolean(&mut self, name: &str) -> Option<bool> {
        self.take(name)?.as_bool()
    }

    /// Returns a boolean, which is false by default.
    pub(super) fn flag(&mut self, name: &str) -> bool {
        self.boolean(name).unwrap_or_default()
    }

    /// Returns a value as JSON.
    pub(super) fn json(&mut self, name: &str) -> Option<Json> {
        self.take(name).and_then(json)
    }

    /// Returns the elements of a list.
    pub(super) fn list(&mut self, name: &str) -> Vec<Value> {
        self.take(name).map(elements).unwrap_or_default()
    }

    /// Returns the elements of a list of alternatives that are understood.
    pub(super) fn alternatives(&mut self, name: &str) -> Option<Alternatives> {
        let elements = elements(self.take(name)?);
        let count = elements.len();
        let understood = elements.into_iter();
        let understood: Vec<Value> = understood
            .filter(|element| !is_not_understood(element))
            .collect();
        Some(Alternatives {
            none_is_understood: count > 0 && understood.is_empty(),
            understood,
        })
    }

    /// Returns the strings of a list.
    pub(super) fn strings(&mut self, name: &str) -> Vec<String> {
        self.take(name).map(strings).unwrap_or_default()
    }

    /// Returns the members of an object with names that the document chooses.
    pub(super) fn members(&mut self, name: &str) -> impl Iterator<Item = (String, Value)> + use<> {
        into_members(self.take(name).unwrap_or_default())
    }

    /// Returns the extensions.
    pub(super) fn extensions(&mut self) -> Extensions {
        let fields = self.0.iter_mut();
        fields
            .filter_map(|(name, value)| Some((name.as_str()?, value)))
            .filter(|(name, _)| name.starts_with("x-"))
            .map(|(name, value)| {
                let value = json(std::mem::take(value)).unwrap_or(Json::Null);
                (name.to_owned(), value)
            })
            .collect()
    }
}

/// Alternatives, such as servers.
#[derive(Default)]
pub(super) struct Alternatives {
    pub understood: Vec<Value>,
    /// Whether there are alternatives, but none is understood.
    pub none_is_understood: bool,
}

/// Returns the members of an object with names that the document chooses, without extensions.
pub(super) fn members_without_extensions(value: Value) -> impl Iterator<Item = (String, Value)> {
    into_members(value).filter(|(name, _)| !name.starts_with("x-"))
}

/// Returns a string.
pub(super) fn string(value: Value) -> Option<String> {
    match value {
        Value::String(string) => Some(string),
        _ => None,
    }
}

/// Returns the elements of a list.
pub(super) fn elements(value: Value) -> Vec<Value> {
    match value {
        Value::Sequence(elements) => elements,
        _ => Vec::new(),
    }
}

/// Returns the strings of a list.
pub(super) fn strings(value: Value) -> Vec<String> {
    elements(value).into_iter().filter_map(string).collect()
}

/// Returns the strings of an object by name.
pub(super) fn strings_by_name(value: Value) -> IndexMap<String, String> {
    let members = into_members(value);
    members
        .filter_map(|(name, value)| Some((name, string(value)?)))
        .collect()
}

/// Returns a number.
pub(super) fn number(value: Value) -> Option<Number> {
    match value {
        Value::Number(number) => Some(number),
        _ => None,
    }
}

/// Returns a value as JSON; `None` for null.
pub(super) fn json(value: Value) -> Option<Json> {
    serde_yaml::from_value(value)
        .ok()
        .filter(|json: &Json| !json.is_null())
}

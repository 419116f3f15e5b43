//! The value of an object during validation.

use serde_yaml::{Mapping, Value};

use crate::load::grammar::{Object, ObjectKind, WITHOUT_PARAMETER};
use crate::load::tree::{are_of_required_parameter, members};

/// The number of fields up to which it is faster to compare all names than to hash one.
const FEW_FIELDS: usize = 16;

/// The fields of an object, and those assumed to be meant by unknown fields, so that a misspelt
/// field is not also reported as missing.
pub(super) struct ObjectValue<'v> {
    mapping: &'v Mapping,
    assumed: Vec<&'static str>,
}

impl<'v> ObjectValue<'v> {
    /// Returns the fields of a mapping.
    pub(super) fn new(mapping: &'v Mapping) -> Self {
        Self {
            mapping,
            assumed: Vec::new(),
        }
    }

    /// Records that an unknown field is assumed to be a known one.
    pub(super) fn assume(&mut self, field: &'static str) {
        self.assumed.push(field);
    }

    /// Returns the value of a field.
    pub(super) fn get(&self, name: &str) -> Option<&'v Value> {
        if self.mapping.len() > FEW_FIELDS {
            return self.mapping.get(name);
        }
        let mut fields = members(self.mapping);
        fields.find_map(|(field, value)| (field == name).then_some(value))
    }

    /// Returns the value of a field, if it is a string.
    pub(super) fn string(&self, name: &str) -> Option<&'v str> {
        self.get(name).and_then(Value::as_str)
    }

    /// Returns whether the value of a field is `true`.
    pub(super) fn is_true(&self, name: &str) -> bool {
        self.get(name).and_then(Value::as_bool) == Some(true)
    }

    /// Returns whether the object has a field that is not null, including assumed ones.
    pub(super) fn has(&self, name: &str) -> bool {
        self.get(name).is_some_and(|value| !value.is_null()) || self.assumed.contains(&name)
    }

    /// Returns what the client does without the object if it is not understood.
    pub(super) fn consequence(&self, object: &Object) -> &'static str {
        if object.kind == ObjectKind::Parameter && are_of_required_parameter(self.mapping) {
            WITHOUT_PARAMETER
        } else {
            object.kind.consequence()
        }
    }

    /// Returns the names of all fields.
    pub(super) fn names(&self) -> impl Iterator<Item = &'v str> {
        members(self.mapping).map(|(name, _)| name)
    }
}

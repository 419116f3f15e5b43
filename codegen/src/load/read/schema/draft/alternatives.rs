//! Alternatives: `oneOf`, `anyOf`, and several types.

use serde_json::Value as Json;

use super::super::SchemaReader;
use super::Draft;
use crate::document::{InstanceType, Schema};

impl Draft {
    /// Leaves out alternatives that no value matches.
    pub(super) fn finish_impossible_alternatives(&mut self) {
        let schema = &mut self.schema;
        schema.is_impossible |= schema.all_of.iter().any(|part| part.is_impossible);
        for alternatives in [&mut schema.one_of, &mut schema.any_of] {
            let count = alternatives.len();
            alternatives.retain(|alternative| !alternative.is_impossible);
            schema.is_impossible |= count > 0 && alternatives.is_empty();
        }
    }

    /// Makes a schema nullable that has null as an alternative.
    pub(super) fn finish_null_alternatives(&mut self) {
        let schema = &mut self.schema;
        let mut single = Vec::new();
        for alternatives in [&mut schema.one_of, &mut schema.any_of] {
            let count = alternatives.len();
            alternatives.retain(|alternative| alternative.enumeration != [Json::Null]);
            if alternatives.len() == count {
                continue;
            }
            schema.nullable = true;
            if alternatives.is_empty() {
                schema.enumeration = vec![Json::Null];
            } else if alternatives.len() == 1 {
                single.append(alternatives);
            }
        }
        schema.all_of.append(&mut single);
    }

    /// Makes one enum of alternatives that are constants.
    pub(super) fn finish_constant_alternatives(&mut self) {
        let schema = &mut self.schema;
        if !schema.enumeration.is_empty() {
            return;
        }
        for alternatives in [&mut schema.one_of, &mut schema.any_of] {
            if alternatives.len() < 2 || !alternatives.iter().all(is_constant) {
                continue;
            }
            let is_string = |alternative: &Schema| alternative.enumeration[0].is_string();
            let are_strings = alternatives.iter().all(is_string);
            let mut names = Vec::new();
            let mut descriptions = serde_json::Map::new();
            for alternative in alternatives.drain(..) {
                let Some(value) = alternative.enumeration.into_iter().next() else {
                    continue;
                };
                let text = value
                    .as_str()
                    .map_or_else(|| value.to_string(), str::to_owned);
                let declared = alternative.extensions.get("x-rust-name");
                let declared = declared.and_then(Json::as_str).map(str::to_owned);
                let name = declared.or(alternative.title);
                names.push(name.unwrap_or_else(|| text.clone()));
                if let Some(description) = alternative.description {
                    descriptions.insert(text, description.into());
                }
                schema.enumeration.push(value);
            }
            if are_strings {
                schema.instance_type = Some(InstanceType::String);
            }
            let extensions = &mut schema.extensions;
            extensions
                .entry("x-enum-varnames".to_owned())
                .or_insert_with(|| names.into());
            if !descriptions.is_empty() {
                extensions
                    .entry("x-enum-descriptions".to_owned())
                    .or_insert_with(|| descriptions.into());
            }
            return;
        }
    }

    /// Makes alternatives of several types, each with the keywords that are about it.
    pub(super) fn finish_types(&mut self, reader: &mut SchemaReader) {
        let types = std::mem::take(&mut self.types);
        let alternatives: Vec<Schema> = types
            .into_iter()
            .map(|instance_type| {
                let mut alternative = reader.empty();
                alternative.instance_type = Some(instance_type);
                move_keywords(&mut self.schema, &mut alternative, instance_type);
                alternative
            })
            .collect();
        if self.schema.any_of.is_empty() {
            self.schema.any_of = alternatives;
        } else {
            let both = Schema {
                any_of: alternatives,
                ..reader.empty()
            };
            self.schema.all_of.push(both);
        }
    }
}

/// Moves the keywords that are about values of a type.
fn move_keywords(from: &mut Schema, to: &mut Schema, instance_type: InstanceType) {
    match instance_type {
        InstanceType::String => {
            to.format = from.format.take();
            to.pattern = from.pattern.take();
            to.content_schema = from.content_schema.take();
            to.min_length = from.min_length.take();
            to.max_length = from.max_length.take();
        }
        InstanceType::Number | InstanceType::Integer => {
            to.minimum = from.minimum.take();
            to.maximum = from.maximum.take();
            to.exclusive_minimum = from.exclusive_minimum.take();
            to.exclusive_maximum = from.exclusive_maximum.take();
            to.multiple_of = from.multiple_of.take();
        }
        InstanceType::Array => {
            to.items = from.items.take();
            to.prefix_items = std::mem::take(&mut from.prefix_items);
            to.min_items = from.min_items.take();
            to.max_items = from.max_items.take();
            to.unique_items = std::mem::take(&mut from.unique_items);
        }
        InstanceType::Object => {
            to.properties = std::mem::take(&mut from.properties);
            to.required = std::mem::take(&mut from.required);
            to.additional_properties = from.additional_properties.take();
            to.min_properties = from.min_properties.take();
            to.max_properties = from.max_properties.take();
        }
        InstanceType::Boolean => {}
    }
}

/// Returns whether a schema is a constant that is neither an array nor an object.
fn is_constant(schema: &Schema) -> bool {
    let [value] = &schema.enumeration[..] else {
        return false;
    };
    let is_of_type = match schema.instance_type {
        None => !value.is_array() && !value.is_object(),
        Some(InstanceType::String) => value.is_string(),
        Some(InstanceType::Number) => value.is_number(),
        Some(InstanceType::Integer) => value.is_i64() || value.is_u64(),
        Some(InstanceType::Boolean) => value.is_boolean(),
        Some(InstanceType::Array | InstanceType::Object) => false,
    };
    is_of_type && schema.reference.is_none() && schema.all_of.is_empty()
}

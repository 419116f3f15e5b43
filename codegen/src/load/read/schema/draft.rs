//! Expresses keywords by others.

use indexmap::IndexMap;
use serde_json::Value as Json;
use serde_yaml::Value;

use super::SchemaReader;
use super::limits::Limits;
use crate::document::{AdditionalPropertiesKeyword, InstanceType, Schema};

/// A schema whose keywords are being read.
#[derive(Default)]
pub(super) struct Draft {
    pub schema: Schema,
    pub limits: Limits,
    /// `$ref` beside other keywords.
    pub reference: Option<String>,
    pub constant: Option<Json>,
    pub content_encoding: Option<String>,
    pub content_media_type: Option<String>,
    pub prefix_items: Vec<Schema>,
    /// `items: false`.
    pub has_no_more_items: bool,
    pub pattern_properties: IndexMap<String, Schema>,
    /// The types, apart from null.
    types: Vec<InstanceType>,
    /// Whether `type` allows null only.
    is_null: bool,
}

impl Draft {
    /// Returns a draft without keywords.
    pub(super) fn new(schema: Schema) -> Self {
        Self {
            schema,
            ..Self::default()
        }
    }

    /// Reads `type`.
    pub(super) fn types(&mut self, value: &Value) {
        let names = match value {
            Value::Sequence(names) => names.iter().filter_map(Value::as_str).collect(),
            value => Vec::from_iter(value.as_str()),
        };
        self.schema.nullable |= names.contains(&"null");
        self.types = names
            .into_iter()
            .filter_map(InstanceType::from_name)
            .collect();
        // A number can be an integer.
        if self.types.contains(&InstanceType::Number) {
            self.types.retain(|known| *known != InstanceType::Integer);
        }
        self.is_null = self.schema.nullable && self.types.is_empty();
    }

    /// Reads `enum`.
    pub(super) fn enumeration(&mut self, values: Vec<Json>) {
        self.schema.enumeration = values;
    }

    /// Returns the schema.
    pub(super) fn finish(mut self, reader: &mut SchemaReader) -> Schema {
        if let Some(constant) = self.constant.take() {
            self.schema.enumeration = vec![constant];
        }
        if self.is_null && self.schema.enumeration.is_empty() {
            self.schema.enumeration = vec![Json::Null];
        }
        self.finish_items(reader);
        self.finish_pattern_properties(reader);
        self.finish_content();
        if let [instance_type] = self.types[..] {
            self.schema.instance_type = Some(instance_type);
        }
        std::mem::take(&mut self.limits).write(&mut self.schema);
        if self.schema.instance_type == Some(InstanceType::Number) {
            make_floats(&mut self.schema.enumeration);
        }
        self.finish_null_alternatives();
        self.finish_constant_alternatives();
        if self.types.len() > 1 && self.schema.enumeration.is_empty() {
            self.finish_types(reader);
        }
        if let Some(name) = self.reference.take() {
            let mut target = reader.empty();
            target.reference = Some(name);
            self.schema.all_of.insert(0, target);
        }
        self.schema
    }

    /// Makes a list of alternatives of a tuple.
    fn finish_items(&mut self, reader: &mut SchemaReader) {
        let schema = &mut self.schema;
        if self.prefix_items.is_empty() {
            if self.has_no_more_items {
                schema.max_items = Some(0);
                schema.items = Some(Box::new(reader.empty()));
            }
            return;
        }
        let mut alternatives = std::mem::take(&mut self.prefix_items);
        if self.has_no_more_items {
            let count = alternatives.len() as u64;
            schema.max_items = Some(schema.max_items.map_or(count, |known| known.min(count)));
        } else {
            match schema.items.take() {
                Some(items) => alternatives.push(*items),
                // All further items are allowed.
                None => alternatives.push(reader.empty()),
            }
        }
        schema.items = Some(Box::new(any_of(alternatives, reader)));
    }

    /// Makes additional properties of the properties whose names match a pattern.
    fn finish_pattern_properties(&mut self, reader: &mut SchemaReader) {
        let schemas = std::mem::take(&mut self.pattern_properties);
        let mut alternatives: Vec<Schema> = schemas.into_values().collect();
        if alternatives.is_empty() {
            return;
        }
        match self.schema.additional_properties.take() {
            Some(AdditionalPropertiesKeyword::Allowed(false)) => {}
            Some(AdditionalPropertiesKeyword::Schema(other)) => alternatives.push(*other),
            // Names that match no pattern have any value.
            allowed @ (None | Some(AdditionalPropertiesKeyword::Allowed(true))) => {
                self.schema.additional_properties = allowed;
                return;
            }
        }
        let values = any_of(alternatives, reader);
        self.schema.additional_properties =
            Some(AdditionalPropertiesKeyword::Schema(Box::new(values)));
    }

    /// Makes a format of the encoding and the media type of a string.
    fn finish_content(&mut self) {
        let is_string = self.types.is_empty() || self.types == [InstanceType::String];
        if !is_string || self.schema.format.is_some() {
            return;
        }
        let format = match (&self.content_encoding, &self.content_media_type) {
            (Some(encoding), _) if encoding.eq_ignore_ascii_case("base64") => "byte",
            (None, Some(media_type)) if media_type == "application/octet-stream" => "binary",
            _ => return,
        };
        self.types = vec![InstanceType::String];
        self.schema.format = Some(format.to_owned());
    }

    /// Makes a schema nullable that has null as an alternative.
    fn finish_null_alternatives(&mut self) {
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
    fn finish_constant_alternatives(&mut self) {
        let schema = &mut self.schema;
        if !schema.enumeration.is_empty() {
            return;
        }
        for alternatives in [&mut schema.one_of, &mut schema.any_of] {
            let is_constant = |alternative: &Schema| {
                alternative.enumeration.len() == 1
                    && alternative.reference.is_none()
                    && alternative.enumeration.iter().all(Json::is_string)
            };
            if alternatives.len() < 2 || !alternatives.iter().all(is_constant) {
                continue;
            }
            let mut names = Vec::new();
            let mut descriptions = serde_json::Map::new();
            for alternative in alternatives.drain(..) {
                let Some(Json::String(value)) = alternative.enumeration.into_iter().next() else {
                    continue;
                };
                names.push(alternative.title.unwrap_or_else(|| value.clone()));
                if let Some(description) = alternative.description {
                    descriptions.insert(value.clone(), description.into());
                }
                schema.enumeration.push(value.into());
            }
            schema.instance_type = Some(InstanceType::String);
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
    fn finish_types(&mut self, reader: &mut SchemaReader) {
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

/// Returns the schema of values that match one of the alternatives.
fn any_of(alternatives: Vec<Schema>, reader: &mut SchemaReader) -> Schema {
    let mut different: Vec<Schema> = Vec::new();
    for alternative in alternatives {
        if !different.contains(&alternative) {
            different.push(alternative);
        }
    }
    match <[Schema; 1]>::try_from(different) {
        Ok([only]) => only,
        Err(different) => Schema {
            any_of: different,
            ..reader.empty()
        },
    }
}

/// Moves the keywords that are about values of a type.
fn move_keywords(from: &mut Schema, to: &mut Schema, instance_type: InstanceType) {
    match instance_type {
        InstanceType::String => {
            to.format = from.format.take();
            to.pattern = from.pattern.take();
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

/// Makes floats of the values of an `enum` of `type: number`, if they are numbers or null.
fn make_floats(enumeration: &mut [Json]) {
    let is_number = |value: &Json| value.is_number() || value.is_null();
    if enumeration.iter().all(is_number) {
        for value in enumeration {
            if let Some(float) = value.as_f64() {
                *value = float.into();
            }
        }
    }
}

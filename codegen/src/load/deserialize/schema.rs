//! Reads schemas from the tree.

use indexmap::IndexMap;
use serde_json::Value as Json;
use serde_yaml::{Mapping, Number, Value};

use super::value::{count, flag, json, number, string, strings};
use crate::document::{
    AdditionalPropertiesKeyword, Discriminator, ExternalDocumentation, InstanceType, Limit, Schema,
    SchemaExample, SchemaId,
};

/// Reads schemas and numbers them in the order in which it reads them.
#[derive(Debug, Default)]
pub(super) struct SchemaReader {
    count: usize,
}

/// The limits of numbers as 3.0 writes them.
#[derive(Default)]
struct Limits {
    minimum: Option<Number>,
    maximum: Option<Number>,
    multiple_of: Option<Number>,
    is_minimum_exclusive: bool,
    is_maximum_exclusive: bool,
}

impl SchemaReader {
    /// Reads a schema of OpenAPI 3.0, or a reference to one.
    pub(super) fn read(&mut self, value: Value) -> Schema {
        let mut schema = Schema {
            id: SchemaId::new(self.count),
            ..Schema::default()
        };
        self.count += 1;
        let Value::Mapping(members) = value else {
            return schema;
        };
        if let Some(Value::String(reference)) = members.get("$ref") {
            schema.reference = super::reference::component_name(reference, "schemas");
            return schema;
        }
        let mut limits = Limits::default();
        for (key, value) in members {
            let Value::String(key) = key else {
                continue;
            };
            self.keyword(&mut schema, &mut limits, key, value);
        }
        limits.write(&mut schema);
        if schema.instance_type == Some(InstanceType::Number) {
            make_floats(&mut schema.enumeration);
        }
        schema
    }

    /// Reads the value of one keyword.
    fn keyword(&mut self, schema: &mut Schema, limits: &mut Limits, key: String, value: Value) {
        match key.as_str() {
            "title" => schema.title = string(value),
            "description" => schema.description = string(value),
            "externalDocs" => schema.external_docs = external_documentation(value).map(Box::new),
            "deprecated" => schema.deprecated = flag(&value),
            "readOnly" => schema.read_only = flag(&value),
            "writeOnly" => schema.write_only = flag(&value),
            "default" => schema.default = json(value),
            "example" => {
                let example = json(value).map(|value| SchemaExample { value, index: None });
                schema.examples = example.into_iter().collect();
            }
            "type" => schema.instance_type = value.as_str().and_then(InstanceType::from_name),
            "nullable" => schema.nullable = flag(&value),
            "enum" => schema.enumeration = values(value),
            "format" => schema.format = string(value),
            "pattern" => schema.pattern = string(value),
            "minLength" => schema.min_length = count(&value),
            "maxLength" => schema.max_length = count(&value),
            "minimum" => limits.minimum = number(value),
            "maximum" => limits.maximum = number(value),
            "exclusiveMinimum" => limits.is_minimum_exclusive = flag(&value),
            "exclusiveMaximum" => limits.is_maximum_exclusive = flag(&value),
            "multipleOf" => limits.multiple_of = number(value),
            "properties" => schema.properties = self.map(value),
            "required" => schema.required = strings(value),
            "additionalProperties" => {
                schema.additional_properties = Some(match value {
                    Value::Bool(allowed) => AdditionalPropertiesKeyword::Allowed(allowed),
                    value => AdditionalPropertiesKeyword::Schema(self.boxed(value)),
                });
            }
            "minProperties" => schema.min_properties = count(&value),
            "maxProperties" => schema.max_properties = count(&value),
            "items" => schema.items = Some(self.boxed(value)),
            "minItems" => schema.min_items = count(&value),
            "maxItems" => schema.max_items = count(&value),
            "uniqueItems" => schema.unique_items = flag(&value),
            "allOf" => schema.all_of = self.list(value),
            "oneOf" => schema.one_of = self.list(value),
            "anyOf" => schema.any_of = self.list(value),
            "not" => schema.not = json(value).map(Box::new),
            "discriminator" => schema.discriminator = discriminator(value).map(Box::new),
            extension if extension.starts_with("x-") => {
                schema
                    .extensions
                    .insert(key, json(value).unwrap_or(Json::Null));
            }
            _ => {}
        }
    }

    fn boxed(&mut self, value: Value) -> Box<Schema> {
        Box::new(self.read(value))
    }

    fn list(&mut self, value: Value) -> Vec<Schema> {
        let Value::Sequence(elements) = value else {
            return Vec::new();
        };
        elements.into_iter().map(|value| self.read(value)).collect()
    }

    /// Reads schemas by name.
    pub(super) fn map(&mut self, value: Value) -> IndexMap<String, Schema> {
        let Value::Mapping(members) = value else {
            return IndexMap::new();
        };
        let mut schemas = IndexMap::with_capacity(members.len());
        for (name, value) in members {
            if let Value::String(name) = name {
                schemas.insert(name, self.read(value));
            }
        }
        schemas
    }
}

impl Limits {
    /// Writes the limits in the terms of 2020-12.
    ///
    /// Integers of `type: integer` stay exact. All other numbers become floats.
    fn write(self, schema: &mut Schema) {
        let is_integer = schema.instance_type == Some(InstanceType::Integer);
        let number = |number: Number| match (number.as_i64(), number.as_u64()) {
            (Some(integer), _) if is_integer => Some(integer.into()),
            (_, Some(integer)) if is_integer => Some(integer.into()),
            _ => number.as_f64().and_then(serde_json::Number::from_f64),
        };
        let limit = |limit: Option<Number>, keyword| {
            let number = number(limit?)?;
            Some(Box::new(Limit { number, keyword }))
        };
        let minimum = limit(self.minimum, "minimum");
        let maximum = limit(self.maximum, "maximum");
        if self.is_minimum_exclusive {
            schema.exclusive_minimum = minimum;
        } else {
            schema.minimum = minimum;
        }
        if self.is_maximum_exclusive {
            schema.exclusive_maximum = maximum;
        } else {
            schema.maximum = maximum;
        }
        schema.multiple_of = self.multiple_of.and_then(number);
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

fn values(value: Value) -> Vec<Json> {
    let Value::Sequence(elements) = value else {
        return Vec::new();
    };
    let values = elements.into_iter();
    values
        .map(|value| json(value).unwrap_or(Json::Null))
        .collect()
}

fn external_documentation(value: Value) -> Option<ExternalDocumentation> {
    let Value::Mapping(mut members) = value else {
        return None;
    };
    Some(ExternalDocumentation {
        url: take_string(&mut members, "url").unwrap_or_default(),
        description: take_string(&mut members, "description"),
    })
}

fn discriminator(value: Value) -> Option<Discriminator> {
    let Value::Mapping(mut members) = value else {
        return None;
    };
    let mut mapping = IndexMap::new();
    if let Some(Value::Mapping(entries)) = members.shift_remove("mapping") {
        for (value, schema) in entries {
            if let (Value::String(value), Value::String(schema)) = (value, schema) {
                mapping.insert(value, schema);
            }
        }
    }
    Some(Discriminator {
        property_name: take_string(&mut members, "propertyName").unwrap_or_default(),
        mapping,
    })
}

fn take_string(members: &mut Mapping, key: &str) -> Option<String> {
    members.shift_remove(key).and_then(string)
}

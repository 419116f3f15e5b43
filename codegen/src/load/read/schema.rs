//! Reads schemas from the tree.

use indexmap::IndexMap;
use serde_json::Value as Json;
use serde_yaml::{Number, Value};

use super::external_documentation;
use super::value::{Fields, elements, json, number, string, strings, strings_by_name};
use crate::document::{
    AdditionalPropertiesKeyword, Discriminator, InstanceType, Limit, Schema, SchemaExample,
    SchemaId,
};
use crate::load::tree::{into_members, is_not_understood};

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
            schema.not_understood = is_not_understood(&value);
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
            "deprecated" => schema.deprecated = value.as_bool().unwrap_or_default(),
            "readOnly" => schema.read_only = value.as_bool().unwrap_or_default(),
            "writeOnly" => schema.write_only = value.as_bool().unwrap_or_default(),
            "default" => schema.default = json(value),
            "example" => {
                let example = json(value).map(|value| SchemaExample { value, index: None });
                schema.examples = example.into_iter().collect();
            }
            "type" => schema.instance_type = value.as_str().and_then(InstanceType::from_name),
            "nullable" => schema.nullable = value.as_bool().unwrap_or_default(),
            "enum" => schema.enumeration = values(value),
            "format" => schema.format = string(value),
            "pattern" => schema.pattern = string(value),
            "minLength" => schema.min_length = value.as_u64(),
            "maxLength" => schema.max_length = value.as_u64(),
            "minimum" => limits.minimum = number(value),
            "maximum" => limits.maximum = number(value),
            "exclusiveMinimum" => limits.is_minimum_exclusive = value.as_bool().unwrap_or_default(),
            "exclusiveMaximum" => limits.is_maximum_exclusive = value.as_bool().unwrap_or_default(),
            "multipleOf" => limits.multiple_of = number(value),
            "properties" => schema.properties = self.map(value),
            "required" => schema.required = strings(value),
            "additionalProperties" => {
                schema.additional_properties = Some(match value {
                    Value::Bool(allowed) => AdditionalPropertiesKeyword::Allowed(allowed),
                    value => AdditionalPropertiesKeyword::Schema(self.boxed(value)),
                });
            }
            "minProperties" => schema.min_properties = value.as_u64(),
            "maxProperties" => schema.max_properties = value.as_u64(),
            "items" => schema.items = Some(self.boxed(value)),
            "minItems" => schema.min_items = value.as_u64(),
            "maxItems" => schema.max_items = value.as_u64(),
            "uniqueItems" => schema.unique_items = value.as_bool().unwrap_or_default(),
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
        elements(value)
            .into_iter()
            .map(|value| self.read(value))
            .collect()
    }

    /// Reads schemas by name.
    pub(super) fn map(&mut self, value: Value) -> IndexMap<String, Schema> {
        into_members(value)
            .map(|(name, value)| (name, self.read(value)))
            .collect()
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
    let values = elements(value).into_iter();
    values
        .map(|value| json(value).unwrap_or(Json::Null))
        .collect()
}

fn discriminator(value: Value) -> Option<Discriminator> {
    let mut fields = Fields::new(value);
    Some(Discriminator {
        property_name: fields.string("propertyName")?,
        mapping: strings_by_name(fields.take("mapping").unwrap_or_default()),
    })
}

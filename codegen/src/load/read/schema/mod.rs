//! Reads schemas from the tree.
//!
//! The keywords of all versions of OpenAPI are read here, because each of them has one meaning only.
//! [`Draft::finish`] expresses those that [`Schema`] does not have by those that it has.

mod draft;
mod limits;

use indexmap::IndexMap;
use serde_json::Value as Json;
use serde_yaml::{Mapping, Value};

use super::external_documentation;
use super::value::{Fields, elements, json, number, string, strings, strings_by_name};
use crate::document::{
    AdditionalPropertiesKeyword, Discriminator, Schema, SchemaExample, SchemaId,
};
use crate::load::tree::{into_members, is_not_understood};
use draft::Draft;

/// The extension that may be beside a reference: it names the property, and not its schema.
const RUST_NAME: &str = "x-rust-name";

/// Reads schemas and numbers them in the order in which it reads them.
#[derive(Debug)]
pub(super) struct SchemaReader {
    count: usize,
    /// Whether keywords beside a reference count.
    has_siblings: bool,
}

impl SchemaReader {
    /// Returns a reader of schemas in which keywords beside a reference count, or do not.
    pub(super) fn new(has_siblings: bool) -> Self {
        Self {
            count: 0,
            has_siblings,
        }
    }

    /// Returns a schema without keywords.
    fn empty(&mut self) -> Schema {
        let schema = Schema {
            id: SchemaId::new(self.count),
            ..Schema::default()
        };
        self.count += 1;
        schema
    }

    /// Reads a schema, or a reference to one.
    pub(super) fn read(&mut self, value: Value) -> Schema {
        let mut schema = self.empty();
        let mut members = match value {
            Value::Mapping(members) => members,
            // No value is valid.
            Value::Bool(false) => {
                schema.is_impossible = true;
                return schema;
            }
            other => {
                schema.not_understood = is_not_understood(&other);
                return schema;
            }
        };
        if let Some(Value::String(reference)) = members.get("$ref")
            && (!self.has_siblings || !has_keywords_beside_reference(&members))
        {
            schema.reference = super::reference::component_name(reference, "schemas");
            if let Some(name) = members.shift_remove(RUST_NAME).and_then(json) {
                schema.extensions.insert(RUST_NAME.to_owned(), name);
            }
            return schema;
        }
        let mut draft = Draft::new(schema);
        for (key, value) in members {
            if let Value::String(key) = key {
                self.keyword(&mut draft, key, value);
            }
        }
        draft.finish(self)
    }

    /// Reads the value of one keyword.
    fn keyword(&mut self, draft: &mut Draft, key: String, value: Value) {
        let Draft { schema, limits, .. } = draft;
        match key.as_str() {
            "$ref" | "$dynamicRef" => {
                let name = value
                    .as_str()
                    .map(|reference| super::reference::component_name(reference, "schemas"));
                draft.references.extend(name.flatten());
            }
            "title" => schema.title = string(value),
            "description" => schema.description = string(value),
            "externalDocs" => schema.external_docs = external_documentation(value).map(Box::new),
            "deprecated" => schema.deprecated = value.as_bool().unwrap_or_default(),
            "readOnly" => schema.read_only = value.as_bool().unwrap_or_default(),
            "writeOnly" => schema.write_only = value.as_bool().unwrap_or_default(),
            "default" => schema.default = json(value),
            "example" => {
                let example = json(value).map(|value| SchemaExample { value, index: None });
                schema.examples.splice(0..0, example);
            }
            "examples" => {
                let examples = values(value).into_iter().enumerate();
                schema
                    .examples
                    .extend(examples.map(|(index, value)| SchemaExample {
                        value,
                        index: Some(index),
                    }));
            }
            "type" => draft.types(&value),
            "nullable" => schema.nullable |= value.as_bool().unwrap_or_default(),
            "enum" => draft.enumeration(values(value)),
            "const" => draft.constant = Some(json(value).unwrap_or(Json::Null)),
            "format" => schema.format = string(value),
            "contentEncoding" => draft.content_encoding = string(value),
            "contentMediaType" => draft.content_media_type = string(value),
            "pattern" => schema.pattern = string(value),
            "minLength" => schema.min_length = value.as_u64(),
            "maxLength" => schema.max_length = value.as_u64(),
            "minimum" => limits.minimum = number(value),
            "maximum" => limits.maximum = number(value),
            "exclusiveMinimum" => limits.exclusive_minimum.read(value),
            "exclusiveMaximum" => limits.exclusive_maximum.read(value),
            "multipleOf" => limits.multiple_of = number(value),
            "properties" => schema.properties = self.map(value),
            "patternProperties" => {
                draft.pattern_properties = (json(value.clone()), self.map(value));
            }
            "required" => schema.required = strings(value),
            "additionalProperties" => {
                schema.additional_properties = Some(self.additional_properties(value));
            }
            "minProperties" => schema.min_properties = value.as_u64(),
            "maxProperties" => schema.max_properties = value.as_u64(),
            "items" => match value {
                Value::Sequence(_) => draft.prefix_items("items", value, self),
                value => draft.items = Some(self.boxed(value)),
            },
            "prefixItems" => draft.prefix_items("prefixItems", value, self),
            // Of draft 2019-09 and earlier, beside a list in `items`.
            "additionalItems" => draft.has_no_more_items = value == Value::Bool(false),
            "unevaluatedItems" => draft.unevaluated_items = Some(self.applicator(value)),
            "contains" => draft.contains = Some(self.applicator(value)),
            "minContains" => draft.min_contains = value.as_u64(),
            "maxContains" => draft.max_contains = value.as_u64(),
            "propertyNames" => draft.property_names = Some(self.boxed(value)),
            "unevaluatedProperties" => {
                let written = json(value.clone());
                draft.unevaluated_properties = Some((written, self.additional_properties(value)));
            }
            "dependentRequired" => {
                let members = into_members(value);
                let required = members.map(|(name, value)| (name, strings(value)));
                draft.assertions.dependent_required.extend(required);
            }
            "dependentSchemas" => draft.dependent_schemas(value),
            "if" => draft.if_then_else[0] = json(value),
            "then" => draft.if_then_else[1] = json(value),
            "else" => draft.if_then_else[2] = json(value),
            "contentSchema" => draft.content_schema = Some(self.applicator(value)),
            "minItems" => schema.min_items = value.as_u64(),
            "maxItems" => schema.max_items = value.as_u64(),
            "uniqueItems" => schema.unique_items = value.as_bool().unwrap_or_default(),
            "allOf" => schema.all_of = self.list(value),
            "oneOf" => schema.one_of = self.list(value),
            "anyOf" => schema.any_of = self.list(value),
            "not" => match value {
                Value::Bool(excluded) => schema.is_impossible |= excluded,
                Value::Mapping(keywords) if keywords.is_empty() => schema.is_impossible = true,
                value => draft.assertions.not = json(value),
            },
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

    /// Returns a schema as it is written, and as it is read.
    fn applicator(&mut self, value: Value) -> (Option<Json>, Box<Schema>) {
        (json(value.clone()), self.boxed(value))
    }

    fn additional_properties(&mut self, value: Value) -> AdditionalPropertiesKeyword {
        if let Value::Bool(allowed) = value {
            return AdditionalPropertiesKeyword::Allowed(allowed);
        }
        let schema = self.boxed(value);
        if schema.is_impossible {
            AdditionalPropertiesKeyword::Allowed(false)
        } else {
            AdditionalPropertiesKeyword::Schema(schema)
        }
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

/// Returns whether a reference is one of several keywords.
fn has_keywords_beside_reference(members: &Mapping) -> bool {
    let mut names = members.keys().filter_map(Value::as_str);
    names.any(|name| name != "$ref" && name != RUST_NAME)
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
        default_mapping: fields.string("defaultMapping"),
    })
}

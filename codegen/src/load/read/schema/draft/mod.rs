//! Expresses keywords by others.

mod alternatives;
mod arrays;
mod objects;

use indexmap::IndexMap;
use serde_json::Value as Json;
use serde_yaml::Value;

use super::SchemaReader;
use super::limits::Limits;
use crate::document::{AdditionalPropertiesKeyword, Assertions, InstanceType, Schema};

/// A keyword whose value is a schema: as it is written, and as it is read.
type Applicator<S> = Option<(Option<Json>, S)>;

/// A schema whose keywords are being read.
#[derive(Default)]
pub(super) struct Draft {
    pub schema: Schema,
    pub limits: Limits,
    pub assertions: Assertions,
    /// `$ref` beside other keywords, and `$dynamicRef`.
    pub references: Vec<String>,
    pub constant: Option<Json>,
    pub content_encoding: Option<String>,
    pub content_media_type: Option<String>,
    pub content_schema: Applicator<Box<Schema>>,
    pub items: Option<Box<Schema>>,
    /// `prefixItems`: its keyword in the document, as it is written, and as it is read.
    prefix_items: (&'static str, Option<Json>, Vec<Schema>),
    /// Whether there are no items after those of `prefixItems`.
    pub has_no_more_items: bool,
    pub unevaluated_items: Applicator<Box<Schema>>,
    pub contains: Applicator<Box<Schema>>,
    pub min_contains: Option<u64>,
    pub max_contains: Option<u64>,
    /// `patternProperties`, as it is written, and as it is read.
    pub pattern_properties: (Option<Json>, IndexMap<String, Schema>),
    pub property_names: Option<Box<Schema>>,
    pub unevaluated_properties: Applicator<AdditionalPropertiesKeyword>,
    /// `if`, `then` and `else`.
    pub if_then_else: [Option<Json>; 3],
    /// The types, apart from null.
    types: Vec<InstanceType>,
    /// Whether `type` allows null only.
    is_null: bool,
}

impl Draft {
    /// Returns a draft without keywords. It is on the heap, because schemas are nested.
    pub(super) fn new(schema: Schema) -> Box<Self> {
        Box::new(Self {
            schema,
            ..Self::default()
        })
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

    /// Keeps a keyword that other keywords do not express.
    fn not_expressed(&mut self, keyword: &'static str, value: impl Into<Json>) {
        self.assertions.others.insert(keyword, value.into());
    }

    /// Returns the schema.
    pub(super) fn finish(mut self: Box<Self>, reader: &mut SchemaReader) -> Schema {
        if let Some(constant) = self.constant.take() {
            self.schema.enumeration = vec![constant];
        }
        if self.is_null && self.schema.enumeration.is_empty() {
            self.schema.enumeration = vec![Json::Null];
        }
        self.finish_conditions();
        self.finish_contains();
        self.finish_items(reader);
        self.finish_unevaluated_properties();
        self.finish_property_names();
        self.finish_pattern_properties(reader);
        self.finish_content();
        if let [instance_type] = self.types[..] {
            self.schema.instance_type = Some(instance_type);
        }
        std::mem::take(&mut self.limits).write(&mut self.schema);
        if self.schema.instance_type == Some(InstanceType::Number) {
            make_floats(&mut self.schema.enumeration);
        }
        self.finish_impossible_alternatives();
        self.finish_null_alternatives();
        self.finish_constant_alternatives();
        if self.assertions != Assertions::default() {
            self.schema.assertions = Some(Box::new(std::mem::take(&mut self.assertions)));
        }
        if self.types.len() > 1 && self.schema.enumeration.is_empty() {
            self.finish_types(reader);
        }
        for (index, name) in std::mem::take(&mut self.references).into_iter().enumerate() {
            let mut target = reader.empty();
            target.reference = Some(name);
            self.schema.all_of.insert(index, target);
        }
        self.schema
    }

    /// Returns whether other schemas in this one may evaluate items or properties.
    fn is_composed(&self) -> bool {
        let schema = &self.schema;
        let assertions = &self.assertions.others;
        !self.references.is_empty()
            || !schema.all_of.is_empty()
            || self.has_conditional_parts()
            || assertions.contains_key("dependentSchemas")
    }

    /// Returns whether schemas that not every value matches may evaluate items or properties.
    fn has_conditional_parts(&self) -> bool {
        let schema = &self.schema;
        let assertions = &self.assertions.others;
        !schema.one_of.is_empty()
            || !schema.any_of.is_empty()
            || assertions.contains_key("if")
            || assertions.contains_key("dependentSchemas")
    }

    fn finish_conditions(&mut self) {
        let [condition, consequent, alternative] = std::mem::take(&mut self.if_then_else);
        let parts = [
            ("if", condition),
            ("then", consequent),
            ("else", alternative),
        ];
        // The others have no effect without `if`, and `if` has none without one of them.
        if parts[0].1.is_some() && parts[1..].iter().any(|(_, part)| part.is_some()) {
            let parts = parts
                .into_iter()
                .filter_map(|(keyword, part)| Some((keyword.to_owned(), part?)));
            self.not_expressed("if", parts.collect::<serde_json::Map<_, _>>());
        }
    }

    /// Makes a format of the encoding and the media type of a string.
    fn finish_content(&mut self) {
        let content_schema = self.content_schema.take();
        let is_string = self.types.is_empty() || self.types == [InstanceType::String];
        let media_type = self.content_media_type.take().unwrap_or_default();
        let is_json = media_type == "application/json" || media_type.ends_with("+json");
        let is_typed = is_string
            && is_json
            && self.content_encoding.is_none()
            && self.schema.format.is_none()
            && self.schema.enumeration.is_empty();
        match content_schema {
            Some((_, schema)) if is_typed => {
                self.types = vec![InstanceType::String];
                self.schema.content_schema = Some(schema);
                return;
            }
            Some((written, _)) => {
                self.not_expressed("contentSchema", written.unwrap_or(Json::Null));
            }
            None => {}
        }
        if !is_string || self.schema.format.is_some() {
            return;
        }
        let encoding = self
            .content_encoding
            .as_deref()
            .map(str::to_ascii_lowercase);
        let format = match (encoding.as_deref(), media_type.as_str()) {
            (Some("base64"), _) => "byte",
            (Some("base64url"), _) => "base64url",
            (None, "application/octet-stream") => "binary",
            _ => return,
        };
        self.types = vec![InstanceType::String];
        self.schema.format = Some(format.to_owned());
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

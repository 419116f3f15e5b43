//! Expresses keywords by others.

use indexmap::IndexMap;
use serde_json::Value as Json;
use serde_yaml::Value;

use super::SchemaReader;
use super::limits::Limits;
use crate::document::{AdditionalPropertiesKeyword, Assertions, Contains, InstanceType, Schema};
use crate::load::read::value::{json, strings};
use crate::load::tree::into_members;

/// The greatest number of items of an array that becomes a tuple. The traits of the standard library
/// are implemented for no longer ones.
const MAX_TUPLE: usize = 12;

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
    pub pattern_properties: IndexMap<String, Schema>,
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

    /// Reads `prefixItems`, or a list in `items`.
    pub(super) fn prefix_items(
        &mut self,
        keyword: &'static str,
        value: Value,
        reader: &mut SchemaReader,
    ) {
        self.prefix_items = (keyword, json(value.clone()), reader.list(value));
    }

    /// Reads `dependentSchemas`. Those that only require properties are `dependentRequired`.
    pub(super) fn dependent_schemas(&mut self, value: Value) {
        let mut others = serde_json::Map::new();
        for (name, schema) in into_members(value) {
            let required = schema.as_mapping().filter(|keywords| keywords.len() == 1);
            match required.and_then(|keywords| keywords.get("required")) {
                Some(required) => {
                    let required = strings(required.clone());
                    let dependent = &mut self.assertions.dependent_required;
                    dependent.entry(name).or_default().extend(required);
                }
                None => {
                    others.insert(name, json(schema).unwrap_or(Json::Null));
                }
            }
        }
        if !others.is_empty() {
            self.not_expressed("dependentSchemas", others);
        }
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

    /// Reads `contains`. One that every item matches limits the number of items.
    fn finish_contains(&mut self) {
        let Some((written, schema)) = self.contains.take() else {
            return;
        };
        let min = self.min_contains.unwrap_or(1);
        let written = written.unwrap_or(Json::Null);
        if written == Json::Bool(true) {
            let limits = &mut self.schema;
            limits.min_items = Some(limits.min_items.unwrap_or_default().max(min));
            limits.max_items = match (limits.max_items, self.max_contains) {
                (Some(one), Some(other)) => Some(one.min(other)),
                (one, other) => one.or(other),
            };
        } else if schema.is_impossible {
            // Only a list that is not an array contains such an item.
            self.schema.is_impossible |= min > 0 && self.types == [InstanceType::Array];
        } else if min > 0 || self.max_contains.is_some() {
            self.assertions.contains = Some(Contains {
                schema: written,
                min,
                max: self.max_contains,
            });
        }
    }

    /// Makes a tuple, or a list of alternatives, of `prefixItems`.
    fn finish_items(&mut self, reader: &mut SchemaReader) {
        let mut items = self.items.take();
        if let Some((written, unevaluated)) = self.unevaluated_items.take() {
            let is_declared = items.is_some() || self.has_no_more_items;
            if is_declared || written == Some(Json::Bool(true)) {
                // No item is unevaluated, or all values are allowed.
            } else if self.is_composed() || self.assertions.contains.is_some() {
                self.not_expressed("unevaluatedItems", written.unwrap_or(Json::Null));
            } else {
                items = Some(unevaluated);
            }
        }
        if items.as_ref().is_some_and(|items| items.is_impossible) {
            items = None;
            self.has_no_more_items = true;
        }
        let (keyword, written, mut prefix) = std::mem::take(&mut self.prefix_items);
        let schema = &mut self.schema;
        if let Some(max) = schema.max_items.and_then(|max| usize::try_from(max).ok()) {
            // There are no items at later positions.
            if max <= prefix.len() {
                prefix.truncate(max);
                self.has_no_more_items = true;
            }
        }
        if let Some(impossible) = prefix.iter().position(|item| item.is_impossible) {
            prefix.truncate(impossible);
            self.has_no_more_items = true;
        }
        let count = prefix.len() as u64;
        if self.has_no_more_items {
            schema.max_items = Some(count);
            items = None;
        }
        if prefix.is_empty() {
            if self.has_no_more_items {
                items = Some(Box::new(reader.empty()));
            }
            schema.items = items;
            return;
        }
        let min = schema.min_items.unwrap_or_default();
        if self.has_no_more_items && min == count && prefix.len() <= MAX_TUPLE {
            (schema.min_items, schema.max_items) = (None, None);
            schema.prefix_items = prefix;
            return;
        }
        let mut alternatives = prefix;
        if !self.has_no_more_items {
            // All further items are allowed by default.
            alternatives.push(items.map_or_else(|| reader.empty(), |items| *items));
        }
        let items = any_of(alternatives, reader);
        if !items.any_of.is_empty() {
            self.not_expressed(keyword, written.unwrap_or(Json::Null));
        }
        self.schema.items = Some(Box::new(items));
    }

    /// Makes additional properties of those that nothing else declares.
    fn finish_unevaluated_properties(&mut self) {
        let Some((written, unevaluated)) = self.unevaluated_properties.take() else {
            return;
        };
        if self.schema.additional_properties.is_some()
            || unevaluated == AdditionalPropertiesKeyword::Allowed(true)
        {
            return;
        }
        if self.has_conditional_parts() {
            self.not_expressed("unevaluatedProperties", written.unwrap_or(Json::Null));
        } else {
            self.schema.additional_properties = Some(unevaluated);
        }
    }

    fn finish_property_names(&mut self) {
        match self.property_names.take() {
            Some(names) if names.is_impossible => self.schema.max_properties = Some(0),
            // A schema without keywords allows every name.
            Some(names) if *names != Schema::default() => {
                self.assertions.property_names = Some(names);
            }
            _ => {}
        }
    }

    /// Makes additional properties of the properties whose names match a pattern.
    fn finish_pattern_properties(&mut self, reader: &mut SchemaReader) {
        let schemas = std::mem::take(&mut self.pattern_properties);
        let is_for_every_name =
            |pattern: &String| ["", "^", "^.*", "^.*$", ".*", ".*$"].contains(&pattern.as_str());
        let is_complete = schemas.keys().any(is_for_every_name);
        let written = schemas.keys().cloned().collect::<Vec<_>>();
        let mut alternatives: Vec<Schema> = schemas.into_values().collect();
        if alternatives.is_empty() {
            return;
        }
        let is_closed = match self.schema.additional_properties.take() {
            _ if is_complete => false,
            Some(AdditionalPropertiesKeyword::Allowed(false)) => true,
            Some(AdditionalPropertiesKeyword::Schema(other)) => {
                alternatives.push(*other);
                false
            }
            // Names that match no pattern have any value.
            allowed @ (None | Some(AdditionalPropertiesKeyword::Allowed(true))) => {
                self.schema.additional_properties = allowed;
                self.not_expressed("patternProperties", written);
                return;
            }
        };
        alternatives.retain(|alternative| !alternative.is_impossible);
        if alternatives.is_empty() {
            self.schema.additional_properties = Some(AdditionalPropertiesKeyword::Allowed(false));
            return;
        }
        let values = any_of(alternatives, reader);
        if !values.any_of.is_empty() {
            self.not_expressed("patternProperties", written.clone());
        }
        self.schema.additional_properties =
            Some(AdditionalPropertiesKeyword::Schema(Box::new(values)));
        let has_other_names = !self.schema.properties.is_empty()
            || self.is_composed()
            || self.has_conditional_parts();
        if is_closed && !has_other_names && self.assertions.property_names.is_none() {
            let mut names = reader.empty();
            names.pattern = Some(written.join("|"));
            self.assertions.property_names = Some(Box::new(names));
        } else if is_closed {
            self.not_expressed("patternProperties", written);
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
                self.not_expressed("contentSchema", written.unwrap_or(Json::Null))
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

    /// Leaves out alternatives that no value matches.
    fn finish_impossible_alternatives(&mut self) {
        let schema = &mut self.schema;
        schema.is_impossible |= schema.all_of.iter().any(|part| part.is_impossible);
        for alternatives in [&mut schema.one_of, &mut schema.any_of] {
            let count = alternatives.len();
            alternatives.retain(|alternative| !alternative.is_impossible);
            schema.is_impossible |= count > 0 && alternatives.is_empty();
        }
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
                names.push(alternative.title.unwrap_or_else(|| text.clone()));
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

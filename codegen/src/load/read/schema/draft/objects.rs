//! Keywords about objects.

use regex_lite::Regex;
use serde_json::Value as Json;
use serde_yaml::Value;

use super::super::SchemaReader;
use super::{Draft, any_of};
use crate::document::{AdditionalPropertiesKeyword, Schema};
use crate::load::read::value::{json, strings};
use crate::load::tree::into_members;

impl Draft {
    /// Reads `dependentSchemas`. Those that only require properties are `dependentRequired`.
    pub(in super::super) fn dependent_schemas(&mut self, value: Value) {
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

    /// Makes additional properties of those that nothing else declares.
    pub(super) fn finish_unevaluated_properties(&mut self) {
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

    pub(super) fn finish_property_names(&mut self) {
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
    pub(super) fn finish_pattern_properties(&mut self, reader: &mut SchemaReader) {
        let (written, schemas) = std::mem::take(&mut self.pattern_properties);
        let written = written.unwrap_or(Json::Null);
        let is_for_every_name =
            |pattern: &String| ["", "^", "^.*", "^.*$", ".*", ".*$"].contains(&pattern.as_str());
        let is_complete = schemas.keys().any(is_for_every_name);
        let possible = schemas.iter().filter(|(_, schema)| !schema.is_impossible);
        let patterns: Vec<&str> = possible.map(|(pattern, _)| pattern.as_str()).collect();
        let pattern = patterns.join("|");
        let is_declared_too = schemas.iter().any(|(pattern, schema)| {
            *schema != Schema::default() && self.declares_match_of(pattern)
        });
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
        if !values.any_of.is_empty() || is_declared_too {
            self.not_expressed("patternProperties", written.clone());
        }
        self.schema.additional_properties =
            Some(AdditionalPropertiesKeyword::Schema(Box::new(values)));
        let has_other_names = !self.schema.properties.is_empty()
            || self.is_composed()
            || self.has_conditional_parts();
        if is_closed && !has_other_names && self.assertions.property_names.is_none() {
            let mut names = reader.empty();
            names.pattern = Some(pattern);
            self.assertions.property_names = Some(Box::new(names));
        } else if is_closed {
            self.not_expressed("patternProperties", written);
        }
    }

    /// Returns whether the name of a declared property matches a pattern. Its value must then match
    /// both schemas.
    fn declares_match_of(&self, pattern: &str) -> bool {
        let mut declared = self.schema.properties.keys();
        Regex::new(pattern).is_ok_and(|pattern| declared.any(|name| pattern.is_match(name)))
    }
}

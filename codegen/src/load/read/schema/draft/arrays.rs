//! Keywords about arrays.

use serde_json::Value as Json;
use serde_yaml::Value;

use super::super::SchemaReader;
use super::{Draft, any_of};
use crate::document::{Contains, InstanceType};
use crate::load::read::value::json;

/// The greatest number of items of an array that becomes a tuple. The traits of the standard library
/// are implemented for no longer ones.
const MAX_TUPLE: usize = 12;

impl Draft {
    /// Reads `prefixItems`, or a list in `items`.
    pub(in super::super) fn prefix_items(
        &mut self,
        keyword: &'static str,
        value: Value,
        reader: &mut SchemaReader,
    ) {
        self.prefix_items = (keyword, json(value.clone()), reader.list(value));
    }

    /// Reads `contains`. One that every item matches limits the number of items.
    pub(super) fn finish_contains(&mut self) {
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
    pub(super) fn finish_items(&mut self, reader: &mut SchemaReader) {
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
}

//! The schema resources of a file: schemas with `$id`, and the anchors in them.

use std::collections::HashMap;

use serde_yaml::Value;

use super::base_uri::resolve;
use crate::load::tree::{members, unmarked};
use crate::source::{JsonPointer, percent_decode};

/// The fields whose values are not schemas, whatever they look like.
const VALUES: [&str; 6] = ["example", "examples", "default", "const", "enum", "value"];

/// The fields whose values have schemas by names that the document chooses.
const MAPS: [&str; 6] = [
    "properties",
    "patternProperties",
    "dependentSchemas",
    "$defs",
    "definitions",
    "schemas",
];

/// The schema resources of a file.
#[derive(Debug, Default)]
pub(super) struct Resources {
    /// The location and the URI of each, an outer one before those in it. The first is the file.
    list: Vec<Resource>,
    /// The location of each schema with an anchor, by the resource and the anchor.
    anchors: HashMap<(usize, String), JsonPointer>,
}

#[derive(Debug)]
struct Resource {
    root: JsonPointer,
    uri: String,
}

impl Resources {
    /// Returns the resources of a file.
    pub(super) fn of(tree: &Value) -> Self {
        let own = tree.get("$self").and_then(Value::as_str);
        let mut resources = Self {
            list: vec![Resource {
                root: JsonPointer::root(),
                uri: without_fragment(own.unwrap_or_default()).to_owned(),
            }],
            anchors: HashMap::new(),
        };
        resources.collect(tree, &JsonPointer::root(), 0, false);
        resources
    }

    /// Collects the resources in a value. `is_map` is whether its fields have names that the document
    /// chooses.
    fn collect(&mut self, value: &Value, place: &JsonPointer, resource: usize, is_map: bool) {
        match unmarked(value) {
            Value::Mapping(mapping) if is_map => {
                for (name, member) in members(mapping) {
                    self.collect(member, &place.key(name), resource, false);
                }
            }
            Value::Mapping(mapping) => {
                let string = |keyword: &str| mapping.get(keyword).and_then(Value::as_str);
                let mut resource = resource;
                let id = string("$id").map(without_fragment);
                if let Some(id) = id.filter(|id| !id.is_empty()) {
                    let uri = resolve(&self.list[resource].uri, id).into_owned();
                    resource = self.list.len();
                    let root = place.clone();
                    self.list.push(Resource { root, uri });
                }
                for keyword in ["$anchor", "$dynamicAnchor"] {
                    if let Some(anchor) = string(keyword) {
                        let anchor = (resource, anchor.to_owned());
                        self.anchors.entry(anchor).or_insert_with(|| place.clone());
                    }
                }
                for (name, member) in members(mapping) {
                    if !VALUES.contains(&name) && !name.starts_with("x-") {
                        let is_map = MAPS.contains(&name);
                        self.collect(member, &place.key(name), resource, is_map);
                    }
                }
            }
            Value::Sequence(elements) => {
                for (index, element) in elements.iter().enumerate() {
                    self.collect(element, &place.index(index), resource, false);
                }
            }
            _ => {}
        }
    }

    /// Returns the location in this file that a reference at another location of the file leads to.
    /// Returns `None` if it does not lead to a schema with `$id` or an anchor, or into a schema with
    /// `$id`.
    pub(super) fn target(&self, from: &JsonPointer, reference: &str) -> Option<JsonPointer> {
        let around = self
            .list
            .iter()
            .rposition(|resource| from.is_within(&resource.root))?;
        let (path, fragment) = reference.split_once('#').unwrap_or((reference, ""));
        let resource = if path.is_empty() {
            around
        } else {
            let uri = resolve(&self.list[around].uri, path);
            let mut resources = self.list.iter();
            resources.position(|resource| !uri.is_empty() && resource.uri == uri)?
        };
        let root = &self.list[resource].root;
        match JsonPointer::from_fragment(fragment) {
            // A pointer from the root of the file needs no resource.
            Some(_) if path.is_empty() && resource == 0 => None,
            Some(pointer) => Some(root.rebase(&pointer, &JsonPointer::root())),
            None => self.anchor(resource, fragment),
        }
    }

    /// Returns the schema with an anchor that is in no schema with `$id`.
    pub(super) fn anchor_of_file(&self, anchor: &str) -> Option<JsonPointer> {
        self.anchor(0, anchor)
    }

    fn anchor(&self, resource: usize, fragment: &str) -> Option<JsonPointer> {
        let anchor = percent_decode(fragment)?.into_owned();
        self.anchors.get(&(resource, anchor)).cloned()
    }
}

fn without_fragment(uri: &str) -> &str {
    uri.split_once('#').map_or(uri, |(uri, _)| uri)
}

//! The schema resources of a file: schemas with `$id`, and the anchors in them.

use std::collections::HashMap;

use serde_yaml::Value;

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
                if let Some(id) = string("$id") {
                    let uri = resolve(&self.list[resource].uri, without_fragment(id));
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

/// Resolves a reference without a fragment against a base, as specified by RFC 3986, section 5.2.
/// The base may be relative itself.
fn resolve(base: &str, reference: &str) -> String {
    let is_scheme = |scheme: &str| {
        scheme.starts_with(|first: char| first.is_ascii_alphabetic())
            && scheme
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte))
    };
    let scheme = |uri: &str| {
        let (scheme, _) = uri.split_once(':')?;
        is_scheme(scheme).then_some(scheme.len() + 1)
    };
    if reference.is_empty() {
        return base.to_owned();
    }
    if scheme(reference).is_some() {
        return reference.to_owned();
    }
    let after_scheme = scheme(base).unwrap_or_default();
    if reference.starts_with("//") {
        return format!("{}{reference}", &base[..after_scheme]);
    }
    let start_of_path = match base[after_scheme..].strip_prefix("//") {
        Some(rest) => base.len() - rest.find('/').map_or(0, |slash| rest.len() - slash),
        None => after_scheme,
    };
    let (origin, base_path) = base.split_at(start_of_path);
    let path = if reference.starts_with('/') {
        reference.to_owned()
    } else {
        match base_path.rsplit_once('/') {
            Some((folder, _)) => format!("{folder}/{reference}"),
            None if origin.is_empty() || origin.ends_with(':') => reference.to_owned(),
            None => format!("/{reference}"),
        }
    };
    format!("{origin}{}", without_dot_segments(&path))
}

fn without_dot_segments(path: &str) -> String {
    let mut segments: Vec<&str> = Vec::new();
    for segment in path.split('/') {
        match segment {
            ".." if segments.len() > 1
                || segments.first().is_some_and(|first| !first.is_empty()) =>
            {
                segments.pop();
            }
            "." | ".." => {}
            segment => segments.push(segment),
        }
    }
    segments.join("/")
}

#[cfg(test)]
mod tests {
    use super::resolve;

    #[test]
    fn references_resolve_against_their_base() {
        let base = "https://example.com/schemas/pet.json";
        assert_eq!(
            resolve(base, "owner.json"),
            "https://example.com/schemas/owner.json"
        );
        assert_eq!(
            resolve(base, "./a/../owner.json"),
            "https://example.com/schemas/owner.json"
        );
        assert_eq!(
            resolve(base, "../owner.json"),
            "https://example.com/owner.json"
        );
        assert_eq!(
            resolve(base, "/owner.json"),
            "https://example.com/owner.json"
        );
        assert_eq!(resolve(base, "//b.example/c"), "https://b.example/c");
        assert_eq!(resolve(base, "urn:example:pet"), "urn:example:pet");
        assert_eq!(
            resolve("https://example.com", "pet"),
            "https://example.com/pet"
        );
        assert_eq!(resolve("schemas/pet", "owner"), "schemas/owner");
        assert_eq!(resolve("", "./owner"), "owner");
        assert_eq!(resolve("pet", ""), "pet");
    }
}

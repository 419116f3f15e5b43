//! Preserves the values of discriminators.
//!
//! The value of a discriminator is the name of a schema by default. If a schema of another file
//! gets another name, its value is added to the mappings, so that it does not change.

use std::collections::HashMap;

use serde_yaml::{Mapping, Value};

/// Writes the values of schemas that became components of another name to the mappings.
/// `own_names` has their own names by the references to them.
pub(super) fn preserve_discriminator_values(root: &mut Value, own_names: &HashMap<String, String>) {
    if own_names.is_empty() {
        return;
    }
    map_alternatives(root, own_names);
    for (reference, name) in own_names {
        let mut seen = Vec::new();
        let mut pending = bases(root, reference);
        while let Some(base) = pending.pop() {
            if !seen.contains(&base) {
                pending.extend(bases(root, &base));
                if let Some(Value::Mapping(schema)) = schema_mut(root, &base) {
                    add_mapping(schema, name, reference);
                }
                seen.push(base);
            }
        }
    }
}

/// Maps the alternatives of all discriminators with `oneOf` or `anyOf`.
fn map_alternatives(value: &mut Value, own_names: &HashMap<String, String>) {
    match value {
        Value::Mapping(members) => {
            if members.contains_key("discriminator") {
                let lists = ["oneOf", "anyOf"].map(|list| references(members.get(list)));
                for reference in lists.concat() {
                    if let Some(name) = own_names.get(&reference) {
                        add_mapping(members, name, &reference);
                    }
                }
            }
            for member in members.values_mut() {
                map_alternatives(member, own_names);
            }
        }
        Value::Sequence(elements) => {
            for element in elements {
                map_alternatives(element, own_names);
            }
        }
        _ => {}
    }
}

/// Returns the references to the schemas that a schema inherits from.
fn bases(root: &mut Value, reference: &str) -> Vec<String> {
    let schema = schema_mut(root, reference);
    references(schema.as_deref().and_then(|schema| schema.get("allOf")))
}

fn references(list: Option<&Value>) -> Vec<String> {
    let elements = list.and_then(Value::as_sequence).into_iter().flatten();
    elements
        .filter_map(|element| Some(element.get("$ref")?.as_str()?.to_owned()))
        .collect()
}

fn schema_mut<'v>(root: &'v mut Value, reference: &str) -> Option<&'v mut Value> {
    let name = reference.strip_prefix("#/components/schemas/")?;
    root.get_mut("components")?
        .get_mut("schemas")?
        .get_mut(name)
}

/// Adds an entry to the discriminator mapping of a schema. Does nothing if the schema has no
/// discriminator, or if the mapping already contains the value or the reference.
fn add_mapping(schema: &mut Mapping, value: &str, reference: &str) {
    let Some(Value::Mapping(discriminator)) = schema.get_mut("discriminator") else {
        return;
    };
    let mapping = discriminator.entry("mapping".into());
    let mapping = mapping.or_insert_with(|| Value::Mapping(Mapping::new()));
    if let Value::Mapping(mapping) = mapping
        && !mapping
            .values()
            .any(|known| known.as_str() == Some(reference))
    {
        mapping
            .entry(value.into())
            .or_insert_with(|| reference.into());
    }
}

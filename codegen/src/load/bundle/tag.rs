//! Discriminators take the name of a schema for its tag. Where a schema of another file gets another name, its tag stays
//! what it was: it is written into the mappings.

use std::collections::HashMap;

use serde_yaml::{Mapping, Value};

/// Keeps the tags of schemas that are components under another name than their own; `own` has their own names by the
/// references to them.
pub(super) fn keep(root: &mut Value, own: &HashMap<String, String>) {
    if own.is_empty() {
        return;
    }
    alternatives(root, own);
    for (reference, tag) in own {
        let mut seen = Vec::new();
        let mut left = bases(root, reference);
        while let Some(base) = left.pop() {
            if !seen.contains(&base) {
                left.extend(bases(root, &base));
                if let Some(Value::Mapping(schema)) = schema_mut(root, &base) {
                    map(schema, tag, reference);
                }
                seen.push(base);
            }
        }
    }
}

/// Looks for discriminators over alternatives.
fn alternatives(value: &mut Value, own: &HashMap<String, String>) {
    match value {
        Value::Mapping(members) => {
            if members.contains_key("discriminator") {
                let lists = ["oneOf", "anyOf"].map(|list| references(members.get(list)));
                for reference in lists.concat() {
                    if let Some(tag) = own.get(&reference) {
                        map(members, tag, &reference);
                    }
                }
            }
            for member in members.values_mut() {
                alternatives(member, own);
            }
        }
        Value::Sequence(elements) => {
            for element in elements {
                alternatives(element, own);
            }
        }
        _ => {}
    }
}

/// What a schema inherits from, as references.
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

/// Adds a tag to the discriminator of a schema, if it has one and knows no other tag for what the reference leads to.
fn map(schema: &mut Mapping, tag: &str, reference: &str) {
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
            .entry(tag.into())
            .or_insert_with(|| reference.into());
    }
}

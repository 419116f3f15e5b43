//! The names of new components.

use std::collections::HashSet;

use indexmap::IndexMap;
use serde_yaml::Value;

use crate::document::FilePointer;
use crate::load::files::Files;
use crate::load::grammar::Grammar;
use crate::load::references::{ResolvedRef, is_component};
use crate::load::tree::members;
use crate::source::JsonPointer;

/// The kind and the name of a component.
#[derive(Debug)]
pub(super) struct ComponentName {
    /// The field of `components`.
    pub kind: &'static str,
    pub name: String,
}

impl ComponentName {
    /// Returns the reference to the component.
    pub(super) fn reference(&self) -> String {
        format!("#/components/{}/{}", self.kind, self.name)
    }

    /// Returns the location of the component.
    pub(super) fn pointer(&self) -> JsonPointer {
        let components = JsonPointer::root().key("components");
        components.key(self.kind).key(&self.name)
    }
}

/// Returns names for all targets of references that are not components, by their locations.
pub(super) fn name_components(
    files: &Files,
    grammar: &Grammar,
    references: &[ResolvedRef],
) -> IndexMap<FilePointer, ComponentName> {
    let mut components = IndexMap::new();
    let moving = || {
        let references = references.iter();
        references
            .filter(|reference| !is_component(&reference.to))
            .filter_map(|reference| Some((reference, grammar.component_kind(reference.expected)?)))
    };
    // A component that is only a reference becomes what it refers to.
    for (reference, kind) in moving() {
        if let Some(name) = reference
            .from
            .pointer
            .tokens()
            .last()
            .filter(|_| is_component(&reference.from))
        {
            let component = || ComponentName {
                kind,
                name: name.into_owned(),
            };
            components
                .entry(reference.to.clone())
                .or_insert_with(component);
        }
    }
    let mut taken = declared(files.tree(0), grammar);
    for (reference, kind) in moving() {
        let to = &reference.to;
        components.entry(to.clone()).or_insert_with(|| {
            let stem = files.source(to.file).stem();
            let is_document = files.is_document(to.file);
            let content = files.find(to);
            let parameter = content.filter(|_| kind == "parameters");
            let parameter = parameter.and_then(|parameter| parameter.get("name")?.as_str());
            let name = match parameter.map(last_part) {
                Some(name) if !name.is_empty() => name,
                _ => name_of_place(&to.pointer, &stem, is_document),
            };
            let alternatives = [name.clone(), format!("{stem}_{name}")];
            let numbered = (2_usize..).map(|number| format!("{name}_{number}"));
            let mut candidates = alternatives.into_iter().chain(numbered);
            let free = candidates.find(|name| taken.insert((kind, name.clone())));
            let name = free.unwrap_or(name);
            ComponentName { kind, name }
        });
    }
    components
}

/// Returns the kinds and names of all components.
fn declared(root: &Value, grammar: &Grammar) -> HashSet<(&'static str, String)> {
    let mut declared = HashSet::new();
    for kind in grammar.component_kinds() {
        let components = root.get("components").and_then(|all| all.get(kind));
        let components = components.and_then(Value::as_mapping);
        let names = components.into_iter().flat_map(members);
        declared.extend(names.map(|(name, _)| (kind, name.to_owned())));
    }
    declared
}

/// Returns the name of a location, composed of the names on its path like those of inline types.
fn name_of_place(pointer: &JsonPointer, stem: &str, is_document: bool) -> String {
    let mut words: Vec<String> = Vec::new();
    let mut tokens = pointer.tokens().peekable();
    if !is_document && tokens.peek().is_none_or(|first| is_keyword(first)) {
        words.push(stem.to_owned());
    }
    let mut is_key = false;
    while let Some(token) = tokens.next() {
        let word = match token.as_ref() {
            _ if is_key => Some(last_part(&token)),
            "paths" => tokens.next().map(|path| last_part(&path)),
            "components" => {
                tokens.next();
                tokens.next().map(|name| last_part(&name))
            }
            "items" | "prefixItems" => Some("item".to_owned()),
            "additionalProperties" => Some("value".to_owned()),
            "requestBody" => Some("request".to_owned()),
            "definitions" | "$defs" | "schema" | "schemas" | "content" | "responses"
            | "properties" | "headers" | "parameters" | "callbacks" | "examples" => None,
            token if token.contains('/') || token.starts_with("x-") => None,
            token if token.parse::<usize>().is_ok() => None,
            token => Some(last_part(token)),
        };
        is_key = [
            "properties",
            "headers",
            "callbacks",
            "examples",
            "responses",
        ]
        .contains(&token.as_ref());
        words.extend(word.filter(|word| !word.is_empty()));
    }
    if words.is_empty() {
        words.push(stem.to_owned());
    }
    let name = words.join("_");
    if name.is_empty() {
        "unnamed".to_owned()
    } else {
        name
    }
}

/// Returns whether a key is a keyword of schemas, and so not a name.
fn is_keyword(token: &str) -> bool {
    [
        "properties",
        "items",
        "allOf",
        "oneOf",
        "anyOf",
        "not",
        "additionalProperties",
        "prefixItems",
        "content",
        "headers",
        "schema",
    ]
    .contains(&token)
}

/// Returns the last part of a path that is not a parameter, without the characters that the name of
/// a component cannot have.
fn last_part(text: &str) -> String {
    let parts = || text.split('/').filter(|part| !part.is_empty());
    let part = parts().rfind(|part| !part.starts_with('{'));
    let part = part.or_else(|| parts().next_back()).unwrap_or_default();
    part.chars()
        .filter(|character| character.is_ascii_alphanumeric() || ".-_".contains(*character))
        .collect()
}

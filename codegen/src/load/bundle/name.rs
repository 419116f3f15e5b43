//! The names of what becomes a component.

use std::collections::HashSet;

use indexmap::IndexMap;
use serde_yaml::Value;

use crate::load::files::Files;
use crate::load::grammar::home;
use crate::load::reference::{Resolved, Target, is_component};
use crate::load::shape::named;
use crate::source::JsonPointer;

/// What references lead to and is no component yet, with its kind and the name that it gets.
pub(super) fn components(
    files: &Files,
    links: &[Resolved],
) -> IndexMap<Target, (&'static str, String)> {
    let mut components = IndexMap::new();
    let moving = || {
        links
            .iter()
            .filter(|link| !is_component(&link.to))
            .filter_map(|link| Some((link, home(link.expected)?)))
    };
    // A component that is nothing but a reference becomes what it refers to.
    for (link, kind) in moving() {
        if let Some(name) = link
            .from
            .1
            .tokens()
            .last()
            .filter(|_| is_component(&link.from))
        {
            let component = || (kind, name.into_owned());
            components.entry(link.to.clone()).or_insert_with(component);
        }
    }
    let mut taken = declared(files.tree(0));
    for (link, kind) in moving() {
        components.entry(link.to.clone()).or_insert_with(|| {
            let stem = files.source(link.to.0).stem();
            let is_document = files.is_document(link.to.0);
            let content = files.at(link.to.0, &link.to.1);
            let parameter = content.filter(|_| kind == "parameters");
            let parameter = parameter.and_then(|parameter| parameter.get("name")?.as_str());
            let name = match parameter.map(last_part) {
                Some(name) if !name.is_empty() => name,
                _ => own_name(&link.to.1, &stem, is_document),
            };
            let beside = [name.clone(), format!("{stem}_{name}")];
            let numbered = (2_usize..).map(|number| format!("{name}_{number}"));
            let mut candidates = beside.into_iter().chain(numbered);
            let free = candidates.find(|name| taken.insert((kind, name.clone())));
            (kind, free.unwrap_or(name))
        });
    }
    components
}

/// Every component that there is.
fn declared(root: &Value) -> HashSet<(&'static str, String)> {
    let mut declared = HashSet::new();
    for kind in crate::load::grammar::homes() {
        let components = root.get("components").and_then(|all| all.get(kind));
        let components = components.and_then(Value::as_mapping);
        let names = components.into_iter().flat_map(named);
        declared.extend(names.map(|(name, _)| (kind, name.to_owned())));
    }
    declared
}

/// What a place is called: as the inline types are that stand there, by what is around them.
fn own_name(pointer: &JsonPointer, stem: &str, is_document: bool) -> String {
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
            "items" => Some("item".to_owned()),
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

/// Whether it is a word of schemas, and so no name.
fn is_keyword(token: &str) -> bool {
    [
        "properties",
        "items",
        "allOf",
        "oneOf",
        "anyOf",
        "not",
        "additionalProperties",
        "content",
        "headers",
        "schema",
    ]
    .contains(&token)
}

/// The last part of a path that is no parameter, as far as a component's name may have its characters.
fn last_part(text: &str) -> String {
    let parts = || text.split('/').filter(|part| !part.is_empty());
    let part = parts().rfind(|part| !part.starts_with('{'));
    let part = part.or_else(|| parts().next_back()).unwrap_or_default();
    part.chars()
        .filter(|character| character.is_ascii_alphanumeric() || ".-_".contains(*character))
        .collect()
}

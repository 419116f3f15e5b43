//! What a file imports.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

use crate::api::TypeId;
use crate::name::{Identifier, Names};

/// How wide a line of code is.
const WIDTH: usize = 100;

/// The names that a file takes from elsewhere.
#[derive(Debug)]
pub(super) struct Imports<'a> {
    names: &'a Names,
    /// The types that the file itself defines.
    own: HashSet<&'a str>,
    used: BTreeMap<String, BTreeSet<String>>,
}

impl<'a> Imports<'a> {
    pub(super) fn new(names: &'a Names, own: impl IntoIterator<Item = &'a Identifier>) -> Self {
        Self {
            names,
            own: own.into_iter().map(Identifier::as_str).collect(),
            used: BTreeMap::new(),
        }
    }

    /// A name of the runtime.
    pub(super) fn runtime(&mut self, name: &str) -> TokenStream {
        self.external("msgraph_runtime", name)
    }

    /// A name of the standard library.
    pub(super) fn std(&mut self, module: &str, name: &str) -> TokenStream {
        self.external(&format!("std::{module}"), name)
    }

    fn external(&mut self, module: &str, name: &str) -> TokenStream {
        let ident = Ident::new(name, Span::call_site());
        if self.own.contains(name) {
            let path = module
                .split("::")
                .map(|part| Ident::new(part, Span::call_site()));
            return quote!(#(#path)::*::#ident);
        }
        self.used
            .entry(module.to_owned())
            .or_default()
            .insert(name.to_owned());
        quote!(#ident)
    }

    /// A module at the crate's root.
    pub(super) fn root_module(&mut self, module: &Identifier) {
        let modules = self.used.entry("crate".to_owned()).or_default();
        modules.insert(module.to_string());
    }

    /// A type of the document.
    pub(super) fn named(&mut self, id: TypeId) -> TokenStream {
        let names = self.names.of(id);
        let (modules, name) = (&names.modules, &names.name);
        if self.own.contains(name.as_str()) {
            return quote!(#name);
        }
        if names.shadows {
            return quote!(crate::#(#modules::)*#name);
        }
        let module: Vec<&str> = modules.iter().map(Identifier::as_str).collect();
        self.used
            .entry(format!("crate::{}", module.join("::")))
            .or_default()
            .insert(name.to_string());
        quote!(#name)
    }

    /// The `use` declarations: the standard library, the runtime, the crate.
    pub(super) fn write(&self) -> String {
        let mut text = String::new();
        for group in ["std", "msgraph_runtime", "crate"] {
            let mut lines = String::new();
            for (module, names) in &self.used {
                if module.split("::").next() == Some(group) {
                    lines.push_str(&declaration("use", module, names));
                }
            }
            if !lines.is_empty() {
                text.push_str(&lines);
                text.push('\n');
            }
        }
        text
    }
}

/// One `use` declaration, in as many lines as it needs.
pub(super) fn declaration(keyword: &str, module: &str, names: &BTreeSet<String>) -> String {
    let mut names: Vec<&str> = names.iter().map(String::as_str).collect();
    names.sort_by(|a, b| version_order(a, b));
    if let [name] = names[..] {
        return format!("{keyword} {module}::{name};\n");
    }
    let line = format!("{keyword} {module}::{{{}}};\n", names.join(", "));
    if line.len() <= WIDTH + 1 {
        return line;
    }
    let mut text = format!("{keyword} {module}::{{\n   ");
    let mut column = 3;
    for name in names {
        if column + name.len() + 2 > WIDTH {
            text.push_str("\n   ");
            column = 3;
        }
        text.push(' ');
        text.push_str(name);
        text.push(',');
        column += name.len() + 2;
    }
    text.push_str("\n};\n");
    text
}

/// The order in which rustfmt sorts: types before functions, numbers by their value.
pub(super) fn version_order(a: &str, b: &str) -> std::cmp::Ordering {
    let lower = |name: &str| name.starts_with(|c: char| c.is_ascii_lowercase());
    lower(a)
        .cmp(&lower(b))
        .then_with(|| pieces(a).cmp(&pieces(b)))
}

/// A name as texts and numbers in turn.
fn pieces(name: &str) -> Vec<(&str, u128)> {
    let mut pieces = Vec::new();
    let mut rest = name;
    while !rest.is_empty() {
        let text = rest
            .find(|c: char| c.is_ascii_digit())
            .unwrap_or(rest.len());
        let number = rest[text..]
            .find(|c: char| !c.is_ascii_digit())
            .map_or(rest.len(), |end| text + end);
        pieces.push((
            &rest[..text],
            rest[text..number].parse().unwrap_or(u128::MAX),
        ));
        rest = &rest[number..];
    }
    pieces
}

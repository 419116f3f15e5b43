//! The imports of a file.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

use crate::ir::TypeId;
use crate::name::{Identifier, Names};

/// The maximum width of a declaration in one line.
const ONE_LINE: usize = 98;

/// The maximum width of each line of a declaration in several lines.
const LINE: usize = 99;

/// The names that a file imports, by module.
#[derive(Debug)]
pub(in crate::render) struct Imports<'a> {
    names: &'a Names,
    /// The types that the file defines.
    own: HashSet<&'a str>,
    /// The generated type behind each imported name. Different modules may use the same name.
    types: HashMap<&'a str, TypeId>,
    used: BTreeMap<String, BTreeSet<String>>,
}

impl<'a> Imports<'a> {
    pub(in crate::render) fn new(
        names: &'a Names,
        own: impl IntoIterator<Item = &'a Identifier>,
    ) -> Self {
        Self {
            names,
            own: own.into_iter().map(Identifier::as_str).collect(),
            types: HashMap::new(),
            used: BTreeMap::new(),
        }
    }

    /// Imports an item of the runtime. Returns its name, or its path if the file defines a type of
    /// that name.
    pub(in crate::render) fn runtime(&mut self, name: &str) -> TokenStream {
        self.external("specwright_runtime", name)
    }

    /// Imports an item of the runtime's `receiver` module, like [`Imports::runtime`].
    pub(in crate::render) fn receiver(&mut self, name: &str) -> TokenStream {
        self.external("specwright_runtime::receiver", name)
    }

    /// Returns the path of an item of the runtime whose name documents are likely to use, too.
    pub(in crate::render) fn runtime_path(name: &str) -> TokenStream {
        let ident = Ident::new(name, Span::call_site());
        quote!(specwright_runtime::#ident)
    }

    /// Imports an item of the standard library, like [`Imports::runtime`].
    pub(in crate::render) fn std(&mut self, module: &str, name: &str) -> TokenStream {
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

    /// Imports a module of the crate root.
    pub(in crate::render) fn root_module(&mut self, module: &Identifier) {
        let modules = self.used.entry("crate".to_owned()).or_default();
        modules.insert(module.to_string());
    }

    /// Imports a generated type. Returns its name, or its path if the name is ambiguous.
    pub(in crate::render) fn named(&mut self, id: TypeId) -> TokenStream {
        let names = self.names.of(id);
        let (modules, name) = (&names.modules, &names.name);
        if self.own.contains(name.as_str()) {
            return quote!(#name);
        }
        if names.shadows || *self.types.entry(name.as_str()).or_insert(id) != id {
            return quote!(crate::#(#modules::)*#name);
        }
        let module: Vec<&str> = modules.iter().map(Identifier::as_str).collect();
        self.used
            .entry(format!("crate::{}", module.join("::")))
            .or_default()
            .insert(name.to_string());
        quote!(#name)
    }

    /// Returns the `use` declarations, grouped by standard library, runtime and crate.
    pub(in crate::render) fn write(&self) -> String {
        let mut text = String::new();
        for group in ["std", "specwright_runtime", "crate"] {
            let mut lines: Vec<(String, String)> = self
                .used
                .iter()
                .filter(|(module, _)| module.split("::").next() == Some(group))
                .map(|(module, names)| {
                    let line = declaration("use", module, names);
                    let key = match names.first() {
                        Some(name) if names.len() == 1 => format!("{module}::{name}"),
                        _ => format!("{module}::{{"),
                    };
                    (key, line)
                })
                .collect();
            lines.sort();
            text.extend(lines.iter().map(|(_, line)| line.as_str()));
            if !lines.is_empty() {
                text.push('\n');
            }
        }
        text
    }
}

/// Returns one `use` declaration, in as many lines as it needs.
pub(in crate::render) fn declaration(
    keyword: &str,
    module: &str,
    names: &BTreeSet<String>,
) -> String {
    let mut names: Vec<&str> = names.iter().map(String::as_str).collect();
    names.sort_by(|a, b| version_order(a, b));
    if let [name] = names[..] {
        return format!("{keyword} {module}::{name};\n");
    }
    let line = format!("{keyword} {module}::{{{}}};\n", names.join(", "));
    // The newline does not count.
    if line.len() - 1 <= ONE_LINE {
        return line;
    }
    let mut text = format!("{keyword} {module}::{{\n   ");
    let mut column = 3;
    let count = names.len();
    let mut broken = false;
    for (index, name) in names.into_iter().enumerate() {
        // The last name of a single line needs no column for a separator.
        let room = LINE + usize::from(index + 1 == count && !broken);
        if column + name.len() + 2 > room {
            broken = true;
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

/// Compares names as rustfmt does: types before functions, numbers by value.
pub(in crate::render) fn version_order(a: &str, b: &str) -> std::cmp::Ordering {
    let lower = |name: &str| name.starts_with(|c: char| c.is_ascii_lowercase());
    lower(a)
        .cmp(&lower(b))
        .then_with(|| pieces(a).cmp(pieces(b)))
        .then_with(|| a.cmp(b))
}

/// A part of a name, in the order of comparison.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum NamePiece<'n> {
    Underscore,
    Number(u128),
    Text(&'n str),
}

fn pieces(name: &str) -> impl Iterator<Item = NamePiece<'_>> {
    let mut rest = name;
    std::iter::from_fn(move || {
        let first = rest.chars().next()?;
        let same = |c: char| match (first, c) {
            ('_', _) | (_, '_') => false,
            _ => c.is_ascii_digit() == first.is_ascii_digit(),
        };
        let end = rest[1..]
            .find(|c| !same(c))
            .map_or(rest.len(), |end| end + 1);
        let (piece, tail) = rest.split_at(end);
        rest = tail;
        Some(match first {
            '_' => NamePiece::Underscore,
            '0'..='9' => NamePiece::Number(piece.parse().unwrap_or(u128::MAX)),
            _ => NamePiece::Text(piece),
        })
    })
}

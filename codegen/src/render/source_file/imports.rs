//! The imports of a file.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

use crate::ir::TypeId;
use crate::name::{Identifier, Names};
use crate::render::context::{ROOT, root};

/// The names that a file imports, by module.
#[derive(Debug)]
pub(in crate::render) struct Imports<'a> {
    names: &'a Names,
    /// The items that the file defines, with the generated types among them.
    own: HashMap<&'a str, Option<TypeId>>,
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
            own: own.into_iter().map(|name| (name.as_str(), None)).collect(),
            types: HashMap::new(),
            used: BTreeMap::new(),
        }
    }

    /// Adds generated types that the file defines.
    pub(in crate::render) fn define(&mut self, types: impl IntoIterator<Item = TypeId>) {
        let names = self.names;
        let types = types.into_iter();
        self.own
            .extend(types.map(|id| (names.of(id).name.as_str(), Some(id))));
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
        if self.own.contains_key(name) {
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
        let modules = self.used.entry(ROOT.to_owned()).or_default();
        modules.insert(module.to_string());
    }

    /// Imports a generated type. Returns its name, or its path if the name is ambiguous.
    pub(in crate::render) fn named(&mut self, id: TypeId) -> TokenStream {
        let names = self.names.of(id);
        let (modules, name) = (&names.modules, &names.name);
        let own = self.own.get(name.as_str());
        if own == Some(&Some(id)) {
            return quote!(#name);
        }
        if own.is_some() || names.shadows || *self.types.entry(name.as_str()).or_insert(id) != id {
            let root = root();
            return quote!(#root::#(#modules::)*#name);
        }
        let module: Vec<&str> = modules.iter().map(Identifier::as_str).collect();
        self.used
            .entry(format!("{ROOT}::{}", module.join("::")))
            .or_default()
            .insert(name.to_string());
        quote!(#name)
    }

    /// Returns the `use` declarations, grouped by standard library, runtime and crate.
    pub(in crate::render) fn write(&self) -> String {
        let mut text = String::new();
        for group in ["std", "specwright_runtime", ROOT] {
            let before = text.len();
            for (module, names) in &self.used {
                if module.split("::").next() == Some(group) {
                    text.push_str(&declaration("use", module, names));
                }
            }
            if text.len() > before {
                text.push('\n');
            }
        }
        text
    }
}

/// Returns one `use` declaration, in as many lines as prettyplease needs for it.
///
/// # Panics
///
/// Panics if a name is not an identifier, which is a bug in the renderer.
pub(in crate::render) fn declaration(
    keyword: &str,
    module: &str,
    names: &BTreeSet<String>,
) -> String {
    /// The maximum width of a declaration that prettyplease would not break.
    const ONE_LINE: usize = 80;
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let line = match names[..] {
        [name] => format!("{keyword} {module}::{name};"),
        _ => format!("{keyword} {module}::{{{}}};", names.join(", ")),
    };
    if line.len() <= ONE_LINE {
        return line + "\n";
    }
    prettyplease::unparse(&syn::parse_str(&line).expect("an import is Rust"))
}

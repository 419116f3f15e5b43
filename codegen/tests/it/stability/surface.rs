//! The public API of a generated crate, as a set of items.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::{TokenStream, TokenTree};
use quote::ToTokens;
use syn::{Attribute, Fields, ImplItem, Item, UseTree, Visibility};

/// Returns the public items of a crate: modules, types, fields, variants, functions, constants,
/// implemented traits and re-exports, each with its type.
///
/// An item that may be added is a line of its own. What an addition would break is one line:
/// the variants of an enum that matches can exhaust, the required methods of a trait.
pub(crate) fn surface(files: &BTreeMap<String, String>) -> BTreeSet<String> {
    let sources: Vec<(String, syn::File)> = files
        .iter()
        .filter_map(|(path, text)| {
            let module = path.strip_prefix("src/")?.strip_suffix(".rs")?;
            let module = if module == "lib" {
                "crate".to_owned()
            } else {
                format!("crate::{}", module.replace('/', "::"))
            };
            Some((
                module,
                syn::parse_file(text).expect("an emitted file parses"),
            ))
        })
        .collect();
    let private: BTreeSet<String> = sources
        .iter()
        .flat_map(|(module, file)| private_modules(module, file))
        .collect();
    let modules = sources.iter().map(|(module, _)| module.as_str()).collect();
    let mut surface = BTreeSet::new();
    let mut re_exports = Vec::new();
    for (module, file) in &sources {
        let mut reader = Reader {
            module: public_path(module, &private),
            names: BTreeMap::new(),
            surface: &mut surface,
            re_exports: &mut re_exports,
        };
        reader.read_names(module, file, &modules, &private);
        for item in &file.items {
            reader.item(item);
        }
    }
    surface
        .into_iter()
        .map(|item| shortened(item, &re_exports))
        .collect()
}

/// Returns an item with the paths of what a module re-exports from its own public modules, in place
/// of the paths of the definitions: a module that becomes public changes neither.
fn shortened(item: String, re_exports: &[(String, String)]) -> String {
    re_exports.iter().fold(item, |item, (long, short)| {
        let mut text = String::new();
        let mut rest = item.as_str();
        while let Some((before, after)) = rest.split_once(long.as_str()) {
            let is_whole = !after.starts_with(|next: char| next.is_alphanumeric() || next == '_');
            text.extend([before, if is_whole { short } else { long }]);
            rest = after;
        }
        text + rest
    })
}

/// Returns the names of the types and traits of a surface.
pub(crate) fn type_names(surface: &BTreeSet<String>) -> Vec<String> {
    let paths = surface.iter().filter_map(|item| {
        ["struct ", "enum ", "type ", "trait "]
            .iter()
            .find_map(|kind| item.strip_prefix(kind))
    });
    let names = paths.filter_map(|path| {
        let path = path.split([' ', '<']).next()?;
        Some(path.rsplit("::").next()?.to_owned())
    });
    names.collect()
}

fn private_modules(module: &str, file: &syn::File) -> Vec<String> {
    let modules = file.items.iter().filter_map(|item| match item {
        Item::Mod(item) if !is_public(&item.vis) => Some(format!("{module}::{}", item.ident)),
        _ => None,
    });
    modules.collect()
}

/// Returns the path under which the items of a module are public: those of a private module are
/// re-exported by the module that it is in.
fn public_path(module: &str, private: &BTreeSet<String>) -> String {
    let mut path = module;
    while private.contains(path)
        && let Some((parent, _)) = path.rsplit_once("::")
    {
        path = parent;
    }
    path.to_owned()
}

/// Reads the items of one module.
struct Reader<'s> {
    /// The public path of the module.
    module: String,
    /// The full paths of the names that the module imports or defines.
    names: BTreeMap<String, String>,
    surface: &'s mut BTreeSet<String>,
    /// The paths of items that a module re-exports from its own public modules, and their shorter
    /// paths.
    re_exports: &'s mut Vec<(String, String)>,
}

impl Reader<'_> {
    fn read_names(
        &mut self,
        module: &str,
        file: &syn::File,
        modules: &BTreeSet<&str>,
        private: &BTreeSet<String>,
    ) {
        for item in &file.items {
            match item {
                Item::Use(item) => {
                    let mut imported = Vec::new();
                    flatten(&item.tree, "", &mut imported);
                    for (name, path) in imported {
                        let path = match path.rsplit_once("::") {
                            Some((parent, last)) => {
                                let inside = format!("{module}::{parent}");
                                let is_own = modules.contains(inside.as_str());
                                let parent = if is_own { &inside } else { parent };
                                let parent = public_path(parent, private);
                                format!("{parent}::{last}")
                            }
                            None => path,
                        };
                        let short = format!("{}::{name}", self.module);
                        if is_public(&item.vis) && path != short {
                            if path.starts_with(&format!("{}::", self.module)) {
                                self.re_exports.push((path.clone(), short));
                            } else {
                                self.add(format!("use {short} = {path}"));
                            }
                        }
                        self.names.insert(name, path);
                    }
                }
                Item::Struct(syn::ItemStruct { ident, .. })
                | Item::Enum(syn::ItemEnum { ident, .. })
                | Item::Trait(syn::ItemTrait { ident, .. })
                | Item::Type(syn::ItemType { ident, .. }) => {
                    let path = format!("{}::{ident}", self.module);
                    self.names.insert(ident.to_string(), path);
                }
                _ => {}
            }
        }
    }

    fn add(&mut self, line: String) {
        self.surface.insert(line);
    }

    fn item(&mut self, item: &Item) {
        let module = self.module.clone();
        match item {
            Item::Mod(item) if is_public(&item.vis) => {
                self.add(format!("mod {module}::{}", item.ident));
            }
            Item::Struct(item) if is_public(&item.vis) => {
                let path = format!("{module}::{}", item.ident);
                let generics = self.text(&item.generics);
                self.add(format!("struct {path}{generics}"));
                self.derives(&path, &item.attrs);
                if !is_non_exhaustive(&item.attrs) {
                    self.add(format!("literals of {path}"));
                }
                self.fields(&path, &item.fields, true);
            }
            Item::Enum(item) if is_public(&item.vis) => {
                let path = format!("{module}::{}", item.ident);
                self.add(format!("enum {path}"));
                self.derives(&path, &item.attrs);
                for variant in &item.variants {
                    let variant_path = format!("{path}::{}", variant.ident);
                    self.add(format!("variant {variant_path}"));
                    self.fields(&variant_path, &variant.fields, false);
                }
                if !is_non_exhaustive(&item.attrs) {
                    let variants: Vec<String> = item
                        .variants
                        .iter()
                        .map(|variant| variant.ident.to_string())
                        .collect();
                    self.add(format!("all variants of {path}: {}", variants.join(", ")));
                }
            }
            Item::Type(item) if is_public(&item.vis) => {
                let ty = self.text(&item.ty);
                self.add(format!("type {module}::{} = {ty}", item.ident));
            }
            Item::Const(item) if is_public(&item.vis) => {
                let ty = self.text(&item.ty);
                self.add(format!("const {module}::{}: {ty}", item.ident));
            }
            Item::Fn(item) if is_public(&item.vis) => {
                let signature = self.signature(&item.sig);
                self.add(format!("fn {module}::{signature}"));
            }
            Item::Trait(item) if is_public(&item.vis) => self.item_trait(item),
            Item::Impl(item) => self.item_impl(item),
            _ => {}
        }
    }

    fn item_trait(&mut self, item: &syn::ItemTrait) {
        let path = format!("{}::{}", self.module, item.ident);
        let mut required = Vec::new();
        for inner in &item.items {
            if let syn::TraitItem::Fn(function) = inner {
                let signature = self.signature(&function.sig);
                if function.default.is_none() {
                    required.push(signature.clone());
                }
                self.add(format!("fn {path}::{signature}"));
            }
        }
        self.add(format!("trait {path} requires {}", required.join("; ")));
    }

    fn item_impl(&mut self, item: &syn::ItemImpl) {
        let ty = self.text(&item.self_ty);
        if let Some((path, _)) = &item.trait_ {
            let path = self.text(path);
            self.add(format!("impl {path} for {ty}"));
            return;
        }
        for inner in &item.items {
            match inner {
                ImplItem::Fn(function) if is_public(&function.vis) => {
                    let signature = self.signature(&function.sig);
                    self.add(format!("fn {ty}::{signature}"));
                }
                ImplItem::Const(constant) if is_public(&constant.vis) => {
                    let value = self.text(&constant.ty);
                    self.add(format!("const {ty}::{}: {value}", constant.ident));
                }
                _ => {}
            }
        }
    }

    fn derives(&mut self, path: &str, attributes: &[Attribute]) {
        for attribute in attributes {
            if let ("derive", syn::Meta::List(list)) = (name(attribute).as_str(), &attribute.meta) {
                let derived = list.tokens.to_string();
                for derived in derived.split(',') {
                    self.add(format!("impl {} for {path}", derived.trim()));
                }
            }
        }
    }

    fn fields(&mut self, path: &str, fields: &Fields, only_public: bool) {
        for (index, field) in fields.iter().enumerate() {
            if only_public && !is_public(&field.vis) {
                continue;
            }
            let name = field
                .ident
                .as_ref()
                .map_or_else(|| index.to_string(), ToString::to_string);
            let ty = self.text(&field.ty);
            self.add(format!("field {path}.{name}: {ty}"));
        }
    }

    /// Returns a signature without the names of its arguments.
    fn signature(&self, signature: &syn::Signature) -> String {
        let inputs: Vec<String> = signature
            .inputs
            .iter()
            .map(|input| match input {
                syn::FnArg::Receiver(receiver) => self.text(receiver),
                syn::FnArg::Typed(argument) => self.text(&argument.ty),
            })
            .collect();
        format!(
            "{}{}({}){}",
            signature.ident,
            self.text(&signature.generics),
            inputs.join(", "),
            self.text(&signature.output)
        )
    }

    /// Returns syntax as text, with the full path of every name that the module imports or defines.
    fn text(&self, syntax: &impl ToTokens) -> String {
        let mut text = String::new();
        self.write(syntax.to_token_stream(), &mut text);
        text
    }

    fn write(&self, tokens: TokenStream, text: &mut String) {
        for token in tokens {
            match token {
                TokenTree::Group(group) => {
                    text.push('(');
                    self.write(group.stream(), text);
                    text.push(')');
                }
                TokenTree::Ident(ident) => {
                    let name = ident.to_string();
                    let full = self.names.get(&name).filter(|_| !text.ends_with("::"));
                    if text.ends_with(|last: char| last.is_alphanumeric()) {
                        text.push(' ');
                    }
                    text.push_str(full.unwrap_or(&name));
                }
                other => text.push_str(&other.to_string()),
            }
        }
    }
}

/// Collects the names of a `use` declaration with their paths.
fn flatten(tree: &UseTree, prefix: &str, names: &mut Vec<(String, String)>) {
    match tree {
        UseTree::Path(path) => flatten(&path.tree, &format!("{prefix}{}::", path.ident), names),
        UseTree::Name(name) => {
            names.push((name.ident.to_string(), format!("{prefix}{}", name.ident)));
        }
        UseTree::Rename(rename) => {
            names.push((
                rename.rename.to_string(),
                format!("{prefix}{}", rename.ident),
            ));
        }
        UseTree::Glob(_) => names.push(("*".to_owned(), format!("{prefix}*"))),
        UseTree::Group(group) => {
            for tree in &group.items {
                flatten(tree, prefix, names);
            }
        }
    }
}

fn is_public(visibility: &Visibility) -> bool {
    matches!(visibility, Visibility::Public(_))
}

fn is_non_exhaustive(attributes: &[Attribute]) -> bool {
    attributes
        .iter()
        .any(|attribute| name(attribute) == "non_exhaustive")
}

fn name(attribute: &Attribute) -> String {
    attribute.path().to_token_stream().to_string()
}

//! The source of a crate, traversed from `lib.rs` along public modules.

use std::collections::{BTreeMap, BTreeSet};

use quote::ToTokens as _;
use syn::{
    Fields, ImplItem, Item, ItemEnum, ItemImpl, ItemStruct, ItemTrait, TraitItem, Type, UseTree,
    Visibility,
};

use crate::surface::tables::{self, DERIVES, Table};
use crate::surface::text;

/// Every public item of a crate, each in a line that begins with its path.
pub(crate) fn surface(files: &Files) -> BTreeSet<String> {
    let mut lines = BTreeSet::new();
    module(files, "src/lib.rs", "src/", "", &mut lines);
    lines
}

/// The contents of the files of a crate, by path.
pub(crate) type Files = BTreeMap<String, String>;

fn parse(files: &Files, file: &str) -> Vec<Item> {
    let text = files
        .get(file)
        .unwrap_or_else(|| panic!("{file} is missing"));
    let parsed = syn::parse_file(text).unwrap_or_else(|error| panic!("{file}: {error}"));
    parsed.items
}

/// A public module: its own items, those of its public modules, and what it re-exports of its
/// modules.
fn module(files: &Files, file: &str, folder: &str, path: &str, lines: &mut BTreeSet<String>) {
    let items = parse(files, file);
    let mut children = BTreeMap::new();
    for item in &items {
        let Item::Mod(child) = item else { continue };
        let name = child.ident.to_string();
        let child_file = format!("{folder}{name}.rs");
        if is_public(&child.vis) {
            let attributes = text::of_attributes(&child.attrs);
            lines.insert(format!("{path}{name} mod{attributes}"));
            let (folder, path) = (format!("{folder}{name}/"), format!("{path}{name}::"));
            module(files, &child_file, &folder, &path, lines);
        }
        children.insert(name, parse(files, &child_file));
    }
    Exported { path, names: None }.tell(&items, lines);
    for item in &items {
        let Item::Use(reexport) = item else { continue };
        if !is_public(&reexport.vis) {
            continue;
        }
        match &reexport.tree {
            UseTree::Path(of) if children.contains_key(&of.ident.to_string()) => {
                let mut names = BTreeSet::new();
                leaves(&of.tree, &mut names);
                let exported = Exported {
                    path,
                    names: Some(names),
                };
                exported.tell(&children[&of.ident.to_string()], lines);
            }
            _ => {
                lines.insert(format!("{path}{}", text::of_item(item)));
            }
        }
    }
}

/// The names in `a`, `{a, b}`.
fn leaves(tree: &UseTree, names: &mut BTreeSet<String>) {
    match tree {
        UseTree::Name(name) => {
            names.insert(name.ident.to_string());
        }
        UseTree::Group(group) => group.items.iter().for_each(|tree| leaves(tree, names)),
        _ => panic!("a re-export of another form is new, and to be read here"),
    }
}

fn is_public(visibility: &Visibility) -> bool {
    matches!(visibility, Visibility::Public(_))
}

/// The items of a file that can be named from outside.
struct Exported<'a> {
    path: &'a str,
    /// `None`: all that are public.
    names: Option<BTreeSet<String>>,
}

impl Exported<'_> {
    fn has(&self, name: &str) -> bool {
        self.names.as_ref().is_none_or(|names| names.contains(name))
    }

    fn tell(&self, items: &[Item], lines: &mut BTreeSet<String>) {
        let tables: Vec<Table> = items.iter().filter_map(tables::read).collect();
        for item in items {
            match item {
                Item::Struct(item) if is_public(&item.vis) => {
                    self.tell_struct(item, items, &tables, lines);
                }
                Item::Enum(item) if is_public(&item.vis) => {
                    self.tell_enum(item, items, &tables, lines);
                }
                Item::Impl(item) if item.trait_.is_none() => self.tell_methods(item, lines),
                Item::Type(alias)
                    if is_public(&alias.vis) && self.has(&alias.ident.to_string()) =>
                {
                    let ty = text::of_type(&alias.ty);
                    lines.insert(format!("{}{} type = {ty}", self.path, alias.ident));
                }
                Item::Const(item) if is_public(&item.vis) && self.has(&item.ident.to_string()) => {
                    lines.insert(format!("{}{}", self.path, text::of_constant(item)));
                }
                Item::Fn(item) if is_public(&item.vis) && self.has(&item.sig.ident.to_string()) => {
                    let attributes = text::of_attributes(&item.attrs);
                    let signature = text::of_signature(&item.sig);
                    lines.insert(format!("{}{signature}{attributes}", self.path));
                }
                Item::Static(item) if is_public(&item.vis) && self.has(&item.ident.to_string()) => {
                    let attributes = text::of_attributes(&item.attrs);
                    let ty = text::of_type(&item.ty);
                    lines.insert(format!(
                        "{}{} static: {ty}{attributes}",
                        self.path, item.ident
                    ));
                }
                Item::Trait(item) if is_public(&item.vis) && self.has(&item.ident.to_string()) => {
                    self.tell_trait(item, lines);
                }
                _ => {}
            }
        }
        for table in tables.iter().filter(|table| self.has(&table.of)) {
            let path = format!("{}{}", self.path, table.of);
            lines.extend(table.items.iter().map(|item| format!("{path}::{item}")));
            // `request!` defines its type, the others do not.
            if !items.iter().any(|item| defines(item, &table.of)) {
                lines.insert(format!("{path} struct: {}", table.traits.join(" + ")));
            }
        }
    }

    fn tell_struct(
        &self,
        item: &ItemStruct,
        items: &[Item],
        tables: &[Table],
        lines: &mut BTreeSet<String>,
    ) {
        let name = item.ident.to_string();
        if !self.has(&name) {
            return;
        }
        let path = format!("{}{name}", self.path);
        let generics = if item.generics.params.is_empty() {
            ""
        } else {
            "<'_>"
        };
        let traits = traits(&name, text::derives(&item.attrs), items, tables);
        let attributes = text::of_attributes(&item.attrs);
        let is_opaque = item.fields.iter().any(|field| !is_public(&field.vis));
        let opaque = if is_opaque {
            " with private fields"
        } else {
            ""
        };
        lines.insert(format!(
            "{path} struct{generics}{opaque}{attributes}: {traits}"
        ));
        for field in item.fields.iter().filter(|field| is_public(&field.vis)) {
            let field_name = field
                .ident
                .as_ref()
                .map_or("0".to_owned(), ToString::to_string);
            let wire = wire(&name, &field_name, tables);
            let attributes = text::of_attributes(&field.attrs);
            let ty = text::of_type(&field.ty);
            lines.insert(format!("{path}.{field_name}: {ty}{wire}{attributes}"));
        }
    }

    fn tell_enum(
        &self,
        item: &ItemEnum,
        items: &[Item],
        tables: &[Table],
        lines: &mut BTreeSet<String>,
    ) {
        let name = item.ident.to_string();
        if !self.has(&name) {
            return;
        }
        let path = format!("{}{name}", self.path);
        let traits = traits(&name, text::derives(&item.attrs), items, tables);
        let attributes = text::of_attributes(&item.attrs);
        lines.insert(format!("{path} enum{attributes}: {traits}"));
        for variant in &item.variants {
            let fields = match &variant.fields {
                Fields::Unit => String::new(),
                Fields::Named(fields) => {
                    let fields = fields.named.iter().map(|field| {
                        let name = field.ident.to_token_stream();
                        format!("{name}: {}", text::of_type(&field.ty))
                    });
                    format!(" {{ {} }}", fields.collect::<Vec<_>>().join(", "))
                }
                fields @ Fields::Unnamed(_) => {
                    let types: Vec<String> = fields
                        .iter()
                        .map(|field| text::of_type(&field.ty))
                        .collect();
                    format!("({})", types.join(", "))
                }
            };
            let wire = wire(&name, &variant.ident.to_string(), tables);
            let attributes = text::of_attributes(&variant.attrs);
            lines.insert(format!(
                "{path}::{}{fields}{wire}{attributes}",
                variant.ident
            ));
        }
    }

    fn tell_trait(&self, item: &ItemTrait, lines: &mut BTreeSet<String>) {
        let path = format!("{}{}", self.path, item.ident);
        let bounds = item.supertraits.to_token_stream().to_string();
        lines.insert(format!("{path} trait: {}", bounds.replace("' ", "'")));
        for item in &item.items {
            if let TraitItem::Fn(method) = item {
                let signature = text::of_signature(&method.sig);
                let default = if method.default.is_some() {
                    " with a default"
                } else {
                    ""
                };
                lines.insert(format!("{path}::{signature}{default}"));
            }
        }
    }

    fn tell_methods(&self, item: &ItemImpl, lines: &mut BTreeSet<String>) {
        let of = self_type(item);
        if !self.has(&of) {
            return;
        }
        for item in &item.items {
            match item {
                ImplItem::Fn(method) if is_public(&method.vis) => {
                    let mut attributes = text::of_attributes(&method.attrs);
                    if method.sig.constness.is_some() {
                        attributes.push_str(" const");
                    }
                    let signature = text::of_signature(&method.sig);
                    lines.insert(format!("{}{of}::{signature}{attributes}", self.path));
                }
                ImplItem::Const(constant) if is_public(&constant.vis) => {
                    let ty = text::of_type(&constant.ty);
                    lines.insert(format!("{}{of}::{}: {ty}", self.path, constant.ident));
                }
                _ => {}
            }
        }
    }
}

fn defines(item: &Item, name: &str) -> bool {
    match item {
        Item::Struct(item) => item.ident == name,
        Item::Enum(item) => item.ident == name,
        _ => false,
    }
}

fn self_type(item: &ItemImpl) -> String {
    match &*item.self_ty {
        Type::Path(path) => path
            .path
            .segments
            .last()
            .map_or_else(String::new, |last| last.ident.to_string()),
        other => text::of_type(other),
    }
}

/// The traits of a type: derived, implemented by hand, and given by its table.
fn traits(name: &str, derived: Vec<String>, items: &[Item], tables: &[Table]) -> String {
    let derived = derived.into_iter();
    let mut traits: BTreeSet<String> = derived
        .filter(|name| !DERIVES.contains(&name.as_str()))
        .collect();
    for item in items {
        let Item::Impl(item) = item else { continue };
        let Some((of, _)) = &item.trait_ else {
            continue;
        };
        let of: Type = syn::parse_quote!(#of);
        let of = text::of_type(&of);
        if self_type(item) == name {
            traits.insert(of);
        } else if of == format!("From<{name}>") {
            traits.insert(format!("Into<{}>", self_type(item)));
        }
    }
    for table in tables.iter().filter(|table| table.of == name) {
        traits.extend(table.traits.iter().cloned());
    }
    traits.into_iter().collect::<Vec<_>>().join(" + ")
}

/// Returns how a field or a variant is encoded, in parentheses.
fn wire(of: &str, name: &str, tables: &[Table]) -> String {
    let mut tables = tables.iter().filter(|table| table.of == of);
    let wire = tables.find_map(|table| table.wire.get(name));
    wire.map_or_else(String::new, |wire| format!(" ({wire})"))
}

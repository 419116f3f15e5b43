//! Parts of Rust code as one line.

use syn::{Attribute, Expr, File, Item, ItemConst, ItemFn, ItemType, Meta, Signature, Type};

/// `NAME: type = value`.
pub(crate) fn of_constant(constant: &ItemConst) -> String {
    let mut bare = constant.clone();
    bare.attrs.clear();
    line(Item::Const(bare))
        .trim_start_matches("pub const ")
        .trim_end_matches(';')
        .to_owned()
}

pub(crate) fn of_type(ty: &Type) -> String {
    let alias: ItemType = syn::parse_quote!(type T = #ty;);
    let text = line(Item::Type(alias));
    text.trim_start_matches("type T = ")
        .trim_end_matches(';')
        .to_owned()
}

pub(crate) fn of_expression(expression: &Expr) -> String {
    let constant: ItemConst = syn::parse_quote!(const T: T = #expression;);
    let text = line(Item::Const(constant));
    text.trim_start_matches("const T: T = ")
        .trim_end_matches(';')
        .to_owned()
}

/// Without `fn`: `url(self) -> &'static str`.
pub(crate) fn of_signature(signature: &Signature) -> String {
    let signature = Signature {
        constness: None,
        ..signature.clone()
    };
    let function: ItemFn = syn::parse_quote!(#signature {});
    let text = line(Item::Fn(function));
    text.trim_start_matches("fn ")
        .trim_end_matches(" {}")
        .replace("(mut self", "(self")
}

pub(crate) fn of_item(item: &Item) -> String {
    line(item.clone())
}

fn line(item: Item) -> String {
    let mut file: File = syn::parse_quote!();
    file.items.push(item);
    let text = prettyplease::unparse(&file);
    let words: Vec<&str> = text.split_whitespace().collect();
    words.join(" ").replace("( ", "(").replace(", )", ")")
}

/// Returns the attributes that concern a user, such as ` #[non_exhaustive]`.
pub(crate) fn of_attributes(attributes: &[Attribute]) -> String {
    let is_listed = |attribute: &&Attribute| {
        ["cfg", "deprecated", "non_exhaustive"]
            .iter()
            .any(|name| attribute.path().is_ident(name))
    };
    let mut text = String::new();
    for attribute in attributes.iter().filter(is_listed) {
        let item: Item = syn::parse_quote!(#attribute mod m;);
        text.push(' ');
        text.push_str(line(item).trim_end_matches(" mod m;"));
    }
    text
}

/// The traits that an item derives.
pub(crate) fn derives(attributes: &[Attribute]) -> Vec<String> {
    let mut derives = Vec::new();
    for attribute in attributes
        .iter()
        .filter(|attribute| attribute.path().is_ident("derive"))
    {
        if let Meta::List(list) = &attribute.meta {
            let names = list.tokens.to_string();
            derives.extend(names.split(',').map(|name| name.trim().to_owned()));
        }
    }
    derives
}

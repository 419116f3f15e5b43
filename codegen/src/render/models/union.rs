//! Unions: enums over alternatives, and their tables. Types that contain themselves.

use std::fmt::Write as _;

use quote::quote;

use crate::ir::{Newtype, Type, TypeId, Union, UnionVariant};

use crate::render::Context;
use crate::render::docs::Docs;
use crate::render::docs::markdown;
use crate::render::models::object;
use crate::render::models::tagged_union::compact;
use crate::render::models::validation;
use crate::render::source_file::File;
use crate::render::types;

pub(crate) fn render(cx: &Context<'_>, id: TypeId, union: &Union, file: &mut File<'_>) {
    let definition = cx.api.definition(id);
    let names = cx.names.of(id);
    let (name, variants) = (&names.name, &names.parts);
    let mut docs = Docs::of(
        &definition.docs,
        &crate::render::docs::provenance::described(cx, id, "One of several values"),
    );
    if let Some(tag) = &union.tag {
        docs.paragraph(&format!(
            "Where it is an object, the member {} tells which.",
            markdown::code(tag)
        ));
    }
    docs.external(&definition.docs);
    let docs = docs.attributes(file);
    let deprecated = object::deprecated(&definition.docs);
    let non_exhaustive = definition.usage.received.then(|| quote!(#[non_exhaustive]));
    let mut arms = Vec::new();
    let holds = if union.any_of { "any_of" } else { "one_of" };
    let by = union
        .tag
        .as_ref()
        .map_or_else(String::new, |tag| format!(" by {tag:?}"));
    let mut table = format!("union! {{\n    {} {holds} {name}{by} {{\n", cx.rules());
    for (variant, branch) in variants.iter().zip(&union.variants) {
        let value = types::of(&branch.ty, &mut file.imports);
        append!(table, "        {variant}({})", compact(&value));
        if branch.shared {
            table.push_str(" shared");
        }
        if !branch.tags.is_empty() {
            let tags: Vec<String> = branch.tags.iter().map(|tag| format!("{tag:?}")).collect();
            append!(table, " = {}", tags.join(" | "));
        }
        table.push_str(",\n");
        let docs = branch_docs(cx, id, branch, file).attributes(file);
        let deprecated = object::deprecated(&branch.docs);
        let value = if branch.boxed {
            quote!(Box<#value>)
        } else {
            value
        };
        arms.push(quote!(#docs #deprecated #variant(#value),));
    }
    table.push_str("    }\n}");
    let value = file.imports.runtime("Value");
    file.item(quote! {
        #docs
        #deprecated
        #[derive(Clone, Debug, PartialEq)]
        #non_exhaustive
        pub enum #name {
            #(#arms)*
            #[doc = " A value that is none of these, or not clearly one, kept as it came."]
            Unrecognized(#value),
        }
    });
    let _ = file.imports.runtime("union");
    file.text_item(table);
}

fn branch_docs(cx: &Context<'_>, id: TypeId, branch: &UnionVariant, file: &mut File<'_>) -> Docs {
    let otherwise = if branch.tags.is_empty() {
        kind(cx, &branch.ty, file)
    } else {
        let tags: Vec<String> = branch.tags.iter().map(|tag| markdown::code(tag)).collect();
        format!("{}.", tags.join(" or "))
    };
    let mut docs = Docs::of(&branch.docs, &otherwise);
    if cx.api.definition(id).usage.sent {
        let facts = validation::sentences(&branch.constraints);
        if !facts.is_empty() {
            docs.paragraph(&facts.join(" "));
        }
    }
    docs.external(&branch.docs);
    docs
}

/// What a value of a type is, to a reader.
fn kind(cx: &Context<'_>, branch: &Type, file: &mut File<'_>) -> String {
    let text = match branch {
        Type::Named(id) | Type::Flags(id) => {
            let name = &cx.names.of(*id).name;
            let path = compact(&file.imports.named(*id));
            return if path == name.as_str() {
                format!("[`{name}`].")
            } else {
                format!("[`{name}`]({path}).")
            };
        }
        Type::Array(_) => "An array.",
        Type::Map(_) => "An object with any members.",
        Type::OneOrMany(_) => "A value, or an array of such values.",
        Type::Int32 | Type::Int64 | Type::Uint64 => "An integer.",
        Type::Float | Type::Double => "A number.",
        Type::Boolean => "True or false.",
        Type::DateTime => "A date and a time.",
        Type::Date => "A date.",
        Type::Duration => "A duration.",
        Type::Uuid => "A UUID.",
        Type::Byte => "Bytes.",
        Type::String | Type::Secret => "A text.",
        _ => "Any other value.",
    };
    text.to_owned()
}

/// A type that contains itself.
pub(crate) fn render_newtype(cx: &Context<'_>, id: TypeId, newtype: &Newtype, file: &mut File<'_>) {
    let definition = cx.api.definition(id);
    let name = &cx.names.of(id).name;
    let mut docs = Docs::of(
        &definition.docs,
        "A value that contains others like itself.",
    );
    docs.external(&definition.docs);
    let docs = docs.attributes(file);
    let deprecated = object::deprecated(&definition.docs);
    let value = types::of(&newtype.ty, &mut file.imports);
    file.item(quote! {
        #docs
        #deprecated
        #[derive(Clone, Debug, PartialEq)]
        pub struct #name(pub #value);
    });
    let _ = file.imports.runtime("newtype");
    file.text_item(format!("newtype! {{ {name}({}) }}", compact(&value)));
}

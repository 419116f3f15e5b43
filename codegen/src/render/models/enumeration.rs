//! Enums: of texts, and of other values.

use std::fmt::Write as _;

use proc_macro2::TokenStream;
use quote::quote;
use serde_json::Value;

use crate::ir::{StringEnum, Type, TypeId, ValueEnum};

use crate::render::Context;
use crate::render::docs::Docs;
use crate::render::docs::markdown;
use crate::render::models::object;
use crate::render::models::tagged_union;
use crate::render::models::validation::grouped;
use crate::render::source_file::File;
use crate::render::types;

/// What is emitted of one value: its text in documentation, what the document says of it, and its literal.
struct Line<'a> {
    shown: String,
    description: Option<&'a String>,
    literal: String,
}

pub(crate) fn render(cx: &Context<'_>, id: TypeId, values: &StringEnum, file: &mut File<'_>) {
    let lines = values.values.iter().map(|value| Line {
        shown: value.value.clone(),
        description: value.description.as_ref(),
        literal: format!("{:?}", value.value),
    });
    let name = &cx.names.of(id).name;
    let _ = file.imports.runtime("string_enum");
    let head = format!("string_enum! {{\n    {} {name}", cx.rules());
    write(
        cx,
        id,
        &lines.collect::<Vec<_>>(),
        &quote!(, Eq, Hash),
        None,
        &head,
        file,
    );
}

pub(crate) fn render_values(cx: &Context<'_>, id: TypeId, values: &ValueEnum, file: &mut File<'_>) {
    let lines = values.values.iter().map(|value| Line {
        shown: value.text(),
        description: value.description.as_ref(),
        literal: literal(&value.value),
    });
    let name = &cx.names.of(id).name;
    let value = types::of(&values.ty, &mut file.imports);
    let _ = file.imports.runtime("value_enum");
    let head = format!(
        "value_enum! {{\n    {} {name}: {}",
        cx.rules(),
        tagged_union::compact(&value)
    );
    let derives = (values.ty != Type::Double).then(|| quote!(, Eq, Hash));
    let derives = derives.unwrap_or_default();
    write(
        cx,
        id,
        &lines.collect::<Vec<_>>(),
        &derives,
        Some(&value),
        &head,
        file,
    );
}

/// The enum, and the table by which the runtime reads and writes it.
fn write(
    cx: &Context<'_>,
    id: TypeId,
    lines: &[Line<'_>],
    derives: &TokenStream,
    value: Option<&TokenStream>,
    head: &str,
    file: &mut File<'_>,
) {
    let definition = cx.api.definition(id);
    let names = cx.names.of(id);
    let (name, variants) = (&names.name, &names.parts);
    let mut docs = Docs::of(
        &definition.docs,
        &crate::render::docs::provenance::described(cx, id, "One of a list of values"),
    );
    docs.external(&definition.docs);
    let docs = docs.attributes(file);
    let deprecated = object::deprecated(&definition.docs);
    let value_docs: Vec<TokenStream> = lines
        .iter()
        .map(|line| {
            let mut docs = Docs::default();
            match line.description {
                Some(description) => docs.markdown(description),
                None => docs.paragraph(&format!("{}.", markdown::code(&line.shown))),
            }
            docs.attributes(file)
        })
        .collect();
    let unrecognized = file.imports.runtime("Unrecognized");
    let value = value.map(|value| quote!(, #value));
    file.item(quote! {
        #docs
        #deprecated
        #[derive(Clone, Debug, PartialEq #derives)]
        #[non_exhaustive]
        pub enum #name {
            #(#value_docs #variants,)*
            #[doc = " Any other value, kept as it came."]
            Unrecognized(#unrecognized<Self #value>),
        }
    });
    let mut table = format!("{head} {{\n");
    for (variant, line) in variants.iter().zip(lines) {
        append!(table, "        {variant} = {},\n", line.literal);
    }
    table.push_str("    }\n}");
    file.text_item(table);
}

/// A value as a literal of Rust.
fn literal(value: &Value) -> String {
    match value {
        Value::String(text) => format!("{text:?}"),
        Value::Number(number) => match (number.as_i64(), number.as_u64()) {
            (Some(whole), _) if i32::try_from(whole).is_ok() => grouped(&whole),
            (Some(whole), _) => format!("{}_i64", grouped(&whole)),
            (None, Some(whole)) => format!("{}_u64", grouped(&whole)),
            (None, None) => format!("{:?}", number.as_f64().unwrap_or_default()),
        },
        other => other.to_string(),
    }
}

//! Enums of strings and of other values, and their tables.

use std::fmt::Write as _;

use proc_macro2::TokenStream;
use quote::quote;
use serde_json::Value;

use crate::ir::{StringEnum, Type, TypeId, ValueEnum};
use crate::render::context::Context;
use crate::render::docs::{DocComment, markdown, provenance};
use crate::render::source_file::SourceFile;
use crate::render::syntax::attributes::deprecated;
use crate::render::syntax::literals::grouped_text;
use crate::render::syntax::types::{to_source, type_tokens};

/// An enum as it is emitted.
struct EnumDefinition<'a> {
    /// The type of the values, unless they are strings.
    value: Option<TokenStream>,
    /// The derives beside those that all enums have.
    derives: TokenStream,
    entries: Vec<EnumEntry<'a>>,
    /// The start of the table.
    head: String,
}

/// A value of an enum as it is emitted.
struct EnumEntry<'a> {
    /// The value in documentation.
    text: String,
    description: Option<&'a String>,
    /// The value in the table.
    literal: String,
}

/// Adds an enum of strings.
pub(super) fn render_strings(
    cx: &Context<'_>,
    id: TypeId,
    string_enum: &StringEnum,
    file: &mut SourceFile<'_>,
) {
    let entries = string_enum.values.iter().map(|value| EnumEntry {
        text: value.value.clone(),
        description: value.description.as_ref(),
        literal: format!("{:?}", value.value),
    });
    let _ = file.imports.runtime("string_enum");
    let definition = EnumDefinition {
        value: None,
        derives: quote!(, Eq, Hash),
        entries: entries.collect(),
        head: format!(
            "string_enum! {{\n    {} {}",
            cx.decoding_mode(),
            cx.names.of(id).name
        ),
    };
    definition.render(cx, id, file);
}

/// Adds an enum of values that are not all strings.
pub(super) fn render_values(
    cx: &Context<'_>,
    id: TypeId,
    value_enum: &ValueEnum,
    file: &mut SourceFile<'_>,
) {
    let entries = value_enum.values.iter().map(|value| EnumEntry {
        text: value.text(),
        description: value.description.as_ref(),
        literal: literal(&value.value),
    });
    let value = type_tokens(&value_enum.ty, &mut file.imports);
    let _ = file.imports.runtime("value_enum");
    let definition = EnumDefinition {
        derives: if value_enum.ty == Type::Double {
            TokenStream::new()
        } else {
            quote!(, Eq, Hash)
        },
        entries: entries.collect(),
        head: format!(
            "value_enum! {{\n    {} {}: {}",
            cx.decoding_mode(),
            cx.names.of(id).name,
            to_source(&value)
        ),
        value: Some(value),
    };
    definition.render(cx, id, file);
}

impl EnumDefinition<'_> {
    /// Adds the enum and its table.
    fn render(self, cx: &Context<'_>, id: TypeId, file: &mut SourceFile<'_>) {
        let Self {
            value,
            derives,
            entries,
            head,
        } = self;
        let definition = cx.api.definition(id);
        let names = cx.names.of(id);
        let (name, variants) = (&names.name, &names.parts);
        let mut docs = DocComment::from_ir(
            &definition.docs,
            &provenance::described(cx, id, "One of a list of values"),
        );
        docs.external(&definition.docs);
        let docs = file.docs(docs);
        let deprecated = deprecated(&definition.docs);
        let variant_docs: Vec<TokenStream> = entries
            .iter()
            .map(|entry| {
                let mut docs = DocComment::default();
                match entry.description {
                    Some(description) => docs.markdown(description),
                    None => docs.paragraph(&format!("{}.", markdown::code(&entry.text))),
                }
                file.docs(docs)
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
                #(#variant_docs #variants,)*
                #[doc = " Any other value, kept as it came."]
                Unrecognized(#unrecognized<Self #value>),
            }
        });
        let mut table = format!("{head} {{\n");
        for (variant, entry) in variants.iter().zip(&entries) {
            append!(table, "        {variant} = {},\n", entry.literal);
        }
        table.push_str("    }\n}");
        file.text_item(table);
    }
}

/// Returns a JSON value as a Rust literal.
fn literal(value: &Value) -> String {
    match value {
        Value::String(text) => format!("{text:?}"),
        Value::Number(number) => match (number.as_i64(), number.as_u64()) {
            (Some(integer), _) if i32::try_from(integer).is_ok() => grouped_text(&integer),
            (Some(integer), _) => format!("{}_i64", grouped_text(&integer)),
            (None, Some(integer)) => format!("{}_u64", grouped_text(&integer)),
            (None, None) => format!("{:?}", number.as_f64().unwrap_or_default()),
        },
        other => other.to_string(),
    }
}

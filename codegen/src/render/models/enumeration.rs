//! Enums of strings and of other values.

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

use crate::ir::{StringEnum, Type, TypeId, ValueEnum};
use crate::render::context::Context;
use crate::render::docs::{DocComment, markdown, provenance};
use crate::render::models::derives::derives;
use crate::render::source_file::SourceFile;
use crate::render::syntax::attributes::{decoding_mode, deprecated};
use crate::render::syntax::literals::json;
use crate::render::syntax::types::type_tokens;

/// An enum as it is emitted.
struct EnumDefinition<'a> {
    /// The type of the values, unless they are strings.
    value: Option<TokenStream>,
    /// The derive macro of the runtime.
    derive: TokenStream,
    /// The other derives beside those that all enums have.
    derives: &'static [&'static str],
    /// The attribute with the settings of the type.
    settings: Option<TokenStream>,
    entries: Vec<EnumEntry<'a>>,
}

/// A value of an enum as it is emitted.
struct EnumEntry<'a> {
    /// The value in documentation.
    text: String,
    description: Option<&'a String>,
    /// The value in the attribute of the variant.
    literal: TokenStream,
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
        literal: json(&value.value.as_str().into()),
    });
    let derive = file.imports.runtime("StringEnum");
    let definition = EnumDefinition {
        value: None,
        derive,
        derives: &["Eq", "Hash"],
        settings: decoding_mode(cx).map(|mode| quote!(#[string_enum(#mode)])),
        entries: entries.collect(),
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
        literal: json(&value.value),
    });
    let derive = file.imports.runtime("ValueEnum");
    let definition = EnumDefinition {
        value: Some(type_tokens(&value_enum.ty, &mut file.imports)),
        derive,
        derives: if value_enum.ty == Type::Double {
            &[]
        } else {
            &["Eq", "Hash"]
        },
        settings: decoding_mode(cx).map(|mode| quote!(#[value_enum(#mode)])),
        entries: entries.collect(),
    };
    definition.render(cx, id, file);
}

impl EnumDefinition<'_> {
    /// Adds the enum.
    fn render(self, cx: &Context<'_>, id: TypeId, file: &mut SourceFile<'_>) {
        let Self {
            value,
            derive,
            derives: own,
            settings,
            entries,
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
                if let Some(description) = entry.description {
                    docs.markdown(description);
                }
                if docs.is_empty() {
                    docs.paragraph(&format!("{}.", markdown::code(&entry.text)));
                }
                file.docs(docs)
            })
            .collect();
        let values = entries.iter().map(|entry| &entry.literal);
        let unrecognized = file.imports.runtime("Unrecognized");
        let added = derives(cx, id, own);
        let own = own.iter().map(|name| Ident::new(name, Span::call_site()));
        let value = value.map(|value| quote!(, #value));
        file.item(quote! {
            #docs
            #deprecated
            #[derive(Clone, Debug, PartialEq, #(#own,)* #derive)]
            #added
            #settings
            #[non_exhaustive]
            pub enum #name {
                #(#variant_docs #[value(#values)] #variants,)*
                #[doc = " Any other value."]
                Unrecognized(#unrecognized<Self #value>),
            }
        });
    }
}

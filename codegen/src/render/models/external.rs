//! Types of other crates, to which the settings map formats and schemas.

use proc_macro2::TokenStream;
use quote::quote;

use crate::ir::{External, TypeId};
use crate::name::Identifier;
use crate::render::context::Context;
use crate::render::docs::{DocComment, markdown};
use crate::render::source_file::SourceFile;
use crate::render::source_file::imports::Imports;

pub(super) fn render(cx: &Context<'_>, id: TypeId, external: &External, file: &mut SourceFile<'_>) {
    let definition = cx.api.definition(id);
    let names = cx.names.of(id);
    let name = &names.name;
    let ty = markdown::code(&external.path);
    let fallback = match &external.format {
        Some(format) => format!(
            "A value with {}: a {ty}.",
            markdown::code(&format!("format: {format}"))
        ),
        None => format!("A {ty}."),
    };
    let mut docs = DocComment::from_ir(&definition.docs, &fallback);
    if definition.docs.texts().next().is_some() {
        docs.paragraph(&fallback);
    }
    docs.external(&definition.docs);
    let docs = file.docs(docs);
    let path = path(&external.path);
    let wrapper = Imports::runtime_path("External");
    let codec = names.parts.first();
    let codec_argument = codec.map(|codec| quote!(, #codec));
    file.item(quote!(#docs pub type #name = #wrapper<#path #codec_argument>;));
    if let (Some(codec), Some(with)) = (codec, &external.with) {
        render_codec(codec, &path, with, file);
    }
}

/// Adds the type that encodes and decodes values by a module.
fn render_codec(codec: &Identifier, ty: &TokenStream, with: &str, file: &mut SourceFile<'_>) {
    let docs = DocComment::line(&format!("Encodes and decodes by {}.", markdown::code(with)));
    let docs = file.docs(docs);
    let with = path(with);
    file.item(quote! {
        #docs
        #[derive(Clone, Copy, Debug)]
        pub struct #codec;
    });
    file.item(quote! {
        impl specwright_runtime::SerdeCodec<#ty> for #codec {
            fn deserialize<'de, D: specwright_runtime::Deserializer<'de>>(
                deserializer: D,
            ) -> Result<#ty, D::Error> {
                #with::deserialize(deserializer)
            }

            fn serialize<S: specwright_runtime::Serializer>(
                value: &#ty,
                serializer: S,
            ) -> Result<S::Ok, S::Error> {
                #with::serialize(value, serializer)
            }
        }
    });
}

/// Returns a path of the settings. It begins with a crate, which no module can hide, or with
/// `crate`.
///
/// # Panics
///
/// Panics if it is not a path, which the settings do not accept.
pub(super) fn path(path: &str) -> TokenStream {
    let path: syn::Path = syn::parse_str(path).expect("the settings have paths only");
    let is_in_crate = path.segments.len() > 1 && !path.segments[0].ident.eq("crate");
    if is_in_crate {
        quote!(::#path)
    } else {
        quote!(#path)
    }
}

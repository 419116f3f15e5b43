//! Statics that describe how the tokens of `openIdConnect` security schemes are verified.

use proc_macro2::{Ident, Span};
use quote::quote;

use crate::render::context::Context;
use crate::render::docs::{DocComment, markdown};
use crate::render::source_file::SourceFile;
use crate::render::syntax::literals::{duration, string};

/// Adds the statics of the `openIdConnect` security schemes. The types in them are imported if the
/// feature `open-id` is enabled.
pub(super) fn statics(cx: &Context<'_>, file: &mut SourceFile<'_>) {
    for (scheme, name) in cx.api.open_id.iter().zip(&cx.names.open_id) {
        let mut docs = DocComment::line(&format!(
            "How the tokens of {} are verified.",
            markdown::code(&scheme.name)
        ));
        if let Some(description) = &scheme.description {
            docs.markdown(description);
        }
        if let Some(audience) = &scheme.audience {
            docs.paragraph("The audience of the tokens:");
            docs.markdown(audience);
        }
        let docs = file.docs(docs);
        let algorithms: Vec<&str> = if scheme.algorithms.is_empty() {
            vec!["RS256"]
        } else {
            scheme.algorithms.iter().map(String::as_str).collect()
        };
        let algorithms = algorithms
            .into_iter()
            .map(|name| Ident::new(&algorithm(name), Span::call_site()));
        let attributes = scheme.sender_attributes.iter().map(|attribute| {
            let (name, claim) = (&attribute.name, &attribute.claim);
            quote!(SenderAttribute::new(#name, #claim))
        });
        let metadata_url = string(&scheme.metadata_url);
        let (issuers, required_claims) = (&scheme.issuers, &scheme.required_claims);
        let clock_skew = duration(&quote!(Duration), scheme.clock_skew);
        let open_id = cx.feature("open-id");
        file.item(quote! {
            #docs
            #open_id
            pub static #name: OpenIdConnect = OpenIdConnect {
                metadata_url: #metadata_url,
                issuers: &[#(#issuers),*],
                algorithms: &[#(Algorithm::#algorithms),*],
                required_claims: &[#(#required_claims),*],
                sender_attributes: &[#(#attributes),*],
                clock_skew: #clock_skew,
            };
        });
    }
}

/// Returns the variant of the runtime's `Algorithm` for a name such as `RS256`.
fn algorithm(name: &str) -> String {
    if name == "EdDSA" {
        return "EdDsa".to_owned();
    }
    let (family, bits) = name.split_at(1.min(name.len()));
    format!("{family}{}", bits.to_ascii_lowercase())
}

//! Statics that describe how the tokens of `openIdConnect` security schemes are verified.

use std::fmt::Write as _;

use crate::render::context::Context;
use crate::render::docs::{DocComment, markdown};
use crate::render::source_file::chain::slice;
use crate::render::syntax::literals::{duration, string};

/// Returns the statics of the `openIdConnect` security schemes.
pub(super) fn statics(cx: &Context<'_>) -> String {
    let mut text = String::new();
    for (scheme, name) in cx.api.open_id.iter().zip(&cx.names.open_id) {
        let mut docs = DocComment::line(&format!(
            "What the document says of the tokens of {}.",
            markdown::code(&scheme.name)
        ));
        if let Some(description) = &scheme.description {
            docs.markdown(description);
        }
        if let Some(audience) = &scheme.audience {
            docs.paragraph("Their audience:");
            docs.markdown(audience);
        }
        let strings = |texts: &[String]| slice(texts.iter().map(|text| string(text)), 1);
        let algorithms: Vec<&str> = if scheme.algorithms.is_empty() {
            vec!["RS256"]
        } else {
            scheme.algorithms.iter().map(String::as_str).collect()
        };
        let algorithms = slice(
            algorithms
                .into_iter()
                .map(|name| format!("Algorithm::{}", algorithm(name))),
            1,
        );
        let attributes = slice(
            scheme.sender_attributes.iter().map(|attribute| {
                format!(
                    "SenderAttribute::new({}, {})",
                    string(&attribute.name),
                    string(&attribute.claim)
                )
            }),
            1,
        );
        append!(
            text,
            "\n\
             {}#[cfg(feature = \"open-id\")]\n\
             pub static {name}: OpenIdConnect = OpenIdConnect {{\n    \
             metadata_url: {},\n    \
             issuers: {},\n    \
             algorithms: {algorithms},\n    \
             required_claims: {},\n    \
             sender_attributes: {attributes},\n    \
             clock_skew: {},\n\
             }};\n",
            docs.outer(""),
            string(&scheme.metadata_url),
            strings(&scheme.issuers),
            strings(&scheme.required_claims),
            duration(scheme.clock_skew),
        );
    }
    text
}

/// Returns the variant of the runtime's `Algorithm` for a name such as `RS256`.
fn algorithm(name: &str) -> String {
    if name == "EdDSA" {
        return "EdDsa".to_owned();
    }
    let (family, bits) = name.split_at(1.min(name.len()));
    format!("{family}{}", bits.to_ascii_lowercase())
}

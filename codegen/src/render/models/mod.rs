//! The models: what the document calls its schemas.

pub(crate) mod alias;
pub(crate) mod conversion;
pub(crate) mod correlation;
pub(crate) mod enumeration;
pub(crate) mod error_code;
pub(crate) mod multipart;
pub(crate) mod object;
pub(crate) mod paging;
pub(crate) mod request_bodies;
pub(crate) mod response_bodies;
pub(crate) mod tagged_union;
pub(crate) mod union;
pub(crate) mod validation;

use std::fmt::Write as _;

use crate::name::{Identifier, ModelFile};

use crate::render::Context;
use crate::render::docs::Docs;
use crate::render::source_file::imports;

/// `models.rs`, which gathers what its modules define.
pub(crate) fn render(cx: &Context<'_>) -> String {
    let mut text = Docs::line("The types of the API that belong to no single path.").inner();
    text.push('\n');
    let mut models: Vec<&ModelFile> = cx.names.models.iter().collect();
    models.sort_by(|a, b| imports::version_order(a.module.as_str(), b.module.as_str()));
    for model in &cx.names.models {
        append!(text, "mod {};\n", model.module);
    }
    text.push('\n');
    for model in models {
        let names = model
            .types
            .iter()
            .map(|id| cx.names.of(*id).name.to_string())
            .collect();
        text.push_str(&imports::declaration(
            "pub use",
            model.module.as_str(),
            &names,
        ));
    }
    text
}

/// One of those modules.
pub(crate) fn render_one(cx: &Context<'_>, model: &ModelFile) -> String {
    let none: [&Identifier; 0] = [];
    let mut file = cx.file(model.types.iter().copied(), none);
    for id in &model.types {
        cx.definition(*id, &mut file);
    }
    file.write()
}

//! `operations.rs`, which re-exports the types of path nodes.

use std::collections::{BTreeMap, BTreeSet};

use crate::name::Identifier;
use crate::render::context::{Context, ROOT};
use crate::render::docs::DocComment;
use crate::render::source_file::imports;

/// Returns `operations.rs`.
pub(in crate::render) fn render(cx: &Context<'_>) -> String {
    let mut docs =
        DocComment::line("The types that operations declare inline, such as request bodies.");
    docs.paragraph(
        "They are defined in the modules of their paths. The types whose names are unique among \
         them are re-exported here.",
    );
    let mut modules: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for id in &cx.names.re_exports {
        let names = cx.names.of(*id);
        let path: Vec<&str> = names.modules.iter().map(Identifier::as_str).collect();
        let module = format!("{ROOT}::{}", path.join("::"));
        modules
            .entry(module)
            .or_default()
            .insert(names.name.to_string());
    }
    let mut text = docs.inner();
    text.push('\n');
    for (module, names) in &modules {
        text.push_str(&imports::declaration("pub use", module, names));
    }
    text
}

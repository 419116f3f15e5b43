//! `error_codes.rs`: a constant for each error code of the document.

use quote::quote;

use crate::ir::ErrorCode;
use crate::name::Identifier;
use crate::render::context::{Context, ROOT};
use crate::render::docs::{DocComment, markdown};
use crate::render::source_file::SourceFile;
use crate::render::source_file::imports::Imports;

/// Returns `error_codes.rs`.
pub(in crate::render) fn render(cx: &Context<'_>) -> String {
    let mut docs = DocComment::line("Known error codes of the service.");
    docs.paragraph(
        "The list is not complete. [`Error::code`](specwright_runtime::Error::code) returns the \
         code of an error, which these constants match as patterns.",
    );
    if let Some(name) = cx.names.error_codes.first() {
        docs.blocks(example(cx, name));
    }
    let mut file = SourceFile::new(Imports::new(cx.names, []));
    for (code, name) in cx.api.error_codes.iter().zip(&cx.names.error_codes) {
        let mut docs = DocComment::default();
        match &code.description {
            Some(description) => docs.markdown(description),
            None => docs.paragraph(&format!("{}.", markdown::code(&code.code))),
        }
        let docs = file.docs(docs);
        let value = &code.code;
        file.item(quote!(#docs pub const #name: &str = #value;));
    }
    format!("{}\n{}", docs.inner(), file.write())
}

/// Returns a code block that matches an error code.
fn example(cx: &Context<'_>, name: &Identifier) -> Vec<String> {
    let library = &cx.library;
    vec![
        cx.example_fence(),
        format!("# use {library}::runtime::ErrorCode;"),
        format!("# fn example<E: ErrorCode>(error: {library}::Error<E>) {{"),
        "match error.code() {".to_owned(),
        format!("    Some({library}::error_codes::{name}) => println!(\"expected\"),"),
        "    _ => println!(\"{error}\"),".to_owned(),
        "}".to_owned(),
        "# }".to_owned(),
        "```".to_owned(),
    ]
}

/// Returns a link to the constant of an error code.
pub(super) fn link(cx: &Context<'_>, code: &ErrorCode) -> String {
    let index = cx
        .api
        .error_codes
        .iter()
        .position(|known| known.code == code.code && known.name == code.name);
    match index.and_then(|index| cx.names.error_codes.get(index)) {
        Some(name) => format!("[`{name}`]({ROOT}::error_codes::{name})"),
        None => markdown::code(&code.name),
    }
}

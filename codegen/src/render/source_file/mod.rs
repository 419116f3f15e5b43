//! A generated source file: its items, its imports and its text.

pub(super) mod imports;

use proc_macro2::TokenStream;
use quote::quote;

use super::docs::DocComment;
use imports::Imports;

/// The items of a file, and the names it imports.
///
/// prettyplease formats the items. Documentation bypasses it, because parsing and printing doc
/// comments as tokens would take as long as everything else in a file: an item has a placeholder
/// for each doc comment, which [`SourceFile::write`] replaces.
#[derive(Debug)]
pub(super) struct SourceFile<'a> {
    pub(super) imports: Imports<'a>,
    items: Vec<FileItem>,
    docs: Vec<DocComment>,
}

/// An item of a file.
#[derive(Debug)]
enum FileItem {
    Tokens(TokenStream),
    /// The invocation of a macro. prettyplease does not break its rows into lines.
    Text(String),
}

impl<'a> SourceFile<'a> {
    pub(super) fn new(imports: Imports<'a>) -> Self {
        Self {
            imports,
            items: Vec::new(),
            docs: Vec::new(),
        }
    }

    /// Adds an item.
    pub(super) fn item(&mut self, item: TokenStream) {
        self.items.push(FileItem::Tokens(item));
    }

    /// Adds the invocation of a macro, which is written as it is.
    pub(super) fn text_item(&mut self, text: String) {
        self.items.push(FileItem::Text(text));
    }

    /// Returns the attribute that is replaced with a doc comment.
    pub(super) fn docs(&mut self, docs: DocComment) -> TokenStream {
        if docs.is_empty() {
            return TokenStream::new();
        }
        // A line of documentation begins with a space, so it cannot be taken for a placeholder.
        let placeholder = format!("/{}", self.docs.len());
        self.docs.push(docs);
        quote!(#[comment = #placeholder])
    }

    /// Returns the text of the file, without its heading.
    ///
    /// # Panics
    ///
    /// Panics if an item is not valid Rust, which is a bug in the renderer.
    pub(super) fn write(self) -> String {
        let mut text = self.imports.write();
        for (index, item) in self.items.into_iter().enumerate() {
            if index > 0 {
                text.push('\n');
            }
            match item {
                FileItem::Tokens(tokens) => write_tokens(tokens, &self.docs, &mut text),
                FileItem::Text(item) => {
                    text.push_str(&item);
                    text.push('\n');
                }
            }
        }
        text
    }
}

/// Writes an item with its documentation, and an empty line between the items of an `impl` or a
/// `trait`.
fn write_tokens(tokens: TokenStream, docs: &[DocComment], text: &mut String) {
    let file: syn::File = syn::parse2(tokens).expect("rendered items are Rust");
    let has_items = file
        .items
        .iter()
        .any(|item| matches!(item, syn::Item::Impl(_) | syn::Item::Trait(_)));
    let printed = prettyplease::unparse(&file);
    let mut follows_item = false;
    for line in printed.lines() {
        if std::mem::take(&mut follows_item) && line != "}" {
            text.push('\n');
        }
        let bare = line.trim_start();
        let doc_comment = bare
            .strip_prefix("///")
            .and_then(|number| docs.get(number.parse::<usize>().ok()?));
        if let Some(doc_comment) = doc_comment {
            doc_comment.write_outer(&line[..line.len() - bare.len()], text);
        } else {
            text.push_str(line);
            text.push('\n');
        }
        follows_item = has_items && ends_item(line);
    }
}

/// Returns whether a line is the last one of an item of an `impl` or a `trait`.
fn ends_item(line: &str) -> bool {
    let item = line.strip_prefix("    ").unwrap_or_default();
    !item.starts_with(' ') && (item == "}" || item.ends_with(';'))
}

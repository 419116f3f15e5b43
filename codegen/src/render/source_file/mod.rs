//! A generated source file: its items, its imports and its text.

pub(super) mod chain;
pub(super) mod imports;
pub(super) mod layout;
mod relayout;

#[cfg(test)]
mod tests;

use std::fmt::Write as _;

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::docs::DocComment;
use imports::Imports;
use layout::WIDTH;

/// The items of a file, and the names it imports.
///
/// prettyplease lays out the tokens. It emits neither empty lines nor macro bodies line by line,
/// and it breaks some lines differently from rustfmt. An item has a placeholder in such places,
/// which [`SourceFile::write`] replaces with the final text. Documentation is replaced in the same
/// way, because parsing and printing it would take as long as everything else in a file.
#[derive(Debug)]
pub(super) struct SourceFile<'a> {
    pub(super) imports: Imports<'a>,
    items: Vec<TokenStream>,
    texts: Vec<String>,
    docs: Vec<DocComment>,
}

impl<'a> SourceFile<'a> {
    pub(super) fn new(imports: Imports<'a>) -> Self {
        Self {
            imports,
            items: Vec::new(),
            texts: Vec::new(),
            docs: Vec::new(),
        }
    }

    /// Adds an item, after an empty line.
    pub(super) fn item(&mut self, item: TokenStream) {
        if self.items.is_empty() {
            self.items.push(item);
        } else {
            self.items.push(after_gap(&item));
        }
    }

    /// Adds an item that is already text.
    pub(super) fn text_item(&mut self, text: String) {
        let placeholder = self.text(text);
        self.item(quote!(const _: () = #placeholder;));
    }

    /// Returns an expression that is replaced with `text`. Its lines get the indentation of the
    /// line with the expression.
    pub(super) fn text(&mut self, text: String) -> Literal {
        self.texts.push(text);
        // Strings of the document are never emitted as byte strings, and quotes in them are
        // escaped, so no other token looks like this one.
        Literal::byte_string(format!("text {}", self.texts.len() - 1).as_bytes())
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
        let items = self.items;
        let file = syn::parse2(quote!(#(#items)*)).expect("rendered items are Rust");
        let unparsed = prettyplease::unparse(&file);
        let mut text = self.imports.write();
        let mut lines = unparsed.lines();
        while let Some(line) = lines.next() {
            let bare = line.trim_start();
            let indent = &line[..line.len() - bare.len()];
            if bare == GAP {
                text.push('\n');
            } else if let Some(docs) = bare
                .strip_prefix("///")
                .and_then(|mark| self.docs.get(mark.parse::<usize>().ok()?))
            {
                text.push_str(&docs.outer(indent));
            } else if bare.starts_with("//") {
                text.push_str(line);
                text.push('\n');
            } else if let Some((before, marked, after)) = marked_text(bare, &self.texts) {
                let (before, after) = if before == TEXT_ITEM {
                    ("", "")
                } else {
                    (before, after)
                };
                text.push_str(indent);
                text.push_str(before);
                text.push_str(&marked.replace('\n', &format!("\n{indent}")));
                text.push_str(after);
                text.push('\n');
            } else if relayout::may_be_joined(bare)
                || (bare.starts_with("pub type ") && line.len() > WIDTH)
            {
                relayout::join(line, &mut lines, &mut text);
            } else if line.len() > WIDTH
                && bare.starts_with("pub ")
                && let Some((name, ty)) = relayout::below(line, indent)
            {
                append!(text, "{name}\n{indent}    {ty}\n");
            } else {
                text.push_str(line);
                text.push('\n');
            }
        }
        text
    }
}

/// Returns a placeholder for an empty line before an item or a statement.
pub(super) fn gap() -> TokenStream {
    quote!(#[comment = "~"])
}

/// Returns an item with an empty line before it.
pub(super) fn after_gap(item: &TokenStream) -> TokenStream {
    let gap = gap();
    quote!(#gap #item)
}

/// The line that prettyplease prints for [`gap`].
const GAP: &str = "//~";

/// The start of the line that prettyplease prints for [`SourceFile::text_item`].
const TEXT_ITEM: &str = "const _: () = ";

/// Finds the placeholder of a text in a line. Returns what is before it, the text, and what is
/// after it.
fn marked_text<'l>(line: &'l str, texts: &'l [String]) -> Option<(&'l str, &'l str, &'l str)> {
    let start = line.find("b\"text ")?;
    let number = &line[start + "b\"text ".len()..];
    let end = number.find('"')?;
    let text = texts.get(number[..end].parse::<usize>().ok()?)?;
    Some((&line[..start], text, &number[end + 1..]))
}

//! Rewrites the document's `CommonMark` for rustdoc.
//!
//! The text is parsed and written again: links to items become plain text, common HTML becomes
//! `CommonMark` and other HTML is escaped, bare addresses become links, code blocks become fenced text that rustdoc does not compile, and
//! paragraphs are wrapped.

mod address;
mod html;
mod text;
mod wrap;
mod writer;

#[cfg(test)]
mod tests;

pub(in crate::render) use address::link;
pub(in crate::render) use text::code;
pub(in crate::render) use wrap::{item, wrap};
pub(in crate::render) use writer::blocks;

/// Rewrites a text as one line, for use inside a sentence.
pub(in crate::render) fn inline(text: &str) -> String {
    let lines = blocks(text);
    let words: Vec<&str> = lines
        .iter()
        .flat_map(|line| line.split_whitespace())
        .collect();
    words.join(" ")
}

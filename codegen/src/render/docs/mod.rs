//! Documentation comments.

pub(crate) mod markdown;
pub(crate) mod provenance;

use std::fmt::Write as _;

use proc_macro2::TokenStream;

use crate::ir;

use crate::render::models::validation;
use crate::render::source_file::File;

/// The documentation of one item, line by line.
#[derive(Clone, Debug, Default)]
pub(crate) struct Docs(Vec<String>);

impl Docs {
    /// Of an item of which the document may say nothing.
    pub(crate) fn of(docs: &ir::Docs, otherwise: &str) -> Self {
        let mut written = Self::default();
        for text in docs.texts() {
            written.markdown(text);
        }
        if written.0.is_empty() {
            written.paragraph(otherwise);
        }
        for sentence in validation::unchecked(docs) {
            written.paragraph(&sentence);
        }
        written
    }

    /// With one paragraph of our own.
    pub(crate) fn line(text: &str) -> Self {
        let mut written = Self::default();
        written.paragraph(text);
        written
    }

    /// Adds what the document says.
    pub(crate) fn markdown(&mut self, text: &str) {
        self.blocks(markdown::blocks(text));
    }

    /// Adds a paragraph of our own, which is `CommonMark` already.
    pub(crate) fn paragraph(&mut self, text: &str) {
        self.blocks(markdown::wrap(text));
    }

    /// Adds lines that stay as they are.
    pub(crate) fn blocks(&mut self, lines: Vec<String>) {
        if lines.is_empty() {
            return;
        }
        if !self.0.is_empty() {
            self.0.push(String::new());
        }
        self.0.extend(lines);
    }

    /// Adds a heading.
    pub(crate) fn section(&mut self, title: &str) {
        self.blocks(vec![format!("# {title}")]);
    }

    /// Adds where to read on.
    pub(crate) fn external(&mut self, docs: &ir::Docs) {
        if let Some(external) = &docs.external {
            let text = external
                .description
                .as_deref()
                .unwrap_or("Documentation")
                .trim_end_matches(['.', '\n']);
            let text = markdown::inline(text);
            match markdown::link(&text, &external.url) {
                Some(link) => self.paragraph(&format!("{link}.")),
                None => self.paragraph(&format!("{text}: {}.", markdown::code(&external.url))),
            }
        }
    }

    /// As attributes of an item.
    pub(crate) fn attributes(self, file: &mut File<'_>) -> TokenStream {
        if self.0.is_empty() {
            TokenStream::new()
        } else {
            file.docs(self)
        }
    }

    /// As the lines of a comment.
    pub(crate) fn lines(&self, indent: &str) -> String {
        let mut text = String::new();
        for line in &self.0 {
            append!(text, "{indent}///{}\n", spaced(line));
        }
        text
    }

    /// As the first lines of a file.
    pub(crate) fn inner(&self) -> String {
        let mut text = String::new();
        for line in &self.0 {
            append!(text, "//!{}\n", spaced(line));
        }
        text
    }
}

fn spaced(line: &str) -> String {
    let line = line.trim_end();
    if line.is_empty() {
        String::new()
    } else {
        format!(" {line}")
    }
}

//! Documentation comments of the emitted items.

pub(super) mod level;
mod link;
pub(super) mod markdown;
pub(super) mod provenance;
pub(super) mod sentences;

use crate::ir;

pub(super) use link::type_link;

/// The documentation of one item, line by line.
#[derive(Clone, Debug, Default)]
pub(super) struct DocComment(Vec<String>);

impl DocComment {
    /// Creates the documentation of an item from the document's, or from `fallback` if that is
    /// empty.
    pub(super) fn from_ir(docs: &ir::Docs, fallback: &str) -> Self {
        let mut written = Self::default();
        for text in docs.texts() {
            written.markdown(text);
        }
        if written.is_empty() {
            written.paragraph(fallback);
        }
        for sentence in sentences::unchecked(docs) {
            written.paragraph(&sentence);
        }
        written
    }

    /// Creates documentation of one paragraph, which is `CommonMark` already.
    pub(super) fn line(text: &str) -> Self {
        let mut written = Self::default();
        written.paragraph(text);
        written
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Adds a text of the document, rewritten for rustdoc.
    pub(super) fn markdown(&mut self, text: &str) {
        let lines = markdown::blocks(text);
        // Entities such as `&nbsp;` may be all of it.
        if lines.iter().any(|line| !line.trim().is_empty()) {
            self.blocks(lines);
        }
    }

    /// Adds a paragraph, which is `CommonMark` already.
    pub(super) fn paragraph(&mut self, text: &str) {
        self.blocks(markdown::wrap(text));
    }

    /// Adds lines as they are, after an empty line.
    pub(super) fn blocks(&mut self, lines: Vec<String>) {
        if lines.is_empty() {
            return;
        }
        if !self.is_empty() {
            self.0.push(String::new());
        }
        self.0.extend(lines);
    }

    /// Adds a heading.
    pub(super) fn section(&mut self, title: &str) {
        self.blocks(vec![format!("# {title}")]);
    }

    /// Adds the link of `externalDocs`.
    pub(super) fn external(&mut self, docs: &ir::Docs) {
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

    /// Returns the lines of an outer doc comment, indented by `indent`.
    pub(super) fn outer(&self, indent: &str) -> String {
        let mut text = String::new();
        self.write_outer(indent, &mut text);
        text
    }

    /// Writes the lines of an outer doc comment, indented by `indent`.
    pub(super) fn write_outer(&self, indent: &str, text: &mut String) {
        self.write(indent, "///", text);
    }

    /// Returns the lines of an inner doc comment, for the start of a file.
    pub(super) fn inner(&self) -> String {
        let mut text = String::new();
        self.write("", "//!", &mut text);
        text
    }

    fn write(&self, indent: &str, marker: &str, text: &mut String) {
        for line in &self.0 {
            text.push_str(indent);
            text.push_str(marker);
            let line = line.trim_end();
            if !line.is_empty() {
                text.push(' ');
                text.push_str(line);
            }
            text.push('\n');
        }
    }
}

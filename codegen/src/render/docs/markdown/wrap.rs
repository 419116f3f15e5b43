//! Breaks paragraphs into lines.

use std::borrow::Cow;

use textwrap::{Options, WordSeparator, WordSplitter, WrapAlgorithm};

use super::text::{BREAK, GLUE};

/// The width of a documentation line, which follows `    /// `.
const WIDTH: usize = 92;

/// Breaks a paragraph into lines. The text is `CommonMark` already.
pub(in crate::render) fn wrap(paragraph: &str) -> Vec<String> {
    let mut lines = Vec::new();
    fill_lines(paragraph, "", "", &mut lines);
    lines
}

/// Breaks an item of a list into lines. The text is `CommonMark` already.
pub(in crate::render) fn item(text: &str) -> Vec<String> {
    let mut lines = Vec::new();
    fill_lines(text, "- ", "  ", &mut lines);
    lines
}

/// Adds the lines of a text; `first` and `rest` are their prefixes.
pub(super) fn fill_lines(text: &str, first: &str, rest: &str, lines: &mut Vec<String>) {
    let options = Options::new(WIDTH.saturating_sub(rest.len()).max(1))
        .break_words(false)
        .word_separator(WordSeparator::AsciiSpace)
        .word_splitter(WordSplitter::NoHyphenation)
        .wrap_algorithm(WrapAlgorithm::FirstFit);
    let mut prefix = first;
    let mut parts = text
        .split(BREAK)
        .map(str::trim)
        .filter(|part| !part.is_empty())
        .peekable();
    while let Some(part) = parts.next() {
        let words = if part.contains("  ") {
            let words: Vec<&str> = part.split(' ').filter(|word| !word.is_empty()).collect();
            Cow::Owned(words.join(" "))
        } else {
            Cow::Borrowed(part)
        };
        let wrapped = textwrap::wrap(&words, &options);
        let count = wrapped.len();
        for (index, text) in wrapped.iter().enumerate() {
            let mut line = String::with_capacity(prefix.len() + text.len() + 2);
            line.push_str(prefix);
            let word = text.split(' ').next().unwrap_or_default();
            if let Some(escaped) = escape_at(word) {
                line.push_str(&text[..escaped]);
                line.push('\\');
                line.push_str(&text[escaped..]);
            } else {
                line.push_str(text);
            }
            if index + 1 == count && parts.peek().is_some() {
                line.push('\\');
            }
            lines.push(if line.contains(GLUE) {
                line.replace(GLUE, " ")
            } else {
                line
            });
            prefix = rest;
        }
    }
}

/// Returns the index of the character to escape in a word that would make a heading, a list, a
/// quote or a rule of the line it begins.
fn escape_at(word: &str) -> Option<usize> {
    let digits = word.len() - word.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    if digits > 0 && matches!(&word[digits..], "." | ")") {
        return Some(digits);
    }
    let is_special = matches!(word, "-" | "+")
        || word.starts_with(['>', '#'])
        || word.chars().all(|c| matches!(c, '-' | '=' | '|' | ':'));
    is_special.then_some(0)
}

//! Breaks paragraphs into lines.

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

/// Fills lines with words; `first` and `rest` are the prefixes of the lines.
pub(super) fn fill_lines(text: &str, first: &str, rest: &str, lines: &mut Vec<String>) {
    let mut prefix = first;
    let mut parts = text
        .split(BREAK)
        .map(str::trim)
        .filter(|part| !part.is_empty())
        .peekable();
    while let Some(part) = parts.next() {
        let mut line = String::new();
        for word in part.split(' ').filter(|word| !word.is_empty()) {
            let word = word.replace(GLUE, " ");
            let width = prefix.chars().count() + line.chars().count() + 1 + word.chars().count();
            if !line.is_empty() && width > WIDTH {
                lines.push(format!("{prefix}{line}"));
                prefix = rest;
                line.clear();
            }
            if line.is_empty() {
                line = guarded(&word);
            } else {
                line.push(' ');
                line.push_str(&word);
            }
        }
        let end = if parts.peek().is_some() { "\\" } else { "" };
        lines.push(format!("{prefix}{line}{end}"));
        prefix = rest;
    }
}

/// Escapes a word that would make a heading, a list, a quote or a rule of the line it begins.
fn guarded(word: &str) -> String {
    let digits = word.len() - word.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    if digits > 0 && matches!(&word[digits..], "." | ")") {
        return format!("{}\\{}", &word[..digits], &word[digits..]);
    }
    let is_special = matches!(word, "-" | "+")
        || word.starts_with(['>', '#'])
        || word.chars().all(|c| matches!(c, '-' | '=' | '|' | ':'));
    if is_special {
        format!("\\{word}")
    } else {
        word.to_owned()
    }
}

//! Paragraphs, broken into lines.

use super::{BREAK, GLUE};

/// How wide a line of documentation is: it stands behind `    /// `.
const WIDTH: usize = 92;

/// Breaks a paragraph into lines.
pub(crate) fn wrap(paragraph: &str) -> Vec<String> {
    let mut lines = Vec::new();
    lay_out(paragraph, "", "", &mut lines);
    lines
}

/// One item of a list, of text that is `CommonMark` already.
pub(crate) fn item(text: &str) -> Vec<String> {
    let mut lines = Vec::new();
    lay_out(text, "- ", "  ", &mut lines);
    lines
}

/// Puts words into lines.
pub(crate) fn lay_out(text: &str, first: &str, rest: &str, lines: &mut Vec<String>) {
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

/// A word that may stand at the beginning of a line without becoming a heading, a list, a quote or a rule.
fn guarded(word: &str) -> String {
    let digits = word.len() - word.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    if digits > 0 && matches!(&word[digits..], "." | ")") {
        return format!("{}\\{}", &word[..digits], &word[digits..]);
    }
    let means_something = matches!(word, "-" | "+")
        || word.starts_with(['>', '#'])
        || word.chars().all(|c| matches!(c, '-' | '=' | '|' | ':'));
    if means_something {
        format!("\\{word}")
    } else {
        word.to_owned()
    }
}

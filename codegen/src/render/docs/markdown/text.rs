//! Cleaned text, and text as code spans.

use std::borrow::Cow;

/// A space at which a line is not broken. Cleaned text does not contain it.
pub(super) const GLUE: char = '\u{e000}';

/// A hard line break. Cleaned text does not contain it.
pub(super) const BREAK: char = '\u{e001}';

/// Returns a text as a code span.
pub(in crate::render) fn code(text: &str) -> String {
    let mut text = clean(text);
    if text.contains('\n') {
        text = Cow::Owned(text.replace('\n', " "));
    }
    let runs: Vec<usize> = text.split(|c| c != '`').map(str::len).collect();
    let mut length = 1;
    while runs.contains(&length) {
        length += 1;
    }
    let fence = "`".repeat(length);
    let mut space = ' ';
    if length > 2 {
        // A line that begins with the fence and does not end the span begins a block.
        space = GLUE;
        text = Cow::Owned(text.replace(' ', &GLUE.to_string()));
    }
    let is_padded = text.is_empty() || text.starts_with('`') || text.ends_with('`');
    let pad = if is_padded {
        space.to_string()
    } else {
        String::new()
    };
    format!("{fence}{pad}{text}{pad}{fence}")
}

/// Removes characters that a comment cannot contain, or that would make it look different.
pub(super) fn clean(text: &str) -> Cow<'_, str> {
    let is_clean = |c: char| matches!(c, ' '..='~') || is_visible(c);
    if text.chars().all(is_clean) {
        return Cow::Borrowed(text);
    }
    let mut cleaned = String::with_capacity(text.len());
    let mut letters = text.chars().peekable();
    while let Some(c) = letters.next() {
        match c {
            '\r' if letters.peek() == Some(&'\n') => {}
            '\r' => cleaned.push('\n'),
            '\t' => cleaned.push_str("    "),
            c if is_clean(c) => cleaned.push(c),
            _ => {}
        }
    }
    Cow::Owned(cleaned)
}

/// Returns whether a character is a newline, or has a glyph of its own. Controls, format characters
/// such as those for text direction, private use and noncharacters do not.
fn is_visible(c: char) -> bool {
    let is_format = matches!(
        c,
        '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}'
    );
    let is_special = matches!(
        c,
        '\u{e000}'..='\u{f8ff}' | '\u{fdd0}'..='\u{fdef}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..
    );
    let is_noncharacter = u32::from(c) & 0xfffe == 0xfffe;
    c == '\n' || !(c.is_control() || is_format || is_special || is_noncharacter)
}

/// Returns the length of the longest run of a character.
pub(super) fn longest_run(text: &str, repeated: char) -> usize {
    text.split(|c| c != repeated)
        .map(str::len)
        .max()
        .unwrap_or(0)
}

//! Literals of strings, integers and durations.

use std::time::Duration;

/// Returns a string literal, which is a raw string if that has fewer escapes.
pub(in crate::render) fn string(text: &str) -> String {
    let plain = format!("{text:?}");
    let readable = text.chars().all(|c| c == ' ' || c.is_ascii_graphic());
    if plain.len() == text.len() + 2 || !readable {
        return plain;
    }
    raw_string(text, "")
}

/// Returns a string literal that keeps its lines: a raw string, unless the text has characters that
/// a raw string should not contain.
pub(in crate::render) fn multi_line_string(text: &str) -> String {
    let plain = text.chars().all(|c| {
        c == '\n'
            || c == ' '
            || !(c.is_control() || c.is_whitespace()) && c.escape_debug().count() == 1
            || matches!(c, '"' | '\'' | '\\')
    });
    if !plain {
        return format!("{text:?}");
    }
    raw_string(text, "#")
}

/// Returns a raw string literal with at least `hashes`.
fn raw_string(text: &str, hashes: &str) -> String {
    let mut hashes = hashes.to_owned();
    while text.contains(&format!("\"{hashes}")) {
        hashes.push('#');
    }
    format!("r{hashes}\"{text}\"{hashes}")
}

/// Returns an integer literal with its digits in groups of three.
pub(in crate::render) fn grouped(number: &impl ToString) -> String {
    let text = number.to_string();
    let (sign, digits) = text.split_at(text.len() - text.trim_start_matches('-').len());
    if digits.len() < 5 {
        return text;
    }
    let mut grouped = sign.to_owned();
    for (index, digit) in digits.char_indices() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            grouped.push('_');
        }
        grouped.push(digit);
    }
    grouped
}

/// Returns an expression for a duration.
pub(in crate::render) fn duration(duration: Duration) -> String {
    if duration.subsec_nanos() == 0 {
        format!("Duration::from_secs({})", duration.as_secs())
    } else {
        format!("Duration::from_millis({})", duration.as_millis())
    }
}

//! Web addresses in text.

use super::text::clean;

/// Returns a link if the address is a web address. The text is `CommonMark` already.
pub(in crate::render) fn link(text: &str, address: &str) -> Option<String> {
    // A link cannot contain another one.
    let has_link = text.contains("](") || text.contains("<http") || text.contains("<mailto");
    is_web(address).then(|| match escaped(&clean(address)) {
        address if has_link => format!("{text}: <{address}>"),
        address => format!("[{text}]({address})"),
    })
}

/// Returns whether an address has one of the schemes that become links.
pub(super) fn is_web(address: &str) -> bool {
    ["https://", "http://", "mailto:"]
        .iter()
        .any(|scheme| address.starts_with(scheme))
}

/// Returns the start and the length of the first web address in a text.
pub(super) fn find(text: &str) -> Option<(usize, usize)> {
    let mut from = 0;
    loop {
        let start = from + text[from..].find("http")?;
        let rest = &text[start..];
        let scheme = ["https://", "http://"]
            .into_iter()
            .find(|scheme| rest.starts_with(scheme));
        let end = rest
            .find(|c: char| c.is_whitespace() || matches!(c, '<' | '>' | '"' | '`' | '|' | '\\'))
            .unwrap_or(rest.len());
        let mut address =
            rest[..end].trim_end_matches(['.', ',', ';', ':', '!', '?', '\'', '*', '_', ']', '}']);
        if !address.contains('(') {
            address = address.split(')').next().unwrap_or(address);
        }
        match scheme {
            Some(scheme) if address.len() > scheme.len() => return Some((start, address.len())),
            _ => from = start + "http".len(),
        }
    }
}

/// Escapes the characters of an address that would end a link or a line.
pub(super) fn escaped(address: &str) -> String {
    let mut text = String::with_capacity(address.len());
    for c in address.chars() {
        match c {
            ' ' => text.push_str("%20"),
            '<' => text.push_str("%3C"),
            '>' => text.push_str("%3E"),
            '(' => text.push_str("%28"),
            ')' => text.push_str("%29"),
            '\\' => text.push_str("%5C"),
            '\n' => {}
            c => text.push(c),
        }
    }
    text
}

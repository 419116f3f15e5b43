//! Addresses on the web.

/// A link to an address on the web, if it is one. The text is `CommonMark` already.
pub(crate) fn link(text: &str, address: &str) -> Option<String> {
    is_web(address).then(|| format!("[{text}]({})", written(&super::clean(address))))
}

pub(crate) fn is_web(address: &str) -> bool {
    ["https://", "http://", "mailto:"]
        .iter()
        .any(|scheme| address.starts_with(scheme))
}

/// Where an address stands in a text, and how long it is.
pub(crate) fn find(text: &str) -> Option<(usize, usize)> {
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

/// An address in a form that ends neither a link nor a line.
pub(crate) fn written(address: &str) -> String {
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

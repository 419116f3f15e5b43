//! Identifiers, and the conversion of any string to one.

use std::fmt;

use heck::ToSnakeCase;
use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, TokenStreamExt};

/// The maximum length of an identifier. Module names become file names, several of which form a
/// path.
const MAX_LENGTH: usize = 80;

/// A valid Rust identifier. A [`Scope`](super::scope::Scope) assigns it, so it is unique there.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Identifier(String);

impl Identifier {
    pub(super) fn new(checked: String) -> Self {
        Self(checked)
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Identifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl ToTokens for Identifier {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        tokens.append(Ident::new(&self.0, Span::call_site()));
    }
}

/// The letter case of a kind of identifier.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Case {
    /// Modules, fields, functions, arguments.
    Snake,
    /// Types and variants.
    Camel,
    /// Constants.
    Constant,
}

impl Case {
    /// Converts a string to an identifier, regardless of keywords and of other identifiers.
    pub(super) fn apply(self, string: &str) -> String {
        let snake = to_ascii(string).to_snake_case();
        let mut identifier = match self {
            Self::Snake => snake,
            Self::Camel => camel(&snake),
            Self::Constant => snake.to_ascii_uppercase(),
        };
        if identifier.starts_with(|first: char| first.is_ascii_digit()) {
            identifier.insert_str(0, if self == Self::Snake { "n" } else { "N" });
        }
        if identifier.len() > MAX_LENGTH {
            identifier.truncate(MAX_LENGTH - 9);
            let end = identifier.trim_end_matches('_').len();
            identifier.truncate(end);
            let separator = if self == Self::Camel { "X" } else { "_" };
            identifier = format!("{identifier}{separator}{:08x}", fingerprint(string));
        }
        identifier
    }

    /// Appends a number to an identifier.
    pub(super) fn numbered(self, identifier: &str, number: usize) -> String {
        let identifier = identifier.trim_end_matches('_');
        match self {
            Self::Snake | Self::Constant => format!("{identifier}_{number}"),
            Self::Camel if identifier.ends_with(|last: char| last.is_ascii_digit()) => {
                format!("{identifier}_{number}")
            }
            Self::Camel => format!("{identifier}{number}"),
        }
    }
}

/// Converts snake case to camel case. An underscore between two digits stays, so that `1.5` and
/// `15` differ.
fn camel(snake: &str) -> String {
    let mut camel = String::with_capacity(snake.len());
    for word in snake.split('_') {
        let mut letters = word.chars();
        let Some(first) = letters.next() else {
            continue;
        };
        if first.is_ascii_digit() && camel.ends_with(|last: char| last.is_ascii_digit()) {
            camel.push('_');
        }
        camel.push(first.to_ascii_uppercase());
        camel.push_str(letters.as_str());
    }
    camel
}

/// Converts a string to ASCII with at least one letter or digit. Identifiers are ASCII for the sake
/// of file names and lints.
fn to_ascii(string: &str) -> String {
    let ascii = if string.is_ascii() {
        string.to_owned()
    } else {
        deunicode::deunicode(string)
    };
    if !ascii.contains(|c: char| c.is_ascii_alphanumeric()) {
        return symbol_names(&ascii);
    }
    let sign = match ascii.as_bytes() {
        [b'+', b'0'..=b'9', ..] => "plus ",
        [b'-', b'0'..=b'9', ..] => "minus ",
        _ => return ascii,
    };
    format!("{sign}{ascii}")
}

/// Returns the names of symbols.
fn symbol_names(symbols: &str) -> String {
    let words: Vec<&str> = symbols
        .chars()
        .filter_map(|symbol| {
            Some(match symbol {
                '!' => "exclamation",
                '"' => "quote",
                '#' => "hash",
                '$' => "dollar",
                '%' => "percent",
                '&' => "ampersand",
                '\'' => "apostrophe",
                '(' => "left parenthesis",
                ')' => "right parenthesis",
                '*' => "asterisk",
                '+' => "plus",
                ',' => "comma",
                '-' => "minus",
                '.' => "dot",
                '/' => "slash",
                ':' => "colon",
                ';' => "semicolon",
                '<' => "less",
                '=' => "equal",
                '>' => "greater",
                '?' => "question",
                '@' => "at",
                '[' => "left bracket",
                '\\' => "backslash",
                ']' => "right bracket",
                '^' => "caret",
                '_' => "underscore",
                '`' => "backtick",
                '{' => "left brace",
                '|' => "bar",
                '}' => "right brace",
                '~' => "tilde",
                ' ' => "space",
                _ => return None,
            })
        })
        .collect();
    match words.as_slice() {
        [] => "empty".to_owned(),
        words => words.join(" "),
    }
}

/// Returns a hash that is the same in every run (FNV-1a), to distinguish long strings with a common
/// start.
fn fingerprint(string: &str) -> u32 {
    string.bytes().fold(0x811c_9dc5, |hash, byte| {
        (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193)
    })
}

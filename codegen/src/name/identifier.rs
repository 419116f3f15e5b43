//! Identifiers, and how any text becomes one.

use std::fmt;

use heck::ToSnakeCase;
use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, TokenStreamExt};

/// The longest identifier that is kept whole: module names become file names, and several stand in one path.
const LONGEST: usize = 80;

/// A valid Rust identifier. Only a [`Scope`](super::scope::Scope) gives one out, so it is unique in its scope.
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

/// How Rust writes the names of one kind of thing.
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
    /// The identifier that a text asks for, apart from keywords and from what else is in scope.
    pub(super) fn apply(self, text: &str) -> String {
        let snake = plain(text).to_snake_case();
        let mut identifier = match self {
            Self::Snake => snake,
            Self::Camel => camel(&snake),
            Self::Constant => snake.to_ascii_uppercase(),
        };
        if identifier.starts_with(|first: char| first.is_ascii_digit()) {
            identifier.insert_str(0, if self == Self::Snake { "n" } else { "N" });
        }
        if identifier.len() > LONGEST {
            identifier.truncate(LONGEST - 9);
            let end = identifier.trim_end_matches('_').len();
            identifier.truncate(end);
            let joint = if self == Self::Camel { "X" } else { "_" };
            identifier = format!("{identifier}{joint}{:08x}", fingerprint(text));
        }
        identifier
    }

    /// An identifier with a number behind it.
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

/// Joins words; an underscore stays between two digits, so that `1.5` does not read like `15`.
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

/// A text in ASCII with at least one letter or digit. File names and lints are why identifiers are ASCII.
fn plain(text: &str) -> String {
    let ascii = if text.is_ascii() {
        text.to_owned()
    } else {
        deunicode::deunicode(text)
    };
    if !ascii.contains(|c: char| c.is_ascii_alphanumeric()) {
        return spelled(&ascii);
    }
    let sign = match ascii.as_bytes() {
        [b'+', b'0'..=b'9', ..] => "plus ",
        [b'-', b'0'..=b'9', ..] => "minus ",
        _ => return ascii,
    };
    format!("{sign}{ascii}")
}

/// What symbols are called.
fn spelled(symbols: &str) -> String {
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

/// Tells apart long texts that begin alike; the same in every run (FNV-1a).
fn fingerprint(text: &str) -> u32 {
    text.bytes().fold(0x811c_9dc5, |hash, byte| {
        (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193)
    })
}

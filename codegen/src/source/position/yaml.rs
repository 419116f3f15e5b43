//! Scans YAML for the spans of pointers.
//!
//! The YAML parser reports positions only in its errors. The scan therefore fails on purpose at
//! each target: the parser has consumed the key or scalar by then, so the scan continues behind it.
//! Inside a visitor the error type is opaque, so the position is parsed from the error message.

use std::fmt;
use std::ops::Range;

use serde::Deserializer;
use serde::de::{DeserializeSeed, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};

use super::trie::{PointerTrie, Spans};
use crate::source::comment_tabs::without_comment_tabs;

/// Records the spans of the targets that the text holds.
pub(super) fn scan(text: &str, trie: &PointerTrie, spans: &mut Spans) {
    let text = &*without_comment_tabs(text);
    let lines = Lines::new(text);
    let mut scan = Scan {
        lines: &lines,
        spans,
    };
    let node = Node {
        scan: &mut scan,
        trie,
        key: None,
    };
    let root = node
        .deserialize(serde_yaml::Deserializer::from_str(text))
        .unwrap_or_else(|error| scan.lines.value_span(&error));
    if let Some(span) = root {
        trie.record_element(&span, scan.spans);
    }
}

struct Scan<'a> {
    lines: &'a Lines<'a>,
    spans: &'a mut Spans,
}

/// Visits a value: of a key, of an element, or the root.
struct Node<'a, 'w> {
    scan: &'a mut Scan<'w>,
    trie: &'a PointerTrie,
    key: Option<&'a Range<usize>>,
}

impl<'de> DeserializeSeed<'de> for Node<'_, '_> {
    /// The span of the first key or element of an object or a list.
    type Value = Option<Range<usize>>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Node<'_, '_> {
    type Value = Option<Range<usize>>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a value")
    }

    fn visit_bool<E: Error>(self, _: bool) -> Result<Self::Value, E> {
        Err(E::custom(""))
    }

    fn visit_i64<E: Error>(self, _: i64) -> Result<Self::Value, E> {
        Err(E::custom(""))
    }

    fn visit_i128<E: Error>(self, _: i128) -> Result<Self::Value, E> {
        Err(E::custom(""))
    }

    fn visit_u64<E: Error>(self, _: u64) -> Result<Self::Value, E> {
        Err(E::custom(""))
    }

    fn visit_u128<E: Error>(self, _: u128) -> Result<Self::Value, E> {
        Err(E::custom(""))
    }

    fn visit_f64<E: Error>(self, _: f64) -> Result<Self::Value, E> {
        Err(E::custom(""))
    }

    fn visit_str<E: Error>(self, _: &str) -> Result<Self::Value, E> {
        Err(E::custom(""))
    }

    fn visit_unit<E: Error>(self) -> Result<Self::Value, E> {
        Err(E::custom(""))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Self::Value, A::Error> {
        let Self { scan, trie, key } = self;
        if let Some(key) = key {
            trie.record_value(key, scan.spans);
        }
        let mut first = None;
        loop {
            let mut name = None;
            let Err(error) = entries.next_key_seed(Key(&mut name)) else {
                return Ok(first);
            };
            let Some(name) = name else {
                return Err(error);
            };
            let span = scan.lines.key_span(&error, &name);
            if first.is_none() {
                first.clone_from(&span);
            }
            let (Some(child), Some(span)) = (trie.children.get(&name), span) else {
                entries.next_value::<IgnoredAny>()?;
                continue;
            };
            child.record_key(&span, scan.spans);
            let node = Node {
                scan: &mut *scan,
                trie: child,
                key: Some(&span),
            };
            if let Err(error) = entries.next_value_seed(node)
                && let Some(span) = scan.lines.value_span(&error)
            {
                child.record_value(&span, scan.spans);
            }
        }
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut elements: A) -> Result<Self::Value, A::Error> {
        let Self { scan, trie, key } = self;
        if let Some(key) = key {
            trie.record_value(key, scan.spans);
        }
        let mut first = None;
        for index in 0_usize.. {
            let Some(child) = trie.children.get(&index.to_string()) else {
                match elements.next_element::<IgnoredAny>()? {
                    Some(_) => continue,
                    None => break,
                }
            };
            let span = match elements.next_element_seed(Node {
                scan: &mut *scan,
                trie: child,
                key: None,
            }) {
                Ok(Some(span)) => span,
                Ok(None) => break,
                Err(error) => scan.lines.value_span(&error),
            };
            if let Some(span) = span {
                child.record_element(&span, scan.spans);
                first.get_or_insert(span);
            }
        }
        Ok(first)
    }
}

/// Stores a key and fails, for its position.
struct Key<'a>(&'a mut Option<String>);

impl<'de> DeserializeSeed<'de> for Key<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl Visitor<'_> for Key<'_> {
    type Value = ();

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a key")
    }

    fn visit_str<E: Error>(self, key: &str) -> Result<(), E> {
        *self.0 = Some(key.to_owned());
        Err(E::custom(""))
    }
}

/// The offsets of the lines of a text, by YAML's line breaks.
struct Lines<'t> {
    text: &'t str,
    starts: Vec<usize>,
}

impl<'t> Lines<'t> {
    fn new(text: &'t str) -> Self {
        let mut starts = vec![0];
        let mut characters = text.char_indices().peekable();
        while let Some((offset, character)) = characters.next() {
            let is_break = match character {
                '\n' | '\u{85}' | '\u{2028}' | '\u{2029}' => true,
                '\r' => characters.peek().is_none_or(|(_, next)| *next != '\n'),
                _ => false,
            };
            if is_break {
                starts.push(offset + character.len_utf8());
            }
        }
        Self { text, starts }
    }

    fn key_span(&self, error: &impl fmt::Display, key: &str) -> Option<Range<usize>> {
        self.error_offset(error)
            .map(|start| self.token(start, Some(key)))
    }

    fn value_span(&self, error: &impl fmt::Display) -> Option<Range<usize>> {
        self.error_offset(error)
            .map(|start| self.token(start, None))
    }

    /// Returns the offset at the end of an error message: `… at line 3 column 7`. The parser omits
    /// the very first position.
    fn error_offset(&self, error: &impl fmt::Display) -> Option<usize> {
        let error = error.to_string();
        let Some((_, position)) = error.rsplit_once(" at line ") else {
            return Some(0);
        };
        let (line, column) = position.split_once(" column ")?;
        let start = *self
            .starts
            .get(line.parse::<usize>().ok()?.checked_sub(1)?)?;
        let column = column.parse::<usize>().ok()?.checked_sub(1)?;
        let rest = &self.text[start..];
        Some(
            start
                + rest
                    .char_indices()
                    .nth(column)
                    .map_or(rest.len(), |(offset, _)| offset),
        )
    }

    /// Returns the span of the token at an offset, up to the end of the line.
    fn token(&self, start: usize, key: Option<&str>) -> Range<usize> {
        let line = self.text[start..].lines().next().unwrap_or_default();
        let length = match line.chars().next() {
            Some(quote @ ('"' | '\'')) => quoted(line, quote),
            Some('{' | '[' | '|' | '>') => 1,
            _ => match key {
                Some(key) if line.starts_with(key) => key.len(),
                _ => plain(line),
            },
        };
        start..start + length
    }
}

/// Returns the length of a quoted scalar.
fn quoted(line: &str, quote: char) -> usize {
    let mut escaped = false;
    for (offset, character) in line.char_indices().skip(1) {
        if escaped {
            escaped = false;
        } else if character == '\\' && quote == '"' {
            escaped = true;
        } else if character == quote {
            return offset + 1;
        }
    }
    line.trim_end().len()
}

/// Returns the length of a plain scalar. It ends before a comment, and before the delimiters of
/// flow style unless more text follows them.
fn plain(line: &str) -> usize {
    let line = line.split(" #").next().unwrap_or_default();
    let line = line.split(": ").next().unwrap_or_default();
    let line = line.split(", ").next().unwrap_or_default();
    line.trim_end()
        .trim_end_matches([',', '}', ']'])
        .trim_end()
        .len()
}

//! Finding places in YAML.
//!
//! The YAML reader tells a position only in its errors. So the walk goes down to what is sought and
//! refuses it there: a refused key or scalar has been read already, and the walk goes on behind it.
//! Inside a visitor the error is of an unknown type, which leaves its text to take the position from.

use std::fmt;
use std::ops::Range;

use serde::Deserializer;
use serde::de::{DeserializeSeed, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};

use super::{Found, Wanted};

pub(super) fn walk(text: &str, wanted: &Wanted, found: &mut Found) {
    let lines = Lines::of(text);
    let mut walk = Walk {
        lines: &lines,
        found,
    };
    let node = Node {
        walk: &mut walk,
        wanted,
        key: None,
    };
    let root = node
        .deserialize(serde_yaml::Deserializer::from_str(text))
        .unwrap_or_else(|refused| walk.lines.refused(&refused));
    if let Some(span) = root {
        wanted.element_found(&span, walk.found);
    }
}

struct Walk<'a> {
    lines: &'a Lines<'a>,
    found: &'a mut Found,
}

/// Looks at the value of a key, of an element, or at the root.
struct Node<'a, 'w> {
    walk: &'a mut Walk<'w>,
    wanted: &'a Wanted,
    key: Option<&'a Range<usize>>,
}

impl<'de> DeserializeSeed<'de> for Node<'_, '_> {
    /// Where the value begins, if it is an object or a list that is not empty.
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

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Self::Value, A::Error> {
        let Self { walk, wanted, key } = self;
        if let Some(key) = key {
            wanted.value_found(key, walk.found);
        }
        let mut first = None;
        loop {
            let mut name = None;
            let Err(refused) = members.next_key_seed(Key(&mut name)) else {
                return Ok(first);
            };
            let Some(name) = name else {
                return Err(refused);
            };
            let span = walk.lines.refused_key(&refused, &name);
            if first.is_none() {
                first.clone_from(&span);
            }
            let (Some(below), Some(span)) = (wanted.below.get(&name), span) else {
                members.next_value::<IgnoredAny>()?;
                continue;
            };
            below.key_found(&span, walk.found);
            let node = Node {
                walk: &mut *walk,
                wanted: below,
                key: Some(&span),
            };
            if let Err(refused) = members.next_value_seed(node)
                && let Some(span) = walk.lines.refused(&refused)
            {
                below.value_found(&span, walk.found);
            }
        }
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut elements: A) -> Result<Self::Value, A::Error> {
        let Self { walk, wanted, key } = self;
        if let Some(key) = key {
            wanted.value_found(key, walk.found);
        }
        let mut first = None;
        for index in 0_usize.. {
            let Some(below) = wanted.below.get(&index.to_string()) else {
                match elements.next_element::<IgnoredAny>()? {
                    Some(_) => continue,
                    None => break,
                }
            };
            let span = match elements.next_element_seed(Node {
                walk: &mut *walk,
                wanted: below,
                key: None,
            }) {
                Ok(Some(span)) => span,
                Ok(None) => break,
                Err(refused) => walk.lines.refused(&refused),
            };
            if let Some(span) = span {
                below.element_found(&span, walk.found);
                first.get_or_insert(span);
            }
        }
        Ok(first)
    }
}

/// Keeps a key, and refuses it.
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

/// The lines of a text, as YAML counts them.
struct Lines<'t> {
    text: &'t str,
    starts: Vec<usize>,
}

impl<'t> Lines<'t> {
    fn of(text: &'t str) -> Self {
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

    fn refused_key(&self, error: &impl fmt::Display, key: &str) -> Option<Range<usize>> {
        self.refused_at(error)
            .map(|start| self.token(start, Some(key)))
    }

    fn refused(&self, error: &impl fmt::Display) -> Option<Range<usize>> {
        self.refused_at(error).map(|start| self.token(start, None))
    }

    /// The offset that the text of an error ends with: `… at line 3 column 7`. The very first
    /// position is left out there.
    fn refused_at(&self, error: &impl fmt::Display) -> Option<usize> {
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

    /// The token that begins at an offset, as far as it is on the same line.
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

/// A plain scalar ends before a comment; also before what ends it in flow style, where that is not followed
/// by more text.
fn plain(line: &str) -> usize {
    let line = line.split(" #").next().unwrap_or_default();
    let line = line.split(": ").next().unwrap_or_default();
    let line = line.split(", ").next().unwrap_or_default();
    line.trim_end()
        .trim_end_matches([',', '}', ']'])
        .trim_end()
        .len()
}

//! Scans valid JSON for the spans of pointers.

use std::ops::Range;

use serde::de::IgnoredAny;

use super::trie::{PointerTrie, Spans};

/// Returns whether a text is valid JSON.
pub(super) fn is_json(text: &str) -> bool {
    serde_json::from_str::<IgnoredAny>(text).is_ok()
}

/// Records the spans of the targets that the text holds.
pub(super) fn scan(text: &str, trie: &PointerTrie, spans: &mut Spans) {
    Scanner {
        text,
        position: 0,
        spans,
    }
    .value(Some(trie), None);
}

struct Scanner<'a> {
    text: &'a str,
    position: usize,
    spans: &'a mut Spans,
}

impl Scanner<'_> {
    /// Skips whitespace and returns the next byte.
    fn peek(&mut self) -> Option<u8> {
        let rest = self.text.as_bytes().get(self.position..)?;
        self.position += rest
            .iter()
            .take_while(|byte| byte.is_ascii_whitespace())
            .count();
        self.text.as_bytes().get(self.position).copied()
    }

    /// Skips a value and records its span. Returns `None` at the end of a text that is not JSON.
    fn value(&mut self, trie: Option<&PointerTrie>, key: Option<&Range<usize>>) -> Option<()> {
        let first = self.peek()?;
        let start = self.position;
        match first {
            b'{' | b'[' => {
                if let Some(trie) = trie {
                    match key {
                        Some(key) => trie.record_value(key, self.spans),
                        None => trie.record_element(&(start..start + 1), self.spans),
                    }
                }
                self.position += 1;
                if first == b'{' {
                    self.object(trie)
                } else {
                    self.array(trie)
                }
            }
            _ => {
                let span = if first == b'"' {
                    self.string()?
                } else {
                    self.literal()
                };
                if let Some(trie) = trie {
                    match key {
                        Some(_) => trie.record_value(&span, self.spans),
                        None => trie.record_element(&span, self.spans),
                    }
                }
                Some(())
            }
        }
    }

    fn object(&mut self, trie: Option<&PointerTrie>) -> Option<()> {
        while self.peek()? != b'}' {
            let key = self.string()?;
            let child = trie
                .filter(|trie| !trie.children.is_empty())
                .and_then(|trie| {
                    let name: String = serde_json::from_str(&self.text[key.clone()]).ok()?;
                    trie.children.get(&name)
                });
            if let Some(child) = child {
                child.record_key(&key, self.spans);
            }
            self.peek()?;
            self.position += 1;
            self.value(child, Some(&key))?;
            self.comma()?;
        }
        self.position += 1;
        Some(())
    }

    fn array(&mut self, trie: Option<&PointerTrie>) -> Option<()> {
        let mut index = 0_usize;
        while self.peek()? != b']' {
            let child = trie
                .filter(|trie| !trie.children.is_empty())
                .and_then(|trie| trie.children.get(&index.to_string()));
            self.value(child, None)?;
            self.comma()?;
            index += 1;
        }
        self.position += 1;
        Some(())
    }

    fn comma(&mut self) -> Option<()> {
        if self.peek()? == b',' {
            self.position += 1;
        }
        Some(())
    }

    /// Skips a string, including its quotes.
    fn string(&mut self) -> Option<Range<usize>> {
        let start = self.position;
        self.position += 1;
        loop {
            let rest = self.text.as_bytes().get(self.position..)?;
            self.position += rest.iter().position(|byte| matches!(byte, b'"' | b'\\'))? + 1;
            if self.text.as_bytes()[self.position - 1] == b'"' {
                return Some(start..self.position);
            }
            self.position += 1;
        }
    }

    /// Skips a number, `true`, `false` or `null`.
    fn literal(&mut self) -> Range<usize> {
        let start = self.position;
        let rest = self.text.as_bytes().get(start..).unwrap_or_default();
        let length = rest
            .iter()
            .take_while(|byte| !matches!(byte, b',' | b']' | b'}') && !byte.is_ascii_whitespace())
            .count();
        self.position += length.max(1);
        start..start + length
    }
}

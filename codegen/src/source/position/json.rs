//! Finding places in a text that is known to be JSON.

use std::ops::Range;

use serde::de::IgnoredAny;

use super::{Found, Wanted};

pub(super) fn is_json(text: &str) -> bool {
    serde_json::from_str::<IgnoredAny>(text).is_ok()
}

pub(super) fn walk(text: &str, wanted: &Wanted, found: &mut Found) {
    Scanner {
        text,
        position: 0,
        found,
    }
    .value(Some(wanted), None);
}

struct Scanner<'a> {
    text: &'a str,
    position: usize,
    found: &'a mut Found,
}

impl Scanner<'_> {
    fn peek(&mut self) -> Option<u8> {
        let rest = self.text.as_bytes().get(self.position..)?;
        self.position += rest
            .iter()
            .take_while(|byte| byte.is_ascii_whitespace())
            .count();
        self.text.as_bytes().get(self.position).copied()
    }

    /// Passes over a value, and says where it is. `None` at the end of a text that is not JSON.
    fn value(&mut self, wanted: Option<&Wanted>, key: Option<&Range<usize>>) -> Option<()> {
        let first = self.peek()?;
        let start = self.position;
        match first {
            b'{' | b'[' => {
                if let Some(wanted) = wanted {
                    match key {
                        Some(key) => wanted.value_found(key, self.found),
                        None => wanted.element_found(&(start..start + 1), self.found),
                    }
                }
                self.position += 1;
                if first == b'{' {
                    self.members(wanted)
                } else {
                    self.elements(wanted)
                }
            }
            _ => {
                let span = if first == b'"' {
                    self.string()?
                } else {
                    self.word()
                };
                if let Some(wanted) = wanted {
                    match key {
                        Some(_) => wanted.value_found(&span, self.found),
                        None => wanted.element_found(&span, self.found),
                    }
                }
                Some(())
            }
        }
    }

    fn members(&mut self, wanted: Option<&Wanted>) -> Option<()> {
        while self.peek()? != b'}' {
            let key = self.string()?;
            let below = wanted
                .filter(|wanted| !wanted.below.is_empty())
                .and_then(|wanted| {
                    let name: String = serde_json::from_str(&self.text[key.clone()]).ok()?;
                    wanted.below.get(&name)
                });
            if let Some(below) = below {
                below.key_found(&key, self.found);
            }
            self.peek()?;
            self.position += 1;
            self.value(below, Some(&key))?;
            self.comma()?;
        }
        self.position += 1;
        Some(())
    }

    fn elements(&mut self, wanted: Option<&Wanted>) -> Option<()> {
        let mut index = 0_usize;
        while self.peek()? != b']' {
            let below = wanted
                .filter(|wanted| !wanted.below.is_empty())
                .and_then(|wanted| wanted.below.get(&index.to_string()));
            self.value(below, None)?;
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

    /// Passes over a string, quotes included.
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

    /// Passes over a number, `true`, `false` or `null`.
    fn word(&mut self) -> Range<usize> {
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

//! The text of a listing: one line for each item, sorted.
//!
//! A line is the path, the kind and the facts of an item: `models::Pet::name field type=String`.
//! A text with white space or quotes is a JSON string.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::Listing;
use super::item::{Fact, Item, Kind};

/// The name of the lock file in the folder of a client.
pub const FILE_NAME: &str = "specwright.lock";

/// The line before the items. A reader refuses other versions.
const VERSION: &str = "# API listing, version 1: path, kind, facts";

/// The error of a text that is not a lock file.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum LockError {
    /// The line with the version is missing, or it is of another version.
    #[error("not an API listing of version 1")]
    Version,
    /// A line is not an item.
    #[error("not an API listing: line {0} is not an item")]
    Line(usize),
}

impl Listing {
    /// Returns the text of the lock file, without the heading of generated files.
    #[must_use]
    pub fn to_lock(&self) -> String {
        let mut text = format!("{VERSION}\n");
        for (path, kind, item) in self.iter() {
            push_word(&mut text, path);
            // Writing to a string does not fail.
            let _ = write!(text, " {}", kind.as_str());
            for (fact, value) in &item.facts {
                let _ = write!(text, " {}=", fact.as_str());
                push_word(&mut text, value);
            }
            text.push('\n');
        }
        text
    }

    /// Reads the text of a lock file. Lines before the one with the version are comments.
    ///
    /// # Errors
    /// The text is not a lock file of this version.
    pub fn from_lock(text: &str) -> Result<Self, LockError> {
        let mut lines = text.lines().enumerate();
        let is_version = lines
            .by_ref()
            .take_while(|(_, line)| line.is_empty() || line.starts_with('#'))
            .any(|(_, line)| line == VERSION);
        if !is_version {
            return Err(LockError::Version);
        }
        let mut listing = Self::default();
        for (index, line) in lines {
            let (path, kind, item) = read_line(line).ok_or(LockError::Line(index + 1))?;
            listing.insert(path, kind, item);
        }
        Ok(listing)
    }
}

/// Appends a word, as a JSON string where it would not end at the next space.
fn push_word(text: &mut String, word: &str) {
    let is_bare = !word.is_empty()
        && !word.starts_with('"')
        && !word.contains(|c: char| c.is_whitespace() || c.is_control());
    if is_bare {
        text.push_str(word);
    } else {
        text.push_str(&serde_json::Value::from(word).to_string());
    }
}

fn read_line(line: &str) -> Option<(String, Kind, Item)> {
    let (path, rest) = read_word(line)?;
    let (kind, mut rest) = read_word(rest.strip_prefix(' ')?)?;
    let mut item = Item {
        facts: BTreeMap::new(),
        location: None,
    };
    while let Some(fact) = rest.strip_prefix(' ') {
        let (name, value) = fact.split_once('=')?;
        let (value, behind) = read_word(value)?;
        item.facts.insert(Fact::from_word(name)?, value);
        rest = behind;
    }
    rest.is_empty()
        .then_some((path, Kind::from_word(&kind)?, item))
}

/// Returns a word and what follows it.
fn read_word(text: &str) -> Option<(String, &str)> {
    if !text.starts_with('"') {
        let end = text.find(' ').unwrap_or(text.len());
        return (end > 0).then(|| (text[..end].to_owned(), &text[end..]));
    }
    let mut values = serde_json::Deserializer::from_str(text).into_iter::<String>();
    let word = values.next()?.ok()?;
    Some((word, &text[values.byte_offset()..]))
}

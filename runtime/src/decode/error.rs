//! What is told when a value cannot be read.

use std::fmt;

#[cfg(feature = "receiver")]
use crate::decode::path::{Segment, write_segment};
use serde::de;

/// Why a text could not be read, and where. Holds no value of the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DecodeError {
    path: String,
    message: String,
    position: Option<(usize, usize)>,
}

impl DecodeError {
    pub(crate) fn new(path: Option<String>, error: &serde_json::Error) -> Self {
        Self {
            path: path.unwrap_or_default(),
            message: message(error),
            position: position(error),
        }
    }

    /// The error of a text that goes on with something that is not UTF-8.
    pub(crate) fn not_utf8(path: Option<String>, before: &str) -> Self {
        let line = before.rsplit('\n').next().unwrap_or_default();
        Self {
            path: path.unwrap_or_default(),
            message: "not UTF-8".to_owned(),
            position: Some((before.matches('\n').count() + 1, line.len())),
        }
    }

    /// The same error, of something that is an element of an array, which is a member of something else.
    #[cfg(feature = "receiver")]
    pub(crate) fn within(self, member: &str, index: usize) -> Self {
        let mut path = String::new();
        write_segment(&mut path, &Segment::Member(member.to_owned()));
        write_segment(&mut path, &Segment::Index(index));
        if !self.path.is_empty() && !self.path.starts_with('[') {
            path.push('.');
        }
        path.push_str(&self.path);
        Self { path, ..self }
    }

    /// The way to the place of the error, as `value[0].resourceData`; empty for the outermost value.
    ///
    /// A name that has other characters than ASCII letters, digits, `_`, `-`, `@` and `$` stands in brackets and quotes,
    /// with `'`, `\` and whatever does not print escaped by a backslash: `value['a: b']`.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }

    /// What is wrong, without path and position.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.message
    }

    /// The line in the text where reading stopped, from one.
    #[must_use]
    pub fn line(&self) -> Option<usize> {
        self.position.map(|(line, _)| line)
    }

    /// How many bytes of the [line](Self::line) were read.
    #[must_use]
    pub fn column(&self) -> Option<usize> {
        self.position.map(|(_, column)| column)
    }
}

impl fmt::Display for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.path.is_empty() {
            write!(f, "{}: ", self.path)?;
        }
        f.write_str(&self.message)?;
        match self.position {
            Some((line, column)) => write!(f, " at line {line} column {column}"),
            None => Ok(()),
        }
    }
}

impl std::error::Error for DecodeError {}

/// The line and the column, where they are known.
fn position(error: &serde_json::Error) -> Option<(usize, usize)> {
    (error.line() > 0).then(|| (error.line(), error.column()))
}

/// The message without the position.
pub(crate) fn message(error: &serde_json::Error) -> String {
    let mut message = error.to_string();
    if let Some((line, column)) = position(error) {
        let suffix = format!(" at line {line} column {column}");
        message.truncate(
            message
                .strip_suffix(&suffix)
                .map_or(message.len(), str::len),
        );
    }
    message
}

/// Returns the error of a value of another kind than expected.
#[cold]
pub(crate) fn mismatch<E: de::Error>(expected: &dyn de::Expected, found: &str) -> E {
    E::custom(format_args!("expected {expected}, found {found}"))
}

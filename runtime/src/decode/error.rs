//! The error of decoding.

use std::fmt;

#[cfg(feature = "receiver")]
use crate::decode::path::{Segment, write_segment};
use serde::de;

/// Why and where decoding failed. Contains no value of the input.
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

    /// Creates the error of an input with invalid UTF-8 after `before`.
    pub(crate) fn not_utf8(path: Option<String>, before: &str) -> Self {
        let line = before.rsplit('\n').next().unwrap_or_default();
        Self {
            path: path.unwrap_or_default(),
            message: "not UTF-8".to_owned(),
            position: Some((before.matches('\n').count() + 1, line.len())),
        }
    }

    /// Returns the same error with the path of an array element prepended, the array being a
    /// property.
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

    /// Returns the path to the error, such as `value[0].resourceData`. Empty for the outermost
    /// value.
    ///
    /// A name with characters other than ASCII letters, digits, `_`, `-`, `@` and `$` is in
    /// brackets and quotes, with `'`, `\` and unprintable characters escaped by a backslash:
    /// `value['a: b']`.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }

    /// Returns the message, without path and position.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.message
    }

    /// Returns the line where decoding stopped, starting at 1.
    #[must_use]
    pub fn line(&self) -> Option<usize> {
        self.position.map(|(line, _)| line)
    }

    /// Returns the number of bytes read of the [line](Self::line).
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

/// Returns line and column, if known.
fn position(error: &serde_json::Error) -> Option<(usize, usize)> {
    (error.line() > 0).then(|| (error.line(), error.column()))
}

/// Returns the message without the position.
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

/// Creates the error of a value with another type than expected.
#[cold]
pub(crate) fn mismatch<E: de::Error>(expected: &dyn de::Expected, found: &str) -> E {
    E::custom(format_args!("expected {expected}, found {found}"))
}

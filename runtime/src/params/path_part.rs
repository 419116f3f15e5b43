//! The parts of a path segment.

use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};
use serde::Serialize;

use crate::params::style::Style;

/// The characters that are percent-encoded in a segment that the OpenAPI document states. It states
/// segments as URL text, so `%` and the delimiters stay.
pub(crate) const LITERAL: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'#')
    .add(b'<')
    .add(b'>')
    .add(b'?')
    .add(b'\\')
    .add(b'^')
    .add(b'`')
    .add(b'{')
    .add(b'|')
    .add(b'}');

/// A part of a path segment that consists of literals and parameters. See
/// [`Path::mixed`](crate::Path::mixed).
#[derive(Clone, Debug)]
pub struct PathPart {
    /// The name of the parameter, if the part is a parameter.
    pub(crate) name: Option<&'static str>,
    /// Percent-encoded. `None` if the value cannot be serialized.
    pub(crate) text: Option<String>,
}

impl PathPart {
    /// Creates a literal of the OpenAPI document.
    #[must_use]
    pub fn literal(text: &str) -> Self {
        Self {
            name: None,
            text: Some(utf8_percent_encode(text, LITERAL).to_string()),
        }
    }

    /// Creates the value of a path parameter.
    #[must_use]
    pub fn parameter<V: Serialize + ?Sized>(name: &'static str, value: &V, style: Style) -> Self {
        Self {
            name: Some(name),
            text: style.in_path(name, value).ok(),
        }
    }

    /// Creates the value of a path parameter inside of a string literal of OData. Single quotes in
    /// the value are doubled so that they do not end the literal.
    #[must_use]
    pub fn quoted<V: Serialize + ?Sized>(name: &'static str, value: &V, style: Style) -> Self {
        let mut part = Self::parameter(name, value, style);
        part.text = part.text.map(|text| text.replace("%27", "%27%27"));
        part
    }
}

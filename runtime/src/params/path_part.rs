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

/// A part of a segment that consists of texts and parameters: see [`Path::mixed`](crate::Path::mixed).
#[derive(Clone, Debug)]
pub struct PathPart {
    /// Of the parameter, if it is one.
    pub(crate) name: Option<&'static str>,
    /// Percent-encoded; `None` where the value cannot be written.
    pub(crate) text: Option<String>,
}

impl PathPart {
    /// A text that the document states.
    #[must_use]
    pub fn literal(text: &str) -> Self {
        Self {
            name: None,
            text: Some(utf8_percent_encode(text, LITERAL).to_string()),
        }
    }

    /// The value of a path parameter.
    #[must_use]
    pub fn parameter<V: Serialize + ?Sized>(name: &'static str, value: &V, style: Style) -> Self {
        Self {
            name: Some(name),
            text: style.in_path(name, value).ok(),
        }
    }

    /// The value of a path parameter that stands between single quotes, in a text literal of OData: a quote in it is
    /// written twice, so that it does not end the literal.
    #[must_use]
    pub fn quoted<V: Serialize + ?Sized>(name: &'static str, value: &V, style: Style) -> Self {
        let mut part = Self::parameter(name, value, style);
        part.text = part.text.map(|text| text.replace("%27", "%27%27"));
        part
    }
}

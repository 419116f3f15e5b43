//! The path of a request.

use std::fmt;

use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};
use serde::Serialize;

use crate::call::settings::Settings;
use crate::endpoint::is_dot_segment;
use crate::invalid_request::InvalidRequest;
use crate::params::path_part::{LITERAL, PathPart};
use crate::params::style::Style;
use crate::validate::constraint::Constraint;
use crate::validate::validator::{Validate, Validator};
use crate::validate::violation::Violation;

/// The characters that are percent-encoded in a query that the OpenAPI document states.
const QUERY: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'#')
    .add(b'<')
    .add(b'>')
    .add(b'[')
    .add(b']');

/// A path below the endpoint of a client.
///
/// ```
/// # use specwright_runtime::{Client, Endpoint};
/// # let client = Client::builder(Endpoint::new("https://api.example.com/v1")?).build();
/// let calls = client.path().segment("communications").segment("calls");
/// let reject = calls.parameter("call-id", "a b/c").segment("reject");
/// assert_eq!(format!("{reject:?}"), "Path(/communications/calls/a%20b%2Fc/reject)");
/// # Ok::<(), specwright_runtime::InvalidEndpoint>(())
/// ```
#[derive(Clone)]
pub struct Path<'a> {
    settings: &'a Settings,
    text: String,
    /// The first parameter that is not a valid segment, and why. Reported when the request is sent.
    refused: Option<(&'static str, &'static str)>,
    /// The violated constraints of the parameters. Reported when the request is sent.
    violations: Vec<Violation>,
}

impl<'a> Path<'a> {
    pub(crate) fn new(settings: &'a Settings) -> Self {
        Self {
            settings,
            text: String::new(),
            refused: None,
            violations: Vec::new(),
        }
    }

    /// Adds a literal segment of the OpenAPI document, as URL text.
    #[must_use]
    pub fn segment(&self, literal: &str) -> Self {
        self.join('/', utf8_percent_encode(literal, LITERAL))
    }

    /// Adds the value of a path parameter, percent-encoded as exactly one segment.
    ///
    /// An empty segment, `.` and `..` would change the structure of the path. A request with such a
    /// segment is not sent: awaiting it returns [`InvalidRequest::PathParameter`].
    #[must_use]
    pub fn parameter<V: Serialize + ?Sized>(&self, name: &'static str, value: &V) -> Self {
        self.parameter_as(name, value, Style::SIMPLE)
    }

    /// Adds the value of a path parameter in a style. Otherwise the same as
    /// [`parameter`](Self::parameter).
    #[must_use]
    pub fn parameter_as<V: Serialize + ?Sized>(
        &self,
        name: &'static str,
        value: &V,
        style: Style,
    ) -> Self {
        self.mixed(&[PathPart::parameter(name, value, style)])
    }

    /// Adds a segment of literals and path parameters. Otherwise the same as
    /// [`parameter`](Self::parameter).
    ///
    /// ```
    /// # use specwright_runtime::{Client, Endpoint, PathPart, Style};
    /// # let client = Client::builder(Endpoint::new("https://api.example.com/v1")?).build();
    /// let report = client.path().segment("reports").mixed(&[
    ///     PathPart::literal("usage(period='"),
    ///     PathPart::quoted("period", "D7", Style::SIMPLE),
    ///     PathPart::literal("')"),
    /// ]);
    /// assert_eq!(format!("{report:?}"), "Path(/reports/usage(period='D7'))");
    /// # Ok::<(), specwright_runtime::InvalidEndpoint>(())
    /// ```
    #[must_use]
    pub fn mixed(&self, parts: &[PathPart]) -> Self {
        let texts = parts.iter().filter_map(|part| part.text.as_deref());
        let mut path = self.join('/', texts);
        let Some(name) = parts.iter().find_map(|part| part.name) else {
            return path;
        };
        let segment = &path.text[self.text.len() + 1..];
        let not_serializable = parts.iter().find(|part| part.text.is_none());
        if let Some(name) = not_serializable.and_then(|part| part.name) {
            path.refused
                .get_or_insert((name, "cannot be written as text"));
        } else if segment.is_empty() || is_dot_segment(segment) {
            path.refused.get_or_insert((
                name,
                "is empty, `.` or `..`, which cannot be sent as a segment",
            ));
        }
        path
    }

    /// Appends a literal of the OpenAPI document to the last segment.
    #[must_use]
    pub fn suffix(&self, literal: &str) -> Self {
        let mut path = self.clone();
        path.text.extend(utf8_percent_encode(literal, LITERAL));
        path
    }

    /// Adds a query that is part of the path in the OpenAPI document, as URL text. Query parameters
    /// are appended to it.
    #[must_use]
    pub fn query(&self, literal: &str) -> Self {
        self.join('?', utf8_percent_encode(literal, QUERY))
    }

    /// Validates the value of a path parameter against constraints of the OpenAPI document.
    ///
    /// A request with an invalid value is not sent: awaiting it returns
    /// [`InvalidRequest::Parameter`].
    #[must_use]
    pub fn check_value<T: Serialize + ?Sized>(
        &self,
        name: &'static str,
        value: &T,
        constraints: &[Constraint],
    ) -> Self {
        self.checked(|check| check.member(name, value, constraints))
    }

    /// Validates the parts of a path parameter. Otherwise the same as
    /// [`check_value`](Self::check_value).
    #[must_use]
    pub fn check_nested<V: Validate + ?Sized>(&self, name: &'static str, value: &V) -> Self {
        self.checked(|check| check.nested(name, value))
    }

    fn checked(&self, hold: impl FnOnce(&mut Validator)) -> Self {
        let mut check = Validator::default();
        hold(&mut check);
        let mut path = self.clone();
        path.violations.extend(check.into_violations());
        path
    }

    fn join<'t>(&self, separator: char, texts: impl Iterator<Item = &'t str>) -> Self {
        // Capacity for most segments, to avoid reallocations.
        let mut joined = String::with_capacity(self.text.len() + 64);
        joined.push_str(&self.text);
        joined.push(separator);
        joined.extend(texts);
        Self {
            settings: self.settings,
            text: joined,
            refused: self.refused,
            violations: self.violations.clone(),
        }
    }

    pub(crate) fn settings(&self) -> &'a Settings {
        self.settings
    }

    /// Returns the path, starting with a slash.
    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    pub(crate) fn check(&self) -> Result<(), InvalidRequest> {
        match self.refused {
            Some((name, reason)) => Err(InvalidRequest::PathParameter { name, reason }),
            None if !self.violations.is_empty() => {
                Err(InvalidRequest::Parameter(self.violations.clone()))
            }
            None => Ok(()),
        }
    }
}

impl fmt::Debug for Path<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Path({})", self.text)
    }
}

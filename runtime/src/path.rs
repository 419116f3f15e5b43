//! The path of a request, built segment by segment.

use std::fmt;

use percent_encoding::{AsciiSet, CONTROLS, NON_ALPHANUMERIC, utf8_percent_encode};
use serde::Serialize;

use crate::{Check, Client, Constraint, InvalidRequest, Violation};

/// Everything but the unreserved characters of RFC 3986, so that a value stays one segment, or one value of a query.
pub(crate) const VALUE: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// What cannot stand in a path at all. The document writes its segments as URL text, so `%` and the delimiters stay.
const LITERAL: &AsciiSet = &CONTROLS
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

/// A path below a client's endpoint.
///
/// ```
/// # use msgraph_runtime::{Client, Endpoint};
/// # let client = Client::builder(Endpoint::new("https://graph.microsoft.com/v1.0")?).build();
/// let calls = client.path().segment("communications").segment("calls");
/// let reject = calls.parameter("call-id", "a b/c").segment("reject");
/// assert_eq!(format!("{reject:?}"), "Path(/communications/calls/a%20b%2Fc/reject)");
/// # Ok::<(), msgraph_runtime::InvalidEndpoint>(())
/// ```
#[derive(Clone)]
pub struct Path<'a> {
    client: &'a Client,
    text: String,
    /// The first parameter that cannot be a segment, and why. It comes out when a request is sent.
    refused: Option<(&'static str, &'static str)>,
    /// The constraints of the document that the parameters do not keep to. They come out then, too.
    violations: Vec<Violation>,
}

impl<'a> Path<'a> {
    pub(crate) fn new(client: &'a Client) -> Self {
        Self {
            client,
            text: String::new(),
            refused: None,
            violations: Vec::new(),
        }
    }

    /// Adds a segment that the document states, as URL text.
    #[must_use]
    pub fn segment(&self, literal: &str) -> Self {
        self.join(utf8_percent_encode(literal, LITERAL))
    }

    /// Adds the value of a path parameter, percent-encoded as exactly one segment.
    ///
    /// An empty value, `.` and `..` would address something else. A request with such a value is not sent; awaiting it
    /// gives [`InvalidRequest::PathParameter`].
    #[must_use]
    pub fn parameter(&self, name: &'static str, value: impl AsRef<str>) -> Self {
        let value = value.as_ref();
        let mut path = self.join(utf8_percent_encode(value, VALUE));
        if matches!(value, "" | "." | "..") {
            path.refused.get_or_insert((
                name,
                "is empty, `.` or `..`, which cannot be sent as a segment",
            ));
        }
        path
    }

    /// Holds the value of a path parameter against the constraints of the document.
    ///
    /// A request with a value that does not keep to them is not sent; awaiting it gives [`InvalidRequest::Parameter`].
    #[must_use]
    pub fn constrained<T: Serialize>(
        &self,
        name: &'static str,
        value: &T,
        constraints: &[Constraint],
    ) -> Self {
        let mut check = Check::default();
        check.member(name, value, constraints);
        let mut path = self.clone();
        path.violations.extend(check.into_violations());
        path
    }

    fn join(&self, segment: impl fmt::Display) -> Self {
        Self {
            client: self.client,
            text: format!("{}/{segment}", self.text),
            refused: self.refused,
            violations: self.violations.clone(),
        }
    }

    pub(crate) fn client(&self) -> &'a Client {
        self.client
    }

    /// The text, from the first slash.
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

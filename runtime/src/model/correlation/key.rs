//! The correlation key of a value, and conditions on it, as the OpenAPI document specifies them.

use std::borrow::Cow;

use percent_encoding::percent_decode_str;
use serde::ser::Serialize;

use crate::model::correlation::json_path::{Found, find_at_path};

/// The location of the id that a value is about: a segment of a resource path.
///
/// ```
/// use specwright_runtime::{Key, Value};
///
/// static CALL_ID: Key = Key {
///     properties: &[&["resourceUrl"], &["resource"]],
///     templates: &["/communications/calls/{call-id}", "/app/calls/{call-id}"],
/// };
///
/// let json = r#"{"resource": "app/calls/57dab8b1/participants"}"#;
/// let notification: Value = serde_json::from_str(json).unwrap();
/// assert_eq!(CALL_ID.of(&notification).as_deref(), Some("57dab8b1"));
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Key {
    /// The paths of the properties that may contain the resource path. The first one with an id is
    /// used.
    pub properties: &'static [&'static [&'static str]],
    /// Templates of the resource path, with one segment in braces, the id. The resource path may
    /// continue after the template, may lack the leading slash, or may be a whole URL. Other
    /// segments are compared ignoring ASCII case.
    pub templates: &'static [&'static str],
}

impl Key {
    /// Returns the id in a value, percent-decoded.
    #[must_use]
    pub fn of(&self, value: &(impl Serialize + ?Sized)) -> Option<String> {
        self.properties.iter().find_map(|path| {
            let mut id = None;
            find_at_path(value, path, &mut |found| {
                if let Found::Scalar(text) = found {
                    id = self.in_path(text).map(Cow::into_owned);
                }
            });
            id
        })
    }

    /// Returns the id in a resource path.
    #[must_use]
    pub fn in_path<'p>(&self, path: &'p str) -> Option<Cow<'p, str>> {
        let is_end = |byte| matches!(byte, b'?' | b'#');
        let end = path.bytes().position(is_end).unwrap_or(path.len());
        let path = path.get(..end)?;
        let id = self
            .templates
            .iter()
            .find_map(|template| find_id(template, path))?;
        let id = if id.contains('%') {
            percent_decode_str(id).decode_utf8_lossy()
        } else {
            Cow::Borrowed(id)
        };
        Some(id).filter(|id| !id.trim().is_empty())
    }
}

/// Returns the segment of a path that corresponds to the braces of a template. The template may
/// match after any slash: a URL has a host and a version in front.
fn find_id<'p>(template: &str, path: &'p str) -> Option<&'p str> {
    let (before, after) = template.split_once('{')?;
    let (_, after) = after.split_once('}')?;
    let before = before.trim_start_matches('/');
    let bytes = path.as_bytes();
    let is_start = |at: &usize| *at == 0 || bytes.get(*at - 1) == Some(&b'/');
    let mut starts = (0..path.len()).filter(is_start);
    starts.find_map(|start| {
        let path = strip_prefix(path.get(start..)?, before)?;
        let (id, rest) = path.split_at(path.find('/').unwrap_or(path.len()));
        let rest = strip_prefix(rest, after)?;
        // The last segment must match completely.
        let is_match = !id.is_empty() && (rest.is_empty() || rest.starts_with('/'));
        is_match.then_some(id)
    })
}

/// Removes a prefix, ignoring ASCII case.
fn strip_prefix<'p>(path: &'p str, prefix: &str) -> Option<&'p str> {
    let (start, rest) = path.split_at_checked(prefix.len())?;
    start.eq_ignore_ascii_case(prefix).then_some(rest)
}

/// A condition on a value.
#[derive(Clone, Copy, Debug)]
pub struct Condition {
    /// Paths, each with the strings of which the value must be one, ignoring ASCII case.
    pub when: &'static [(&'static [&'static str], &'static [&'static str])],
    /// Paths at which any value but null must be present.
    pub has: &'static [&'static [&'static str]],
}

impl Condition {
    /// Returns whether a value satisfies the condition.
    #[must_use]
    pub fn holds(&self, value: &(impl Serialize + ?Sized)) -> bool {
        let matches = |path: &[&str], predicate: &dyn Fn(&Found<'_>) -> bool| {
            let mut is_match = false;
            find_at_path(value, path, &mut |found| is_match = predicate(found));
            is_match
        };
        let is_one_of = |strings: &[&str], found: &Found<'_>| match found {
            Found::Scalar(scalar) => strings
                .iter()
                .any(|string| string.eq_ignore_ascii_case(scalar)),
            Found::Compound => false,
        };
        self.when
            .iter()
            .all(|(path, strings)| matches(path, &|found| is_one_of(strings, found)))
            && self.has.iter().all(|path| matches(path, &|_| true))
    }
}

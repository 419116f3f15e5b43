//! What a value says of itself, as a document declares it: the id of what it is about, and whether a condition holds.

use std::borrow::Cow;

use percent_encoding::percent_decode_str;
use serde::ser::Serialize;

use crate::model::correlation::json_path::{Found, find_at_path};

/// Where a value says what it is about: an id within the path of a resource.
///
/// ```
/// use msgraph_runtime::{Key, Value};
///
/// static CALL_ID: Key = Key {
///     members: &[&["resourceUrl"], &["resource"]],
///     templates: &["/communications/calls/{call-id}", "/app/calls/{call-id}"],
/// };
///
/// let notification: Value = serde_json::from_str(r#"{"resource": "app/calls/57dab8b1/participants"}"#).unwrap();
/// assert_eq!(CALL_ID.of(&notification).as_deref(), Some("57dab8b1"));
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Key {
    /// The places of the paths in the value, the first that has an id wins.
    pub members: &'static [&'static [&'static str]],
    /// What such a path looks like: one segment is in braces, and stands for the id. The path may go on behind it, may
    /// lack the slash at its front, or be a whole URL; fixed segments are compared by ASCII case.
    pub templates: &'static [&'static str],
}

impl Key {
    /// The id, percent-decoded.
    #[must_use]
    pub fn of(&self, value: &(impl Serialize + ?Sized)) -> Option<String> {
        self.members.iter().find_map(|path| {
            let mut id = None;
            find_at_path(value, path, &mut |found| {
                if let Found::Scalar(text) = found {
                    id = self.in_path(text).map(Cow::into_owned);
                }
            });
            id
        })
    }

    /// The id within a path.
    #[must_use]
    pub fn in_path<'p>(&self, path: &'p str) -> Option<Cow<'p, str>> {
        let path = path.split(['?', '#']).next().unwrap_or_default();
        let id = self.templates.iter().find_map(|template| {
            // From the first place where it fits: a URL has a host and a version in front.
            let inner = path.match_indices('/').map(|(slash, _)| slash + 1);
            std::iter::once(0)
                .chain(inner)
                .filter_map(|from| match_template(template, path.get(from..)?))
                .find(|id| !id.is_empty())
        })?;
        let id = if id.contains('%') {
            percent_decode_str(id).decode_utf8_lossy()
        } else {
            Cow::Borrowed(id)
        };
        Some(id).filter(|id| !id.trim().is_empty())
    }
}

/// The segment of a path that a template has in braces, where the path begins like the template.
fn match_template<'p>(template: &str, path: &'p str) -> Option<&'p str> {
    let (before, after) = template.split_once('{')?;
    let (_, after) = after.split_once('}')?;
    let path = strip_prefix(path, before.trim_start_matches('/'))?;
    let (id, rest) = path.split_at(path.find('/').unwrap_or(path.len()));
    let rest = strip_prefix(rest, after)?;
    // The last segment of the template is a whole one.
    (rest.is_empty() || rest.starts_with('/')).then_some(id)
}

/// What follows on a text, by ASCII case.
fn strip_prefix<'p>(path: &'p str, prefix: &str) -> Option<&'p str> {
    let (start, rest) = path.split_at_checked(prefix.len())?;
    start.eq_ignore_ascii_case(prefix).then_some(rest)
}

/// What has to stand where in a value for a condition to hold.
#[derive(Clone, Copy, Debug)]
pub struct Condition {
    /// Places, and the texts one of which stands there; ASCII case does not matter.
    pub when: &'static [(&'static [&'static str], &'static [&'static str])],
    /// Places where something stands, whatever it is. Null is nothing.
    pub has: &'static [&'static [&'static str]],
}

impl Condition {
    /// Whether it holds for a value.
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

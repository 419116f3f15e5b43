//! The part of a document that is generated.

use std::fmt;
use std::str::FromStr;

use serde::Deserialize;

/// The part of a document that is generated: the operations that some selector includes and none
/// excludes, and the components that they reach.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
#[non_exhaustive]
pub struct Slice {
    /// Selects the operations that are generated. Without a selector, all of them are.
    pub include: Vec<Selector>,
    /// The operations that are left out, although they are included.
    pub exclude: Vec<Selector>,
    /// Whether all component schemas are generated, and not only those that operations reach.
    pub keep_schemas: bool,
}

impl Slice {
    /// Returns whether the slice is the whole document.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        self.include.is_empty() && self.exclude.is_empty()
    }
}

/// Selects operations of a document.
///
/// ```
/// use specwright::config::Selector;
///
/// let selector: Selector = "/pets/**".parse()?;
/// assert!(matches!(&selector, Selector::Path(pattern) if pattern.matches("/pets/{id}/toys")));
/// assert!("label:pets".parse::<Selector>().is_err());
/// # Ok::<(), specwright::config::SelectorError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub enum Selector {
    /// The operations of the paths that match a pattern: `/pets/**`.
    Path(PathPattern),
    /// The operations with a tag: `tag:pets`.
    Tag(String),
    /// The operation with an `operationId`: `operation:listPets`.
    Operation(String),
    /// The operations with an HTTP method: `method:get`.
    Method(Method),
}

/// An HTTP method, in lower case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Method(String);

impl Method {
    /// Returns the method in lower case.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// A pattern of paths. `*` is any number of characters in a segment, `**` any number of segments.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PathPattern(String);

impl PathPattern {
    /// Returns whether a path matches.
    #[must_use]
    pub fn matches(&self, path: &str) -> bool {
        let pattern: Vec<&str> = self.0.split('/').collect();
        let path: Vec<&str> = path.split('/').collect();
        matches_segments(&pattern, &path)
    }
}

/// Returns whether segments match a pattern. Each step of either list is taken once for each step
/// of the other, so that many `**` cost no more than their number.
fn matches_segments(pattern: &[&str], path: &[&str]) -> bool {
    // Whether the rest of the path behind each segment matches the pattern behind the visited one.
    let mut rest: Vec<bool> = (0..=path.len()).map(|index| index == path.len()).collect();
    for segment in pattern.iter().rev() {
        let mut matches = vec![false; path.len() + 1];
        for index in (0..=path.len()).rev() {
            matches[index] = if *segment == "**" {
                rest[index] || index < path.len() && matches[index + 1]
            } else {
                index < path.len() && matches_segment(segment, path[index]) && rest[index + 1]
            };
        }
        rest = matches;
    }
    rest[0]
}

/// Returns whether a segment matches a pattern with `*`.
fn matches_segment(pattern: &str, segment: &str) -> bool {
    let Some((start, rest)) = pattern.split_once('*') else {
        return pattern == segment;
    };
    let Some(mut segment) = segment.strip_prefix(start) else {
        return false;
    };
    let mut parts = rest.split('*').peekable();
    while let Some(part) = parts.next() {
        if parts.peek().is_none() {
            return segment.ends_with(part);
        }
        // The first occurrence leaves most for the others.
        let Some(found) = segment.find(part) else {
            return false;
        };
        segment = &segment[found + part.len()..];
    }
    true
}

impl fmt::Display for Selector {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Path(PathPattern(pattern)) => formatter.write_str(pattern),
            Self::Tag(tag) => write!(formatter, "tag:{tag}"),
            Self::Operation(id) => write!(formatter, "operation:{id}"),
            Self::Method(Method(method)) => write!(formatter, "method:{method}"),
        }
    }
}

impl FromStr for Selector {
    type Err = SelectorError;

    fn from_str(text: &str) -> Result<Self, SelectorError> {
        if text.starts_with(['/', '*']) {
            return Ok(Self::Path(PathPattern(text.to_owned())));
        }
        match text.split_once(':') {
            Some((_, "")) | None => Err(SelectorError(text.to_owned())),
            Some(("tag", tag)) => Ok(Self::Tag(tag.to_owned())),
            Some(("operation", id)) => Ok(Self::Operation(id.to_owned())),
            Some(("method", method)) => Ok(Self::Method(Method(method.to_ascii_lowercase()))),
            Some(_) => Err(SelectorError(text.to_owned())),
        }
    }
}

impl TryFrom<String> for Selector {
    type Error = SelectorError;

    fn try_from(text: String) -> Result<Self, SelectorError> {
        text.parse()
    }
}

/// The error for a string that is not a selector.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "`{0}` is not a selector, which is a path such as `/pets/**`, or `tag:`, `operation:` or \
     `method:` with a name"
)]
pub struct SelectorError(String);

#[cfg(test)]
mod tests {
    use super::Selector;

    fn matches(pattern: &str, path: &str) -> bool {
        match pattern.parse() {
            Ok(Selector::Path(pattern)) => pattern.matches(path),
            other => panic!("{pattern} is {other:?}"),
        }
    }

    #[test]
    fn path_patterns_match_by_segment() {
        for (pattern, path) in [
            ("/pets", "/pets"),
            ("/pets/*", "/pets/{id}"),
            ("/pets/**", "/pets"),
            ("/pets/**", "/pets/{id}/toys"),
            ("/**/toys", "/toys"),
            ("/**/toys", "/pets/{id}/toys"),
            ("**", "/pets"),
            ("/v*/pets", "/v2/pets"),
            ("/*a*b", "/xaybzb"),
            ("/**/a/**/b", "/a/a/b/b"),
        ] {
            assert!(matches(pattern, path), "{pattern} {path}");
        }
        for (pattern, path) in [
            ("/pets", "/pets/{id}"),
            ("/pets/*", "/pets"),
            ("/pets/*", "/pets/{id}/toys"),
            ("/pets/**", "/petshop"),
            ("/v*/pets", "/v2/1/pets"),
            ("/a*a", "/a"),
        ] {
            assert!(!matches(pattern, path), "{pattern} {path}");
        }
    }
}

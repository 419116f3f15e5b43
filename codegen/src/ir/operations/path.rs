//! The path tree.

use super::operation::Operation;
use super::parameter::Parameter;
use super::server::Server;
use crate::ir::types::docs::Docs;
use crate::ir::types::id::TypeId;

/// A node of the path tree.
#[derive(Clone, Debug, PartialEq)]
pub struct PathNode {
    /// The segment that the node adds to its parent's path.
    pub segment: Segment,
    /// The path template up to and including the segment: `/communications/calls/{call-id}`.
    pub path: String,
    /// The documentation of the path item.
    pub docs: Docs,
    /// The operations on this path, in document order.
    pub operations: Vec<Operation>,
    /// The servers that replace those of the document.
    pub servers: Vec<Server>,
    /// The inline types of the operations.
    pub types: Vec<TypeId>,
    /// The child nodes, in document order.
    pub children: Vec<PathNode>,
}

/// What a node adds to its parent's path, usually one segment.
#[derive(Clone, Debug, PartialEq)]
pub enum Segment {
    /// Literal text, as written in the template; empty after a trailing slash.
    Literal(String),
    /// A parameter that spans the segment.
    Parameter(Box<Parameter>),
    /// Literal text and parameters in one segment: `{a}.{b}`.
    Mixed(Vec<Part>),
    /// Literal text after a parameter in the same segment: `:verb`.
    Suffix(String),
    /// A query string that is part of the template, without its question mark.
    Query(String),
    /// A fragment that is part of the template, without its hash. It is never sent.
    Fragment(String),
}

/// A part of a mixed segment.
#[derive(Clone, Debug, PartialEq)]
pub enum Part {
    /// Literal text, as written in the template.
    Literal(String),
    /// A parameter.
    Parameter(Box<Parameter>),
    /// A parameter in an OData string literal, `period='{period}'`, in which quotes are doubled.
    Quoted(Box<Parameter>),
}

impl PathNode {
    /// Returns the servers of an operation on this path that replace those of the document.
    #[must_use]
    pub fn servers_of<'a>(&'a self, operation: &'a Operation) -> &'a [Server] {
        if operation.servers.is_empty() {
            &self.servers
        } else {
            &operation.servers
        }
    }
}

impl Segment {
    /// Iterates over the parameters.
    pub fn parameters(&self) -> impl Iterator<Item = &Parameter> + Clone {
        let (one, several) = match self {
            Self::Parameter(parameter) => (Some(&**parameter), [].as_slice()),
            Self::Mixed(parts) => (None, parts.as_slice()),
            _ => (None, [].as_slice()),
        };
        let several = several.iter().filter_map(|part| match part {
            Part::Parameter(parameter) | Part::Quoted(parameter) => Some(&**parameter),
            Part::Literal(_) => None,
        });
        one.into_iter().chain(several)
    }

    /// Iterates over the parameters, mutably.
    pub(crate) fn parameters_mut(&mut self) -> impl Iterator<Item = &mut Parameter> {
        let (one, several) = match self {
            Self::Parameter(parameter) => (Some(&mut **parameter), [].as_mut_slice()),
            Self::Mixed(parts) => (None, parts.as_mut_slice()),
            _ => (None, [].as_mut_slice()),
        };
        let several = several.iter_mut().filter_map(|part| match part {
            Part::Parameter(parameter) | Part::Quoted(parameter) => Some(&mut **parameter),
            Part::Literal(_) => None,
        });
        one.into_iter().chain(several)
    }

    /// Returns words for the segment: `calls`, `by id`, `usage with period`.
    #[must_use]
    pub fn words(&self) -> String {
        match self {
            Self::Literal(text) => segment_words([SegmentWord::Literal(text)]),
            Self::Suffix(text) | Self::Query(text) | Self::Fragment(text) => text.clone(),
            Self::Parameter(parameter) => segment_words([SegmentWord::Parameter(&parameter.name)]),
            Self::Mixed(parts) => segment_words(parts.iter().map(|part| match part {
                Part::Literal(text) => SegmentWord::Literal(text),
                Part::Parameter(parameter) | Part::Quoted(parameter) => {
                    SegmentWord::Parameter(&parameter.name)
                }
            })),
        }
    }
}

/// What a part of a segment contributes to its words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SegmentWord<'a> {
    /// Literal text.
    Literal(&'a str),
    /// The name of a parameter.
    Parameter(&'a str),
}

/// Returns the literals of a segment, and the names of its parameters after `by` or `with`. A
/// segment without either is `slash`.
///
/// OData repeats the name of a parameter in the literal before it, `period='{period}'`; the
/// repetition is left out.
pub fn segment_words<'a>(parts: impl IntoIterator<Item = SegmentWord<'a>>) -> String {
    let mut words: Vec<&str> = Vec::new();
    let mut joined = false;
    let mut parts = parts.into_iter().peekable();
    let mut is_first = true;
    while let Some(part) = parts.next() {
        match part {
            SegmentWord::Literal(mut text) => {
                let is_whole = is_first && parts.peek().is_none();
                if let Some(SegmentWord::Parameter(next)) = parts.peek() {
                    let before = text.trim_end_matches(['=', '\'', '(', '"']);
                    text = before.strip_suffix(next).unwrap_or(text);
                }
                if is_whole || text.contains(char::is_alphanumeric) {
                    words.push(text);
                }
            }
            SegmentWord::Parameter(name) => {
                if !joined {
                    words.push(if words.is_empty() { "by" } else { "with" });
                    joined = true;
                }
                words.push(name);
            }
        }
        is_first = false;
    }
    match words.join(" ") {
        words if words.is_empty() => "slash".to_owned(),
        words => words,
    }
}

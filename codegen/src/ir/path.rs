//! The tree of paths.

use super::{Docs, Operation, Parameter, Server, TypeId};

/// A node of the path tree: one path segment below another.
#[derive(Clone, Debug, PartialEq)]
pub struct PathNode {
    /// The segment that leads here.
    pub segment: Segment,
    /// The path template up to here: `/communications/calls/{call-id}`.
    pub path: String,
    /// What the path item says of itself.
    pub docs: Docs,
    /// The operations on exactly this path, in the document's order.
    pub operations: Vec<Operation>,
    /// The servers that operations on exactly this path are at which have none of their own, in place of the document's.
    pub servers: Vec<Server>,
    /// Inline types of those operations: they live in this node's module.
    pub types: Vec<TypeId>,
    /// The nodes below, in the document's order.
    pub children: Vec<PathNode>,
}

/// What a node adds to the path: as a rule, one segment.
#[derive(Clone, Debug, PartialEq)]
pub enum Segment {
    /// Text, as it stands in the template; empty behind a slash at the end.
    Literal(String),
    /// A parameter that fills the whole segment.
    Parameter(Box<Parameter>),
    /// Texts and parameters in one segment: `{a}.{b}`.
    Mixed(Vec<Part>),
    /// Text behind a parameter, in the same segment: `:verb`.
    Suffix(String),
    /// A query that is part of the template, without its question mark.
    Query(String),
    /// A fragment that is part of the template, without its hash. It is never sent.
    Fragment(String),
}

/// A part of a segment.
#[derive(Clone, Debug, PartialEq)]
pub enum Part {
    /// Text, as it stands in the template.
    Literal(String),
    /// A parameter.
    Parameter(Box<Parameter>),
    /// A parameter inside of a text literal, as OData writes it: `period='{period}'`. Quotes in its value are doubled.
    Quoted(Box<Parameter>),
}

impl PathNode {
    /// The servers that an operation on this path is at, in place of the document's.
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
    /// The parameters in it.
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

    /// The parameters in it, to be changed.
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

    /// Words for it: `calls`, `by id`, `usage with period`.
    #[must_use]
    pub fn words(&self) -> String {
        match self {
            Self::Literal(text) if text.is_empty() => "slash".to_owned(),
            Self::Literal(text) | Self::Suffix(text) | Self::Query(text) | Self::Fragment(text) => {
                text.clone()
            }
            Self::Parameter(parameter) => format!("by {}", parameter.name),
            Self::Mixed(parts) => mixed_words(parts),
        }
    }
}

/// The texts, and the names of the parameters behind a `by` or `with`. OData repeats the name of each parameter in the
/// text before it, `period='{period}'`: once is enough.
fn mixed_words(parts: &[Part]) -> String {
    let mut words: Vec<&str> = Vec::new();
    let mut joined = false;
    for (place, part) in parts.iter().enumerate() {
        match part {
            Part::Literal(text) => {
                let mut text = text.as_str();
                if let Some(Part::Parameter(next) | Part::Quoted(next)) = parts.get(place + 1) {
                    let before = text.trim_end_matches(['=', '\'', '(', '"']);
                    text = before.strip_suffix(next.name.as_str()).unwrap_or(text);
                }
                if text.contains(char::is_alphanumeric) {
                    words.push(text);
                }
            }
            Part::Parameter(parameter) | Part::Quoted(parameter) => {
                if !joined {
                    words.push(if words.is_empty() { "by" } else { "with" });
                    joined = true;
                }
                words.push(&parameter.name);
            }
        }
    }
    words.join(" ")
}

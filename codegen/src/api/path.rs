//! The tree of paths.

use super::{Docs, Operation, Parameter, TypeId};

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
    /// Inline types of those operations: they live in this node's module.
    pub types: Vec<TypeId>,
    /// The nodes below, in the document's order.
    pub children: Vec<PathNode>,
}

/// One segment of a path.
#[derive(Clone, Debug, PartialEq)]
pub enum Segment {
    /// Text, as it stands in the template.
    Literal(String),
    /// A parameter that fills the whole segment.
    Parameter(Box<Parameter>),
}

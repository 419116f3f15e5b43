//! Alternatives, and types that contain themselves.

use super::{Constraint, Docs, Type};

/// One of several alternatives: `oneOf` or `anyOf`.
#[derive(Clone, Debug, PartialEq)]
pub struct Union {
    /// Whether several may hold at once: `anyOf`.
    pub any_of: bool,
    /// The member that tells objects apart, where one does.
    pub tag: Option<String>,
    /// The alternatives, in the document's order; texts with listed values or a format before others.
    pub variants: Vec<UnionVariant>,
}

/// An alternative.
#[derive(Clone, Debug, PartialEq)]
pub struct UnionVariant {
    /// Words that say what it is, where its type has no name in the document.
    pub name: Option<String>,
    /// Its type.
    pub ty: Type,
    /// The values of the tag that stand for it.
    pub tags: Vec<String>,
    /// Whether the value needs indirection: it is large, or may contain the union.
    pub boxed: bool,
    /// Whether another alternative has the same type.
    pub shared: bool,
    /// What its value must satisfy where it is sent.
    pub constraints: Vec<Constraint>,
    /// What the document says of it.
    pub docs: Docs,
}

/// A type that contains itself, and is no object: an array of such arrays.
#[derive(Clone, Debug, PartialEq)]
pub struct Newtype {
    /// What it is.
    pub ty: Type,
    /// What it must satisfy where it is sent.
    pub constraints: Vec<Constraint>,
}

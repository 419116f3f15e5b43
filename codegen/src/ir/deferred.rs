//! Work that lowering leaves for the passes, because it needs the definitions of all types.

use serde_json::Value;

use super::types::constraint::Constraint;
use super::types::id::TypeId;
use super::types::ty::Type;
use crate::source::JsonPointer;

/// Everything that lowering leaves for the passes, each list in the order it was found.
#[derive(Clone, Debug, Default)]
pub struct Deferred {
    /// The unions without a strategy to distinguish their variants.
    pub unions: Vec<UnresolvedUnion>,
    /// The literal values to check against their types.
    pub literals: Vec<LiteralCheck>,
    /// The error code paths to resolve to properties.
    pub error_code_paths: Vec<ErrorCodePath>,
}

/// A union whose variants have not been distinguished yet.
#[derive(Clone, Debug)]
pub struct UnresolvedUnion {
    /// The type, whose kind is a [`Union`](super::Union).
    pub id: TypeId,
    /// The `oneOf` or `anyOf` that declares it.
    pub pointer: JsonPointer,
    /// Whether the document declares a discriminator for it.
    pub has_discriminator: bool,
    /// Whether the discriminator is that of a base of all variants. The document does not say that
    /// it is present, unless it is required.
    pub inherits_discriminator: bool,
    /// The schema of objects whose discriminator is absent or unknown: `defaultMapping`.
    pub default_variant: Option<String>,
}

/// A literal value of the document to check against its type.
#[derive(Clone, Debug)]
pub struct LiteralCheck {
    /// The keyword that declares the value.
    pub kind: LiteralKind,
    /// The location of the value.
    pub pointer: JsonPointer,
    /// The type the value should have.
    pub ty: Type,
    /// Whether `null` is valid.
    pub nullable: bool,
    /// The constraints the value should satisfy.
    pub constraints: Vec<Constraint>,
    /// The value.
    pub value: Value,
}

/// The keyword that declares a literal value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LiteralKind {
    /// `example` or one of `examples`.
    Example,
    /// `default`.
    Default {
        /// Whether the schema that declares it also has `type`, which the value must then be of.
        is_typed: bool,
    },
}

/// `x-error-code` of a named schema.
#[derive(Clone, Debug)]
pub struct ErrorCodePath {
    /// The name of the schema.
    pub schema: String,
    /// The names of the properties that lead to the error code, from the outside in.
    pub properties: Vec<String>,
    /// The location of the extension.
    pub pointer: JsonPointer,
}

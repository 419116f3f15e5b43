//! The path of an inline schema, from which its type is named.

use crate::ir::{DeclaredName, Origin, TypeId};
use crate::source::JsonPointer;

/// The path of an inline schema: the type around it and words for the way from there.
#[derive(Clone, Debug)]
pub(in crate::lower) struct InlinePath {
    /// Which module the type belongs to.
    scope: Scope,
    within: Option<TypeId>,
    words: Vec<String>,
    /// The name that the schema itself declares.
    declared_name: Option<DeclaredName>,
    /// The `oneOf`, `anyOf` and aliases in `allOf` that are being expanded around the schema.
    expanding: Vec<JsonPointer>,
}

/// Which module of the crate a type belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::lower) enum Scope {
    /// The models, which belong to no single path.
    Models,
    /// The path whose operations are being lowered.
    Path,
}

impl InlinePath {
    /// Returns a path that begins in no type.
    pub(in crate::lower) fn new<const N: usize>(scope: Scope, words: [&str; N]) -> Self {
        Self {
            scope,
            within: None,
            words: words.map(str::to_owned).into(),
            declared_name: None,
            expanding: Vec::new(),
        }
    }

    /// Returns the path of a type itself.
    pub(in crate::lower) fn within(scope: Scope, id: TypeId) -> Self {
        Self {
            scope,
            within: Some(id),
            words: Vec::new(),
            declared_name: None,
            expanding: Vec::new(),
        }
    }

    /// Returns the path of a type that is named by this path.
    pub(in crate::lower) fn of_type(&self, id: TypeId) -> Self {
        Self {
            expanding: self.expanding.clone(),
            ..Self::within(self.scope, id)
        }
    }

    /// Returns the path of a named schema that this path leads to.
    pub(in crate::lower) fn of_component(&self, id: TypeId) -> Self {
        Self {
            expanding: self.expanding.clone(),
            ..Self::within(Scope::Models, id)
        }
    }

    /// Returns this path, inside of schemas that are being expanded.
    pub(super) fn expanding(&self, pointers: impl IntoIterator<Item = JsonPointer>) -> Self {
        let mut path = self.clone();
        path.expanding.extend(pointers);
        path
    }

    /// Returns whether the path is inside of these schemas: the schema is then among its own
    /// alternatives or parts.
    pub(super) fn is_expanding(&self, pointer: &JsonPointer) -> bool {
        self.expanding.contains(pointer)
    }

    /// Returns the path of the item at a position of a tuple.
    pub(in crate::lower) fn at_position(&self, index: usize) -> Self {
        self.below(&format!("item {}", index + 1))
    }

    /// Returns this path with another word appended.
    pub(in crate::lower) fn below(&self, word: &str) -> Self {
        let mut below = self.clone();
        below.words.push(word.to_owned());
        below.declared_name = None;
        below
    }

    /// Returns this path for a schema that declares a name.
    pub(in crate::lower) fn named(&self, name: DeclaredName) -> Self {
        Self {
            declared_name: Some(name),
            ..self.clone()
        }
    }

    /// Returns the name that the schema declares.
    pub(in crate::lower) const fn declared_name(&self) -> Option<&DeclaredName> {
        self.declared_name.as_ref()
    }

    /// Returns the module that types named by this path belong to.
    pub(in crate::lower) const fn scope(&self) -> Scope {
        self.scope
    }

    /// Returns the type that the path begins in, if there is one.
    pub(in crate::lower) const fn within_type(&self) -> Option<TypeId> {
        self.within
    }

    /// Returns the words of the path.
    pub(in crate::lower) fn words(&self) -> &[String] {
        &self.words
    }

    /// Returns the origin of a type that is named by this path.
    pub(in crate::lower) fn origin(&self) -> Origin {
        Origin::Inline {
            within: self.within,
            words: self.words.clone(),
        }
    }
}

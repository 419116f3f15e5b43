//! The long descriptions of codes.

/// The long description of a code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Explanation {
    /// The cause and the solution.
    pub text: &'static str,
    /// Fragments of documents.
    pub examples: Examples,
}

/// Examples for a code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Examples {
    /// Two YAML fragments of an OpenAPI document. Of the fields `openapi`, `info` and `paths`, a
    /// fragment has only those that it is about.
    Fragments {
        /// A fragment that is reported with the code.
        bad: &'static str,
        /// The corrected fragment.
        good: &'static str,
    },
    /// No short fragment is reported with the code.
    None {
        /// The reason.
        reason: &'static str,
    },
}

impl Explanation {
    /// Creates an explanation with two fragments.
    pub(super) const fn new(text: &'static str, bad: &'static str, good: &'static str) -> Self {
        Self {
            text,
            examples: Examples::Fragments { bad, good },
        }
    }

    /// Creates an explanation without examples.
    pub(super) const fn without_examples(text: &'static str, reason: &'static str) -> Self {
        Self {
            text,
            examples: Examples::None { reason },
        }
    }
}

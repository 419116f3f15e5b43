//! Documentation.

/// Documentation in CommonMark, as written in the document.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Docs {
    /// The `summary`, or the `title` of a schema.
    pub summary: Option<String>,
    /// `description`.
    pub description: Option<String>,
    /// `externalDocs`.
    pub external: Option<ExternalDocs>,
    /// `deprecated`.
    pub deprecated: bool,
    /// Constraints on values that the client does not check.
    pub unchecked: Vec<Unchecked>,
}

impl Docs {
    /// Iterates over the summary and the description, without a description that repeats the
    /// summary.
    pub fn texts(&self) -> impl Iterator<Item = &str> {
        fn bare(text: &str) -> &str {
            text.trim().trim_end_matches('.')
        }
        let summary = self.summary.as_deref();
        let description = self
            .description
            .as_deref()
            .filter(|description| summary.is_none_or(|summary| bare(summary) != bare(description)));
        summary.into_iter().chain(description)
    }
}

/// A constraint on values that the client does not check.
#[derive(Clone, Debug, PartialEq)]
pub enum Unchecked {
    /// A `pattern` that cannot be matched in linear time.
    Pattern(String),
    /// A keyword of a schema, such as `if`.
    Keyword {
        /// The keyword.
        keyword: String,
        /// Its value.
        value: serde_json::Value,
    },
}

/// `externalDocs`.
#[derive(Clone, Debug, PartialEq)]
pub struct ExternalDocs {
    /// `url`.
    pub url: String,
    /// `description`.
    pub description: Option<String>,
}

//! Decoding and validation, until their own modules are here.

/// A body that is not what was declared.
#[derive(Debug, thiserror::Error)]
#[error(transparent)]
pub struct DecodeError(serde_json::Error);

/// Decodes JSON.
///
/// # Errors
///
/// When the text is not JSON, or not a `T`.
pub fn from_slice<T: serde::de::DeserializeOwned>(bytes: &[u8]) -> Result<T, DecodeError> {
    serde_json::from_slice(bytes).map_err(DecodeError)
}

/// A constraint of the document that a value does not keep to.
#[derive(Clone, Debug, thiserror::Error)]
#[error("{0}")]
pub struct Violation(String);

/// Collects violations.
#[derive(Debug, Default)]
pub struct Check(Vec<Violation>);

impl Check {
    /// What was found.
    #[must_use]
    pub fn into_violations(self) -> Vec<Violation> {
        self.0
    }
}

/// A value with constraints.
pub trait Validate {
    /// Looks at every constraint.
    fn validate(&self, check: &mut Check);
}

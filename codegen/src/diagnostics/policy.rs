//! Which diagnostics of a run are accepted.

use std::str::FromStr;

use super::Diagnostic;
use super::code::{Code, Severity, UnknownCode};

/// The diagnostics that a run does not accept, besides errors.
///
/// ```
/// use specwright::diagnostics::Policy;
///
/// let policy = Policy { strict: true, deny: vec!["OA601".parse()?] };
/// assert!(!policy.rejects(&[]));
/// # Ok::<(), specwright::diagnostics::code::UnknownCode>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Policy {
    /// Whether violations are rejected.
    pub strict: bool,
    /// The other diagnostics that are rejected.
    pub deny: Vec<Denied>,
}

/// Diagnostics that a [`Policy`] rejects.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Denied {
    /// All warnings.
    Warnings,
    /// All diagnostics with a code.
    Code(Code),
}

impl Policy {
    /// The policy that accepts a document only if nothing is reported.
    #[must_use]
    pub fn nothing_reported() -> Self {
        Self {
            strict: true,
            deny: vec![Denied::Warnings],
        }
    }

    /// Returns whether one of the diagnostics is not accepted.
    #[must_use]
    pub fn rejects(&self, diagnostics: &[Diagnostic]) -> bool {
        diagnostics.iter().any(|diagnostic| {
            let by_severity = match diagnostic.severity() {
                Severity::Error => true,
                Severity::Violation => self.strict,
                Severity::Warning => self.deny.contains(&Denied::Warnings),
            };
            by_severity || self.deny.contains(&Denied::Code(diagnostic.code))
        })
    }
}

impl FromStr for Denied {
    type Err = UnknownCode;

    /// Parses `warnings`, or a code as shown in reports.
    fn from_str(text: &str) -> Result<Self, UnknownCode> {
        match text {
            "warnings" => Ok(Self::Warnings),
            code => code.parse().map(Self::Code),
        }
    }
}

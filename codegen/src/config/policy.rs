//! Which diagnostics of a run are accepted.

use std::str::FromStr;

use serde::Deserialize;

use crate::diagnostics::Diagnostic;
use crate::diagnostics::code::{Code, Severity, UnknownCode};

/// The diagnostics that a run does not accept, besides errors.
///
/// ```
/// use specwright::config::Policy;
///
/// let mut policy = Policy::default();
/// policy.strict = true;
/// policy.deny = vec!["OA601".parse()?];
/// assert!(!policy.rejects(&[]));
/// # Ok::<(), specwright::diagnostics::code::UnknownCode>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
#[non_exhaustive]
pub struct Policy {
    /// Whether violations are rejected.
    pub strict: bool,
    /// The other diagnostics that are rejected.
    pub deny: Vec<DiagnosticFilter>,
    /// The diagnostics that are accepted and not reported. A code in `deny` takes precedence, and
    /// errors are always reported.
    pub allow: Vec<DiagnosticFilter>,
}

/// The diagnostics that a [`Policy`] rejects or allows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub enum DiagnosticFilter {
    /// All warnings.
    Warnings,
    /// All diagnostics with a code.
    Code(Code),
}

impl Policy {
    /// Returns whether one of the diagnostics is not accepted.
    #[must_use]
    pub fn rejects(&self, diagnostics: &[Diagnostic]) -> bool {
        diagnostics.iter().any(|diagnostic| {
            if self.allows(diagnostic) {
                return false;
            }
            let by_severity = match diagnostic.severity() {
                Severity::Error => true,
                Severity::Violation => self.strict,
                Severity::Warning => self.deny.contains(&DiagnosticFilter::Warnings),
            };
            by_severity || self.deny.contains(&DiagnosticFilter::Code(diagnostic.code))
        })
    }

    /// Returns whether a diagnostic is accepted and not reported.
    #[must_use]
    pub fn allows(&self, diagnostic: &Diagnostic) -> bool {
        let code = DiagnosticFilter::Code(diagnostic.code);
        match diagnostic.severity() {
            Severity::Error => false,
            _ if self.deny.contains(&code) => false,
            _ if self.allow.contains(&code) => true,
            Severity::Violation => false,
            Severity::Warning => self.allow.contains(&DiagnosticFilter::Warnings),
        }
    }
}

impl FromStr for DiagnosticFilter {
    type Err = UnknownCode;

    /// Parses `warnings`, or a code as shown in reports.
    fn from_str(text: &str) -> Result<Self, UnknownCode> {
        match text {
            "warnings" => Ok(Self::Warnings),
            code => code.parse().map(Self::Code),
        }
    }
}

impl TryFrom<String> for DiagnosticFilter {
    type Error = UnknownCode;

    fn try_from(text: String) -> Result<Self, UnknownCode> {
        text.parse()
    }
}

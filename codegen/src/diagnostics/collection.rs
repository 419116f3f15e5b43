//! The diagnostics of a run.

use super::code::Severity;
use super::diagnostic::Diagnostic;
use super::error_regions::ErrorRegions;
use super::location::Location;
use super::suggest::Suggestions;

/// The diagnostics of a run, in the order in which they were found.
#[derive(Clone, Debug, Default)]
pub struct Diagnostics {
    list: Vec<Diagnostic>,
    has_errors: bool,
    suggestions: Suggestions,
}

impl Diagnostics {
    /// Creates an empty collection.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a diagnostic.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        self.has_errors |= diagnostic.severity() == Severity::Error;
        self.list.push(diagnostic);
    }

    /// Adds diagnostics.
    pub(crate) fn extend(&mut self, diagnostics: impl IntoIterator<Item = Diagnostic>) {
        for diagnostic in diagnostics {
            self.push(diagnostic);
        }
    }

    /// Returns the known name that is most similar to a misspelt one.
    pub(crate) fn nearest<'n>(
        &mut self,
        name: &str,
        known: impl IntoIterator<Item = &'n str>,
    ) -> Option<&'n str> {
        self.suggestions.nearest(name, known)
    }

    /// Returns the locations of all diagnostics.
    pub(crate) fn locations_mut(&mut self) -> impl Iterator<Item = &mut Location> {
        self.list.iter_mut().flat_map(Diagnostic::locations_mut)
    }

    /// Keeps only the diagnostics that fulfil a condition, which may change them.
    pub(crate) fn retain_mut(&mut self, is_kept: impl FnMut(&mut Diagnostic) -> bool) {
        self.list.retain_mut(is_kept);
        let has_errors = self.errors().next().is_some();
        self.has_errors = has_errors;
    }

    /// Returns whether an error prevents generating.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        self.has_errors
    }

    /// Merges a later stage's diagnostics, dropping those caused by earlier errors.
    pub(crate) fn merge_later_stage(&mut self, later: Self) {
        let regions = ErrorRegions::new(self.errors());
        let later = later.list.into_iter();
        self.extend(later.filter(|diagnostic| !regions.is_caused_by(diagnostic)));
    }

    /// Returns the errors found so far.
    pub fn errors(&self) -> impl Iterator<Item = &Diagnostic> {
        self.list
            .iter()
            .filter(|diagnostic| diagnostic.severity() == Severity::Error)
    }

    /// Returns the diagnostics in the order in which they were found, without duplicates.
    #[must_use]
    pub fn into_vec(self) -> Vec<Diagnostic> {
        let mut seen = std::collections::HashSet::new();
        let mut list = self.list;
        list.retain(|diagnostic| seen.insert(diagnostic.clone()));
        list
    }
}

//! One problem of a document.

use super::code::{Code, Severity};
use super::location::Location;

/// A problem of a document.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[must_use]
pub struct Diagnostic {
    /// The kind of problem.
    pub code: Code,
    /// The primary location.
    pub location: Location,
    /// A description of the problem.
    pub message: String,
    /// A suggestion how to fix it.
    pub help: Option<String>,
    /// What the client does about it, as a sentence that begins with "the client". Every violation
    /// has one.
    pub consequence: Option<String>,
    /// Related locations, each with a label.
    pub related: Vec<(Location, String)>,
}

impl Diagnostic {
    /// Creates a diagnostic without help and related locations.
    pub fn new(code: Code, location: impl Into<Location>, message: impl Into<String>) -> Self {
        Self {
            code,
            location: location.into(),
            message: message.into(),
            help: None,
            consequence: None,
            related: Vec::new(),
        }
    }

    /// Sets the suggestion how to fix the problem.
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Sets what the client does about it: a sentence that begins with "the client".
    pub fn consequence(mut self, consequence: impl Into<String>) -> Self {
        self.consequence = Some(consequence.into());
        self
    }

    /// Adds a related location.
    pub fn related(mut self, location: impl Into<Location>, label: impl Into<String>) -> Self {
        self.related.push((location.into(), label.into()));
        self
    }

    /// Returns all locations, the primary one first.
    pub(crate) fn locations(&self) -> impl Iterator<Item = &Location> {
        let related = self.related.iter().map(|(location, _)| location);
        std::iter::once(&self.location).chain(related)
    }

    /// Returns all locations, the primary one first.
    pub(crate) fn locations_mut(&mut self) -> impl Iterator<Item = &mut Location> {
        let related = self.related.iter_mut().map(|(location, _)| location);
        std::iter::once(&mut self.location).chain(related)
    }

    /// Moves all locations to a file.
    pub(crate) fn in_file(mut self, file: usize) -> Self {
        self.locations_mut()
            .for_each(|location| location.file = file);
        self
    }

    /// Returns the severity.
    #[must_use]
    pub fn severity(&self) -> Severity {
        self.code.severity()
    }
}

//! What is wrong with a document, and where.

use crate::code::Code;
pub use crate::code::Severity;
use crate::pointer::{At, Pointer};

/// What of the document a diagnostic is about.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Place {
    /// A byte of the text; for text that could not be read.
    Offset(usize),
    /// The key of a member. The root and the elements of a list have none: there it means the value.
    Key(Pointer),
    /// The first of several equal keys.
    FirstKey(Pointer),
    /// The value.
    Value(Pointer),
}

impl Place {
    /// The place as a pointer, where it is one.
    #[must_use]
    pub fn pointer(&self) -> Option<&Pointer> {
        match self {
            Self::Offset(_) => None,
            Self::Key(pointer) | Self::FirstKey(pointer) | Self::Value(pointer) => Some(pointer),
        }
    }
}

impl At<'_> {
    /// The key that led here.
    #[must_use]
    pub fn on_key(&self) -> Place {
        Place::Key(self.to_pointer())
    }

    /// The value here.
    #[must_use]
    pub fn on_value(&self) -> Place {
        Place::Value(self.to_pointer())
    }
}

/// One problem of a document.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[must_use]
pub struct Diagnostic {
    /// Which kind of problem.
    pub code: Code,
    /// Where it is.
    pub place: Place,
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub help: Option<String>,
    /// Other places that belong to the problem, and why.
    pub related: Vec<(Place, String)>,
}

impl Diagnostic {
    /// A problem.
    pub fn new(code: Code, place: Place, message: impl Into<String>) -> Self {
        Self {
            code,
            place,
            message: message.into(),
            help: None,
            related: Vec::new(),
        }
    }

    /// Says what to do.
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Points at another place that belongs to the problem.
    pub fn related(mut self, place: Place, label: impl Into<String>) -> Self {
        self.related.push((place, label.into()));
        self
    }

    /// How bad it is.
    #[must_use]
    pub fn severity(&self) -> Severity {
        self.code.severity()
    }
}

/// Collects the problems of a run, each once.
#[derive(Clone, Debug, Default)]
pub struct Diagnostics {
    list: Vec<Diagnostic>,
    has_errors: bool,
}

impl Diagnostics {
    /// No problem so far.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a problem.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        self.has_errors |= diagnostic.severity() == Severity::Error;
        self.list.push(diagnostic);
    }

    /// Whether anything forbids generating.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        self.has_errors
    }

    /// Adds what a later stage found, but for what it found where something is known to be wrong: that is a consequence.
    pub fn follow(&mut self, later: Self) {
        let broken: Vec<Pointer> = self
            .errors()
            .filter_map(|error| error.place.pointer().cloned())
            .collect();
        for diagnostic in later.list {
            let is_consequence = diagnostic.place.pointer().is_some_and(|place| {
                broken.iter().any(|broken| {
                    // What is broken inside is not to be expressed as it stands.
                    place.is_within(broken)
                        || diagnostic.code == Code::Unsupported && broken.is_within(place)
                })
            });
            if !is_consequence {
                self.push(diagnostic);
            }
        }
    }

    /// The problems that forbid generating, so far.
    pub fn errors(&self) -> impl Iterator<Item = &Diagnostic> {
        self.list
            .iter()
            .filter(|diagnostic| diagnostic.severity() == Severity::Error)
    }

    /// The problems in the order they were found, each once.
    #[must_use]
    pub fn into_vec(self) -> Vec<Diagnostic> {
        let mut seen = std::collections::HashSet::new();
        let mut list = self.list;
        list.retain(|diagnostic| seen.insert(diagnostic.clone()));
        list
    }
}

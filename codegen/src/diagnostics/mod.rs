//! What is wrong with a document, and where.

pub mod code;
pub mod emit;
pub(crate) mod suggest;

use std::collections::BTreeSet;

use crate::diagnostics::code::Code;
pub use crate::diagnostics::code::Severity;
use crate::diagnostics::suggest::Suggestions;
use crate::source::pointer::{PathCursor, Pointer};

/// What of the document, or of a file that it refers to, a diagnostic is about.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    /// The file, as an index into the files of the run; the document itself is the first.
    pub file: usize,
    /// What of the file.
    pub spot: Anchor,
}

/// What of a file a diagnostic is about.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Anchor {
    /// A byte of the text; for text that could not be read.
    Offset(usize),
    /// The key of a member. The root and the elements of a list have none: there it means the value.
    Key(Pointer),
    /// The first of several equal keys.
    FirstKey(Pointer),
    /// The value.
    Value(Pointer),
}

impl From<Anchor> for Place {
    /// A place of the document itself.
    fn from(spot: Anchor) -> Self {
        Self { file: 0, spot }
    }
}

impl Place {
    /// The place as a pointer, where it is one.
    #[must_use]
    pub fn pointer(&self) -> Option<&Pointer> {
        match &self.spot {
            Anchor::Offset(_) => None,
            Anchor::Key(pointer) | Anchor::FirstKey(pointer) | Anchor::Value(pointer) => {
                Some(pointer)
            }
        }
    }

    /// Makes it the place of another pointer, if it is one of a pointer.
    pub(crate) fn set(&mut self, file: usize, to: Pointer) {
        self.file = file;
        match &mut self.spot {
            Anchor::Offset(_) => {}
            Anchor::Key(pointer) | Anchor::FirstKey(pointer) | Anchor::Value(pointer) => {
                *pointer = to
            }
        }
    }
}

impl PathCursor<'_> {
    /// The key that led here.
    #[must_use]
    pub fn on_key(&self) -> Place {
        Anchor::Key(self.to_pointer()).into()
    }

    /// The value here.
    #[must_use]
    pub fn on_value(&self) -> Place {
        Anchor::Value(self.to_pointer()).into()
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
    pub fn new(code: Code, place: impl Into<Place>, message: impl Into<String>) -> Self {
        Self {
            code,
            place: place.into(),
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
    pub fn related(mut self, place: impl Into<Place>, label: impl Into<String>) -> Self {
        self.related.push((place.into(), label.into()));
        self
    }

    /// Every place of it, the one that it is about first.
    pub(crate) fn places_mut(&mut self) -> impl Iterator<Item = &mut Place> {
        let related = self.related.iter_mut().map(|(place, _)| place);
        std::iter::once(&mut self.place).chain(related)
    }

    /// Says that it is about a file, and not about the document itself.
    pub(crate) fn in_file(mut self, file: usize) -> Self {
        self.places_mut().for_each(|place| place.file = file);
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
    /// Places that are not as they are written: what is found there later means nothing.
    mended: Vec<(usize, Pointer)>,
    suggestions: Suggestions,
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

    /// Adds problems.
    pub(crate) fn extend(&mut self, diagnostics: impl IntoIterator<Item = Diagnostic>) {
        for diagnostic in diagnostics {
            self.push(diagnostic);
        }
    }

    /// Notes that a part of a file was put right, so that the rest can be read.
    pub(crate) fn mended(&mut self, file: usize, place: Pointer) {
        self.mended.push((file, place));
    }

    /// The name of the document that is most likely meant by another one.
    pub(crate) fn nearest<'n>(
        &mut self,
        name: &str,
        known: impl IntoIterator<Item = &'n str>,
    ) -> Option<&'n str> {
        self.suggestions.nearest(name, known)
    }

    /// Whether anything forbids generating.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        self.has_errors
    }

    /// Adds what a later stage found, but for what it found where something is known to be wrong: that is a consequence.
    pub(crate) fn follow(&mut self, later: Self) {
        let mended = std::mem::take(&mut self.mended);
        let broken = Broken::of(self.errors(), mended);
        let later = later.list.into_iter();
        self.extend(later.filter(|diagnostic| !broken.explain(diagnostic)));
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

/// Places where something is known to be wrong.
struct Broken(BTreeSet<(usize, Pointer)>);

impl Broken {
    fn of<'d>(errors: impl Iterator<Item = &'d Diagnostic>, mended: Vec<(usize, Pointer)>) -> Self {
        let places = errors.map(|error| &error.place);
        let places = places.filter_map(|place| Some((place.file, place.pointer()?)));
        Self(
            places
                .map(|(file, place)| (file, place.referring()))
                .chain(mended)
                .collect(),
        )
    }

    /// Whether a problem may be a mere consequence.
    fn explain(&self, diagnostic: &Diagnostic) -> bool {
        let file = diagnostic.place.file;
        let Some(place) = diagnostic.place.pointer() else {
            return false;
        };
        if self.is_within(file, place) {
            return true;
        }
        match diagnostic.code {
            // It may be what could not be understood among the parameters of the operation, or of its path.
            Code::PathParameterUndeclared => [Some(place.clone()), place.parent()]
                .into_iter()
                .flatten()
                .any(|place| self.has_within(file, &place.key("parameters"))),
            code => code.depends_on_parts() && self.has_within(file, place),
        }
    }

    /// Whether a place, or one above it, is broken.
    fn is_within(&self, file: usize, place: &Pointer) -> bool {
        let mut above = Some(place.clone());
        while let Some(place) = above {
            above = place.parent();
            if self.0.contains(&(file, place)) {
                return true;
            }
        }
        false
    }

    /// Whether something in a place is broken.
    fn has_within(&self, file: usize, place: &Pointer) -> bool {
        let first_below = (file, place.key(""));
        let mut below = self.0.range(first_below..);
        self.0.contains(&(file, place.clone()))
            || below
                .next()
                .is_some_and(|(other, below)| *other == file && below.is_within(place))
    }
}

//! What is passed down while a value is read, and what is gathered on the way up when that fails.

use std::cell::{Cell, RefCell};
use std::sync::Arc;

use crate::decode::path::{Segment, write_segment};

/// What is passed down from a value to its parts while they are read.
#[derive(Clone, Copy, Debug)]
pub struct Context<'r> {
    lenient: bool,
    /// How often what is read here is read at most, since it lies within alternatives that are tried one by one.
    repetitions: u32,
    /// Whether this is read to find out which alternative it is.
    is_trial: bool,
    reading: &'r Reading,
}

/// What is known of the reading of one input.
#[derive(Debug, Default)]
pub(crate) struct Reading {
    /// The way from the outermost value to the place of an error, innermost step first. Empty while all is well.
    trail: RefCell<Vec<Segment>>,
    /// How many values are being read again, one within the other.
    redecodes: Cell<usize>,
    /// What does not fit so far; counted while alternatives are tried.
    score: Cell<MatchScore>,
    /// The first names that are kept.
    names: RefCell<[Option<Arc<str>>; 16]>,
}

/// What was read although it is not what the document says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct MatchScore {
    /// What the document excludes: values that an enum does not list, members that a closed object does not have.
    pub(crate) excluded: usize,
    /// Members that the document does not mention.
    pub(crate) undeclared: usize,
}

impl<'r> Context<'r> {
    pub(crate) fn new(reading: &'r Reading) -> Self {
        Self {
            lenient: false,
            repetitions: 1,
            is_trial: false,
            reading,
        }
    }

    /// Whether the document of the surrounding model asks for [lenience](crate::decode).
    #[must_use]
    pub fn is_lenient(self) -> bool {
        self.lenient
    }

    /// The same for the parts of a model whose document asks for lenience, or does not.
    #[must_use]
    pub fn with_lenience(self, lenient: bool) -> Self {
        Self { lenient, ..self }
    }

    /// Reads a value again, unless there are too many levels of that: what lies at the bottom is read at each of them.
    pub(crate) fn within_redecode<T>(self, read: impl FnOnce() -> T) -> Option<T> {
        const LEVELS: usize = 32;

        let redecodes = &self.reading.redecodes;
        let level = redecodes.get();
        if level == LEVELS {
            return None;
        }
        redecodes.set(level + 1);
        let value = read();
        redecodes.set(level);
        Some(value)
    }

    /// The same for what is tried as several alternatives, unless that multiplies to too many.
    pub(crate) fn with_budget(self, alternatives: usize) -> Option<Self> {
        const MOST: u32 = 256;

        let repetitions = self
            .repetitions
            .saturating_mul(u32::try_from(alternatives).unwrap_or(u32::MAX));
        (repetitions <= MOST).then_some(Self {
            repetitions,
            is_trial: true,
            ..self
        })
    }

    /// Reads a value that may turn out not to be one, and says what about it does not fit.
    pub(crate) fn try_variant<T, E>(
        self,
        read: impl FnOnce() -> Result<T, E>,
    ) -> Option<(T, MatchScore)> {
        let Reading { trail, score, .. } = self.reading;
        let steps = trail.borrow().len();
        let before = score.take();
        let value = read();
        let found = score.replace(before);
        if value.is_err() {
            trail.borrow_mut().truncate(steps);
        }
        value.ok().map(|value| (value, found))
    }

    /// Notes something that the document excludes.
    #[inline]
    pub(crate) fn note_excluded(self) {
        let mut score = self.reading.score.get();
        score.excluded += 1;
        self.reading.score.set(score);
    }

    /// Notes a member that the document does not mention.
    #[inline]
    pub(crate) fn note_undeclared(self) {
        let mut score = self.reading.score.get();
        score.undeclared += 1;
        self.reading.score.set(score);
    }

    /// A name that is kept: one for all places where it stands in the input, as long as there are few.
    pub(crate) fn shared(self, name: &str) -> Arc<str> {
        for place in &mut *self.reading.names.borrow_mut() {
            match place {
                Some(known) if **known == *name => return Arc::clone(known),
                Some(_) => {}
                None => return Arc::clone(place.insert(name.into())),
            }
        }
        name.into()
    }

    /// Whether this is read to find out which alternative it is.
    pub(crate) fn is_trial(self) -> bool {
        self.is_trial
    }

    #[cold]
    pub(crate) fn push_field(self, name: &str) {
        self.push_path(Segment::Member(name.to_owned()));
    }

    #[cold]
    pub(crate) fn push_path(self, segment: Segment) {
        self.reading.trail.borrow_mut().push(segment);
    }
}

impl Reading {
    /// The way to the place of an error, where there is one.
    pub(crate) fn path(&self) -> Option<String> {
        let trail = self.trail.borrow();
        let mut path = String::new();
        for segment in trail.iter().rev() {
            write_segment(&mut path, segment);
        }
        Some(path).filter(|path| !path.is_empty())
    }
}

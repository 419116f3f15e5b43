//! The context of decoding: what is passed down to the parts of a value, and what is collected when
//! decoding fails.

use std::cell::{Cell, RefCell};
use std::sync::Arc;

use crate::decode::path::{Segment, write_segment};

/// The context that is passed to the parts of a value while they are decoded.
#[derive(Clone, Copy, Debug)]
pub struct Context<'r> {
    lenient: bool,
    /// How many times the value is decoded at most, being nested in alternatives that are tried one
    /// by one.
    repetitions: u32,
    /// Whether the value is decoded to find out which alternative it is.
    is_trial: bool,
    reading: &'r Reading,
}

/// The state of decoding one input.
#[derive(Debug, Default)]
pub(crate) struct Reading {
    /// The path to an error, innermost segment first. Empty without an error.
    path_to_error: RefCell<Vec<Segment>>,
    /// The number of nested values that are decoded again.
    redecodes: Cell<usize>,
    /// The mismatches so far, counted while alternatives are tried.
    score: Cell<MatchScore>,
    /// The first names that are stored.
    names: RefCell<[Option<Arc<str>>; 16]>,
}

/// How well a value matches a type. The fewer mismatches, the better.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct MatchScore {
    /// Parts that the OpenAPI document excludes: values that an enum does not list, and properties
    /// that a closed object does not declare.
    pub(crate) excluded: usize,
    /// Properties that the OpenAPI document does not declare.
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

    /// Returns whether the OpenAPI document of the surrounding model requests
    /// [lenience](crate::decode).
    #[must_use]
    pub fn is_lenient(self) -> bool {
        self.lenient
    }

    /// Returns a context with or without lenience.
    #[must_use]
    pub fn with_lenience(self, lenient: bool) -> Self {
        Self { lenient, ..self }
    }

    /// Decodes a value again. Returns `None` if too many levels are nested, since the innermost
    /// value is decoded at each of them.
    pub(crate) fn within_redecode<T>(self, read: impl FnOnce() -> T) -> Option<T> {
        const MAX_LEVELS: usize = 32;

        let redecodes = &self.reading.redecodes;
        let level = redecodes.get();
        if level == MAX_LEVELS {
            return None;
        }
        redecodes.set(level + 1);
        let value = read();
        redecodes.set(level);
        Some(value)
    }

    /// Returns a context to try alternatives in, or `None` if nested alternatives would be decoded
    /// too many times.
    pub(crate) fn with_budget(self, alternatives: usize) -> Option<Self> {
        const MAX_REPETITIONS: u32 = 256;

        let repetitions = self
            .repetitions
            .saturating_mul(u32::try_from(alternatives).unwrap_or(u32::MAX));
        (repetitions <= MAX_REPETITIONS).then_some(Self {
            repetitions,
            is_trial: true,
            ..self
        })
    }

    /// Decodes a value that may not match. Returns the value and its score, or `None` if it cannot
    /// be decoded.
    pub(crate) fn try_variant<T, E>(
        self,
        read: impl FnOnce() -> Result<T, E>,
    ) -> Option<(T, MatchScore)> {
        let Reading {
            path_to_error,
            score,
            ..
        } = self.reading;
        let path_length = path_to_error.borrow().len();
        let outer_score = score.take();
        let value = read();
        let value_score = score.replace(outer_score);
        if value.is_err() {
            path_to_error.borrow_mut().truncate(path_length);
        }
        value.ok().map(|value| (value, value_score))
    }

    /// Counts a part that the OpenAPI document excludes.
    #[inline]
    pub(crate) fn note_excluded(self) {
        let mut score = self.reading.score.get();
        score.excluded += 1;
        self.reading.score.set(score);
    }

    /// Counts a property that the OpenAPI document does not declare.
    #[inline]
    pub(crate) fn note_undeclared(self) {
        let mut score = self.reading.score.get();
        score.undeclared += 1;
        self.reading.score.set(score);
    }

    /// Returns a name to store. The first few distinct names of an input are shared.
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

    /// Returns whether the value is decoded to find out which alternative it is.
    pub(crate) fn is_trial(self) -> bool {
        self.is_trial
    }

    #[cold]
    pub(crate) fn push_field(self, name: &str) {
        self.push_path(Segment::Member(name.to_owned()));
    }

    #[cold]
    pub(crate) fn push_path(self, segment: Segment) {
        self.reading.path_to_error.borrow_mut().push(segment);
    }
}

impl Reading {
    /// Returns the path to the error, unless it is empty.
    pub(crate) fn path(&self) -> Option<String> {
        let path_to_error = self.path_to_error.borrow();
        let mut path = String::new();
        for segment in path_to_error.iter().rev() {
            write_segment(&mut path, segment);
        }
        Some(path).filter(|path| !path.is_empty())
    }
}

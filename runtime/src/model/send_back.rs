//! Conversion of received types to sent types.

use std::collections::BTreeMap;

use crate::model::one_or_many::OneOrMany;

/// Converts a received type to the type that is sent. Implemented by generated code for types of the
/// OpenAPI document, and here for containers.
pub trait SendBack<S> {
    /// Converts the value.
    fn send_back(self) -> S;
}

impl<R: SendBack<S>, S> SendBack<Vec<S>> for Vec<R> {
    fn send_back(self) -> Vec<S> {
        self.into_iter().map(R::send_back).collect()
    }
}

impl<R: SendBack<S>, S> SendBack<BTreeMap<String, S>> for BTreeMap<String, R> {
    fn send_back(self) -> BTreeMap<String, S> {
        let members = self.into_iter();
        members
            .map(|(name, value)| (name, value.send_back()))
            .collect()
    }
}

impl<R: SendBack<S>, S> SendBack<OneOrMany<S>> for OneOrMany<R> {
    fn send_back(self) -> OneOrMany<S> {
        match self {
            Self::One(value) => OneOrMany::One(value.send_back()),
            Self::Many(values) => OneOrMany::Many(values.send_back()),
        }
    }
}

impl<R: SendBack<S>, S> SendBack<Box<S>> for Box<R> {
    fn send_back(self) -> Box<S> {
        Box::new((*self).send_back())
    }
}

impl<R: SendBack<S>, S> SendBack<Option<S>> for Option<R> {
    fn send_back(self) -> Option<S> {
        self.map(R::send_back)
    }
}

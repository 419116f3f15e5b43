//! The pointers to look up in one scan of a text.

use std::collections::HashMap;
use std::ops::Range;

use crate::source::json_pointer::JsonPointer;

/// What a span covers at the location of a pointer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Target {
    /// The key; the last one if it is repeated, which is the one that readers keep.
    Key,
    /// The first of several equal keys.
    FirstKey,
    /// The value.
    Value,
}

/// The spans that were found, by the index of their target.
pub(super) type Spans = [Option<Range<usize>>];

/// Targets by pointer, as a trie.
#[derive(Debug, Default)]
pub(super) struct PointerTrie {
    pub(super) children: HashMap<String, PointerTrie>,
    targets: Vec<(Target, usize)>,
}

impl PointerTrie {
    pub(super) fn insert(&mut self, pointer: &JsonPointer, target: Target, index: usize) {
        let mut node = self;
        for token in pointer.tokens() {
            node = node.children.entry(token.into_owned()).or_default();
        }
        node.targets.push((target, index));
    }

    pub(super) fn is_empty(&self) -> bool {
        self.children.is_empty() && self.targets.is_empty()
    }

    /// Records the span of the key.
    pub(super) fn record_key(&self, span: &Range<usize>, spans: &mut Spans) {
        for (target, index) in &self.targets {
            if *target == Target::Key || (*target == Target::FirstKey && spans[*index].is_none()) {
                spans[*index] = Some(span.clone());
            }
        }
    }

    /// Records the span of the value: of a scalar itself, of the key of an object or a list.
    pub(super) fn record_value(&self, span: &Range<usize>, spans: &mut Spans) {
        for (target, index) in &self.targets {
            if *target == Target::Value {
                spans[*index] = Some(span.clone());
            }
        }
    }

    /// Records the span of an element of a list, or of the root, for all targets: it has no key.
    pub(super) fn record_element(&self, span: &Range<usize>, spans: &mut Spans) {
        for (_, index) in &self.targets {
            spans[*index] = Some(span.clone());
        }
    }
}

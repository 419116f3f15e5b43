//! Finds the spans of JSON pointers.

use std::ops::Range;

use super::line_index::floor_char_boundary;
use super::trie::{PointerTrie, Target};
use super::{json, yaml};
use crate::source::file::Source;
use crate::source::json_pointer::JsonPointer;

/// Returns the span of each target, in their order.
///
/// A target without text of its own, such as one that an alias or a merge key brought in, has the
/// span of the closest ancestor that has text.
pub(crate) fn find(source: &Source, mut targets: Vec<(Target, JsonPointer)>) -> Vec<Range<usize>> {
    let mut spans: Vec<Option<Range<usize>>> = vec![None; targets.len()];
    let is_json = source.is_json() && json::is_json(&source.text);
    loop {
        let mut trie = PointerTrie::default();
        for (index, (target, pointer)) in targets.iter().enumerate() {
            if spans[index].is_none() {
                trie.insert(pointer, *target, index);
            }
        }
        if trie.is_empty() {
            break;
        }
        if is_json {
            json::scan(&source.text, &trie, &mut spans);
        } else {
            yaml::scan(&source.text, &trie, &mut spans);
        }
        for ((target, pointer), span) in targets.iter_mut().zip(&mut spans) {
            if span.is_none() {
                match pointer.parent() {
                    Some(parent) => (*target, *pointer) = (Target::Value, parent),
                    None => *span = Some(char_span(&source.text, 0)),
                }
            }
        }
    }
    spans.into_iter().map(Option::unwrap_or_default).collect()
}

/// Returns the span of the character at an offset; an empty one at the end of a line.
pub(crate) fn char_span(text: &str, offset: usize) -> Range<usize> {
    let start = floor_char_boundary(text, offset);
    let length = text[start..]
        .chars()
        .next()
        .filter(|character| !matches!(character, '\n' | '\r'))
        .map_or(0, char::len_utf8);
    start..start + length
}

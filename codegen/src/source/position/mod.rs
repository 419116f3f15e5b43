//! From a place of a document back to its text. Only reports ask for it, so reading a document
//! keeps no positions.

mod json;
mod yaml;

use std::collections::HashMap;
use std::ops::Range;

use serde::Serialize;

use crate::diagnostics::code::Code;
use crate::diagnostics::{Anchor, Diagnostic, Place, Severity};
use crate::source::Source;
use crate::source::pointer::Pointer;

/// A line and a column, both counted from 1; columns count Unicode characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Position {
    /// The line.
    pub line: usize,
    /// The character in the line.
    pub column: usize,
}

impl Position {
    /// The position of a byte of a text; of the end where the text is shorter.
    #[must_use]
    pub fn of(text: &str, offset: usize) -> Self {
        Lines::of(text).position(offset)
    }
}

/// Where the lines of a text begin, for a text that many positions are asked of.
#[derive(Clone, Debug)]
pub struct Lines<'t> {
    text: &'t str,
    starts: Vec<usize>,
}

impl<'t> Lines<'t> {
    /// The lines of a text.
    #[must_use]
    pub fn of(text: &'t str) -> Self {
        let newlines = text.match_indices('\n').map(|(newline, _)| newline + 1);
        Self {
            text,
            starts: std::iter::once(0).chain(newlines).collect(),
        }
    }

    /// The position of a byte of the text; of the end where the text is shorter.
    #[must_use]
    pub fn position(&self, offset: usize) -> Position {
        let offset = character_start(self.text, offset);
        let line = self.starts.partition_point(|start| *start <= offset);
        let start = self.starts[line.saturating_sub(1)];
        Position {
            line,
            column: self.text[start..offset].chars().count() + 1,
        }
    }
}

/// A diagnostic with the texts it is about.
#[derive(Clone, Debug)]
pub struct Located<'d> {
    /// The diagnostic.
    pub diagnostic: &'d Diagnostic,
    /// What it points at.
    pub span: Span,
    /// Its related places, in their order.
    pub related: Vec<Span>,
}

/// Some bytes of a text: a key or a scalar, never more than one line.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Span {
    /// The text, as an index into the files of the run.
    pub file: usize,
    /// The bytes.
    pub bytes: Range<usize>,
}

/// Finds the text of every diagnostic, and puts them into the order of the texts. `sources` are the files of the run:
/// the document alone, or together with those that it refers to.
#[must_use]
pub fn locate<'d>(
    sources: &(impl AsRef<[Source]> + ?Sized),
    diagnostics: &'d [Diagnostic],
) -> Vec<Located<'d>> {
    let sources = sources.as_ref();
    let places: Vec<&Place> = diagnostics
        .iter()
        .flat_map(|diagnostic| {
            std::iter::once(&diagnostic.place)
                .chain(diagnostic.related.iter().map(|(place, _)| place))
        })
        .collect();
    let mut spans: Vec<Span> = vec![Span::default(); places.len()];
    for (file, source) in sources.iter().enumerate() {
        let here = || {
            let all = places.iter().enumerate();
            all.filter(move |(_, place)| place.file == file)
        };
        let spots: Vec<&Anchor> = here().map(|(_, place)| &place.spot).collect();
        if spots.is_empty() {
            continue;
        }
        let found = spans_of(source, &spots);
        for ((index, _), bytes) in here().zip(found) {
            spans[index] = Span { file, bytes };
        }
    }
    let mut spans = spans.into_iter();
    let mut located: Vec<_> = diagnostics
        .iter()
        .map(|diagnostic| Located {
            diagnostic,
            span: spans.next().unwrap_or_default(),
            related: spans.by_ref().take(diagnostic.related.len()).collect(),
        })
        .collect();
    located.sort_by(|one, other| key(one).cmp(&key(other)));
    // What an alias repeats is wrong at each of its places, and stands in the text once.
    located.dedup_by(|one, other| key(one) == key(other));
    located
}

fn key<'l>(located: &'l Located<'_>) -> (usize, usize, Severity, Code, &'l str) {
    let Diagnostic { code, message, .. } = located.diagnostic;
    let Span { file, bytes } = &located.span;
    (*file, bytes.start, code.severity(), *code, message)
}

/// The text of every place; of the nearest place above it where there is no text for it, as for
/// what an alias or a merge brought in.
fn spans_of(source: &Source, spots: &[&Anchor]) -> Vec<Range<usize>> {
    let mut found: Vec<Option<Range<usize>>> = vec![None; spots.len()];
    let mut sought: Vec<Option<(Part, Pointer)>> = Vec::with_capacity(spots.len());
    for (spot, found) in spots.iter().zip(&mut found) {
        sought.push(match spot {
            Anchor::Offset(offset) => {
                *found = Some(span_at(&source.text, *offset));
                None
            }
            Anchor::Key(pointer) => Some((Part::Key, pointer.clone())),
            Anchor::FirstKey(pointer) => Some((Part::FirstKey, pointer.clone())),
            Anchor::Value(pointer) => Some((Part::Value, pointer.clone())),
        });
    }
    let json = source.is_json() && json::is_json(&source.text);
    loop {
        let mut wanted = Wanted::default();
        for (index, sought) in sought.iter().enumerate() {
            if let (Some((part, pointer)), None) = (sought, &found[index]) {
                wanted.add(pointer, *part, index);
            }
        }
        if wanted.is_empty() {
            break;
        }
        if json {
            json::walk(&source.text, &wanted, &mut found);
        } else {
            yaml::walk(&source.text, &wanted, &mut found);
        }
        for (sought, found) in sought.iter_mut().zip(&mut found) {
            if let (Some((part, pointer)), None) = (sought, &found) {
                match pointer.parent() {
                    Some(parent) => (*part, *pointer) = (Part::Value, parent),
                    None => *found = Some(span_at(&source.text, 0)),
                }
            }
        }
    }
    found.into_iter().map(Option::unwrap_or_default).collect()
}

/// The character at an offset; nothing at the end of a line.
fn span_at(text: &str, offset: usize) -> Range<usize> {
    let start = character_start(text, offset);
    let length = text[start..]
        .chars()
        .next()
        .filter(|character| !matches!(character, '\n' | '\r'))
        .map_or(0, char::len_utf8);
    start..start + length
}

/// The offset itself, or the begin of the character that it is inside of.
pub(crate) fn character_start(text: &str, offset: usize) -> usize {
    (0..=offset.min(text.len()))
        .rev()
        .find(|offset| text.is_char_boundary(*offset))
        .unwrap_or_default()
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    Key,
    FirstKey,
    Value,
}

/// The places that are sought, as a tree.
#[derive(Debug, Default)]
struct Wanted {
    below: HashMap<String, Wanted>,
    here: Vec<(Part, usize)>,
}

type Found = [Option<Range<usize>>];

impl Wanted {
    fn add(&mut self, pointer: &Pointer, part: Part, index: usize) {
        let mut node = self;
        for token in pointer.tokens() {
            node = node.below.entry(token.into_owned()).or_default();
        }
        node.here.push((part, index));
    }

    fn is_empty(&self) -> bool {
        self.below.is_empty() && self.here.is_empty()
    }

    /// Says where the key is. Of equal keys the last one counts, as it does for the reader.
    fn key_found(&self, span: &Range<usize>, found: &mut Found) {
        for (part, index) in &self.here {
            if *part == Part::Key || (*part == Part::FirstKey && found[*index].is_none()) {
                found[*index] = Some(span.clone());
            }
        }
    }

    /// Says where the value is: a scalar itself; an object or a list where its key is.
    fn value_found(&self, span: &Range<usize>, found: &mut Found) {
        for (part, index) in &self.here {
            if *part == Part::Value {
                found[*index] = Some(span.clone());
            }
        }
    }

    /// Says where an element of a list is, or the root: it has no key.
    fn element_found(&self, span: &Range<usize>, found: &mut Found) {
        for (_, index) in &self.here {
            found[*index] = Some(span.clone());
        }
    }
}

//! The document after its overlays, as text.

use serde_yaml::Value;

use super::files::Files;
use super::read_tree;
use super::tree::{find_mut, members};
use crate::diagnostics::Diagnostics;
use crate::document::FilePointer;
use crate::source::{JsonPointer, Source};

/// A format of documents.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// YAML.
    Yaml,
    /// JSON.
    Json,
}

/// Returns a document after its overlays, as text: what [`read_with`](super::read_with) makes a
/// slice of. Returns `None` if the document cannot be parsed, or if an overlay has errors.
///
/// Fractions remain as they are written, because a number can be where a string is expected: the
/// version `1.10` is not the version `1.1`.
#[must_use]
pub fn effective_document(
    source: &Source,
    overlays: &[Source],
    format: Format,
    diagnostics: &mut Diagnostics,
) -> Option<String> {
    let (tree, overlaid) = read_tree(source, overlays, diagnostics)?;
    let mut files = Files::new(source, tree, overlays, overlaid);
    let mut places = Vec::new();
    collect_floats(files.tree(0), &JsonPointer::root(), &mut places);
    let written = files.written_numbers(&places).into_iter();
    let written: Vec<Option<String>> = written
        .map(|text| text.filter(|text| format.has_number(text)))
        .map(|text| text.map(str::to_owned))
        .collect();
    let text = format.write(files.tree(0))?;
    // The writers have notations of their own for numbers, so strings replace these for the moment.
    let mut marker = "fraction".to_owned();
    while text.contains(&marker) {
        marker.push('_');
    }
    for (index, (place, text)) in places.iter().zip(&written).enumerate() {
        if text.is_some()
            && let Some(value) = find_mut(files.tree_mut(0), &place.pointer)
        {
            *value = format!("{marker}{index}").into();
        }
    }
    let text = format.write(files.tree(0))?;
    Some(with_numbers(&text, &marker, &written, format.quote()))
}

impl Format {
    fn write(self, tree: &Value) -> Option<String> {
        match self {
            Self::Yaml => serde_yaml::to_string(tree).ok(),
            Self::Json => Some(serde_json::to_string_pretty(tree).ok()? + "\n"),
        }
    }

    /// Returns whether the text of a number is one in this format, too. JSON has no `.5`.
    fn has_number(self, text: &str) -> bool {
        self == Self::Yaml || serde_json::from_str::<f64>(text).is_ok()
    }

    /// Returns what is around a string of letters and digits.
    const fn quote(self) -> &'static str {
        match self {
            Self::Yaml => "",
            Self::Json => "\"",
        }
    }
}

/// Adds the places of all floats in a value.
fn collect_floats(value: &Value, pointer: &JsonPointer, places: &mut Vec<FilePointer>) {
    match value {
        Value::Number(number) if number.is_f64() => {
            places.push(FilePointer::new(0, pointer.clone()));
        }
        Value::Sequence(elements) => {
            for (index, element) in elements.iter().enumerate() {
                collect_floats(element, &pointer.index(index), places);
            }
        }
        Value::Mapping(fields) => {
            for (name, field) in members(fields) {
                collect_floats(field, &pointer.key(name), places);
            }
        }
        _ => {}
    }
}

/// Replaces each marker, which an index follows, by the number at that index.
fn with_numbers(text: &str, marker: &str, numbers: &[Option<String>], quote: &str) -> String {
    let marker = format!("{quote}{marker}");
    let mut pieces = text.split(&marker);
    let mut result = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        let is_other = |character: char| !character.is_ascii_digit();
        let (index, rest) = piece.split_at(piece.find(is_other).unwrap_or(piece.len()));
        let number = index
            .parse()
            .ok()
            .and_then(|index: usize| numbers.get(index)?.as_deref());
        result.push_str(number.unwrap_or_default());
        result.push_str(rest.strip_prefix(quote).unwrap_or(rest));
    }
    result
}

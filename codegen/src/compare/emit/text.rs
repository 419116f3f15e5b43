//! Comparisons as text, for terminals.

use std::fmt::Write as _;

use super::Files;
use super::locate::{Located, locate};
use crate::compare::Change;

/// Returns changes as text: verdict, rule and item, what has changed, the places and the reason.
#[must_use]
pub fn text<'s>(changes: impl IntoIterator<Item = &'s Change>, files: Files<'s>) -> String {
    let mut text = String::new();
    for located in locate(changes, files) {
        write(&mut text, &located);
    }
    text
}

fn write(text: &mut String, located: &Located<'_>) {
    let Change {
        rule,
        path,
        renamed_to,
        ..
    } = located.change;
    let verdict = rule.verdict().as_str();
    // Writing to a string does not fail.
    let _ = writeln!(text, "{verdict}[{}]: {}: `{path}`", rule.id(), rule.title());
    if let Some(texts) = texts(located.change) {
        let _ = writeln!(text, "    {texts}");
    }
    if let Some(path) = renamed_to {
        let _ = writeln!(text, "    renamed to `{path}`?");
    }
    for (version, place) in located.named_places() {
        let _ = writeln!(text, "    {version}: {place}");
    }
    let _ = writeln!(text, "    {}", rule.reason());
}

/// Returns what has changed: the old and the new text, or the one that there is.
pub(super) fn texts(change: &Change) -> Option<String> {
    Some(match change.texts() {
        [Some("yes") | None, None] | [None, Some("yes")] => return None,
        [Some(old), Some(new)] => format!("`{old}` to `{new}`"),
        [Some(old), None] => format!("`{old}` before"),
        [None, Some(new)] => format!("`{new}` now"),
    })
}

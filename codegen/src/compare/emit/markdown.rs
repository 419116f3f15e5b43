//! Comparisons as Markdown, for pull requests.

use std::fmt::Write as _;

use super::locate::{Located, locate};
use super::text::texts;
use super::{Files, summary};
use crate::compare::{Comparison, Verdict};

/// Returns a comparison as Markdown: the version that must follow `version`, and a table for each
/// verdict.
#[must_use]
pub fn markdown(comparison: &Comparison, files: Files<'_>, version: &str) -> String {
    let mut text = format!("## API: {}\n\n", summary(comparison));
    // Writing to a string does not fail.
    if !comparison.changes.is_empty() {
        let bump = comparison.bump();
        let _ = match bump.next(version) {
            Some(next) => writeln!(
                text,
                "Semver: {}, at least {next} after {version}.\n",
                bump.as_str()
            ),
            None => writeln!(text, "Semver: {}.\n", bump.as_str()),
        };
    }
    let sections = [
        (Verdict::Breaking, "Breaking: code may not compile"),
        (
            Verdict::Wire,
            "On the wire: code compiles, but something else is sent or accepted",
        ),
        (Verdict::Compatible, "Compatible"),
    ];
    for (verdict, heading) in sections {
        let located = locate(comparison.with_verdict(verdict), files);
        if located.is_empty() {
            continue;
        }
        let _ = writeln!(
            text,
            "### {heading}\n\n| item | change | where |\n|---|---|---|"
        );
        for located in &located {
            row(&mut text, located);
        }
        text.push('\n');
    }
    text.truncate(text.trim_end().len());
    text.push('\n');
    text
}

fn row(text: &mut String, located: &Located<'_>) {
    let change = located.change;
    let rule = change.rule;
    let mut what = format!("{} (`{}`)", rule.title(), rule.id());
    if let Some(texts) = texts(change) {
        what.push_str(": ");
        what.push_str(&texts);
    }
    if let Some(path) = &change.renamed_to {
        // Writing to a string does not fail.
        let _ = write!(what, " (renamed to `{path}`?)");
    }
    let places = located.named_places();
    let places: Vec<String> = places
        .map(|(version, place)| format!("{version} `{place}`"))
        .collect();
    let cells = [
        format!("`{}`", change.path),
        format!("{what}. {}", rule.reason()),
        places.join(", "),
    ];
    let cells = cells.map(|cell| cell.replace('|', "\\|").replace('\n', " "));
    let _ = writeln!(text, "| {} |", cells.join(" | "));
}

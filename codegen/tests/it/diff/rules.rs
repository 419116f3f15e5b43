//! Each rule, by edits of one document.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::sync::OnceLock;

use specwright::compare::{Rule, compare};

use super::{BASE, lines, listing};

/// The edits: lines of the base, those that are replaced behind `-`, and the new ones behind `+`.
const EDITS: &str = include_str!("edits.diff");

/// The changes of an edit, and those of taking it back.
struct Edited {
    edit: &'static str,
    changes: [Vec<String>; 2],
}

/// Returns the changes of all edits.
fn all() -> &'static [Edited] {
    static ALL: OnceLock<Vec<Edited>> = OnceLock::new();
    ALL.get_or_init(|| {
        let base = listing(BASE);
        let (_heading, edits) = EDITS.split_once("\n\n").unwrap();
        let edits = edits.split("\n\n");
        edits
            .map(|edit| {
                let edited = listing(&apply(edit));
                let changes = [compare(&base, &edited), compare(&edited, &base)];
                Edited {
                    edit: edit.trim_end(),
                    changes: changes.map(|comparison| lines(&comparison)),
                }
            })
            .collect()
    })
}

/// Returns the base with an edit.
#[track_caller]
fn apply(edit: &str) -> String {
    let side = |sign: char| -> String {
        let lines = edit.lines();
        let lines = lines.filter_map(|line| line.strip_prefix([' ', sign]));
        lines.flat_map(|line| [line, "\n"]).collect()
    };
    let (old, new) = (side('-'), side('+'));
    assert_eq!(BASE.matches(&old).count(), 1, "{edit}");
    BASE.replace(&old, &new)
}

#[test]
fn each_edit_has_the_changes_of_the_snapshot() {
    let mut text = String::new();
    for Edited { edit, changes } in all() {
        writeln!(text, "{edit}").unwrap();
        for (heading, changes) in ["edit:", "taken back:"].iter().zip(changes) {
            writeln!(text, "  {heading}").unwrap();
            for change in changes {
                writeln!(text, "    {change}").unwrap();
            }
        }
        text.push('\n');
    }
    insta::assert_snapshot!(text);
}

#[test]
fn every_rule_has_an_edit_that_it_judges() {
    let changes = all()
        .iter()
        .flat_map(|edited| edited.changes.iter().flatten());
    let found: BTreeSet<&str> = changes
        .filter_map(|change| change.split(' ').next())
        .collect();
    let rules = Rule::ALL.iter().map(|rule| rule.id());
    let missing: Vec<&str> = rules.filter(|id| !found.contains(id)).collect();
    assert_eq!(missing, Vec::<&str>::new());
}

#[test]
fn every_edit_changes_the_api() {
    for Edited { edit, changes } in all() {
        assert!(changes.iter().all(|changes| !changes.is_empty()), "{edit}");
    }
}

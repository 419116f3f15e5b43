//! `DIFF.md`: the rules, and what other tools say about the same changes.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use specwright::compare::Rule;

fn table() -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("DIFF.md")).unwrap()
}

/// Returns the cells of each row of a section that begins with code.
fn rows(section: &str) -> Vec<Vec<&str>> {
    let lines = section.lines().filter(|line| line.starts_with("| `"));
    let cells = lines.map(|line| line.trim_matches('|').split('|').map(str::trim).collect());
    cells.collect()
}

#[test]
fn the_table_of_rules_is_the_one_in_the_code() {
    let text = table();
    let (_, rules) = text.split_once("\n## Rules\n").unwrap();
    let (rules, _) = rules.split_once("\n## ").unwrap();
    let documented: BTreeSet<String> = rows(rules).iter().map(|cells| cells.join(" | ")).collect();
    let expected = Rule::ALL.iter().map(|rule| {
        let (id, verdict) = (rule.id(), rule.verdict().as_str());
        format!("`{id}` | {verdict} | {} | {}", rule.title(), rule.reason())
    });
    let expected: BTreeSet<String> = expected.collect();
    let difference: Vec<&String> = expected.symmetric_difference(&documented).collect();
    assert_eq!(difference, Vec::<&String>::new());
}

#[test]
fn the_tables_of_other_tools_name_rules_that_exist() {
    let text = table();
    let (_, others) = text
        .split_once("\n## Lints of cargo-semver-checks\n")
        .unwrap();
    let (others, _) = others
        .split_once("\n## Edits of the fragment\n")
        .unwrap_or((others, ""));
    let rows = rows(others);
    assert!(rows.len() > 60, "{}", rows.len());
    for cells in rows {
        assert_eq!(cells.len(), 3, "{cells:?}");
        let ids = cells[1].split('`').skip(1).step_by(2);
        for id in ids {
            assert!(Rule::from_id(id).is_some(), "`{id}` in {cells:?}");
        }
    }
}

#[test]
fn ids_of_rules_are_unique_words_with_hyphens() {
    let ids: BTreeSet<&str> = Rule::ALL.iter().map(|rule| rule.id()).collect();
    assert_eq!(ids.len(), Rule::ALL.len());
    let is_word = |id: &&str| {
        id.bytes()
            .all(|byte| byte.is_ascii_lowercase() || byte == b'-')
    };
    assert!(ids.iter().all(is_word), "{ids:?}");
}

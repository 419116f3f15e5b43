//! The changes that actions make.

use super::{effective, overlay};

const DOCUMENT: &str = "\
openapi: 3.1.1
info: { title: Pets, version: '1' }
tags: [{ name: cats }, { name: dogs }, { name: fish }, { name: mice }]
paths:
  /pets:
    get: { operationId: listPets, tags: [cats, dogs], deprecated: false }
    post: { operationId: createPet, tags: [dogs] }
";

/// Asserts what one overlay with these actions changes: the lines that are removed and added.
#[track_caller]
fn assert_changes(actions: &str, removed: &[&str], added: &[&str]) {
    assert_overlays_change(&[&overlay(actions)], removed, added);
}

#[track_caller]
fn assert_overlays_change(overlays: &[&str], removed: &[&str], added: &[&str]) {
    let before = effective(DOCUMENT, &[]);
    let after = effective(DOCUMENT, overlays);
    let differences = |from: &str, to: &str| -> Vec<String> {
        let mut others: Vec<&str> = to.lines().collect();
        let mut missing = Vec::new();
        for line in from.lines() {
            match others.iter().position(|other| *other == line) {
                Some(position) => drop(others.remove(position)),
                None => missing.push(line.trim_start().to_owned()),
            }
        }
        missing
    };
    assert_eq!(differences(&before, &after), removed, "{after}");
    assert_eq!(differences(&after, &before), added, "{after}");
}

#[test]
fn an_update_merges_objects_recursively() {
    assert_changes(
        "  - target: $\n    update: { info: { title: Animals, summary: All }, paths: { /pets: { get: { x-a: 1 } } } }\n",
        &["title: Pets"],
        &["title: Animals", "summary: All", "x-a: 1"],
    );
}

#[test]
fn an_update_appends_a_value_to_an_array() {
    assert_changes(
        "  - target: $.tags\n    update: { name: birds }\n  - target: $.paths.*.get.tags\n    update: birds\n",
        &[],
        &["- name: birds", "- birds"],
    );
}

#[test]
fn an_update_appends_an_array_to_an_array() {
    assert_changes(
        "  - target: $.tags\n    update: [{ name: birds }, { name: newts }]\n  - target: $.paths['/pets'].get\n    update: { tags: [newts] }\n",
        &[],
        &["- name: birds", "- name: newts", "- newts"],
    );
}

#[test]
fn an_update_replaces_primitive_values() {
    assert_changes(
        "  - target: $.paths.*.*.operationId\n    update: same\n  - target: $.info.title\n    update: null\n",
        &[
            "title: Pets",
            "operationId: listPets",
            "operationId: createPet",
        ],
        &["title: null", "operationId: same", "operationId: same"],
    );
}

#[test]
fn a_removal_removes_every_selected_value() {
    assert_changes(
        "  - target: $.tags[?@.name != 'fish']\n    remove: true\n  - target: $..operationId\n    remove: true\n",
        &[
            "- name: cats",
            "- name: dogs",
            "- name: mice",
            "operationId: listPets",
            "operationId: createPet",
        ],
        &[],
    );
}

#[test]
fn a_removal_may_select_values_in_one_another() {
    assert_changes(
        "  - target: $.tags[0,1,1]..*\n    remove: true\n  - target: $.tags[0]\n    remove: true\n",
        &["- name: cats", "- name: dogs"],
        &["- {}"],
    );
    assert_changes(
        "  - target: $.paths..*\n    remove: true\n",
        &[
            "paths:",
            "/pets:",
            "get:",
            "operationId: listPets",
            "tags:",
            "- cats",
            "- dogs",
            "deprecated: false",
            "post:",
            "operationId: createPet",
            "tags:",
            "- dogs",
        ],
        &["paths: {}"],
    );
}

#[test]
fn a_removal_takes_precedence_over_an_update() {
    assert_changes(
        "  - target: $.paths['/pets'].post\n    update: { x-a: 1 }\n    remove: true\n",
        &["post:", "operationId: createPet", "tags:", "- dogs"],
        &[],
    );
}

#[test]
fn a_copy_merges_a_value_of_the_document() {
    assert_changes(
        "  - target: $.paths['/pets'].post\n    copy: $.paths['/pets'].get\n",
        &["operationId: createPet"],
        &[
            "operationId: listPets",
            "- cats",
            "- dogs",
            "deprecated: false",
        ],
    );
    assert_changes(
        "  - target: $.tags\n    copy: $.paths['/pets'].post.tags\n  - target: $.info.title\n    copy: $.tags[0].name\n",
        &["title: Pets"],
        &["title: cats", "- dogs"],
    );
}

#[test]
fn actions_are_applied_to_the_result_of_earlier_ones() {
    // Renames a path.
    assert_changes(
        "  - target: $.paths\n    update: { /animals: {} }\n  - target: $.paths['/animals']\n    copy: $.paths['/pets']\n  - target: $.paths['/pets']\n    remove: true\n",
        &["/pets:"],
        &["/animals:"],
    );
}

#[test]
fn overlays_are_applied_in_their_order() {
    let first = overlay("  - target: $.info\n    update: { title: First, x-first: 1 }\n");
    let second = overlay("  - target: $.info[?@ == 'First']\n    update: Second\n");
    assert_overlays_change(
        &[&first, &second],
        &["title: Pets"],
        &["title: Second", "x-first: 1"],
    );
    assert_overlays_change(
        &[&second, &first],
        &["title: Pets"],
        &["title: First", "x-first: 1"],
    );
}

#[test]
fn keys_with_special_characters_are_selected() {
    let document = "openapi: 3.1.1\npaths: { '/a~b/{c}': { x-d: [1, { \"it's/~1\": 2 }] } }\n";
    let actions = "  - target: $.paths['/a~b/{c}']['x-d'][1]['it\\'s/~1']\n    update: 3\n";
    let changed = effective(document, &[&overlay(actions)]);
    assert_eq!(changed, effective(&document.replace(": 2", ": 3"), &[]));
}

#[test]
fn overlays_may_be_json() {
    let json = r#"{ "overlay": "1.1.0", "info": { "title": "Changes", "version": "1" },
        "actions": [{ "target": "$.info", "update": { "title": "Animals" } }] }"#;
    assert_overlays_change(&[json], &["title: Pets"], &["title: Animals"]);
}

//! Mistakes in overlays, and actions without effect.

use specwright::diagnostics::code::Code;
use specwright::{Source, generate};

use super::{overlay, overlay_of, run, verdict};
use crate::support::{HEAD, options, report};

fn document() -> String {
    format!("{HEAD}tags: [{{ name: cats }}]\npaths: {{}}\n")
}

/// Asserts the report on an overlay of the document.
macro_rules! assert_report {
    ($overlay:expr) => {
        insta::with_settings!({ omit_expression => true }, {
            insta::assert_snapshot!(verdict(&document(), &[$overlay]));
        });
    };
}

#[test]
fn misspelt_and_missing_fields_are_errors() {
    assert_report!(
        "\
overlay: 1.1.0
info: { titel: Changes }
extend: pets.yaml
actions:
  - tagret: $.info
    update: {}
  - target: $.info
    udpate: {}
"
    );
}

#[test]
fn fields_of_other_types_are_errors() {
    assert_report!(
        "\
overlay: 1.1.0
info: Changes
extends: [pets.yaml]
actions:
  - $.info
  - target: 1
    remove: yes please
  - target: $.info
    copy: { a: 1 }
"
    );
}

#[test]
fn update_and_copy_exclude_each_other() {
    assert_report!(&overlay(
        "  - target: $.info\n    update: {}\n    copy: $.tags[0]\n"
    ));
}

#[test]
fn an_overlay_without_actions_is_an_error() {
    assert_report!("overlay: 1.1.0\ninfo: { title: Changes, version: '1' }\nactions: []\n");
}

#[test]
fn a_file_that_is_not_an_overlay_is_an_error() {
    for (text, message) in [
        ("", "an overlay is an object, not null"),
        ("- 1\n", "an overlay is an object, not an array"),
        ("openapi: 3.0.3\n", "missing required field `overlay`"),
        (
            "overlay: 1.0\n",
            "`overlay` must be a string, not the number `1.0`",
        ),
        ("overlay: '1.1'\n", "Overlay 1.1 is not supported"),
        ("overlay: 2.0.0\n", "Overlay 2.0.0 is not supported"),
        ("overlay: 0.9.0\n", "Overlay 0.9.0 is not supported"),
    ] {
        let report = verdict(&document(), &[text]);
        assert!(
            report.starts_with(&format!("error[OA810]: {message}\n")),
            "{report}"
        );
    }
}

#[test]
fn the_syntax_of_an_overlay_is_checked() {
    assert_report!("overlay: 1.1.0\ninfo: {\n");
    let repeated = overlay("  - target: $.info\n    target: $.tags\n    update: {}\n");
    let report = verdict(&document(), &[&repeated]);
    assert!(
        report.starts_with("error[OA102]: duplicate key `target`\n"),
        "{report}"
    );
}

#[test]
fn an_invalid_json_path_is_an_error() {
    assert_report!(&overlay(
        "  - target: $.paths./pets\n    remove: true\n  - target: paths\n    remove: true\n  - target: $.paths[?length(@)]\n    remove: true\n  - target: $.tags\n    copy: $.paths[\n"
    ));
}

#[test]
fn a_deeply_nested_json_path_is_refused() {
    let nested = format!("$[?@{}.a{}]", "[?@".repeat(2_000), "]".repeat(2_000));
    let report = verdict(
        &document(),
        &[&overlay(&format!(
            "  - target: '{nested}'\n    remove: true\n"
        ))],
    );
    assert!(
        report.starts_with("error[OA811]: invalid JSONPath: nested more than 10 levels deep\n"),
        "{report}"
    );
}

#[test]
fn values_of_different_kinds_are_not_merged() {
    assert_report!(&overlay(
        "  - target: $\n    update:\n      info: { title: Animals }\n      tags: { name: dogs }\n"
    ));
}

#[test]
fn a_copy_of_another_kind_is_not_merged() {
    assert_report!(&overlay("  - target: $.info\n    copy: $.tags\n"));
}

#[test]
fn the_targets_of_an_action_have_one_kind() {
    assert_report!(&overlay("  - target: $.*\n    update: { x-a: 1 }\n"));
}

#[test]
fn a_copy_is_of_one_value() {
    for (path, count) in [("$.paths.*", 0), ("$.info.*", 2)] {
        let copy = overlay(&format!("  - target: $.info\n    copy: {path}\n"));
        let report = verdict(&document(), &[&copy]);
        let message = format!("error[OA812]: `{path}` selects {count} values\n");
        assert!(report.starts_with(&message), "{report}");
    }
}

#[test]
fn the_root_of_the_document_cannot_be_removed() {
    assert_report!(&overlay("  - target: $\n    remove: true\n"));
}

#[test]
fn an_action_without_effect_is_a_warning() {
    assert_report!(&overlay(
        "  - target: $.paths['/pets']\n    update: { x-a: 1 }\n  - target: $.info\n    description: Later.\n"
    ));
}

#[test]
fn features_of_overlay_1_1_are_violations_in_1_0() {
    assert_report!(&overlay_of(
        "1.0.0",
        "  - target: $.info.title\n    update: Animals\n  - target: $.info\n    copy: $.tags[0]\n  - target: $.tags\n    update: [{ name: dogs }]\n  - target: $.info.name\n    remove: true\n"
    ));
}

#[test]
fn later_versions_are_read_as_overlay_1_1() {
    let later = overlay_of("1.2.0", "  - target: $.info.title\n    update: Animals\n");
    assert_report!(&later);
}

#[test]
fn an_overlay_for_another_file_is_a_warning() {
    let generate_with = |extends: &str| {
        let text = overlay("  - target: $.info\n    update: { x-a: 1 }\n");
        let mut options = options();
        options.overlays = vec![Source::new(
            "overlays/a.yaml",
            format!("{text}extends: '{extends}'\n"),
        )];
        generate(&Source::new("pets.yaml", document()), &options)
    };
    for same in [
        "../pets.yaml",
        ".././overlays/../pets%2Eyaml",
        "https://example.com/pet.yaml",
    ] {
        assert_eq!(generate_with(same).diagnostics, [], "{same}");
    }
    let other = generate_with("pets.yaml");
    assert!(other.generated.is_some());
    insta::with_settings!({ omit_expression => true }, {
        insta::assert_snapshot!(report(&other));
    });
}

#[test]
fn the_errors_of_all_overlays_are_reported() {
    let outcome = run(&document(), &["overlay: 3.0.0\n", "overlay: 4.0.0\n"]);
    let places: Vec<(Code, usize)> = outcome
        .diagnostics
        .iter()
        .map(|found| (found.code, found.location.file))
        .collect();
    assert_eq!(
        places,
        [(Code::InvalidOverlay, 1), (Code::InvalidOverlay, 2)]
    );
    assert!(outcome.generated.is_none());
}

#[test]
fn nothing_else_is_reported_after_an_action_that_failed() {
    let failing = overlay(
        "  - target: $.tags\n    copy: $.nothing\n  - target: $.nothing\n    remove: true\n",
    );
    let outcome = run(&document().replace("paths", "pahts"), &[&failing]);
    let codes: Vec<Code> = outcome.diagnostics.iter().map(|found| found.code).collect();
    assert_eq!(codes, [Code::Incompatible]);
}

#[test]
fn overlays_that_nest_a_document_too_deep_are_refused() {
    let nest =
        "  - target: $.info.a\n    update: { b: {} }\n  - target: $.info.a.b\n    copy: $.info.a\n";
    let actions = format!(
        "  - target: $.info\n    update: {{ a: {{}} }}\n{}",
        nest.repeat(140)
    );
    let report = verdict(&document(), &[&overlay(&actions)]);
    assert!(report.starts_with("error[OA104]"), "{report}");
}

#[test]
fn overlays_that_expand_a_document_without_end_are_refused() {
    let double = "  - target: $.info.a\n    copy: $.info.a\n";
    let start = format!(
        "  - target: $.info\n    update: {{ a: [{}] }}\n",
        "b".repeat(1 << 20)
    );
    let report = verdict(
        &document(),
        &[&overlay(&format!("{start}{}", double.repeat(20)))],
    );
    assert!(report.starts_with("error[OA105]"), "{report}");
}

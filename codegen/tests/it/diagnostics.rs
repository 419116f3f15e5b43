//! What is said about a document that cannot be read, and how it is shown: one document per rule in `diagnostics/`.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::Path;

use specwright::diagnostics::code::{Code, Examples};
use specwright::diagnostics::emit::{self, Style};
use specwright::diagnostics::{Diagnostic, Severity};
use specwright::source::Position;
use specwright::{Source, generate};
use walkdir::WalkDir;

use crate::support::{HEAD, document_with_schemas, options};

fn diagnostics(source: &Source) -> Vec<Diagnostic> {
    let outcome = generate(source, &options());
    let errors = outcome
        .diagnostics
        .iter()
        .filter(|diagnostic| diagnostic.severity() == Severity::Error);
    assert_eq!(
        outcome.generated.is_none(),
        errors.count() > 0,
        "a crate is there unless there are errors"
    );
    outcome.diagnostics
}

macro_rules! reports {
    ($($rule:ident $extension:ident;)*) => {
        const RULES: &[(&str, &str)] = &[$((
            concat!(stringify!($rule), ".", stringify!($extension)),
            include_str!(concat!("diagnostics/", stringify!($rule), ".", stringify!($extension))),
        )),*];

        $(
            #[test]
            fn $rule() {
                let name = concat!(stringify!($rule), ".", stringify!($extension));
                let text = include_str!(concat!("diagnostics/", stringify!($rule), ".", stringify!($extension)));
                let source = Source::new(concat!("pets.", stringify!($extension)), text);
                let report = emit::render(&source, &diagnostics(&source), Style::Plain);
                insta::with_settings!({ omit_expression => true, prepend_module_to_snapshot => false, snapshot_path => "diagnostics" }, {
                    insta::assert_snapshot!(name, report);
                });
            }
        )*
    };
}

reports! {
    a_part_has_no_style yaml;
    text_that_is_no_yaml_is_shown_where_it_goes_wrong yaml;
    text_that_is_no_json_is_shown_where_it_goes_wrong json;
    a_tab_is_no_indentation yaml;
    an_empty_document_is_none yaml;
    a_list_is_no_document yaml;
    two_documents_in_one_text_are_refused yaml;
    a_key_that_stands_twice_is_shown_at_both_places yaml;
    a_key_that_stands_twice_in_json_is_an_error_too json;
    a_key_that_is_no_text_is_refused yaml;
    a_yaml_tag_is_refused yaml;
    a_number_that_json_does_not_have_is_refused yaml;
    a_document_that_is_nested_too_deep_is_refused yaml;
    aliases_that_blow_the_document_up_are_refused yaml;
    an_alias_that_leads_to_nothing_is_refused yaml;
    an_alias_inside_itself_is_refused yaml;
    what_an_alias_repeats_is_reported_once yaml;
    a_document_of_swagger_2_is_told_how_to_be_converted yaml;
    a_document_of_openapi_3_1_is_told_what_to_change yaml;
    a_version_that_is_a_number_is_told_to_be_written_out yaml;
    a_document_without_version_is_none_of_openapi yaml;
    a_misspelt_field_is_refused_with_the_right_one yaml;
    an_unknown_field_that_is_near_to_none_is_refused yaml;
    keywords_of_later_versions_are_refused_with_their_equivalent yaml;
    fields_of_swagger_2_are_refused_with_their_equivalent yaml;
    a_reference_where_openapi_has_none_is_refused yaml;
    any_name_may_follow_x yaml;
    a_misspelt_extension_is_a_warning yaml;
    an_extension_of_ours_has_the_right_type yaml;
    an_extension_of_another_kind_is_somebody_elses yaml;
    extensions_may_stand_wherever_names_are_free yaml;
    an_extension_has_its_own_object yaml;
    a_deadline_is_above_zero yaml;
    a_version_that_needs_quotes_is_told_so yaml;
    a_key_without_value_is_null yaml;
    an_object_where_a_list_is_expected_is_refused yaml;
    required_beside_a_property_is_refused yaml;
    lengths_are_whole_numbers yaml;
    elements_and_values_are_named_by_where_they_stand yaml;
    required_fields_are_asked_for yaml;
    an_operation_has_a_response yaml;
    an_array_without_items_is_a_warning yaml;
    a_parameter_has_a_schema_or_one_media_type yaml;
    a_security_scheme_has_what_its_type_needs yaml;
    a_link_names_one_operation yaml;
    an_unknown_type_is_refused_with_the_right_one yaml;
    an_unknown_style_is_refused yaml;
    a_response_stands_under_a_status_code yaml;
    a_path_begins_with_a_slash yaml;
    a_required_field_that_is_misspelt_is_told_once yaml;
    mistakes_of_shape_do_not_hide_those_of_meaning yaml;
    forty_mistakes_are_forty_diagnostics yaml;
    what_the_specification_ignores_is_a_warning yaml;
    what_is_required_can_be_there yaml;
    an_answer_in_the_background_is_a_declared_one_without_body yaml;
    a_component_has_a_name_that_can_be_referred_to yaml;
    one_example_or_many yaml;
    nothing_is_both_read_only_and_write_only yaml;
    an_enum_has_values yaml;
    a_reference_to_nothing_is_refused_with_what_is_near yaml;
    a_reference_leads_to_the_kind_of_object_that_is_expected yaml;
    references_that_only_lead_to_each_other_are_refused_once yaml;
    a_reference_out_of_the_document_is_refused yaml;
    a_reference_that_is_no_pointer_is_refused yaml;
    what_stands_beside_a_reference_is_a_warning yaml;
    the_target_of_a_reference_into_an_extension_is_checked yaml;
    a_field_of_a_path_item_stands_beside_a_reference_or_behind_it yaml;
    every_mistake_of_a_document_is_reported_in_the_order_of_its_text yaml;
    places_are_found_behind_characters_of_any_width yaml;
    places_are_found_in_json json;
    places_are_found_in_a_very_long_line json;
    places_far_apart_in_one_line_are_shown_apart json;
    schemas_with_one_rust_name_are_a_warning yaml;
}

#[test]
fn every_document_of_the_folder_is_tried() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/diagnostics");
    let documents: BTreeSet<String> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| !name.contains(".snap"))
        .collect();
    let tried: BTreeSet<String> = RULES.iter().map(|(name, _)| (*name).to_owned()).collect();
    assert_eq!(documents, tried);
}

#[test]
fn each_of_forty_mistakes_is_reported_at_its_place_and_nothing_else_is() {
    let text = include_str!("diagnostics/forty_mistakes_are_forty_diagnostics.yaml");
    let source = Source::new("pets.yaml", text);
    let found = diagnostics(&source);
    let located = emit::locate(&source, &found);
    let lines: Vec<usize> = located
        .iter()
        .map(|located| Position::of(text, located.span.bytes.start).line)
        .collect();
    let marked = |line: &str| {
        line.rsplit_once("# ")
            .is_some_and(|(_, number)| number.parse::<u8>().is_ok())
    };
    let mistakes: Vec<usize> = (1..)
        .zip(text.lines())
        .filter(|(_, line)| marked(line))
        .map(|(number, _)| number)
        .collect();
    assert_eq!(mistakes.len(), 40);
    assert_eq!(lines, mistakes);
}

#[test]
fn every_problem_is_shown_by_a_report_that_was_reviewed() {
    let mut reports = String::new();
    for entry in WalkDir::new(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests")) {
        let path = entry.unwrap().into_path();
        if path
            .extension()
            .is_some_and(|extension| extension == "snap")
        {
            reports.push_str(&std::fs::read_to_string(path).unwrap());
        }
    }
    let unshown: Vec<&Code> = Code::ALL
        .iter()
        // No document is known that passes the checks and cannot be read.
        .filter(|code| **code != Code::Unreadable)
        .filter(|code| !reports.contains(&format!("[{code}]: ")))
        .collect();
    assert!(unshown.is_empty(), "no test reports {unshown:?}");
}

#[test]
fn every_code_is_unique_and_explained() {
    let texts: BTreeSet<&str> = Code::ALL.iter().map(|code| code.as_str()).collect();
    assert_eq!(texts.len(), Code::ALL.len());
    for code in Code::ALL {
        assert!(
            code.as_str().starts_with("OA") && code.as_str().len() == 5,
            "{code}"
        );
        assert!(
            !code.title().is_empty() && !code.title().ends_with('.'),
            "{code}"
        );
        assert!(code.explanation().ends_with('.'), "{code}");
    }
}

/// Returns a document with the fields that a fragment omits.
fn completed(fragment: &str) -> String {
    let defaults = [
        ("openapi:", "openapi: 3.0.3\n"),
        ("info:", "info: { title: Pets, version: '1' }\n"),
        ("paths:", "paths: {}\n"),
    ];
    let omitted = defaults
        .iter()
        .filter(|(field, _)| !fragment.lines().any(|line| line.starts_with(field)));
    let mut document: String = omitted.map(|(_, line)| *line).collect();
    document.push_str(fragment);
    document
}

#[test]
fn every_bad_example_is_reported_and_no_good_one_is() {
    let mut wrong = Vec::new();
    for code in Code::ALL {
        let Examples::Fragments { bad, good } = code.examples() else {
            continue;
        };
        for (fragment, is_bad) in [(bad, true), (good, false)] {
            let found = diagnostics(&Source::new("pets.yaml", completed(fragment)));
            let codes: Vec<Code> = found.iter().map(|diagnostic| diagnostic.code).collect();
            let as_promised = if is_bad {
                codes.contains(code)
            } else {
                codes.is_empty()
            };
            if !as_promised {
                wrong.push(format!("{code}: {codes:?}\n{fragment}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn few_codes_have_no_example() {
    let without: Vec<&str> = Code::ALL
        .iter()
        .filter(|code| matches!(code.examples(), Examples::None { .. }))
        .map(|code| code.as_str())
        .collect();
    // The first is reported by `a_document_that_is_nested_too_deep_is_refused`.
    assert_eq!(without, ["OA104", "OA209"]);
}

#[test]
fn a_report_without_problems_is_empty() {
    let source = Source::new("pets.yaml", format!("{HEAD}paths: {{}}\n"));
    assert!(diagnostics(&source).is_empty());
    assert_eq!(emit::render(&source, &[], Style::Plain), "");
}

#[test]
fn a_report_in_json_has_one_object_on_each_line() {
    let text = "openapi: 3.0.3\ninfo: { title: Pets, version: 1, tilte: '🐈' }\npaths: { /pets: { $ref: pets/all.yaml } }\nx-a: 1\nx-a: 2\n";
    let other = "get: { responses: {}, x-b: 1, x-b: 2 }\n";
    let source = Source::with_files("pets.yaml", text, [("pets/all.yaml", other)]);
    let outcome = generate(&source, &options());
    insta::with_settings!({ omit_expression => true }, {
        insta::assert_snapshot!(emit::json(&outcome.sources, &outcome.diagnostics));
    });
    assert_eq!(emit::json(&source, &[]), "");
}

#[test]
fn the_worst_diagnostics_come_first_up_to_the_limit() {
    let mut schemas = String::new();
    for number in 0..2_000 {
        let _ = writeln!(schemas, "Pets{number}: {{ type: array }}");
    }
    schemas.push_str("Pet: { $ref: other.yaml }\n");
    let source = Source::new("pets.yaml", document_with_schemas(&schemas));
    let diagnostics = diagnostics(&source);
    let report = emit::render_worst(&source, &diagnostics, Style::Plain, 10);
    assert!(report.starts_with("error[OA304]"), "{report}");
    assert_eq!(report.matches("OA212").count(), 9);
    assert_eq!(emit::counts(&diagnostics), "1 error and 2000 warnings");
    assert_eq!(emit::json(&source, &diagnostics).lines().count(), 2_001);
}

#[test]
fn colours_are_there_only_when_asked_for() {
    let source = Source::new("pets.yaml", "swagger: '2.0'\n");
    let diagnostics = diagnostics(&source);
    assert!(!emit::render(&source, &diagnostics, Style::Plain).contains('\u{1b}'));
    assert!(emit::render(&source, &diagnostics, Style::Coloured).contains('\u{1b}'));
}

#[test]
fn warnings_alone_do_not_forbid_reading() {
    let text = include_str!("diagnostics/what_stands_beside_a_reference_is_a_warning.yaml");
    let found = diagnostics(&Source::new("pets.yaml", text));
    assert!(!found.is_empty());
    assert!(
        found
            .iter()
            .all(|diagnostic| diagnostic.severity() == Severity::Warning)
    );
}

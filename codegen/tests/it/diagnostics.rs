//! Diagnostics of documents that cannot be loaded, and their output. `diagnostics/` has a document
//! for each rule.

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
    for diagnostic in &outcome.diagnostics {
        assert_eq!(
            diagnostic
                .consequence
                .as_deref()
                .map(|text| text.starts_with("the client")),
            (diagnostic.severity() == Severity::Violation).then_some(true),
            "each violation says what the client does: {diagnostic:?}"
        );
    }
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
    style_of_a_multipart_part_has_no_effect yaml;
    yaml_syntax_errors_have_a_location yaml;
    json_syntax_errors_have_a_location json;
    tabs_cannot_indent_yaml yaml;
    an_empty_document_is_an_error yaml;
    a_list_is_not_a_document yaml;
    two_documents_in_one_file_are_refused yaml;
    both_locations_of_a_duplicate_key_are_shown yaml;
    a_duplicate_key_in_json_is_an_error json;
    keys_must_be_strings yaml;
    a_yaml_tag_is_refused yaml;
    a_number_that_json_does_not_have_is_refused yaml;
    a_document_that_is_nested_too_deep_is_refused yaml;
    exponential_aliases_are_refused yaml;
    an_undefined_alias_is_refused yaml;
    a_recursive_alias_is_refused yaml;
    aliased_content_is_reported_once yaml;
    swagger_2_is_refused_with_a_converter yaml;
    versions_after_3_2_are_read_as_3_2 yaml;
    a_dynamic_reference_is_a_warning yaml;
    keywords_that_are_not_validated_are_warnings yaml;
    a_numeric_openapi_version_is_a_violation yaml;
    a_document_without_openapi_version_is_refused yaml;
    a_misspelt_field_has_a_suggestion yaml;
    an_unknown_field_is_a_violation yaml;
    keywords_of_3_1_in_3_0_have_their_equivalent yaml;
    fields_of_later_versions_are_named yaml;
    hints_name_the_version_of_the_document yaml;
    webhooks_are_in_one_field yaml;
    additional_operations_have_methods_of_their_own yaml;
    a_querystring_excludes_other_query_parameters yaml;
    items_of_bodies_and_parts_have_no_effect yaml;
    references_of_3_2_must_resolve yaml;
    an_example_has_one_value yaml;
    fields_of_swagger_2_have_their_equivalent yaml;
    a_reference_where_openapi_has_none_is_a_violation yaml;
    extensions_may_have_any_name yaml;
    a_misspelt_extension_is_a_warning yaml;
    values_of_known_extensions_are_validated yaml;
    known_extensions_of_another_type_are_warnings yaml;
    maps_of_free_names_may_have_extensions yaml;
    a_deadline_is_positive yaml;
    an_unquoted_info_version_is_a_violation yaml;
    a_key_without_a_value_is_null yaml;
    an_extension_has_its_own_object yaml;
    an_object_instead_of_a_list_is_a_violation yaml;
    required_beside_a_property_is_a_violation yaml;
    lengths_are_whole_numbers yaml;
    messages_name_elements_of_lists_and_values_of_maps yaml;
    missing_required_fields_are_violations yaml;
    an_operation_needs_a_response yaml;
    an_array_without_items_is_a_warning yaml;
    a_parameter_has_a_schema_or_one_media_type yaml;
    a_security_scheme_has_what_its_type_needs yaml;
    a_link_names_one_operation yaml;
    an_unknown_type_has_a_suggestion yaml;
    an_unknown_style_is_a_violation yaml;
    keys_of_responses_are_status_codes yaml;
    a_path_begins_with_a_slash yaml;
    a_misspelt_required_field_is_reported_once yaml;
    structural_mistakes_do_not_hide_others yaml;
    forty_mistakes_are_forty_diagnostics yaml;
    fields_that_openapi_ignores_are_warnings yaml;
    required_properties_must_be_allowed yaml;
    x_background_names_a_response_without_body yaml;
    component_names_have_only_allowed_characters yaml;
    example_and_examples_are_exclusive yaml;
    read_only_and_write_only_are_exclusive yaml;
    an_enum_needs_values yaml;
    an_unresolved_reference_has_a_suggestion yaml;
    a_reference_must_target_the_expected_object yaml;
    circular_references_are_reported_once yaml;
    references_to_missing_files_and_urls_are_violations yaml;
    a_reference_out_of_the_folder_is_refused yaml;
    a_reference_fragment_is_a_json_pointer yaml;
    siblings_of_a_reference_are_warnings yaml;
    the_target_of_a_reference_into_an_extension_is_checked yaml;
    path_item_fields_beside_a_reference_are_not_in_it yaml;
    diagnostics_are_in_document_order yaml;
    locations_after_wide_characters_are_correct yaml;
    locations_in_json_are_correct json;
    locations_in_a_very_long_line_are_correct json;
    distant_locations_in_one_line_are_shown_separately json;
    schemas_with_equal_rust_names_are_a_warning yaml;
}

#[test]
fn every_document_of_the_folder_is_tested() {
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
fn forty_mistakes_are_reported_on_their_lines() {
    let text = include_str!("diagnostics/forty_mistakes_are_forty_diagnostics.yaml");
    let source = Source::new("pets.yaml", text);
    let found = diagnostics(&source);
    let located = emit::locate(&source, &found);
    let mut lines: Vec<usize> = located
        .iter()
        .map(|located| Position::of(text, located.span.bytes.start).line)
        .collect();
    // An operation that is left out is reported beside what is wrong in it.
    lines.dedup();
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
fn every_code_is_in_a_snapshot() {
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
fn only_bad_examples_of_codes_are_reported() {
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
    // It is reported by `a_document_that_is_nested_too_deep_is_refused`.
    let settings = ["OA801", "OA802", "OA803", "OA804"];
    let overlays = [
        "OA810", "OA811", "OA812", "OA813", "OA814", "OA815", "OA816",
    ];
    assert_eq!(without, [&["OA104"], &settings[..], &overlays].concat());
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
    schemas.push_str("Pet: { $ref: ../other.yaml }\n");
    let source = Source::new("pets.yaml", document_with_schemas(&schemas));
    let diagnostics = diagnostics(&source);
    let report = emit::render_worst(&source, &diagnostics, Style::Plain, 10);
    assert!(report.starts_with("error[OA304]"), "{report}");
    assert_eq!(report.matches("OA212").count(), 9);
    assert_eq!(emit::counts(&diagnostics), "1 error and 2000 warnings");
    assert_eq!(emit::json(&source, &diagnostics).lines().count(), 2_001);
}

#[test]
fn plain_reports_have_no_colours() {
    let source = Source::new("pets.yaml", "swagger: '2.0'\n");
    let diagnostics = diagnostics(&source);
    assert!(!emit::render(&source, &diagnostics, Style::Plain).contains('\u{1b}'));
    assert!(emit::render(&source, &diagnostics, Style::Coloured).contains('\u{1b}'));
}

#[test]
fn warnings_do_not_prevent_generation() {
    let text = include_str!("diagnostics/siblings_of_a_reference_are_warnings.yaml");
    let found = diagnostics(&Source::new("pets.yaml", text));
    assert!(!found.is_empty());
    assert!(
        found
            .iter()
            .all(|diagnostic| diagnostic.severity() == Severity::Warning)
    );
}

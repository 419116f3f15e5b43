//! Loading of documents: equivalent spellings, normalization, locations, and any input without a
//! panic.

use std::fs;

use proptest::prelude::*;
use specwright::diagnostics::code::Code;
use specwright::diagnostics::emit::{self, Style};
use specwright::diagnostics::{Anchor, Diagnostic, Diagnostics};
use specwright::document::{Document, OperationKey};
use specwright::load;
use specwright::source::Position;
use specwright::source::{JsonPointer, PathCursor};
use specwright::{ReadError, Source};

/// A document with at least one object of each kind.
const RICH: &str = include_str!("load/rich.yaml");

fn read(text: &str) -> Document {
    let source = Source::new("pets.yaml", text);
    let mut diagnostics = Diagnostics::new();
    let document = load::load(&source, &mut diagnostics);
    let report = emit::render(&source, &diagnostics.into_vec(), Style::Plain);
    document.unwrap_or_else(|| panic!("{report}"))
}

/// The tree of a document that has no YAML merges.
fn tree(text: &str) -> serde_yaml::Value {
    let tree: serde_json::Value = serde_yaml::from_str(text).unwrap();
    serde_yaml::to_value(tree).unwrap()
}

fn as_json(text: &str) -> String {
    serde_json::to_string_pretty(&tree(text)).unwrap()
}

#[test]
fn yaml_and_json_give_the_same_document() {
    let (yaml, json) = (read(RICH), read(&as_json(RICH)));
    assert_eq!(yaml.info, json.info);
    assert_eq!(yaml.servers, json.servers);
    assert_eq!(yaml.security, json.security);
    assert_eq!(yaml.paths, json.paths);
    assert_eq!(yaml.webhooks, json.webhooks);
    assert_eq!(yaml.components, json.components);
    assert_eq!(yaml.extensions, json.extensions);
}

#[test]
fn yaml_in_flow_style_may_begin_with_a_brace() {
    let document = read("{openapi: 3.0.3, info: {title: Pets, version: '1'}, paths: {}}");
    assert_eq!(document.info.title, "Pets");
}

#[test]
fn a_byte_order_mark_is_skipped() {
    let text = "\u{feff}openapi: 3.0.3\ninfo: { title: Pets, version: '1' }\npaths: {}\n";
    assert_eq!(read(text).info.title, "Pets");
}

#[test]
fn keys_are_kept_as_they_are_written() {
    let document = read(
        "openapi: 3.0.3\ninfo: { title: Pets, version: '1' }\npaths: {}\nx-keys: { 0x1F: a, 1.50: b, null: c, on: d, ~: e }\n",
    );
    let keys = document.extensions["x-keys"].as_object().unwrap();
    for key in ["0x1F", "1.50", "null", "on", "~"] {
        assert!(keys.contains_key(key), "{key}");
    }
}

#[test]
fn a_yaml_merge_adds_missing_keys() {
    let document = read(
        r"
openapi: 3.0.3
info: { title: Pets, version: '1' }
paths: {}
x-one: &one { a: 1, b: 1 }
x-two: &two { b: 2, c: 2 }
x-all: { <<: [*one, *two], c: 3 }
",
    );
    let all = &document.extensions["x-all"];
    assert_eq!(
        [&all["a"], &all["b"], &all["c"]].map(serde_json::Value::as_i64),
        [Some(1), Some(1), Some(3)]
    );
    assert!(all.get("<<").is_none());
}

#[test]
fn references_in_callbacks_are_resolved() {
    const POST: OperationKey = OperationKey::Field("post");
    let document = read(RICH);
    let mut operations = document.paths["/pets"].operations.iter();
    let (_, operation) = operations.find(|(key, _)| *key == POST).unwrap();
    let items: Vec<_> = operation.callbacks["sold"]
        .iter()
        .map(|(expression, item)| (expression.as_str(), &item.operations[0].0))
        .collect();
    assert_eq!(items, [("{$request.body#/sold}", &POST)]);
}

#[test]
fn a_document_that_is_nested_as_deep_as_allowed_is_read() {
    let levels = 120;
    let schema = "{additionalProperties: ".repeat(levels) + "{}" + &"}".repeat(levels);
    read(&format!(
        "openapi: 3.0.3\ninfo: {{ title: Pets, version: '1' }}\npaths: {{}}\ncomponents: {{ schemas: {{ Deep: {schema} }} }}\n"
    ));
}

#[test]
fn an_unreadable_file_is_an_error_with_its_cause() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("pets.yaml");
    assert!(matches!(
        Source::read(&path, "pets.yaml"),
        Err(ReadError::Io { .. })
    ));
    fs::write(&path, b"title: \xff").unwrap();
    assert!(matches!(
        Source::read(&path, "pets.yaml"),
        Err(ReadError::NotUtf8 { offset: 7, .. })
    ));
    fs::write(&path, "title: Pets").unwrap();
    assert_eq!(
        &*Source::read(&path, "pets.yaml").unwrap().text,
        "title: Pets"
    );
}

/// Every place of a document with the key that leads there.
fn places(
    value: &serde_yaml::Value,
    cursor: &PathCursor<'_>,
    found: &mut Vec<(JsonPointer, Option<String>)>,
) {
    found.push((cursor.to_pointer(), cursor.name().map(str::to_owned)));
    match value {
        serde_yaml::Value::Mapping(properties) => {
            for (key, property) in properties {
                places(property, &cursor.key(key.as_str().unwrap()), found);
            }
        }
        serde_yaml::Value::Sequence(elements) => {
            for (index, element) in elements.iter().enumerate() {
                places(element, &cursor.index(index), found);
            }
        }
        _ => {}
    }
}

#[test]
fn keys_have_their_location() {
    for text in [
        RICH.to_owned(),
        as_json(RICH),
        as_json(RICH).replace('\n', ""),
    ] {
        let mut all = Vec::new();
        places(&tree(&text), &PathCursor::ROOT, &mut all);
        let keys: Vec<(JsonPointer, String)> = all
            .into_iter()
            .filter_map(|(pointer, key)| Some((pointer, key?)))
            .collect();
        let diagnostics: Vec<Diagnostic> = keys
            .iter()
            .map(|(pointer, key)| {
                Diagnostic::new(Code::Syntax, Anchor::Key(pointer.clone()), key.as_str())
            })
            .collect();
        let source = Source::new("pets.yaml", text.as_str());
        let located = emit::locate(&source, &diagnostics);
        if source.text.starts_with('{') {
            // In YAML, an alias has one location for several values.
            assert_eq!(located.len(), keys.len());
        }
        for located in located {
            let found = &text[located.span.bytes.clone()];
            let key = &located.diagnostic.message;
            let quoted = serde_json::to_string(key).unwrap();
            let single = format!("'{key}'");
            assert!(
                [key, &quoted, &single].contains(&&found.to_owned()),
                "{found} is not {key}"
            );
        }
    }
}

#[test]
fn scalars_have_the_location_of_their_value() {
    for text in [RICH.to_owned(), as_json(RICH)] {
        let source = Source::new("pets.yaml", text.as_str());
        for (pointer, expected) in [
            ("/info/title", "Pets"),
            ("/tags/1/name", "dogs"),
            ("/components/schemas/Pet/required/0", "name"),
            ("/components/schemas/Pet/properties/age/maximum", "40"),
            ("/components/schemas/Pet/properties/age/nullable", "true"),
        ] {
            let pointer = JsonPointer::from_fragment(pointer).unwrap();
            let diagnostics = [Diagnostic::new(Code::Syntax, Anchor::Value(pointer), "")];
            let found = &text[emit::locate(&source, &diagnostics)[0].span.bytes.clone()];
            assert_eq!(found.trim_matches(['"', '\'']), expected);
        }
    }
}

#[test]
fn merged_and_missing_values_have_the_location_around_them() {
    let text = "openapi: 3.0.3\nx-one: &one { a: { b: 1 } }\nx-two:\n  <<: *one\nx-three: []\n";
    let source = Source::new("pets.yaml", text);
    for (pointer, expected) in [
        ("/x-two/a/b", "x-two"),
        ("/x-three/0/name", "x-three"),
        ("/nowhere", "openapi"),
    ] {
        let pointer = JsonPointer::from_fragment(pointer).unwrap();
        let diagnostics = [Diagnostic::new(Code::Syntax, Anchor::Value(pointer), "")];
        assert_eq!(
            &text[emit::locate(&source, &diagnostics)[0].span.bytes.clone()],
            expected
        );
    }
}

#[test]
fn columns_count_characters_and_lines_end_with_a_newline() {
    let text = "a🐈b\r\nü\u{2028}c";
    for (offset, line, column) in [
        (0, 1, 1),
        (1, 1, 2),
        (5, 1, 3),
        (8, 2, 1),
        (13, 2, 3),
        (99, 2, 4),
    ] {
        assert_eq!(
            Position::of(text, offset),
            Position { line, column },
            "{offset}"
        );
    }
}

/// Loads any string, and checks that there is a document or an error.
fn try_whatever(text: &str) {
    let source = Source::new("whatever.yaml", text);
    let mut diagnostics = Diagnostics::new();
    let format = load::read(&source, &mut diagnostics);
    let diagnostics = diagnostics.into_vec();
    // A document with structural errors is repaired so that its types can be deserialized.
    let is_no_document = |code| {
        [
            Code::Syntax,
            Code::NotJson,
            Code::Depth,
            Code::Aliases,
            Code::Version,
        ]
        .contains(&code)
    };
    assert!(
        format.document.is_some()
            || diagnostics
                .iter()
                .any(|diagnostic| is_no_document(diagnostic.code)),
        "{diagnostics:?}\n{text}"
    );
    for diagnostic in &diagnostics {
        // Messages of a deserializer about Rust types are not meant for authors of documents.
        for raw in [
            "invalid type",
            "missing field",
            "did not match any variant",
            "unknown variant",
        ] {
            assert!(!diagnostic.message.contains(raw), "{}", diagnostic.message);
        }
    }
    let report = emit::render(&source, &diagnostics, Style::Plain);
    assert_eq!(report.is_empty(), diagnostics.is_empty());
}

/// Strings with a meaning in OpenAPI, YAML or JSON.
fn morsel() -> impl Strategy<Value = String> {
    const KNOWN: &[&str] = &[
        "null",
        "true",
        "-1",
        "1e400",
        ".nan",
        "''",
        "[]",
        "{}",
        "- ",
        "? ",
        "&a ",
        "*a",
        "!t ",
        "<<: *a",
        "|",
        ">-",
        "%",
        "#",
        ": ",
        "\t",
        "\n",
        "\n---\n",
        "\r",
        "\u{85}",
        "\u{2028}",
        "\u{feff}",
        "🐈",
        "\"",
        "'",
        "\\ud800",
        "$ref: '#/components/schemas/Pet'",
        "$ref: '#/paths'",
        "$ref: '#/components/schemas/~2'",
        "$ref: []",
        "type: array",
        "type: integer",
        "enum: [1, a, null]",
        "properties: { a: {} }",
        "allOf: [{}]",
        "callbacks: {}",
        "x-deadline: -1",
        "x-lenient: 1",
        "minimum: 1e308",
        "exclusiveMinimum: 1",
        "maxLength: 1.0",
    ];
    prop_oneof![
        proptest::sample::select(KNOWN).prop_map(str::to_owned),
        "\\PC{0,8}"
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_string_is_a_document_or_an_error(text in "(?s).{0,200}") {
        try_whatever(&text);
    }

    #[test]
    fn a_damaged_document_is_a_document_or_an_error(
        as_it_is in any::<bool>(),
        damages in prop::collection::vec((any::<prop::sample::Index>(), 0_usize..30, morsel()), 1..4),
    ) {
        let mut text: Vec<char> = if as_it_is { RICH.to_owned() } else { as_json(RICH) }.chars().collect();
        for (place, length, morsel) in damages {
            let start = place.index(text.len() + 1);
            let end = (start + length).min(text.len());
            text.splice(start..end, morsel.chars());
        }
        try_whatever(&text.into_iter().collect::<String>());
    }

    #[test]
    fn shuffled_lines_are_a_document_or_an_error(
        swaps in prop::collection::vec((any::<prop::sample::Index>(), any::<prop::sample::Index>(), 0_usize..5), 1..5),
    ) {
        let mut lines: Vec<String> = RICH.lines().map(str::to_owned).collect();
        for (from, to, indent) in swaps {
            let line = lines[from.index(lines.len())].clone();
            lines.insert(to.index(lines.len()), " ".repeat(indent * 2) + line.trim_start());
        }
        try_whatever(&lines.join("\n"));
    }

    #[test]
    fn a_value_of_another_type_is_a_document_or_an_error(
        place in any::<prop::sample::Index>(),
        replacement in proptest::sample::select(&[
            "null", "true", "0", "-1", "1.5", "18446744073709551615", "\"\"", "\"x\"", "[]", "[null]", "[{}]", "{}",
            "{\"\": null}", "{\"$ref\": \"#\"}", "{\"$ref\": \"#/components/schemas/Pet\"}", "{\"type\": \"array\"}",
        ][..]),
    ) {
        let mut raw = tree(RICH);
        let mut all = Vec::new();
        places(&raw, &PathCursor::ROOT, &mut all);
        let (pointer, _) = &all[place.index(all.len())];
        let mut value = &mut raw;
        for token in pointer.tokens() {
            value = match value {
                serde_yaml::Value::Sequence(elements) => &mut elements[token.parse::<usize>().unwrap()],
                other => other.get_mut(token.as_ref()).unwrap(),
            };
        }
        *value = serde_yaml::from_str(replacement).unwrap();
        try_whatever(&serde_json::to_string(&raw).unwrap());
    }

    #[test]
    fn a_pointer_keeps_every_key(keys in prop::collection::vec("[~/a-c%🐈]{0,6}", 0..5)) {
        let mut pointer = JsonPointer::root();
        for key in &keys {
            pointer = pointer.key(key);
        }
        prop_assert_eq!(pointer.tokens().collect::<Vec<_>>(), keys.clone());
        let below = pointer.with_cursor(|cursor| cursor.key("below").to_pointer());
        prop_assert_eq!(below, pointer.key("below"));
        let encoded: Vec<String> = pointer.as_str().bytes().map(|byte| format!("%{byte:02x}")).collect();
        prop_assert_eq!(JsonPointer::from_fragment(&encoded.concat()), Some(pointer));
    }
}

//! Malicious documents: nothing in them becomes code, is written outside of the folder, or takes
//! excessive memory or time. `references.rs` tests which files are read.

use std::fmt::Write as _;
use std::path::Path;

use proc_macro2::{Delimiter, TokenStream, TokenTree};
use specwright::diagnostics::Diagnostics;
use specwright::diagnostics::code::Code;
use specwright::{Outcome, Source, generate, load};

use crate::support::{self, HEAD, files, options, report};

/// Runs the generator, and renders what it reports.
fn run(document: &str) -> Outcome {
    let outcome = support::run(document);
    assert_eq!(report(&outcome).is_empty(), outcome.diagnostics.is_empty());
    outcome
}

#[track_caller]
fn refused(document: &str, code: Code) {
    let outcome = run(document);
    assert!(outcome.generated.is_none());
    assert!(
        outcome
            .diagnostics
            .iter()
            .any(|diagnostic| diagnostic.code == code),
        "{:?}",
        outcome.diagnostics.first()
    );
}

/// Returns whether the word is code, an item or an attribute: anywhere but in names, strings and
/// documentation.
fn is_injected(tokens: TokenStream) -> bool {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    let ident = |tree: Option<&TokenTree>, texts: &[&str]| matches!(tree, Some(TokenTree::Ident(ident)) if texts.contains(&ident.to_string().as_str()));
    let punct = |tree: Option<&TokenTree>, text: char| matches!(tree, Some(TokenTree::Punct(punct)) if punct.as_char() == text);
    tokens.iter().enumerate().any(|(index, tree)| {
        let before = index.checked_sub(1).and_then(|index| tokens.get(index));
        let after = tokens.get(index + 1);
        match tree {
            TokenTree::Ident(_) if ident(Some(tree), &["pwned"]) => {
                punct(after, '!') || ident(before, &["unsafe", "extern", "macro_rules", "const"])
            }
            TokenTree::Group(group) => {
                let is_attribute = group.delimiter() == Delimiter::Bracket
                    && (punct(before, '#') || punct(before, '!'));
                let inside: Vec<TokenTree> = group.stream().into_iter().collect();
                is_attribute && ident(inside.first(), &["pwned", "path", "link", "no_mangle"])
                    || is_injected(group.stream())
            }
            _ => false,
        }
    })
}

/// Texts that would get out of a string, a comment, an attribute or a manifest.
const TEXTS: &[&str] = &[
    "*/ pwned!(); /*",
    "\" ; pwned!(); \"",
    "\"# ; pwned!(); #\"",
    "\n#[pwned]\nmod pwned;",
    "\r#![pwned]\r",
    "]\n#[path = \"/etc/passwd\"] mod pwned; #[doc = \"",
    "{}} pwned!(); {{",
    "\\\"; pwned!(); //",
    "\n[dependencies]\npwned = { path = \"/\" }\n",
    "'''\npwned = 1\n\"\"\"",
    "\u{2028}pwned!();\u{2029}\u{85}pwned!();",
    "\u{202e}pwned!();\u{2066}",
    "\u{0}\u{7}\u{1b}[31mpwned!();\u{fffe}\u{ffff}\u{10ffff}",
    "```\npwned!();\n```rust\npwned!();\n```",
    "    pwned!();\n\n    pwned!();",
    "<script>pwned!()</script>[pwned!](file:///etc/passwd)",
    "r#pwned!();#",
    "${pwned!()} {pwned!()} %s",
    "../../pwned",
    "/pwned",
    "C:\\pwned",
    "nul\u{0}.rs",
    "self",
    "crate",
    "super",
    "Self",
    "_",
    "",
];

#[test]
fn no_string_of_a_document_becomes_code_or_a_path() {
    for text in TEXTS {
        let quoted = serde_json::to_string(text).unwrap();
        let pattern = serde_json::to_string(&regex_lite::escape(text)).unwrap();
        let segment: String = text
            .chars()
            .filter(|character| !"{}/?#".contains(*character))
            .collect();
        let segment = serde_json::to_string(&segment).unwrap();
        let segment = segment.trim_matches('"');
        let document = format!(
            r#"{{
  "openapi": "3.0.3",
  "info": {{ "title": {quoted}, "version": {quoted}, "description": {quoted}, "license": {{ "name": {quoted} }} }},
  "externalDocs": {{ "url": {quoted}, "description": {quoted} }},
  "servers": [{{ "url": "https://pets.example", "description": {quoted}, "x-name": {quoted} }}],
  "tags": [{{ "name": {quoted}, "description": {quoted} }}],
  "paths": {{
    "/a{segment}/pets": {{
      "summary": {quoted}, "description": {quoted},
      "get": {{
        "operationId": {quoted}, "summary": {quoted}, "description": {quoted}, "tags": [{quoted}],
        "parameters": [
          {{ "name": {quoted}, "in": "query", "description": {quoted}, "schema": {{ "type": "string", "default": {quoted} }}, "example": {quoted} }}
        ],
        "responses": {{ "200": {{ "description": {quoted}, "content": {{ "application/json": {{
          "schema": {{ "$ref": "\u0023/components/schemas/Pet" }},
          "example": {{ {quoted}: {quoted} }} }} }} }} }}
      }}
    }}
  }},
  "components": {{ "schemas": {{
    "Pet": {{
      "title": {quoted}, "description": {quoted}, "type": "object", "required": [{quoted}],
      "externalDocs": {{ "url": {quoted}, "description": {quoted} }},
      "properties": {{
        {quoted}: {{ "type": "string", "description": {quoted}, "pattern": {pattern}, "example": {quoted} }},
        "kind": {{ "type": "string", "enum": [{quoted}, "other"], "default": {quoted}, "x-enum-descriptions": {{ {quoted}: {quoted} }} }}
      }}
    }}
  }} }}
}}"#
        );
        let outcome = run(&document);
        let report = report(&outcome);
        let Some(generated) = outcome.generated else {
            panic!("{text:?}: {report}");
        };
        for (path, content) in &generated.files {
            assert!(
                path.split('/').all(|part| {
                    !part.is_empty()
                        && part != ".."
                        && part
                            .bytes()
                            .all(|byte| byte.is_ascii_alphanumeric() || b"._-".contains(&byte))
                }),
                "{text:?}: {path}"
            );
            if Path::new(path)
                .extension()
                .is_some_and(|extension| extension == "rs")
            {
                if let Err(error) = syn::parse_file(content) {
                    panic!("{text:?} in {path}: {error}\n{content}");
                }
                let tokens: TokenStream = content.parse().unwrap();
                assert!(!is_injected(tokens), "{text:?} in {path}:\n{content}");
            } else {
                let is_injected = content.lines().any(|line| line.starts_with("pwned"));
                assert!(!is_injected, "{text:?} in {path}:\n{content}");
            }
        }
    }
}

#[test]
fn injected_code_is_detected() {
    for code in [
        "fn a() { pwned!(); }",
        "#[pwned] struct A;",
        "mod a { #[path = \"b\"] mod c; }",
        "unsafe { pwned }",
    ] {
        let injected = is_injected(code.parse().unwrap());
        assert_eq!(injected, !code.starts_with("unsafe"), "{code}");
    }
    assert!(!is_injected(
        "/// pwned!()\nstruct Pwned { pwned: u8 }".parse().unwrap()
    ));
}

#[test]
fn doubling_aliases_are_refused() {
    let mut document = format!("{HEAD}paths: {{}}\nx-a0: &a0 [lol, lol]\n");
    for level in 1..40 {
        let _ = writeln!(document, "x-a{level}: &a{level} [*a{0}, *a{0}]", level - 1);
    }
    refused(&document, Code::Aliases);
}

#[test]
fn very_deep_nesting_is_refused() {
    for (open, close) in [("[", "]"), ("{a: ", "}"), ("- ", ""), ("? ", "")] {
        for levels in [200, 100_000] {
            let document = format!(
                "{HEAD}paths: {{}}\nx-deep: {}1{}\n",
                open.repeat(levels),
                close.repeat(levels)
            );
            assert!(run(&document).generated.is_none(), "{open} {levels}");
        }
    }
    for levels in [200, 100_000] {
        let document = format!(
            "{{\"openapi\": \"3.0.3\", \"x-deep\": {}",
            "[".repeat(levels)
        );
        assert!(run(&document).generated.is_none());
    }
}

#[test]
fn doubling_bases_are_merged_once() {
    let mut document = format!(
        "{HEAD}paths: {{}}\ncomponents:\n  schemas:\n    S0: {{ type: object, properties: {{ a: {{ type: string }} }} }}\n"
    );
    for level in 1..60 {
        let below = level - 1;
        let _ = writeln!(
            document,
            "    S{level}: {{ allOf: [{{ $ref: '#/components/schemas/S{below}' }}, {{ $ref: '#/components/schemas/S{below}' }}] }}"
        );
    }
    files(&document);
}

#[test]
fn doubling_path_items_are_refused() {
    let mut document = format!("{HEAD}paths: {{ /pets: {{ $ref: '#/x-items/i0' }} }}\nx-items:\n");
    for level in 0..60 {
        let next = level + 1;
        let _ = writeln!(
            document,
            "  i{level}: {{ post: {{ responses: {{ '200': {{ description: {} }} }}, callbacks: {{ a: {{ u: {{ $ref: '#/x-items/i{next}' }} }}, b: {{ u: {{ $ref: '#/x-items/i{next}' }} }} }} }} }}",
            "long ".repeat(200)
        );
    }
    document.push_str("  i60: {}\n");
    assert!(run(&document).generated.is_none());
}

#[test]
fn a_hundred_mutually_recursive_schemas_terminate() {
    let mut document = format!("{HEAD}paths: {{}}\ncomponents:\n  schemas:\n");
    for schema in 0..100 {
        let _ = writeln!(
            document,
            "    S{schema}:\n      type: object\n      properties:"
        );
        for other in 0..100 {
            let _ = writeln!(
                document,
                "        p{other}: {{ $ref: '#/components/schemas/S{other}' }}"
            );
        }
    }
    files(&document);
}

#[test]
fn intersections_of_recursive_types_terminate() {
    let reference = |name: &str| format!("{{ $ref: '#/components/schemas/{name}' }}");
    for recursive in [
        "{ type: array, items: SELF }",
        "{ type: object, additionalProperties: SELF }",
        "{ oneOf: [{ type: string }, { type: array, items: SELF }] }",
        "{ oneOf: [{ type: string }, { type: object, additionalProperties: SELF }] }",
        "{ oneOf: [{ type: string }, { type: object, properties: { a: SELF } }] }",
        "{ anyOf: [{ type: array, items: { type: string } }, { oneOf: [{ anyOf: [SELF] }] }] }",
    ] {
        for other in [recursive, "{ type: array, items: { type: string } }"] {
            let mut document = format!("{HEAD}paths: {{}}\ncomponents:\n  schemas:\n");
            for (name, schema) in [("A", recursive), ("B", other)] {
                let schema = schema.replace("SELF", &reference(name));
                let _ = writeln!(document, "    {name}: {schema}");
            }
            let (one, other) = (reference("A"), reference("B"));
            let _ = writeln!(document, "    C: {{ allOf: [{one}, {other}] }}");
            let _ = writeln!(document, "    D: {{ allOf: [{other}, {one}] }}");
            assert!(run(&document).generated.is_some(), "{document}");
        }
    }
}

#[test]
fn maps_whose_values_extend_the_map_terminate() {
    let map = |of: &str| {
        format!(
            "{{ type: object, additionalProperties: {{ allOf: [{{ $ref: '#/components/schemas/{of}' \
             }}, {{ properties: {{ note: {{ type: string }} }} }}] }} }}"
        )
    };
    for (one, other) in [("A", "B"), ("B", "A")] {
        let schemas = format!("    A: {}\n    B: {}\n", map(one), map(other));
        let outcome = run(&format!(
            "{HEAD}paths: {{}}\ncomponents:\n  schemas:\n{schemas}"
        ));
        assert!(outcome.generated.is_some());
        let is_reported = |code| outcome.diagnostics.iter().any(|found| found.code == code);
        assert!(is_reported(Code::RawJson), "{schemas}");
    }
}

#[test]
fn a_file_that_references_itself_terminates() {
    let other = r"
type: object
properties:
  whole: { $ref: '#' }
  named: { $ref: other.yaml }
  part: { $ref: '#/properties/part/properties/inner' }
  back: { $ref: 'pets.yaml#/components/schemas/Pet/properties/again' }
";
    let document = format!(
        "{HEAD}paths: {{}}\ncomponents: {{ schemas: {{ Pet: {{ type: object, properties: {{ again: {{ $ref: other.yaml }}, more: {{ $ref: 'other.yaml#/properties/whole' }} }} }} }} }}\n"
    );
    let source = Source::with_files("pets.yaml", document, [("other.yaml", other)]);
    let outcome = generate(&source, &options());
    let codes: Vec<Code> = outcome
        .diagnostics
        .iter()
        .map(|diagnostic| diagnostic.code)
        .collect();
    assert_eq!(
        codes,
        [Code::DanglingReference],
        "{:?}",
        outcome.diagnostics
    );
}

#[test]
fn strings_of_a_megabyte_are_accepted() {
    let long = "long ".repeat(200_000);
    let name = "n".repeat(1_000_000);
    files(&format!(
        r#"{{ "openapi": "3.0.3", "info": {{ "title": "{long}", "version": "1" }}, "paths": {{}}, "components": {{ "schemas": {{
            "A": {{ "type": "object", "description": "{long}", "properties": {{
                "{name}": {{ "type": "string", "default": "{long}" }},
                "kind": {{ "type": "string", "enum": ["{long}", "b"] }} }} }} }} }} }}"#
    ));
}

#[test]
fn very_many_siblings_are_generated_in_time() {
    let many = 10_000;
    let mut properties = format!(
        "{HEAD}paths: {{}}\ncomponents:\n  schemas:\n    A:\n      type: object\n      properties:\n"
    );
    let mut values = format!(
        "{HEAD}paths: {{}}\ncomponents:\n  schemas:\n    A:\n      type: string\n      enum:\n"
    );
    let mut paths = format!("{HEAD}paths:\n");
    for number in 0..many {
        let _ = writeln!(properties, "        p{number}: {{ type: string }}");
        let _ = writeln!(values, "        - v{number}");
        if number < 2_000 {
            let _ = writeln!(
                paths,
                "  /p{number}: {{ get: {{ operationId: o{number}, responses: {{ '204': {{ description: Done. }} }} }} }}"
            );
        }
    }
    for document in [properties, values, paths] {
        files(&document);
    }
}

#[test]
fn a_hundred_thousand_siblings_are_checked_in_time() {
    let mut document = format!("{HEAD}paths: {{}}\ncomponents:\n  schemas:\n");
    for number in 0..100_000 {
        let _ = writeln!(document, "    S{number}: {{ type: strng }}");
    }
    let mut diagnostics = Diagnostics::new();
    let _ = load::read(&Source::new("pets.yaml", document), &mut diagnostics);
    let diagnostics = diagnostics.into_vec();
    assert_eq!(diagnostics.len(), 100_000);
    assert!(
        diagnostics
            .iter()
            .all(|found| found.code == Code::UnknownValue)
    );
}

//! The generator: no document causes a panic, and without a crate there is an error.

use std::fs;
use std::path::Path;
use std::sync::LazyLock;

use msgraph_tests::workspace;
use proptest::prelude::*;
use proptest::sample::{Index, select};
use specwright::diagnostics::Severity;
use specwright::diagnostics::emit::{self, Style};
use specwright::{Options, Source, generate};
use specwright_runtime::Value;

use crate::properties::cases;
use crate::properties::mutation::{Mutation, damage, mutations, words};

/// A document, as a string and as a tree.
struct Document {
    text: String,
    tree: Value,
    words: Vec<String>,
}

impl Document {
    fn read(path: &str) -> Self {
        let text = fs::read_to_string(workspace(path)).unwrap();
        let tree: Value = serde_yaml::from_str(&text).unwrap();
        let mut words = words([&tree]);
        words.extend(
            [
                "object",
                "boolean",
                "items",
                "nullable",
                "oneOf",
                "anyOf",
                "not",
                "query",
                "querystring",
                "additionalOperations",
                "mediaTypes",
                "itemSchema",
                "webhooks",
            ]
            .map(str::to_owned),
        );
        Self { text, tree, words }
    }
}

static FRAGMENT: LazyLock<Document> = LazyLock::new(|| Document::read("spec/communications.yaml"));

static TOOL_LIBRARY: LazyLock<Document> =
    LazyLock::new(|| Document::read("tests/fixtures/documents/tool-library.yaml"));

static KEYWORDS: LazyLock<Document> =
    LazyLock::new(|| Document::read("tests/clients/keywords/keywords.yaml"));
/// A document with what OpenAPI 3.1 and 3.2 added.
static CATALOG: LazyLock<Document> =
    LazyLock::new(|| Document::read("tests/clients/catalog/catalog.yaml"));

/// A document in several files, with references into each other and into places that are no
/// components.
static FILES: LazyLock<[Document; 2]> = LazyLock::new(|| {
    ["in-files/tools.yaml", "in-files/parts.yaml"]
        .map(|path| Document::read(&format!("tests/fixtures/documents/{path}")))
});

/// Generates, and looks at what came out.
fn run(text: String) -> Result<(), TestCaseError> {
    look_at(&Source::new("document.yaml", text))
}

fn look_at(source: &Source) -> Result<(), TestCaseError> {
    let options = Options::new("a-client", "document.yaml");
    let outcome = generate(source, &options);
    let errors = outcome
        .diagnostics
        .iter()
        .filter(|diagnostic| diagnostic.severity() == Severity::Error)
        .count();
    prop_assert_eq!(outcome.generated.is_none(), errors > 0);
    let report = emit::render(&outcome.sources, &outcome.diagnostics, Style::Plain);
    prop_assert_eq!(report.is_empty(), outcome.diagnostics.is_empty());
    let files = outcome.generated.map(|generated| generated.files);
    for (path, text) in files.into_iter().flatten().filter(|(path, _)| {
        Path::new(path)
            .extension()
            .is_some_and(|extension| extension == "rs")
    }) {
        if let Err(error) = syn::parse_file(&text) {
            return Err(TestCaseError::fail(format!("{path}: {error}")));
        }
    }
    Ok(())
}

fn run_damaged(document: &Document, mutations: &[Mutation]) -> Result<(), TestCaseError> {
    let mut tree = document.tree.clone();
    damage(&mut tree, mutations);
    run(tree.to_string())
}

/// Applies one edit to the lines of a document.
#[derive(Clone, Debug)]
enum Edit {
    Remove(Index),
    Repeat { from: Index, to: Index },
    Indent(Index, usize),
    Unindent(Index),
    Insert(Index, String),
    Cut(Index),
}

fn edits() -> impl Strategy<Value = Vec<Edit>> {
    let index = any::<Index>;
    let piece = select(vec![
        ":", "-", "#", "'", "\"", "{", "}", "[", "]", "&a", "*a", "!x", "|", ">", "%", "\t", "\r",
        "\0", "\u{85}", "\u{feff}", "$ref", "null", "~", "1e999", "<<", "📞",
    ]);
    let one = prop_oneof![
        index().prop_map(Edit::Remove),
        (index(), index()).prop_map(|(from, to)| Edit::Repeat { from, to }),
        (index(), 1_usize..5).prop_map(|(at, by)| Edit::Indent(at, by)),
        index().prop_map(Edit::Unindent),
        (index(), piece).prop_map(|(at, piece)| Edit::Insert(at, piece.to_owned())),
        index().prop_map(Edit::Cut),
    ];
    prop::collection::vec(one, 1..4)
}

impl Edit {
    fn apply(&self, lines: &mut Vec<String>) {
        if lines.is_empty() {
            return;
        }
        let count = lines.len();
        match self {
            Self::Remove(at) => drop(lines.remove(at.index(count))),
            Self::Repeat { from, to } => lines.insert(to.index(count), from.get(lines).clone()),
            Self::Indent(at, by) => lines[at.index(count)].insert_str(0, &" ".repeat(*by)),
            Self::Unindent(at) => {
                let line = &mut lines[at.index(count)];
                *line = line.trim_start().to_owned();
            }
            Self::Insert(at, piece) => {
                let line = &mut lines[at.index(count)];
                // Somewhere in the line, at the start of a character.
                let places: Vec<usize> = line.char_indices().map(|(place, _)| place).collect();
                let place = if places.is_empty() {
                    0
                } else {
                    *at.get(&places)
                };
                line.insert_str(place, piece);
            }
            Self::Cut(at) => lines.truncate(at.index(count)),
        }
    }
}

fn run_edited(document: &Document, edits: &[Edit]) -> Result<(), TestCaseError> {
    let mut lines: Vec<String> = document.text.lines().map(str::to_owned).collect();
    for edit in edits {
        edit.apply(&mut lines);
    }
    run(lines.join("\n"))
}

proptest! {
    #![proptest_config(cases(24))]

    #[test]
    fn a_damaged_fragment_causes_no_panic(mutations in mutations(&FRAGMENT.words)) {
        run_damaged(&FRAGMENT, &mutations)?;
    }

    #[test]
    fn a_damaged_document_of_3_2_causes_no_panic(mutations in mutations(&CATALOG.words)) {
        run_damaged(&CATALOG, &mutations)?;
    }

    #[test]
    fn an_edited_document_of_3_2_causes_no_panic(edits in edits()) {
        run_edited(&CATALOG, &edits)?;
    }

    #[test]
    fn an_edited_fragment_causes_no_panic(edits in edits()) {
        run_edited(&FRAGMENT, &edits)?;
    }
}

proptest! {
    #![proptest_config(cases(192))]

    #[test]
    fn another_damaged_document_causes_no_panic(mutations in mutations(&TOOL_LIBRARY.words)) {
        run_damaged(&TOOL_LIBRARY, &mutations)?;
    }

    #[test]
    fn a_damaged_document_of_keywords_causes_no_panic(mutations in mutations(&KEYWORDS.words)) {
        run_damaged(&KEYWORDS, &mutations)?;
    }

    #[test]
    fn another_edited_document_causes_no_panic(edits in edits()) {
        run_edited(&TOOL_LIBRARY, &edits)?;
    }

    #[test]
    fn a_damaged_referenced_file_causes_no_panic(
        own in mutations(&FILES[0].words),
        others in mutations(&FILES[1].words),
    ) {
        let [mut document, mut parts] = [FILES[0].tree.clone(), FILES[1].tree.clone()];
        damage(&mut document, &own);
        damage(&mut parts, &others);
        look_at(&Source::with_files(
            "tools.yaml",
            document.to_string(),
            [("parts.yaml", parts.to_string().as_str())],
        ))?;
    }

    #[test]
    fn no_string_causes_a_panic_of_the_generator(text in any::<String>()) {
        run(text)?;
    }
}

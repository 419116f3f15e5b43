//! README.md shows the files of this package.

use std::fs;
use std::path::Path;

use specwright::{Options, Source, generate};

const DOCUMENT: &str = include_str!("../inventory.yaml");
const OVERLAY: &str = include_str!("../corrections.overlay.yaml");

/// Asserts that the code blocks of a language in README.md are these files, in their order.
#[track_caller]
fn assert_blocks(language: &str, files: &[(&str, &str)]) {
    let readme = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../README.md");
    let readme = fs::read_to_string(readme).unwrap();
    let start = format!("\n```{language}\n");
    let blocks = readme.split(&start).skip(1);
    let blocks: Vec<&str> = blocks
        .map(|rest| rest.split_inclusive("\n```\n").next().unwrap())
        .collect();
    assert_eq!(blocks.len(), files.len(), "blocks of {language}");
    for (block, (path, text)) in blocks.into_iter().zip(files) {
        let block = block.trim_end_matches("```\n");
        assert_eq!(
            block, *text,
            "README.md does not show tests/readme/{path} as it is"
        );
    }
}

/// Returns a program without the comment that describes the file.
fn program(source: &str) -> &str {
    let (_, program) = source.split_once("\n\n").unwrap();
    program
}

#[test]
fn the_programs_of_the_readme_are_built() {
    let reject = program(include_str!("../src/bin/reject.rs"));
    let bot = program(include_str!("../src/bin/bot.rs"));
    let item = program(include_str!("../src/bin/item.rs"));
    assert_blocks(
        "rust",
        &[
            ("src/bin/reject.rs", reject),
            ("src/bin/bot.rs", bot),
            ("src/bin/item.rs", item),
        ],
    );
}

#[test]
fn the_documents_of_the_readme_are_read() {
    assert_blocks(
        "yaml",
        &[
            ("inventory.yaml", DOCUMENT),
            ("corrections.overlay.yaml", OVERLAY),
        ],
    );
}

#[test]
fn the_overlay_of_the_readme_fits_its_document() {
    let mut options = Options::new("inventory", "inventory.yaml");
    options.overlays = vec![Source::new("corrections.overlay.yaml", OVERLAY)];
    let outcome = generate(&Source::new("inventory.yaml", DOCUMENT), &options);
    assert_eq!(outcome.diagnostics, []);
    let files = outcome.generated.unwrap().files;
    assert!(!files["src/models/item.rs"].contains("Ordered"));
}

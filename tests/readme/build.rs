//! Extracts the programs of README.md, and generates the client of its OpenAPI document.
//!
//! A program is written to a file of the name README.md, behind as many empty lines as are in front
//! of it in README.md, so that the compiler reports README.md's lines.

use std::path::{Path, PathBuf};
use std::{env, fs};

use specwright::diagnostics::emit::{self, Style};
use specwright::{Options, Source, generate};

const README: &str = "../../README.md";

/// The programs, in the order of README.md.
const PROGRAMS: [&str; 3] = ["reject", "bot", "item"];

type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;

fn main() -> Result<()> {
    println!("cargo::rerun-if-changed={README}");
    let readme = fs::read_to_string(README)?;
    let out = PathBuf::from(env::var("OUT_DIR")?);

    let programs = blocks(&readme, "rust");
    if programs.len() != PROGRAMS.len() {
        return Err(format!("README.md contains {} programs", programs.len()).into());
    }
    for (name, program) in PROGRAMS.iter().zip(programs) {
        write(&out.join(name).join("README.md"), &program)?;
    }

    let documents = blocks(&readme, "yaml");
    let [document] = documents.as_slice() else {
        return Err(format!("README.md contains {} documents", documents.len()).into());
    };
    let path = out.join("README.md");
    write(&path, document)?;
    generate_client(&path, &out)
}

/// Returns the fenced code blocks of a language, each behind the empty lines that keep its line
/// numbers.
fn blocks(readme: &str, language: &str) -> Vec<String> {
    let mut blocks = Vec::new();
    let mut block: Option<String> = None;
    for (index, line) in readme.lines().enumerate() {
        match &mut block {
            None if line.strip_prefix("```") == Some(language) => {
                block = Some("\n".repeat(index + 1));
            }
            None => {}
            Some(_) if line == "```" => blocks.extend(block.take()),
            Some(block) => {
                block.push_str(line);
                block.push('\n');
            }
        }
    }
    blocks
}

/// Writes the sources of the client of a document to `src` of a folder.
fn generate_client(document: &Path, out: &Path) -> Result<()> {
    let source = Source::read(document, "README.md")?;
    let options = Options::new("inventory", "README.md");
    let outcome = generate(&source, &options);
    let report = emit::render(&outcome.sources, &outcome.diagnostics, Style::Plain);
    if !outcome.diagnostics.is_empty() {
        return Err(report.into());
    }
    let generated = outcome.generated.ok_or("no client was generated")?;
    for (path, text) in &generated.files {
        let text = match path.as_str() {
            "src/lib.rs" => without_inner_attributes(text),
            _ => text,
        };
        write(&out.join(path), text)?;
    }
    Ok(())
}

/// Returns the items of `lib.rs`: an included file cannot have attributes of the crate.
fn without_inner_attributes(library: &str) -> &str {
    let attributes = library.rfind("\n#![").unwrap_or_default();
    let end = library[attributes..].find("\n\n").unwrap_or_default();
    &library[attributes + end..]
}

fn write(path: &Path, text: &str) -> Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    fs::write(path, text)?;
    Ok(())
}

//! Generates the client of `inventory.yaml`, the document of README.md.

use std::path::{Path, PathBuf};
use std::{env, fs};

use specwright::diagnostics::emit::{self, Style};
use specwright::{Options, Source, generate};

const DOCUMENT: &str = "inventory.yaml";

fn main() -> Result<(), Box<dyn std::error::Error>> {
    println!("cargo::rerun-if-changed={DOCUMENT}");
    let source = Source::read(Path::new(DOCUMENT), DOCUMENT)?;
    let outcome = generate(&source, &Options::new("inventory", DOCUMENT));
    if !outcome.diagnostics.is_empty() {
        return Err(emit::render(&outcome.sources, &outcome.diagnostics, Style::Plain).into());
    }
    let generated = outcome.generated.ok_or("no client was generated")?;
    let out = PathBuf::from(env::var("OUT_DIR")?);
    for (path, text) in &generated.files {
        let text = match path.as_str() {
            "src/lib.rs" => without_inner_attributes(text),
            _ => text,
        };
        let path = out.join(path);
        fs::create_dir_all(path.parent().ok_or("a file is in a folder")?)?;
        fs::write(path, text)?;
    }
    Ok(())
}

/// Returns the items of `lib.rs`: an included file cannot have attributes of the crate.
fn without_inner_attributes(library: &str) -> &str {
    let attributes = library.rfind("\n#![").unwrap_or_default();
    let end = library[attributes..].find("\n\n").unwrap_or_default();
    &library[attributes + end..]
}

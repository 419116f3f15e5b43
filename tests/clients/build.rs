//! Generates the client of the document in the package: `NAME.yaml` for `NAME-client`, with the
//! settings in `NAME.toml`, if there are any. It does so in every build, so these clients are never
//! out of date.

use std::path::Path;
use std::{env, fs};

use specwright::config::{Config, WorkspaceRole};
use specwright::diagnostics::emit::{self, Style};
use specwright::{Options, Source, generate};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let package = env::var("CARGO_PKG_NAME")?;
    let name = package.trim_end_matches("-client");
    let document = format!("{name}.yaml");
    println!("cargo::rerun-if-changed={document}");
    let source = Source::read(Path::new(&document), &document)?;
    let mut options = Options::new(&package, &document);
    let settings = format!("{name}.toml");
    if fs::exists(&settings)? {
        println!("cargo::rerun-if-changed={settings}");
        options.config = Config::read(Path::new(&settings))?;
        options.config.package.name = Some(package);
    }
    options.config.package.workspace = WorkspaceRole::Member;
    options.command = "cargo build".to_owned();
    let outcome = generate(&source, &options);
    let report = emit::render(&source, &outcome.diagnostics, Style::Plain);
    let Some(generated) = outcome.generated else {
        return Err(report.into());
    };
    let out = env::var("OUT_DIR")?;
    let _ = fs::remove_dir_all(Path::new(&out).join("src"));
    for (path, text) in &generated.files {
        let path = Path::new(&out).join(path);
        let text = if path.ends_with("src/lib.rs") {
            without_inner_attributes(text)
        } else {
            text
        };
        fs::create_dir_all(path.parent().ok_or("a file is in a folder")?)?;
        fs::write(path, text)?;
    }
    Ok(())
}

/// Returns the source after the attributes of the crate, which an included file cannot have.
fn without_inner_attributes(library: &str) -> &str {
    let attributes = library.rfind("\n#![").unwrap_or_default();
    let end = library[attributes..].find("\n\n").unwrap_or_default();
    &library[attributes + end..]
}

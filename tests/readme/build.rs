//! Takes the examples out of the README.

use std::path::PathBuf;
use std::{env, fs};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let readme = "../../README.md";
    println!("cargo::rerun-if-changed={readme}");
    let text = fs::read_to_string(readme)?;
    let out = PathBuf::from(env::var("OUT_DIR")?);
    for (number, example) in text.split("```rust,no_run\n").enumerate().skip(1) {
        let (code, _) = example.split_once("```\n").ok_or("an example has no end")?;
        fs::write(out.join(format!("{number}.rs")), code)?;
    }
    Ok(())
}

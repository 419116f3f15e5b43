//! Takes the example out of the README.

use std::path::PathBuf;
use std::{env, fs};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let readme = "../../README.md";
    println!("cargo::rerun-if-changed={readme}");
    let text = fs::read_to_string(readme)?;
    let (_, code) = text
        .split_once("```rust,no_run\n")
        .ok_or("the README has no example")?;
    let (code, _) = code.split_once("```\n").ok_or("the example has no end")?;
    fs::write(PathBuf::from(env::var("OUT_DIR")?).join("example.rs"), code)?;
    Ok(())
}

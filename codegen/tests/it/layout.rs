//! `--layout module`: a module tree for an existing crate.

use std::collections::BTreeMap;

use specwright::config::Layout;
use specwright::{Options, Source, generate};

use crate::command::{assert_code, specwright, stdout};

const DOCUMENT: &str = include_str!("render/shop.yaml");

fn files() -> BTreeMap<String, String> {
    let mut options = Options::new("shop", "shop.yaml");
    options.config.layout = Layout::Module;
    let source = Source::new("shop.yaml", DOCUMENT);
    generate(&source, &options).generated.unwrap().files
}

#[test]
fn the_root_of_a_module_matches_the_snapshot() {
    insta::assert_snapshot!(files()["mod.rs"]);
}

#[test]
fn a_module_has_no_manifest_no_features_and_no_absolute_paths() {
    for (path, text) in files() {
        assert!(
            !path.contains("Cargo.toml") && !path.starts_with("src/"),
            "{path}"
        );
        for absent in ["crate::", "cfg(feature", "#![allow", "```no_run"] {
            assert!(!text.contains(absent), "{path} contains {absent}");
        }
        if path == "mod.rs" {
            // An included file has neither.
            assert!(!text.contains("//!") && !text.contains("#!["), "{text}");
        }
    }
}

#[test]
fn a_folder_of_a_module_is_updated_and_checked() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("shop.yaml"), DOCUMENT).unwrap();
    let run = |command| {
        let arguments = [
            command,
            "shop.yaml",
            "--out",
            "src/api",
            "--layout",
            "module",
        ];
        specwright(folder.path(), &arguments)
    };
    assert_code(&run("check"), 1);
    assert_code(&run("generate"), 0);
    assert_code(&run("check"), 0);
    assert!(folder.path().join("src/api/mod.rs").exists());
    assert!(stdout(&run("generate")).contains("0 files written"));
}

//! `specwright.toml`: every setting, its overriding option, and mistakes.

use std::fs;
use std::path::PathBuf;
use std::process::Output;

use tempfile::TempDir;

use super::{assert_code, specwright, stderr, stdout};

const DOCUMENT: &str = "\
openapi: 3.0.4
info: { title: Pets, version: '1' }
paths:
  /pets:
    get:
      operationId: listPets
      responses: { '204': { description: None. } }
components:
  schemas:
    contoso.Pet: { type: object, properties: { name: { type: string } } }
";

/// A folder with a document and settings.
struct Setting(TempDir);

impl Setting {
    fn new(settings: &str) -> Self {
        let setting = Self(tempfile::tempdir().unwrap());
        setting.write("pets.yaml", DOCUMENT);
        setting.write("specwright.toml", settings);
        setting
    }

    fn write(&self, path: &str, text: &str) {
        let path = self.0.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    fn generate(&self, more: &[&str]) -> Output {
        let mut arguments = vec!["generate", "pets.yaml", "--out", "client"];
        arguments.extend(more);
        specwright(self.0.path(), &arguments)
    }

    fn out(&self) -> PathBuf {
        self.0.path().join("client")
    }

    /// Generates the client, and returns its manifest.
    #[track_caller]
    fn manifest(&self, more: &[&str]) -> String {
        assert_code(&self.generate(more), 0);
        fs::read_to_string(self.out().join("Cargo.toml")).unwrap()
    }
}

#[test]
fn the_table_crate_is_the_manifest() {
    let setting = Setting::new(
        r#"
[crate]
name = "pets"
version = "1.2.3"
description = "Pets of all kinds"
license = "MIT"
repository = "https://example.com/pets"
documentation = "https://docs.example.com/pets"
keywords = ["pets", "toys"]
categories = ["api-bindings"]
readme = "PETS.md"
publish = true
"#,
    );
    let manifest = setting.manifest(&[]);
    let table = |text: &str| toml::from_str::<toml::Table>(text).unwrap();
    let expected = table(
        r#"
name = "pets"
version = "1.2.3"
description = "Pets of all kinds"
edition = "2024"
rust-version = "1.89"
license = "MIT"
repository = "https://example.com/pets"
documentation = "https://docs.example.com/pets"
readme = "../PETS.md"
keywords = ["pets", "toys"]
categories = ["api-bindings"]
metadata.docs.rs.all-features = true
"#,
    );
    assert_eq!(table(&manifest)["package"], toml::Value::Table(expected));
}

#[test]
fn crates_are_not_published_by_default() {
    assert!(Setting::new("").manifest(&[]).contains("publish = false\n"));
}

#[test]
fn options_override_settings() {
    let setting = Setting::new("[crate]\nname = \"pets\"\nworkspace = \"member\"\n");
    let manifest = setting.manifest(&["--name", "animals", "--workspace", "own"]);
    assert!(manifest.contains("name = \"animals\"\n"), "{manifest}");
    assert!(manifest.contains("\n[workspace]\n"), "{manifest}");
}

#[test]
fn a_crate_below_a_workspace_is_a_member_of_it() {
    let setting = Setting::new("");
    assert!(setting.manifest(&[]).contains("\n[workspace]\n"));
    setting.write("Cargo.toml", "[workspace]\nmembers = [\"client\"]\n");
    assert!(!setting.manifest(&[]).contains("[workspace]"));
    setting.write("specwright.toml", "[crate]\nworkspace = \"own\"\n");
    assert!(setting.manifest(&[]).contains("\n[workspace]\n"));
    // A package without a workspace above it is none.
    setting.write("Cargo.toml", "[package]\nname = \"app\"\n");
    setting.write("specwright.toml", "[crate]\nworkspace = \"auto\"\n");
    assert!(setting.manifest(&[]).contains("\n[workspace]\n"));
    setting.write("specwright.toml", "[crate]\nworkspace = \"member\"\n");
    assert!(!setting.manifest(&[]).contains("[workspace]"));
}

#[test]
fn the_runtime_is_a_version_a_path_or_a_git_repository() {
    let version = env!("CARGO_PKG_VERSION");
    let runtime = |settings: &str, more: &[&str]| {
        let manifest = Setting::new(settings).manifest(more);
        let line = manifest
            .lines()
            .find(|line| line.starts_with("specwright-runtime = "));
        line.unwrap_or_default().to_owned()
    };
    let expected =
        |source: &str| format!("specwright-runtime = {{ {source}, default-features = false }}");
    assert_eq!(
        runtime("", &[]),
        expected(&format!("version = \"{version}\""))
    );
    assert_eq!(
        runtime("[runtime]\nversion = \"0.9\"\n", &[]),
        expected("version = \"0.9\"")
    );
    assert_eq!(
        runtime("[runtime]\ngit = \"https://example.com/it\"\n", &[]),
        expected("git = \"https://example.com/it\"")
    );
    let path = format!("path = \"../lib/runtime\", version = \"{version}\"");
    assert_eq!(
        runtime("[runtime]\npath = \"lib/runtime\"\n", &[]),
        expected(&path)
    );
    assert_eq!(
        runtime("", &["--runtime-path", "lib/runtime"]),
        expected(&path)
    );
}

#[test]
fn the_runtime_of_the_surrounding_repository_is_used() {
    let setting = Setting::new("");
    setting.write(
        "runtime/Cargo.toml",
        "[package]\nname = \"specwright-runtime\"\n",
    );
    let manifest = setting.manifest(&[]);
    assert!(manifest.contains("path = \"../runtime\""), "{manifest}");
}

#[test]
fn settings_deny_and_allow_diagnostics() {
    let warned = DOCUMENT.replace("{ name: { type: string } }", "{ name: { type: array } }");
    for (settings, options, code) in [
        ("", &[][..], 0),
        ("[report]\ndeny = [\"warnings\"]\n", &[], 1),
        ("[report]\ndeny = [\"OA212\"]\n", &[], 1),
        (
            "[report]\ndeny = [\"warnings\"]\nallow = [\"OA212\"]\n",
            &[],
            0,
        ),
        (
            "[report]\ndeny = [\"OA212\"]\nallow = [\"warnings\"]\n",
            &[],
            1,
        ),
        ("[report]\ndeny = [\"warnings\"]\n", &["--deny", "OA601"], 0),
        (
            "[report]\ndeny = [\"warnings\"]\n",
            &["--allow", "oa212"],
            0,
        ),
    ] {
        let setting = Setting::new(settings);
        setting.write("pets.yaml", &warned);
        let output = setting.generate(options);
        assert_code(&output, code);
        let is_allowed =
            settings.contains("allow = [\"OA212\"]") || options == ["--allow", "oa212"];
        assert_eq!(stderr(&output).contains("OA212"), !is_allowed, "{settings}");
    }
    let setting = Setting::new("[report]\nstrict = true\n");
    setting.write("pets.yaml", &DOCUMENT.replace("operationId", "operationID"));
    assert_code(&setting.generate(&[]), 1);
}

#[test]
fn settings_are_found_beside_the_document_first() {
    let setting = Setting::new("[crate]\nname = \"here\"\n");
    setting.write("api/pets.yaml", DOCUMENT);
    let generate = || {
        let arguments = ["generate", "api/pets.yaml", "--out", "client"];
        assert_code(&specwright(setting.0.path(), &arguments), 0);
        fs::read_to_string(setting.out().join("Cargo.toml")).unwrap()
    };
    assert!(generate().contains("name = \"here\""));
    setting.write(
        "api/specwright.toml",
        "[crate]\nname = \"beside\"\n[runtime]\npath = \"../lib\"\n",
    );
    assert!(generate().contains("name = \"beside\""));
    // Paths are relative to the settings, and written relative to the crate.
    assert!(generate().contains("path = \"../lib\""));
    setting.write("other.toml", "[crate]\nname = \"other\"\n");
    assert!(
        setting
            .manifest(&["--config", "other.toml"])
            .contains("name = \"other\"")
    );
}

#[test]
fn settings_with_mistakes_are_reported_with_their_place() {
    let mut reports = String::new();
    for settings in [
        "[crate]\nnmae = \"pets\"\n",
        "[crate]\nworkspace = \"membre\"\n",
        "[crate]\nname = \"No Spaces\"\n",
        "[crates]\n",
        "[runtime]\nbranch = \"main\"\n",
        "[slice]\ninclude = [\"label:pets\"]\n",
        "[report]\ndeny = [\"OA999\"]\n",
        "layout = \n",
    ] {
        let setting = Setting::new(settings);
        let output = setting.generate(&[]);
        assert_code(&output, 2);
        assert!(!setting.out().exists());
        reports.push_str(&stderr(&output));
    }
    insta::assert_snapshot!(reports);
    let output = Setting::new("laoyut = 1\n").generate(&["--message-format", "json"]);
    assert_code(&output, 2);
    let line: serde_json::Value = serde_json::from_str(&stdout(&output)).unwrap();
    assert_eq!(line["code"], "OA801");
    assert_eq!(line["help"], "did you mean `layout`?");
    assert_eq!(
        (&line["file"], &line["line"]),
        (&"specwright.toml".into(), &1.into())
    );
}

#[test]
fn init_writes_settings_that_change_nothing() {
    let setting = Setting::new("");
    fs::remove_file(setting.0.path().join("specwright.toml")).unwrap();
    assert_code(&setting.generate(&[]), 0);
    let output = specwright(setting.0.path(), &["init", "pets.yaml"]);
    assert_code(&output, 0);
    let check = ["check", "pets.yaml", "--out", "client"];
    assert_code(&specwright(setting.0.path(), &check), 0);
    // A second one does not overwrite it.
    assert_code(&specwright(setting.0.path(), &["init"]), 2);
}

#[test]
fn every_setting_in_the_file_of_init_is_valid() {
    let setting = Setting::new("");
    fs::remove_file(setting.0.path().join("specwright.toml")).unwrap();
    assert_code(&specwright(setting.0.path(), &["init"]), 0);
    let template = fs::read_to_string(setting.0.path().join("specwright.toml")).unwrap();
    // `[runtime]` has one key of three.
    let active: Vec<&str> = template
        .lines()
        .map(|line| line.strip_prefix("# ").unwrap_or(line))
        .filter(|line| line.starts_with('[') || line.contains(" = "))
        .filter(|line| !line.starts_with("path = ") && !line.starts_with("git = "))
        .collect();
    let active = active.join("\n");
    assert!(active.contains("strip-namespaces"), "{active}");
    setting.write("specwright.toml", &active);
    setting.write(
        "corrections.overlay.yaml",
        "overlay: 1.1.0\ninfo: { title: None, version: '1' }\nactions: [{ target: $, update: {} }]\n",
    );
    let output = setting.generate(&["--exclude", "tag:none"]);
    assert!(!stderr(&output).contains("OA801"), "{}", stderr(&output));
}

#[test]
fn namespaces_are_stripped_from_names() {
    let setting = Setting::new("[names]\nstrip-namespaces = [\"contoso\"]\n");
    setting.manifest(&[]);
    assert!(setting.out().join("src/models/pet.rs").exists());
    setting.manifest(&["--strip-namespace", "fabrikam"]);
    assert!(setting.out().join("src/models/contoso_pet.rs").exists());
}

#[test]
fn schemas_are_renamed() {
    let setting = Setting::new(
        "[names]\nstrip-namespaces = [\"contoso\"]\nschemas = { \"contoso.Pet\" = \"Animal\" }\n",
    );
    setting.manifest(&[]);
    let model = fs::read_to_string(setting.out().join("src/models/animal.rs")).unwrap();
    assert!(model.contains("pub struct Animal {"), "{model}");
    setting.write(
        "specwright.toml",
        "[names.schemas]\n\"contoso.pet\" = \"Animal\"\nuser = \"Customer\"\n",
    );
    insta::assert_snapshot!(stderr(&setting.generate(&[])));
}

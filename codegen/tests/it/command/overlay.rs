//! `overlays` of `specwright.toml`, `--overlay` and `--effective-spec`.

use std::fs;
use std::process::Output;

use specwright::project::Project;
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
";

/// A folder with a document, the overlays `one.yaml` and `two.yaml`, and settings that list the
/// first.
struct Folder(TempDir);

impl Folder {
    fn new() -> Self {
        let folder = Self(tempfile::tempdir().unwrap());
        folder.write("api/pets.yaml", DOCUMENT);
        for title in ["one", "two"] {
            let overlay = format!(
                "overlay: 1.1.0\ninfo: {{ title: Title, version: '1' }}\n\
                 actions: [{{ target: $.info, update: {{ title: The title {title} }} }}]\n"
            );
            folder.write(&format!("api/{title}.yaml"), &overlay);
        }
        folder.write("api/specwright.toml", "overlays = [\"one.yaml\"]\n");
        folder
    }

    fn write(&self, path: &str, text: &str) {
        let path = self.0.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    fn read(&self, path: &str) -> String {
        fs::read_to_string(self.0.path().join(path)).unwrap()
    }

    fn exists(&self, path: &str) -> bool {
        self.0.path().join(path).exists()
    }

    fn run(&self, command: &str, more: &[&str]) -> Output {
        let mut arguments = vec![command, "api/pets.yaml", "--out", "client"];
        arguments.extend(more);
        specwright(self.0.path(), &arguments)
    }

    /// Generates the client, and returns the title in its documentation.
    #[track_caller]
    fn title(&self, more: &[&str]) -> String {
        assert_code(&self.run("generate", more), 0);
        let root = self.read("client/src/lib.rs");
        let title = root.lines().find(|line| line.contains("itle "));
        title.unwrap().to_owned()
    }
}

#[test]
fn overlays_of_the_settings_are_relative_to_them() {
    assert!(Folder::new().title(&[]).contains("The title one"));
}

#[test]
fn overlays_of_options_replace_those_of_the_settings() {
    let folder = Folder::new();
    let both = ["--overlay", "api/one.yaml", "--overlay", "api/two.yaml"];
    assert!(folder.title(&both).contains("The title two"));
    assert!(
        folder
            .title(&["--overlay", "api/two.yaml"])
            .contains("The title two")
    );
    assert_code(&folder.run("check", &["--overlay", "api/two.yaml"]), 0);
    assert_code(&folder.run("check", &[]), 1);
}

#[test]
fn an_overlay_in_the_settings_that_is_missing_is_shown_there() {
    let folder = Folder::new();
    folder.write(
        "api/specwright.toml",
        "layout = \"module\"\noverlays = [\n  \"one.yaml\",\n  \"three.yaml\",\n]\n",
    );
    let output = folder.run("generate", &[]);
    assert_code(&output, 2);
    let report = stderr(&output);
    assert!(
        report.starts_with("error[OA801]: cannot read api/three.yaml: "),
        "{report}"
    );
    assert!(report.contains("--> api/specwright.toml:4:3\n"), "{report}");
}

#[test]
fn an_overlay_of_an_option_that_cannot_be_read_is_an_error() {
    let folder = Folder::new();
    folder.write("api/latin.yaml", "");
    fs::write(folder.0.path().join("api/latin.yaml"), b"overlay: \xff").unwrap();
    for (path, message) in [
        ("api/three.yaml", "error: cannot read api/three.yaml: "),
        (
            "api/latin.yaml",
            "error: api/latin.yaml is not UTF-8 (invalid byte at offset 9)",
        ),
    ] {
        let output = folder.run("generate", &["--overlay", path]);
        assert_code(&output, 2);
        assert!(stderr(&output).starts_with(message), "{}", stderr(&output));
        assert!(!folder.exists("client"));
    }
}

#[test]
fn the_effective_document_has_the_format_of_its_extension() {
    let folder = Folder::new();
    for (path, start) in [
        ("all.json", "{\n  \"openapi\": \"3.0.4\""),
        ("all.yml", "openapi: 3.0.4\n"),
    ] {
        assert_code(&folder.run("generate", &["--effective-spec", path]), 0);
        assert!(
            folder.read(path).starts_with(start),
            "{}",
            folder.read(path)
        );
        assert!(folder.read(path).contains("The title one"));
        fs::remove_file(folder.0.path().join(path)).unwrap();
        assert_code(&folder.run("check", &["--effective-spec", path]), 0);
        assert!(folder.read(path).starts_with(start));
    }
}

#[test]
fn the_effective_document_is_written_before_it_is_sliced() {
    let folder = Folder::new();
    let sliced = ["--effective-spec", "all.yaml", "--exclude", "/pets"];
    assert_code(&folder.run("generate", &sliced), 0);
    assert!(folder.read("all.yaml").contains("listPets"));
}

#[test]
fn an_effective_document_with_mistakes_is_written() {
    let folder = Folder::new();
    folder.write("api/pets.yaml", &DOCUMENT.replace("3.0.4", "2.0.0"));
    assert_code(
        &folder.run("generate", &["--effective-spec", "all.yaml"]),
        1,
    );
    assert!(folder.read("all.yaml").starts_with("openapi: 2.0.0\n"));
}

#[test]
fn an_effective_document_never_overwrites_an_input() {
    let folder = Folder::new();
    folder.write("api/pet.yaml", "type: object\n");
    let document =
        format!("{DOCUMENT}components: {{ schemas: {{ Pet: {{ $ref: pet.yaml }} }} }}\n");
    folder.write("api/pets.yaml", &document);
    for path in ["api/pets.yaml", "api/../api/one.yaml", "api/pet.yaml"] {
        let before = folder.read(path);
        let output = folder.run("generate", &["--effective-spec", path]);
        assert_code(&output, 2);
        assert!(
            stderr(&output).contains("is an input"),
            "{}",
            stderr(&output)
        );
        assert_eq!(folder.read(path), before);
    }
}

#[test]
fn a_project_of_a_build_script_has_overlays() {
    let folder = Folder::new();
    let path = |path: &str| folder.0.path().join(path);
    let mut project = Project::new(path("api/pets.yaml"), path("client"));
    project.config.overlays = vec![path("api/one.yaml"), path("api/two.yaml")];
    project.effective_spec = Some(path("all.json"));
    let written = project.write().unwrap();
    let directives = written.cargo_directives();
    for file in ["pets.yaml", "one.yaml", "two.yaml"] {
        let directive = format!("api/{file}\n");
        assert!(directives.contains(&directive), "{directives}");
    }
    assert!(folder.read("client/src/lib.rs").contains("The title two"));
    assert!(folder.read("all.json").contains("The title two"));
}

#[test]
fn an_effective_document_that_cannot_be_written_is_an_error() {
    let folder = Folder::new();
    let output = folder.run("generate", &["--effective-spec", "missing/all.yaml"]);
    assert_code(&output, 1);
    assert!(stderr(&output).starts_with("error: cannot write missing/all.yaml: "));
    assert_eq!(stdout(&output), "");
}

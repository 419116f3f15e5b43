//! The committed client, and generated crates of other documents.

use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use msgraph_tests::workspace;
use specwright::HEADING;
use walkdir::WalkDir;

/// Cargo, without the network.
fn cargo(folder: &Path, arguments: impl IntoIterator<Item = impl AsRef<OsStr>>) -> Output {
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).parent().unwrap();
    Command::new(env!("CARGO"))
        .args(arguments)
        .current_dir(folder)
        .env("CARGO_TARGET_DIR", target)
        .env("CARGO_NET_OFFLINE", "true")
        .output()
        .unwrap()
}

#[track_caller]
fn assert_success(output: &Output) {
    assert!(
        output.status.success(),
        "{}\n{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );
}

/// Every file below a folder, without what Cargo leaves there.
fn files(folder: &Path) -> Vec<PathBuf> {
    WalkDir::new(folder)
        .into_iter()
        .filter_entry(|entry| entry.file_name() != "target")
        .map(|entry| entry.unwrap().into_path())
        .filter(|path| path.is_file())
        .collect()
}

#[test]
fn the_committed_client_is_up_to_date() {
    let check = cargo(&workspace(""), ["xtask", "codegen", "--check"]);
    assert_success(&check);
}

/// `--check` leaves alone what the generator did not make, so a file of somebody's own would go
/// unnoticed there.
#[test]
fn every_file_of_the_client_is_generated() {
    for path in files(&workspace("generated")) {
        // The licences of the repository, which a published package needs.
        if path.is_symlink() {
            continue;
        }
        let text = fs::read_to_string(&path).unwrap();
        let heading = text.lines().next().unwrap_or_default();
        let is_made = heading.contains(&format!("{HEADING}cargo xtask codegen`"));
        assert!(is_made, "{}: {heading}", path.display());
    }
}

#[test]
fn the_files_of_the_client_match_the_snapshot() {
    let root = workspace("generated");
    let names: BTreeSet<String> = files(&root)
        .iter()
        .map(|path| {
            path.strip_prefix(&root)
                .unwrap()
                .to_string_lossy()
                .replace('\\', "/")
        })
        .collect();
    let list: Vec<String> = names.into_iter().collect();
    insta::with_settings!({
        snapshot_path => "../../snapshots",
        prepend_module_to_snapshot => false,
        omit_expression => true,
        description => "Every file of generated/. What is in them is committed there.",
    }, {
        insta::assert_snapshot!("files", list.join("\n"));
    });
}

/// Makes the crate of a fixture, and runs its tests, with one more of `tests` where there is one.
fn make_and_test(name: &str, more: Option<&str>) -> Output {
    let out = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let document = format!("tests/fixtures/documents/{name}.yaml");
    let command = [
        "run",
        "--package",
        "specwright",
        "--",
        "generate",
        &document,
        "--name",
        name,
        "--workspace",
        "own",
        "--out",
    ];
    let command = command.map(OsStr::new).into_iter();
    let generated = cargo(&workspace(""), command.chain([out.as_os_str()]));
    assert_success(&generated);

    // The versions that are there already.
    fs::copy(workspace("Cargo.lock"), out.join("Cargo.lock")).unwrap();
    if let Some(more) = more {
        let manifest = out.join("Cargo.toml");
        let written = fs::read_to_string(&manifest).unwrap();
        let written = written.replace(
            "[dev-dependencies]\n",
            "[dev-dependencies]\nserde_json = \"1\"\n",
        );
        fs::write(&manifest, written).unwrap();
        let source = workspace(&format!("tests/fixtures/documents/{more}"));
        fs::copy(source, out.join("tests").join(more)).unwrap();
    }
    let test = cargo(&out, ["test", "--no-default-features"]);
    assert_success(&test);
    let warnings = String::from_utf8_lossy(&test.stderr);
    assert!(!warnings.contains("warning"), "{warnings}");
    test
}

#[test]
fn a_client_of_another_document_builds_and_passes_its_tests() {
    let test = make_and_test("tool-library", None);
    // Its examples, and those of its documentation.
    let results = String::from_utf8_lossy(&test.stdout);
    for name in [
        "test tools_post_request_body_most ... ok",
        "ToolsRequestBuilder<'a>::post (line",
    ] {
        assert!(results.contains(name), "{results}");
    }
}

#[test]
fn a_generated_member_of_a_foreign_workspace_builds() {
    let folder = workspace("examples/petstore-workspace");
    let document = folder.join("petstore.yaml");
    let check = ["run", "--package", "specwright", "--", "check"].map(OsStr::new);
    let arguments = [document.as_os_str(), OsStr::new("--out")];
    let out = folder.join("petstore");
    let command = check.into_iter().chain(arguments).chain([out.as_os_str()]);
    assert_success(&cargo(&workspace(""), command));

    // The versions that are there already.
    fs::copy(workspace("Cargo.lock"), folder.join("Cargo.lock")).unwrap();
    let test = cargo(&folder, ["test", "--package", "app"]);
    assert_success(&test);
    let results = String::from_utf8_lossy(&test.stdout);
    assert!(
        results.contains("the_name_of_a_pet_is_returned ... ok"),
        "{results}"
    );
    let warnings = String::from_utf8_lossy(&test.stderr);
    assert!(!warnings.contains("warning"), "{warnings}");
}

#[test]
fn shapes_of_sent_and_received_types_round_trip() {
    let test = make_and_test("shapes", Some("shapes.rs"));
    let results = String::from_utf8_lossy(&test.stdout);
    let name = "test sent_types_have_no_read_only_properties ... ok";
    assert!(results.contains(name), "{results}");
}

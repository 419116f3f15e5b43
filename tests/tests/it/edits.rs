//! What edits of the API fragment mean for its users: each file of `tests/fixtures/edits`.

use std::fmt::Write as _;
use std::fs;
use std::path::PathBuf;

use msgraph_tests::workspace;
use specwright::compare::compare;
use specwright::compare::emit::{Files, markdown};
use specwright::config::Config;
use specwright::project::Project;
use specwright::{Generated, Source};

/// Generates the client of a version of the fragment.
fn generated(text: String) -> (Generated, Vec<Source>) {
    let mut project = Project::from_source(Source::new("fragment.yaml", text), "client");
    project.config = Config::read(&workspace("spec/specwright.toml")).unwrap();
    let outcome = project.generate().unwrap();
    let rejected = project.config.report.rejects(&outcome.diagnostics);
    assert!(!rejected, "{:?}", outcome.diagnostics);
    (outcome.generated.unwrap(), outcome.sources)
}

/// Applies the hunks of an edit.
fn apply(edit: &str, document: &str) -> String {
    let (_about, hunks) = edit.split_once('\n').unwrap();
    hunks.split("\n\n").fold(document.to_owned(), |text, hunk| {
        let side = |sign: char| -> String {
            let lines = hunk.lines();
            let lines = lines.filter_map(|line| line.strip_prefix([' ', sign]));
            lines.flat_map(|line| [line, "\n"]).collect()
        };
        let (old, new) = (side('-'), side('+'));
        assert_eq!(text.matches(&old).count(), 1, "{hunk}");
        text.replace(&old, &new)
    })
}

#[test]
fn edits_of_the_fragment_are_judged_as_in_the_snapshot() {
    // A copy, so that an edit of the fragment changes no verdict here.
    let fragment = workspace("tests/fixtures/edits/fragment.yaml");
    let document = fs::read_to_string(fragment).unwrap();
    let (old, old_sources) = generated(document.clone());
    let entries = fs::read_dir(workspace("tests/fixtures/edits")).unwrap();
    let paths = entries.map(|entry| entry.unwrap().path());
    let mut paths: Vec<PathBuf> = paths
        .filter(|path| path.extension().unwrap() == "diff")
        .collect();
    paths.sort_unstable();
    assert_eq!(paths.len(), 15);

    let mut text = String::new();
    for path in paths {
        let edit = fs::read_to_string(&path).unwrap();
        let (new, new_sources) = generated(apply(&edit, &document));
        let files = Files {
            old: &old_sources,
            new: &new_sources,
        };
        let comparison = compare(&old.listing, &new.listing);
        let about = edit.lines().next().unwrap().trim_start_matches("# ");
        let name = path.file_stem().unwrap().to_string_lossy();
        let report = markdown(&comparison, files, "0.2.0");
        writeln!(text, "# {name}\n\n{about}\n\n{report}").unwrap();
    }
    insta::with_settings!({
        snapshot_path => "../../snapshots",
        prepend_module_to_snapshot => false,
        omit_expression => true,
        description => "What each edit of the fragment means for its users.",
    }, {
        insta::assert_snapshot!("edits", text);
    });
}

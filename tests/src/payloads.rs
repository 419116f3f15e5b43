//! The payloads in `fixtures/payloads`, and their descriptions in its README.

use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;

use specwright_runtime::testing::Difference;

use crate::workspace;

/// The folder of the payloads.
#[must_use]
pub fn folder() -> PathBuf {
    workspace("tests/fixtures/payloads")
}

/// Returns the JSON of a payload.
///
/// # Panics
///
/// When there is no such file.
#[must_use]
pub fn text(file: &str) -> Vec<u8> {
    fs::read(folder().join(file)).unwrap_or_else(|error| panic!("{file}: {error}"))
}

/// The names of the payloads in a folder below `fixtures/payloads`, sorted.
///
/// # Panics
///
/// When the folder cannot be read.
#[must_use]
pub fn files(below: &str) -> BTreeSet<String> {
    let entries = fs::read_dir(folder().join(below)).expect("the folder can be read");
    let paths = entries.map(|entry| entry.expect("the folder can be read").path());
    paths
        .filter(|path| {
            path.extension()
                .is_some_and(|extension| extension == "json")
        })
        .filter_map(|path| Some(path.file_name()?.to_string_lossy().into_owned()))
        .collect()
}

/// A line of one of the two tables in the README.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Described {
    /// The name of the file.
    pub file: String,
    /// The cells behind it.
    pub cells: Vec<String>,
}

/// The table of the README below a heading, or above the second heading.
///
/// # Panics
///
/// When the README cannot be read.
#[must_use]
pub fn described(heading: Option<&str>) -> Vec<Described> {
    let readme = String::from_utf8(text("README.md")).expect("the README is UTF-8");
    let mut sections = readme.split("\n## ");
    let section = match heading {
        None => sections.next(),
        Some(heading) => sections.find(|section| section.starts_with(heading)),
    };
    let lines = section.expect("the README has the section").lines();
    lines
        .filter_map(|line| {
            let mut cells = line.strip_prefix("| `")?.split('|').map(str::trim);
            let file = cells.next()?.trim_end_matches('`').to_owned();
            let cells = cells.map(str::to_owned).collect();
            Some(Described { file, cells })
        })
        .collect()
}

/// Returns the name of a difference in the README.
#[must_use]
pub fn difference_name(difference: Difference) -> &'static str {
    match difference {
        Difference::Null => "null",
        Difference::Case => "case of enum values",
        Difference::Quoted => "number as string",
        _ => "another difference",
    }
}

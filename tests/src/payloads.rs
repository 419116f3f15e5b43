//! The payloads in `fixtures/payloads`, with what their README says of them, and how two payloads differ.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::path::PathBuf;

use serde_json::Value;

use crate::workspace;

/// The folder of the payloads.
#[must_use]
pub fn folder() -> PathBuf {
    workspace("tests/fixtures/payloads")
}

/// The text of a payload.
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

/// The table of the README that stands below a heading, or above all headings but the first.
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

/// A way in which a payload may differ from what came, after it was read and written again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Difference {
    /// A member that was null is gone.
    Null,
    /// A text has other case: the value of an enum.
    Case,
    /// A number or a boolean came as a string.
    Quoted,
}

impl Difference {
    /// As the README calls it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Case => "case of enum values",
            Self::Quoted => "number as string",
        }
    }
}

/// In which of the permitted ways a payload differs from what came.
///
/// # Errors
///
/// The place of the first difference that is none of the permitted ones.
pub fn differences(came: &Value, written: &Value) -> Result<BTreeSet<Difference>, String> {
    let mut found = BTreeSet::new();
    compare(came, written, &mut String::new(), &mut found)?;
    Ok(found)
}

fn compare(
    came: &Value,
    written: &Value,
    path: &mut String,
    found: &mut BTreeSet<Difference>,
) -> Result<(), String> {
    let length = path.len();
    match (came, written) {
        (Value::Object(came), Value::Object(written)) => {
            if let Some(name) = written.keys().find(|name| !came.contains_key(*name)) {
                return Err(format!("{path}.{name} did not come"));
            }
            for (name, came) in came {
                let _ = write!(path, ".{name}");
                match written.get(name) {
                    Some(written) => compare(came, written, path, found)?,
                    None if came.is_null() => {
                        found.insert(Difference::Null);
                    }
                    None => return Err(format!("{path} is lost")),
                }
                path.truncate(length);
            }
        }
        (Value::Array(came), Value::Array(written)) if came.len() == written.len() => {
            for (index, (came, written)) in came.iter().zip(written).enumerate() {
                let _ = write!(path, "[{index}]");
                compare(came, written, path, found)?;
                path.truncate(length);
            }
        }
        (came, written) if is_same(came, written) => {}
        (Value::String(came), Value::String(written)) if came.eq_ignore_ascii_case(written) => {
            found.insert(Difference::Case);
        }
        (Value::String(text), _) if unquoted(text).is_some_and(|came| is_same(&came, written)) => {
            found.insert(Difference::Quoted);
        }
        _ => {
            return Err(format!(
                "{path} came as {came}, and was written as {written}"
            ));
        }
    }
    Ok(())
}

/// Whether two scalars are the same. A number may be written in another way: `2e2` is `200`.
fn is_same(came: &Value, written: &Value) -> bool {
    match (came, written) {
        (Value::Number(came), Value::Number(written)) if came.is_f64() != written.is_f64() => {
            came.as_f64() == written.as_f64()
        }
        (came, written) => came == written,
    }
}

/// The number or the boolean in a text.
fn unquoted(text: &str) -> Option<Value> {
    match text.to_ascii_lowercase().as_str() {
        "true" => Some(Value::Bool(true)),
        "false" => Some(Value::Bool(false)),
        _ => text.parse().ok().map(Value::Number),
    }
}

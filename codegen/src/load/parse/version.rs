//! The version of OpenAPI that a document follows.

use serde_yaml::{Mapping, Value};

use crate::diagnostics::code::Code;
use crate::diagnostics::{Diagnostic, Diagnostics};
use crate::source::PathCursor;

/// A version of OpenAPI that is supported.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in super::super) enum Version {
    /// 3.0, whatever its patch.
    V3_0,
    /// 3.1, whatever its patch.
    V3_1,
    /// 3.2, whatever its patch.
    V3_2,
}

/// Returns the version of a document. `None` for one that is not supported, which is reported.
pub(in super::super) fn check_version(
    root: &Value,
    diagnostics: &mut Diagnostics,
) -> Option<Version> {
    let empty = Mapping::new();
    let (members, is_object) = match root {
        Value::Mapping(members) => (members, true),
        _ => (&empty, false),
    };
    let is_empty = root.is_null();
    let root = PathCursor::ROOT;
    let cursor = root.key("openapi");
    let (place, message, help) = match (members.get("openapi"), members.get("swagger")) {
        (Some(Value::String(version)), _) if has_minor(version, "3.0") => {
            return Some(Version::V3_0);
        }
        (Some(Value::String(version)), _) if has_minor(version, "3.1") => {
            return Some(Version::V3_1);
        }
        (Some(Value::String(version)), _) if has_minor(version, "3.2") => {
            return Some(Version::V3_2);
        }
        (Some(Value::String(version)), _) if version == "3.0" => {
            let diagnostic = Diagnostic::new(
                Code::UnknownValue,
                cursor.on_value(),
                "`openapi` cannot be `3.0`",
            );
            diagnostics.push(read_as_3_0(diagnostic));
            return Some(Version::V3_0);
        }
        // YAML has read a number.
        (Some(Value::Number(version)), _) if version.as_f64() == Some(3.0) => {
            let diagnostic = Diagnostic::new(
                Code::WrongType,
                cursor.on_value(),
                format!("`openapi` must be a string, not the number `{version}`"),
            );
            diagnostics.push(read_as_3_0(diagnostic));
            return Some(Version::V3_0);
        }
        (Some(Value::String(version)), _) => (
            cursor.on_value(),
            format!("OpenAPI {version} is not supported"),
            help(version),
        ),
        (Some(Value::Number(version)), _) => (
            cursor.on_value(),
            format!("`openapi` must be a string, not the number `{version}`"),
            help(&version.to_string()),
        ),
        (Some(_), _) => (
            cursor.on_value(),
            "`openapi` must be a string".to_owned(),
            "use `openapi: 3.0.3`",
        ),
        (None, Some(_)) => (
            root.key("swagger").on_key(),
            "Swagger 2.0 is not supported".to_owned(),
            help("2.0"),
        ),
        (None, None) if is_object => (
            root.on_value(),
            "not an OpenAPI document: missing required field `openapi`".to_owned(),
            "add `openapi: 3.0.3`",
        ),
        (None, None) => (
            root.on_value(),
            format!(
                "not an OpenAPI document: {}",
                if is_empty {
                    "the file is empty"
                } else {
                    "the root is not an object"
                }
            ),
            "add `openapi: 3.0.3`",
        ),
    };
    diagnostics.push(Diagnostic::new(Code::Version, place, message).help(help));
    None
}

/// Completes the report of a version without its patch.
fn read_as_3_0(diagnostic: Diagnostic) -> Diagnostic {
    diagnostic
        .help("use `openapi: 3.0.3`")
        .consequence("the client is generated as from OpenAPI 3.0")
}

/// Returns whether a version has a minor version and any patch.
fn has_minor(version: &str, minor: &str) -> bool {
    let patch = version
        .strip_prefix(minor)
        .and_then(|rest| rest.strip_prefix('.'));
    patch.is_some_and(|patch| patch.starts_with(|first: char| first.is_ascii_digit()))
}

fn help(version: &str) -> &'static str {
    match version {
        _ if version.starts_with("3.") => {
            "downgrade the document to OpenAPI 3.0: replace arrays of types with one `type` and \
             `nullable`, and `const` with an `enum` of one value; then use `openapi: 3.0.3`"
        }
        _ if version.starts_with('2') || version.starts_with('1') => {
            "convert the document to OpenAPI 3.0, for example with `swagger2openapi`"
        }
        _ => "use OpenAPI 3.0: `openapi: 3.0.3`",
    }
}

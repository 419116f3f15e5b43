//! The version of OpenAPI that a document follows.

use serde_yaml::Value;

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
    let cursor = PathCursor::ROOT.key("openapi");
    let written = root.get("openapi");
    let version = match written {
        Some(Value::String(version)) => Some(version.clone()),
        // YAML reads `3.1` as a number.
        Some(Value::Number(version)) => Some(version.to_string()),
        _ => None,
    };
    let Some((minor, patch)) = version.as_deref().and_then(minor_and_patch) else {
        diagnostics.push(unsupported(root, version.as_deref()));
        return None;
    };
    let is_patch = |patch: &str| patch.starts_with(|first: char| first.is_ascii_digit());
    if !patch.is_some_and(is_patch) {
        let (code, message) = match written {
            Some(Value::Number(version)) => (
                Code::WrongType,
                format!("`openapi` must be a string, not the number `{version}`"),
            ),
            _ => (
                Code::UnknownValue,
                format!("`openapi` cannot be `{}`", version.unwrap_or_default()),
            ),
        };
        diagnostics.push(
            Diagnostic::new(code, cursor.on_value(), message)
                .help(format!("add the patch version: `openapi: 3.{minor}.0`"))
                .consequence(format!("the client is generated as from OpenAPI 3.{minor}")),
        );
    }
    Some(match minor {
        0 => Version::V3_0,
        1 => Version::V3_1,
        2 => Version::V3_2,
        _ => {
            let message = format!("OpenAPI 3.{minor} is read as OpenAPI 3.2");
            diagnostics.push(
                Diagnostic::new(Code::LaterVersion, cursor.on_value(), message)
                    .help("check what the later version added, and whether the client needs it"),
            );
            Version::V3_2
        }
    })
}

/// Splits a version 3 into its minor version and its patch.
fn minor_and_patch(version: &str) -> Option<(u32, Option<&str>)> {
    let rest = version.strip_prefix("3.")?;
    let (minor, patch) = match rest.split_once('.') {
        Some((minor, patch)) => (minor, Some(patch)),
        None => (rest, None),
    };
    Some((minor.parse().ok()?, patch))
}

/// Reports a document of another version, or what is not a document of OpenAPI at all.
fn unsupported(root: &Value, version: Option<&str>) -> Diagnostic {
    const CONVERT: &str = "convert the document to OpenAPI 3, for example with `swagger2openapi`";
    const ADD: &str = "add `openapi: 3.1.1`";
    let cursor = PathCursor::ROOT;
    let field = cursor.key("openapi");
    let (place, message, help) = match (version, root.get("openapi"), root.get("swagger")) {
        (Some(version), ..) => (
            field.on_value(),
            format!("OpenAPI {version} is not supported"),
            if version.starts_with(['1', '2']) {
                CONVERT
            } else {
                "use a version from 3.0 to 3.2: `openapi: 3.1.1`"
            },
        ),
        (None, Some(_), _) => (
            field.on_value(),
            "`openapi` must be a string".to_owned(),
            "use `openapi: 3.1.1`",
        ),
        (None, None, Some(_)) => (
            cursor.key("swagger").on_key(),
            "Swagger 2.0 is not supported".to_owned(),
            CONVERT,
        ),
        (None, None, None) => {
            let reason = match root {
                Value::Null => "the file is empty",
                Value::Mapping(_) => "missing required field `openapi`",
                _ => "the root is not an object",
            };
            (
                cursor.on_value(),
                format!("not an OpenAPI document: {reason}"),
                ADD,
            )
        }
    };
    Diagnostic::new(Code::Version, place, message).help(help)
}

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
        (Some(Value::String(version)), _) if is_3_0(version) => {
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
            if version.to_string() == "3.0" {
                "write `openapi: 3.0.3`"
            } else {
                help(&version.to_string())
            },
        ),
        (Some(_), _) => (
            cursor.on_value(),
            "`openapi` must be a string".to_owned(),
            "write `openapi: 3.0.3`",
        ),
        (None, Some(_)) => (
            root.key("swagger").on_key(),
            "Swagger 2.0 is not supported".to_owned(),
            help("2.0"),
        ),
        (None, None) if is_object => (
            root.on_value(),
            "this is no OpenAPI document: it has no `openapi`".to_owned(),
            "begin it with `openapi: 3.0.3`",
        ),
        (None, None) => (
            root.on_value(),
            format!(
                "this is no OpenAPI document: it is {}",
                if is_empty { "empty" } else { "no object" }
            ),
            "begin it with `openapi: 3.0.3`",
        ),
    };
    diagnostics.push(Diagnostic::new(Code::Version, place, message).help(help));
    None
}

fn is_3_0(version: &str) -> bool {
    version
        .strip_prefix("3.0.")
        .is_some_and(|patch| patch.starts_with(|first: char| first.is_ascii_digit()))
}

fn help(version: &str) -> &'static str {
    match version {
        "3.0" => "write `openapi: 3.0.3`",
        _ if version.starts_with("3.") => {
            "write the document in OpenAPI 3.0: one `type` and `nullable` instead of a list of types, \
             an `enum` with one value instead of `const`; then `openapi: 3.0.3`"
        }
        _ if version.starts_with('2') || version.starts_with('1') => {
            "convert the document to OpenAPI 3.0; `swagger2openapi` does it"
        }
        _ => "documents of OpenAPI 3.0 are supported: `openapi: 3.0.3`",
    }
}

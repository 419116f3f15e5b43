//! `x-error-codes` of operations, and `x-error-code` of the schemas that contain them.

use serde_json::Value;

use super::strings;
use crate::document::Document;
use crate::ir::{ErrorCode, ErrorCodePath, PathNode};
use crate::source::PathCursor;

/// Lowers `x-error-codes`.
pub(in crate::lower::operations) fn lower_error_codes(value: &Value) -> Vec<ErrorCode> {
    let codes = value.as_object().into_iter().flatten();
    codes
        .map(|(code, declared)| {
            let string = |name: &str| declared.get(name).and_then(Value::as_str);
            ErrorCode {
                code: code.clone(),
                name: string("name").unwrap_or(code).to_owned(),
                description: string("description").map(str::to_owned),
            }
        })
        .collect()
}

/// Returns the error codes of all operations. A code that several operations have under the same
/// name is listed once.
pub(in crate::lower) fn all_error_codes(root: &PathNode) -> Vec<ErrorCode> {
    let mut codes: Vec<ErrorCode> = Vec::new();
    collect(root, &mut codes);
    codes
}

fn collect(node: &PathNode, codes: &mut Vec<ErrorCode>) {
    for code in node
        .operations
        .iter()
        .flat_map(|operation| &operation.error_codes)
    {
        let known = codes
            .iter_mut()
            .find(|known| known.code == code.code && known.name == code.name);
        match known {
            Some(known) if known.description.is_none() => {
                known.description.clone_from(&code.description);
            }
            Some(_) => {}
            None => codes.push(code.clone()),
        }
    }
    for child in &node.children {
        collect(child, codes);
    }
}

/// Reads `x-error-code` of all named schemas.
pub(in crate::lower) fn error_code_paths(document: &Document) -> Vec<ErrorCodePath> {
    let components = PathCursor::ROOT.key("components");
    let schemas = components.key("schemas");
    document
        .components
        .schemas
        .iter()
        .filter(|(_, schema)| {
            schema.reference.is_none() && schema.extensions.contains_key("x-error-code")
        })
        .map(|(name, schema)| ErrorCodePath {
            schema: name.clone(),
            properties: strings(&schema.extensions, "x-error-code"),
            pointer: schemas.key(name).key("x-error-code").to_pointer(),
        })
        .collect()
}

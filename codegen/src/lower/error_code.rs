//! Error codes: `x-error-codes` of operations, and `x-error-code` of the schemas in which they arrive.

use openapiv3::{OpenAPI, ReferenceOr};
use serde_json::Value;

use super::at_schema;
use crate::ir::visit::for_each_operation;
use crate::ir::{ErrorCode, ErrorCodePath, PathNode};

/// Reads `x-error-codes`.
pub(super) fn declared(value: &Value) -> Vec<ErrorCode> {
    let codes = value.as_object().into_iter().flatten();
    codes
        .map(|(code, about)| ErrorCode {
            code: code.clone(),
            name: about
                .get("name")
                .and_then(Value::as_str)
                .unwrap_or(code)
                .to_owned(),
            description: about
                .get("description")
                .and_then(Value::as_str)
                .map(str::to_owned),
        })
        .collect()
}

/// The codes of all operations. A name that several operations give to the same code is one.
pub(super) fn all(root: &PathNode) -> Vec<ErrorCode> {
    let mut codes: Vec<ErrorCode> = Vec::new();
    for_each_operation(root, |operation| {
        for code in &operation.error_codes {
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
    });
    codes
}

/// Reads `x-error-code` of all named schemas.
pub(super) fn declared_paths(openapi: &OpenAPI) -> Vec<ErrorCodePath> {
    let mut paths = Vec::new();
    let schemas = openapi
        .components
        .iter()
        .flat_map(|components| &components.schemas);
    for (name, schema) in schemas {
        let ReferenceOr::Item(schema) = schema else {
            continue;
        };
        let Some(words) = schema.schema_data.extensions.get("x-error-code") else {
            continue;
        };
        let properties = words.as_array().into_iter().flatten();
        let properties = properties.filter_map(Value::as_str).map(str::to_owned);
        paths.push(ErrorCodePath {
            schema: name.clone(),
            properties: properties.collect(),
            pointer: at_schema(name, |cursor| cursor.key("x-error-code").to_pointer()),
        });
    }
    paths
}

//! Error codes: `x-error-codes` of operations, and `x-error-code` of the schemas in which they arrive.

use std::collections::BTreeMap;

use openapiv3::{OpenAPI, ReferenceOr};
use serde_json::Value;

use super::at_schema;
use crate::diagnostics::code::Code;
use crate::diagnostics::suggest;
use crate::diagnostics::{Anchor, Diagnostic, Diagnostics};
use crate::ir::{
    Api, ErrorCode, ErrorCodePath, Object, Origin, PathNode, Property, PropertyRef, Type, TypeId,
    TypeKind,
};

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
    gather(root, &mut codes);
    codes
}

fn gather(node: &PathNode, codes: &mut Vec<ErrorCode>) {
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
        gather(child, codes);
    }
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

/// Finds the members that `x-error-code` names, in all named schemas.
pub(super) fn paths(
    api: &Api,
    declared: &[ErrorCodePath],
    diagnostics: &mut Diagnostics,
) -> BTreeMap<TypeId, Vec<PropertyRef>> {
    let mut paths = BTreeMap::new();
    for declared in declared {
        match path(api, &declared.schema, &declared.properties) {
            Ok((id, path)) => {
                paths.insert(id, path);
            }
            Err(problem) => {
                let place = Anchor::Value(declared.pointer.clone());
                diagnostics.push(Diagnostic::new(Code::ErrorCodePath, place, problem).help(
                    "list the names of the members that lead to the code, from the outside in",
                ));
            }
        }
    }
    paths
}

/// The members that these names stand for, beginning in a named schema.
fn path(api: &Api, schema: &str, names: &[String]) -> Result<(TypeId, Vec<PropertyRef>), String> {
    let head = api
        .types
        .iter()
        .find(|(_, definition)| matches!(&definition.origin, Origin::Component(name) if name == schema))
        .map(|(id, _)| id);
    let Some(head) = head else {
        return Err(NO_OBJECT.to_owned());
    };
    let Some((last, above)) = names.split_last() else {
        return Err("no member is named".to_owned());
    };
    let mut path = Vec::with_capacity(names.len());
    let mut ty = head;
    for name in above {
        let (place, found) = property(api, ty, name)?;
        path.push(place);
        let Type::Named(next) = api.resolve_alias(&found.ty) else {
            return Err(format!("`{name}` is not an object"));
        };
        ty = *next;
    }
    let (place, found) = property(api, ty, last)?;
    path.push(place);
    if is_text(api, &found.ty) {
        Ok((head, path))
    } else {
        Err(format!("`{last}` is not a text"))
    }
}

const NO_OBJECT: &str = "only an object of its own can have an error code";

fn property<'a>(
    api: &'a Api,
    ty: TypeId,
    name: &str,
) -> Result<(PropertyRef, &'a Property), String> {
    let TypeKind::Object(Object { properties, .. }) = &api.definition(ty).kind else {
        return Err(NO_OBJECT.to_owned());
    };
    let found = properties
        .iter()
        .enumerate()
        .find(|(_, property)| property.name == name);
    found
        .map(|(place, found)| {
            (
                PropertyRef {
                    ty,
                    property: place,
                },
                found,
            )
        })
        .ok_or_else(|| {
            let near = suggest::nearest(
                name,
                properties.iter().map(|property| property.name.as_str()),
            );
            let near = near
                .map(|near| format!("; did you mean `{near}`?"))
                .unwrap_or_default();
            format!("there is no member `{name}`{near}")
        })
}

fn is_text(api: &Api, ty: &Type) -> bool {
    match api.resolve_alias(ty) {
        Type::String => true,
        Type::Named(id) => matches!(api.definition(*id).kind, TypeKind::StringEnum(_)),
        _ => false,
    }
}

//! Resolves `x-error-code` to properties.

use std::collections::HashMap;

use crate::diagnostics::code::Code;
use crate::diagnostics::{Anchor, Diagnostic, Diagnostics, suggest};
use crate::ir::{
    Api, ErrorCodePath, Origin, Property, PropertyRef, Type, TypeId, TypeKind, TypeTable,
};

/// Sets the error code paths of the API, and reports those that do not lead to a string.
pub(super) fn run(api: &mut Api, paths: &[ErrorCodePath], diagnostics: &mut Diagnostics) {
    if paths.is_empty() {
        return;
    }
    let mut components: HashMap<&str, TypeId> = HashMap::new();
    for (id, definition) in api.types.iter() {
        if let Origin::Component(name) = &definition.origin {
            components.entry(name).or_insert(id);
        }
    }
    let mut resolved = Vec::new();
    for path in paths {
        let schema = components.get(path.schema.as_str()).copied();
        match resolve(&api.types, schema, &path.properties) {
            Ok((schema, properties)) => resolved.push((schema, properties)),
            Err(message) => diagnostics.push(
                Diagnostic::new(
                    Code::ErrorCodePath,
                    Anchor::Value(path.pointer.clone()),
                    message,
                )
                .help(
                    "list the names of the properties that lead to the code, from the outside \
                 in",
                ),
            ),
        }
    }
    api.error_code_paths.extend(resolved);
}

const NOT_AN_OBJECT: &str = "`x-error-code` requires a named object schema";

/// Returns the properties with these names, starting at a schema.
fn resolve(
    types: &TypeTable,
    schema: Option<TypeId>,
    names: &[String],
) -> Result<(TypeId, Vec<PropertyRef>), String> {
    let schema = schema.ok_or(NOT_AN_OBJECT)?;
    let (last, parents) = names
        .split_last()
        .ok_or("the list of properties is empty")?;
    let mut path = Vec::with_capacity(names.len());
    let mut ty = schema;
    for name in parents {
        let (reference, property) = find_property(types, ty, name)?;
        path.push(reference);
        ty = types
            .named_behind_alias(&property.ty)
            .ok_or_else(|| format!("`{name}` is not an object"))?;
    }
    let (reference, property) = find_property(types, ty, last)?;
    path.push(reference);
    if is_string(types, &property.ty) {
        Ok((schema, path))
    } else {
        Err(format!("`{last}` is not a string"))
    }
}

fn find_property<'a>(
    types: &'a TypeTable,
    ty: TypeId,
    name: &str,
) -> Result<(PropertyRef, &'a Property), String> {
    let TypeKind::Object(object) = &types[ty].kind else {
        return Err(NOT_AN_OBJECT.to_owned());
    };
    let mut properties = object.properties.iter();
    if let Some(property) = properties.position(|property| property.name == name) {
        return Ok((PropertyRef { ty, property }, &object.properties[property]));
    }
    let names = object.properties.iter().map(|known| known.name.as_str());
    let suggestion = suggest::nearest(name, names)
        .map(|near| format!("; {}", suggest::did_you_mean(near)))
        .unwrap_or_default();
    Err(format!("there is no property `{name}`{suggestion}"))
}

fn is_string(types: &TypeTable, ty: &Type) -> bool {
    match types.resolve_alias(ty) {
        Type::String => true,
        Type::Named(id) => matches!(types[*id].kind, TypeKind::StringEnum(_)),
        _ => false,
    }
}

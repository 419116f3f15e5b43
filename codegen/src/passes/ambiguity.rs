//! Reports unions in which a value can match several variants.

use std::collections::HashMap;

use crate::diagnostics::code::Code;
use crate::diagnostics::{Anchor, Diagnostic, Diagnostics};
use crate::ir::{
    Api, Object, Presence, Type, TypeKind, TypeTable, Union, UnionVariant, UnresolvedUnion,
};
use crate::source::JsonPointer;

/// Reports every `oneOf` with ambiguous variants.
pub(super) fn run(api: &Api, unions: &[UnresolvedUnion], diagnostics: &mut Diagnostics) {
    for unresolved in unions {
        if let TypeKind::Union(union) = &api.definition(unresolved.id).kind
            && !union.any_of
            && let Some(pair) = ambiguous_pair(&api.types, union)
        {
            report(pair, &unresolved.pointer, diagnostics);
        }
    }
}

fn report((first, second): (usize, usize), pointer: &JsonPointer, diagnostics: &mut Diagnostics) {
    diagnostics.push(
        Diagnostic::new(
            Code::Overlap,
            Anchor::Value(pointer.clone()),
            format!(
                "alternatives {} and {} are ambiguous; ambiguous values are kept as raw JSON",
                first + 1,
                second + 1
            ),
        )
        .help(
            "add a required property with a distinct `enum` to each, or required properties that \
             the other does not declare",
        ),
    );
}

/// Returns the indices of the first two variants that are not disjoint.
fn ambiguous_pair(types: &TypeTable, union: &Union) -> Option<(usize, usize)> {
    let objects: Vec<Option<&Object>> = union
        .variants
        .iter()
        .map(|variant| types.object_behind_alias(&variant.ty))
        .map(|found| found.map(|(_, object)| object))
        .collect();
    let mut counts: HashMap<&str, usize> = HashMap::new();
    for property in objects
        .iter()
        .flatten()
        .flat_map(|object| &object.properties)
    {
        *counts.entry(&property.name).or_default() += 1;
    }
    // A required property that no other object declares distinguishes an object from all others,
    // so that most pairs need no closer look.
    let has_unique_property: Vec<bool> = objects
        .iter()
        .map(|object| {
            object.is_some_and(|object| {
                let mut required = object.required_properties();
                required.any(|property| counts[property.name.as_str()] == 1)
            })
        })
        .collect();
    for (second, variant) in union.variants.iter().enumerate() {
        for (first, other) in union.variants[..second].iter().enumerate() {
            let are_objects = objects[second].is_some() && objects[first].is_some();
            let is_one_unique = has_unique_property[second] || has_unique_property[first];
            if are_objects && is_one_unique || are_disjoint(types, union, other, variant) {
                continue;
            }
            return Some((first, second));
        }
    }
    None
}

/// Returns whether no value matches both variants.
fn are_disjoint(
    types: &TypeTable,
    union: &Union,
    one: &UnionVariant,
    other: &UnionVariant,
) -> bool {
    if let (Some((_, first)), Some((_, second))) = (
        types.object_behind_alias(&one.ty),
        types.object_behind_alias(&other.ty),
    ) {
        return are_objects_disjoint(types, union, (one, first), (other, second));
    }
    if let (Type::Tuple(first), Type::Tuple(second)) =
        (types.resolve_alias(&one.ty), types.resolve_alias(&other.ty))
    {
        let mut positions = first.iter().zip(second);
        return first.len() != second.len()
            || positions.any(|(one, other)| are_types_disjoint(types, one, other));
    }
    match (structure(types, &one.ty), structure(types, &other.ty)) {
        (Structure::Scalar, _) | (_, Structure::Scalar) => true,
        (first, second) if first != second => first != Structure::Any && second != Structure::Any,
        // Two arrays or two maps are only distinguished by their content, which can be empty.
        _ => false,
    }
}

fn are_objects_disjoint(
    types: &TypeTable,
    union: &Union,
    (one, first): (&UnionVariant, &Object),
    (other, second): (&UnionVariant, &Object),
) -> bool {
    let requires_undeclared = |object: &Object, other: &Object| {
        object
            .required_properties()
            .any(|property| other.property(&property.name).is_none())
    };
    let is_tagged = |variant: &UnionVariant, object: &Object| {
        let tag = union.tag.as_deref().unwrap_or_default();
        !variant.tags.is_empty()
            && object
                .property(tag)
                .is_none_or(|property| property.presence == Presence::Required)
    };
    let has_disjoint_property = || {
        first.required_properties().any(|property| {
            second.property(&property.name).is_some_and(|other| {
                other.presence == Presence::Required
                    && are_types_disjoint(types, &property.ty, &other.ty)
            })
        })
    };
    is_tagged(one, first) && is_tagged(other, second)
        || requires_undeclared(first, second)
        || requires_undeclared(second, first)
        || has_disjoint_property()
}

/// Returns whether the values of two types are of different JSON types, or of enums without a common
/// value.
fn are_types_disjoint(types: &TypeTable, one: &Type, other: &Type) -> bool {
    if let (Some(values), Some(others)) = (types.enum_texts(one), types.enum_texts(other)) {
        return values.iter().all(|value| !others.contains(value));
    }
    match (json_type(types, one), json_type(types, other)) {
        (Some(one), Some(other)) => one != other,
        _ => false,
    }
}

/// Returns the JSON type of all values of a type, or `None` if there are several.
fn json_type(types: &TypeTable, ty: &Type) -> Option<&'static str> {
    Some(match types.resolve_alias(ty) {
        Type::Array(_) | Type::Tuple(_) => "array",
        Type::Map(_) => "object",
        Type::Int32 | Type::Int64 | Type::Uint64 | Type::Double => "number",
        Type::Boolean => "boolean",
        Type::Null => "null",
        Type::Any | Type::OneOrMany(_) | Type::Nullable(_) => return None,
        Type::Named(id) => match &types[*id].kind {
            TypeKind::Object(_) | TypeKind::TaggedUnion(_) => "object",
            TypeKind::StringEnum(_) => "string",
            TypeKind::External(external) => return json_type(types, &external.json),
            _ => return None,
        },
        _ => "string",
    })
}

/// The structure of JSON values.
#[derive(PartialEq)]
enum Structure {
    Array,
    Object,
    /// A value without items or properties. The decoder distinguishes these reliably.
    Scalar,
    Any,
}

fn structure(types: &TypeTable, ty: &Type) -> Structure {
    match json_type(types, ty) {
        Some("array") => Structure::Array,
        Some("object") => Structure::Object,
        Some(_) => Structure::Scalar,
        None => match types.kind_behind_alias(ty) {
            Some(TypeKind::ValueEnum(_)) => Structure::Scalar,
            _ => Structure::Any,
        },
    }
}

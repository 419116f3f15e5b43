//! Whether a value may be several of the alternatives of a union, so that nothing tells which.

use super::tell_apart::{counted, listed, object, property};
use super::union::Undecided;
use crate::diagnostics::code::Code;
use crate::diagnostics::{Anchor, Diagnostic, Diagnostics};
use crate::ir::{Api, Object, Presence, Property, Type, TypeKind, Union, UnionVariant};
use crate::source::JsonPointer;

/// Says where a value may be several of the alternatives.
pub(super) fn overlaps(api: &Api, unions: &[Undecided], diagnostics: &mut Diagnostics) {
    for undecided in unions {
        if let TypeKind::Union(union) = &api.definition(undecided.ty).kind
            && !union.any_of
        {
            overlap(api, union, &undecided.pointer, diagnostics);
        }
    }
}

fn overlap(api: &Api, union: &Union, cursor: &JsonPointer, diagnostics: &mut Diagnostics) {
    let of_branch = |variant: &UnionVariant| object(api, &variant.ty).map(|(_, object)| object);
    let objects: Vec<Option<&Object>> = union.variants.iter().map(of_branch).collect();
    let properties = || {
        objects
            .iter()
            .flatten()
            .flat_map(|object| &object.properties)
    };
    let counts = counted(properties().map(|property| property.name.as_str()));
    // What no other object declares tells it from all of them, so that most pairs need not be looked at closely.
    let has_own: Vec<bool> = objects
        .iter()
        .map(|object| {
            object.is_some_and(|object| {
                let mut required = required(object);
                required.any(|property| counts[property.name.as_str()] == 1)
            })
        })
        .collect();
    for (place, variant) in union.variants.iter().enumerate() {
        for (before, other) in union.variants[..place].iter().enumerate() {
            let are_objects = objects[place].is_some() && objects[before].is_some();
            if are_objects && (has_own[place] || has_own[before])
                || is_apart(api, union, other, variant)
            {
                continue;
            }
            diagnostics.push(
                Diagnostic::new(
                    Code::Overlap,
                    Anchor::Value(cursor.clone()),
                    format!(
                        "the alternatives {} and {} cannot always be told apart: what may be both is kept as it came",
                        before + 1,
                        place + 1
                    ),
                )
                .help(
                    "give each a required property with an `enum` of its own, or required properties that the other does not have",
                ),
            );
            return;
        }
    }
}

fn is_apart(api: &Api, union: &Union, one: &UnionVariant, other: &UnionVariant) -> bool {
    let (first, second) = (api.resolve_alias(&one.ty), api.resolve_alias(&other.ty));
    if let (Some((_, first)), Some((_, second))) = (object(api, first), object(api, second)) {
        return are_objects_apart(api, union, (one, first), (other, second));
    }
    match (structure(api, first), structure(api, second)) {
        (Structure::Other, _) | (_, Structure::Other) => true,
        (first, second) if first != second => first != Structure::Any && second != Structure::Any,
        // What of arrays and maps is apart shows in what they hold, if they hold anything.
        _ => false,
    }
}

fn required(object: &Object) -> impl Iterator<Item = &Property> {
    let is_required = |property: &&Property| property.presence == Presence::Required;
    object.properties.iter().filter(is_required)
}

fn are_objects_apart(
    api: &Api,
    union: &Union,
    (one, first): (&UnionVariant, &Object),
    (other, second): (&UnionVariant, &Object),
) -> bool {
    let has_own = |object: &Object, than: &Object| {
        required(object).any(|own| property(than, &own.name).is_none())
    };
    let is_tagged = |variant: &UnionVariant, object: &Object| {
        let tag = union.tag.as_deref().unwrap_or_default();
        !variant.tags.is_empty()
            && property(object, tag).is_none_or(|property| property.presence == Presence::Required)
    };
    let differs = || {
        first.properties.iter().any(|one| {
            property(second, &one.name).is_some_and(|other| {
                one.presence == Presence::Required
                    && other.presence == Presence::Required
                    && are_values_apart(api, one, other)
            })
        })
    };
    is_tagged(one, first) && is_tagged(other, second)
        || has_own(first, second)
        || has_own(second, first)
        || differs()
}

fn are_values_apart(api: &Api, one: &Property, other: &Property) -> bool {
    if let (Some(one), Some(other)) = (listed(api, one), listed(api, other)) {
        return one.iter().all(|value| !other.contains(value));
    }
    let kind = |property: &Property| word(api, api.resolve_alias(&property.ty));
    matches!((kind(one), kind(other)), (Some(one), Some(other)) if one != other)
}

/// The kind of JSON value, where there is one.
fn word(api: &Api, ty: &Type) -> Option<&'static str> {
    Some(match ty {
        Type::Array(_) => "array",
        Type::Map(_) => "object",
        Type::Int32 | Type::Int64 | Type::Uint64 | Type::Float | Type::Double => "number",
        Type::Boolean => "boolean",
        Type::Any | Type::OneOrMany(_) | Type::Nullable(_) => return None,
        Type::Named(id) => match &api.definition(*id).kind {
            TypeKind::Object(_) | TypeKind::TaggedUnion(_) => "object",
            TypeKind::StringEnum(_) => "string",
            _ => return None,
        },
        _ => "string",
    })
}

/// What of the kinds of JSON values has parts.
#[derive(PartialEq)]
enum Structure {
    Array,
    Object,
    Any,
    Other,
}

fn structure(api: &Api, ty: &Type) -> Structure {
    match word(api, ty) {
        Some("array") => Structure::Array,
        Some("object") => Structure::Object,
        Some(_) => Structure::Other,
        None => match ty {
            Type::Named(id) if matches!(api.definition(*id).kind, TypeKind::ValueEnum(_)) => {
                Structure::Other
            }
            _ => Structure::Any,
        },
    }
}

//! Whether a value may be several of the alternatives of a union, so that nothing tells which.

use super::tell_apart::{counted, listed, member, object};
use super::union::Undecided;
use crate::api::{Api, Branch, Member, Object, Presence, Type, TypeKind, Union};
use crate::code::Code;
use crate::diagnostic::{Diagnostic, Diagnostics, Spot};
use crate::pointer::Pointer;

/// Says where a value may be several of the alternatives.
pub(super) fn overlaps(api: &Api, unions: &[Undecided], diagnostics: &mut Diagnostics) {
    for undecided in unions {
        if let TypeKind::Union(union) = &api.definition(undecided.of).kind
            && !union.any_of
        {
            overlap(api, union, &undecided.at, diagnostics);
        }
    }
}

fn overlap(api: &Api, union: &Union, at: &Pointer, diagnostics: &mut Diagnostics) {
    let of_branch = |branch: &Branch| object(api, &branch.of).map(|(_, object)| object);
    let objects: Vec<Option<&Object>> = union.branches.iter().map(of_branch).collect();
    let members = || objects.iter().flatten().flat_map(|object| &object.members);
    let counts = counted(members().map(|member| member.name.as_str()));
    // What no other object declares tells it from all of them, so that most pairs need not be looked at closely.
    let has_own: Vec<bool> = objects
        .iter()
        .map(|object| {
            object.is_some_and(|object| {
                let mut required = required(object);
                required.any(|member| counts[member.name.as_str()] == 1)
            })
        })
        .collect();
    for (place, branch) in union.branches.iter().enumerate() {
        for (before, other) in union.branches[..place].iter().enumerate() {
            let are_objects = objects[place].is_some() && objects[before].is_some();
            if are_objects && (has_own[place] || has_own[before])
                || is_apart(api, union, other, branch)
            {
                continue;
            }
            diagnostics.push(
                Diagnostic::new(
                    Code::Overlap,
                    Spot::Value(at.clone()),
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

fn is_apart(api: &Api, union: &Union, one: &Branch, other: &Branch) -> bool {
    let (first, second) = (api.behind(&one.of), api.behind(&other.of));
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

fn required(object: &Object) -> impl Iterator<Item = &Member> {
    let is_required = |member: &&Member| member.presence == Presence::Required;
    object.members.iter().filter(is_required)
}

fn are_objects_apart(
    api: &Api,
    union: &Union,
    (one, first): (&Branch, &Object),
    (other, second): (&Branch, &Object),
) -> bool {
    let has_own = |object: &Object, than: &Object| {
        required(object).any(|own| member(than, &own.name).is_none())
    };
    let is_tagged = |branch: &Branch, object: &Object| {
        let tag = union.tag.as_deref().unwrap_or_default();
        !branch.tags.is_empty()
            && member(object, tag).is_none_or(|member| member.presence == Presence::Required)
    };
    let differs = || {
        first.members.iter().any(|one| {
            member(second, &one.name).is_some_and(|other| {
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

fn are_values_apart(api: &Api, one: &Member, other: &Member) -> bool {
    if let (Some(one), Some(other)) = (listed(api, one), listed(api, other)) {
        return one.iter().all(|value| !other.contains(value));
    }
    let kind = |member: &Member| word(api, api.behind(&member.of));
    matches!((kind(one), kind(other)), (Some(one), Some(other)) if one != other)
}

/// The kind of JSON value, where there is one.
fn word(api: &Api, of: &Type) -> Option<&'static str> {
    Some(match of {
        Type::Array(_) => "array",
        Type::Map(_) => "object",
        Type::Int32 | Type::Int64 | Type::Uint64 | Type::Float | Type::Double => "number",
        Type::Boolean => "boolean",
        Type::Any | Type::OneOrMany(_) | Type::Nullable(_) => return None,
        Type::Named(id) => match &api.definition(*id).kind {
            TypeKind::Object(_) | TypeKind::Polymorphic(_) => "object",
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

fn structure(api: &Api, of: &Type) -> Structure {
    match word(api, of) {
        Some("array") => Structure::Array,
        Some("object") => Structure::Object,
        Some(_) => Structure::Other,
        None => match of {
            Type::Named(id) if matches!(api.definition(*id).kind, TypeKind::ValueEnum(_)) => {
                Structure::Other
            }
            _ => Structure::Any,
        },
    }
}

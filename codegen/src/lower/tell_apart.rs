//! What tells the alternatives of unions apart, once all types are known.

use std::collections::{HashMap, HashSet};
use std::hash::Hash;

use indexmap::IndexMap;

use super::union::Undecided;
use crate::api::{
    Additional, Api, Arm, Branch, Member, Object, Origin, Polymorphic, Presence, Type, TypeId,
    TypeKind, Union,
};
use crate::code::Code;
use crate::diagnostic::{Diagnostic, Diagnostics, Spot};
use crate::pointer::Pointer;

/// Decides for every union which member tells its objects apart, and says where nothing does.
pub(super) fn tell_apart(api: &mut Api, unions: &[Undecided], diagnostics: &mut Diagnostics) {
    for undecided in unions {
        if is_itself(api, undecided.of, &mut HashSet::new(), undecided.of) {
            consists_of_itself(&undecided.at, diagnostics);
            continue;
        }
        let TypeKind::Union(mut union) = api.definition(undecided.of).kind.clone() else {
            continue;
        };
        let discriminated =
            undecided.discriminated && are_objects(api, &union, &undecided.at, diagnostics);
        if discriminated {
            discriminate(api, &mut union, &undecided.at, diagnostics);
        } else {
            union.tag = None;
            find_tag(api, &mut union);
        }
        let types: Vec<Type> = union
            .branches
            .iter()
            .map(|branch| normal(api, &branch.of))
            .collect();
        let counts = counted(&types);
        for (branch, of) in union.branches.iter_mut().zip(&types) {
            branch.shared = counts[of] > 1;
            branch.boxed = is_large(api, of);
        }
        narrow_texts_first(api, &mut union.branches);
        let kind = if let Some(family) = family(api, &union, discriminated) {
            TypeKind::Polymorphic(family)
        } else {
            overlaps(api, &union, &undecided.at, diagnostics);
            TypeKind::Union(union)
        };
        api.types[undecided.of.index()].kind = kind;
    }
}

pub(super) fn consists_of_itself(at: &Pointer, diagnostics: &mut Diagnostics) {
    diagnostics.push(
        Diagnostic::new(
            Code::Unsupported,
            Spot::Value(at.clone()),
            "cannot express a schema that consists of itself",
        )
        .help("put the recursion inside an array, a map, or the property of an object"),
    );
}

/// Whether a value of a type is one of the union without anything around it.
fn is_itself(api: &Api, of: TypeId, seen: &mut HashSet<TypeId>, union: TypeId) -> bool {
    let mut inner = |of: &Type| {
        let mut of = of;
        while let Type::OneOrMany(inner) | Type::Nullable(inner) = of {
            of = inner;
        }
        match of {
            Type::Named(id) if *id == union => true,
            Type::Named(id) => seen.insert(*id) && is_itself(api, *id, seen, union),
            _ => false,
        }
    };
    match &api.definition(of).kind {
        TypeKind::Union(union) => union.branches.iter().any(|branch| inner(&branch.of)),
        TypeKind::Alias(of) => inner(of),
        _ => false,
    }
}

/// The type without other names for it.
fn normal(api: &Api, of: &Type) -> Type {
    let inner = |of: &Type| Box::new(normal(api, of));
    match api.behind(of) {
        Type::Array(of) => Type::Array(inner(of)),
        Type::Map(of) => Type::Map(inner(of)),
        Type::OneOrMany(of) => Type::OneOrMany(inner(of)),
        Type::Nullable(of) => Type::Nullable(inner(of)),
        of => of.clone(),
    }
}

/// Whether a value needs indirection in a variant.
fn is_large(api: &Api, of: &Type) -> bool {
    match of {
        Type::Named(id) => matches!(
            api.definition(*id).kind,
            TypeKind::Object(_) | TypeKind::Union(_)
        ),
        Type::OneOrMany(of) | Type::Nullable(of) => is_large(api, of),
        _ => false,
    }
}

/// How often each stands among others.
fn counted<T: Eq + Hash>(all: impl IntoIterator<Item = T>) -> HashMap<T, usize> {
    let mut counts = HashMap::new();
    for one in all {
        *counts.entry(one).or_default() += 1;
    }
    counts
}

/// Puts texts with listed values before texts with a format, and these before any text. Nothing else moves.
fn narrow_texts_first(api: &Api, branches: &mut [Branch]) {
    let breadth = |branch: &Branch| match api.behind(&branch.of) {
        Type::Named(id) if matches!(api.definition(*id).kind, TypeKind::StringEnum(_)) => Some(0),
        Type::Flags(_) => Some(0),
        Type::DateTime | Type::Date | Type::Duration | Type::Uuid | Type::Byte => Some(1),
        Type::String | Type::Secret => Some(2),
        _ => None,
    };
    let mut texts: Vec<(usize, Branch)> = branches
        .iter()
        .filter_map(|branch| Some((breadth(branch)?, branch.clone())))
        .collect();
    texts.sort_by_key(|(breadth, _)| *breadth);
    let places = branches
        .iter_mut()
        .filter(|branch| breadth(branch).is_some());
    for (place, (_, text)) in places.zip(texts) {
        *place = text;
    }
}

fn object<'a>(api: &'a Api, of: &Type) -> Option<(TypeId, &'a Object)> {
    match api.behind(of) {
        Type::Named(id) => match &api.definition(*id).kind {
            TypeKind::Object(object) => Some((*id, object)),
            _ => None,
        },
        _ => None,
    }
}

/// The values that a member must have one of.
fn listed<'a>(api: &'a Api, member: &Member) -> Option<Vec<&'a str>> {
    match api.behind(&member.of) {
        Type::Named(id) => match &api.definition(*id).kind {
            TypeKind::StringEnum(list) => {
                Some(list.values.iter().map(|one| one.value.as_str()).collect())
            }
            _ => None,
        },
        _ => None,
    }
}

fn member<'a>(object: &'a Object, name: &str) -> Option<&'a Member> {
    object.members.iter().find(|member| member.name == name)
}

/// Which objects list values for a member, and which.
type Lists<'a> = Vec<(usize, Vec<&'a str>)>;

/// Finds a member that has other values in each of the objects that list some for it.
fn find_tag(api: &Api, union: &mut Union) {
    let objects: Vec<Option<&Object>> = union
        .branches
        .iter()
        .map(|branch| object(api, &branch.of).map(|(_, object)| object))
        .collect();
    // By member, the values that the objects list for it.
    let mut values: IndexMap<&str, Lists<'_>> = IndexMap::new();
    for (place, object) in objects.iter().enumerate() {
        for member in object.iter().flat_map(|object| &object.members) {
            let lists = values.entry(&member.name).or_default();
            lists.extend(listed(api, member).map(|list| (place, list)));
        }
    }
    let mut best: Option<(&str, &Lists<'_>)> = None;
    for (name, lists) in &values {
        let mut seen = HashSet::new();
        let mut all = lists.iter().flat_map(|(_, list)| list);
        let most = best.map_or(1, |(_, best)| best.len());
        if lists.len() > most && all.all(|value| seen.insert(*value)) {
            best = Some((name, lists));
        }
    }
    let Some((tag, lists)) = best else { return };
    let tag = tag.to_owned();
    let mut tags: Vec<Vec<String>> = vec![Vec::new(); objects.len()];
    for (place, list) in lists {
        tags[*place] = list.iter().map(|value| (*value).to_owned()).collect();
    }
    for (branch, tags) in union.branches.iter_mut().zip(tags) {
        branch.tags = tags;
    }
    union.tag = Some(tag);
}

/// Whether all alternatives may be objects; only those have the property of a discriminator.
fn are_objects(api: &Api, union: &Union, at: &Pointer, diagnostics: &mut Diagnostics) -> bool {
    let other = union
        .branches
        .iter()
        .find(|branch| !has_objects(api, &branch.of, &mut HashSet::new()));
    if let Some(other) = other {
        let name = component_name(api, &other.of);
        diagnostics.push(
            Diagnostic::new(
                Code::DiscriminatorWithoutEffect,
                Spot::Value(at.clone()),
                format!("`{name}` is no object: the discriminator has no effect"),
            )
            .help("only objects can be told apart by a discriminator"),
        );
    }
    other.is_none()
}

/// Gives every alternative its values of the discriminator: those of the mapping, else those that its schema lists, else
/// the name of its schema.
fn discriminate(api: &Api, union: &mut Union, at: &Pointer, diagnostics: &mut Diagnostics) {
    let tag = union.tag.clone().unwrap_or_default();
    for branch in &mut union.branches {
        let name = component_name(api, &branch.of);
        let members = object(api, &branch.of).map(|(_, object)| object);
        if members.is_some_and(|object| {
            member(object, &tag).is_none() && object.additional == Additional::None
        }) {
            diagnostics.push(
                Diagnostic::new(
                    Code::Contradiction,
                    Spot::Value(at.clone()),
                    format!(
                        "the discriminator `{tag}` is no property of `{name}`, which has no others"
                    ),
                )
                .help("declare the property, as a string"),
            );
        }
        if branch.tags.is_empty() {
            let listed = members.and_then(|object| listed(api, member(object, &tag)?));
            branch.tags = match listed {
                Some(values) if !values.contains(&name.as_str()) => {
                    values.into_iter().map(str::to_owned).collect()
                }
                _ => Vec::new(),
            };
        }
        match inner_tags(api, &branch.of, &tag) {
            Some(inner) => branch.tags.extend(inner.iter().flat_map(tags_of).cloned()),
            None if branch.tags.is_empty() => branch.tags.push(name),
            None => {}
        }
    }
}

/// The tags of an arm: by the specification the name of its schema, where it has no others.
fn tags_of(arm: &Arm) -> &[String] {
    if arm.tags.is_empty() {
        std::slice::from_ref(&arm.schema)
    } else {
        &arm.tags
    }
}

fn component_name(api: &Api, of: &Type) -> String {
    match of {
        Type::Named(id) => match &api.definition(*id).origin {
            Origin::Component(name) => name.clone(),
            _ => String::new(),
        },
        _ => String::new(),
    }
}

/// Whether all values of a type are objects.
fn has_objects(api: &Api, of: &Type, seen: &mut HashSet<TypeId>) -> bool {
    match api.behind(of) {
        Type::Map(_) | Type::Any => true,
        Type::Named(id) => match &api.definition(*id).kind {
            TypeKind::Object(_) | TypeKind::Polymorphic(_) => true,
            TypeKind::Union(union) => {
                seen.insert(*id)
                    && union
                        .branches
                        .iter()
                        .all(|branch| has_objects(api, &branch.of, seen))
            }
            _ => false,
        },
        _ => false,
    }
}

/// The arms of a family within a union that the same member tells apart.
fn inner_tags<'a>(api: &'a Api, of: &Type, tag: &str) -> Option<&'a [Arm]> {
    match api.behind(of) {
        Type::Named(id) => match &api.definition(*id).kind {
            TypeKind::Polymorphic(family) if family.tag == tag => Some(&family.arms),
            _ => None,
        },
        _ => None,
    }
}

/// The union as a family of objects, where each has a discriminator that names it and no other.
fn family(api: &Api, union: &Union, discriminated: bool) -> Option<Polymorphic> {
    let tag = union.tag.as_ref()?;
    let mut arms: Vec<Arm> = Vec::new();
    let mut add = |new: Arm| -> Option<()> {
        let is_other =
            |arm: &Arm| arm.of != new.of && arm.tags.iter().any(|tag| new.tags.contains(tag));
        if new.tags.is_empty() || arms.iter().any(is_other) {
            return None;
        }
        match arms.iter_mut().find(|arm| arm.of == new.of) {
            Some(arm) => {
                let news = new
                    .tags
                    .into_iter()
                    .filter(|tag| !arm.tags.contains(tag))
                    .collect::<Vec<_>>();
                arm.tags.extend(news);
            }
            None => arms.push(new),
        }
        Some(())
    };
    for branch in &union.branches {
        if let Some(inner) = inner_tags(api, &branch.of, tag) {
            let is_mapped = |tag: &String| !inner.iter().any(|arm| tags_of(arm).contains(tag));
            if branch.tags.iter().any(is_mapped) {
                return None;
            }
            for arm in inner {
                add(Arm {
                    tags: tags_of(arm).to_vec(),
                    ..arm.clone()
                })?;
            }
            continue;
        }
        let (of, object) = object(api, &branch.of)?;
        let is_certain = discriminated
            || member(object, tag).is_some_and(|member| member.presence == Presence::Required);
        if !is_certain {
            return None;
        }
        add(Arm {
            tags: branch.tags.clone(),
            schema: component_name(api, &branch.of),
            name: branch.name.clone(),
            of,
        })?;
    }
    let merged = arms;
    let of_arm = |arm: &Arm| object(api, &Type::Named(arm.of)).map(|(_, object)| object);
    let first = of_arm(merged.first()?)?;
    let members = first
        .members
        .iter()
        .filter(|one| {
            merged.iter().all(|arm| {
                of_arm(arm).is_some_and(|object| {
                    member(object, &one.name)
                        .is_some_and(|other| other.of == one.of && other.presence == one.presence)
                })
            })
        })
        .cloned()
        .collect();
    Some(Polymorphic {
        tag: tag.clone(),
        arms: merged,
        untagged: None,
        members,
    })
}

/// Says where a value may be several of the alternatives.
fn overlaps(api: &Api, union: &Union, at: &Pointer, diagnostics: &mut Diagnostics) {
    if union.any_of {
        return;
    }
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

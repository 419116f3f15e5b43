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

/// Decides for every union which member tells its objects apart.
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
pub(super) fn counted<T: Eq + Hash>(all: impl IntoIterator<Item = T>) -> HashMap<T, usize> {
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

pub(super) fn object<'a>(api: &'a Api, of: &Type) -> Option<(TypeId, &'a Object)> {
    match api.behind(of) {
        Type::Named(id) => match &api.definition(*id).kind {
            TypeKind::Object(object) => Some((*id, object)),
            _ => None,
        },
        _ => None,
    }
}

/// The values that a member must have one of.
pub(super) fn listed<'a>(api: &'a Api, member: &Member) -> Option<Vec<&'a str>> {
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

pub(super) fn member<'a>(object: &'a Object, name: &str) -> Option<&'a Member> {
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

//! What tells the alternatives of unions apart, once all types are known.

use std::collections::{HashMap, HashSet};
use std::hash::Hash;

use indexmap::IndexMap;

use super::union::Undecided;
use crate::diagnostics::code::Code;
use crate::diagnostics::{Anchor, Diagnostic, Diagnostics};
use crate::ir::{
    AdditionalProperties, Api, Object, Origin, Presence, Property, TaggedUnion, TaggedVariant,
    Type, TypeId, TypeKind, Union, UnionVariant,
};
use crate::source::JsonPointer;

/// Decides for every union which member tells its objects apart.
pub(super) fn tell_apart(api: &mut Api, unions: &[Undecided], diagnostics: &mut Diagnostics) {
    for undecided in unions {
        if is_itself(api, undecided.ty, &mut HashSet::new(), undecided.ty) {
            consists_of_itself(&undecided.pointer, diagnostics);
            continue;
        }
        let TypeKind::Union(mut union) = api.definition(undecided.ty).kind.clone() else {
            continue;
        };
        let discriminated =
            undecided.discriminated && are_objects(api, &union, &undecided.pointer, diagnostics);
        if discriminated {
            discriminate(api, &mut union, &undecided.pointer, diagnostics);
        } else {
            union.tag = None;
            find_tag(api, &mut union);
        }
        let types: Vec<Type> = union
            .variants
            .iter()
            .map(|variant| normal(api, &variant.ty))
            .collect();
        let counts = counted(&types);
        for (variant, ty) in union.variants.iter_mut().zip(&types) {
            variant.shared = counts[ty] > 1;
            variant.boxed = is_large(api, ty);
        }
        narrow_texts_first(api, &mut union.variants);
        let kind = if let Some(family) = family(api, &union, discriminated) {
            TypeKind::TaggedUnion(family)
        } else {
            TypeKind::Union(union)
        };
        api.types[undecided.ty.index()].kind = kind;
    }
}

pub(super) fn consists_of_itself(cursor: &JsonPointer, diagnostics: &mut Diagnostics) {
    diagnostics.push(
        Diagnostic::new(
            Code::Unsupported,
            Anchor::Value(cursor.clone()),
            "cannot express a schema that consists of itself",
        )
        .help("put the recursion inside an array, a map, or the property of an object"),
    );
}

/// Whether a value of a type is one of the union without anything around it.
fn is_itself(api: &Api, ty: TypeId, seen: &mut HashSet<TypeId>, union: TypeId) -> bool {
    let mut inner = |ty: &Type| {
        let mut ty = ty;
        while let Type::OneOrMany(inner) | Type::Nullable(inner) = ty {
            ty = inner;
        }
        match ty {
            Type::Named(id) if *id == union => true,
            Type::Named(id) => seen.insert(*id) && is_itself(api, *id, seen, union),
            _ => false,
        }
    };
    match &api.definition(ty).kind {
        TypeKind::Union(union) => union.variants.iter().any(|variant| inner(&variant.ty)),
        TypeKind::Alias(ty) => inner(ty),
        _ => false,
    }
}

/// The type without other names for it.
fn normal(api: &Api, ty: &Type) -> Type {
    let inner = |ty: &Type| Box::new(normal(api, ty));
    match api.resolve_alias(ty) {
        Type::Array(ty) => Type::Array(inner(ty)),
        Type::Map(ty) => Type::Map(inner(ty)),
        Type::OneOrMany(ty) => Type::OneOrMany(inner(ty)),
        Type::Nullable(ty) => Type::Nullable(inner(ty)),
        ty => ty.clone(),
    }
}

/// Whether a value needs indirection in a variant.
fn is_large(api: &Api, ty: &Type) -> bool {
    match ty {
        Type::Named(id) => matches!(
            api.definition(*id).kind,
            TypeKind::Object(_) | TypeKind::Union(_)
        ),
        Type::OneOrMany(ty) | Type::Nullable(ty) => is_large(api, ty),
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
fn narrow_texts_first(api: &Api, variants: &mut [UnionVariant]) {
    let breadth = |variant: &UnionVariant| match api.resolve_alias(&variant.ty) {
        Type::Named(id) if matches!(api.definition(*id).kind, TypeKind::StringEnum(_)) => Some(0),
        Type::Flags(_) => Some(0),
        Type::DateTime | Type::Date | Type::Duration | Type::Uuid | Type::Byte => Some(1),
        Type::String | Type::Secret => Some(2),
        _ => None,
    };
    let mut texts: Vec<(usize, UnionVariant)> = variants
        .iter()
        .filter_map(|variant| Some((breadth(variant)?, variant.clone())))
        .collect();
    texts.sort_by_key(|(breadth, _)| *breadth);
    let places = variants
        .iter_mut()
        .filter(|variant| breadth(variant).is_some());
    for (place, (_, text)) in places.zip(texts) {
        *place = text;
    }
}

pub(super) fn object<'a>(api: &'a Api, ty: &Type) -> Option<(TypeId, &'a Object)> {
    match api.resolve_alias(ty) {
        Type::Named(id) => match &api.definition(*id).kind {
            TypeKind::Object(object) => Some((*id, object)),
            _ => None,
        },
        _ => None,
    }
}

/// The values that a member must have one of.
pub(super) fn listed<'a>(api: &'a Api, property: &Property) -> Option<Vec<&'a str>> {
    match api.resolve_alias(&property.ty) {
        Type::Named(id) => match &api.definition(*id).kind {
            TypeKind::StringEnum(list) => {
                Some(list.values.iter().map(|one| one.value.as_str()).collect())
            }
            _ => None,
        },
        _ => None,
    }
}

pub(super) fn property<'a>(object: &'a Object, name: &str) -> Option<&'a Property> {
    object
        .properties
        .iter()
        .find(|property| property.name == name)
}

/// Which objects list values for a member, and which.
type Lists<'a> = Vec<(usize, Vec<&'a str>)>;

/// Finds a member that has other values in each of the objects that list some for it.
fn find_tag(api: &Api, union: &mut Union) {
    let objects: Vec<Option<&Object>> = union
        .variants
        .iter()
        .map(|variant| object(api, &variant.ty).map(|(_, object)| object))
        .collect();
    // By member, the values that the objects list for it.
    let mut values: IndexMap<&str, Lists<'_>> = IndexMap::new();
    for (place, object) in objects.iter().enumerate() {
        for property in object.iter().flat_map(|object| &object.properties) {
            let lists = values.entry(&property.name).or_default();
            lists.extend(listed(api, property).map(|list| (place, list)));
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
    for (variant, tags) in union.variants.iter_mut().zip(tags) {
        variant.tags = tags;
    }
    union.tag = Some(tag);
}

/// Whether all alternatives may be objects; only those have the property of a discriminator.
fn are_objects(
    api: &Api,
    union: &Union,
    cursor: &JsonPointer,
    diagnostics: &mut Diagnostics,
) -> bool {
    let other = union
        .variants
        .iter()
        .find(|variant| !has_objects(api, &variant.ty, &mut HashSet::new()));
    if let Some(other) = other {
        let name = component_name(api, &other.ty);
        diagnostics.push(
            Diagnostic::new(
                Code::DiscriminatorWithoutEffect,
                Anchor::Value(cursor.clone()),
                format!("`{name}` is no object: the discriminator has no effect"),
            )
            .help("only objects can be told apart by a discriminator"),
        );
    }
    other.is_none()
}

/// Gives every alternative its values of the discriminator: those of the mapping, else those that its schema lists, else
/// the name of its schema.
fn discriminate(api: &Api, union: &mut Union, cursor: &JsonPointer, diagnostics: &mut Diagnostics) {
    let tag = union.tag.clone().unwrap_or_default();
    for variant in &mut union.variants {
        let name = component_name(api, &variant.ty);
        let properties = object(api, &variant.ty).map(|(_, object)| object);
        if properties.is_some_and(|object| {
            property(object, &tag).is_none() && object.additional == AdditionalProperties::None
        }) {
            diagnostics.push(
                Diagnostic::new(
                    Code::Contradiction,
                    Anchor::Value(cursor.clone()),
                    format!(
                        "the discriminator `{tag}` is no property of `{name}`, which has no others"
                    ),
                )
                .help("declare the property, as a string"),
            );
        }
        if variant.tags.is_empty() {
            let listed = properties.and_then(|object| listed(api, property(object, &tag)?));
            variant.tags = match listed {
                Some(values) if !values.contains(&name.as_str()) => {
                    values.into_iter().map(str::to_owned).collect()
                }
                _ => Vec::new(),
            };
        }
        match inner_tags(api, &variant.ty, &tag) {
            Some(inner) => variant.tags.extend(inner.iter().flat_map(tags_of).cloned()),
            None if variant.tags.is_empty() => variant.tags.push(name),
            None => {}
        }
    }
}

/// The tags of an arm: by the specification the name of its schema, where it has no others.
fn tags_of(variant: &TaggedVariant) -> &[String] {
    if variant.tags.is_empty() {
        std::slice::from_ref(&variant.schema)
    } else {
        &variant.tags
    }
}

fn component_name(api: &Api, ty: &Type) -> String {
    match ty {
        Type::Named(id) => match &api.definition(*id).origin {
            Origin::Component(name) => name.clone(),
            _ => String::new(),
        },
        _ => String::new(),
    }
}

/// Whether all values of a type are objects.
fn has_objects(api: &Api, ty: &Type, seen: &mut HashSet<TypeId>) -> bool {
    match api.resolve_alias(ty) {
        Type::Map(_) | Type::Any => true,
        Type::Named(id) => match &api.definition(*id).kind {
            TypeKind::Object(_) | TypeKind::TaggedUnion(_) => true,
            TypeKind::Union(union) => {
                seen.insert(*id)
                    && union
                        .variants
                        .iter()
                        .all(|variant| has_objects(api, &variant.ty, seen))
            }
            _ => false,
        },
        _ => false,
    }
}

/// The arms of a family within a union that the same member tells apart.
fn inner_tags<'a>(api: &'a Api, ty: &Type, tag: &str) -> Option<&'a [TaggedVariant]> {
    match api.resolve_alias(ty) {
        Type::Named(id) => match &api.definition(*id).kind {
            TypeKind::TaggedUnion(family) if family.tag == tag => Some(&family.variants),
            _ => None,
        },
        _ => None,
    }
}

/// The union as a family of objects, where each has a discriminator that names it and no other.
fn family(api: &Api, union: &Union, discriminated: bool) -> Option<TaggedUnion> {
    let tag = union.tag.as_ref()?;
    let mut variants: Vec<TaggedVariant> = Vec::new();
    let mut add = |new: TaggedVariant| -> Option<()> {
        let is_other = |variant: &TaggedVariant| {
            variant.ty != new.ty && variant.tags.iter().any(|tag| new.tags.contains(tag))
        };
        if new.tags.is_empty() || variants.iter().any(is_other) {
            return None;
        }
        match variants.iter_mut().find(|variant| variant.ty == new.ty) {
            Some(variant) => {
                let news = new
                    .tags
                    .into_iter()
                    .filter(|tag| !variant.tags.contains(tag))
                    .collect::<Vec<_>>();
                variant.tags.extend(news);
            }
            None => variants.push(new),
        }
        Some(())
    };
    for variant in &union.variants {
        if let Some(inner) = inner_tags(api, &variant.ty, tag) {
            let is_mapped =
                |tag: &String| !inner.iter().any(|variant| tags_of(variant).contains(tag));
            if variant.tags.iter().any(is_mapped) {
                return None;
            }
            for variant in inner {
                add(TaggedVariant {
                    tags: tags_of(variant).to_vec(),
                    ..variant.clone()
                })?;
            }
            continue;
        }
        let (ty, object) = object(api, &variant.ty)?;
        let is_certain = discriminated
            || property(object, tag)
                .is_some_and(|property| property.presence == Presence::Required);
        if !is_certain {
            return None;
        }
        add(TaggedVariant {
            tags: variant.tags.clone(),
            schema: component_name(api, &variant.ty),
            name: variant.name.clone(),
            ty,
        })?;
    }
    let merged = variants;
    let of_arm =
        |variant: &TaggedVariant| object(api, &Type::Named(variant.ty)).map(|(_, object)| object);
    let first = of_arm(merged.first()?)?;
    let properties = first
        .properties
        .iter()
        .filter(|one| {
            merged.iter().all(|variant| {
                of_arm(variant).is_some_and(|object| {
                    property(object, &one.name)
                        .is_some_and(|other| other.ty == one.ty && other.presence == one.presence)
                })
            })
        })
        .cloned()
        .collect();
    Some(TaggedUnion {
        tag: tag.clone(),
        variants: merged,
        untagged: None,
        properties,
    })
}

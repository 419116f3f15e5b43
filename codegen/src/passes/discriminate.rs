//! Determines how the variants of each union are distinguished.

use std::collections::{HashMap, HashSet};

use indexmap::IndexMap;

use crate::diagnostics::code::Code;
use crate::diagnostics::{Anchor, Diagnostic, Diagnostics};
use crate::ir::{
    AdditionalProperties, Api, Object, Presence, Property, TagType, TaggedUnion, TaggedVariant,
    Type, TypeId, TypeKind, TypeTable, Union, UnionVariant, UnresolvedUnion, report_infinite_type,
};
use crate::source::JsonPointer;

/// Sets the tags of every union, and turns unions of tagged objects into tagged unions.
pub(super) fn run(api: &mut Api, unions: &[UnresolvedUnion], diagnostics: &mut Diagnostics) {
    for unresolved in unions {
        if is_infinite(&api.types, unresolved.id) {
            report_infinite_type(&unresolved.pointer, diagnostics);
            api.types[unresolved.id].kind = TypeKind::Alias(Type::Any);
        } else if let TypeKind::Union(union) = &api.types[unresolved.id].kind {
            let kind = resolve(&api.types, union.clone(), unresolved, diagnostics);
            api.types[unresolved.id].kind = kind;
        }
    }
}

fn resolve(
    types: &TypeTable,
    mut union: Union,
    unresolved: &UnresolvedUnion,
    diagnostics: &mut Diagnostics,
) -> TypeKind {
    let pointer = &unresolved.pointer;
    let has_discriminator =
        unresolved.has_discriminator && are_all_objects(types, &union, pointer, diagnostics);
    if has_discriminator {
        apply_discriminator(types, &mut union, pointer, diagnostics);
    } else {
        union.tag = None;
        infer_discriminator(types, &mut union);
    }
    let resolved: Vec<Type> = union
        .variants
        .iter()
        .map(|variant| types.resolve_all_aliases(&variant.ty))
        .collect();
    let mut counts: HashMap<&Type, usize> = HashMap::new();
    for ty in &resolved {
        *counts.entry(ty).or_default() += 1;
    }
    for (variant, ty) in union.variants.iter_mut().zip(&resolved) {
        variant.shared = counts[ty] > 1;
        variant.boxed = needs_box(types, ty);
    }
    most_specific_string_first(types, &mut union.variants);
    let is_always_present = has_discriminator && !unresolved.inherits_discriminator;
    match tagged_union(types, &union, is_always_present) {
        Some(mut tagged_union) => {
            let mut variants = tagged_union.variants.iter();
            let default = variants.position(|variant| {
                Some(variant.schema.as_str()) == unresolved.default_variant.as_deref()
            });
            tagged_union.untagged = default;
            tagged_union.accepts_unknown_tags = default.is_some();
            TypeKind::TaggedUnion(tagged_union)
        }
        None => TypeKind::Union(union),
    }
}

/// Returns whether a value of a union can be a value of the same union without anything around it.
fn is_infinite(types: &TypeTable, union: TypeId) -> bool {
    reaches_directly(types, union, union, &mut HashSet::new())
}

fn reaches_directly(
    types: &TypeTable,
    id: TypeId,
    target: TypeId,
    visited: &mut HashSet<TypeId>,
) -> bool {
    let mut reaches = |ty: &Type| {
        let mut ty = ty;
        while let Type::OneOrMany(inner) | Type::Nullable(inner) = ty {
            ty = inner;
        }
        match ty {
            Type::Named(id) if *id == target => true,
            Type::Named(id) => visited.insert(*id) && reaches_directly(types, *id, target, visited),
            _ => false,
        }
    };
    match &types[id].kind {
        TypeKind::Union(union) => union.variants.iter().any(|variant| reaches(&variant.ty)),
        TypeKind::Alias(ty) => reaches(ty),
        _ => false,
    }
}

/// Returns whether a value is boxed in a variant: it is large, or can contain the union.
fn needs_box(types: &TypeTable, ty: &Type) -> bool {
    match ty {
        Type::Named(id) => match &types[*id].kind {
            TypeKind::Object(_) | TypeKind::Union(_) => true,
            // A recursive tuple contains itself only through a union.
            TypeKind::Newtype(newtype) => matches!(newtype.ty, Type::Tuple(_)),
            _ => false,
        },
        Type::Tuple(parts) => parts.iter().any(|part| needs_box(types, part)),
        Type::OneOrMany(inner) | Type::Nullable(inner) | Type::JsonString(inner) => {
            needs_box(types, inner)
        }
        _ => false,
    }
}

/// Moves string enums before strings with a format, and these before plain strings. All other
/// variants keep their positions.
fn most_specific_string_first(types: &TypeTable, variants: &mut [UnionVariant]) {
    let breadth = |variant: &UnionVariant| match types.resolve_alias(&variant.ty) {
        Type::Named(id) if matches!(types[*id].kind, TypeKind::StringEnum(_)) => Some(0),
        Type::Flags(_) => Some(0),
        Type::Named(id) => match &types[*id].kind {
            TypeKind::External(external) => (external.json == Type::String).then_some(1),
            _ => None,
        },
        Type::DateTime
        | Type::Date
        | Type::Duration
        | Type::Uuid
        | Type::Byte
        | Type::ByteUrl
        | Type::JsonString(_) => Some(1),
        Type::String | Type::Secret => Some(2),
        _ => None,
    };
    let mut strings: Vec<(usize, UnionVariant)> = variants
        .iter()
        .filter_map(|variant| Some((breadth(variant)?, variant.clone())))
        .collect();
    strings.sort_by_key(|(breadth, _)| *breadth);
    let slots = variants
        .iter_mut()
        .filter(|variant| breadth(variant).is_some());
    for (slot, (_, string)) in slots.zip(strings) {
        *slot = string;
    }
}

/// Returns the object type behind aliases.
fn object<'a>(types: &'a TypeTable, ty: &Type) -> Option<&'a Object> {
    types.object_behind_alias(ty).map(|(_, object)| object)
}

/// The indices of the variants that have an enum for a property, with its values.
type EnumValues<'a> = Vec<(usize, Vec<&'a str>)>;

/// Sets the tag to the property whose enums have distinct values in the most variants.
fn infer_discriminator(types: &TypeTable, union: &mut Union) {
    let mut candidates: IndexMap<&str, EnumValues<'_>> = IndexMap::new();
    for (index, variant) in union.variants.iter().enumerate() {
        let object = object(types, &variant.ty);
        for property in object.iter().flat_map(|object| &object.properties) {
            let candidate = candidates.entry(&property.name).or_default();
            let values = types.string_enum_values(&property.ty);
            candidate.extend(values.map(|values| (index, values)));
        }
    }
    let mut best: Option<(&str, &EnumValues<'_>)> = None;
    for (name, candidate) in &candidates {
        let mut seen = HashSet::new();
        let mut values = candidate.iter().flat_map(|(_, values)| values);
        let most = best.map_or(1, |(_, best)| best.len());
        if candidate.len() > most && values.all(|value| seen.insert(*value)) {
            best = Some((name, candidate));
        }
    }
    let Some((tag, best)) = best else { return };
    let tag = tag.to_owned();
    let mut tags: Vec<Vec<String>> = vec![Vec::new(); union.variants.len()];
    for (index, values) in best {
        tags[*index] = values.iter().map(|value| (*value).to_owned()).collect();
    }
    for (variant, tags) in union.variants.iter_mut().zip(tags) {
        variant.tags = tags;
    }
    union.tag = Some(tag);
}

/// Returns whether all variants are objects, and reports the first that is not: only objects have
/// the property of a discriminator.
fn are_all_objects(
    types: &TypeTable,
    union: &Union,
    pointer: &JsonPointer,
    diagnostics: &mut Diagnostics,
) -> bool {
    let other = union
        .variants
        .iter()
        .find(|variant| !is_object(types, &variant.ty, &mut HashSet::new()));
    if let Some(other) = other {
        let name = types.component_name(&other.ty).unwrap_or_default();
        diagnostics.push(
            Diagnostic::new(
                Code::DiscriminatorWithoutEffect,
                Anchor::Value(pointer.clone()),
                format!("the discriminator has no effect: `{name}` is not an object schema"),
            )
            .help("use object schemas as alternatives"),
        );
    }
    other.is_none()
}

/// Returns whether all values of a type can be objects.
fn is_object(types: &TypeTable, ty: &Type, visited: &mut HashSet<TypeId>) -> bool {
    match types.resolve_alias(ty) {
        Type::Map(_) | Type::Any => true,
        Type::Named(id) => match &types[*id].kind {
            TypeKind::Object(_) | TypeKind::TaggedUnion(_) => true,
            TypeKind::Union(union) => {
                visited.insert(*id)
                    && union
                        .variants
                        .iter()
                        .all(|variant| is_object(types, &variant.ty, visited))
            }
            _ => false,
        },
        _ => false,
    }
}

/// Sets the tags of every variant: those of the mapping, or else the enum values of its schema, or
/// else the name of its schema.
fn apply_discriminator(
    types: &TypeTable,
    union: &mut Union,
    pointer: &JsonPointer,
    diagnostics: &mut Diagnostics,
) {
    let tag = union.tag.clone().unwrap_or_default();
    for variant in &mut union.variants {
        let name = types.component_name(&variant.ty).unwrap_or_default();
        let object = object(types, &variant.ty);
        if object.is_some_and(|object| {
            object.property(&tag).is_none() && object.additional == AdditionalProperties::None
        }) {
            diagnostics.push(
                Diagnostic::new(
                    Code::Contradiction,
                    Anchor::Value(pointer.clone()),
                    format!(
                        "`{name}` forbids additional properties but does not declare the \
                         discriminator `{tag}`"
                    ),
                )
                .help("declare the property with `type: string`")
                .consequence("the client sends the property and accepts it"),
            );
        }
        if variant.tags.is_empty() {
            let values = object
                .and_then(|object| object.property(&tag))
                .and_then(|property| types.enum_texts(&property.ty));
            if let Some(values) = values
                && !values.iter().any(|value| value == name)
            {
                variant.tags = values;
            }
        }
        match nested_mapping(types, &variant.ty, &tag) {
            Some(nested) => variant
                .tags
                .extend(nested.iter().flat_map(effective_tags).cloned()),
            None if variant.tags.is_empty() => variant.tags.push(name.to_owned()),
            None => {}
        }
    }
}

/// Returns the tags of a variant: the name of its schema if it declares none.
fn effective_tags(variant: &TaggedVariant) -> &[String] {
    if variant.tags.is_empty() {
        std::slice::from_ref(&variant.schema)
    } else {
        &variant.tags
    }
}

/// Returns the variants of a variant that is itself a union with the same tag.
fn nested_mapping<'a>(types: &'a TypeTable, ty: &Type, tag: &str) -> Option<&'a [TaggedVariant]> {
    match types.kind_behind_alias(ty)? {
        TypeKind::TaggedUnion(union) if union.tag == tag => Some(&union.variants),
        _ => None,
    }
}

/// Returns a union as a tagged union, or `None` unless all variants are objects with distinct tags
/// that are always present.
///
/// `is_always_present` is whether the document says that the tag is present, whether it is required
/// or not.
fn tagged_union(types: &TypeTable, union: &Union, is_always_present: bool) -> Option<TaggedUnion> {
    let tag = union.tag.as_ref()?;
    let mut variants: Vec<TaggedVariant> = Vec::new();
    for variant in &union.variants {
        if let Some(nested) = nested_mapping(types, &variant.ty, tag) {
            let is_nested = |tag: &String| {
                nested
                    .iter()
                    .any(|variant| effective_tags(variant).contains(tag))
            };
            if !variant.tags.iter().all(is_nested) {
                return None;
            }
            for variant in nested {
                let variant = TaggedVariant {
                    tags: effective_tags(variant).to_vec(),
                    ..variant.clone()
                };
                add_variant(&mut variants, variant)?;
            }
            continue;
        }
        let (ty, object) = types.object_behind_alias(&variant.ty)?;
        let is_tag_required = || {
            object
                .property(tag)
                .is_some_and(|property| property.presence == Presence::Required)
        };
        if !is_always_present && !is_tag_required() {
            return None;
        }
        let schema = types.component_name(&variant.ty).unwrap_or_default();
        let variant = TaggedVariant {
            tags: variant.tags.clone(),
            tag_type: TagType::String,
            schema: schema.to_owned(),
            name: variant.name.clone(),
            ty,
        };
        add_variant(&mut variants, variant)?;
    }
    let has_property = |variant: &TaggedVariant, property: &Property| {
        object(types, &Type::Named(variant.ty))
            .and_then(|object| object.property(&property.name))
            .is_some_and(|other| other.ty == property.ty && other.presence == property.presence)
    };
    let (first, others) = variants.split_first()?;
    let first = object(types, &Type::Named(first.ty))?;
    let shared = first
        .properties
        .iter()
        .filter(|property| others.iter().all(|variant| has_property(variant, property)));
    Some(TaggedUnion {
        tag: tag.clone(),
        untagged: None,
        accepts_unknown_tags: false,
        properties: shared.cloned().collect(),
        variants,
    })
}

/// Adds a variant, or its tags to the variant of the same type. Returns `None` if it has no tags,
/// or one that selects another type.
fn add_variant(variants: &mut Vec<TaggedVariant>, new: TaggedVariant) -> Option<()> {
    let conflicts = |variant: &TaggedVariant| {
        variant.ty != new.ty && variant.tags.iter().any(|tag| new.tags.contains(tag))
    };
    if new.tags.is_empty() || variants.iter().any(conflicts) {
        return None;
    }
    match variants.iter_mut().find(|variant| variant.ty == new.ty) {
        Some(variant) => {
            for tag in new.tags {
                if !variant.tags.contains(&tag) {
                    variant.tags.push(tag);
                }
            }
        }
        None => variants.push(new),
    }
    Some(())
}

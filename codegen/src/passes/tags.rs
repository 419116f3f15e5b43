//! Sets the JSON types of discriminators, and the discriminators of new objects.

use indexmap::IndexMap;
use serde_json::Value;

use crate::ir::json_value::equal;
use crate::ir::{Api, Presence, Property, TagType, Type, TypeId, TypeKind, TypeTable};

/// The discriminator values of an object, by the object and the property: a list for each union
/// that it is a variant of.
type TagsOfObjects = IndexMap<(TypeId, String), Vec<Vec<String>>>;

/// Sets the type of the discriminator of every variant, and the value that a required discriminator
/// has in a new object.
pub(super) fn run(api: &mut Api) {
    let types = &api.types;
    let mut tag_types: Vec<(TypeId, Vec<TagType>)> = Vec::new();
    let mut tags = TagsOfObjects::new();
    for (id, definition) in types.iter() {
        match &definition.kind {
            TypeKind::TaggedUnion(union) => {
                let variants = union.variants.iter();
                let of_variants = variants.map(|variant| tag_type(types, variant.ty, &union.tag));
                tag_types.push((id, of_variants.collect()));
                for variant in &union.variants {
                    let key = (variant.ty, union.tag.clone());
                    tags.entry(key).or_default().push(variant.tags.clone());
                }
            }
            TypeKind::Union(union) => {
                for variant in &union.variants {
                    if let Some(tag) = &union.tag
                        && let Some((object, _)) = types.object_behind_alias(&variant.ty)
                    {
                        let key = (object, tag.clone());
                        tags.entry(key).or_default().push(variant.tags.clone());
                    }
                }
            }
            _ => {}
        }
    }
    let new_tags = tags.into_iter().filter_map(|((object, name), tags)| {
        let property = types.object_behind_alias(&Type::Named(object))?.1;
        let value = new_tag(types, property.property(&name)?, &tags)?;
        Some((object, name, value))
    });
    let new_tags: Vec<(TypeId, String, Value)> = new_tags.collect();
    for (id, of_variants) in tag_types {
        if let TypeKind::TaggedUnion(union) = &mut api.types[id].kind {
            for (variant, tag_type) in union.variants.iter_mut().zip(of_variants) {
                variant.tag_type = tag_type;
            }
        }
    }
    for (object, name, value) in new_tags {
        if let TypeKind::Object(object) = &mut api.types[object].kind {
            let property = object.properties.iter_mut();
            for property in property.filter(|property| property.name == name) {
                property.tag = Some(value.clone());
            }
        }
    }
}

/// Returns the type of the discriminator in an object.
fn tag_type(types: &TypeTable, object: TypeId, tag: &str) -> TagType {
    let object = types.object_behind_alias(&Type::Named(object));
    let property = object.and_then(|(_, object)| object.property(tag));
    property.map_or(TagType::String, |property| json_type(types, &property.ty))
}

fn json_type(types: &TypeTable, ty: &Type) -> TagType {
    match types.resolve_alias(ty) {
        Type::Int32 | Type::Int64 | Type::Uint64 => TagType::Integer,
        Type::Boolean => TagType::Boolean,
        Type::Named(id) => match &types[*id].kind {
            TypeKind::ValueEnum(value_enum) => json_type(types, &value_enum.ty),
            _ => TagType::String,
        },
        _ => TagType::String,
    }
}

/// Returns the discriminator of a new object, unless the caller has to choose it. `tags` are its
/// values in each union.
fn new_tag(types: &TypeTable, property: &Property, tags: &[Vec<String>]) -> Option<Value> {
    if property.presence != Presence::Required {
        return None;
    }
    let tag_type = json_type(types, &property.ty);
    let (first, others) = tags.split_first()?;
    let mut common = first
        .iter()
        .filter(|tag| others.iter().all(|tags| tags.contains(tag)))
        .map(|tag| tag_type.value(tag));
    match types.kind_behind_alias(&property.ty) {
        None if matches!(
            types.resolve_alias(&property.ty),
            Type::String | Type::Int32 | Type::Int64 | Type::Uint64 | Type::Boolean
        ) =>
        {
            common.next().filter(|value| tag_type.is_type_of(value))
        }
        Some(kind @ (TypeKind::StringEnum(_) | TypeKind::ValueEnum(_))) => {
            let mut listed = common.filter(|value| is_listed(kind, value));
            listed.next().filter(|_| listed.next().is_none())
        }
        _ => None,
    }
}

/// Returns whether an enum lists a value.
fn is_listed(kind: &TypeKind, value: &Value) -> bool {
    match kind {
        TypeKind::StringEnum(string_enum) => {
            let mut values = string_enum.values.iter();
            values.any(|known| *value == known.value.as_str())
        }
        TypeKind::ValueEnum(value_enum) => {
            let mut values = value_enum.values.iter();
            values.any(|known| equal(&known.value, value))
        }
        _ => false,
    }
}

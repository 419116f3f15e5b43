//! The names of types and of their fields and variants.

use crate::ir::{
    Api, Origin, Presence, Property, StringEnum, TaggedUnion, Type, TypeKind, ValueEnum,
};

use super::identifier::{Case, Identifier};
use super::reserved;
use super::scope::Scope;
use super::status::status_words;
use super::type_namer::TypeNamer;

/// The names of a type and of its fields and variants.
#[derive(Clone, Debug)]
pub(crate) struct TypeNames {
    /// The name of the type, unique among all types that one module can see.
    pub(crate) name: Identifier,
    /// The path of its module from the root of the crate.
    pub(crate) modules: Vec<Identifier>,
    /// Whether emitted modules import something else of this name, so the type needs its path.
    pub(crate) shadows: bool,
    /// The fields of an object or the variants of an enum, parallel to properties, values, variants
    /// or responses. The codec of a type of another crate, if it has one.
    pub(crate) parts: Vec<Identifier>,
    /// The methods of a tagged union that read its properties, if possible, parallel to them.
    pub(crate) accessors: Vec<Option<Identifier>>,
}

/// Names the fields and variants of all types.
pub(super) fn name(api: &Api, types: TypeNamer<'_>) -> Vec<TypeNames> {
    let mut codecs = types.codecs();
    let (names, modules): (Vec<Identifier>, Vec<_>) = types.finish().into_iter().unzip();
    let parts: Vec<_> = api
        .types
        .iter()
        .map(|(id, definition)| match definition.kind {
            TypeKind::External(_) => (codecs.remove(&id).into_iter().collect(), Vec::new()),
            _ => parts(api, &names, &definition.kind),
        })
        .collect();
    names
        .into_iter()
        .zip(modules)
        .zip(parts)
        .map(|((name, modules), (parts, accessors))| TypeNames {
            shadows: reserved::IMPORTED.contains(&name.as_str()),
            name,
            modules,
            parts,
            accessors,
        })
        .collect()
}

/// Returns the fields or variants of a type, and the accessors of a tagged union.
fn parts(
    api: &Api,
    names: &[Identifier],
    kind: &TypeKind,
) -> (Vec<Identifier>, Vec<Option<Identifier>>) {
    let variants = || Scope::new(&[reserved::VARIANTS]);
    match kind {
        TypeKind::Object(object) => (fields(&object.properties), Vec::new()),
        TypeKind::StringEnum(StringEnum { values }) => {
            let words = values
                .iter()
                .map(|value| value.name.as_ref().unwrap_or(&value.value));
            (variants().assign(Case::Camel, words), Vec::new())
        }
        TypeKind::ValueEnum(ValueEnum { values, .. }) => {
            let words = values
                .iter()
                .map(|value| value.name.clone().unwrap_or_else(|| value.text()));
            (variants().assign(Case::Camel, words), Vec::new())
        }
        TypeKind::TaggedUnion(union) => {
            let words = union.variants.iter().map(|variant| {
                let mut ty = variant.ty;
                while let Origin::Base(other) | Origin::RequestVariant(other) =
                    &api.definition(ty).origin
                {
                    ty = *other;
                }
                variant_words(names, variant.name.as_ref(), &Type::Named(ty))
            });
            (variants().assign(Case::Camel, words), accessors(api, union))
        }
        TypeKind::ResponseBodies(bodies) => {
            let words = bodies
                .variants
                .iter()
                .map(|variant| match &variant.media_type {
                    None => status_words(variant.status),
                    Some(name) => format!("{} {}", status_words(variant.status), media_type(name)),
                });
            (variants().assign(Case::Camel, words), Vec::new())
        }
        TypeKind::Union(union) => {
            let words = union
                .variants
                .iter()
                .map(|variant| variant_words(names, variant.name.as_ref(), &variant.ty));
            (variants().assign(Case::Camel, words), Vec::new())
        }
        TypeKind::RequestBodies(bodies) => {
            let words = bodies
                .media
                .iter()
                .map(|media| media_type(&media.media_type));
            (variants().assign(Case::Camel, words), Vec::new())
        }
        TypeKind::Multipart(multipart) => (fields(&multipart.properties), Vec::new()),
        TypeKind::Alias(_) | TypeKind::Newtype(_) | TypeKind::External(_) => {
            (Vec::new(), Vec::new())
        }
    }
}

/// Returns the methods that read the properties of a tagged union. A property has one, named like
/// the field, if the objects of all variants have the same field for it.
fn accessors(api: &Api, union: &TaggedUnion) -> Vec<Option<Identifier>> {
    let objects: Vec<Option<(&[Property], Vec<Identifier>)>> = union
        .variants
        .iter()
        .map(|variant| match &api.definition(variant.ty).kind {
            TypeKind::Object(object) => {
                Some((object.properties.as_slice(), fields(&object.properties)))
            }
            _ => None,
        })
        .collect();
    union
        .properties
        .iter()
        .zip(fields(&union.properties))
        .map(|(property, field)| {
            let has_field = |object: &Option<(&[Property], Vec<Identifier>)>| {
                object.as_ref().is_some_and(|(properties, fields)| {
                    properties.iter().zip(fields).any(|(one, name)| {
                        *name == field
                            && one.name == property.name
                            && one.ty == property.ty
                            && one.presence.may_be_absent() == property.presence.may_be_absent()
                            && (one.presence == Presence::Required)
                                == (property.presence == Presence::Required)
                            && one.boxed == property.boxed
                    })
                })
            };
            let free = !reserved::METHODS.contains(&field.as_str());
            (free && objects.iter().all(has_field)).then_some(field)
        })
        .collect()
}

/// Returns the words that name a variant: its own, or the name of its type.
fn variant_words(names: &[Identifier], words: Option<&String>, ty: &Type) -> String {
    match (words, ty) {
        (Some(words), _) => words.clone(),
        (None, Type::Named(id) | Type::Flags(id)) => names[id.index()].to_string(),
        (None, _) => "value".to_owned(),
    }
}

fn fields(properties: &[Property]) -> Vec<Identifier> {
    Scope::new(&[reserved::FIELDS]).assign(Case::Snake, properties.iter().map(Property::words))
}

/// Returns the words that name the bodies of a media type.
fn media_type(name: &str) -> String {
    let essence = name.split(';').next().unwrap_or_default().trim();
    let words = match essence {
        "*/*" | "application/*" => "other",
        "application/x-www-form-urlencoded" => "form",
        "multipart/form-data" => "multipart",
        "text/plain" => "text",
        _ => match essence.split_once('/') {
            Some((kind, "*")) => kind,
            Some(("multipart" | "text", _)) | None => essence,
            Some((_, rest)) => rest,
        },
    };
    words.replace(['/', '+', '.', '*'], " ")
}

//! What can be said of types only when all of them are known.

mod alike;
mod boxes;
mod callbacks;
mod conversion;
mod provenance;
mod reached;
mod shapes;
mod usage;
mod validated;

pub(super) use alike::alike;
pub(super) use boxes::boxes;
pub(super) use callbacks::callbacks;
pub(super) use conversion::conversion;
pub(super) use provenance::provenance;
pub(super) use reached::reached;
pub(super) use shapes::shapes;
pub(super) use usage::usage;
pub(super) use validated::validated;

use crate::ir::{AdditionalProperties, Newtype, Type, TypeId, TypeKind};

/// Calls with every type that a definition mentions.
fn each_part(kind: &TypeKind, with: &mut dyn FnMut(&Type)) {
    match kind {
        TypeKind::Object(object) => {
            for property in &object.properties {
                with(&property.ty);
            }
            if let Some(others) = object.additional.typed() {
                with(&others.ty);
            }
        }
        TypeKind::TaggedUnion(tagged_union) => {
            for variant in &tagged_union.variants {
                with(&Type::Named(variant.ty));
            }
        }
        TypeKind::Union(union) => union.variants.iter().for_each(|variant| with(&variant.ty)),
        TypeKind::Alias(ty) | TypeKind::Newtype(Newtype { ty, .. }) => with(ty),
        TypeKind::Multipart(multipart) => multipart
            .properties
            .iter()
            .map(|property| &property.ty)
            .for_each(with),
        TypeKind::RequestBodies(bodies) => {
            bodies.media.iter().map(|media| &media.ty).for_each(with);
        }
        TypeKind::ResponseBodies(bodies) => bodies
            .variants
            .iter()
            .filter_map(|variant| variant.body.as_ref())
            .for_each(with),
        TypeKind::StringEnum(_) | TypeKind::ValueEnum(_) => {}
    }
}

fn each_named(ty: &Type, with: &mut dyn FnMut(TypeId)) {
    match ty {
        Type::Named(id) | Type::Flags(id) => with(*id),
        Type::Array(inner)
        | Type::Map(inner)
        | Type::OneOrMany(inner)
        | Type::Nullable(inner)
        | Type::Part(inner) => each_named(inner, with),
        _ => {}
    }
}

/// Puts another type in the place of each that a definition mentions.
fn replace_parts(kind: &mut TypeKind, with: &dyn Fn(TypeId) -> TypeId) {
    match kind {
        TypeKind::Object(object) => {
            for property in &mut object.properties {
                replace(&mut property.ty, with);
            }
            if let AdditionalProperties::Typed(others) = &mut object.additional {
                replace(&mut others.ty, with);
            }
        }
        TypeKind::TaggedUnion(tagged_union) => {
            for variant in &mut tagged_union.variants {
                variant.ty = with(variant.ty);
            }
            for property in &mut tagged_union.properties {
                replace(&mut property.ty, with);
            }
        }
        TypeKind::Union(union) => {
            for variant in &mut union.variants {
                replace(&mut variant.ty, with);
            }
        }
        TypeKind::Alias(ty) | TypeKind::Newtype(Newtype { ty, .. }) => replace(ty, with),
        TypeKind::Multipart(multipart) => {
            for property in &mut multipart.properties {
                replace(&mut property.ty, with);
            }
        }
        TypeKind::RequestBodies(bodies) => {
            for media in &mut bodies.media {
                replace(&mut media.ty, with);
            }
        }
        TypeKind::ResponseBodies(bodies) => bodies
            .variants
            .iter_mut()
            .filter_map(|variant| variant.body.as_mut())
            .for_each(|ty| replace(ty, with)),
        TypeKind::StringEnum(_) | TypeKind::ValueEnum(_) => {}
    }
}

/// Puts another type in the place of each that is mentioned.
pub(super) fn replace(ty: &mut Type, with: &dyn Fn(TypeId) -> TypeId) {
    match ty {
        Type::Named(id) | Type::Flags(id) => *id = with(*id),
        Type::Array(inner)
        | Type::Map(inner)
        | Type::OneOrMany(inner)
        | Type::Nullable(inner)
        | Type::Part(inner) => replace(inner, with),
        _ => {}
    }
}

//! What can be said of types only when all of them are known.

mod alike;
mod boxes;
mod callbacks;
mod found;
mod reached;
mod send_back;
mod shapes;
mod usage;
mod validated;

pub(super) use alike::alike;
pub(super) use boxes::boxes;
pub(super) use callbacks::callbacks;
pub(super) use found::found;
pub(super) use reached::reached;
pub(super) use send_back::send_back;
pub(super) use shapes::shapes;
pub(super) use usage::usage;
pub(super) use validated::validated;

use crate::api::{Additional, Newtype, Type, TypeId, TypeKind};

/// Calls with every type that a definition mentions.
fn each_part(kind: &TypeKind, with: &mut dyn FnMut(&Type)) {
    match kind {
        TypeKind::Object(object) => {
            for member in &object.members {
                with(&member.of);
            }
            if let Some(others) = object.additional.typed() {
                with(&others.of);
            }
        }
        TypeKind::Polymorphic(polymorphic) => {
            for arm in &polymorphic.arms {
                with(&Type::Named(arm.of));
            }
        }
        TypeKind::Union(union) => union.branches.iter().for_each(|branch| with(&branch.of)),
        TypeKind::Alias(of) | TypeKind::Newtype(Newtype { of, .. }) => with(of),
        TypeKind::Multipart(multipart) => multipart
            .members
            .iter()
            .map(|member| &member.of)
            .for_each(with),
        TypeKind::RequestBodies(bodies) => {
            bodies.media.iter().map(|media| &media.of).for_each(with);
        }
        TypeKind::ResponseBodies(bodies) => bodies
            .variants
            .iter()
            .filter_map(|variant| variant.body.as_ref())
            .for_each(with),
        TypeKind::StringEnum(_) | TypeKind::ValueEnum(_) => {}
    }
}

fn each_named(of: &Type, with: &mut dyn FnMut(TypeId)) {
    match of {
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
            for member in &mut object.members {
                replace(&mut member.of, with);
            }
            if let Additional::Typed(others) = &mut object.additional {
                replace(&mut others.of, with);
            }
        }
        TypeKind::Polymorphic(polymorphic) => {
            for arm in &mut polymorphic.arms {
                arm.of = with(arm.of);
            }
            for member in &mut polymorphic.members {
                replace(&mut member.of, with);
            }
        }
        TypeKind::Union(union) => {
            for branch in &mut union.branches {
                replace(&mut branch.of, with);
            }
        }
        TypeKind::Alias(of) | TypeKind::Newtype(Newtype { of, .. }) => replace(of, with),
        TypeKind::Multipart(multipart) => {
            for member in &mut multipart.members {
                replace(&mut member.of, with);
            }
        }
        TypeKind::RequestBodies(bodies) => {
            for media in &mut bodies.media {
                replace(&mut media.of, with);
            }
        }
        TypeKind::ResponseBodies(bodies) => bodies
            .variants
            .iter_mut()
            .filter_map(|variant| variant.body.as_mut())
            .for_each(|of| replace(of, with)),
        TypeKind::StringEnum(_) | TypeKind::ValueEnum(_) => {}
    }
}

/// Puts another type in the place of each that is mentioned.
pub(super) fn replace(of: &mut Type, with: &dyn Fn(TypeId) -> TypeId) {
    match of {
        Type::Named(id) | Type::Flags(id) => *id = with(*id),
        Type::Array(inner)
        | Type::Map(inner)
        | Type::OneOrMany(inner)
        | Type::Nullable(inner)
        | Type::Part(inner) => replace(inner, with),
        _ => {}
    }
}

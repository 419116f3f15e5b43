//! Extensions of the generator in objects where they have no effect.

use std::sync::LazyLock;

use crate::load::grammar::{self, Field, Object, ObjectKind, Type};
use crate::load::parse::Version;

/// The extensions of all objects, with the objects that may have them.
static EXTENSIONS: LazyLock<Vec<(&Field, ObjectKind)>> = LazyLock::new(|| {
    let mut objects = vec![grammar::grammar(Version::V3_0).root];
    let mut extensions = Vec::new();
    let mut next = 0;
    while let Some(object) = objects.get(next).copied() {
        next += 1;
        let kind = object.kind;
        extensions.extend(object.extensions.iter().map(|field| (field, kind)));
        let fields = object.fields.iter().chain(object.extensions);
        let patterned = object.patterned.iter().map(|patterned| &patterned.ty);
        for held in fields
            .map(|field| &field.ty)
            .chain(patterned)
            .filter_map(held_object)
        {
            if !objects.iter().any(|known| std::ptr::eq(*known, held)) {
                objects.push(held);
            }
        }
    }
    extensions
});

/// Returns an extension by its name, with the object that may have it.
pub(super) fn extension_of_another_object(name: &str) -> Option<(&'static Field, ObjectKind)> {
    let mut extensions = EXTENSIONS.iter();
    extensions.find(|(field, _)| field.name == name).copied()
}

/// Returns the object that a value of a type is, or that it contains.
fn held_object(ty: &'static Type) -> Option<&'static Object> {
    match ty {
        Type::Object(object) | Type::OrReference(object) => Some(object),
        Type::BooleanOr(ty) | Type::List(ty) | Type::Map(_, ty) => held_object(ty),
        _ => None,
    }
}

//! Extensions of the generator in objects where they have no effect.

use std::sync::LazyLock;

use crate::load::grammar::{self, Field, ObjectKind, Type};
use crate::load::parse::Version;

/// The extensions of all objects, with the objects that may have them.
static EXTENSIONS: LazyLock<Vec<(&Field, ObjectKind)>> = LazyLock::new(|| {
    let grammar = grammar::grammar(Version::V3_0);
    let mut kinds = vec![ObjectKind::OpenApi];
    let mut extensions = Vec::new();
    let mut next = 0;
    while let Some(kind) = kinds.get(next).copied() {
        next += 1;
        let object = grammar.object(kind);
        extensions.extend(object.known_extensions().map(|field| (field, kind)));
        let fields = object.fields().chain(object.known_extensions());
        let types = fields.map(|field| &field.ty);
        let patterned = object.patterned_fields().map(|patterned| &patterned.ty);
        for part in types.chain(patterned).filter_map(part_kind) {
            if !kinds.contains(&part) {
                kinds.push(part);
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

/// Returns the kind of object that a value of a type is, or that it contains.
fn part_kind(ty: &Type) -> Option<ObjectKind> {
    match ty {
        Type::Object(kind) | Type::OrReference(kind) => Some(*kind),
        Type::BooleanOr(ty) | Type::List(ty) | Type::Map(_, ty) => part_kind(ty),
        _ => None,
    }
}

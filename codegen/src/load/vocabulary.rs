//! The fields of the objects of `OpenAPI`, and those that a document uses.
//!
//! ```
//! use specwright::load::vocabulary::vocabulary;
//!
//! assert!(vocabulary().contains(&("media type", "encoding")));
//! ```

use std::collections::BTreeSet;

use serde_yaml::Value;

use super::grammar::{self, Key, Object, Type};
use super::parse::Version;
use super::tree::members;

/// A field of an object, by the names in the specification: `("media type", "encoding")`. A name
/// that is not fixed is in braces: `("paths", "{path}")`.
pub type FieldName = (&'static str, &'static str);

/// Returns the fields of all objects of `OpenAPI` 3.0, in the order of the specification, without
/// extensions.
#[must_use]
pub fn vocabulary() -> Vec<FieldName> {
    let mut objects = vec![root()];
    let mut next = 0;
    while let Some(object) = objects.get(next).copied() {
        next += 1;
        let fields = object.fields.iter().map(|field| &field.ty);
        for ty in fields.chain(object.patterned.iter().map(|patterned| &patterned.ty)) {
            if let Some(held) = held(ty)
                && !objects.iter().any(|known| std::ptr::eq(*known, held))
            {
                objects.push(held);
            }
        }
    }
    let fields = objects.into_iter().flat_map(|object| {
        let patterned = object
            .patterned
            .as_ref()
            .map(|patterned| key(patterned.key));
        let names = object.fields.iter().map(|field| field.name);
        names
            .chain(patterned)
            .map(|name| (object.kind.name(), name))
    });
    let mut all: Vec<FieldName> = Vec::new();
    for field in fields.chain([REFERENCE]) {
        // Each flow of OAuth has an object of its own; all of them have one kind.
        if !all.contains(&field) {
            all.push(field);
        }
    }
    all
}

fn root() -> &'static Object {
    grammar::grammar(Version::V3_0).root
}

const REFERENCE: FieldName = ("reference", "$ref");

/// Returns the fields that a document uses, apart from those behind references.
#[must_use]
pub fn used(document: &Value) -> BTreeSet<FieldName> {
    let mut found = BTreeSet::new();
    object(document, root(), &mut found);
    found
}

fn object(value: &Value, ty: &'static Object, found: &mut BTreeSet<FieldName>) {
    let Value::Mapping(mapping) = value else {
        return;
    };
    for (name, member) in members(mapping) {
        if let Some(field) = ty.field(name) {
            found.insert((ty.kind.name(), field.name));
            any(member, &field.ty, found);
        } else if let (Some(patterned), false) = (&ty.patterned, name.starts_with("x-")) {
            found.insert((ty.kind.name(), key(patterned.key)));
            any(member, &patterned.ty, found);
        }
    }
}

fn any(value: &Value, ty: &'static Type, found: &mut BTreeSet<FieldName>) {
    match ty {
        Type::OrReference(_) if value.get("$ref").is_some() => {
            found.insert(REFERENCE);
        }
        Type::Object(held) | Type::OrReference(held) => object(value, held, found),
        Type::BooleanOr(other) => any(value, other, found),
        Type::List(element) => {
            for value in value.as_sequence().into_iter().flatten() {
                any(value, element, found);
            }
        }
        Type::Map(_, element) => {
            for (_, value) in value.as_mapping().into_iter().flat_map(members) {
                any(value, element, found);
            }
        }
        _ => {}
    }
}

/// Returns the object that a field has, if only in a list or a map.
fn held(ty: &'static Type) -> Option<&'static Object> {
    match ty {
        Type::Object(object) | Type::OrReference(object) => Some(object),
        Type::BooleanOr(ty) | Type::List(ty) | Type::Map(_, ty) => held(ty),
        _ => None,
    }
}

fn key(key: Key) -> &'static str {
    match key {
        Key::Any => "{name}",
        Key::Component => "{component}",
        Key::Path => "{path}",
        Key::Status => "{status}",
    }
}

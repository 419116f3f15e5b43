//! Which fields the objects of `OpenAPI` 3.0 have, and which of them a document uses.

use std::collections::BTreeSet;

use serde_yaml::Value;

use super::grammar::{Key, OPENAPI, Object, Type};
use super::shape::named;

/// A field of an object, by the specification's names: `("media type", "encoding")`. What has no fixed name stands in
/// braces: `("paths", "{path}")`.
pub type Field = (&'static str, &'static str);

/// Every field of every object, in the order of the specification. Extensions are not among them.
#[must_use]
pub fn vocabulary() -> Vec<Field> {
    let mut objects = vec![&OPENAPI];
    let mut next = 0;
    while let Some(object) = objects.get(next).copied() {
        next += 1;
        let fields = object.fields.iter().map(|field| &field.ty);
        for ty in fields.chain(object.patterned.iter().map(|patterned| &patterned.ty)) {
            if let Some(held) = held(ty)
                && !objects.iter().any(|known| known.is(held))
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
        names.chain(patterned).map(|name| (object.name, name))
    });
    let mut all: Vec<Field> = Vec::new();
    for field in fields.chain([REFERENCE]) {
        // The flows of OAuth are tables of their own and one kind of object.
        if !all.contains(&field) {
            all.push(field);
        }
    }
    all
}

const REFERENCE: Field = ("reference", "$ref");

/// The fields that a document uses, apart from those behind references.
#[must_use]
pub fn used(document: &Value) -> BTreeSet<Field> {
    let mut found = BTreeSet::new();
    object(document, &OPENAPI, &mut found);
    found
}

fn object(value: &Value, ty: &'static Object, found: &mut BTreeSet<Field>) {
    let Value::Mapping(members) = value else {
        return;
    };
    for (name, member) in named(members) {
        if let Some(field) = ty.field(name) {
            found.insert((ty.name, field.name));
            any(member, &field.ty, found);
        } else if let (Some(patterned), false) = (&ty.patterned, name.starts_with("x-")) {
            found.insert((ty.name, key(patterned.key)));
            any(member, &patterned.ty, found);
        }
    }
}

fn any(value: &Value, ty: &'static Type, found: &mut BTreeSet<Field>) {
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
            for (_, value) in value.as_mapping().into_iter().flat_map(named) {
                any(value, element, found);
            }
        }
        _ => {}
    }
}

/// The kind of object that a field holds, be it in a list or a map.
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

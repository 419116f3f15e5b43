//! The fields of the objects of `OpenAPI`, and those that a document uses.
//!
//! ```
//! use specwright::load::vocabulary::vocabulary;
//!
//! assert!(vocabulary().contains(&("media type", "encoding")));
//! ```

use std::collections::BTreeSet;

use serde_yaml::Value;

use super::grammar::{self, Grammar, Key, ObjectKind, Type};
use super::parse::Version;
use super::tree::members;

/// A field of an object, by the names in the specification: `("media type", "encoding")`. A name
/// that is not fixed is in braces: `("paths", "{path}")`.
pub type FieldName = (&'static str, &'static str);

/// Returns the fields of all objects of all versions of `OpenAPI`, in the order of the
/// specification, without extensions. Of schemas, it has only those that `OpenAPI` 3.0 knows.
#[must_use]
pub fn vocabulary() -> Vec<FieldName> {
    let mut kinds = vec![ObjectKind::OpenApi];
    let mut all: Vec<FieldName> = Vec::new();
    let mut next = 0;
    while let Some(kind) = kinds.get(next).copied() {
        next += 1;
        let versions: &[Version] = if kind == ObjectKind::Schema {
            &[Version::V3_0]
        } else {
            &[Version::V3_0, Version::V3_1, Version::V3_2]
        };
        for version in versions {
            let object = grammar::grammar(*version).object(kind);
            let patterned = object.patterned_fields();
            let types = object.fields().map(|field| &field.ty);
            for part in types.chain(patterned.map(|patterned| &patterned.ty)) {
                if let Some(part) = part_kind(part).filter(|part| !kinds.contains(part)) {
                    kinds.push(part);
                }
            }
            let names = object.fields().map(|field| field.name);
            for name in names.chain(patterned.map(|patterned| key(patterned.key))) {
                // Each flow of OAuth has an object of its own; all of them have one name.
                if !all.contains(&(kind.name(), name)) {
                    all.push((kind.name(), name));
                }
            }
        }
    }
    all.extend(REFERENCE);
    all
}

/// Returns the keywords of schemas, in all versions of `OpenAPI`.
#[must_use]
pub fn schema_keywords() -> Vec<&'static str> {
    let schema = grammar::grammar(Version::V3_2).object(ObjectKind::Schema);
    schema.fields().map(|field| field.name).collect()
}

/// Returns the grammar of the latest version, which has the fields of all others.
fn grammar() -> &'static Grammar {
    grammar::grammar(Version::V3_2)
}

const REFERENCE: [FieldName; 3] = [
    ("reference", "$ref"),
    ("reference", "summary"),
    ("reference", "description"),
];

/// Returns the fields that a document uses, apart from those behind references.
#[must_use]
pub fn used(document: &Value) -> BTreeSet<FieldName> {
    let mut found = BTreeSet::new();
    object(document, ObjectKind::OpenApi, &mut found);
    found
}

fn object(value: &Value, kind: ObjectKind, found: &mut BTreeSet<FieldName>) {
    let Value::Mapping(mapping) = value else {
        return;
    };
    let ty = grammar().object(kind);
    for (name, member) in members(mapping) {
        if let Some(field) = ty.field(name) {
            found.insert((kind.name(), field.name));
            any(member, &field.ty, found);
        } else if let (Some(patterned), false) = (ty.patterned_fields(), name.starts_with("x-")) {
            found.insert((kind.name(), key(patterned.key)));
            any(member, &patterned.ty, found);
        }
    }
}

fn any(value: &Value, ty: &'static Type, found: &mut BTreeSet<FieldName>) {
    match ty {
        Type::OrReference(_) if value.get("$ref").is_some() => {
            let has = |(_, name): &FieldName| value.get(*name).is_some();
            found.extend(REFERENCE.into_iter().filter(has));
        }
        Type::Object(kind) | Type::OrReference(kind) => object(value, *kind, found),
        Type::BooleanOr(other) | Type::ListOr(other) => any(value, other, found),
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

/// Returns the kind of object that a field has, if only in a list or a map.
fn part_kind(ty: &'static Type) -> Option<ObjectKind> {
    match ty {
        Type::List(ty) | Type::Map(_, ty) => part_kind(ty),
        ty => ty.object(),
    }
}

fn key(key: Key) -> &'static str {
    match key {
        Key::Any | Key::SecurityScheme => "{name}",
        Key::Component => "{component}",
        Key::Path => "{path}",
        Key::Status => "{status}",
        Key::Method => "{method}",
        Key::Keyword => "{keyword}",
    }
}

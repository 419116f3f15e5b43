//! Takes the schemas out of the tree, because `openapiv3` cannot represent all of their keywords.

use indexmap::IndexMap;
use serde_yaml::{Mapping, Value};

use super::schema::SchemaReader;
use crate::document::{Extensions, Schema};
use crate::load::grammar::{Object, ObjectKind, Type};
use crate::load::tree::members_mut;

/// The extension that has `explode` of a header or an encoding: `openapiv3` has no such field for
/// the first, and does not distinguish `false` from its absence for the second.
const EXPLODE: &str = "x-explode";

/// The schemas of a tree.
#[derive(Debug, Default)]
pub(super) struct LiftedSchemas {
    /// The reusable ones.
    pub components: IndexMap<String, Schema>,
    /// All others. Where one was, the tree has a reference to its index.
    inline: Vec<Option<Schema>>,
    reader: SchemaReader,
}

impl LiftedSchemas {
    /// Takes all schemas out of the tree of a document, whose root is an object of the grammar.
    pub(super) fn take(tree: &mut Value, root: &'static Object) -> Self {
        let mut schemas = Self::default();
        schemas.object(tree, root);
        schemas
    }

    /// Returns the schema that a placeholder replaces.
    pub(super) fn resolve(&mut self, placeholder: &str) -> Option<Schema> {
        let index: usize = placeholder.parse().ok()?;
        self.inline.get_mut(index)?.take()
    }

    fn object(&mut self, value: &mut Value, object: &'static Object) {
        let Value::Mapping(members) = value else {
            return;
        };
        if object.kind == ObjectKind::Components {
            members.shift_remove("callbacks");
            if let Some(schemas) = members.get_mut("schemas") {
                self.components = self.reader.map(std::mem::take(schemas));
                *schemas = Value::Mapping(Mapping::new());
            }
        }
        for (key, member) in members.iter_mut() {
            if let Some(ty) = key.as_str().and_then(|key| object.below(key)) {
                self.value(member, ty);
            }
        }
        if matches!(object.kind, ObjectKind::Header | ObjectKind::Encoding) {
            let explode = members.get("explode").cloned();
            members.insert(EXPLODE.into(), explode.unwrap_or_default());
        }
    }

    fn value(&mut self, value: &mut Value, ty: &'static Type) {
        match ty {
            Type::OrReference(object) if object.kind == ObjectKind::Schema => {
                let schema = self.reader.read(std::mem::take(value));
                let placeholder = self.inline.len().to_string();
                self.inline.push(Some(schema));
                let members = [("$ref".into(), placeholder.into())];
                *value = Value::Mapping(members.into_iter().collect());
            }
            Type::OrReference(_) if value.get("$ref").is_some() => {}
            Type::Object(object) | Type::OrReference(object) => self.object(value, object),
            Type::List(element) => {
                for value in value.as_sequence_mut().into_iter().flatten() {
                    self.value(value, element);
                }
            }
            Type::Map(_, member) => {
                for (_, value) in members_mut(value) {
                    self.value(value, member);
                }
            }
            _ => {}
        }
    }
}

/// Returns `explode` of a header or an encoding, if it is written.
pub(super) fn explode(extensions: &Extensions) -> Option<bool> {
    extensions.get(EXPLODE)?.as_bool()
}

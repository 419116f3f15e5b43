//! Inline objects that inherit from a schema whose own members are being gathered: they are recursive by way of one of
//! them, and are defined when it has all of them.

use std::collections::HashSet;

use openapiv3::{ReferenceOr, Schema};

use super::keywords::Keywords;
use super::{Lowering, names};
use crate::ir::TypeId;
use crate::source::{JsonPointer, PathCursor};

/// An object that has its type, and not its members yet.
pub(super) struct Waiting<'d> {
    ty: TypeId,
    keywords: Keywords<'d>,
    pointer: JsonPointer,
}

impl<'d> Lowering<'d> {
    /// Gives an object its members, now or as soon as those that it inherits are known.
    pub(super) fn define_object(
        &mut self,
        ty: TypeId,
        keywords: &Keywords<'d>,
        cursor: &PathCursor<'_>,
    ) {
        let Some(name) = self.awaited(keywords) else {
            self.define_composed(ty, keywords, cursor);
            return;
        };
        self.waiting.entry(name).or_default().push(Waiting {
            ty,
            keywords: keywords.clone(),
            pointer: cursor.to_pointer(),
        });
    }

    /// Goes on with what has waited for a schema.
    pub(super) fn go_on(&mut self, name: &str) {
        for waiting in self.waiting.remove(name).unwrap_or_default() {
            let Waiting {
                ty,
                keywords,
                pointer: cursor,
            } = waiting;
            cursor.with_cursor(|cursor| self.define_object(ty, &keywords, cursor));
        }
    }

    /// A schema that an object is composed of, however indirectly, and whose members are being gathered.
    fn awaited(&self, keywords: &Keywords<'d>) -> Option<&'d str> {
        if self.flattening == 0 {
            return None;
        }
        let mut seen = HashSet::new();
        let mut open: Vec<&'d ReferenceOr<Schema>> = parts(keywords).collect();
        while let Some(part) = open.pop() {
            match part {
                ReferenceOr::Item(schema) => open.extend(parts(&Keywords::of(schema))),
                ReferenceOr::Reference { reference } => {
                    let name = names::schema(reference)?;
                    let (name, component) = self.components.by_name.get_key_value(name)?;
                    if matches!(self.flats.get(name), Some(None)) {
                        return Some(name);
                    }
                    if seen.insert(*name) {
                        open.push(component.schema);
                    }
                }
            }
        }
        None
    }
}

/// What an object is composed of.
fn parts<'d>(keywords: &Keywords<'d>) -> impl Iterator<Item = &'d ReferenceOr<Schema>> + use<'d> {
    let (all, one, any) = (keywords.all_of, keywords.one_of, keywords.any_of);
    all.iter().chain(one).chain(any)
}

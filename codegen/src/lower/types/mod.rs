//! From schemas to types.
//!
//! [`TypeLowerer::lower_components`] lowers the named schemas in the
//! [`Order`](crate::schema::Order) that was computed for them. After it,
//! [`TypeLowerer::lower_schema`] lowers the schemas of operations. Nothing here is lowered on
//! demand: what a schema refers to is looked up.

mod annotations;
mod assertions;
mod components;
mod composed_object;
mod constraints;
mod enums;
mod external;
mod hierarchy;
mod inline_path;
mod lowered_schema;
mod mapping;
mod merge;
mod object;
mod one_of;
mod scalar;
mod schema;

use std::collections::{BTreeSet, HashMap, HashSet};
use std::rc::Rc;

use indexmap::IndexMap;
use serde_json::Value;

pub(in crate::lower) use annotations::{declared_name, docs, documentation, external_docs};
pub(in crate::lower) use composed_object::required_sets;
pub(in crate::lower) use inline_path::{InlinePath, Scope};
pub(in crate::lower) use lowered_schema::LoweredSchema;
pub(in crate::lower) use merge::merged_object::MergedObject;

use crate::diagnostics::code::Code;
use crate::diagnostics::{Anchor, Diagnostic, Diagnostics};
use crate::document::{Document, SchemaId};
use crate::ir::{
    Deferred, Docs, Example, LiteralCheck, LiteralKind, Origin, Type, TypeId, TypeKind, TypeTable,
    UntypedPlace, UntypedReason,
};
use crate::schema::Components;
use crate::source::{JsonPointer, PathCursor};
use composed_object::DeferredObject;
use mapping::TagForms;

/// Lowers schemas to types.
pub(in crate::lower) struct TypeLowerer<'d> {
    pub(in crate::lower) document: &'d Document,
    pub(in crate::lower) components: &'d Components<'d>,
    pub(in crate::lower) diagnostics: &'d mut Diagnostics,
    pub(in crate::lower) types: TypeTable,
    /// The types that belong to no single path.
    pub(in crate::lower) models: Vec<TypeId>,
    /// The types of the path whose operations are being lowered.
    pub(in crate::lower) path_types: Vec<TypeId>,
    /// The types that the named schemas have from the start.
    component_types: HashMap<&'d str, ComponentTypes>,
    lowered: Lowered<'d>,
    tag_forms: TagForms<'d>,
    /// The examples, by their location.
    pub(in crate::lower) examples: IndexMap<String, Example>,
    /// The places that are raw JSON.
    pub(in crate::lower) untyped: IndexMap<JsonPointer, UntypedPlace>,
    pub(in crate::lower) deferred: Deferred,
}

/// The types of a named schema.
#[derive(Clone, Copy)]
struct ComponentTypes {
    id: TypeId,
    /// The object of a tagged union's base, unless it is abstract.
    base: Option<TypeId>,
}

/// The results of lowering so far.
#[derive(Default)]
struct Lowered<'d> {
    /// The named objects, with what they inherit.
    objects: HashMap<&'d str, Rc<MergedObject<'d>>>,
    /// The named aliases.
    aliases: HashMap<&'d str, LoweredSchema>,
    /// The inline schemas: several operations can lead to the same one.
    inline: HashMap<SchemaId, LoweredSchema>,
    /// The inline objects that are composed of a named object that is not merged yet, by its name.
    deferred_objects: HashMap<&'d str, Vec<DeferredObject<'d>>>,
    /// The strings with `format: binary` that are not files, by their schema.
    binary_strings: IndexMap<SchemaId, JsonPointer>,
    /// The schemas whose assertions that are not validated have been reported.
    reported_assertions: HashSet<SchemaId>,
    /// The types of the formats that the settings map.
    formats: HashMap<&'d str, TypeId>,
    /// The formats of scalars, if the settings map any.
    known_formats: BTreeSet<&'d str>,
    /// The objects without `type: object`.
    untyped_objects: HashSet<TypeId>,
}

impl<'d> TypeLowerer<'d> {
    pub(in crate::lower) fn new(
        document: &'d Document,
        components: &'d Components<'d>,
        diagnostics: &'d mut Diagnostics,
    ) -> Self {
        Self {
            document,
            components,
            diagnostics,
            types: TypeTable::new(),
            models: Vec::new(),
            path_types: Vec::new(),
            component_types: HashMap::new(),
            lowered: Lowered::default(),
            tag_forms: TagForms::of(components),
            examples: IndexMap::new(),
            untyped: IndexMap::new(),
            deferred: Deferred::default(),
        }
    }

    /// Returns the type of a named schema.
    pub(in crate::lower) fn component_type(&self, name: &str) -> Option<TypeId> {
        self.component_types.get(name).map(|types| types.id)
    }

    /// Reserves a type that is named by its path.
    pub(in crate::lower) fn reserve(&mut self, path: &InlinePath) -> TypeId {
        let id = self.reserve_in(path.scope(), path.origin());
        self.types[id].declared_name = path.declared_name().cloned();
        id
    }

    fn reserve_in(&mut self, scope: Scope, origin: Origin) -> TypeId {
        let id = self.types.reserve(origin);
        match scope {
            Scope::Models => self.models.push(id),
            Scope::Path => self.path_types.push(id),
        }
        id
    }

    /// Defines a reserved type.
    pub(in crate::lower) fn define(&mut self, id: TypeId, kind: TypeKind, docs: Docs) {
        self.types.define(id, kind, docs);
    }

    /// Records an example. If it matches its schema, it becomes a test of the crate.
    pub(in crate::lower) fn record_example(
        &mut self,
        cursor: &PathCursor<'_>,
        lowered: &LoweredSchema,
        name: Vec<String>,
        value: &Value,
    ) {
        let pointer = cursor.to_pointer().as_str().to_owned();
        if self.examples.contains_key(&pointer) {
            return;
        }
        self.defer_literal_check(LiteralKind::Example, cursor, lowered, value);
        let example = Example {
            name,
            pointer: pointer.clone(),
            ty: match value {
                Value::Null if lowered.nullable => Type::Nullable(Box::new(lowered.ty.clone())),
                _ => lowered.ty.clone(),
            },
            value: value.clone(),
        };
        self.examples.insert(pointer, example);
    }

    /// Defers the check of an example or a default until all types are defined.
    pub(in crate::lower) fn defer_literal_check(
        &mut self,
        kind: LiteralKind,
        cursor: &PathCursor<'_>,
        lowered: &LoweredSchema,
        value: &Value,
    ) {
        self.deferred.literals.push(LiteralCheck {
            kind,
            pointer: cursor.to_pointer(),
            ty: lowered.ty.clone(),
            nullable: lowered.nullable,
            constraints: lowered.constraints.clone(),
            value: value.clone(),
        });
    }

    /// Records that a place is raw JSON, and returns the type. `path` is that of the type that the
    /// place is part of.
    pub(in crate::lower) fn raw_json(
        &mut self,
        reason: UntypedReason,
        cursor: &PathCursor<'_>,
        path: &InlinePath,
    ) -> Type {
        self.record_untyped(reason, cursor.to_pointer(), path.within_type());
        Type::Any
    }

    fn record_untyped(
        &mut self,
        reason: UntypedReason,
        pointer: JsonPointer,
        within: Option<TypeId>,
    ) {
        let location = Anchor::Value(pointer.clone()).into();
        self.untyped.entry(pointer).or_insert(UntypedPlace {
            location,
            reason,
            within,
        });
    }

    /// Marks a string with `format: binary` as a file, which is not reported.
    pub(in crate::lower) fn mark_file(&mut self, schema: SchemaId) {
        self.lowered.binary_strings.shift_remove(&schema);
    }

    /// Warns of every string with `format: binary` that is not a file.
    pub(in crate::lower) fn report_binary_strings(&mut self) {
        for pointer in std::mem::take(&mut self.lowered.binary_strings).into_values() {
            self.diagnostics.push(
                Diagnostic::new(
                    Code::BinaryInJson,
                    Anchor::Value(pointer),
                    "`format: binary` in JSON is generated as a string",
                )
                .help("use `format: byte` for base64: JSON cannot contain raw bytes"),
            );
        }
    }

    /// Reports an error.
    pub(in crate::lower) fn error(
        &mut self,
        code: Code,
        cursor: &PathCursor<'_>,
        message: impl Into<String>,
        help: impl Into<String>,
    ) {
        self.diagnostics
            .push(Diagnostic::new(code, cursor.on_value(), message).help(help));
    }

    /// Records that a place is raw JSON, and warns of it.
    fn warn_raw_json(&mut self, reason: UntypedReason, pointer: &JsonPointer, message: &str) {
        self.record_untyped(reason, pointer.clone(), None);
        self.diagnostics.push(
            Diagnostic::new(Code::RawJson, Anchor::Value(pointer.clone()), message).help(
                "merge the schemas into one for a typed value; as it is, the value is kept as \
             raw JSON",
            ),
        );
    }
}

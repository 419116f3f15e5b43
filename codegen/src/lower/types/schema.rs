//! A schema at some place of the document.

use super::{InlinePath, LoweredSchema, TypeLowerer, declared_name};
use crate::diagnostics::code::Code;
use crate::diagnostics::{Anchor, Diagnostic};
use crate::document::{AdditionalPropertiesKeyword, InstanceType, Schema};
use crate::ir::{Constraint, LiteralKind, Type, TypeId, UntypedReason};
use crate::schema::{SchemaView, is_object, only_part};
use crate::source::PathCursor;

impl<'d> TypeLowerer<'d> {
    /// Lowers a schema or a reference to one. A name that it declares is that of its type.
    pub(in crate::lower) fn lower_schema(
        &mut self,
        schema: &'d Schema,
        cursor: &PathCursor<'_>,
        path: &InlinePath,
    ) -> LoweredSchema {
        let Some(name) = declared_name(&schema.extensions, cursor) else {
            return self.lower_unnamed(schema, cursor, path);
        };
        let lowered = self.lower_unnamed(schema, cursor, &path.named(name.clone()));
        let has_name = matches!(
            &lowered.ty,
            Type::Named(id) | Type::Flags(id) if self.types[*id].declared_name.as_ref() == Some(&name)
        );
        if !has_name {
            self.diagnostics.push(
                Diagnostic::new(
                    Code::DeclaredName,
                    Anchor::Value(name.pointer),
                    format!(
                        "`{}` names nothing: this schema has no type of its own",
                        name.name
                    ),
                )
                .help("declare the name at the schema that is referenced, or remove it"),
            );
        }
        lowered
    }

    /// Lowers a schema or a reference to one, whose name is that of something else: a property or
    /// an alternative.
    pub(super) fn lower_unnamed(
        &mut self,
        schema: &'d Schema,
        cursor: &PathCursor<'_>,
        path: &InlinePath,
    ) -> LoweredSchema {
        if let Some(reference) = &schema.reference {
            if self.components.get(reference).is_none() {
                self.raw_json(UntypedReason::NotUnderstood, cursor, path);
            }
            return self.lower_reference(reference);
        }
        if let Some(lowered) = self.lowered.inline.get(&schema.id) {
            return lowered.clone();
        }
        let view = SchemaView::new(schema);
        let lowered = self.lower_inline(view, cursor, path, None);
        self.check_literals(view, &lowered, cursor);
        self.lowered.inline.insert(schema.id, lowered.clone());
        lowered
    }

    /// Defers the check of the examples and of the default of a schema.
    pub(super) fn check_literals(
        &mut self,
        view: SchemaView<'d>,
        lowered: &LoweredSchema,
        cursor: &PathCursor<'_>,
    ) {
        for example in &view.schema.examples {
            let kind = LiteralKind::Example;
            match example.index {
                None => {
                    let cursor = cursor.key("example");
                    self.defer_literal_check(kind, &cursor, lowered, &example.value);
                }
                Some(index) => {
                    let cursor = cursor.key("examples");
                    let cursor = cursor.index(index);
                    self.defer_literal_check(kind, &cursor, lowered, &example.value);
                }
            }
        }
        if let Some(default) = &view.schema.default {
            let cursor = cursor.key("default");
            let kind = LiteralKind::Default {
                is_typed: view.instance_type.is_some(),
            };
            self.defer_literal_check(kind, &cursor, lowered, default);
        }
    }

    /// Lowers a schema that is not a reference. `own` is the type that it has already, if it has a
    /// name.
    pub(super) fn lower_inline(
        &mut self,
        view: SchemaView<'d>,
        cursor: &PathCursor<'_>,
        path: &InlinePath,
        own: Option<TypeId>,
    ) -> LoweredSchema {
        self.warn_unvalidated(view, cursor);
        if view.schema.is_impossible {
            self.warn_raw_json(
                UntypedReason::Contradiction,
                &cursor.to_pointer(),
                "no value matches this schema",
            );
            return LoweredSchema::new(Type::Any, view);
        }
        let alternatives = view.alternatives();
        if alternatives.is_empty()
            && let Some((index, part)) = only_part(view, self.document)
        {
            let cursor = cursor.key("allOf");
            let lowered = self.lower_schema(part, &cursor.index(index), path);
            return view
                .parts()
                .filter(|part| part.is_annotation_only())
                .fold(lowered, LoweredSchema::with_annotations)
                .with_annotations(view);
        }
        match (&view.schema.all_of[..], &alternatives[..]) {
            ([], []) if !(view.is_object() && view.discriminator.is_some()) => {
                self.lower_plain(view, cursor, path)
            }
            ([], [alternatives]) if view.says_at_most_object() => {
                self.lower_alternatives(view, *alternatives, cursor, path, own)
            }
            _ if is_object(view, self.document, &mut Vec::new()) => {
                let id = own.unwrap_or_else(|| self.reserve(path));
                self.define_composed_object(id, view, cursor, &path.of_type(id));
                self.with_part_annotations(Type::Named(id), view)
            }
            _ => self.lower_all_of(view, &alternatives, cursor, path, own),
        }
    }

    /// Lowers a schema that is not composed of others.
    pub(super) fn lower_plain(
        &mut self,
        view: SchemaView<'d>,
        cursor: &PathCursor<'_>,
        path: &InlinePath,
    ) -> LoweredSchema {
        if !view.enumeration.is_empty()
            && let Some(lowered) = self.lower_enum(view, cursor, path)
        {
            return lowered;
        }
        if let Some(lowered) = self.lower_mapped_format(view) {
            return lowered;
        }
        self.warn_format_mismatch(view.instance_type, view, cursor);
        if view.instance_type == Some(InstanceType::String)
            && let Some(content) = view.schema.content_schema.as_deref()
        {
            return self.lower_json_string(content, view, cursor, path);
        }
        let ty = match view.instance_type {
            Some(InstanceType::Array) => return self.lower_array(view, cursor, path),
            Some(InstanceType::Object) => return self.lower_object(view, cursor, path),
            None if view.is_object() => return self.lower_object(view, cursor, path),
            None if view.has_items() => return self.lower_array(view, cursor, path),
            None if view.schema.not_understood => {
                self.raw_json(UntypedReason::NotUnderstood, cursor, path)
            }
            None if view.allows_only_null() => Type::Null,
            None => self.raw_json(UntypedReason::NoType, cursor, path),
            instance_type => self.scalar(instance_type, view, cursor),
        };
        LoweredSchema {
            constraints: self.constraints(view, &ty, cursor),
            ..LoweredSchema::new(ty, view)
        }
    }

    fn lower_array(
        &mut self,
        view: SchemaView<'d>,
        cursor: &PathCursor<'_>,
        path: &InlinePath,
    ) -> LoweredSchema {
        if !view.prefix_items.is_empty() {
            return self.lower_tuple(view, cursor, path);
        }
        let items = view.schema.items.as_deref();
        let item =
            items.map(|items| self.lower_schema(items, &cursor.key("items"), &path.below("item")));
        let of_items = item
            .as_ref()
            .and_then(|item| Constraint::items(&item.constraints));
        let item = match item {
            Some(item) => item.into_item(),
            None => self.raw_json(UntypedReason::NoItems, cursor, path),
        };
        let ty = Type::Array(Box::new(item));
        let mut constraints = self.constraints(view, &ty, cursor);
        constraints.extend(of_items);
        LoweredSchema {
            constraints,
            ..LoweredSchema::new(ty, view)
        }
    }

    fn lower_tuple(
        &mut self,
        view: SchemaView<'d>,
        cursor: &PathCursor<'_>,
        path: &InlinePath,
    ) -> LoweredSchema {
        let mut parts = Vec::new();
        let mut of_parts = Vec::new();
        let prefix = cursor.key("prefixItems");
        for (index, schema) in view.schema.prefix_items.iter().enumerate() {
            let path = path.at_position(index);
            let lowered = self.lower_schema(schema, &prefix.index(index), &path);
            of_parts.push(lowered.constraints.clone());
            parts.push(lowered.into_item());
        }
        let ty = Type::Tuple(parts);
        let mut constraints = self.constraints(view, &ty, cursor);
        constraints.extend(Constraint::positions(&of_parts));
        LoweredSchema {
            constraints,
            ..LoweredSchema::new(ty, view)
        }
    }

    /// Lowers a string that contains a JSON document.
    fn lower_json_string(
        &mut self,
        content: &'d Schema,
        view: SchemaView<'d>,
        cursor: &PathCursor<'_>,
        path: &InlinePath,
    ) -> LoweredSchema {
        let path = path.below("content");
        let content = self.lower_schema(content, &cursor.key("contentSchema"), &path);
        let ty = Type::JsonString(Box::new(content.into_item()));
        LoweredSchema {
            constraints: self.constraints(view, &ty, cursor),
            ..LoweredSchema::new(ty, view)
        }
    }

    fn lower_object(
        &mut self,
        view: SchemaView<'d>,
        cursor: &PathCursor<'_>,
        path: &InlinePath,
    ) -> LoweredSchema {
        if !view.properties.is_empty() || !view.required.is_empty() {
            let id = self.reserve(path);
            let object = self.merge_object(view, cursor, &path.of_type(id));
            self.define_object(id, &object, super::docs(view));
            return LoweredSchema::new(Type::Named(id), view);
        }
        let value = match &view.schema.additional_properties {
            Some(AdditionalPropertiesKeyword::Schema(schema)) => Some(self.lower_schema(
                schema,
                &cursor.key("additionalProperties"),
                &path.below("value"),
            )),
            _ => None,
        };
        let of_values = value
            .as_ref()
            .and_then(|value| Constraint::values(&value.constraints));
        let value = match value {
            Some(value) => value.into_item(),
            None => self.raw_json(UntypedReason::NoProperties, cursor, path),
        };
        let ty = Type::Map(Box::new(value));
        let mut constraints = self.constraints(view, &ty, cursor);
        constraints.extend(of_values);
        LoweredSchema {
            constraints,
            ..LoweredSchema::new(ty, view)
        }
    }
}

//! A schema at some place of the document, resolved to a use of a type.

use openapiv3::{AdditionalProperties as DeclaredAdditional, ReferenceOr, SchemaData};
use serde_json::Value;

use super::example::As;
use super::flat::Flat;
use super::keywords::{Keywords, Kind, SchemaRef, Unboxed};
use super::{Lowering, Place};
use crate::diagnostics::Diagnostic;
use crate::diagnostics::code::Code;
use crate::ir::{
    AdditionalProperties, Constraint, Decimal, Docs, Object, Origin, Type, TypeDefinition, TypeId,
    TypeKind, Usage,
};
use crate::source::PathCursor;

/// What a schema came to, with everything that belongs to its place rather than to the type.
#[derive(Clone, Debug)]
pub(super) struct Lowered {
    pub ty: Type,
    pub nullable: bool,
    pub constraints: Vec<Constraint>,
    pub docs: Docs,
    pub default: Option<Value>,
    pub read_only: bool,
    pub write_only: bool,
}

impl Lowered {
    /// Any value: what stands for a schema that could not be resolved.
    pub(super) fn any() -> Self {
        Self {
            ty: Type::Any,
            nullable: false,
            constraints: Vec::new(),
            docs: Docs::default(),
            default: None,
            read_only: false,
            write_only: false,
        }
    }

    pub(super) fn new(ty: Type, keywords: &Keywords<'_>) -> Self {
        Self {
            ty,
            nullable: keywords.data.nullable
                || keywords.enumeration.iter().any(|value| value.is_null()),
            constraints: Vec::new(),
            docs: keywords.docs(),
            default: keywords.data.default.clone(),
            read_only: keywords.data.read_only,
            write_only: keywords.data.write_only,
        }
    }

    /// The type as an item of an array or a map, where `null` has no other way to show.
    pub(super) fn into_item(self) -> Type {
        if self.nullable {
            Type::Nullable(Box::new(self.ty))
        } else {
            self.ty
        }
    }
}

impl<'d> Lowering<'d> {
    /// Resolves a schema or a reference to one.
    pub(super) fn schema(
        &mut self,
        schema: SchemaRef<'d>,
        cursor: &PathCursor<'_>,
        place: &Place,
    ) -> Lowered {
        match schema {
            ReferenceOr::Reference { reference } => self.reference(&reference, cursor),
            ReferenceOr::Item(schema) => {
                let address = std::ptr::from_ref(schema);
                if let Some(resolved) = self.inline.get(&address) {
                    return resolved.clone();
                }
                let resolved = self.resolve(&Keywords::of(schema), cursor, place, None);
                self.check_given(&schema.schema_data, &resolved, cursor);
                self.inline.insert(address, resolved.clone());
                resolved
            }
        }
    }

    /// Notes the values that a schema gives.
    pub(super) fn check_given(
        &mut self,
        data: &'d SchemaData,
        ty: &Lowered,
        cursor: &PathCursor<'_>,
    ) {
        for (as_what, keyword, given) in [
            (As::Example, "example", &data.example),
            (As::Default, "default", &data.default),
        ] {
            if let Some(value) = given {
                self.check(as_what, &cursor.key(keyword), ty, value);
            }
        }
    }

    /// A schema that neither inherits nor composes.
    pub(super) fn plain(
        &mut self,
        keywords: &Keywords<'d>,
        cursor: &PathCursor<'_>,
        place: &Place,
    ) -> Lowered {
        if !keywords.enumeration.is_empty()
            && let Some(lowered) = self.enumeration(keywords, cursor, place)
        {
            return lowered;
        }
        self.format_mismatch(keywords, cursor);
        let ty = match keywords.kind {
            Some(Kind::Array) => return self.array(keywords, cursor, place),
            Some(Kind::Object) => return self.object(keywords, cursor, place),
            None if keywords.is_object() => return self.object(keywords, cursor, place),
            None if keywords.items.is_some() => return self.array(keywords, cursor, place),
            _ => self.scalar(keywords, cursor),
        };
        Lowered {
            constraints: self.constraints(keywords, &ty, cursor),
            ..Lowered::new(ty, keywords)
        }
    }

    /// The type of values without parts.
    pub(super) fn scalar(&mut self, keywords: &Keywords<'d>, cursor: &PathCursor<'_>) -> Type {
        match keywords.kind {
            Some(Kind::String) => self.string(keywords, cursor),
            Some(Kind::Integer) => integer(keywords),
            Some(Kind::Number) if keywords.format.as_deref() == Some("float") => Type::Float,
            Some(Kind::Number) => Type::Double,
            Some(Kind::Boolean) => Type::Boolean,
            Some(Kind::Array | Kind::Object) | None => Type::Any,
        }
    }

    /// Reports a format that belongs to another type. It then says nothing, as one that nobody knows.
    pub(super) fn format_mismatch(&mut self, keywords: &Keywords<'d>, cursor: &PathCursor<'_>) {
        let Some(format) = keywords.format.as_deref() else {
            return;
        };
        let Some(kind) = keywords.kind else {
            // The one that is a constraint, and needs no type.
            if format != "uri" {
                self.diagnostics.push(
                    Diagnostic::new(
                        Code::FormatMismatch,
                        cursor.key("format").on_value(),
                        format!("`format: {format}` says nothing where there is no `type`"),
                    )
                    .help("write the type beside it"),
                );
            }
            return;
        };
        let is_of_numbers = matches!(format, "float" | "double");
        let is_of_integers = matches!(format, "int32" | "int64");
        let is_mismatch = match kind {
            // Numbers of any format may travel as text.
            Kind::String => false,
            Kind::Number => is_format_of_texts(format),
            Kind::Integer => is_format_of_texts(format) || is_of_numbers,
            Kind::Boolean | Kind::Array | Kind::Object => {
                is_format_of_texts(format) || is_of_numbers || is_of_integers
            }
        };
        if is_mismatch {
            self.diagnostics.push(
                Diagnostic::new(
                    Code::FormatMismatch,
                    cursor.key("format").on_value(),
                    format!(
                        "`format: {format}` says nothing of a value of type {}",
                        kind.name()
                    ),
                )
                .help("correct the type, or remove the format"),
            );
        }
    }

    fn string(&mut self, keywords: &Keywords<'d>, cursor: &PathCursor<'_>) -> Type {
        match keywords.format.as_deref() {
            Some("password") => Type::Secret,
            Some("date-time") => Type::DateTime,
            Some("date") => Type::Date,
            Some("duration") => Type::Duration,
            Some("uuid") => Type::Uuid,
            Some("byte") => Type::Byte,
            Some("binary") => {
                // A part of a multipart body would be a file.
                let pointer = cursor.key("format").to_pointer();
                self.binaries
                    .insert(std::ptr::from_ref(keywords.data), pointer);
                Type::String
            }
            _ => Type::String,
        }
    }

    fn array(
        &mut self,
        keywords: &Keywords<'d>,
        cursor: &PathCursor<'_>,
        place: &Place,
    ) -> Lowered {
        let item = keywords
            .items
            .map(|items| self.schema(items.unboxed(), &cursor.key("items"), &place.below("item")));
        let each = item
            .as_ref()
            .and_then(|item| Constraint::items(&item.constraints));
        let ty = Type::Array(Box::new(item.map_or(Type::Any, Lowered::into_item)));
        let mut constraints = self.constraints(keywords, &ty, cursor);
        constraints.extend(each);
        Lowered {
            constraints,
            ..Lowered::new(ty, keywords)
        }
    }

    fn object(
        &mut self,
        keywords: &Keywords<'d>,
        cursor: &PathCursor<'_>,
        place: &Place,
    ) -> Lowered {
        if keywords.has_properties() || !keywords.required.is_empty() {
            let id = self.reserve_inline(place);
            let flat = self.flatten(keywords, cursor, &Place::within(id));
            self.define_members(id, &flat, keywords.docs());
            return Lowered::new(Type::Named(id), keywords);
        }
        let value = match keywords.additional {
            Some(DeclaredAdditional::Schema(schema)) => Some(self.schema(
                schema.as_ref().unboxed(),
                &cursor.key("additionalProperties"),
                &place.below("value"),
            )),
            _ => None,
        };
        let each = value
            .as_ref()
            .and_then(|value| Constraint::values(&value.constraints));
        let ty = Type::Map(Box::new(value.map_or(Type::Any, Lowered::into_item)));
        let mut constraints = self.constraints(keywords, &ty, cursor);
        constraints.extend(each);
        Lowered {
            constraints,
            ..Lowered::new(ty, keywords)
        }
    }

    /// Gives a reserved type its definition.
    pub(super) fn define(&mut self, id: TypeId, kind: TypeKind, docs: Docs) {
        self.defined.insert(id);
        let definition = &mut self.types[id.index()];
        definition.kind = kind;
        definition.docs = docs;
    }

    /// Gives a reserved type the members of an object that is laid flat.
    pub(super) fn define_members(&mut self, id: TypeId, flat: &Flat<'d>, docs: Docs) {
        if !flat.typed {
            self.untyped.insert(id);
        }
        self.define(id, TypeKind::Object(flat.to_object()), docs);
    }

    /// Makes room for a type, so that others can refer to it before it is defined.
    pub(super) fn reserve(&mut self, origin: Origin) -> TypeId {
        let id = TypeId::new(self.types.len());
        self.types.push(TypeDefinition {
            origin,
            docs: Docs::default(),
            provenance: None,
            kind: TypeKind::Object(Object {
                properties: Vec::new(),
                additional: AdditionalProperties::Any,
                closed: false,
                constraints: Vec::new(),
            }),
            usage: Usage::default(),
            validated: false,
            conversion: None,
        });
        self.home.push(id);
        id
    }
}

/// The type of an integer: unsigned where its format or its limits say that it may be too large for a signed one.
fn integer(keywords: &Keywords<'_>) -> Type {
    match keywords.format.as_deref() {
        Some("int32") => Type::Int32,
        Some("uint64") => Type::Uint64,
        Some(_) => Type::Int64,
        None => {
            let at_least = |limit: Option<Decimal>, least: f64| {
                limit.is_some_and(|limit| limit.as_f64() >= least)
            };
            // 2^63, the first integer that is too large.
            let is_large = at_least(keywords.maximum, 9_223_372_036_854_775_808.0)
                && !matches!(keywords.maximum, Some(Decimal::Integer(_)));
            if is_large && at_least(keywords.minimum, 0.0) {
                Type::Uint64
            } else {
                Type::Int64
            }
        }
    }
}

/// Whether only texts have this format.
fn is_format_of_texts(format: &str) -> bool {
    matches!(
        format,
        "date"
            | "date-time"
            | "time"
            | "duration"
            | "uuid"
            | "byte"
            | "binary"
            | "password"
            | "email"
            | "hostname"
            | "ipv4"
            | "ipv6"
            | "uri"
            | "uri-reference"
            | "regex"
    )
}

/// What stands beside a reference belongs to its place and wins over what the referenced schema says.
pub(super) fn overlay(inner: Lowered, keywords: &Keywords<'_>) -> Lowered {
    Lowered {
        nullable: inner.nullable || keywords.data.nullable,
        docs: over(keywords.docs(), inner.docs),
        default: keywords.data.default.clone().or(inner.default),
        read_only: inner.read_only || keywords.data.read_only,
        write_only: inner.write_only || keywords.data.write_only,
        ..inner
    }
}

/// What is said by somebody who comes later, or is nearer, and what was said before.
pub(super) fn over(outer: Docs, inner: Docs) -> Docs {
    let mut unchecked = outer.unchecked;
    for one in inner.unchecked {
        if !unchecked.contains(&one) {
            unchecked.push(one);
        }
    }
    Docs {
        summary: outer
            .summary
            .or(inner.summary.filter(|_| outer.description.is_none())),
        description: outer.description.or(inner.description),
        external: outer.external.or(inner.external),
        deprecated: outer.deprecated || inner.deprecated,
        unchecked,
    }
}

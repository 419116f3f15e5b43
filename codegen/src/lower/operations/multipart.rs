//! Bodies in several parts, and `encoding` of forms and parts.

use super::OperationLowerer;
use super::parameters::shape::{Shape, shape};
use crate::diagnostics::code::Code;
use crate::diagnostics::{Anchor, Diagnostic};
use crate::document::{self, InstanceType, MediaType, QueryStyle, Schema};
use crate::ir::{Constraint, Encoding, Multipart, Presence, Property, Style, Type, TypeKind};
use crate::lower::types::{InlinePath, declared_name, documentation, required_sets};
use crate::schema::SchemaView;
use crate::source::{JsonPointer, PathCursor};

impl<'d> OperationLowerer<'d> {
    /// Lowers a body in several parts.
    pub(super) fn lower_multipart(
        &mut self,
        media_type: &str,
        declared: &'d MediaType,
        path: &InlinePath,
        cursor: &PathCursor<'_>,
    ) -> Type {
        let Some(view) = self.resolve(declared.schema.as_ref()) else {
            return Type::Parts;
        };
        let schema = cursor.key("schema");
        let own = declared.schema.as_ref();
        let own = own.filter(|schema| schema.reference.is_none());
        let name = own.and_then(|own| declared_name(&own.extensions, &schema));
        let id = match name {
            Some(name) => self.types.reserve(&path.named(name)),
            None => self.types.reserve(path),
        };
        let merged = self.types.merge_object(view, &schema, &path.of_type(id));
        let mut sets = merged.alternatives.iter();
        if let Some(set) = sets.find(|set| required_sets(set).is_none()) {
            self.warn_parts_as_a_whole(
                &set.pointer,
                "alternatives of a multipart body are not generated: the body accepts any parts",
            );
            return Type::Parts;
        }
        if merged.properties.is_empty() {
            return Type::Parts;
        }
        let schema = schema.to_pointer();
        if merged.additional.is_some() {
            self.warn_parts_as_a_whole(&schema, "undeclared parts cannot be added to this body");
        }
        if !merged.alternatives.is_empty() || !merged.constraints.is_empty() {
            self.warn_parts_as_a_whole(
                &schema,
                "the number and combination of the parts of this body is not validated",
            );
        }
        let headers: Vec<(String, Vec<String>)> = declared
            .encoding
            .iter()
            .filter(|(_, encoding)| !encoding.headers.is_empty())
            .map(|(name, encoding)| (name.clone(), encoding.headers.clone()))
            .collect();
        let mut properties = merged.properties;
        for property in &mut properties {
            let schema = self.property_schema(view, &property.name, 0);
            let file = schema.and_then(|schema| self.mark_files(schema));
            let has_headers = headers.iter().any(|(name, _)| *name == property.name);
            apply_part(property, file, has_headers);
            // A value that is null has no part.
            property.nullable &= property.presence != Presence::Optional;
        }
        let multipart = Multipart {
            media_type: media_type.to_owned(),
            properties,
            media_types: self.part_media_types(declared, cursor),
            headers,
        };
        let docs = documentation(view.schema);
        self.types.define(id, TypeKind::Multipart(multipart), docs);
        Type::Named(id)
    }

    fn warn_parts_as_a_whole(&mut self, pointer: &JsonPointer, message: &str) {
        self.types.diagnostics.push(
            Diagnostic::new(Code::PartsAsAWhole, Anchor::Value(pointer.clone()), message)
                .help("declare each part as a property, or omit the schema to send any parts"),
        );
    }

    /// Returns the media types of parts. Warns of keywords that only apply to the properties of
    /// `application/x-www-form-urlencoded` bodies.
    fn part_media_types(
        &mut self,
        declared: &MediaType,
        cursor: &PathCursor<'_>,
    ) -> Vec<(String, String)> {
        let mut media_types = Vec::new();
        let cursor = cursor.key("encoding");
        for (name, encoding) in &declared.encoding {
            media_types.extend(content_type(encoding).map(|one| (name.clone(), one)));
            // Generators of documents write `form` everywhere, without any intention.
            let has_style = encoding
                .style
                .is_some_and(|style| style != QueryStyle::Form);
            if has_style || encoding.allow_reserved {
                let field = if has_style { "style" } else { "allowReserved" };
                self.types.diagnostics.push(
                    Diagnostic::new(
                        Code::IgnoredEncoding,
                        cursor.key(name).key(field).on_key(),
                        format!(
                            "`{field}` has no effect on a part: its media type determines how it \
                             is serialized"
                        ),
                    )
                    .help("remove it, or declare the `contentType` of the part"),
                );
            }
        }
        media_types
    }

    /// Warns of styles of a form that the specification does not define for their properties.
    pub(super) fn warn_undefined_encodings(
        &mut self,
        form: &Type,
        encodings: &[(String, Encoding)],
        cursor: &PathCursor<'_>,
    ) {
        let cursor = cursor.key("encoding");
        for (name, encoding) in encodings {
            let Encoding::Style { style, .. } = encoding else {
                continue;
            };
            let object = self.types.types.object_behind_alias(form);
            let mut properties = object.iter().flat_map(|(_, object)| &object.properties);
            let Some(property) = properties.find(|property| property.name == *name) else {
                continue;
            };
            let shape = shape(&self.types.types, &property.ty);
            let is_list = matches!(shape, Shape::List { .. });
            let problem = match style {
                Style::DeepObject if is_list || shape.is_nested() => format!(
                    "`deepObject` is not defined for arrays and nested objects; they are sent as \
                     `{name}[0]` and `{name}[key][key]`"
                ),
                _ if shape.is_nested() => {
                    "styles are not defined for nested arrays and objects; they are sent as JSON"
                        .to_owned()
                }
                _ => continue,
            };
            self.types.diagnostics.push(
                Diagnostic::new(
                    Code::UndefinedStyle,
                    cursor.key(name).on_key(),
                    format!("property `{name}`: {problem}"),
                )
                .help("use `contentType: application/json` to define what is sent"),
            );
        }
    }

    /// Returns the schema of a property, its own or inherited.
    fn property_schema(
        &self,
        view: SchemaView<'d>,
        name: &str,
        depth: usize,
    ) -> Option<SchemaView<'d>> {
        // Schemas that inherit from themselves are reported elsewhere.
        const MAX_DEPTH: usize = 32;
        if depth > MAX_DEPTH {
            return None;
        }
        if let Some(own) = view.schema.properties.get(name) {
            return self.resolve(Some(own));
        }
        let mut parts = view.parts();
        parts.find_map(|part| {
            let part = self.resolve(Some(part.schema))?;
            self.property_schema(part, name, depth + 1)
        })
    }

    /// Returns whether a part is a file or a list of files, and marks the schemas of files.
    fn mark_files(&mut self, view: SchemaView<'d>) -> Option<Files> {
        if is_file(view.schema) {
            self.types.mark_file(view.id);
            return Some(Files::One);
        }
        let items = self.resolve(view.schema.items.as_deref())?;
        is_file(items.schema).then(|| {
            self.types.mark_file(items.id);
            Files::Many
        })
    }
}

/// The files in a part of a multipart body.
#[derive(Clone, Copy)]
enum Files {
    One,
    Many,
}

fn is_file(schema: &Schema) -> bool {
    schema.instance_type == Some(InstanceType::String) && schema.format.as_deref() == Some("binary")
}

/// Turns a property of an object into a part of a body.
fn apply_part(property: &mut Property, files: Option<Files>, has_headers: bool) {
    match files {
        Some(Files::One) => {
            property.ty = Type::Part(Box::new(Type::Stream));
            property.constraints = Vec::new();
        }
        Some(Files::Many) => {
            property.ty = Type::Array(Box::new(Type::Part(Box::new(Type::Stream))));
            // The content of a file is not checked.
            property.constraints.retain(|constraint| {
                matches!(
                    constraint,
                    Constraint::MinItems(_) | Constraint::MaxItems(_)
                )
            });
        }
        None if has_headers => {
            property.ty = Type::Part(Box::new(property.ty.clone()));
            property.constraints = Vec::new();
        }
        None => return,
    }
    if matches!(property.ty, Type::Part(_)) && property.presence == Presence::Nullable {
        property.presence = Presence::Optional;
    }
    property.default = None;
}

/// Returns the encodings of the properties of a form that have one.
pub(super) fn encodings(declared: &MediaType) -> Vec<(String, Encoding)> {
    let all = declared.encoding.iter();
    all.filter_map(|(name, declared)| Some((name.clone(), encoding(declared)?)))
        .collect()
}

/// Returns the encoding of a property. `contentType` applies only without the keywords of a style.
fn encoding(declared: &document::Encoding) -> Option<Encoding> {
    if declared.style.is_some() || declared.explode.is_some() || declared.allow_reserved {
        let style = match declared.style {
            Some(QueryStyle::SpaceDelimited) => Style::SpaceDelimited,
            Some(QueryStyle::PipeDelimited) => Style::PipeDelimited,
            Some(QueryStyle::DeepObject) => Style::DeepObject,
            Some(QueryStyle::Form) | None => Style::Form,
        };
        return Some(Encoding::Style {
            style,
            explode: declared.explode.unwrap_or(style == Style::Form),
            allow_reserved: declared.allow_reserved,
        });
    }
    content_type(declared).map(Encoding::MediaType)
}

/// Returns the first media type in `contentType` that is not a range. For a file, the caller can
/// choose another one.
fn content_type(declared: &document::Encoding) -> Option<String> {
    let mut media_types = declared.content_type.as_deref()?.split(',').map(str::trim);
    let media_type = media_types.find(|name| !name.is_empty() && !name.contains('*'))?;
    Some(media_type.to_owned())
}

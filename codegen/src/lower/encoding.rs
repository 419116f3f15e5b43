//! `encoding` of forms, and bodies of several parts.

use openapiv3::{Encoding as Declared, MediaType, QueryStyle, ReferenceOr, Schema};
use serde_json::Value;

use super::composed::required_only;
use super::keywords::{Keywords, Kind, Unboxed};
use super::{Lowering, Place, docs};
use crate::diagnostics::code::Code;
use crate::diagnostics::{Anchor, Diagnostic};
use crate::ir::{Constraint, Encoding, Multipart, Origin, Presence, Style, Type, TypeKind};
use crate::load::EXPLODE;
use crate::source::{JsonPointer, PathCursor};

impl<'d> Lowering<'d> {
    /// A body of several parts.
    pub(super) fn multipart(
        &mut self,
        media_type: &str,
        declared: &'d MediaType,
        place: &Place,
        cursor: &PathCursor<'_>,
    ) -> Type {
        let Some(schema) = declared.schema.as_ref() else {
            return Type::Parts;
        };
        let Some(item) = self.item(schema) else {
            return Type::Parts;
        };
        let id = self.reserve(Origin::Inline {
            within: None,
            words: place.words.clone(),
        });
        let at_schema = cursor.key("schema").to_pointer();
        let keywords = Keywords::of(item);
        let flat =
            at_schema.with_cursor(|cursor| self.flatten(&keywords, cursor, &Place::within(id)));
        let alternatives = flat
            .groups
            .iter()
            .find(|group| required_only(group).is_none());
        if let Some(alternatives) = alternatives {
            self.tell_parts(
                &alternatives.pointer,
                "alternatives of a body in parts are not generated: it is made of any parts",
            );
            return Type::Parts;
        }
        if flat.properties.is_empty() {
            return Type::Parts;
        }
        if flat.additional.is_some() {
            self.tell_parts(
                &at_schema,
                "parts that are not declared cannot be added to this body",
            );
        }
        if !flat.groups.is_empty() || !flat.rules.is_empty() {
            self.tell_parts(
                &at_schema,
                "how many parts this body has, and which of them together, is not checked before it is sent",
            );
        }
        let headers: Vec<(String, Vec<String>)> = declared
            .encoding
            .iter()
            .filter(|(_, encoding)| !encoding.headers.is_empty())
            .map(|(name, encoding)| (name.clone(), encoding.headers.keys().cloned().collect()))
            .collect();
        let mut properties = flat.properties;
        for property in &mut properties {
            let schema = self.property(&keywords, &property.name, 0);
            let own_headers = headers.iter().any(|(name, _)| *name == property.name);
            match schema.map(|schema| self.file(schema)) {
                Some(File::One) => {
                    property.ty = Type::Part(Box::new(Type::Stream));
                    property.constraints = Vec::new();
                }
                Some(File::Many) => {
                    property.ty = Type::Array(Box::new(Type::Part(Box::new(Type::Stream))));
                    // What a file holds is nobody's to look at.
                    property.constraints.retain(|constraint| {
                        matches!(
                            constraint,
                            Constraint::MinItems(_) | Constraint::MaxItems(_)
                        )
                    });
                }
                _ if own_headers => {
                    property.ty = Type::Part(Box::new(property.ty.clone()));
                    property.constraints = Vec::new();
                }
                _ => continue,
            }
            if matches!(property.ty, Type::Part(_)) && property.presence == Presence::Nullable {
                property.presence = Presence::Optional;
            }
            property.default = None;
        }
        let multipart = Multipart {
            media_type: media_type.to_owned(),
            properties,
            media_types: self.media_types(declared, cursor),
            headers,
        };
        self.define(id, TypeKind::Multipart(multipart), docs(keywords.data));
        Type::Named(id)
    }

    fn tell_parts(&mut self, cursor: &JsonPointer, what: &str) {
        self.diagnostics.push(
            Diagnostic::new(Code::PartsAsAWhole, Anchor::Value(cursor.clone()), what)
                .help("declare each part as a property, or leave the schema out to send any parts"),
        );
    }

    /// The media types of parts. How a property of a form would be written says nothing of a part.
    fn media_types(
        &mut self,
        declared: &MediaType,
        cursor: &PathCursor<'_>,
    ) -> Vec<(String, String)> {
        let mut media_types = Vec::new();
        let cursor = cursor.key("encoding");
        for (name, encoding) in &declared.encoding {
            media_types.extend(media_type(encoding).map(|one| (name.clone(), one)));
            // Generators of documents write `form` everywhere, and mean nothing by it.
            let has_style = encoding
                .style
                .as_ref()
                .is_some_and(|style| *style != QueryStyle::Form);
            if has_style || encoding.allow_reserved {
                let field = if has_style { "style" } else { "allowReserved" };
                self.diagnostics.push(
                    Diagnostic::new(
                        Code::IgnoredEncoding,
                        cursor.key(name).key(field).on_key(),
                        format!(
                            "`{field}` says nothing of a part: it is written by its media type"
                        ),
                    )
                    .help("remove it, or say how the part is written with `contentType`"),
                );
            }
        }
        media_types
    }

    /// The schema of a property, its own or inherited.
    fn property(&self, keywords: &Keywords<'d>, name: &str, depth: usize) -> Option<&'d Schema> {
        // Circles of inheritance are reported elsewhere.
        const DEPTH: usize = 32;
        if depth > DEPTH {
            return None;
        }
        let own = keywords.properties.and_then(|all| all.get(name));
        if let Some(own) = own {
            return match own.unboxed() {
                ReferenceOr::Item(schema) => Some(schema),
                ReferenceOr::Reference { .. } => self.boxed_item(own),
            };
        }
        keywords.all_of.iter().find_map(|part| {
            let part = Keywords::of(self.item(part)?);
            self.property(&part, name, depth + 1)
        })
    }

    fn boxed_item(&self, schema: &'d ReferenceOr<Box<Schema>>) -> Option<&'d Schema> {
        match schema {
            ReferenceOr::Item(schema) => Some(schema),
            ReferenceOr::Reference { reference } => {
                let name = super::names::schema(reference)?;
                let found = self.component(name, "schemas", |components| &components.schemas);
                found.map(|(_, schema)| schema)
            }
        }
    }

    /// Whether a part is a file, and drops the announcement that it is plain text in JSON.
    fn file(&mut self, schema: &'d Schema) -> File {
        let is_file = |schema: &Schema| {
            let keywords = Keywords::of(schema);
            keywords.kind == Some(Kind::String) && keywords.format.as_deref() == Some("binary")
        };
        if is_file(schema) {
            self.binaries
                .shift_remove(&std::ptr::from_ref(&schema.schema_data));
            return File::One;
        }
        let items = Keywords::of(schema).items;
        match items.and_then(|items| self.boxed_item(items)) {
            Some(item) if is_file(item) => {
                self.binaries
                    .shift_remove(&std::ptr::from_ref(&item.schema_data));
                File::Many
            }
            _ => File::None,
        }
    }
}

/// The properties that are not written by what they hold.
pub(super) fn encodings(declared: &MediaType) -> Vec<(String, Encoding)> {
    let all = declared.encoding.iter();
    all.filter_map(|(name, declared)| Some((name.clone(), encoding(declared)?)))
        .collect()
}

/// Whether a style was given decides whether the media type counts.
fn encoding(declared: &Declared) -> Option<Encoding> {
    let explode = declared.extensions.get(EXPLODE).and_then(Value::as_bool);
    if declared.style.is_some() || explode.is_some() || declared.allow_reserved {
        let style = match declared.style {
            Some(QueryStyle::SpaceDelimited) => Style::SpaceDelimited,
            Some(QueryStyle::PipeDelimited) => Style::PipeDelimited,
            Some(QueryStyle::DeepObject) => Style::DeepObject,
            Some(QueryStyle::Form) | None => Style::Form,
        };
        return Some(Encoding::Style {
            style,
            explode: explode.unwrap_or(style == Style::Form),
            allow_reserved: declared.allow_reserved,
        });
    }
    media_type(declared).map(Encoding::MediaType)
}

/// Of a list of media types, the first that is no range: the caller can name another one for a file.
fn media_type(declared: &Declared) -> Option<String> {
    let mut media_types = declared.content_type.as_deref()?.split(',').map(str::trim);
    let media_type = media_types.find(|name| !name.is_empty() && !name.contains('*'))?;
    Some(media_type.to_owned())
}

/// Whether a part is a file.
enum File {
    None,
    One,
    Many,
}

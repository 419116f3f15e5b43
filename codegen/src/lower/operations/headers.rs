//! Headers of responses.

use indexmap::IndexMap;

use super::OperationLowerer;
use super::media_type::is_json;
use super::parameters::shape::{Shape, shape};
use crate::diagnostics::Diagnostic;
use crate::diagnostics::code::Code;
use crate::document::{self, ParameterFormat, Referenced};
use crate::ir::{DeclaredName, Docs, Header, HeaderFormat, Type, TypeTable};
use crate::lower::types::{InlinePath, Scope};
use crate::source::PathCursor;

impl<'d> OperationLowerer<'d> {
    /// Lowers the headers of a response. Their inline types are named below `path`.
    pub(super) fn lower_headers(
        &mut self,
        declared: &'d IndexMap<String, Referenced<document::Header>>,
        path: &InlinePath,
        cursor: &PathCursor<'_>,
    ) -> Vec<Header> {
        let mut headers = Vec::new();
        let components = PathCursor::ROOT.key("components");
        let components = components.key("headers");
        for (name, header) in declared {
            // The specification ignores it: `content` has the media types.
            if name.eq_ignore_ascii_case("content-type") {
                continue;
            }
            match header {
                Referenced::Inline(header) => {
                    let path = path.below(header.rust_name.as_ref().unwrap_or(name));
                    headers.push(self.lower_header(name, header, &path, &cursor.key(name)));
                }
                Referenced::Component(reference) => {
                    let declared = &self.types.document.components.headers;
                    let component = &reference.name;
                    let Some(header) = declared.get(component) else {
                        continue;
                    };
                    let path = InlinePath::new(Scope::Models, [component]);
                    let mut header =
                        self.lower_header(name, header, &path, &components.key(component));
                    if let Some(text) = &reference.description {
                        header.docs.description = Some(text.clone());
                    }
                    let declared = declared_name(reference.rust_name.as_ref(), &cursor.key(name));
                    header.declared_name = declared.or(header.declared_name);
                    headers.push(header);
                }
            }
        }
        headers
    }

    fn lower_header(
        &mut self,
        name: &str,
        declared: &'d document::Header,
        path: &InlinePath,
        cursor: &PathCursor<'_>,
    ) -> Header {
        let path = path.below("header");
        let explode = declared.explode.unwrap_or_default();
        let (ty, format) = match &declared.format {
            ParameterFormat::Schema(schema) => {
                let cursor = cursor.key("schema");
                let ty = self.types.lower_schema(schema, &cursor, &path).ty;
                match header_format(&self.types.types, &ty, explode) {
                    Some(format) => (ty, format),
                    None if matches!(ty, Type::Null | Type::Any) => {
                        (Type::String, HeaderFormat::Single)
                    }
                    None => {
                        self.warn_raw_header(&cursor);
                        (Type::String, HeaderFormat::Single)
                    }
                }
            }
            ParameterFormat::Content(content) => match content.first() {
                Some((media_type, declared)) if is_json(media_type) => {
                    let cursor = cursor.key("content");
                    let cursor = cursor.key(media_type);
                    let lowered =
                        self.with_media_type(declared, &cursor, &path, Self::lower_media_type);
                    let (ty, _) = lowered.unwrap_or((Type::Any, Vec::new()));
                    (ty, HeaderFormat::Json)
                }
                _ => (Type::String, HeaderFormat::Single),
            },
        };
        Header {
            name: name.to_owned(),
            declared_name: declared_name(declared.rust_name.as_ref(), cursor),
            required: declared.required,
            ty,
            format,
            docs: Docs {
                description: declared.description.clone(),
                deprecated: declared.deprecated,
                ..Docs::default()
            },
        }
    }

    fn warn_raw_header(&mut self, cursor: &PathCursor<'_>) {
        self.types.diagnostics.push(
            Diagnostic::new(
                Code::RawBody,
                cursor.on_key(),
                "this header is not decoded: its schema is not a plain value, or an array or \
                 object of them",
            )
            .help("if it is JSON, declare it with `content` and `application/json`"),
        );
    }
}

fn declared_name(name: Option<&String>, cursor: &PathCursor<'_>) -> Option<DeclaredName> {
    Some(DeclaredName {
        name: name?.clone(),
        pointer: cursor.key("x-rust-name").to_pointer(),
    })
}

/// Returns how values of a type are read from a header, or `None` if they cannot be.
fn header_format(types: &TypeTable, ty: &Type, explode: bool) -> Option<HeaderFormat> {
    match shape(types, ty) {
        Shape::Scalar => Some(HeaderFormat::Single),
        Shape::List { nested: false } => Some(HeaderFormat::List),
        // All values in a header are strings, so the properties must be strings, too.
        Shape::Object { nested: false } if has_strings(types, ty) => Some(if explode {
            HeaderFormat::Pairs
        } else {
            HeaderFormat::Properties
        }),
        _ => None,
    }
}

fn has_strings(types: &TypeTable, ty: &Type) -> bool {
    match types.object_behind_alias(ty) {
        Some((_, object)) => object.properties.iter().all(|property| {
            use Type::{Boolean, Double, Int32, Int64};
            !matches!(property.ty, Int32 | Int64 | Double | Boolean)
        }),
        None => true,
    }
}

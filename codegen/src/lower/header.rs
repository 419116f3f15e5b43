//! Headers of responses.

use indexmap::IndexMap;
use openapiv3::{Header as Declared, ParameterSchemaOrContent, ReferenceOr};

use super::body::is_json;
use super::keywords::Unboxed;
use super::parameter::Shape;
use super::{Lowering, Place, extension};
use crate::diagnostics::Diagnostic;
use crate::diagnostics::code::Code;
use crate::ir::{Docs, Header, HeaderFormat, Type, TypeKind};
use crate::load::EXPLODE;
use crate::source::PathCursor;

impl<'d> Lowering<'d> {
    pub(super) fn headers(
        &mut self,
        declared: &'d IndexMap<String, ReferenceOr<Declared>>,
        cursor: &PathCursor<'_>,
    ) -> Vec<Header> {
        let mut headers = Vec::new();
        for (name, header) in declared {
            // The specification ignores it: the media type says it.
            if name.eq_ignore_ascii_case("content-type") {
                continue;
            }
            let cursor = cursor.key(name);
            match header {
                ReferenceOr::Item(header) => headers.push(self.header(name, header, &cursor)),
                ReferenceOr::Reference { reference } => {
                    let found =
                        self.referred(reference, "headers", |components| &components.headers);
                    let Some((component, header)) = found else {
                        self.unsupported(
                            &cursor.key("$ref"),
                            "a reference to a header that is not under `components/headers`",
                            "move the header there and refer to it",
                        );
                        continue;
                    };
                    let root = PathCursor::ROOT.key("components");
                    let root = root.key("headers");
                    headers
                        .push(self.shared(|this| this.header(name, header, &root.key(component))));
                }
            }
        }
        headers
    }

    fn header(&mut self, name: &str, declared: &'d Declared, cursor: &PathCursor<'_>) -> Header {
        let place = Place::new([name, "header"]);
        let explode = extension::flag(&declared.extensions, EXPLODE);
        let (ty, format) = match &declared.format {
            ParameterSchemaOrContent::Schema(schema) => {
                let at_schema = cursor.key("schema");
                let ty = self.schema(schema.unboxed(), &at_schema, &place).ty;
                match self.header_reading(&ty, explode) {
                    Some(format) => (ty, format),
                    None if ty == Type::Any => (Type::String, HeaderFormat::Single),
                    None => {
                        self.tell_raw_header(&at_schema);
                        (Type::String, HeaderFormat::Single)
                    }
                }
            }
            ParameterSchemaOrContent::Content(content) => match content.first() {
                Some((media_type, declared)) if is_json(media_type) => {
                    let cursor = cursor.key("content");
                    let ty = self.media_type(declared, &cursor.key(media_type), &place).0;
                    (ty, HeaderFormat::Json)
                }
                _ => (Type::String, HeaderFormat::Single),
            },
        };
        Header {
            name: name.to_owned(),
            required: declared.required,
            ty,
            format,
            docs: Docs {
                description: declared.description.clone(),
                deprecated: declared.deprecated.unwrap_or_default(),
                ..Docs::default()
            },
        }
    }

    /// How values of a type are read from a header, where that is possible.
    fn header_reading(&self, ty: &Type, explode: bool) -> Option<HeaderFormat> {
        match self.shape(ty) {
            Shape::Scalar => Some(HeaderFormat::Single),
            Shape::List { nested: false } => Some(HeaderFormat::List),
            // All values of a header are texts, which the members of a strict object must be, too.
            Shape::Object { nested: false } if self.has_texts(ty) => Some(if explode {
                HeaderFormat::Pairs
            } else {
                HeaderFormat::Properties
            }),
            _ => None,
        }
    }

    fn has_texts(&self, ty: &Type) -> bool {
        match self.resolve_alias(ty).map(|id| &self.types[id].kind) {
            Some(TypeKind::Object(object)) => object.properties.iter().all(|property| {
                use Type::{Boolean, Double, Float, Int32, Int64};
                !matches!(property.ty, Int32 | Int64 | Float | Double | Boolean)
            }),
            _ => true,
        }
    }

    fn tell_raw_header(&mut self, cursor: &PathCursor<'_>) {
        self.diagnostics.push(
            Diagnostic::new(
                Code::RawBody,
                cursor.on_key(),
                "a header holds plain values only: this one is given as its text",
            )
            .help("declare it with `content` and `application/json`, if it is JSON"),
        );
    }
}

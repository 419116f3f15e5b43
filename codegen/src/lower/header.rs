//! Headers of responses.

use indexmap::IndexMap;
use openapiv3::{Header as Declared, ParameterSchemaOrContent, ReferenceOr};

use super::body::is_json;
use super::keywords::Unboxed;
use super::parameter::Shape;
use super::{Lowering, Place, extension};
use crate::api::{Docs, Header, HeaderReading, Type, TypeKind};
use crate::code::Code;
use crate::diagnostic::Diagnostic;
use crate::load::EXPLODE;
use crate::pointer::At;

impl<'d> Lowering<'d> {
    pub(super) fn headers(
        &mut self,
        declared: &'d IndexMap<String, ReferenceOr<Declared>>,
        at: &At<'_>,
    ) -> Vec<Header> {
        let mut headers = Vec::new();
        for (name, header) in declared {
            // The specification ignores it: the media type says it.
            if name.eq_ignore_ascii_case("content-type") {
                continue;
            }
            let at = at.key(name);
            match header {
                ReferenceOr::Item(header) => headers.push(self.header(name, header, &at)),
                ReferenceOr::Reference { reference } => {
                    let found =
                        self.referred(reference, "headers", |components| &components.headers);
                    let Some((component, header)) = found else {
                        self.unsupported(
                            &at.key("$ref"),
                            "a reference to a header that is not under `components/headers`",
                            "move the header there and refer to it",
                        );
                        continue;
                    };
                    let root = At::ROOT.key("components");
                    let root = root.key("headers");
                    headers
                        .push(self.shared(|this| this.header(name, header, &root.key(component))));
                }
            }
        }
        headers
    }

    fn header(&mut self, name: &str, declared: &'d Declared, at: &At<'_>) -> Header {
        let place = Place::new([name, "header"]);
        let explode = extension::flag(&declared.extensions, EXPLODE);
        let (of, reading) = match &declared.format {
            ParameterSchemaOrContent::Schema(schema) => {
                let at_schema = at.key("schema");
                let of = self.schema(schema.unboxed(), &at_schema, &place).of;
                match self.header_reading(&of, explode) {
                    Some(reading) => (of, reading),
                    None if of == Type::Any => (Type::String, HeaderReading::Single),
                    None => {
                        self.tell_raw_header(&at_schema);
                        (Type::String, HeaderReading::Single)
                    }
                }
            }
            ParameterSchemaOrContent::Content(content) => match content.first() {
                Some((media_type, declared)) if is_json(media_type) => {
                    let at = at.key("content");
                    let of = self.media_type(declared, &at.key(media_type), &place).0;
                    (of, HeaderReading::Json)
                }
                _ => (Type::String, HeaderReading::Single),
            },
        };
        Header {
            name: name.to_owned(),
            required: declared.required,
            of,
            reading,
            docs: Docs {
                description: declared.description.clone(),
                deprecated: declared.deprecated.unwrap_or_default(),
                ..Docs::default()
            },
        }
    }

    /// How values of a type are read from a header, where that is possible.
    fn header_reading(&self, of: &Type, explode: bool) -> Option<HeaderReading> {
        match self.shape(of) {
            Shape::Scalar => Some(HeaderReading::Single),
            Shape::List { nested: false } => Some(HeaderReading::List),
            // All values of a header are texts, which the members of a strict object must be, too.
            Shape::Object { nested: false } if self.has_texts(of) => Some(if explode {
                HeaderReading::Pairs
            } else {
                HeaderReading::Members
            }),
            _ => None,
        }
    }

    fn has_texts(&self, of: &Type) -> bool {
        match self.behind(of).map(|id| &self.types[id.index()].kind) {
            Some(TypeKind::Object(object)) => object.members.iter().all(|member| {
                use Type::{Boolean, Double, Float, Int32, Int64};
                !matches!(member.of, Int32 | Int64 | Float | Double | Boolean)
            }),
            _ => true,
        }
    }

    fn tell_raw_header(&mut self, at: &At<'_>) {
        self.diagnostics.push(
            Diagnostic::new(
                Code::RawBody,
                at.on_key(),
                "a header holds plain values only: this one is given as its text",
            )
            .help("declare it with `content` and `application/json`, if it is JSON"),
        );
    }
}

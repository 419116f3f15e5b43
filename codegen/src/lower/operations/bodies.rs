//! Request bodies.

use super::content::first_example;
use super::media_type::{Form, has_other_form};
use super::multipart::encodings;
use super::{Direction, OperationLowerer, OperationSite, Servable};
use crate::diagnostics::Diagnostic;
use crate::diagnostics::code::Code;
use crate::document::{self, MediaType, Referenced};
use crate::ir::{
    BodyEncoding, Docs, Method, RequestBodies, RequestBody, RequestMedia, Type, TypeKind,
};
use crate::lower::types::{InlinePath, Scope};
use crate::source::PathCursor;

impl<'d> OperationLowerer<'d> {
    /// Lowers the request body of an operation.
    pub(super) fn lower_request_body(
        &mut self,
        declared: Option<&'d Referenced<document::RequestBody>>,
        site: OperationSite<'_>,
        cursor: &PathCursor<'_>,
    ) -> Servable<Option<RequestBody>> {
        let none = Servable {
            value: None,
            is_servable: true,
        };
        let Some(declared) = declared else {
            return none;
        };
        let cursor = cursor.key("requestBody");
        if site.method == Method::Trace {
            self.types.error(
                Code::TraceBody,
                &cursor,
                "a TRACE request must not have a body",
                "remove the body",
            );
            return none;
        }
        if matches!(site.method, Method::Get | Method::Head | Method::Delete) {
            self.types.diagnostics.push(
                Diagnostic::new(
                    Code::BodyNotAllowed,
                    cursor.on_key(),
                    format!(
                        "HTTP does not define a meaning for the body of a {} request",
                        site.method.as_str().to_ascii_uppercase()
                    ),
                )
                .help("the body is sent as declared; consider parameters or another method"),
            );
        }
        match declared {
            Referenced::Inline(body) => {
                let path = site.inline_path().below("RequestBody");
                self.lower_body(body, site.direction, &path, &cursor)
            }
            Referenced::Component(name) => self
                .lower_reusable_body(name, site.direction)
                .unwrap_or(none),
        }
    }

    fn lower_reusable_body(
        &mut self,
        name: &'d str,
        direction: Direction,
    ) -> Option<Servable<Option<RequestBody>>> {
        if let Some(known) = self.request_bodies.get(&(name, direction)) {
            return Some(known.clone());
        }
        let declared = self.types.document.components.request_bodies.get(name)?;
        let path = InlinePath::new(Scope::Models, [name, "RequestBody"]);
        let components = PathCursor::ROOT.key("components");
        let cursor = components.key("requestBodies");
        let body = self.lower_body(declared, direction, &path, &cursor.key(name));
        self.request_bodies.insert((name, direction), body.clone());
        Some(body)
    }

    fn lower_body(
        &mut self,
        declared: &'d document::RequestBody,
        direction: Direction,
        path: &InlinePath,
        cursor: &PathCursor<'_>,
    ) -> Servable<Option<RequestBody>> {
        let content = cursor.key("content");
        let mut media: Vec<RequestMedia> = Vec::new();
        let several = declared.content.len() > 1;
        for (name, declared) in &declared.content {
            let path = if several && has_other_form(name) {
                path.below(name)
            } else {
                path.clone()
            };
            let cursor = content.key(name);
            let Some(lowered) = self.lower_request_media(name, declared, direction, &path, &cursor)
            else {
                continue;
            };
            // The same JSON under another name is not a choice.
            let is_known = |known: &RequestMedia| {
                known.ty == lowered.ty
                    && known.encoding == lowered.encoding
                    && lowered.encoding == BodyEncoding::Json
            };
            if !media.iter().any(is_known) {
                media.push(lowered);
            }
        }
        let is_servable = direction == Direction::Call || {
            let is_json = |media: &RequestMedia| media.encoding == BodyEncoding::Json;
            self.retain_json(&mut media, is_json, |media| &media.media_type, &content)
        };
        let choice = (media.len() > 1).then(|| {
            let id = self.types.reserve(&path.below("content"));
            let bodies = RequestBodies {
                media: media.clone(),
            };
            let kind = TypeKind::RequestBodies(bodies);
            self.types.define(id, kind, Docs::default());
            id
        });
        let body = (!media.is_empty()).then(|| RequestBody {
            required: declared.required,
            media,
            choice,
            docs: Docs {
                description: declared.description.clone(),
                ..Docs::default()
            },
        });
        Servable {
            value: body,
            is_servable,
        }
    }

    fn lower_request_media(
        &mut self,
        name: &str,
        declared: &'d MediaType,
        direction: Direction,
        path: &InlinePath,
        cursor: &PathCursor<'_>,
    ) -> Option<RequestMedia> {
        let form = self.form(name, declared, cursor)?;
        // Whether the schema describes objects with properties, its own or inherited ones.
        let is_object = self
            .resolve(declared.schema.as_ref())
            .is_some_and(|view| view.is_object() || !view.all_of.is_empty());
        let mut constraints = Vec::new();
        let (ty, encoding) = match form {
            Form::Json => {
                let (ty, whole) = self.lower_media_type(declared, cursor, path);
                constraints = whole;
                (ty, BodyEncoding::Json)
            }
            Form::UrlEncoded if is_object || declared.schema.is_none() => {
                let (ty, whole) = self.lower_media_type(declared, cursor, path);
                constraints = whole;
                (ty, BodyEncoding::Form(encodings(declared)))
            }
            Form::Multipart if is_object => (
                self.lower_multipart(name, declared, path, cursor),
                BodyEncoding::Multipart,
            ),
            Form::Multipart if declared.schema.is_none() => (Type::Parts, BodyEncoding::Multipart),
            Form::UrlEncoded | Form::Text => {
                self.warn_raw_body(declared, direction, cursor);
                (Type::Text, BodyEncoding::Plain)
            }
            Form::Multipart | Form::Bytes => {
                self.warn_raw_body(declared, direction, cursor);
                (Type::Stream, BodyEncoding::Plain)
            }
        };
        Some(RequestMedia {
            media_type: name.to_owned(),
            ty,
            encoding,
            constraints,
            example: first_example(declared.example.as_ref(), &declared.examples, cursor),
        })
    }
}

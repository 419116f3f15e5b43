//! Request bodies.

use super::content::{first_example, item_encodings};
use super::media_type::{Form, has_other_form, is_plain_json};
use super::multipart::encodings;
use super::{Direction, LoweredBody, NotUnderstood, OperationLowerer, OperationSite, Servable};
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
    ) -> LoweredBody {
        let none = Servable {
            value: None,
            is_servable: true,
        };
        let Some(declared) = declared else {
            return Ok(none);
        };
        let cursor = cursor.key("requestBody");
        if *site.method == Method::Trace {
            self.types.diagnostics.push(
                Diagnostic::new(
                    Code::TraceBody,
                    cursor.on_value(),
                    "a TRACE request must not have a body",
                )
                .help("remove the body")
                .consequence("the client sends no body"),
            );
            return Ok(none);
        }
        if matches!(site.method, Method::Get | Method::Head | Method::Delete) {
            self.types.diagnostics.push(
                Diagnostic::new(
                    Code::BodyNotAllowed,
                    cursor.on_key(),
                    format!(
                        "HTTP does not define a meaning for the body of a {} request",
                        site.method.as_str()
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
            Referenced::Component(reference) => {
                let body = self.lower_reusable_body(&reference.name, site.direction);
                let mut body = body.unwrap_or(Ok(none))?;
                if let (Some(body), Some(text)) = (&mut body.value, &reference.description) {
                    body.docs.description = Some(text.clone());
                }
                Ok(body)
            }
        }
    }

    fn lower_reusable_body(&mut self, name: &'d str, direction: Direction) -> Option<LoweredBody> {
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
    ) -> LoweredBody {
        let content = cursor.key("content");
        let mut media: Vec<RequestMedia> = Vec::new();
        let mut problems = Vec::new();
        let several = declared.content.len() > 1;
        for (name, declared) in &declared.content {
            let path = if several && has_other_form(name) {
                path.below(name)
            } else {
                path.clone()
            };
            let cursor = content.key(name);
            let lowered =
                self.with_media_type(declared, &cursor, &path, |this, declared, cursor, path| {
                    this.lower_request_media(name, declared, direction, path, cursor)
                });
            let Some(lowered) = lowered else {
                continue;
            };
            let is_known = |lowered: &RequestMedia| {
                media
                    .iter()
                    .any(|known| is_same_choice(known, lowered, direction))
            };
            match lowered {
                Ok(lowered) if is_known(&lowered) => {}
                Ok(lowered) => media.push(lowered),
                Err(problem) => problems.push(problem),
            }
        }
        let last = problems.pop_if(|_| media.is_empty());
        for problem in problems {
            let dropped = problem.dropped("the client does not send bodies of this media type");
            self.types.diagnostics.push(dropped);
        }
        if let Some(problem) = last {
            return Err(problem);
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
        Ok(Servable {
            value: body,
            is_servable,
        })
    }

    fn lower_request_media(
        &mut self,
        name: &str,
        declared: &'d MediaType,
        direction: Direction,
        path: &InlinePath,
        cursor: &PathCursor<'_>,
    ) -> Result<RequestMedia, NotUnderstood> {
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
                let encodings = encodings(declared);
                self.warn_undefined_encodings(&ty, &encodings, cursor);
                (ty, BodyEncoding::Form(encodings))
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
        Ok(RequestMedia {
            media_type: name.to_owned(),
            ty,
            item: self.lower_item(declared, cursor, path),
            item_encodings: item_encodings(declared),
            encoding,
            constraints,
            example: first_example(declared.example.as_ref(), &declared.examples, cursor),
        })
    }
}

/// Returns whether a media type offers nothing that another one does not offer: both are plain JSON
/// of the same type. One such as `application/merge-patch+json` has a meaning of its own, but a
/// body that is received is decoded in the same way.
fn is_same_choice(known: &RequestMedia, other: &RequestMedia, direction: Direction) -> bool {
    let is_plain = |media: &RequestMedia| is_plain_json(&media.media_type);
    known.ty == other.ty
        && known.encoding == BodyEncoding::Json
        && other.encoding == BodyEncoding::Json
        && (direction == Direction::Serve || is_plain(known) && is_plain(other))
}

//! Bodies: what a media type holds, and how it is written and read.

use indexmap::IndexMap;
use openapiv3::{MediaType, ReferenceOr, RequestBody as Declared, Schema};

use super::encoding::encodings;
use super::keywords::{Keywords, Kind};
use super::{Lowering, Place, example, names};
use crate::diagnostics::Diagnostic;
use crate::diagnostics::code::Code;
use crate::ir::{
    BodyEncoding, Docs, Method, Origin, RequestBodies, RequestBody, RequestMedia, ResponseMedia,
    Type, TypeKind,
};
use crate::source::PathCursor;

/// What the bodies of a media type are made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Form {
    Json,
    UrlEncoded,
    Multipart,
    Text,
    Bytes,
}

impl<'d> Lowering<'d> {
    pub(super) fn request_body(
        &mut self,
        body: &'d ReferenceOr<Declared>,
        method: Method,
        stem: &str,
        cursor: &PathCursor<'_>,
    ) -> Option<RequestBody> {
        let cursor = cursor.key("requestBody");
        if matches!(method, Method::Trace) {
            self.error(
                Code::TraceBody,
                &cursor,
                "a TRACE request has no body",
                "remove it: HTTP forbids it",
            );
            return None;
        }
        if matches!(method, Method::Get | Method::Head | Method::Delete) {
            self.diagnostics.push(
                Diagnostic::new(
                    Code::BodyNotAllowed,
                    cursor.on_key(),
                    format!(
                        "HTTP gives the body of a {} request no meaning",
                        method.as_str().to_ascii_uppercase()
                    ),
                )
                .help("it is sent as declared; prefer parameters, or another method"),
            );
        }
        match body {
            ReferenceOr::Item(body) => {
                let place = Place::new([stem, method.as_str(), "RequestBody"]);
                self.declared_body(body, &place, &cursor)
            }
            ReferenceOr::Reference { reference } => {
                let found = self.referred(reference, "requestBodies", |components| {
                    &components.request_bodies
                });
                let Some((name, body)) = found else {
                    self.unsupported(
                        &cursor.key("$ref"),
                        "a reference to a request body that is not under `components/requestBodies`",
                        "move the request body there and refer to it",
                    );
                    return None;
                };
                let address = (std::ptr::from_ref(body), self.serving);
                if let Some((known, foreign)) = self.bodies.get(&address) {
                    self.foreign |= foreign;
                    return known.clone();
                }
                let root = PathCursor::ROOT.key("components");
                let place = Place::new([name, "RequestBody"]);
                let cursor = root.key("requestBodies");
                let (body, foreign) = self.telling_foreign(|this| {
                    this.shared(|this| this.declared_body(body, &place, &cursor.key(name)))
                });
                self.bodies.insert(address, (body.clone(), foreign));
                body
            }
        }
    }

    fn declared_body(
        &mut self,
        body: &'d Declared,
        place: &Place,
        cursor: &PathCursor<'_>,
    ) -> Option<RequestBody> {
        let content = cursor.key("content");
        let mut media: Vec<RequestMedia> = Vec::new();
        let several = body.content.len() > 1;
        for (name, declared) in &body.content {
            let place = if several && form_of(name).is_some_and(|form| form != Form::Json) {
                place.below(name)
            } else {
                place.clone()
            };
            let Some(sent) = self.request_media(name, declared, &place, &content.key(name)) else {
                continue;
            };
            // The same JSON by another name is no choice.
            let is_known = |known: &RequestMedia| {
                known.ty == sent.ty
                    && known.encoding == sent.encoding
                    && sent.encoding == BodyEncoding::Json
            };
            if !media.iter().any(is_known) {
                media.push(sent);
            }
        }
        if self.serving {
            // What the client serves is JSON.
            let is_served = |media: &RequestMedia| media.encoding == BodyEncoding::Json;
            self.keep_served(&mut media, is_served, |media| &media.media_type, &content);
            self.foreign |= media.is_empty();
        }
        let choice = (media.len() > 1).then(|| {
            let id = self.reserve(Origin::Inline {
                within: None,
                words: place.below("content").words,
            });
            let bodies = RequestBodies {
                media: media.clone(),
            };
            self.define(id, TypeKind::RequestBodies(bodies), Docs::default());
            id
        });
        (!media.is_empty()).then(|| RequestBody {
            required: body.required,
            media,
            choice,
            docs: Docs {
                description: body.description.clone(),
                ..Docs::default()
            },
        })
    }

    fn request_media(
        &mut self,
        name: &str,
        declared: &'d MediaType,
        place: &Place,
        cursor: &PathCursor<'_>,
    ) -> Option<RequestMedia> {
        let form = self.form(name, declared, cursor)?;
        let is_object = self.has_members(declared.schema.as_ref());
        let mut constraints = Vec::new();
        let (ty, encoding) = match form {
            Form::Json => {
                let (ty, whole) = self.media_type(declared, cursor, place);
                constraints = whole;
                (ty, BodyEncoding::Json)
            }
            Form::UrlEncoded if is_object || declared.schema.is_none() => {
                let (ty, whole) = self.media_type(declared, cursor, place);
                constraints = whole;
                (ty, BodyEncoding::Form(encodings(declared)))
            }
            Form::Multipart if is_object => (
                self.multipart(name, declared, place, cursor),
                BodyEncoding::Multipart,
            ),
            Form::Multipart if declared.schema.is_none() => (Type::Parts, BodyEncoding::Multipart),
            Form::UrlEncoded | Form::Text => {
                self.tell_raw(declared, cursor);
                (Type::Text, BodyEncoding::Plain)
            }
            Form::Multipart | Form::Bytes => {
                self.tell_raw(declared, cursor);
                (Type::Stream, BodyEncoding::Plain)
            }
        };
        Some(RequestMedia {
            media_type: name.to_owned(),
            ty,
            encoding,
            constraints,
            example: example::first(declared.example.as_ref(), &declared.examples, cursor),
        })
    }

    /// The media types of a response. What is no JSON and no text is a stream.
    pub(super) fn response_media(
        &mut self,
        content: &'d IndexMap<String, MediaType>,
        place: &Place,
        cursor: &PathCursor<'_>,
    ) -> Vec<ResponseMedia> {
        let mut all = Vec::new();
        for (name, declared) in content {
            let cursor = cursor.key(name);
            let Some(form) = self.form(name, declared, &cursor) else {
                continue;
            };
            let ty = match form {
                Form::Json => self.media_type(declared, &cursor, place).0,
                Form::UrlEncoded | Form::Text => {
                    self.tell_raw(declared, &cursor);
                    Type::Text
                }
                Form::Multipart | Form::Bytes => {
                    self.tell_raw(declared, &cursor);
                    Type::Stream
                }
            };
            all.push(ResponseMedia {
                media_type: name.clone(),
                ty,
            });
        }
        if self.serving {
            let is_served = |media: &ResponseMedia| !matches!(media.ty, Type::Text | Type::Stream);
            let mut distinct: Vec<ResponseMedia> = Vec::new();
            for media in all {
                if !distinct.iter().any(|known| known.ty == media.ty) {
                    distinct.push(media);
                }
            }
            all = distinct;
            self.keep_served(&mut all, is_served, |media| &media.media_type, cursor);
        }
        all
    }

    /// Keeps the first media type that the client serves, and tells of the others; notes where there is none.
    fn keep_served<M>(
        &mut self,
        media: &mut Vec<M>,
        is_served: impl Fn(&M) -> bool,
        name: impl Fn(&M) -> &String,
        cursor: &PathCursor<'_>,
    ) {
        let Some(first) = media.iter().position(is_served) else {
            self.foreign |= !media.is_empty();
            media.clear();
            return;
        };
        let served = media.remove(first);
        for other in media.drain(..) {
            self.diagnostics.push(
                Diagnostic::new(
                    Code::UnservedMediaType,
                    cursor.key(name(&other)).on_key(),
                    format!(
                        "where the client serves, bodies are `{}` alone: this media type is not generated",
                        name(&served)
                    ),
                )
                .help("declare one media type, of JSON, or serve the others by hand"),
            );
        }
        media.push(served);
    }

    /// Resolves something; whether it has a body that is not JSON where the client serves, it tells, too.
    pub(super) fn telling_foreign<R>(&mut self, resolve: impl FnOnce(&mut Self) -> R) -> (R, bool) {
        let outer = std::mem::take(&mut self.foreign);
        let resolved = resolve(self);
        let found = std::mem::replace(&mut self.foreign, outer);
        self.foreign |= found;
        (resolved, found)
    }

    /// What the bodies of a media type are made of. Where its name leaves that open, its schema says it.
    fn form(
        &mut self,
        name: &str,
        declared: &'d MediaType,
        cursor: &PathCursor<'_>,
    ) -> Option<Form> {
        if !is_media_type(name) {
            const HELP: &str =
                "write one, such as `application/json`, or a range of them, such as `image/*`";
            if !name.bytes().all(|byte| matches!(byte, b' '..=b'~')) {
                self.unsupported(cursor, "a media type that no header can hold", HELP);
                return None;
            }
            self.diagnostics.push(
                Diagnostic::new(
                    Code::MediaType,
                    cursor.on_key(),
                    format!("`{name}` is no media type: it is sent and accepted as it is written"),
                )
                .help(HELP),
            );
        }
        let schema = declared
            .schema
            .as_ref()
            .and_then(|schema| self.item(schema));
        let keywords = schema.map(Keywords::of);
        let is_string = keywords
            .as_ref()
            .is_some_and(|keywords| keywords.kind == Some(Kind::String));
        let is_binary = keywords
            .as_ref()
            .is_some_and(|keywords| keywords.format.as_deref() == Some("binary"));
        Some(match form_of(name) {
            Some(Form::Text) | None if is_binary => Form::Bytes,
            Some(form) => form,
            None if is_string => Form::Text,
            // Any media type, or one that nobody knows.
            None if declared.schema.is_some() && essence(name).ends_with("/*") => Form::Json,
            None => Form::Bytes,
        })
    }

    /// Announces a schema that says more than the body that is handed out.
    fn tell_raw(&mut self, declared: &'d MediaType, cursor: &PathCursor<'_>) {
        let schema = declared
            .schema
            .as_ref()
            .and_then(|schema| self.item(schema))
            .filter(|_| !self.serving);
        let says_more = schema.is_some_and(|schema| {
            let keywords = Keywords::of(schema);
            keywords.kind != Some(Kind::String)
                && !(keywords.is_bare() && keywords.all_of.is_empty())
        });
        if says_more {
            self.diagnostics.push(
                Diagnostic::new(
                    Code::RawBody,
                    cursor.key("schema").on_key(),
                    "bodies of this media type are passed on as they are: the schema has no effect",
                )
                .help("read and write them with a library for the media type, or declare JSON"),
            );
        }
    }

    /// The schema that a reference leads to.
    pub(super) fn item(&self, schema: &'d ReferenceOr<Schema>) -> Option<&'d Schema> {
        match schema {
            ReferenceOr::Item(schema) => Some(schema),
            ReferenceOr::Reference { reference } => {
                let name = names::schema(reference)?;
                let found = self.component(name, "schemas", |components| &components.schemas);
                found.map(|(_, schema)| schema)
            }
        }
    }

    /// Whether a schema describes objects with properties, its own or inherited.
    fn has_members(&self, schema: Option<&'d ReferenceOr<Schema>>) -> bool {
        schema
            .and_then(|schema| self.item(schema))
            .map(Keywords::of)
            .is_some_and(|keywords| keywords.is_object() || !keywords.all_of.is_empty())
    }
}

/// What a media type is made of, where its name tells.
fn form_of(name: &str) -> Option<Form> {
    let essence = essence(name);
    let (kind, rest) = essence.split_once('/')?;
    Some(match (kind, rest) {
        ("application" | "text", "json") => Form::Json,
        (_, rest) if rest.ends_with("+json") => Form::Json,
        ("application", "x-www-form-urlencoded") => Form::UrlEncoded,
        ("multipart", _) => Form::Multipart,
        // Endless: each event is to be read as it comes.
        ("text", "event-stream") => Form::Bytes,
        ("text", _) | ("application", "xml" | "yaml" | "javascript") => Form::Text,
        (_, rest) if rest.ends_with("+xml") || rest.ends_with("+yaml") => Form::Text,
        ("image" | "audio" | "video" | "font", _) | ("application", "octet-stream") => Form::Bytes,
        _ => return None,
    })
}

/// Whether bodies of a media type are JSON.
pub(super) fn is_json(name: &str) -> bool {
    form_of(name) == Some(Form::Json)
}

/// A media type in lower case, without its parameters.
fn essence(name: &str) -> String {
    let essence = name.split(';').next().unwrap_or_default();
    essence.trim().to_ascii_lowercase()
}

fn is_media_type(name: &str) -> bool {
    let is_token = |text: &str| {
        !text.is_empty()
            && text
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte))
    };
    let is_visible = name.bytes().all(|byte| (b' '..0x7f).contains(&byte));
    is_visible
        && essence(name)
            .split_once('/')
            .is_some_and(|(kind, rest)| is_token(kind) && is_token(rest))
}

//! Responses, and the bodies of all successes and of all failures of an operation together.

use super::content::item_encodings;
use super::media_type::Form;
use super::{Direction, NotUnderstood, OperationLowerer, OperationSite, Servable};
use crate::diagnostics::Diagnostic;
use crate::diagnostics::code::Code;
use crate::document::{self, Content, MediaType, Referenced, StatusCode};
use crate::ir::{
    Docs, Header, HeaderFormat, Link, Method, Response, ResponseBodies, ResponseBody,
    ResponseMedia, ResponseVariant, Status, Type, TypeKind,
};
use crate::lower::types::{InlinePath, Scope};
use crate::source::PathCursor;

/// The responses of an operation.
pub(super) struct LoweredResponses {
    pub responses: Vec<Response>,
    pub success: ResponseBody,
    pub failure: ResponseBody,
    pub accept: Vec<String>,
    pub headers: Vec<Header>,
}

/// The paths from which the inline types of a response are named.
#[derive(Clone, Copy)]
struct ResponsePaths<'p> {
    body: &'p InlinePath,
    /// The path above the names of the headers.
    headers: &'p InlinePath,
}

/// A response without its status.
#[derive(Clone, Debug, Default)]
pub(super) struct ReusableResponse {
    description: String,
    media: Vec<ResponseMedia>,
    headers: Vec<Header>,
    links: Vec<Link>,
}

impl<'d> OperationLowerer<'d> {
    /// Lowers the responses of an operation.
    pub(super) fn lower_responses(
        &mut self,
        declared: &'d document::Responses,
        site: OperationSite<'_>,
        cursor: &PathCursor<'_>,
    ) -> Servable<LoweredResponses> {
        let mut is_servable = true;
        let mut responses: Vec<Response> = Vec::new();
        for (code, response) in &declared.by_status {
            let key = declared.key(*code);
            let status = match *code {
                StatusCode::Code(code) => Status::Code(code),
                StatusCode::Range(hundreds) => Status::Range(hundreds),
            };
            let lowered = self.lower_response((&key, status), response, site, cursor);
            is_servable &= lowered.is_servable;
            responses.push(lowered.value);
        }
        if let Some(response) = &declared.default {
            let key = ("default", Status::Default);
            let lowered = self.lower_response(key, response, site, cursor);
            is_servable &= lowered.is_servable;
            let default = lowered.value;
            // If no other response is a success, `default` also describes success.
            let mut all = responses.iter();
            if site.direction == Direction::Call
                && !all.any(|response| response.status.is_success())
            {
                responses.push(Response {
                    status: Status::Range(2),
                    ..default.clone()
                });
            }
            responses.push(default);
        }
        for response in &mut responses {
            if *site.method == Method::Head || is_bodyless(response.status) {
                self.warn_bodyless(site.method, response, cursor);
                response.media.clear();
            }
        }
        let value = match site.direction {
            Direction::Call => self.combine_responses(responses, site),
            // The client responds with one of the responses themselves.
            Direction::Serve => LoweredResponses {
                responses,
                success: ResponseBody::Empty,
                failure: ResponseBody::Empty,
                accept: Vec::new(),
                headers: Vec::new(),
            },
        };
        Servable { value, is_servable }
    }

    /// Lowers a response with its key and status.
    fn lower_response(
        &mut self,
        (key, status): (&str, Status),
        response: &'d Referenced<document::Response>,
        site: OperationSite<'_>,
        cursor: &PathCursor<'_>,
    ) -> Servable<Response> {
        let lowered = match response {
            Referenced::Inline(response) => {
                let path = site.inline_path();
                let paths = ResponsePaths {
                    body: &path.below(key),
                    headers: &path,
                };
                self.lower_declared_response(response, site.direction, paths, &cursor.key(key))
            }
            Referenced::Component(reference) => {
                let mut lowered = self.lower_reusable_response(&reference.name, site.direction);
                if let Some(description) = reference.text() {
                    lowered.value.description = description;
                }
                lowered
            }
        };
        let response = lowered.value;
        Servable {
            value: Response {
                status,
                description: response.description,
                media: response.media,
                headers: response.headers,
                links: response.links,
            },
            is_servable: lowered.is_servable,
        }
    }

    fn lower_reusable_response(
        &mut self,
        name: &'d str,
        direction: Direction,
    ) -> Servable<ReusableResponse> {
        if let Some(known) = self.responses.get(&(name, direction)) {
            return known.clone();
        }
        let Some(declared) = self.types.document.components.responses.get(name) else {
            return Servable {
                value: ReusableResponse::default(),
                is_servable: true,
            };
        };
        let path = InlinePath::new(Scope::Models, [name]);
        let paths = ResponsePaths {
            body: &path.below("response body"),
            headers: &path,
        };
        let components = PathCursor::ROOT.key("components");
        let cursor = components.key("responses");
        let response = self.lower_declared_response(declared, direction, paths, &cursor.key(name));
        self.responses.insert((name, direction), response.clone());
        response
    }

    fn lower_declared_response(
        &mut self,
        declared: &'d document::Response,
        direction: Direction,
        paths: ResponsePaths<'_>,
        cursor: &PathCursor<'_>,
    ) -> Servable<ReusableResponse> {
        let content = cursor.key("content");
        let media = self.lower_response_media(&declared.content, direction, paths.body, &content);
        let headers = cursor.key("headers");
        let links = cursor.key("links");
        Servable {
            value: ReusableResponse {
                description: declared.description.clone(),
                media: media.value,
                headers: self.lower_headers(&declared.headers, paths.headers, &headers),
                links: self.lower_links(&declared.links, &links),
            },
            is_servable: media.is_servable,
        }
    }

    /// Lowers the media types of a response. Bodies that are neither JSON nor a string are streams.
    fn lower_response_media(
        &mut self,
        content: &'d Content,
        direction: Direction,
        path: &InlinePath,
        cursor: &PathCursor<'_>,
    ) -> Servable<Vec<ResponseMedia>> {
        let mut all: Vec<ResponseMedia> = Vec::new();
        for (name, declared) in content {
            let cursor = cursor.key(name);
            let lowered =
                self.with_media_type(declared, &cursor, path, |this, declared, cursor, path| {
                    this.lower_one_response_media(name, declared, direction, path, cursor)
                });
            let media = match lowered {
                None => continue,
                Some(Ok(media)) => media,
                Some(Err(problem)) => {
                    let dropped = problem.dropped("the client does not accept this media type");
                    self.types.diagnostics.push(dropped);
                    continue;
                }
            };
            // The client responds with one media type for each type.
            let is_known = |known: &ResponseMedia| known.ty == media.ty;
            if direction == Direction::Call || !all.iter().any(is_known) {
                all.push(media);
            }
        }
        let is_servable = direction == Direction::Call || all.is_empty() || {
            let is_json = |media: &ResponseMedia| !matches!(media.ty, Type::Text | Type::Stream);
            self.retain_json(&mut all, is_json, |media| &media.media_type, cursor)
        };
        Servable {
            value: all,
            is_servable,
        }
    }

    fn lower_one_response_media(
        &mut self,
        name: &str,
        declared: &'d MediaType,
        direction: Direction,
        path: &InlinePath,
        cursor: &PathCursor<'_>,
    ) -> Result<ResponseMedia, NotUnderstood> {
        let ty = match self.form(name, declared, cursor)? {
            Form::Json => self.lower_media_type(declared, cursor, path).0,
            Form::UrlEncoded | Form::Text => {
                self.warn_raw_body(declared, direction, cursor);
                Type::Text
            }
            Form::Multipart | Form::Bytes => {
                self.warn_raw_body(declared, direction, cursor);
                Type::Stream
            }
        };
        Ok(ResponseMedia {
            media_type: name.to_owned(),
            ty,
            item: self.lower_item(declared, cursor, path),
            item_encodings: item_encodings(declared),
        })
    }

    fn warn_bodyless(&mut self, method: &Method, response: &Response, cursor: &PathCursor<'_>) {
        // The response to HEAD is described like the one to GET.
        let (Status::Code(code), false) = (response.status, response.media.is_empty()) else {
            return;
        };
        if *method != Method::Head {
            self.types.diagnostics.push(
                Diagnostic::new(
                    Code::BodylessStatus,
                    cursor.key(&code.to_string()).on_key(),
                    format!("a response with status {code} has no body"),
                )
                .help("remove its `content`"),
            );
        }
    }

    /// Combines the responses to a call.
    fn combine_responses(
        &mut self,
        mut responses: Vec<Response>,
        site: OperationSite<'_>,
    ) -> LoweredResponses {
        for response in &mut responses {
            if !response.status.is_success() {
                // The body of an error is read into memory.
                for media in &mut response.media {
                    if media.ty == Type::Stream {
                        media.ty = Type::Bytes;
                    }
                }
            }
        }
        let mut accept: Vec<String> = Vec::new();
        for media in responses.iter().flat_map(|response| &response.media) {
            if !accept.contains(&media.media_type) {
                accept.push(media.media_type.clone());
            }
        }
        let (success, failure): (Vec<_>, Vec<_>) = responses
            .iter()
            .partition(|response| response.status.is_success());
        let success = self.combine_bodies(&success, &site.inline_path().below("Response"));
        let failure = self.combine_bodies(&failure, &site.inline_path().below("Error"));
        LoweredResponses {
            headers: all_headers(&responses),
            responses,
            success,
            failure,
            accept,
        }
    }

    /// Returns the body of several responses together.
    fn combine_bodies(&mut self, responses: &[&Response], path: &InlinePath) -> ResponseBody {
        let Some((first, others)) = responses.split_first() else {
            return ResponseBody::Empty;
        };
        let one = first.distinct().count() <= 1
            && others
                .iter()
                .all(|other| other.distinct().count() <= 1 && other.body() == first.body());
        if one {
            return first
                .body()
                .cloned()
                .map_or(ResponseBody::Empty, ResponseBody::One);
        }
        let id = self.types.reserve(path);
        let variants = responses.iter().flat_map(|response| variants(response));
        let bodies = ResponseBodies {
            variants: variants.collect(),
        };
        let kind = TypeKind::ResponseBodies(bodies);
        self.types.define(id, kind, Docs::default());
        ResponseBody::Many(id)
    }
}

/// Returns a variant for each type of the body of a response.
fn variants(response: &Response) -> Vec<ResponseVariant> {
    let variant = |media_type: Option<&str>, body: Option<&Type>| ResponseVariant {
        status: response.status,
        media_type: media_type.map(str::to_owned),
        description: response.description.clone(),
        body: body.cloned(),
    };
    let all: Vec<&ResponseMedia> = response.distinct().collect();
    match all[..] {
        [] => vec![variant(None, None)],
        [one] => vec![variant(None, Some(&one.ty))],
        _ => all
            .into_iter()
            .map(|media| variant(Some(&media.media_type), Some(&media.ty)))
            .collect(),
    }
}

/// Returns whether HTTP forbids a body in responses with a status.
fn is_bodyless(status: Status) -> bool {
    matches!(
        status,
        Status::Code(100..200 | 204 | 205 | 304) | Status::Range(1)
    )
}

/// Returns the headers of all responses together. One that a response may lack is not required; one
/// that has different types is a string. The first name that is declared counts.
fn all_headers(responses: &[Response]) -> Vec<Header> {
    let mut all: Vec<Header> = Vec::new();
    for header in responses.iter().flat_map(|response| &response.headers) {
        let known = all
            .iter_mut()
            .find(|known| known.name.eq_ignore_ascii_case(&header.name));
        let Some(known) = known else {
            all.push(header.clone());
            continue;
        };
        if known.ty != header.ty || known.format != header.format {
            known.ty = Type::String;
            known.format = HeaderFormat::Single;
        }
        if known.declared_name.is_none() {
            known.declared_name.clone_from(&header.declared_name);
        }
    }
    for header in &mut all {
        header.required = responses.iter().all(|response| {
            let mut headers = response.headers.iter();
            headers.any(|one| one.required && one.name.eq_ignore_ascii_case(&header.name))
        });
    }
    all
}

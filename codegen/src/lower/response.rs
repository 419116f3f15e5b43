//! Responses: what comes back, and the type of all successes and of all failures together.

use openapiv3::{ReferenceOr, Response as Declared, Responses, StatusCode};

use super::{Lowering, Place};
use crate::diagnostics::Diagnostic;
use crate::diagnostics::code::Code;
use crate::ir::{
    Docs, Header, HeaderFormat, Link, Method, Origin, Response, ResponseBodies, ResponseBody,
    ResponseMedia, ResponseVariant, Status, Type, TypeKind,
};
use crate::source::PathCursor;

/// The responses of an operation.
pub(super) struct Answers {
    pub responses: Vec<Response>,
    pub success: ResponseBody,
    pub failure: ResponseBody,
    pub accept: Vec<String>,
    pub headers: Vec<Header>,
}

/// A response without its status.
#[derive(Clone, Debug, Default)]
pub(super) struct Answer {
    description: String,
    media: Vec<ResponseMedia>,
    headers: Vec<Header>,
    links: Vec<Link>,
}

impl<'d> Lowering<'d> {
    pub(super) fn responses(
        &mut self,
        declared: &'d Responses,
        method: Method,
        stem: &str,
        cursor: &PathCursor<'_>,
    ) -> Answers {
        let mut responses: Vec<Response> = declared
            .responses
            .iter()
            .map(|(status, response)| {
                let name = status.to_string();
                let status = match *status {
                    StatusCode::Code(code) => Status::Code(code),
                    StatusCode::Range(hundreds) => {
                        Status::Range(u8::try_from(hundreds).unwrap_or(u8::MAX))
                    }
                };
                self.response(
                    status,
                    response,
                    &Place::new([stem, method.as_str(), &name]),
                    &cursor.key(&name),
                )
            })
            .collect();
        if let Some(default) = &declared.default {
            let place = Place::new([stem, method.as_str(), "default"]);
            let default = self.response(Status::Default, default, &place, &cursor.key("default"));
            // Where nothing else stands for success, `default` does, too.
            let mut all = responses.iter();
            if !self.serving && !all.any(|response| response.status.is_success()) {
                responses.push(Response {
                    status: Status::Range(2),
                    ..default.clone()
                });
            }
            responses.push(default);
        }
        for response in &mut responses {
            if method == Method::Head || is_bodyless(response.status) {
                self.tell_bodyless(method, response, cursor);
                response.media.clear();
            }
        }
        if self.serving {
            // What the client answers is chosen from the responses themselves.
            return Answers {
                responses,
                success: ResponseBody::Empty,
                failure: ResponseBody::Empty,
                accept: Vec::new(),
                headers: Vec::new(),
            };
        }
        for response in &mut responses {
            if !response.status.is_success() {
                // An error is read whole.
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
        let of_success = |is_success: bool| {
            responses
                .iter()
                .filter(move |response| response.status.is_success() == is_success)
        };
        let (success, failure) = (
            of_success(true).collect::<Vec<_>>(),
            of_success(false).collect::<Vec<_>>(),
        );
        let success = self.bodies(&success, [stem, method.as_str(), "Response"]);
        let failure = self.bodies(&failure, [stem, method.as_str(), "Error"]);
        Answers {
            headers: all_headers(&responses),
            responses,
            success,
            failure,
            accept,
        }
    }

    fn response(
        &mut self,
        status: Status,
        response: &'d ReferenceOr<Declared>,
        place: &Place,
        cursor: &PathCursor<'_>,
    ) -> Response {
        let answer = match response {
            ReferenceOr::Item(response) => self.declared_response(response, place, cursor),
            ReferenceOr::Reference { reference } => self.referred_response(reference, cursor),
        };
        Response {
            status,
            description: answer.description,
            media: answer.media,
            headers: answer.headers,
            links: answer.links,
        }
    }

    fn referred_response(&mut self, reference: &'d str, cursor: &PathCursor<'_>) -> Answer {
        let found = self.referred(reference, "responses", |components| &components.responses);
        let Some((name, response)) = found else {
            self.unsupported(
                &cursor.key("$ref"),
                "a reference to a response that is not under `components/responses`",
                "move the response there and refer to it",
            );
            return Answer::default();
        };
        let address = (std::ptr::from_ref(response), self.serving);
        if let Some((known, foreign)) = self.answers.get(&address) {
            self.foreign |= foreign;
            return known.clone();
        }
        let root = PathCursor::ROOT.key("components");
        let place = Place::new([name, "response", "body"]);
        let cursor = root.key("responses");
        let (answer, foreign) = self.telling_foreign(|this| {
            this.shared(|this| this.declared_response(response, &place, &cursor.key(name)))
        });
        self.answers.insert(address, (answer.clone(), foreign));
        answer
    }

    fn declared_response(
        &mut self,
        response: &'d Declared,
        place: &Place,
        cursor: &PathCursor<'_>,
    ) -> Answer {
        Answer {
            description: response.description.clone(),
            media: self.response_media(&response.content, place, &cursor.key("content")),
            headers: self.headers(&response.headers, &cursor.key("headers")),
            links: self.links(&response.links, &cursor.key("links")),
        }
    }

    fn tell_bodyless(&mut self, method: Method, response: &Response, cursor: &PathCursor<'_>) {
        // The answer to HEAD is described like the one to GET.
        let (Status::Code(code), false) = (response.status, response.media.is_empty()) else {
            return;
        };
        if method != Method::Head {
            self.diagnostics.push(
                Diagnostic::new(
                    Code::BodylessStatus,
                    cursor.key(&code.to_string()).on_key(),
                    format!("a response with the status {code} has no body"),
                )
                .help("remove its `content`; nothing is read there"),
            );
        }
    }

    /// What several responses come to.
    fn bodies(&mut self, responses: &[&Response], words: [&str; 3]) -> ResponseBody {
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
        let id = self.reserve(Origin::Inline {
            within: None,
            words: words.map(str::to_owned).into(),
        });
        let variants = responses.iter().flat_map(|response| variants(response));
        let bodies = ResponseBodies {
            variants: variants.collect(),
        };
        self.define(id, TypeKind::ResponseBodies(bodies), Docs::default());
        ResponseBody::Many(id)
    }
}

/// A variant for each type of the body.
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

/// Whether HTTP says that such a response never has a body.
fn is_bodyless(status: Status) -> bool {
    matches!(
        status,
        Status::Code(100..200 | 204 | 205 | 304) | Status::Range(1)
    )
}

/// The headers of all responses together. One that a response may lack is not required; one that is of different types is
/// a text.
fn all_headers(responses: &[Response]) -> Vec<Header> {
    let mut all: Vec<Header> = Vec::new();
    for header in responses.iter().flat_map(|response| &response.headers) {
        let known = all
            .iter_mut()
            .find(|known| known.name.eq_ignore_ascii_case(&header.name));
        match known {
            None => all.push(header.clone()),
            Some(known) if known.ty == header.ty && known.format == header.format => {}
            Some(known) => {
                known.ty = Type::String;
                known.format = HeaderFormat::Single;
            }
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

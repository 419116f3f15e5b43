//! Responses: what comes back, and the type of all successes and of all failures together.

use openapiv3::{ReferenceOr, Response as Declared, Responses, StatusCode};

use super::{Lowering, Place};
use crate::api::{
    Docs, Method, Origin, Response, ResponseBodies, ResponseBody, ResponseVariant, Status, TypeKind,
};
use crate::code::Code;
use crate::diagnostic::Diagnostic;
use crate::pointer::At;

/// The responses of an operation.
pub(super) struct Answers {
    pub responses: Vec<Response>,
    pub success: ResponseBody,
    pub failure: ResponseBody,
}

impl<'d> Lowering<'d> {
    pub(super) fn responses(
        &mut self,
        declared: &'d Responses,
        method: Method,
        stem: &str,
        at: &At<'_>,
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
                    &at.key(&name),
                )
            })
            .collect();
        if let Some(default) = &declared.default {
            let place = Place::new([stem, method.as_str(), "default"]);
            let default = self.response(Status::Default, default, &place, &at.key("default"));
            // Where nothing else stands for success, `default` does, too.
            if !responses
                .iter()
                .any(|response| response.status.is_success())
            {
                responses.push(Response {
                    status: Status::Range(2),
                    ..default.clone()
                });
            }
            responses.push(default);
        }
        if self.serving {
            // What the client answers is chosen from the responses themselves.
            return Answers {
                responses,
                success: ResponseBody::Empty,
                failure: ResponseBody::Empty,
            };
        }
        let of = |is_success: bool| {
            responses
                .iter()
                .filter(move |response| response.status.is_success() == is_success)
        };
        let (success, failure) = (of(true).collect::<Vec<_>>(), of(false).collect::<Vec<_>>());
        let success = self.bodies(&success, [stem, method.as_str(), "Response"]);
        let failure = self.bodies(&failure, [stem, method.as_str(), "Error"]);
        Answers {
            responses,
            success,
            failure,
        }
    }

    fn response(
        &mut self,
        status: Status,
        response: &'d ReferenceOr<Declared>,
        place: &Place,
        at: &At<'_>,
    ) -> Response {
        match response {
            ReferenceOr::Item(response) => self.declared_response(status, response, place, at),
            ReferenceOr::Reference { reference } => {
                let found =
                    self.referred(reference, "responses", |components| &components.responses);
                let Some((name, response)) = found else {
                    self.unsupported(
                        &at.key("$ref"),
                        "a reference to a response that is not under `components/responses`",
                        "move the response there and refer to it",
                    );
                    return Response {
                        status,
                        description: String::new(),
                        body: None,
                    };
                };
                let (root, place) = (
                    At::ROOT.key("components"),
                    Place::new([name, "response", "body"]),
                );
                self.shared(|this| {
                    this.declared_response(
                        status,
                        response,
                        &place,
                        &root.key("responses").key(name),
                    )
                })
            }
        }
    }

    fn declared_response(
        &mut self,
        status: Status,
        response: &'d Declared,
        place: &Place,
        at: &At<'_>,
    ) -> Response {
        if !response.links.is_empty() && !self.serving {
            self.diagnostics.push(
                Diagnostic::new(
                    Code::Links,
                    at.key("links").on_key(),
                    "the links of a response are not generated",
                )
                .help("call the operation that a link names with the values from the response"),
            );
        }
        if !response.headers.is_empty() && !self.serving {
            self.diagnostics.push(
                Diagnostic::new(
                    Code::UntypedHeaders,
                    at.key("headers").on_key(),
                    "the headers of a response have no types here",
                )
                .help("read them by name from the headers of the response"),
            );
        }
        let content = at.key("content");
        let body = self
            .json(&response.content, &content)
            .map(|(name, media_type)| self.media_type(media_type, &content.key(name), place).0);
        Response {
            status,
            description: response.description.clone(),
            body,
        }
    }

    /// What several responses come to.
    fn bodies(&mut self, responses: &[&Response], words: [&str; 3]) -> ResponseBody {
        let Some((first, others)) = responses.split_first() else {
            return ResponseBody::Empty;
        };
        if others.iter().all(|other| other.body == first.body) {
            return first
                .body
                .clone()
                .map_or(ResponseBody::Empty, ResponseBody::One);
        }
        let id = self.reserve(Origin::Inline {
            within: None,
            words: words.map(str::to_owned).into(),
        });
        let variants = responses
            .iter()
            .map(|response| ResponseVariant {
                status: response.status,
                description: response.description.clone(),
                body: response.body.clone(),
            })
            .collect();
        self.define(
            id,
            TypeKind::ResponseBodies(ResponseBodies { variants }),
            Docs::default(),
        );
        ResponseBody::Many(id)
    }
}

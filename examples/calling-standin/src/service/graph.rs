//! Graph: the action that rejects a call.

use bytes::Bytes;
use http::{Method, Request, Response, StatusCode, header};
use msgraph_communications::error_codes;
use tokio::time::{Instant, sleep};

use super::check::check_reject_body;
use super::{Handled, State, error, redirect, refusal};
use crate::calls::{BrokenAt, Event, NextAnswer, Rejection};
use crate::fault::{AnswerFault, Endpoint, ResetPoint, RetryAfter};

/// A rejection must be possible for this long before its deadline.
pub(crate) const POSSIBLE: std::time::Duration = std::time::Duration::from_secs(3);

impl State {
    pub(super) async fn graph(&self, request: Request<Bytes>) -> Handled {
        let path = request.uri().path().to_owned();
        let segments: Vec<&str> = path.split('/').filter(|part| !part.is_empty()).collect();
        let ["v1.0", "communications", "calls", call, action] = *segments.as_slice() else {
            return self.not_described(&request);
        };
        // Graph's own SDKs of the past spell the action with its namespace.
        if !matches!(action, "reject" | "microsoft.graph.reject") {
            return self.not_described(&request);
        }
        if request.method() != Method::POST {
            self.findings.problem(format!(
                "the bot sent {} to the action `reject`, which needs POST",
                request.method()
            ));
            return Handled::Answer(error(
                StatusCode::METHOD_NOT_ALLOWED,
                "MethodNotAllowed",
                "The action needs POST.",
            ));
        }
        self.reject(call, &request).await
    }

    fn not_described(&self, request: &Request<Bytes>) -> Handled {
        let (method, path) = (request.method(), request.uri().path());
        // With this, a client opens a connection ahead of a call.
        if *method == Method::HEAD {
            let code = "ResourceNotFound";
            return Handled::Answer(error(StatusCode::NOT_FOUND, code, "Not found."));
        }
        self.findings.problem(format!(
            "the bot sent {method} {path} to Graph, which the OpenAPI document does not describe"
        ));
        Handled::Answer(error(
            StatusCode::NOT_FOUND,
            "ResourceNotFound",
            "The stand-in knows the action `reject` only.",
        ))
    }

    async fn reject(&self, id: &str, request: &Request<Bytes>) -> Handled {
        let Some(call) = self.calls.get(id) else {
            if self.calls.was_removed(id) {
                self.findings
                    .notice("the bot rejected a call long after its end");
            } else {
                self.findings
                    .problem("the bot rejected a call that does not exist");
            }
            return Handled::Answer(call_not_found());
        };
        let body = check_reject_body(request, &self.settings);
        self.note(id, Event::RejectRequested(body.reason));
        self.holding.wait(id, request.body()).await;
        if let Some(problem) = self.token_problem(request, &call.tenant) {
            self.note(id, Event::WrongToken(problem));
            let code = "InvalidAuthenticationToken";
            let message = "The token is missing or not valid for the tenant of the call.";
            let response = error(StatusCode::UNAUTHORIZED, code, message);
            return self.answer(id, response);
        }
        if let Some(problem) = body.problem {
            self.note(id, Event::WrongBody(problem.clone()));
            return self.answer(id, error(StatusCode::BAD_REQUEST, "BadRequest", &problem));
        }
        let callback_uri = body.callback_uri.as_deref();
        let fault = match self.calls.take_next_answer(id) {
            Some(NextAnswer::Refuse(status)) => {
                let soon = RetryAfter::Value("1".to_owned());
                Some(AnswerFault::Status(status, Some(soon)))
            }
            Some(NextAnswer::Delay(delay)) => Some(AnswerFault::Delay(delay)),
            None if call.accepted.is_none() => self.schedule.answer(Endpoint::Reject, id),
            None => None,
        };
        match fault {
            None | Some(AnswerFault::ExpiresInString) => {
                self.answer(id, self.decide(id, callback_uri, request))
            }
            Some(AnswerFault::Status(code, retry_after)) => {
                if let (Some(retry_after), Some(posted)) = (&retry_after, call.posted) {
                    let last = posted + call.deadline.saturating_sub(POSSIBLE);
                    let earliest = Instant::now().checked_add(retry_after.delay());
                    if earliest.is_none_or(|earliest| earliest > last) {
                        self.calls.excuse(id);
                    }
                }
                self.answer(id, refusal(code, retry_after.as_ref()))
            }
            Some(AnswerFault::Redirect(code)) => {
                let location = format!(
                    "{}/communications/calls/{id}/reject?moved=true",
                    self.urls.graph
                );
                self.answer(id, redirect(code, &location))
            }
            Some(AnswerFault::Delay(delay)) => {
                sleep(delay).await;
                self.answer(id, self.decide(id, callback_uri, request))
            }
            Some(AnswerFault::Hang) => {
                self.note(id, Event::RejectDisturbed("never answers the rejection"));
                Handled::Hang
            }
            Some(AnswerFault::Reset(ResetPoint::BeforeResponse)) => {
                self.decide(id, callback_uri, request);
                self.note(
                    id,
                    Event::RejectDisturbed("resets the connection before the answer"),
                );
                Handled::Reset
            }
            Some(AnswerFault::Reset(ResetPoint::DuringResponse)) => {
                let response = self.decide(id, callback_uri, request);
                self.note(
                    id,
                    Event::RejectDisturbed("resets the connection within the answer"),
                );
                Handled::PartOf(response)
            }
            Some(AnswerFault::Reset(ResetPoint::AfterResponse)) => {
                let response = self.decide(id, callback_uri, request);
                self.note_answer(id, &response);
                Handled::ThenReset(response)
            }
        }
    }

    /// Rejects the call, unless it is over.
    fn decide(
        &self,
        id: &str,
        callback_uri: Option<&str>,
        request: &Request<Bytes>,
    ) -> Response<Bytes> {
        let connection = request.extensions().get::<BrokenAt>();
        match self.calls.reject(id, callback_uri, connection) {
            Rejection::NotFound => call_not_found(),
            Rejection::Accepted => {
                let mut response = Response::new(Bytes::new());
                *response.status_mut() = StatusCode::ACCEPTED;
                response
            }
        }
    }

    fn answer(&self, id: &str, response: Response<Bytes>) -> Handled {
        self.note_answer(id, &response);
        Handled::Answer(response)
    }

    fn note_answer(&self, id: &str, response: &Response<Bytes>) {
        if response.status() == StatusCode::ACCEPTED {
            self.calls.answered(id);
        }
        self.note(id, Event::RejectAnswered(response.status().as_u16()));
    }

    fn note(&self, id: &str, event: Event) {
        self.calls.note(id, event);
    }

    /// Returns what is wrong with the token of a request about a call of the tenant.
    fn token_problem(&self, request: &Request<Bytes>, tenant: &str) -> Option<String> {
        let Some(header) = request.headers().get(header::AUTHORIZATION) else {
            return Some("`Authorization` is missing".to_owned());
        };
        let header = header.to_str().unwrap_or("");
        let token = match header.split_once(' ') {
            Some((scheme, token)) if scheme.eq_ignore_ascii_case("bearer") => token.trim(),
            _ => return Some("`Authorization` must be `Bearer` and a token".to_owned()),
        };
        let tokens = self.tokens();
        match tokens.get(token) {
            None => Some("the token was not issued by the authority of the stand-in".to_owned()),
            Some(issued) if issued.tenant != tenant => Some(format!(
                "the token is for the tenant {}, the call is of {tenant}",
                issued.tenant
            )),
            Some(issued) if issued.expires < Instant::now() => {
                Some("the token has expired".to_owned())
            }
            Some(_) => None,
        }
    }
}

fn call_not_found() -> Response<Bytes> {
    let code = error_codes::CALL_NOT_FOUND;
    error(StatusCode::NOT_FOUND, code, "Call not found.")
}

//! Errors are matched with a wildcard, because kinds may be added.

use msgraph_communications::error_codes;
use msgraph_communications::models::ODataError;
use specwright_runtime::{Error, InvalidRequest, Phase, UnexpectedResponse};

fn explain(error: Error<ODataError>) -> String {
    match error {
        Error::Service { status, body, .. } => format!("{status}: {}", body.error.message),
        Error::Unexpected {
            status,
            raw,
            why: UnexpectedResponse::Body(_),
            ..
        } => {
            format!("{status}, {} bytes", raw.len())
        }
        Error::DeadlineExceeded {
            phase: Phase::Token,
            ..
        } => "the token took too long".to_owned(),
        Error::InvalidRequest(InvalidRequest::Body(violations)) => violations
            .iter()
            .map(|violation| violation.path())
            .collect(),
        Error::Transport { error, .. } if !error.may_have_been_sent() => "try again".to_owned(),
        other => format!("{other} {:?}", other.client_request_id()),
    }
}

fn by_code(error: &Error<ODataError>) -> &str {
    match error.code() {
        Some(error_codes::CALL_NOT_FOUND) => "the call is gone",
        Some(code) => code,
        None => "no error of Graph",
    }
}

fn main() {
    let _ = by_code;
    let _ = explain;
    fn is_an_error<E: std::error::Error + Send + Sync + 'static>() {}
    is_an_error::<Error<ODataError>>();
}

//! Whether what a bot sends is as the OpenAPI document says. All facts come from the generated
//! client.

use bytes::Bytes;
use http::{Request, Response};
use msgraph_communications::models::{ParticipantJoiningResponse, RejectReason};
use msgraph_communications::operations::RejectPostRequestBody;
use msgraph_communications::runtime::{Validate as _, Validator, from_slice};
use serde_json::Value;

use super::media_type;
use crate::settings::Settings;

/// The body of a request to reject a call.
pub(super) struct RejectBody {
    /// The reason, as it was sent.
    pub(super) reason: Option<String>,
    /// The callback URI.
    pub(super) callback_uri: Option<String>,
    /// The first thing that is wrong with the body.
    pub(super) problem: Option<String>,
}

/// Reads and checks the body of a request to reject a call.
pub(super) fn check_reject_body(request: &Request<Bytes>, settings: &Settings) -> RejectBody {
    let raw: Result<Value, _> = serde_json::from_slice(request.body());
    let string = |name: &str| {
        let value = raw.as_ref().ok()?.get(name)?;
        Some(
            value
                .as_str()
                .map_or_else(|| value.to_string(), str::to_owned),
        )
    };
    let (reason, callback_uri) = (string("reason"), string("callbackUri"));
    let problem = check_media_type(request)
        .or_else(|| match &raw {
            Ok(raw) => check_raw(raw, request.body()),
            Err(_) if request.body().is_empty() => Some("there is no body".to_owned()),
            Err(_) => Some("it is not JSON".to_owned()),
        })
        .or_else(|| expected("reason", settings.reason.as_deref(), reason.as_deref()))
        .or_else(|| {
            let expected_uri = settings.callback_uri.as_deref();
            expected("callbackUri", expected_uri, callback_uri.as_deref())
        });
    RejectBody {
        reason,
        callback_uri,
        problem,
    }
}

fn check_media_type(request: &Request<Bytes>) -> Option<String> {
    let media_type = media_type(request);
    let is_json = media_type == "application/json";
    (!is_json).then(|| match media_type.as_str() {
        "" => "`Content-Type` is missing; it must be `application/json`".to_owned(),
        _ => "`Content-Type` must be `application/json`".to_owned(),
    })
}

/// Checks a body against the schema of the document.
fn check_raw(raw: &Value, bytes: &Bytes) -> Option<String> {
    if !raw.is_object() {
        return Some("it must be a JSON object".to_owned());
    }
    let body: RejectPostRequestBody = match from_slice(bytes) {
        Ok(body) => body,
        Err(error) => return Some(error.to_string()),
    };
    if let Some(name) = body.additional_data.keys().next() {
        return Some(format!("the property `{name}` is not declared"));
    }
    // Null means the same as leaving it out, but the document declares neither as nullable.
    if let Some((name, _)) = raw.as_object()?.iter().find(|(_, value)| value.is_null()) {
        return Some(format!("`{name}` must not be null; leave it out instead"));
    }
    match &body.reason {
        Some(RejectReason::Unrecognized(reason)) => {
            return Some(format!("the reason `{reason}` is not declared"));
        }
        Some(RejectReason::UnknownFutureValue) => {
            return Some("the reason `unknownFutureValue` must not be sent".to_owned());
        }
        // Values are read in any case, but Graph's examples show these only.
        Some(reason) if raw["reason"] != reason.as_str() => {
            return Some(format!("the reason must be spelled `{}`", reason.as_str()));
        }
        _ => {}
    }
    let mut check = Validator::default();
    body.validate(&mut check);
    let violations = check.into_violations();
    violations.first().map(ToString::to_string)
}

fn expected(name: &str, expected: Option<&str>, actual: Option<&str>) -> Option<String> {
    let expected = expected?;
    let actual = match actual {
        Some(actual) if actual == expected => return None,
        Some(actual) => format!("`{actual}`"),
        None => "missing".to_owned(),
    };
    Some(format!("`{name}` is {actual}, and should be `{expected}`"))
}

/// Checks the answer to a `participantJoiningNotification`. Returns what is wrong with it.
pub(crate) fn check_joining_response(response: &Response<Bytes>) -> Option<String> {
    let body: ParticipantJoiningResponse = match from_slice(response.body()) {
        Ok(body) => body,
        Err(error) => return Some(format!("the body is not a joining response: {error}")),
    };
    match body {
        ParticipantJoiningResponse::AcceptJoinResponse(_)
        | ParticipantJoiningResponse::InviteNewBotResponse(_) => None,
        ParticipantJoiningResponse::RejectJoinResponse(response) => match response.reason {
            RejectReason::Unrecognized(reason) => {
                Some(format!("the reason `{reason}` is not declared"))
            }
            _ => None,
        },
        _ => Some("the `@odata.type` is not that of a joining response".to_owned()),
    }
}

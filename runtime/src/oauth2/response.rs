//! The response of a token endpoint.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use http::StatusCode;
use serde_json::Value;

use crate::auth::token::{AccessToken, TokenError};

/// Decodes the response of a token endpoint (RFC 6749, sections 5.1 and 5.2). Some of them write
/// numbers as strings. The lifetime of the token counts from `requested_at`.
///
/// # Errors
///
/// If the response is an error or has no bearer token. The error contains codes of the response,
/// and nothing else of it.
pub(super) fn decode(
    status: StatusCode,
    body: &[u8],
    requested_at: SystemTime,
) -> Result<AccessToken, TokenError> {
    let body: Value = serde_json::from_slice(body).unwrap_or_default();
    if !status.is_success() {
        return Err(refusal(status, &body));
    }
    let token = body["access_token"].as_str().unwrap_or_default();
    if token.is_empty() {
        return Err(TokenError::new(
            "the response of the token endpoint has no token",
        ));
    }
    let token_type = body["token_type"].as_str().unwrap_or("Bearer");
    if !token_type.eq_ignore_ascii_case("bearer") {
        return Err(TokenError::new(
            "the token endpoint returned no bearer token",
        ));
    }
    let token = AccessToken::new(token);
    // An identity endpoint may have no `expires_in`, but a time since 1970.
    let since_1970 = seconds(&body["expires_on"]);
    let expires_at = seconds(&body["expires_in"])
        .and_then(|lifetime| requested_at.checked_add(lifetime))
        .or_else(|| UNIX_EPOCH.checked_add(since_1970?));
    Ok(match expires_at {
        Some(expires_at) => token.with_expiry(expires_at),
        None => token,
    })
}

/// Returns a number of seconds that is a JSON number or a string.
fn seconds(value: &Value) -> Option<Duration> {
    let seconds = match value {
        Value::String(text) => text.trim().parse().ok()?,
        number => number.as_f64()?,
    };
    Duration::try_from_secs_f64(seconds).ok()
}

/// Returns the error of a response that has no token.
fn refusal(status: StatusCode, body: &Value) -> TokenError {
    let error = body["error"].as_str();
    // A description can contain anything. The code that some authorities put in front cannot.
    let description = body["error_description"].as_str();
    let code = description.and_then(|text| Some(text.split_once(':')?.0));
    let codes: Vec<&str> = [error, code]
        .into_iter()
        .flatten()
        .filter(|code| is_code(code))
        .collect();
    let mut text = format!("the token endpoint responded with {status}");
    if !codes.is_empty() {
        text.push_str(": ");
        text.push_str(&codes.join(", "));
    }
    TokenError::new(text)
}

/// Returns whether a string is a code, such as `invalid_client` or `E7000215`.
fn is_code(text: &str) -> bool {
    (1..=40).contains(&text.len())
        && text
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"_-.".contains(&byte))
}

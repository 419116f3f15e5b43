//! The spans and events of `tracing`, by OpenTelemetry's conventions for HTTP. They contain no
//! secrets.
//!
//! `url.full` is omitted since path parameters and queries may contain secrets. `url.template`
//! replaces it.

use std::time::Duration;

use http::{Method, Request, Uri};
use tracing::field::Empty;
use tracing::{Span, info, info_span};

use crate::call::metadata::CallMetadata;
use crate::call::outcome::{Failure, Outcome};
use crate::call::retry::policy::RetryReason;
use crate::transport_error::TransportError;

/// The target that subscribers filter by. It is part of the public interface, so it does not follow
/// the path of this module.
const TARGET: &str = "specwright_runtime::trace";

/// Creates the span of a call, which contains all attempts.
pub(crate) fn call(metadata: &CallMetadata, method: &Method, template: &'static str) -> Span {
    info_span!(
        target: TARGET,
        "call",
        otel.name = metadata.operation(),
        otel.kind = "internal",
        otel.status_code = Empty,
        error.r#type = Empty,
        http.request.method = method.as_str(),
        http.response.status_code = Empty,
        url.template = template,
        call.client_request_id = metadata.client_request_id(),
        call.request_id = Empty,
    )
}

/// Creates the span of an attempt. The first attempt has the number 1.
pub(crate) fn attempt(request: &Request<()>, template: &'static str, number: u32) -> Span {
    let uri = request.uri();
    let span = info_span!(
        target: TARGET,
        "attempt",
        otel.name = format_args!("{} {template}", request.method()),
        otel.kind = "client",
        otel.status_code = Empty,
        error.r#type = Empty,
        http.request.method = request.method().as_str(),
        http.request.resend_count = Empty,
        http.response.status_code = Empty,
        server.address = uri.host(),
        server.port = port(uri),
        url.template = template,
        call.request_id = Empty,
    );
    if number > 1 {
        span.record("http.request.resend_count", number - 1);
    }
    span
}

/// Records the outcome of a call or an attempt in its span.
pub(crate) fn ended(span: &Span, outcome: &Outcome, metadata: &CallMetadata) {
    if span.is_disabled() {
        return;
    }
    let (status, headers) = match outcome {
        Ok(response) => (Some(response.status()), response.headers()),
        Err(_) => (metadata.status(), metadata.headers()),
    };
    if let Some(status) = status {
        span.record("http.response.status_code", status.as_u16());
    }
    if let Some(id) = metadata.conventions.response_id(headers) {
        span.record("call.request_id", id);
    }
    match outcome {
        Ok(response) => {
            let status = response.status();
            if status.is_client_error() || status.is_server_error() {
                failed(span, status.as_str());
            }
        }
        Err(failure) => failed(span, kind(failure)),
    }
}

/// Marks a span as failed.
pub(crate) fn failed(span: &Span, kind: &str) {
    span.record("otel.status_code", "ERROR");
    span.record("error.type", kind);
}

/// Emits an event for the attempt that follows.
pub(crate) fn retry(reason: &RetryReason, delay: Duration) {
    info!(
        target: TARGET,
        delay = ?delay,
        cause = %reason,
        "after a failed attempt and a delay, another one follows"
    );
}

fn kind(failure: &Failure) -> &'static str {
    match failure {
        Failure::Token(_) => "token",
        Failure::Transport(error) => transport_kind(error),
        Failure::DeadlineExceeded { .. } => "deadline_exceeded",
        Failure::TooLong { .. } => "response_too_long",
    }
}

fn transport_kind(error: &TransportError) -> &'static str {
    match (error.is_timeout(), error.may_have_been_sent()) {
        (true, _) => "timeout",
        (false, false) => "connect",
        (false, true) => "connection_broken",
    }
}

fn port(uri: &Uri) -> u16 {
    let by_scheme = if uri.scheme_str() == Some("http") {
        80
    } else {
        443
    };
    uri.port_u16().unwrap_or(by_scheme)
}

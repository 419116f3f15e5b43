//! The services, without sockets: requests in, answers out.
//!
//! - this file: the state that the services share,
//! - `graph`: the action that rejects a call,
//! - `authority`: the token endpoint,
//! - `metadata`: OpenID metadata and keys,
//! - `hold`: rejections that a test holds back,
//! - `check`: whether a request is as the OpenAPI document says.

mod authority;
mod check;
mod graph;
mod hold;
mod metadata;

use std::collections::{BTreeMap, HashMap};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use bytes::Bytes;
use http::{HeaderValue, Request, Response, StatusCode, header};
use serde_json::Value;
use tokio::time::Instant;

use crate::calls::Calls;
use crate::certificate::CryptographyError;
use crate::fault::{AnswerFault, ResetPoint, RetryAfter, Schedule, Service};
use crate::random::Random;
use crate::settings::Settings;
use crate::token::{Keys, SenderToken};
use hold::Holding;

pub(crate) use authority::SHORT_LIFETIME;
pub(crate) use check::check_joining_response;
pub(crate) use graph::POSSIBLE;
pub use hold::{HeldRejection, HeldRejections};

/// The base URLs of the services, as a bot has to be configured with them.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Urls {
    /// Graph, with its version.
    pub graph: String,
    /// The token authority, without a tenant.
    pub authority: String,
    /// The OpenID metadata.
    pub metadata: String,
}

impl Urls {
    /// Creates the URLs from the origins of the services.
    pub(crate) fn new(graph: &str, authority: &str, metadata: &str) -> Self {
        Self {
            graph: format!("{graph}/v1.0"),
            authority: authority.to_owned(),
            metadata: format!("{metadata}{}", metadata::METADATA_PATH),
        }
    }

    /// Returns the URLs of the real services, which a stand-in without sockets answers for.
    pub(crate) fn real() -> Self {
        Self::new(
            "https://graph.microsoft.com",
            "https://login.microsoftonline.com",
            "https://api.aps.skype.com",
        )
    }
}

/// How a request is answered.
pub(crate) enum Handled {
    Answer(Response<Bytes>),
    /// The connection is reset within the answer.
    PartOf(Response<Bytes>),
    /// The connection is reset after the answer.
    ThenReset(Response<Bytes>),
    Reset,
    Hang,
}

/// The state that the services share.
pub(crate) struct State {
    pub(crate) settings: Settings,
    pub(crate) urls: Urls,
    pub(crate) schedule: Schedule,
    pub(crate) calls: Calls,
    pub(crate) findings: Findings,
    pub(crate) holding: Holding,
    keys: Arc<Keys>,
    tokens: Mutex<HashMap<String, IssuedToken>>,
    random: Mutex<Random>,
    token_requests: AtomicU64,
    key_requests: AtomicU64,
}

struct IssuedToken {
    tenant: String,
    expires: Instant,
}

/// What a bot sent that is not part of a call.
#[derive(Default)]
pub(crate) struct Findings {
    problems: Mutex<BTreeMap<String, u64>>,
    notices: Mutex<BTreeMap<String, u64>>,
}

impl Findings {
    /// Adds something that no bot should send.
    fn problem(&self, what: impl Into<String>) {
        Self::add(&self.problems, what.into());
    }

    /// Adds something unusual that may be right.
    fn notice(&self, what: impl Into<String>) {
        Self::add(&self.notices, what.into());
    }

    pub(crate) fn problems(&self) -> Vec<String> {
        Self::list(&self.problems)
    }

    pub(crate) fn notices(&self) -> Vec<String> {
        Self::list(&self.notices)
    }

    fn add(findings: &Mutex<BTreeMap<String, u64>>, what: String) {
        let mut findings = findings.lock().unwrap_or_else(PoisonError::into_inner);
        *findings.entry(what).or_default() += 1;
    }

    fn list(findings: &Mutex<BTreeMap<String, u64>>) -> Vec<String> {
        let findings = findings.lock().unwrap_or_else(PoisonError::into_inner);
        let lines = findings.iter().map(|(what, times)| match times {
            1 => what.clone(),
            times => format!("{what} ({times} times)"),
        });
        lines.collect()
    }
}

impl State {
    pub(crate) fn new(settings: Settings, urls: Urls) -> Result<Self, CryptographyError> {
        let schedule = Schedule::new(
            settings.faults.clone(),
            Random::stream(settings.seed, u64::MAX),
        );
        Ok(Self {
            keys: Keys::shared()?,
            random: Mutex::new(Random::stream(settings.seed, u64::MAX - 1)),
            settings,
            urls,
            schedule,
            calls: Calls::default(),
            findings: Findings::default(),
            holding: Holding::default(),
            tokens: Mutex::default(),
            token_requests: AtomicU64::new(0),
            key_requests: AtomicU64::new(0),
        })
    }

    /// Answers a request to a service.
    pub(crate) async fn handle(&self, service: Service, request: Request<Bytes>) -> Handled {
        match service {
            Service::Graph => self.graph(request).await,
            Service::Authority => self.authority(request).await,
            Service::Metadata => self.metadata(request).await,
        }
    }

    /// Returns the token of a notification, none if it is missing on purpose.
    pub(crate) fn sender_token(
        &self,
        call: &str,
        kind: SenderToken,
    ) -> Result<Option<String>, CryptographyError> {
        let kind = match kind {
            SenderToken::Good if self.schedule.uses_unknown_key(call) => SenderToken::UnknownKey,
            kind => kind,
        };
        let (audience, tenant) = (&self.settings.app_id, &self.settings.tenant);
        let is_rotated = self.schedule.rotates_keys();
        self.keys.token(audience, tenant, kind, is_rotated)
    }

    /// Returns a good token of a notification, but for these claims.
    pub(crate) fn sender_token_with(
        &self,
        claims: &[(&str, &str)],
    ) -> Result<String, CryptographyError> {
        let (audience, tenant) = (&self.settings.app_id, &self.settings.tenant);
        self.keys.token_with(audience, tenant, claims)
    }

    /// Returns how many tokens were issued.
    pub(crate) fn token_requests(&self) -> u64 {
        self.token_requests.load(Ordering::Relaxed)
    }

    /// Returns how often the keys were fetched.
    pub(crate) fn key_requests(&self) -> u64 {
        self.key_requests.load(Ordering::Relaxed)
    }

    fn tokens(&self) -> MutexGuard<'_, HashMap<String, IssuedToken>> {
        self.tokens.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Answers a request of an endpoint whose faults need no more than its answer.
    async fn disturbed(
        &self,
        fault: Option<AnswerFault>,
        answer: impl FnOnce() -> Response<Bytes>,
    ) -> Handled {
        match fault {
            None | Some(AnswerFault::ExpiresInString) => Handled::Answer(answer()),
            Some(AnswerFault::Status(code, retry_after)) => {
                Handled::Answer(refusal(code, retry_after.as_ref()))
            }
            Some(AnswerFault::Redirect(code)) => Handled::Answer(redirect(code, "/moved")),
            Some(AnswerFault::Delay(delay)) => {
                tokio::time::sleep(delay).await;
                Handled::Answer(answer())
            }
            Some(AnswerFault::Hang) => Handled::Hang,
            Some(AnswerFault::Reset(ResetPoint::BeforeResponse)) => {
                answer();
                Handled::Reset
            }
            Some(AnswerFault::Reset(ResetPoint::DuringResponse)) => Handled::PartOf(answer()),
            Some(AnswerFault::Reset(ResetPoint::AfterResponse)) => Handled::ThenReset(answer()),
        }
    }

    fn not_found(&self, service: &str, request: &Request<Bytes>) -> Handled {
        let (method, path) = (request.method(), request.uri().path());
        self.findings.notice(format!(
            "{method} {path} is unknown to {service}, and got 404"
        ));
        Handled::Answer(error(
            StatusCode::NOT_FOUND,
            "ResourceNotFound",
            "Not found.",
        ))
    }
}

fn json(status: StatusCode, body: &Value) -> Response<Bytes> {
    let mut response = Response::new(Bytes::from(body.to_string()));
    *response.status_mut() = status;
    let json = HeaderValue::from_static("application/json");
    response.headers_mut().insert(header::CONTENT_TYPE, json);
    response
}

/// Returns an error of Graph.
fn error(status: StatusCode, code: &str, message: &str) -> Response<Bytes> {
    let error = serde_json::json!({ "error": { "code": code, "message": message } });
    json(status, &error)
}

/// Returns the answer of a service that processes nothing at the moment.
fn refusal(code: u16, retry_after: Option<&RetryAfter>) -> Response<Bytes> {
    let status = StatusCode::from_u16(code).unwrap_or(StatusCode::SERVICE_UNAVAILABLE);
    let code = match status {
        StatusCode::TOO_MANY_REQUESTS => "TooManyRequests",
        StatusCode::SERVICE_UNAVAILABLE => "ServiceUnavailable",
        _ => "GeneralException",
    };
    let mut response = error(
        status,
        code,
        "The stand-in refuses this request on purpose.",
    );
    let value = retry_after.map(|retry_after| match retry_after {
        RetryAfter::Value(value) => value.clone(),
        RetryAfter::Date(_) if retry_after.delay().is_zero() => {
            let past = std::time::Duration::from_secs(60);
            httpdate::fmt_http_date(std::time::SystemTime::now() - past)
        }
        RetryAfter::Date(_) => {
            httpdate::fmt_http_date(std::time::SystemTime::now() + retry_after.delay())
        }
    });
    // A script has checked that the value can be that of a header.
    if let Some(Ok(value)) = value.map(|value| HeaderValue::from_str(&value)) {
        response.headers_mut().insert(header::RETRY_AFTER, value);
    }
    response
}

fn redirect(code: u16, location: &str) -> Response<Bytes> {
    let mut response = Response::new(Bytes::new());
    *response.status_mut() = StatusCode::from_u16(code).unwrap_or(StatusCode::FOUND);
    if let Ok(location) = HeaderValue::from_str(location) {
        response.headers_mut().insert(header::LOCATION, location);
    }
    response
}

/// Returns the media type of a request, without its parameters and in lower case.
fn media_type(request: &Request<Bytes>) -> String {
    let header = request.headers().get(header::CONTENT_TYPE);
    let value = header.and_then(|value| value.to_str().ok()).unwrap_or("");
    let value = value.split(';').next().unwrap_or("");
    value.trim().to_ascii_lowercase()
}

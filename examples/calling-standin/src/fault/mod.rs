//! Faults: what can go wrong on purpose, when, and how often.
//!
//! - this file: the model,
//! - `named`: the table of faults with names,
//! - `script`: files with faults,
//! - `schedule`: which fault applies to a request, a connection or a notification.

mod named;
mod schedule;
mod script;

use std::time::Duration;

pub use named::{NAMED_FAULTS, NamedFault};
pub(crate) use schedule::{Schedule, Silence};
pub use script::ScriptError;

pub use crate::certificate::CertificateFault;

/// A fault, and when it happens.
#[derive(Clone, Debug, PartialEq)]
pub struct Fault {
    /// The name, for reports.
    pub name: String,
    /// What goes wrong.
    pub effect: Effect,
    /// The time from which it happens. It counts from the first call, and for metadata and keys
    /// from the start of the stand-in, so that a cold start can be disturbed.
    pub after: Duration,
    /// How long it happens. Without a limit if `None`.
    pub lasting: Option<Duration>,
    /// How often it happens for one call, one tenant of a token request, or altogether for
    /// metadata, keys and connections. Every time if `None`.
    pub times: Option<u32>,
    /// The share of the cases in which it happens, from 0 to 1.
    pub probability: f64,
}

/// What goes wrong.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Effect {
    /// An endpoint answers wrongly, late or not at all.
    Answer(Endpoint, AnswerFault),
    /// All open connections of a service go silent: TCP stays up, and no byte arrives any more.
    /// New connections work. It happens once, or again after each interval.
    Silence(Service, Option<Duration>),
    /// A service resets new connections before it reads a request.
    ResetConnections(Service),
    /// A service has a bad certificate.
    Certificate(Service, CertificateFault),
    /// The keys are rotated: notifications are signed with a new one, which is published.
    RotateKeys,
    /// Notifications are signed with a key that is not published.
    UnknownKey,
    /// Notifications are posted wrongly.
    Notification(NotificationFault),
    /// The bodies of notifications contain what the OpenAPI document does not.
    Payload(PayloadFault),
    /// Other clients take up the bot's connections.
    Clients(ClientFault, u32),
}

/// An endpoint of the stand-in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Endpoint {
    /// The action of Graph that rejects a call.
    Reject,
    /// The token endpoint of the authority.
    Token,
    /// The OpenID metadata.
    Metadata,
    /// The key set.
    Keys,
}

/// A service of the stand-in. Each has an address of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Service {
    /// Graph.
    Graph,
    /// The token authority.
    Authority,
    /// The OpenID metadata and the keys.
    Metadata,
}

impl Service {
    /// All services.
    pub const ALL: [Self; 3] = [Self::Graph, Self::Authority, Self::Metadata];
}

impl Endpoint {
    /// Returns the service that the endpoint is part of.
    #[must_use]
    pub fn service(self) -> Service {
        match self {
            Self::Reject => Service::Graph,
            Self::Token => Service::Authority,
            Self::Metadata | Self::Keys => Service::Metadata,
        }
    }
}

/// What is wrong with an answer.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum AnswerFault {
    /// The request is not processed, and answered with this status and `Retry-After`.
    Status(u16, Option<RetryAfter>),
    /// The request is not processed, and redirected with this status.
    Redirect(u16),
    /// The answer takes this long.
    Delay(Duration),
    /// There is never an answer, and the request is not processed.
    Hang,
    /// The connection is reset.
    Reset(ResetPoint),
    /// The token's `expires_in` is a string.
    ExpiresInString,
}

/// The header `Retry-After`.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum RetryAfter {
    /// This value, whether it is valid or not.
    Value(String),
    /// An HTTP date so many seconds in the future, or in the past.
    Date(i32),
}

impl RetryAfter {
    /// Returns how long a client that follows the header waits.
    #[must_use]
    pub fn delay(&self) -> Duration {
        let seconds = match self {
            Self::Value(value) => value.parse().unwrap_or(0.0),
            Self::Date(seconds) => f64::from(*seconds),
        };
        Duration::try_from_secs_f64(seconds.max(0.0)).unwrap_or(Duration::MAX)
    }
}

/// When a connection is reset.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum ResetPoint {
    /// The request is processed, and not answered.
    BeforeResponse,
    /// The request is processed, and a part of the answer is sent.
    DuringResponse,
    /// The request is processed, and answered.
    AfterResponse,
}

/// What is wrong with the sequence of notifications.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum NotificationFault {
    /// Each notification is posted twice.
    Duplicate,
    /// The end of the call is not posted.
    MissingEnd,
    /// The end of the call is posted before the call.
    EndFirst,
}

/// What is unusual about the body of a notification.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum PayloadFault {
    /// Objects have unknown members.
    UnknownMembers,
    /// Enums have unknown values, except for those that make up an incoming call.
    UnknownEnumValues,
    /// Objects have unknown types, except for the call itself.
    UnknownTypes,
    /// Enum values begin with a capital letter.
    PascalCaseEnums,
    /// Numbers are strings.
    NumbersAsStrings,
}

/// What clients do to the bot besides the calls.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum ClientFault {
    /// They send one request each, and then keep their connections without using them.
    Idle,
    /// They send one byte of a request per second.
    Drip,
    /// They send requests, and never read a response.
    NeverRead,
    /// Each notification comes on a connection of its own, as through many gateways. The number
    /// of clients has no meaning.
    OwnConnections,
}

impl Fault {
    /// Creates a fault that happens each time, from the first call on.
    #[must_use]
    pub fn new(name: impl Into<String>, effect: Effect) -> Self {
        Self {
            name: name.into(),
            effect,
            after: Duration::ZERO,
            lasting: None,
            times: None,
            probability: 1.0,
        }
    }

    /// Limits how often the fault happens.
    #[must_use]
    pub fn times(mut self, times: u32) -> Self {
        self.times = Some(times);
        self
    }

    /// Sets when the fault begins, and how long it happens.
    #[must_use]
    pub fn window(mut self, after: Duration, lasting: Duration) -> Self {
        (self.after, self.lasting) = (after, Some(lasting));
        self
    }

    /// Returns the fault with a name in [`NAMED_FAULTS`].
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        let named = NAMED_FAULTS.iter().find(|named| named.name == name)?;
        Some(named.fault())
    }

    /// Reads the faults of a TOML file.
    ///
    /// # Errors
    ///
    /// If it is not TOML, or a fault is not complete.
    pub fn from_toml(text: &str) -> Result<Vec<Self>, ScriptError> {
        script::from_toml(text)
    }

    /// Reads the faults of a JSON file.
    ///
    /// # Errors
    ///
    /// If it is not JSON, or a fault is not complete.
    pub fn from_json(text: &str) -> Result<Vec<Self>, ScriptError> {
        script::from_json(text)
    }
}

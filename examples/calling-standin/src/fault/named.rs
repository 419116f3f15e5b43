//! The faults with names.

use std::time::Duration;

use super::{
    AnswerFault, CertificateFault, ClientFault, Effect, Endpoint, Fault, NotificationFault,
    PayloadFault, ResetPoint, RetryAfter, Service,
};

/// A fault with a name.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct NamedFault {
    /// The name.
    pub name: &'static str,
    /// What happens, in one sentence.
    pub description: &'static str,
    effect: fn() -> Effect,
    times: Option<u32>,
    after: Duration,
}

impl NamedFault {
    /// Returns the fault with its usual limits.
    #[must_use]
    pub fn fault(&self) -> Fault {
        Fault {
            times: self.times,
            after: self.after,
            ..Fault::new(self.name, (self.effect)())
        }
    }
}

const fn named(
    name: &'static str,
    description: &'static str,
    times: Option<u32>,
    effect: fn() -> Effect,
) -> NamedFault {
    NamedFault {
        name,
        description,
        effect,
        times,
        after: Duration::ZERO,
    }
}

const fn status(endpoint: Endpoint, status: u16) -> Effect {
    Effect::Answer(endpoint, AnswerFault::Status(status, None))
}

fn throttled(value: &str) -> Effect {
    let value = RetryAfter::Value(value.to_owned());
    Effect::Answer(Endpoint::Reject, AnswerFault::Status(429, Some(value)))
}

fn throttled_until(seconds: i32) -> Effect {
    let date = RetryAfter::Date(seconds);
    Effect::Answer(Endpoint::Reject, AnswerFault::Status(429, Some(date)))
}

const fn reject(fault: AnswerFault) -> Effect {
    Effect::Answer(Endpoint::Reject, fault)
}

/// All faults with names. Those of Graph happen once for each call, and those of the authority once
/// for each tenant, unless the description says otherwise.
pub static NAMED_FAULTS: &[NamedFault] = &[
    NamedFault {
        after: Duration::from_secs(2),
        ..named(
            "graph-silent",
            "2 s after the first call, all open connections to Graph go silent.",
            None,
            || Effect::Silence(Service::Graph, None),
        )
    },
    named("graph-408", "Graph answers 408.", Some(1), || {
        status(Endpoint::Reject, 408)
    }),
    named("graph-500", "Graph answers 500.", Some(1), || {
        status(Endpoint::Reject, 500)
    }),
    named("graph-502", "Graph answers 502.", Some(1), || {
        status(Endpoint::Reject, 502)
    }),
    named("graph-503", "Graph answers 503.", Some(1), || {
        status(Endpoint::Reject, 503)
    }),
    named("graph-504", "Graph answers 504.", Some(1), || {
        status(Endpoint::Reject, 504)
    }),
    named(
        "graph-429",
        "Graph answers 429 without `Retry-After`.",
        Some(1),
        || status(Endpoint::Reject, 429),
    ),
    named(
        "graph-429-seconds",
        "Graph answers 429 with `Retry-After: 2`.",
        Some(1),
        || throttled("2"),
    ),
    named(
        "graph-429-fraction",
        "Graph answers 429 with `Retry-After: 1.128`.",
        Some(1),
        || throttled("1.128"),
    ),
    named(
        "graph-429-zero",
        "Graph answers 429 with `Retry-After: 0`.",
        Some(1),
        || throttled("0"),
    ),
    named(
        "graph-429-date",
        "Graph answers 429 with a date in 3 s as `Retry-After`.",
        Some(1),
        || throttled_until(3),
    ),
    named(
        "graph-429-past-date",
        "Graph answers 429 with a date in the past as `Retry-After`.",
        Some(1),
        || throttled_until(-60),
    ),
    named(
        "graph-429-negative",
        "Graph answers 429 with `Retry-After: -1`.",
        Some(1),
        || throttled("-1"),
    ),
    named(
        "graph-429-invalid",
        "Graph answers 429 with `Retry-After: soon`.",
        Some(1),
        || throttled("soon"),
    ),
    named(
        "graph-429-too-long",
        "Graph answers 429 with `Retry-After: 60`, which is after the deadline.",
        Some(1),
        || throttled("60"),
    ),
    named(
        "graph-slow",
        "Graph takes 2 s for each request.",
        None,
        || reject(AnswerFault::Delay(Duration::from_secs(2))),
    ),
    named(
        "graph-hangs",
        "Graph never answers the first request of a call.",
        Some(1),
        || reject(AnswerFault::Hang),
    ),
    named(
        "graph-reset-before-request",
        "Graph resets the first 2 connections before it reads a request.",
        Some(2),
        || Effect::ResetConnections(Service::Graph),
    ),
    named(
        "graph-reset-before-response",
        "Graph rejects the call, and resets the connection before it answers.",
        Some(1),
        || reject(AnswerFault::Reset(ResetPoint::BeforeResponse)),
    ),
    named(
        "graph-reset-during-response",
        "Graph rejects the call, and resets the connection within the answer.",
        Some(1),
        || reject(AnswerFault::Reset(ResetPoint::DuringResponse)),
    ),
    named(
        "graph-reset-after-response",
        "Graph rejects the call, answers, and resets the connection.",
        Some(1),
        || reject(AnswerFault::Reset(ResetPoint::AfterResponse)),
    ),
    named(
        "graph-redirect-302",
        "Graph redirects with 302, which turns a POST into a GET in many clients.",
        Some(1),
        || reject(AnswerFault::Redirect(302)),
    ),
    named(
        "graph-redirect-307",
        "Graph redirects with 307, which keeps the POST.",
        Some(1),
        || reject(AnswerFault::Redirect(307)),
    ),
    named(
        "graph-wrong-name",
        "The certificate of Graph is for another host, all the time.",
        None,
        || Effect::Certificate(Service::Graph, CertificateFault::WrongName),
    ),
    named(
        "graph-expired-certificate",
        "The certificate of Graph has expired, all the time.",
        None,
        || Effect::Certificate(Service::Graph, CertificateFault::Expired),
    ),
    named(
        "graph-unknown-authority",
        "The certificate of Graph is from an unknown authority, all the time.",
        None,
        || Effect::Certificate(Service::Graph, CertificateFault::UnknownAuthority),
    ),
    named(
        "authority-500",
        "The authority answers 500.",
        Some(1),
        || status(Endpoint::Token, 500),
    ),
    named(
        "authority-503",
        "The authority answers 503.",
        Some(1),
        || status(Endpoint::Token, 503),
    ),
    named(
        "authority-429",
        "The authority answers 429.",
        Some(1),
        || status(Endpoint::Token, 429),
    ),
    named(
        "authority-hangs",
        "The authority never answers the first request.",
        Some(1),
        || Effect::Answer(Endpoint::Token, AnswerFault::Hang),
    ),
    named(
        "authority-slow",
        "The authority takes 3 s for each request.",
        None,
        || Effect::Answer(Endpoint::Token, AnswerFault::Delay(Duration::from_secs(3))),
    ),
    named(
        "authority-expires-in-string",
        "The authority sends `expires_in` as a string, all the time.",
        None,
        || Effect::Answer(Endpoint::Token, AnswerFault::ExpiresInString),
    ),
    named(
        "metadata-503",
        "The metadata endpoint answers its first request with 503.",
        Some(1),
        || status(Endpoint::Metadata, 503),
    ),
    named(
        "metadata-slow",
        "The metadata endpoint takes 4 s for its first request.",
        Some(1),
        || {
            Effect::Answer(
                Endpoint::Metadata,
                AnswerFault::Delay(Duration::from_secs(4)),
            )
        },
    ),
    named(
        "metadata-hangs",
        "The metadata endpoint never answers its first request.",
        Some(1),
        || Effect::Answer(Endpoint::Metadata, AnswerFault::Hang),
    ),
    named(
        "keys-503",
        "The key endpoint answers its first request with 503.",
        Some(1),
        || status(Endpoint::Keys, 503),
    ),
    named(
        "keys-rotated",
        "From the first call on, a new key signs notifications, and is published.",
        None,
        || Effect::RotateKeys,
    ),
    named(
        "keys-unknown",
        "Notifications are signed with a key that is not published, so the bot refuses them.",
        None,
        || Effect::UnknownKey,
    ),
    named(
        "notification-duplicate",
        "Each notification is posted twice.",
        None,
        || Effect::Notification(NotificationFault::Duplicate),
    ),
    named(
        "notification-missing-end",
        "The end of the call is not posted.",
        None,
        || Effect::Notification(NotificationFault::MissingEnd),
    ),
    named(
        "notification-end-first",
        "The end of the call is posted before the call.",
        None,
        || Effect::Notification(NotificationFault::EndFirst),
    ),
    named(
        "payload-unknown-members",
        "The objects of notifications have unknown members.",
        None,
        || Effect::Payload(PayloadFault::UnknownMembers),
    ),
    named(
        "payload-unknown-enum-values",
        "Enums in notifications have unknown values.",
        None,
        || Effect::Payload(PayloadFault::UnknownEnumValues),
    ),
    named(
        "payload-unknown-types",
        "Objects in notifications have unknown types.",
        None,
        || Effect::Payload(PayloadFault::UnknownTypes),
    ),
    named(
        "payload-pascal-case",
        "Enum values in notifications begin with a capital letter.",
        None,
        || Effect::Payload(PayloadFault::PascalCaseEnums),
    ),
    named(
        "payload-numbers-as-strings",
        "Numbers in notifications are strings.",
        None,
        || Effect::Payload(PayloadFault::NumbersAsStrings),
    ),
    named(
        "clients-idle",
        "1200 clients send one request each, and keep their connections.",
        None,
        || Effect::Clients(ClientFault::Idle, 1200),
    ),
    named(
        "clients-drip",
        "256 clients send one byte of a request per second.",
        None,
        || Effect::Clients(ClientFault::Drip, 256),
    ),
    named(
        "clients-never-read",
        "64 clients send requests, and never read a response.",
        None,
        || Effect::Clients(ClientFault::NeverRead, 64),
    ),
    named(
        "clients-own-connections",
        "Each notification comes on a connection of its own.",
        None,
        || Effect::Clients(ClientFault::OwnConnections, 0),
    ),
];

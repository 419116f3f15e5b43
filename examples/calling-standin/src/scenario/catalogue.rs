//! The scenarios with names.

use std::time::Duration;

use super::{Expected, Outcome, Scenario, Step};
use crate::payload::Notification;
use crate::token::SenderToken;

/// Returns all scenarios, from the usual to the unusual.
pub(super) fn scenarios() -> Vec<Scenario> {
    let mut scenarios = rejected_calls();
    scenarios.extend(other_calls());
    scenarios.extend(tokens());
    scenarios.extend(recording());
    scenarios.extend(stops());
    scenarios
}

fn scenario(name: &str, description: &str, outcome: Outcome, steps: &[Step]) -> Scenario {
    Scenario {
        name: name.to_owned(),
        description: description.to_owned(),
        is_general: true,
        steps: steps.to_vec(),
        outcome,
    }
}

const fn post(notification: Notification) -> Step {
    Step::Post(notification, SenderToken::Good, Expected::Accepted)
}

const INCOMING: Step = post(Notification::Incoming);
const DELETED: Step = post(Notification::Deleted);
const TERMINATED: Step = post(Notification::Terminated);

/// Calls that the bot has to reject.
fn rejected_calls() -> Vec<Scenario> {
    use Step::AwaitRejection;
    vec![
        scenario(
            "incoming-call",
            "A call comes in, is rejected, and ends.",
            Outcome::Rejected,
            &[INCOMING, AwaitRejection, DELETED],
        ),
        scenario(
            "incoming-group-call",
            "An invitation to a group call comes in, with its chat and its meeting.",
            Outcome::Rejected,
            &[post(Notification::IncomingGroup), AwaitRejection, DELETED],
        ),
        scenario(
            "incoming-twice",
            "The call comes in twice, and must be rejected once.",
            Outcome::Rejected,
            &[INCOMING, INCOMING, AwaitRejection, DELETED],
        ),
        scenario(
            "older-format",
            "The older format comes first, then the current one.",
            Outcome::Rejected,
            &[
                Step::Post(
                    Notification::OlderFormat,
                    SenderToken::Good,
                    Expected::NoContent,
                ),
                INCOMING,
                AwaitRejection,
                DELETED,
            ],
        ),
        scenario(
            "unreadable-in-batch",
            "A notification that cannot be decoded comes in front of the call, in one body.",
            Outcome::Rejected,
            &[
                post(Notification::UnreadableAndIncoming),
                AwaitRejection,
                DELETED,
            ],
        ),
        scenario(
            "operation-ends-first",
            "The end of an operation of the call comes before the call, which is not its end.",
            Outcome::Rejected,
            &[
                post(Notification::OperationDeleted),
                INCOMING,
                AwaitRejection,
                DELETED,
            ],
        ),
        scenario(
            "content-sharing-ends-first",
            "The end of content sharing comes before the call, which is not its end.",
            Outcome::Rejected,
            &[
                post(Notification::ContentSharingDeleted),
                INCOMING,
                AwaitRejection,
                DELETED,
            ],
        ),
        scenario(
            "graph-busy",
            "Graph answers the first rejection with 503 and `Retry-After: 1`.",
            Outcome::Rejected,
            &[Step::Refuse(503), INCOMING, AwaitRejection, DELETED],
        ),
        scenario(
            "graph-throttling",
            "Graph answers the first rejection with 429 and `Retry-After: 1`.",
            Outcome::Rejected,
            &[Step::Refuse(429), INCOMING, AwaitRejection, DELETED],
        ),
    ]
}

/// Calls that the bot cannot or must not reject.
fn other_calls() -> Vec<Scenario> {
    vec![
        scenario(
            "end-first",
            "The end of the call comes before the call.",
            Outcome::Over,
            &[DELETED, INCOMING],
        ),
        scenario(
            "caller-hangs-up",
            "The caller hangs up at once, so that Graph does not know the call any more.",
            Outcome::Over,
            &[Step::HangUp, INCOMING, DELETED],
        ),
        scenario(
            "established-call",
            "A call that another instance has answered is set up, used and ended.",
            Outcome::NotRejected,
            &[
                post(Notification::Establishing),
                post(Notification::Established),
                post(Notification::Roster),
                post(Notification::OperationRunning),
                post(Notification::OperationDeleted),
                post(Notification::ContentSharingCreated),
                post(Notification::ContentSharingUpdated),
                post(Notification::ContentSharingDeleted),
                TERMINATED,
            ],
        ),
        scenario(
            "empty-body",
            "A notification has no body, and must be answered with 400.",
            Outcome::NotRejected,
            &[Step::Post(
                Notification::Empty,
                SenderToken::Good,
                Expected::Invalid,
            )],
        ),
    ]
}

/// Calls with good and bad tokens.
fn tokens() -> Vec<Scenario> {
    let accepted = |name, description, token| {
        let incoming = Step::Post(Notification::Incoming, token, Expected::Accepted);
        let steps = [incoming, Step::AwaitRejection, DELETED];
        scenario(name, description, Outcome::Rejected, &steps)
    };
    let refused = |name, description, token| {
        let incoming = Step::Post(Notification::Incoming, token, Expected::Refused);
        scenario(name, description, Outcome::NotRejected, &[incoming])
    };
    vec![
        accepted(
            "token-other-issuer",
            "The token is from the other issuer that Graph uses.",
            SenderToken::OtherIssuer,
        ),
        accepted(
            "token-just-expired",
            "The token expired 4 minutes ago, which is within the clock skew.",
            SenderToken::JustExpired,
        ),
        refused("token-missing", "There is no token.", SenderToken::Missing),
        refused(
            "token-forged",
            "The token names a published key, and is signed with another.",
            SenderToken::ForgedSignature,
        ),
        refused(
            "token-unknown-key",
            "The token is signed with a key that is not published.",
            SenderToken::UnknownKey,
        ),
        refused(
            "token-expired",
            "The token expired 6 minutes ago.",
            SenderToken::Expired,
        ),
        refused(
            "token-unknown-issuer",
            "The token is from an issuer that Graph does not use.",
            SenderToken::UnknownIssuer,
        ),
        refused(
            "token-without-tenant",
            "The token has no claim `tid`.",
            SenderToken::WithoutTenant,
        ),
        refused(
            "token-other-bot",
            "The token is for another bot.",
            SenderToken::OtherAudience,
        ),
        Scenario {
            is_general: false,
            ..refused(
                "token-other-tenant",
                "The token is of a tenant that the bot does not serve.",
                SenderToken::OtherTenant,
            )
        },
    ]
}

/// Calls that a recording policy brings.
fn recording() -> Vec<Scenario> {
    vec![
        scenario(
            "recording-policy",
            "A recording policy invites the bot, which has 5 seconds.",
            Outcome::Rejected,
            &[
                post(Notification::IncomingForRecording),
                Step::AwaitRejection,
                DELETED,
            ],
        ),
        Scenario {
            is_general: false,
            ..scenario(
                "participant-joining",
                "A participant is about to join, and leaves. The bot answers with a joining \
                 response.",
                Outcome::NotRejected,
                &[
                    Step::Post(
                        Notification::ParticipantJoining,
                        SenderToken::Good,
                        Expected::JoiningResponse,
                    ),
                    post(Notification::ParticipantLeft),
                ],
            )
        },
    ]
}

/// Calls while the bot is stopped.
fn stops() -> Vec<Scenario> {
    let on_request = |name, description, outcome, steps: &[Step]| Scenario {
        is_general: false,
        ..scenario(name, description, outcome, steps)
    };
    vec![
        on_request(
            "stop-during-call",
            "The bot is stopped while Graph takes 12 s to answer the rejection.",
            Outcome::Rejected,
            &[
                Step::Delay(Duration::from_secs(12)),
                INCOMING,
                Step::Stop,
                Step::AwaitRejection,
            ],
        ),
        on_request(
            "call-after-stop",
            "A call comes in a second after the bot was stopped, as from a load balancer that has \
             not noticed.",
            Outcome::Rejected,
            &[
                Step::Stop,
                Step::Pause(Duration::from_secs(1)),
                INCOMING,
                Step::AwaitRejection,
            ],
        ),
        on_request(
            "stop-announced",
            "The bot is stopped, and its readiness probe has to say so before the listener closes.",
            Outcome::NotRejected,
            &[Step::Stop, Step::AwaitNotReady],
        ),
    ]
}

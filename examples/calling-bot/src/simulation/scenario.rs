//! What the stand-in does, and what has to come of it.

use super::authority::Flaw;

/// Some calls, all alike.
pub(crate) struct Scenario {
    pub(crate) name: String,
    pub(crate) calls: usize,
    pub(crate) plan: Plan,
}

/// What happens to a call, and what the bot has to do.
#[derive(Clone, Debug)]
pub(crate) struct Plan {
    /// What is posted, one after the other, and what it has to be answered with.
    pub(crate) posts: Vec<(Post, u16)>,
    /// What the first requests to reject the call are answered with. The next one is accepted.
    pub(crate) refusals: Vec<Refused>,
    pub(crate) outcome: Outcome,
}

#[derive(Clone, Copy, Debug)]
pub(crate) enum Post {
    Incoming(Flaw),
    Deleted,
    /// The call comes in, in the older format.
    Older,
    /// Something that cannot be read, and behind it, the call comes in.
    Batch,
}

#[derive(Clone, Copy, Debug)]
pub(crate) enum Refused {
    /// The status, and that it makes sense to come back after a second.
    ForNow(u16),
    /// There is no such call.
    Gone,
}

/// What becomes of the call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// It is rejected, once, in time, and its end is noted.
    Rejected,
    /// The same, and the bot does nothing about what comes again.
    RejectedOnce,
    /// The same, and the bot tells of what it cannot read.
    RejectedAndTold,
    /// The bot finds that there is nothing to do.
    NothingToDo,
    /// The bot tells that it could not reject the call.
    NotRejected,
    /// The bot does not even look at the notification.
    Refused,
}

impl Outcome {
    /// What has happened, where it has.
    pub(crate) fn says(self) -> &'static str {
        match self {
            Self::Rejected => "rejected in time",
            Self::RejectedOnce => "rejected in time, and once only",
            Self::RejectedAndTold => "rejected in time, although it came with something unreadable",
            Self::NothingToDo => "not rejected, since it had ended",
            Self::NotRejected => "not rejected, and the bot says why",
            Self::Refused => "not even looked at",
        }
    }
}

pub(crate) fn scenarios(burst: usize) -> Vec<Scenario> {
    use Outcome::{NotRejected, NothingToDo, Rejected, RejectedAndTold, RejectedOnce};
    const INCOMING: (Post, u16) = (Post::Incoming(Flaw::Nothing), 202);
    let one = |name: &str, posts: &[(Post, u16)], refusals: &[Refused], outcome| Scenario {
        name: name.to_owned(),
        calls: 1,
        plan: Plan {
            posts: posts.to_vec(),
            refusals: refusals.to_vec(),
            outcome,
        },
    };
    let flawed = |name, flaw, status| {
        one(
            name,
            &[(Post::Incoming(flaw), status)],
            &[],
            Outcome::Refused,
        )
    };
    vec![
        one("one call", &[INCOMING], &[], Rejected),
        Scenario {
            name: format!("{burst} calls at once"),
            calls: burst,
            ..one("", &[INCOMING], &[], Rejected)
        },
        one(
            "Graph is busy at first",
            &[INCOMING],
            &[Refused::ForNow(503)],
            Rejected,
        ),
        one(
            "Graph is throttling at first",
            &[INCOMING],
            &[Refused::ForNow(429)],
            Rejected,
        ),
        one(
            "the notification comes twice",
            &[INCOMING, INCOMING],
            &[],
            RejectedOnce,
        ),
        one(
            "the end comes before the call",
            &[(Post::Deleted, 202), INCOMING],
            &[],
            NothingToDo,
        ),
        one(
            "the call is gone",
            &[INCOMING],
            &[Refused::Gone],
            NotRejected,
        ),
        one(
            "the call is gone, and comes in once more",
            &[INCOMING, INCOMING],
            &[Refused::Gone, Refused::Gone],
            NotRejected,
        ),
        one(
            "the older format comes first",
            &[(Post::Older, 204), INCOMING],
            &[],
            Rejected,
        ),
        one(
            "something unreadable comes along",
            &[(Post::Batch, 202)],
            &[],
            RejectedAndTold,
        ),
        one(
            "a token of the other issuer",
            &[(Post::Incoming(Flaw::OtherIssuer), 202)],
            &[],
            Rejected,
        ),
        one(
            "a token that has just expired, as clocks may differ",
            &[(Post::Incoming(Flaw::JustExpired), 202)],
            &[],
            Rejected,
        ),
        flawed("a notification without a token", Flaw::NoToken, 401),
        flawed("a token of a stranger", Flaw::Stranger, 401),
        flawed("a token that has expired", Flaw::Expired, 401),
        flawed("a token of a strange issuer", Flaw::StrangeIssuer, 401),
        flawed("a token without a tenant", Flaw::NoTenant, 401),
        flawed("a token for another bot", Flaw::OtherAudience, 403),
        flawed("a token of another tenant", Flaw::OtherTenant, 403),
    ]
}

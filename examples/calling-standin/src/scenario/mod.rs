//! Scenarios: what happens to a call, and what a bot has to do about it.

mod catalogue;

use std::time::Duration;

use crate::payload::Notification;
use crate::token::SenderToken;

/// What happens to a call, and what the bot has to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scenario {
    /// The name.
    pub name: String,
    /// What happens, in one sentence.
    pub description: String,
    /// Whether every calling bot has to pass it. The others are for bots with certain settings.
    pub is_general: bool,
    /// What happens, in order.
    pub steps: Vec<Step>,
    /// What the bot has to do about the call.
    pub outcome: Outcome,
}

/// Something that happens to a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Step {
    /// A notification is posted, with a token, and has to be answered.
    Post(Notification, SenderToken, Expected),
    /// Graph refuses the next request to reject the call with this status, and asks to come back
    /// after a second.
    Refuse(u16),
    /// Graph takes this long to answer the next request to reject the call.
    Delay(Duration),
    /// The bot has time to reject the call.
    AwaitRejection,
    /// The caller hangs up: Graph does not know the call any more.
    HangUp,
    /// Nothing happens for this time.
    Pause(Duration),
    /// The bot is stopped, once for all calls that come to such a step.
    Stop,
    /// The bot has to answer its readiness probe with an error before it closes its listener, and
    /// to close that in the end.
    AwaitNotReady,
}

/// How a notification has to be answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Expected {
    /// With 2xx, best with 202.
    Accepted,
    /// With 204: the current format has to follow.
    NoContent,
    /// With 401 or 403.
    Refused,
    /// With 400.
    Invalid,
    /// With 200 and a joining response.
    JoiningResponse,
}

/// What has to become of a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Outcome {
    /// The bot rejects it, once and in time.
    Rejected,
    /// The bot does not reject it.
    NotRejected,
    /// The call is over, so the bot may try to reject it, in vain.
    Over,
}

impl Scenario {
    /// Returns whether the scenario stops the bot. Such scenarios run at the same time, after all
    /// others.
    #[must_use]
    pub fn stops_bot(&self) -> bool {
        self.steps.contains(&Step::Stop)
    }

    /// Returns all scenarios.
    #[must_use]
    pub fn all() -> Vec<Self> {
        catalogue::scenarios()
    }

    /// Returns the scenario with a name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::all()
            .into_iter()
            .find(|scenario| scenario.name == name)
    }
}

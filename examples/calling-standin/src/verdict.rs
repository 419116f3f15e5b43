//! Verdicts: what a bot made of a call, and of each notification.

use std::fmt;
use std::time::Duration;

use serde::Serialize;
use tokio::time::Instant;

use crate::calls::Call;
use crate::scenario::{Expected, Outcome, Scenario};

/// What a bot made of a call.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case", tag = "verdict")]
#[non_exhaustive]
pub enum Verdict {
    /// The call was rejected once, in time.
    #[non_exhaustive]
    RejectedInTime {
        /// The time that was left.
        #[serde(rename = "secondsLeft", serialize_with = "seconds")]
        left: Duration,
    },
    /// The bot tried to reject the call only after its time was over.
    #[non_exhaustive]
    RejectedLate {
        /// How much too late.
        #[serde(rename = "secondsLate", serialize_with = "seconds")]
        late: Duration,
    },
    /// The call was not rejected.
    NotRejected,
    /// The bot rejected the call again after Graph had accepted that.
    #[non_exhaustive]
    RejectedRepeatedly {
        /// The number of requests.
        requests: u32,
    },
    /// A request of the bot has a wrong token.
    #[non_exhaustive]
    WrongToken {
        /// What is wrong with it.
        problem: String,
    },
    /// A request of the bot has a wrong body.
    #[non_exhaustive]
    WrongBody {
        /// What is wrong with it.
        problem: String,
    },
    /// The bot accepted the call, and was stopped before it had rejected it.
    Interrupted,
    /// The call was not rejected, because a fault left the bot no time.
    Impossible,
}

/// What a bot made of a notification.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case", tag = "answer")]
#[non_exhaustive]
pub enum Answer {
    /// With 2xx.
    #[non_exhaustive]
    Accepted {
        /// The status.
        status: u16,
    },
    /// With another status.
    #[non_exhaustive]
    Refused {
        /// The status.
        status: u16,
    },
    /// Not at all.
    #[non_exhaustive]
    Unanswered {
        /// Why.
        reason: String,
    },
}

/// A notification, and what the bot made of it.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct NotificationReport {
    /// What was posted.
    pub notification: &'static str,
    /// The answer.
    #[serde(flatten)]
    pub answer: Answer,
    /// How long the answer took.
    #[serde(rename = "seconds", serialize_with = "seconds")]
    pub took: Duration,
    /// What is wrong with the answer. `None` if nothing is.
    pub problem: Option<String>,
}

impl Verdict {
    /// Returns the verdict of a call. `is_disturbed` says whether services were not healthy when
    /// the bot had to reject it.
    pub(crate) fn judge(call: &Call, is_disturbed: bool) -> Self {
        if let Some(problem) = call.wrong_token.clone() {
            return Self::WrongToken { problem };
        }
        if let Some(problem) = call.wrong_body.clone() {
            return Self::WrongBody { problem };
        }
        let deadline = call.posted.map(|posted| posted + call.deadline);
        match (call.accepted, call.late, deadline) {
            (Some(_), ..) if call.repeated > 0 => Self::RejectedRepeatedly {
                requests: call.requests,
            },
            (Some(accepted), _, Some(deadline)) => Self::RejectedInTime {
                left: deadline.saturating_duration_since(accepted),
            },
            _ if call.is_excused || is_disturbed => Self::Impossible,
            (None, Some(late), Some(deadline)) => Self::RejectedLate {
                late: late.saturating_duration_since(deadline),
            },
            _ if call.is_interrupted() => Self::Interrupted,
            _ => Self::NotRejected,
        }
    }

    /// Returns the name of the verdict, for counts.
    pub(crate) fn name(&self) -> &'static str {
        match self {
            Self::RejectedInTime { .. } => "rejected in time",
            Self::RejectedLate { .. } => "rejected too late",
            Self::NotRejected => "not rejected",
            Self::RejectedRepeatedly { .. } => "rejected repeatedly",
            Self::WrongToken { .. } => "wrong token",
            Self::WrongBody { .. } => "wrong body",
            Self::Interrupted => "interrupted by the stop",
            Self::Impossible => "impossible to reject",
        }
    }

    /// Returns whether the verdict is as it has to be.
    #[must_use]
    pub fn is_right(&self, outcome: Outcome) -> bool {
        match outcome {
            Outcome::Rejected => {
                matches!(self, Self::RejectedInTime { .. } | Self::Impossible)
            }
            Outcome::NotRejected | Outcome::Over => {
                matches!(self, Self::NotRejected | Self::Impossible)
            }
        }
    }
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::RejectedInTime { left } => {
                write!(f, "rejected in time, with {} left", Seconds(*left))
            }
            Self::RejectedLate { late } => write!(f, "rejected {} too late", Seconds(*late)),
            Self::NotRejected => f.write_str("not rejected"),
            Self::RejectedRepeatedly { requests } => {
                write!(f, "rejected repeatedly, by {requests} requests")
            }
            Self::WrongToken { problem } => write!(f, "wrong token: {problem}"),
            Self::WrongBody { problem } => write!(f, "wrong body: {problem}"),
            Self::Interrupted => {
                f.write_str("accepted, and not rejected before the bot had stopped")
            }
            Self::Impossible => f.write_str("impossible to reject because of a fault"),
        }
    }
}

impl Answer {
    pub(crate) fn new(status: u16) -> Self {
        match status {
            200..=299 => Self::Accepted { status },
            _ => Self::Refused { status },
        }
    }

    /// Returns the name of the answer, for counts.
    pub(crate) fn name(&self) -> &'static str {
        match self {
            Self::Accepted { .. } => "accepted",
            Self::Refused { .. } => "refused",
            Self::Unanswered { .. } => "unanswered",
        }
    }
}

impl fmt::Display for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Accepted { status } => write!(f, "accepted with {status}"),
            Self::Refused { status } => write!(f, "refused with {status}"),
            Self::Unanswered { reason } => write!(f, "unanswered: {reason}"),
        }
    }
}

impl Expected {
    /// Returns what is wrong with an answer. `None` if nothing is.
    pub(crate) fn problem(self, answer: &Answer) -> Option<String> {
        let is_right = match (self, answer) {
            (Self::Accepted, Answer::Accepted { status }) => *status != 204,
            (Self::NoContent, Answer::Accepted { status }) => *status == 204,
            (Self::JoiningResponse, Answer::Accepted { status }) => *status == 200,
            (Self::Refused, Answer::Refused { status }) => matches!(status, 401 | 403),
            (Self::Invalid, Answer::Refused { status }) => *status == 400,
            _ => false,
        };
        let expected = match self {
            Self::Accepted => "accepted with 202",
            Self::NoContent => "accepted with 204",
            Self::JoiningResponse => "accepted with 200 and a joining response",
            Self::Refused => "refused with 401 or 403",
            Self::Invalid => "refused with 400",
        };
        (!is_right).then(|| format!("{answer}, and should be {expected}"))
    }
}

impl Outcome {
    /// Returns what has to become of a call of the scenario, in a few words.
    pub(crate) fn describe(scenario: &Scenario, deadline: Duration) -> String {
        match scenario.outcome {
            Self::Rejected => format!("rejected once, within {} s", deadline.as_secs()),
            Self::NotRejected => "not rejected".to_owned(),
            Self::Over => "not rejected, since it is over".to_owned(),
        }
    }
}

/// Displays a duration in seconds, or in milliseconds if it is short.
pub(crate) struct Seconds(pub(crate) Duration);

impl fmt::Display for Seconds {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let seconds = self.0.as_secs_f64();
        if seconds < 1.0 {
            write!(f, "{:.1} ms", seconds * 1000.0)
        } else {
            write!(f, "{seconds:.3} s")
        }
    }
}

fn seconds<S: serde::Serializer>(duration: &Duration, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_f64(duration.as_secs_f64())
}

/// Something that happened to a call, and when.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct TimelineEntry {
    /// The time since the first notification.
    #[serde(rename = "seconds", serialize_with = "seconds")]
    pub time: Duration,
    /// Who did it.
    pub source: &'static str,
    /// What happened.
    pub event: String,
}

impl TimelineEntry {
    /// Returns the timeline of a call.
    pub(crate) fn of_call(call: &Call) -> Vec<Self> {
        let start: Option<Instant> = call.events.first().map(|(time, _)| *time);
        let entries = call.events.iter().map(|(time, event)| Self {
            time: start.map_or(Duration::ZERO, |start| time.duration_since(start)),
            source: event.source(),
            event: event.to_string(),
        });
        entries.collect()
    }
}

//! Reports: what a bot made of a run.
//!
//! - this file: the model, and JSON,
//! - `trend`: times early and late in a run,
//! - `text`: for people,
//! - `markdown`: for pull requests,
//! - `junit`: for CI systems.

mod junit;
mod markdown;
mod text;
mod trend;

pub(crate) use junit::escape;
pub(crate) use text::wrapped;
pub use trend::Trend;

use std::collections::BTreeMap;
use std::time::Duration;

use serde::Serialize;

use crate::scenario::Outcome;
use crate::service::State;
use crate::verdict::{NotificationReport, Seconds, TimelineEntry, Verdict};

/// What a bot made of a run.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Report {
    /// Whether nothing is wrong.
    pub passed: bool,
    /// The seed.
    pub seed: u64,
    /// The names of the faults.
    pub faults: Vec<String>,
    /// The counts.
    pub counts: Counts,
    /// The least time that was left when a call was rejected, in seconds.
    pub worst_seconds_left: Option<f64>,
    /// How long the first notification of a call took to be answered. `None` for few calls.
    pub seconds_until_answered: Option<Trend>,
    /// How long it took until Graph accepted a rejection. `None` for few calls.
    pub seconds_until_rejected: Option<Trend>,
    /// What the bot sent that no bot should, apart from its calls.
    pub problems: Vec<String>,
    /// What is unusual, and may be right.
    pub notices: Vec<String>,
    /// The calls, in the order in which they were placed.
    pub calls: Vec<CallReport>,
}

/// The counts of a run.
#[derive(Clone, Debug, Default, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Counts {
    /// Calls.
    pub calls: usize,
    /// Calls with which nothing is wrong.
    pub passed: usize,
    /// Calls by their verdict.
    pub verdicts: BTreeMap<&'static str, usize>,
    /// Notifications that were accepted, refused and unanswered.
    pub notifications: BTreeMap<&'static str, usize>,
    /// Tokens that the authority issued.
    pub tokens: u64,
    /// Fetches of the keys.
    pub keys: u64,
}

/// What a bot made of a call.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct CallReport {
    /// The scenario.
    pub scenario: String,
    /// The id of the call.
    pub call: String,
    /// Whether nothing is wrong.
    pub passed: bool,
    /// What had to become of the call.
    #[serde(skip)]
    pub outcome: Outcome,
    /// The same in words.
    pub expected: String,
    /// What became of it.
    #[serde(flatten)]
    pub verdict: Verdict,
    /// The time from the first notification until Graph accepted the rejection, in seconds.
    pub seconds_until_rejected: Option<f64>,
    /// The notifications.
    pub notifications: Vec<NotificationReport>,
    /// What is wrong with how the bot stopped.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub stop_problems: Vec<String>,
    /// What happened, in order.
    pub timeline: Vec<TimelineEntry>,
}

/// The format of a report.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
#[non_exhaustive]
pub enum ReportFormat {
    /// For people, with a summary first
    #[default]
    Text,
    /// Everything, for programs
    Json,
    /// For CI systems
    Junit,
    /// For pull requests
    Markdown,
}

impl Report {
    pub(crate) fn new(state: &State, calls: Vec<CallReport>) -> Self {
        let problems = state.findings.problems();
        let counts = Counts {
            tokens: state.token_requests(),
            keys: state.key_requests(),
            ..Counts::of_calls(&calls)
        };
        Self {
            passed: counts.passed == counts.calls && problems.is_empty(),
            seed: state.settings.seed,
            faults: state
                .settings
                .faults
                .iter()
                .map(|fault| fault.name.clone())
                .collect(),
            worst_seconds_left: worst_left(&calls).map(|left| left.as_secs_f64()),
            seconds_until_answered: Trend::new(&until_answered(&calls)),
            seconds_until_rejected: Trend::new(&until_rejected(&calls)),
            counts,
            problems,
            notices: state.findings.notices(),
            calls,
        }
    }

    /// Returns the report in a format.
    #[must_use]
    pub fn render(&self, format: ReportFormat) -> String {
        match format {
            ReportFormat::Text => text::render(self),
            // Its keys are strings and its numbers are finite, so it is always written.
            ReportFormat::Json => serde_json::to_string_pretty(self).unwrap_or_default() + "\n",
            ReportFormat::Junit => junit::render(self),
            ReportFormat::Markdown => markdown::render(self),
        }
    }

    /// Returns the first line: whether the bot passed.
    fn headline(&self) -> String {
        let Counts { calls, passed, .. } = self.counts;
        match (calls - passed, self.problems.len()) {
            (0, 0) => format!("Passed: {calls} of {calls} calls."),
            (0, problems) => format!(
                "Failed: {problems} {} besides the calls.",
                plural(problems, "problem")
            ),
            (failed, _) => format!("Failed: {failed} of {calls} {}.", plural(calls, "call")),
        }
    }

    /// Returns the lines of the summary: a name and its value.
    fn summary(&self) -> Vec<(String, String)> {
        let counts = &self.counts;
        let mut lines: Vec<(String, String)> = counts
            .verdicts
            .iter()
            .map(|(verdict, calls)| ((*verdict).to_owned(), calls.to_string()))
            .collect();
        if let Some(left) = self.worst_seconds_left {
            lines.push(("worst time left".to_owned(), format!("{left:.3} s")));
        }
        for (name, trend) in [
            ("time until answered", self.seconds_until_answered),
            ("time until rejected", self.seconds_until_rejected),
        ] {
            lines.extend(trend.map(|trend| (name.to_owned(), trend.describe())));
        }
        let notifications = counts.notifications.iter();
        let notifications: Vec<String> = notifications
            .map(|(answer, number)| format!("{number} {answer}"))
            .collect();
        lines.push(("notifications".to_owned(), notifications.join(", ")));
        lines.push(("tokens issued".to_owned(), counts.tokens.to_string()));
        lines.push(("keys fetched".to_owned(), counts.keys.to_string()));
        if !self.faults.is_empty() {
            lines.push(("faults".to_owned(), self.faults.join(", ")));
        }
        lines.push(("seed".to_owned(), self.seed.to_string()));
        lines
    }

    /// Returns the scenarios with their calls, and those with which something is wrong.
    fn scenarios(&self) -> Vec<(&str, usize, usize)> {
        let mut scenarios: Vec<(&str, usize, usize)> = Vec::new();
        for call in &self.calls {
            let failed = usize::from(!call.passed);
            match scenarios
                .iter_mut()
                .find(|(name, ..)| *name == call.scenario)
            {
                Some((_, calls, all_failed)) => {
                    *calls += 1;
                    *all_failed += failed;
                }
                None => scenarios.push((&call.scenario, 1, failed)),
            }
        }
        scenarios
    }
}

impl Counts {
    fn of_calls(calls: &[CallReport]) -> Self {
        let mut counts = Self {
            calls: calls.len(),
            passed: calls.iter().filter(|call| call.passed).count(),
            ..Self::default()
        };
        for call in calls {
            *counts.verdicts.entry(call.verdict.name()).or_default() += 1;
            for report in &call.notifications {
                *counts
                    .notifications
                    .entry(report.answer.name())
                    .or_default() += 1;
            }
        }
        counts
    }
}

impl CallReport {
    /// Returns the call for people: its problems, what happened to it, and the verdict.
    #[must_use]
    pub fn render_text(&self) -> String {
        text::render_call(self)
    }

    /// Returns what is wrong with the call, one line for each problem.
    #[must_use]
    pub fn problems(&self) -> Vec<String> {
        let mut problems = Vec::new();
        if self.passed {
            return problems;
        }
        let notifications = self.notifications.iter();
        problems.extend(notifications.filter_map(|report| {
            let problem = report.problem.as_ref()?;
            Some(format!("{}: {problem}", report.notification))
        }));
        let stop_problems = self.stop_problems.iter();
        problems.extend(stop_problems.map(|problem| format!("the stop: {problem}")));
        let verdict = format!(
            "the call: {}, and should be {}",
            self.verdict, self.expected
        );
        if problems.is_empty() || !self.verdict.is_right(self.outcome) {
            problems.push(verdict);
        }
        problems
    }
}

fn worst_left(calls: &[CallReport]) -> Option<Duration> {
    let left = calls.iter().filter_map(|call| match call.verdict {
        Verdict::RejectedInTime { left } => Some(left),
        _ => None,
    });
    left.min()
}

fn until_answered(calls: &[CallReport]) -> Vec<Duration> {
    let first = calls.iter().filter_map(|call| call.notifications.first());
    first.map(|notification| notification.took).collect()
}

fn until_rejected(calls: &[CallReport]) -> Vec<Duration> {
    let rejected = calls.iter().filter_map(|call| call.seconds_until_rejected);
    rejected.map(Duration::from_secs_f64).collect()
}

/// Returns a noun in the number.
fn plural(number: usize, noun: &str) -> String {
    if number == 1 {
        noun.to_owned()
    } else {
        format!("{noun}s")
    }
}

/// Returns a line of a timeline.
pub(crate) fn timeline_line(entry: &TimelineEntry) -> String {
    let time = Seconds(entry.time).to_string();
    format!("{time:>10}  {:<5}  {}", entry.source, entry.event)
}

//! Soak tests: many calls with random faults, for minutes or hours.
//!
//! - this file: the plan and the run,
//! - `faults`: random faults from a seed,
//! - `process`: the memory and CPU time of the bot's process,
//! - `report`: what is checked.

mod faults;
mod process;
mod report;

use std::time::Duration;

use serde_json::Value;
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep, sleep_until};

pub use faults::soak_faults;
pub use report::{Check, SoakReport};

use crate::caller::{Caller, HttpBot};
use crate::report::{CallReport, timeline_line};
use crate::scenario::{Outcome, Scenario};
use crate::verdict::{Answer, Verdict};
use process::Sampling;

/// A call is judged so long after its end, so that late requests are noticed.
const JUDGED_AFTER: Duration = Duration::from_secs(2);

/// So many failed calls are reported in full.
const SHOWN: usize = 10;

/// The scenarios of the calls, in turn. The first is the usual one, so it comes more often.
const SCENARIOS: [&str; 8] = [
    "incoming-call",
    "incoming-group-call",
    "incoming-call",
    "incoming-twice",
    "incoming-call",
    "established-call",
    "incoming-call",
    "unreadable-in-batch",
];

/// What a soak test does.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct SoakPlan {
    /// How long calls are placed.
    pub duration: Duration,
    /// The number of calls per second.
    pub rate: f64,
    /// The path at which the bot reports its counters, as `calling-bot` does at `/health`.
    pub health: Option<String>,
    /// The process of the bot.
    pub process: Option<u32>,
    /// The share of possible rejections that must be in time, in percent.
    pub required: f64,
}

impl SoakPlan {
    /// Creates a plan that requires 99.9 % of the possible rejections.
    #[must_use]
    pub fn new(duration: Duration, rate: f64) -> Self {
        Self {
            duration,
            rate,
            health: None,
            process: None,
            required: 99.9,
        }
    }
}

/// What became of the calls.
#[derive(Default)]
struct Tally {
    calls: u64,
    /// Calls that had to be rejected, and whose notification the bot accepted.
    accepted: u64,
    /// Accepted calls that it did not try to reject, although it could.
    lost: u64,
    /// Calls that had to be rejected, and could be.
    possible: u64,
    in_time: u64,
    impossible: u64,
    /// Calls with which something is wrong.
    wrong: u64,
    worst_left: Option<Duration>,
    /// The first calls with which something is wrong.
    shown: Vec<String>,
}

impl Caller {
    /// Runs a soak test.
    pub async fn soak(&self, bot: &HttpBot, plan: &SoakPlan) -> SoakReport {
        let sampling = plan.process.map(Sampling::start);
        let disturbance = self.begin();
        let tally = self.place_for(plan).await;
        drop(disturbance);
        let samples = sampling.map(Sampling::stop);
        let counters = match &plan.health {
            Some(path) => Some(counters(bot, path).await),
            None => None,
        };
        let run = self.report(Vec::new());
        SoakReport::new(plan, &tally, samples.as_ref(), counters, &run)
    }

    async fn place_for(&self, plan: &SoakPlan) -> Tally {
        let scenarios: Vec<Scenario> = SCENARIOS.into_iter().filter_map(Scenario::named).collect();
        let start = Instant::now();
        let mut tally = Tally::default();
        let mut calls = JoinSet::new();
        for (number, scenario) in (0_u32..).zip(scenarios.iter().cycle()) {
            let offset = Duration::try_from_secs_f64(f64::from(number) / plan.rate);
            let Some(offset) = offset.ok().filter(|offset| *offset < plan.duration) else {
                break;
            };
            sleep_until(start + offset).await;
            while let Some(Ok(report)) = calls.try_join_next() {
                tally.add(&report);
            }
            let (caller, scenario) = (self.clone(), scenario.clone());
            calls.spawn(async move {
                let placed = caller.place_alone(scenario, number.into()).await;
                sleep(JUDGED_AFTER).await;
                caller.judge(placed)
            });
        }
        while let Some(Ok(report)) = calls.join_next().await {
            tally.add(&report);
        }
        tally
    }
}

impl Tally {
    fn add(&mut self, report: &CallReport) {
        self.calls += 1;
        let mut is_wrong = !report.passed;
        if report.outcome == Outcome::Rejected {
            let is_accepted = |answer: &Answer| matches!(answer, Answer::Accepted { .. });
            let mut answers = report.notifications.iter().map(|report| &report.answer);
            let is_accepted = answers.next().is_some_and(is_accepted);
            self.accepted += u64::from(is_accepted);
            self.possible += u64::from(report.verdict != Verdict::Impossible);
            match &report.verdict {
                Verdict::RejectedInTime { left } => {
                    self.in_time += 1;
                    self.worst_left = Some(self.worst_left.map_or(*left, |worst| worst.min(*left)));
                }
                Verdict::Impossible => {
                    self.impossible += 1;
                    // Its notifications may have been out of reach, too.
                    is_wrong = false;
                }
                _ => {}
            }
            if is_accepted {
                self.lost += u64::from(report.verdict == Verdict::NotRejected);
            }
        }
        if is_wrong {
            self.wrong += 1;
            if self.shown.len() < SHOWN {
                let mut lines = vec![format!("{} {}", report.scenario, report.call)];
                lines.extend(report.problems());
                lines.extend(report.timeline.iter().map(timeline_line));
                self.shown.push(lines.join("\n"));
            }
        }
    }
}

/// Returns the counters that the bot reports.
async fn counters(bot: &HttpBot, path: &str) -> Result<Value, String> {
    let response = bot.get(path).await.map_err(|error| error.to_string())?;
    if !response.status().is_success() {
        return Err(format!("{path} answers {}", response.status().as_u16()));
    }
    serde_json::from_slice(response.body()).map_err(|_| format!("{path} is not JSON"))
}

//! The report of a soak test.

use std::fmt::Write as _;

use serde::Serialize;
use serde_json::Value;

use super::process::Samples;
use super::{SoakPlan, Tally};
use crate::report::{Report, ReportFormat, escape, wrapped};

/// The report of a soak test.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct SoakReport {
    /// Whether all checks passed.
    pub passed: bool,
    /// The checks.
    pub checks: Vec<Check>,
    /// Figures: names and values.
    pub figures: Vec<(&'static str, String)>,
    /// What is wrong with the first calls that failed.
    pub failed_calls: Vec<String>,
}

/// A check of a soak test.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Check {
    /// What is checked.
    pub name: &'static str,
    /// Whether it holds.
    pub passed: bool,
    /// The figures.
    pub detail: String,
}

impl SoakReport {
    pub(super) fn new(
        plan: &SoakPlan,
        tally: &Tally,
        samples: Option<&Samples>,
        counters: Option<Result<Value, String>>,
        run: &Report,
    ) -> Self {
        let mut checks = vec![
            Check {
                name: "no accepted call is lost",
                passed: tally.lost == 0,
                detail: format!(
                    "{} of {} accepted calls were never rejected, although it was possible",
                    tally.lost, tally.accepted
                ),
            },
            rejections(plan, tally),
            Check {
                name: "nothing else is wrong",
                passed: run.problems.is_empty(),
                detail: match run.problems.first() {
                    Some(problem) => format!("{}; {problem}", run.problems.len()),
                    None => "no problem besides the calls".to_owned(),
                },
            },
        ];
        checks.extend(counters.map(counted));
        checks.extend(samples.map(memory));
        let mut figures = vec![
            ("calls", tally.calls.to_string()),
            ("failed", tally.wrong.to_string()),
            ("impossible to reject", tally.impossible.to_string()),
            ("tokens issued", run.counts.tokens.to_string()),
            ("faults", run.faults.len().to_string()),
            ("seed", run.seed.to_string()),
        ];
        if let Some(left) = tally.worst_left {
            figures.push(("worst time left", format!("{:.3} s", left.as_secs_f64())));
        }
        if let Some((early, late)) = samples.and_then(Samples::cpu_time) {
            let [early, late] = [early, late].map(|time| time.as_secs_f64() * 1000.0 / plan.rate);
            let each = format!("{early:.2} ms early, {late:.2} ms late");
            figures.push(("CPU of the bot per call", each));
        }
        Self {
            passed: checks.iter().all(|check| check.passed),
            checks,
            figures,
            failed_calls: tally.shown.clone(),
        }
    }

    /// Returns the report in a format.
    #[must_use]
    pub fn render(&self, format: ReportFormat) -> String {
        match format {
            ReportFormat::Text => self.text(),
            // Its keys are strings, so it is always written.
            ReportFormat::Json => serde_json::to_string_pretty(self).unwrap_or_default() + "\n",
            ReportFormat::Junit => self.junit(),
            ReportFormat::Markdown => self.markdown(),
        }
    }

    fn headline(&self) -> &'static str {
        if self.passed { "Passed." } else { "Failed." }
    }

    fn text(&self) -> String {
        let mut text = format!("{}\n", self.headline());
        for check in &self.checks {
            let outcome = if check.passed { "ok" } else { "FAILED" };
            let line = format!("{outcome:<6} {}: {}", check.name, check.detail);
            wrapped(&mut text, "  ", &line);
        }
        for (name, value) in &self.figures {
            wrapped(&mut text, "  ", &format!("{name:<28} {value}"));
        }
        for call in &self.failed_calls {
            text.push('\n');
            for line in call.lines() {
                wrapped(&mut text, "  ", line);
            }
        }
        text
    }

    fn markdown(&self) -> String {
        let mut text = format!("## {}\n\n| check | | |\n|---|---|---|\n", self.headline());
        for check in &self.checks {
            let outcome = if check.passed { "ok" } else { "FAILED" };
            let detail = check.detail.replace('|', "\\|");
            let _ = writeln!(text, "| {} | {outcome} | {detail} |", check.name);
        }
        text.push_str("\n| figure | |\n|---|---|\n");
        for (name, value) in &self.figures {
            let _ = writeln!(text, "| {name} | {value} |");
        }
        text
    }

    fn junit(&self) -> String {
        let failures = self.checks.iter().filter(|check| !check.passed).count();
        let mut xml = format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites><testsuite \
             name=\"msgraph-calling-standin soak\" tests=\"{}\" failures=\"{failures}\">\n",
            self.checks.len()
        );
        for check in &self.checks {
            let (name, detail) = (escape(check.name), escape(&check.detail));
            let _ = write!(xml, "<testcase classname=\"soak\" name=\"{name}\">");
            if !check.passed {
                let _ = write!(xml, "<failure message=\"{detail}\"/>");
            }
            let _ = writeln!(xml, "<system-out>{detail}</system-out></testcase>");
        }
        xml + "</testsuite></testsuites>\n"
    }
}

fn rejections(plan: &SoakPlan, tally: &Tally) -> Check {
    let possible = tally.possible;
    #[expect(clippy::cast_precision_loss, reason = "fewer than 2^52 calls")]
    let share = if possible == 0 {
        100.0
    } else {
        tally.in_time as f64 * 100.0 / possible as f64
    };
    Check {
        name: "rejected in time among the possible",
        // A test in which nothing was possible shows nothing.
        passed: share >= plan.required && possible > 0,
        detail: format!(
            "{} of {possible}, {share:.3} %, required {} %",
            tally.in_time, plan.required
        ),
    }
}

/// Checks the counters of the bot: each accepted notification is handled, or counted as failed.
fn counted(counters: Result<Value, String>) -> Check {
    let name = "accepted = handled + reported";
    let counters = match counters {
        Ok(counters) => counters,
        Err(problem) => {
            return Check {
                name,
                passed: false,
                detail: problem,
            };
        }
    };
    let count = |name: &str| counters["notifications"][name].as_u64();
    let known = (count("accepted"), count("handled"));
    let (Some(accepted), Some(handled)) = known else {
        return Check {
            name,
            passed: false,
            detail: "`notifications.accepted` and `.handled` are missing".to_owned(),
        };
    };
    let [panicked, timed_out, pending] =
        ["panicked", "timedOut", "pending"].map(|name| count(name).unwrap_or(0));
    Check {
        name,
        passed: accepted == handled + panicked + timed_out + pending,
        detail: format!(
            "{accepted} accepted = {handled} handled + {panicked} panicked + {timed_out} timed \
             out + {pending} pending"
        ),
    }
}

fn memory(samples: &Samples) -> Check {
    let name = "the memory of the bot is flat";
    match samples.memory() {
        Some((early, late)) => Check {
            name,
            passed: Samples::is_flat(early, late),
            detail: format!("{early:.1} MiB early, {late:.1} MiB late"),
        },
        None => Check {
            name,
            passed: false,
            detail: "too few samples: the process has ended, or `/proc` is missing".to_owned(),
        },
    }
}

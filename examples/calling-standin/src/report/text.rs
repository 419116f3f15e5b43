//! The report for people: the summary first, and lines of at most 80 columns.

use std::fmt::Write as _;

use super::{CallReport, Report, timeline_line};

/// So many calls with problems are shown in full.
const SHOWN: usize = 10;

const WIDTH: usize = 80;

/// The columns of a timeline in front of the event.
const TIMELINE_MARGIN: usize = 19;

pub(super) fn render(report: &Report) -> String {
    let mut text = report.headline() + "\n";
    for (name, value) in report.summary() {
        field(&mut text, &name, &value);
    }
    text.push_str("\nScenarios\n");
    for (name, calls, failed) in report.scenarios() {
        let outcome = match (calls, failed) {
            (1, 0) => "passed".to_owned(),
            (1, _) => "FAILED".to_owned(),
            (calls, 0) => format!("{calls} passed"),
            (calls, failed) => format!("{failed} of {calls} FAILED"),
        };
        let _ = writeln!(text, "  {name:<28} {outcome}");
    }
    for (title, lines) in [("Problems", &report.problems), ("Notices", &report.notices)] {
        if !lines.is_empty() {
            let _ = writeln!(text, "\n{title}");
            for line in lines {
                wrapped(&mut text, "  ", line);
            }
        }
    }
    let failed: Vec<&CallReport> = report.calls.iter().filter(|call| !call.passed).collect();
    for call in failed.iter().take(SHOWN) {
        let _ = write!(text, "\n{}", render_call(call));
    }
    if let Some(more @ 1..) = failed.len().checked_sub(SHOWN) {
        let _ = writeln!(
            text,
            "\n{more} more failed. `--report json` has all of them."
        );
    }
    text
}

pub(super) fn render_call(call: &CallReport) -> String {
    let mut text = format!("{} {}\n", call.scenario, call.call);
    for entry in &call.timeline {
        wrapped_below(&mut text, "  ", TIMELINE_MARGIN, &timeline_line(entry));
    }
    if call.passed {
        wrapped(&mut text, "  ", &format!("passed: {}", call.verdict));
    }
    for problem in call.problems() {
        wrapped(&mut text, "  ", &format!("FAILED: {problem}"));
    }
    text
}

fn field(text: &mut String, name: &str, value: &str) {
    wrapped(text, "  ", &format!("{name:<28} {value}"));
}

pub(crate) fn wrapped(text: &mut String, indent: &str, line: &str) {
    wrapped_below(text, indent, 4, line);
}

/// Writes a line, and breaks it between words if it is too wide. What follows is indented further.
fn wrapped_below(text: &mut String, indent: &str, further: usize, line: &str) {
    let mut rest = line;
    let mut margin = indent.to_owned();
    loop {
        let room = WIDTH - margin.len();
        if rest.chars().count() <= room {
            let _ = writeln!(text, "{margin}{rest}");
            return;
        }
        let end = rest
            .char_indices()
            .nth(room)
            .map_or(rest.len(), |(index, _)| index);
        // A word that is wider than the line is broken.
        let split = rest[..end].trim_end().rfind(' ').filter(|split| *split > 0);
        let (head, tail) = rest.split_at(split.unwrap_or(end));
        let _ = writeln!(text, "{margin}{}", head.trim_end());
        rest = tail.trim_start();
        margin = format!("{indent}{:further$}", "");
    }
}

#[cfg(test)]
mod tests {
    use super::wrapped;

    #[test]
    fn long_lines_are_broken_between_words() {
        let mut text = String::new();
        wrapped(&mut text, "  ", &"word ".repeat(40));
        wrapped(&mut text, "  ", &"ü".repeat(200));
        assert!(text.lines().count() > 5, "{text}");
        assert!(
            text.lines().all(|line| line.chars().count() <= 80),
            "{text}"
        );
        assert_eq!(text.matches("word").count(), 40);
        assert_eq!(text.matches('ü').count(), 200);
    }
}

//! The report as Markdown.

use std::fmt::Write as _;

use super::{Report, timeline_line};

pub(super) fn render(report: &Report) -> String {
    let mut text = format!("## {}\n\n| | |\n|---|---|\n", report.headline());
    for (name, value) in report.summary() {
        let _ = writeln!(text, "| {} | {} |", cell(&name), cell(&value));
    }
    text.push_str("\n| scenario | calls | failed |\n|---|---|---|\n");
    for (name, calls, failed) in report.scenarios() {
        let _ = writeln!(text, "| {} | {calls} | {failed} |", cell(name));
    }
    for (title, lines) in [("Problems", &report.problems), ("Notices", &report.notices)] {
        if !lines.is_empty() {
            let _ = writeln!(text, "\n### {title}\n");
            for line in lines {
                let _ = writeln!(text, "- {}", cell(line));
            }
        }
    }
    for call in report.calls.iter().filter(|call| !call.passed) {
        let _ = writeln!(text, "\n### {} `{}`\n", cell(&call.scenario), call.call);
        for problem in call.problems() {
            let _ = writeln!(text, "- {}", cell(&problem));
        }
        text.push_str("\n```text\n");
        for entry in &call.timeline {
            let _ = writeln!(text, "{}", timeline_line(entry).replace("```", "'''"));
        }
        text.push_str("```\n");
    }
    text
}

/// Returns a string that is one cell of a table, or one line of a list.
fn cell(text: &str) -> String {
    let text = text.replace(['\n', '\r'], " ");
    text.replace('|', "\\|").replace('<', "&lt;")
}

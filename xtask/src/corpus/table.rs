//! The table of the outcomes of a run.

use std::fmt::Write as _;

use super::record::{Counts, Outcome, Record, Run, TestCounts};

/// The number of columns.
const COLUMNS: usize = 13;

const HEADINGS: [&str; COLUMNS] = [
    "document",
    "KB",
    "operations",
    "types",
    "lines",
    "ms",
    "MB",
    "violations",
    "warnings",
    "untyped",
    "passed",
    "failed",
    "outcome",
];

/// Renders one row per document, and a last line with the number of each outcome.
pub(super) fn render(run: &Run) -> String {
    let rows: Vec<[String; COLUMNS]> = run.documents.iter().map(row).collect();
    let mut widths = HEADINGS.map(str::len);
    for row in &rows {
        for (width, cell) in widths.iter_mut().zip(row) {
            *width = (*width).max(cell.chars().count());
        }
    }
    let mut table = String::new();
    for row in std::iter::once(HEADINGS.map(str::to_owned)).chain(rows) {
        line(&mut table, &row, widths);
    }
    table.push('\n');
    table.push_str(&totals(run));
    table.push('\n');
    table
}

fn row(record: &Record) -> [String; COLUMNS] {
    let outcome = &record.outcome;
    let count = |count: fn(&Counts) -> usize| {
        let counts = outcome.counts();
        counts.map_or_else(String::new, |counts| count(counts).to_string())
    };
    let tests = |count: fn(&TestCounts) -> usize| {
        let tests = outcome.tests();
        tests.map_or_else(String::new, |tests| count(tests).to_string())
    };
    let peak = record.peak_kilobytes;
    [
        record.document.clone(),
        record.bytes.div_ceil(1024).to_string(),
        count(|counts| counts.operations),
        count(|counts| counts.types),
        count(|counts| counts.lines),
        record.milliseconds.to_string(),
        peak.map_or_else(String::new, |peak| peak.div_ceil(1024).to_string()),
        count(|counts| counts.violations),
        count(|counts| counts.warnings),
        count(|counts| counts.untyped),
        tests(|tests| tests.passed),
        tests(|tests| tests.failed),
        described(outcome),
    ]
}

/// Returns the outcome in words.
fn described(outcome: &Outcome) -> String {
    match outcome {
        Outcome::Generated { .. } => outcome.word().to_owned(),
        Outcome::Uncompiled {
            messages, first, ..
        } => format!("not compiled, {messages} messages: {first}"),
        Outcome::Failing { first, .. } => format!("failing: {first}"),
        Outcome::Refused {
            errors,
            code,
            line,
            column,
            message,
        } => format!("refused, {errors}: {line}:{column}: {code} {message}"),
        Outcome::Crashed { reason } => format!("CRASHED: {reason}"),
    }
}

/// Writes a row. Numbers are right-aligned, the first and the last column left-aligned.
fn line(table: &mut String, cells: &[String; COLUMNS], widths: [usize; COLUMNS]) {
    let last = cells.len() - 1;
    for (index, (cell, width)) in cells.iter().zip(widths).enumerate() {
        // Writing to a string does not fail.
        let _ = match index {
            0 => write!(table, "{cell:width$}"),
            _ if index == last => write!(table, "  {cell}"),
            _ => write!(table, "  {cell:>width$}"),
        };
    }
    table.push('\n');
}

fn totals(run: &Run) -> String {
    let mut counts: Vec<(&str, usize)> = Vec::new();
    for record in &run.documents {
        let word = record.outcome.word();
        match counts.iter_mut().find(|(known, _)| *known == word) {
            Some((_, count)) => *count += 1,
            None => counts.push((word, 1)),
        }
    }
    let counts: Vec<String> = counts
        .iter()
        .map(|(word, count)| format!("{count} {word}"))
        .collect();
    let mut total = format!("{} documents: {}", run.documents.len(), counts.join(", "));
    let tests = run.documents.iter();
    let tests: Vec<&TestCounts> = tests.filter_map(|record| record.outcome.tests()).collect();
    if !tests.is_empty() {
        let passed: usize = tests.iter().map(|tests| tests.passed).sum();
        let failed: usize = tests.iter().map(|tests| tests.failed).sum();
        // Writing to a string does not fail.
        let _ = write!(total, "; {passed} tests passed, {failed} failed");
    }
    total
}

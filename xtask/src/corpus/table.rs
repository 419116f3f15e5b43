//! The table of the outcomes of a run.

use std::fmt::Write as _;

use super::record::{Outcome, Record, Run};

const HEADINGS: [&str; 8] = [
    "document",
    "KB",
    "operations",
    "types",
    "lines",
    "ms",
    "MB",
    "outcome",
];

/// Renders one row per document, and a last line with the number of each outcome.
pub(super) fn render(run: &Run) -> String {
    let rows: Vec<[String; 8]> = run.documents.iter().map(row).collect();
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

fn row(record: &Record) -> [String; 8] {
    let (counts, outcome) = match &record.outcome {
        Outcome::Generated {
            operations,
            types,
            lines,
            warnings,
            ..
        } => {
            let noted = match warnings {
                0 => String::new(),
                1 => ", 1 warning".to_owned(),
                _ => format!(", {warnings} warnings"),
            };
            let counts = [operations, types, lines].map(ToString::to_string);
            (counts, format!("{}{noted}", record.outcome.word()))
        }
        Outcome::Uncompiled { messages, first } => (
            Default::default(),
            format!("not compiled, {messages} messages: {first}"),
        ),
        Outcome::Refused {
            errors,
            code,
            line,
            column,
            message,
        } => (
            Default::default(),
            format!("refused, {errors}: {line}:{column}: {code} {message}"),
        ),
        Outcome::Crashed { reason } => (Default::default(), format!("CRASHED: {reason}")),
    };
    let [operations, types, lines] = counts;
    [
        record.document.clone(),
        record.bytes.div_ceil(1024).to_string(),
        operations,
        types,
        lines,
        record.milliseconds.to_string(),
        record
            .peak_kilobytes
            .map_or_else(String::new, |peak| peak.div_ceil(1024).to_string()),
        outcome,
    ]
}

/// Writes a row. Numbers are right-aligned, the first and the last column left-aligned.
fn line(table: &mut String, cells: &[String; 8], widths: [usize; 8]) {
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
    format!("{} documents: {}", run.documents.len(), counts.join(", "))
}

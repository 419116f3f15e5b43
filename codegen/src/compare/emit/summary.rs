//! The numbers of changes in one line.

use crate::compare::{Comparison, Verdict};

/// Returns the numbers of changes in one line: `2 additions, nothing breaking`.
#[must_use]
pub fn summary(comparison: &Comparison) -> String {
    if comparison.changes.is_empty() {
        return "no changes".to_owned();
    }
    let breaking = counts(comparison, Verdict::Breaking, "");
    let mut others = counts(comparison, Verdict::Wire, " on the wire");
    others.extend(counts(comparison, Verdict::Compatible, ""));
    if breaking.is_empty() {
        return format!("{}, nothing breaking", others.join(", "));
    }
    let breaking = format!("BREAKING: {}", breaking.join(", "));
    if others.is_empty() {
        breaking
    } else {
        format!("{breaking}; also {}", others.join(", "))
    }
}

/// Returns the numbers of removals, changes and additions with a verdict.
fn counts(comparison: &Comparison, verdict: Verdict, suffix: &str) -> Vec<String> {
    let mut numbers = [("removal", 0), ("change", 0), ("addition", 0)];
    for change in comparison.with_verdict(verdict) {
        let index = match (&change.old, &change.new) {
            (_, None) => 0,
            (Some(_), Some(_)) => 1,
            (None, Some(_)) => 2,
        };
        numbers[index].1 += 1;
    }
    let numbers = numbers.iter().filter(|(_, number)| *number > 0);
    numbers
        .map(|(noun, number)| {
            let plural = if *number == 1 { "" } else { "s" };
            format!("{number} {noun}{plural}{suffix}")
        })
        .collect()
}

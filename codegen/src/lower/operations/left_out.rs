//! Operations that the client leaves out, because a required part of them is not understood.

use indexmap::IndexMap;

use super::{Direction, OperationSite};
use crate::diagnostics::{Diagnostic, Diagnostics};

/// A part of an operation that is not understood. The operation is left out unless the part can be
/// dropped.
#[derive(Clone, Debug)]
pub(in crate::lower) struct NotUnderstood(Box<Diagnostic>);

impl NotUnderstood {
    /// Creates the reason from a diagnostic without a consequence.
    pub(in crate::lower) fn new(problem: Diagnostic) -> Self {
        Self(Box::new(problem))
    }

    /// Returns the diagnostic for a part that is dropped.
    pub(super) fn dropped(self, consequence: &str) -> Diagnostic {
        self.0.consequence(consequence)
    }
}

/// The operations that are left out, by the reason.
///
/// A reason can concern several operations, such as a parameter of their path item. It is reported
/// once.
#[derive(Debug, Default)]
pub(super) struct LeftOutOperations(IndexMap<Diagnostic, Vec<(Direction, String)>>);

impl LeftOutOperations {
    /// Records a problem of a path item, which no operation may depend on.
    pub(super) fn add_problem(&mut self, NotUnderstood(problem): NotUnderstood) {
        self.0.entry(*problem).or_default();
    }

    /// Records why an operation is left out.
    pub(super) fn add(&mut self, site: OperationSite<'_>, reasons: Vec<NotUnderstood>) {
        for NotUnderstood(problem) in reasons {
            let operation = (site.direction, site.method_and_path());
            self.0.entry(*problem).or_default().push(operation);
        }
    }

    /// Reports each reason, with the operations that it concerns.
    pub(super) fn report(self, diagnostics: &mut Diagnostics) {
        for (problem, operations) in self.0 {
            diagnostics.push(problem.consequence(consequence(&operations)));
        }
    }
}

/// Returns what the client lacks, as a sentence that begins with "the client".
fn consequence(operations: &[(Direction, String)]) -> String {
    let list = |wanted: Direction| {
        let operations = operations.iter();
        let names: Vec<&str> = operations
            .filter(|(direction, _)| *direction == wanted)
            .map(|(_, name)| name.as_str())
            .collect();
        enumerate(&names)
    };
    match (list(Direction::Call), list(Direction::Serve)) {
        (Some(called), None) => format!("the client has no method for {called}"),
        (None, Some(served)) => format!("the client does not serve {served}"),
        (Some(called), Some(served)) => {
            format!("the client has no method for {called}, and does not serve {served}")
        }
        (None, None) => "the client has no operation that depends on it".to_owned(),
    }
}

/// Returns names as a list in words, or `None` if there are none.
fn enumerate(names: &[&str]) -> Option<String> {
    let quoted: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    let (last, others) = quoted.split_last()?;
    Some(if others.is_empty() {
        last.clone()
    } else {
        format!("{} and {last}", others.join(", "))
    })
}

//! Chains of references.

use std::collections::HashMap;

use super::{ResolvedRef, consequence, is_component, removal};
use crate::diagnostics::code::Code;
use crate::diagnostics::{Anchor, Diagnostic, Diagnostics};
use crate::document::FilePointer;
use crate::load::repair::Repair;
use crate::load::validate::RefForm;

/// The state of the chain that begins with a reference.
#[derive(Clone, PartialEq, Eq)]
enum State {
    Unknown,
    /// The reference is part of the chain that is being followed.
    Open,
    EndsAt(FilePointer),
    Circular,
}

/// Resolves every reference to the end of its chain, or to the first component of the document in
/// it. Reports each cycle once.
pub(super) fn resolve_chains(
    mut references: Vec<ResolvedRef>,
    indices: &HashMap<FilePointer, usize>,
    diagnostics: &mut Diagnostics,
    repairs: &mut Vec<Repair>,
) -> Vec<ResolvedRef> {
    let mut states = states(&references, indices, diagnostics).into_iter();
    references.retain_mut(|reference| {
        if let Some(State::EndsAt(to)) = states.next() {
            reference.to = to;
            return true;
        }
        let from = reference.from.clone();
        repairs.push(removal(from, reference.expected, reference.form));
        false
    });
    references
}

fn states(
    references: &[ResolvedRef],
    indices: &HashMap<FilePointer, usize>,
    diagnostics: &mut Diagnostics,
) -> Vec<State> {
    let next: Vec<Option<usize>> = references
        .iter()
        .map(|reference| indices.get(&reference.to).copied())
        .collect();
    let mut states = vec![State::Unknown; references.len()];
    for first in 0..references.len() {
        let mut path = Vec::new();
        let mut last = Some(first);
        while let Some(index) = last.filter(|index| states[*index] == State::Unknown) {
            states[index] = State::Open;
            path.push(index);
            last = next[index];
        }
        let mut end = match last {
            Some(index) if states[index] == State::Open => {
                let start = path.iter().position(|member| *member == index);
                let circle = &path[start.unwrap_or_default()..];
                report_circle(circle.iter().map(|index| &references[*index]), diagnostics);
                State::Circular
            }
            Some(index) => states[index].clone(),
            None => State::Unknown,
        };
        for index in path.into_iter().rev() {
            let reference = &references[index];
            end = match end {
                State::Circular => State::Circular,
                // Fields next to the reference of a path item are not ignored.
                State::EndsAt(end)
                    if reference.form == RefForm::Object && !is_component(&reference.to) =>
                {
                    State::EndsAt(end)
                }
                _ => State::EndsAt(reference.to.clone()),
            };
            states[index] = end.clone();
        }
    }
    states
}

fn report_circle<'r>(circle: impl Iterator<Item = &'r ResolvedRef>, diagnostics: &mut Diagnostics) {
    if let Some(first) = circle.min_by_key(|reference| &reference.from) {
        let message = "circular reference";
        let anchor = Anchor::Value(first.from.pointer.key("$ref"));
        diagnostics.push(
            Diagnostic::new(Code::ReferenceCycle, anchor, message)
                .help("replace one of the references with the object itself")
                .consequence(consequence(first.expected, first.form))
                .in_file(first.from.file),
        );
    }
}

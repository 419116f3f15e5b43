//! Checks examples and default values against their types.

use std::collections::HashSet;

use crate::diagnostics::code::Code;
use crate::diagnostics::{Anchor, Diagnostic, Diagnostics};
use crate::ir::visit::VisitorMut;
use crate::ir::{
    Api, LiteralCheck, LiteralKind, Mismatch, Parameter, RequestMedia, ShownExample, TypeTable,
    Usage, ValueChecker,
};

/// Reports every literal that does not match its type or its constraints, and removes the examples
/// among them.
pub(super) fn run(api: &mut Api, literals: &[LiteralCheck], diagnostics: &mut Diagnostics) {
    let mut invalid = HashSet::new();
    for literal in literals {
        let mismatches = mismatches(&api.types, literal);
        if !mismatches.is_empty() && literal.kind == LiteralKind::Example {
            invalid.insert(literal.pointer.as_str());
        }
        for mismatch in mismatches {
            diagnostics.push(diagnostic(literal, mismatch));
        }
    }
    if !invalid.is_empty() {
        api.examples
            .retain(|example| !invalid.contains(example.pointer.as_str()));
        api.visit_operations_mut(&mut RemoveShownExamples { invalid });
    }
}

fn mismatches(types: &TypeTable, literal: &LiteralCheck) -> Vec<Mismatch> {
    let mut checker = ValueChecker::new(types);
    checker.check(
        &literal.pointer,
        &literal.value,
        &literal.ty,
        literal.nullable,
    );
    if checker.mismatches.is_empty() {
        checker.check_constraints(&literal.pointer, &literal.value, &literal.constraints);
    }
    checker.mismatches
}

/// Returns the diagnostic for a mismatch. The specification requires a default value to have the
/// type that is declared beside it, but only advises that examples match.
fn diagnostic(literal: &LiteralCheck, mismatch: Mismatch) -> Diagnostic {
    let has_wrong_type = mismatch.has_wrong_type && mismatch.pointer == literal.pointer;
    let (code, help) = match literal.kind {
        LiteralKind::Example => (
            Code::Example,
            "correct the example or its schema; it is neither documented nor tested",
        ),
        LiteralKind::Default { is_typed: true } if has_wrong_type => {
            return Diagnostic::new(
                Code::Default,
                Anchor::Value(mismatch.pointer),
                mismatch.message,
            )
            .help("correct the value or its schema")
            .consequence("the client documents the default unchanged and never sends it");
        }
        LiteralKind::Default { .. } => (
            Code::DefaultMisfit,
            "correct the default or its schema; it is documented unchanged and never sent",
        ),
    };
    Diagnostic::new(code, Anchor::Value(mismatch.pointer), mismatch.message).help(help)
}

/// Removes invalid examples from the documentation of operations.
struct RemoveShownExamples<'a> {
    /// The pointers to the invalid examples.
    invalid: HashSet<&'a str>,
}

impl RemoveShownExamples<'_> {
    fn visit_example(&self, example: &mut Option<ShownExample>) {
        example.take_if(|example| self.invalid.contains(example.pointer.as_str()));
    }
}

impl VisitorMut for RemoveShownExamples<'_> {
    fn visit_parameter(&mut self, parameter: &mut Parameter, _usage: Usage) {
        self.visit_example(&mut parameter.example);
    }

    fn visit_request_media(&mut self, media: &mut RequestMedia, _usage: Usage) {
        self.visit_example(&mut media.example);
    }
}

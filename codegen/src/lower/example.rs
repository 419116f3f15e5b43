//! The values that a document gives, examples and defaults: what is said of those that do not fit, and which are shown.

use std::collections::HashSet;

use indexmap::IndexMap;
use openapiv3::ReferenceOr;
use serde_json::Value;

use super::fit::{Checker, Misfit};
use super::schema::Lowered;
use super::{Lowering, finish};
use crate::diagnostics::code::Code;
use crate::diagnostics::{Anchor, Diagnostic, Diagnostics};
use crate::ir::{Api, Constraint, PathNode, ShownExample, Type, TypeId};
use crate::source::{JsonPointer, PathCursor};

/// A value that should fit a type, to be checked when all types are known.
pub(super) struct Given {
    as_what: As,
    pointer: JsonPointer,
    ty: Type,
    nullable: bool,
    constraints: Vec<Constraint>,
    value: Value,
}

/// What a value is given as.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum As {
    Example,
    Default,
}

impl As {
    /// By the specification an example should fit, and a default must be of the type beside it: no more than that.
    fn diagnostic(self, misfit: Misfit, whole: &JsonPointer) -> Diagnostic {
        let of_another_type = misfit.of_another_type && misfit.pointer == *whole;
        let (code, help) = match self {
            Self::Example => (
                Code::Example,
                "correct it, or the schema that it is to fit; until then it is neither shown nor tested",
            ),
            Self::Default if of_another_type => (
                Code::Default,
                "correct the value, or the schema that it is to fit",
            ),
            Self::Default => (
                Code::DefaultMisfit,
                "correct it, or the schema that it is to fit; it is documented as it stands, and never sent by itself",
            ),
        };
        Diagnostic::new(code, Anchor::Value(misfit.pointer), misfit.message).help(help)
    }
}

impl Lowering<'_> {
    /// Notes a value of the document that should fit a type.
    pub(super) fn check(
        &mut self,
        as_what: As,
        cursor: &PathCursor<'_>,
        lowered: &Lowered,
        value: &Value,
    ) {
        self.given.push(Given {
            as_what,
            pointer: cursor.to_pointer(),
            ty: lowered.ty.clone(),
            nullable: lowered.nullable,
            constraints: lowered.constraints.clone(),
            value: value.clone(),
        });
    }
}

/// The first example that a media type or a parameter gives.
pub(super) fn first(
    only: Option<&Value>,
    several: &IndexMap<String, ReferenceOr<openapiv3::Example>>,
    cursor: &PathCursor<'_>,
) -> Option<ShownExample> {
    let shown = |cursor: &PathCursor<'_>, value: &Value| ShownExample {
        pointer: cursor.to_pointer().as_str().to_owned(),
        value: value.clone(),
    };
    if let Some(value) = only {
        return Some(shown(&cursor.key("example"), value));
    }
    several.iter().find_map(|(name, example)| match example {
        ReferenceOr::Item(example) => Some(shown(
            &cursor.key("examples").key(name).key("value"),
            example.value.as_ref()?,
        )),
        ReferenceOr::Reference { .. } => None,
    })
}

/// Reports every value that does not fit. An example that does not is no example of the crate.
pub(super) fn check(api: &mut Api, given: &[Given], diagnostics: &mut Diagnostics) {
    let mut misfits = HashSet::new();
    for given in given {
        let mut checker = Checker {
            api,
            either_way: true,
            misfits: Vec::new(),
        };
        checker.value(&given.pointer, &given.value, &given.ty, given.nullable);
        if checker.misfits.is_empty() {
            checker.constraints(&given.pointer, &given.value, &given.constraints);
        }
        if !checker.misfits.is_empty() && given.as_what == As::Example {
            misfits.insert(given.pointer.as_str());
        }
        for misfit in checker.misfits {
            diagnostics.push(given.as_what.diagnostic(misfit, &given.pointer));
        }
    }
    if !misfits.is_empty() {
        let fits = |pointer: &str| !misfits.contains(pointer);
        api.examples.retain(|example| fits(&example.pointer));
        keep_shown(&mut api.root, &fits);
    }
}

/// Drops the examples of the operations' documentation that are not to be kept.
fn keep_shown(node: &mut PathNode, keep: &dyn Fn(&str) -> bool) {
    let bodies = node
        .operations
        .iter_mut()
        .filter_map(|operation| operation.body.as_mut());
    let of_bodies = bodies
        .flat_map(|body| &mut body.media)
        .map(|media| &mut media.example);
    for example in of_bodies {
        example.take_if(|example| !keep(&example.pointer));
    }
    let of_operations = node
        .operations
        .iter_mut()
        .flat_map(|operation| &mut operation.parameters);
    for parameter in node.segment.parameters_mut().chain(of_operations) {
        parameter.example.take_if(|example| !keep(&example.pointer));
    }
    for child in &mut node.children {
        keep_shown(child, keep);
    }
}

/// Lets an example that has the shape of what is sent, and not of what is received, be one of the first.
pub(super) fn choose_shapes(api: &mut Api, sent: &dyn Fn(TypeId) -> TypeId) {
    let chosen = api.examples.iter().map(|example| {
        let mut ty = example.ty.clone();
        finish::replace(&mut ty, sent);
        if ty == example.ty {
            return ty;
        }
        let mut checker = Checker {
            api,
            either_way: false,
            misfits: Vec::new(),
        };
        checker.value(&JsonPointer::root(), &example.value, &example.ty, false);
        if checker.misfits.is_empty() {
            example.ty.clone()
        } else {
            ty
        }
    });
    let chosen: Vec<Type> = chosen.collect();
    for (example, ty) in api.examples.iter_mut().zip(chosen) {
        example.ty = ty;
    }
}

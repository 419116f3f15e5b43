//! Resolves references, and validates their targets.

mod base_uri;
mod chain;
mod resolver;
mod resources;

use std::collections::HashMap;

use super::files::Files;
use super::grammar::{Grammar, ObjectKind, WITHOUT_PARAMETER};
use super::repair::{Edit, Repair};
use super::tree::find;
use super::validate::{RefForm, RefSite, Validator};
use crate::diagnostics::{Diagnostics, Severity};
use crate::document::FilePointer;
use crate::source::JsonPointer;
use chain::resolve_chains;
use resolver::Resolver;

/// A reference to the right kind of object.
#[derive(Debug)]
pub(super) struct ResolvedRef {
    pub from: FilePointer,
    pub expected: ObjectKind,
    pub form: RefForm,
    /// A component of the document, or the end of the chain of references that begins here.
    pub to: FilePointer,
}

/// Validates the document, and the targets of its references in other files. Returns the references
/// that the bundler has to change: all but those that directly reference components.
pub(super) fn resolve(
    files: &mut Files,
    grammar: &'static Grammar,
    diagnostics: &mut Diagnostics,
    repairs: &mut Vec<Repair>,
) -> Vec<ResolvedRef> {
    let mut resolver = Resolver::new(grammar);
    let mut references: Vec<ResolvedRef> = Vec::new();
    let mut indices: HashMap<FilePointer, usize> = HashMap::new();
    let root = FilePointer::new(0, JsonPointer::root());
    let mut pending = vec![(root, ObjectKind::OpenApi)];
    while let Some((place, kind)) = pending.pop() {
        for site in validate(files, &place, kind, grammar, diagnostics, repairs) {
            let from = FilePointer::new(place.file, site.pointer.clone());
            if indices.contains_key(&from) {
                continue;
            }
            match resolver.target(files, diagnostics, place.file, &site) {
                Ok((to, is_validated)) => {
                    if !is_validated {
                        pending.push((to.clone(), site.expected));
                    }
                    indices.insert(from.clone(), references.len());
                    references.push(ResolvedRef {
                        from,
                        expected: site.expected,
                        form: site.form,
                        to,
                    });
                }
                // Lowering reports the name of a security scheme that is not known.
                Err(_) if site.form == RefForm::Key => {}
                Err(diagnostic) => {
                    diagnostics.extend(diagnostic.map(|diagnostic| {
                        let diagnostic = diagnostic.in_file(place.file);
                        match diagnostic.severity() {
                            Severity::Violation => {
                                diagnostic.consequence(consequence(site.expected, site.form))
                            }
                            Severity::Error | Severity::Warning => diagnostic,
                        }
                    }));
                    repairs.push(removal(from, site.expected, site.form));
                }
            }
        }
    }
    resolve_chains(references, &indices, diagnostics, repairs)
}

/// Validates the value at a location, and returns the references in it.
fn validate(
    files: &Files,
    place: &FilePointer,
    kind: ObjectKind,
    grammar: &'static Grammar,
    diagnostics: &mut Diagnostics,
    repairs: &mut Vec<Repair>,
) -> Vec<RefSite> {
    let mut validator = Validator {
        grammar,
        root: files.tree(place.file),
        file: place.file,
        diagnostics,
        ref_sites: Vec::new(),
        repairs,
    };
    if let Some(value) = find(validator.root, &place.pointer) {
        validator.object_at(value, kind, &place.pointer);
    }
    validator.ref_sites
}

/// Returns the repair of an unresolved reference.
fn removal(place: FilePointer, expected: ObjectKind, form: RefForm) -> Repair {
    match form {
        // A schema without one of its keywords allows other values.
        RefForm::Field if expected == ObjectKind::Schema => Repair {
            place,
            edit: Edit::Mark,
        },
        RefForm::Object => Repair {
            place,
            edit: Edit::Mark,
        },
        RefForm::Field => Repair {
            place: place.key("$ref"),
            edit: Edit::Remove,
        },
        RefForm::Mapping | RefForm::Keyword | RefForm::Key => Repair {
            place,
            edit: Edit::Remove,
        },
    }
}

/// Returns what the client does without the target of a reference.
fn consequence(expected: ObjectKind, form: RefForm) -> &'static str {
    match form {
        // The target may be a required parameter.
        RefForm::Object if expected == ObjectKind::Parameter => WITHOUT_PARAMETER,
        RefForm::Field if expected == ObjectKind::Schema => expected.consequence(),
        RefForm::Object | RefForm::Key => expected.consequence(),
        RefForm::Field => "the client has only the operations that are declared here",
        RefForm::Mapping => "the client ignores this entry",
        RefForm::Keyword => "the client ignores this keyword",
    }
}

/// Returns whether a location is that of a component of the document itself.
pub(super) fn is_component(place: &FilePointer) -> bool {
    let pointer = &place.pointer;
    place.file == 0 && pointer.as_str().starts_with("/components/") && pointer.tokens().count() == 3
}

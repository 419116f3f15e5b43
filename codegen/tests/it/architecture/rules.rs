//! Rules about the size of folders and structs, and about names.

use std::collections::BTreeMap;

use proc_macro2::Span;
use syn::visit::{self, Visit};

use crate::architecture::tree::{Tree, is_test};

/// Describes the folders with too many files.
pub(crate) fn large_folders<'p>(
    src: &str,
    paths: impl Iterator<Item = &'p str>,
    limit: usize,
) -> Vec<String> {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for path in paths {
        let folder = match path.rsplit_once('/') {
            Some((folder, _)) => format!("{src}/{folder}"),
            None => src.to_owned(),
        };
        *counts.entry(folder).or_default() += 1;
    }
    let large = counts.into_iter().filter(|(_, count)| *count > limit);
    large
        .map(|(folder, count)| format!("{folder} has {count} files, at most {limit} are allowed"))
        .collect()
}

/// Describes the structs with a field of a type `&mut T` that have too many fields.
pub(crate) fn large_contexts(tree: &Tree, limit: usize) -> Vec<String> {
    find(tree, |item| match item {
        Found::Struct(item) => {
            let is_mutable = |field: &syn::Field| match &field.ty {
                syn::Type::Reference(reference) => reference.mutability.is_some(),
                _ => false,
            };
            let count = item.fields.len();
            (count > limit && item.fields.iter().any(is_mutable)).then(|| {
                let message = format!(
                    "`{}` has {count} fields, at most {limit} are allowed beside a `&mut` one",
                    item.ident
                );
                (item.ident.span(), message)
            })
        }
        Found::Name(_) => None,
    })
}

/// Describes the parameters of functions and the fields with forbidden names.
pub(crate) fn forbidden_names(tree: &Tree, forbidden: &[&str]) -> Vec<String> {
    find(tree, |item| match item {
        Found::Name(name) if forbidden.iter().any(|other| name == other) => {
            let message = format!("a parameter or field has the name `{name}`");
            Some((name.span(), message))
        }
        _ => None,
    })
}

/// The subject of a rule.
enum Found<'a> {
    Struct(&'a syn::ItemStruct),
    /// The name of a field, or of a parameter of a function.
    Name(&'a syn::Ident),
}

struct Finder<'r> {
    rule: &'r dyn Fn(Found<'_>) -> Option<(Span, String)>,
    path: &'r str,
    problems: Vec<String>,
}

/// Applies a rule to the files of a crate.
fn find(tree: &Tree, rule: impl Fn(Found<'_>) -> Option<(Span, String)>) -> Vec<String> {
    let problems = tree.files.iter().flat_map(|file| {
        let mut finder = Finder {
            rule: &rule,
            path: &file.path,
            problems: Vec::new(),
        };
        finder.visit_file(&file.syntax);
        finder.problems
    });
    problems.collect()
}

impl Finder<'_> {
    fn check(&mut self, found: Found<'_>) {
        if let Some((span, message)) = (self.rule)(found) {
            let line = span.start().line;
            self.problems
                .push(format!("{}:{line}: {message}", self.path));
        }
    }
}

impl<'a> Visit<'a> for Finder<'_> {
    fn visit_item_mod(&mut self, item: &'a syn::ItemMod) {
        if !is_test(&item.attrs) {
            visit::visit_item_mod(self, item);
        }
    }

    fn visit_item_struct(&mut self, item: &'a syn::ItemStruct) {
        self.check(Found::Struct(item));
        visit::visit_item_struct(self, item);
    }

    fn visit_field(&mut self, field: &'a syn::Field) {
        if let Some(name) = &field.ident {
            self.check(Found::Name(name));
        }
        visit::visit_field(self, field);
    }

    fn visit_signature(&mut self, signature: &'a syn::Signature) {
        for input in &signature.inputs {
            if let syn::FnArg::Typed(input) = input
                && let syn::Pat::Ident(pattern) = &*input.pat
            {
                self.check(Found::Name(&pattern.ident));
            }
        }
        visit::visit_signature(self, signature);
    }
}

#[cfg(test)]
mod tests {
    use super::{forbidden_names, large_contexts, large_folders};
    use crate::architecture::tree::Tree;

    #[test]
    fn folders_are_counted_without_their_sub_folders() {
        let paths = ["a/x.rs", "a/y.rs", "a/b/z.rs", "lib.rs"];
        assert_eq!(
            large_folders("src", paths.into_iter(), 1),
            ["src/a has 2 files, at most 1 are allowed"]
        );
    }

    #[test]
    fn only_structs_with_a_mutable_reference_are_contexts() {
        let tree = Tree::parse([(
            "a.rs",
            "struct A<'a> { b: &'a mut B, c: C }\nstruct D { b: B, c: C }\nstruct E(&mut B);",
        )]);
        assert_eq!(
            large_contexts(&tree, 1),
            ["a.rs:1: `A` has 2 fields, at most 1 are allowed beside a `&mut` one"]
        );
    }

    #[test]
    fn forbidden_parameters_and_fields_are_found() {
        let tree = Tree::parse([(
            "a.rs",
            "struct A { of: B }\nfn f(at: usize) {}\nimpl A { fn of(self) { let at = 1; } }",
        )]);
        assert_eq!(forbidden_names(&tree, &["of", "at"]).len(), 2);
    }
}

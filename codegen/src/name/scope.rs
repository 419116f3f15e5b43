//! Scopes of unique identifiers.

use std::collections::{HashMap, HashSet};

use super::identifier::{Case, Identifier};
use super::reserved::is_keyword;

/// A scope of unique identifiers: a module, the fields of a struct, the arguments of a function.
///
/// The first of several strings that give the same identifier gets it, the others get numbers in
/// their order. An identifier depends only on the strings before it, so a string that is added
/// behind others changes none of them.
#[derive(Debug, Default)]
pub(super) struct Scope<'p> {
    parent: Option<&'p Scope<'p>>,
    reserved: &'static [&'static [&'static str]],
    taken: HashSet<String>,
    /// The last number that was tried for each identifier that is taken.
    numbers: HashMap<String, usize>,
}

impl<'p> Scope<'p> {
    /// Creates a scope with reserved names. A string that gives one of them gets an underscore.
    pub(super) fn new(reserved: &'static [&'static [&'static str]]) -> Self {
        Self {
            reserved,
            ..Self::default()
        }
    }

    /// Creates a scope that also excludes the identifiers of another one.
    pub(super) fn within(parent: &'p Self, reserved: &'static [&'static [&'static str]]) -> Self {
        Self {
            parent: Some(parent),
            reserved,
            ..Self::default()
        }
    }

    /// Assigns an identifier to each string, in their order.
    pub(super) fn assign<T: AsRef<str>>(
        &mut self,
        case: Case,
        strings: impl IntoIterator<Item = T>,
    ) -> Vec<Identifier> {
        let strings = strings.into_iter();
        strings
            .map(|string| self.assign_one(case, string.as_ref()))
            .collect()
    }

    /// Assigns an identifier to one string.
    pub(super) fn assign_one(&mut self, case: Case, string: &str) -> Identifier {
        let preferred = self.preferred(case, string);
        let mut name = preferred.clone();
        while self.is_taken(&name) {
            let number = self.numbers.entry(preferred.clone()).or_insert(1);
            *number += 1;
            name = case.numbered(&preferred, *number);
        }
        self.taken.insert(name.clone());
        Identifier::new(name)
    }

    /// Reserves identifiers that were assigned in another scope.
    pub(super) fn reserve_all<'n>(&mut self, names: impl Iterator<Item = &'n Identifier>) {
        self.taken.extend(names.map(ToString::to_string));
    }

    /// Returns the identifier for a string, unless another string has it already.
    pub(super) fn preferred(&self, case: Case, string: &str) -> String {
        let mut name = case.apply(string);
        if is_keyword(&name)
            || self
                .reserved
                .iter()
                .any(|names| names.contains(&name.as_str()))
        {
            name.push('_');
        }
        name
    }

    fn is_taken(&self, name: &str) -> bool {
        self.taken.contains(name) || self.parent.is_some_and(|parent| parent.is_taken(name))
    }
}

//! Scopes of unique identifiers.

use std::collections::{HashMap, HashSet};

use super::identifier::{Case, Identifier};
use super::reserved::is_keyword;

/// A scope of unique identifiers: a module, the fields of a struct, the arguments of a function.
///
/// Identifiers are assigned in batches. The first of several strings that give the same identifier
/// gets it, the others get numbers in their order, so a new name never changes an unrelated one.
#[derive(Debug, Default)]
pub(super) struct Scope<'p> {
    parent: Option<&'p Scope<'p>>,
    reserved: &'static [&'static [&'static str]],
    taken: HashSet<String>,
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

    /// Assigns an identifier to each string.
    pub(super) fn assign<T: AsRef<str>>(
        &mut self,
        case: Case,
        strings: impl IntoIterator<Item = T>,
    ) -> Vec<Identifier> {
        let preferred: Vec<String> = strings
            .into_iter()
            .map(|string| self.preferred(case, string.as_ref()))
            .collect();
        let all: HashSet<&str> = preferred.iter().map(String::as_str).collect();
        let mut numbers: HashMap<&str, usize> = HashMap::new();
        let mut assigned = Vec::with_capacity(preferred.len());
        for name in &preferred {
            if !self.is_taken(name) {
                self.taken.insert(name.clone());
                assigned.push(Identifier::new(name.clone()));
                continue;
            }
            let number = numbers.entry(name).or_insert(1);
            let free = loop {
                *number += 1;
                let candidate = case.numbered(name, *number);
                if !all.contains(candidate.as_str()) && !self.is_taken(&candidate) {
                    break candidate;
                }
            };
            self.taken.insert(free.clone());
            assigned.push(Identifier::new(free));
        }
        assigned
    }

    /// Assigns an identifier to one string.
    pub(super) fn assign_one(&mut self, case: Case, string: &str) -> Identifier {
        let preferred = self.preferred(case, string);
        let mut name = preferred.clone();
        let mut number = 1;
        while self.is_taken(&name) {
            number += 1;
            name = case.numbered(&preferred, number);
        }
        self.taken.insert(name.clone());
        Identifier::new(name)
    }

    /// Reserves identifiers that were assigned in another scope.
    pub(super) fn reserve_all<'n>(&mut self, names: impl Iterator<Item = &'n Identifier>) {
        self.taken.extend(names.map(ToString::to_string));
    }

    /// Returns the identifier for a string, unless another string has it already.
    fn preferred(&self, case: Case, string: &str) -> String {
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

//! Where identifiers are unique.

use std::collections::{HashMap, HashSet};

use super::identifier::{Case, Identifier};
use super::reserved::is_keyword;

/// A place in which no two identifiers are the same: a module, the fields of a struct, the arguments of a function.
///
/// Names are given out in batches. A text that asks for a free identifier gets it, the first one where several ask
/// for the same; the others get numbers, in their order. So a new name never changes an unrelated one.
#[derive(Debug, Default)]
pub(super) struct Scope<'p> {
    parent: Option<&'p Scope<'p>>,
    reserved: &'static [&'static [&'static str]],
    taken: HashSet<String>,
}

impl<'p> Scope<'p> {
    /// A scope that itself uses some names; texts that ask for them get an underscore behind it.
    pub(super) fn new(reserved: &'static [&'static [&'static str]]) -> Self {
        Self {
            reserved,
            ..Self::default()
        }
    }

    /// A scope in which the names of another one are taken too.
    pub(super) fn within(parent: &'p Self, reserved: &'static [&'static [&'static str]]) -> Self {
        Self {
            parent: Some(parent),
            reserved,
            ..Self::default()
        }
    }

    /// Gives an identifier for each text.
    pub(super) fn assign<T: AsRef<str>>(
        &mut self,
        case: Case,
        texts: impl IntoIterator<Item = T>,
    ) -> Vec<Identifier> {
        let wanted: Vec<String> = texts
            .into_iter()
            .map(|text| self.wanted(case, text.as_ref()))
            .collect();
        let all: HashSet<&str> = wanted.iter().map(String::as_str).collect();
        let mut numbers: HashMap<&str, usize> = HashMap::new();
        let mut given = Vec::with_capacity(wanted.len());
        for name in &wanted {
            if !self.is_taken(name) {
                self.taken.insert(name.clone());
                given.push(Identifier::new(name.clone()));
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
            given.push(Identifier::new(free));
        }
        given
    }

    /// Gives an identifier for one text.
    pub(super) fn assign_one(&mut self, case: Case, text: &str) -> Identifier {
        let wanted = self.wanted(case, text);
        let mut name = wanted.clone();
        let mut number = 1;
        while self.is_taken(&name) {
            number += 1;
            name = case.numbered(&wanted, number);
        }
        self.taken.insert(name.clone());
        Identifier::new(name)
    }

    /// Lets nobody have identifiers that were given out elsewhere.
    pub(super) fn take<'n>(&mut self, names: impl Iterator<Item = &'n Identifier>) {
        self.taken.extend(names.map(ToString::to_string));
    }

    fn wanted(&self, case: Case, text: &str) -> String {
        let mut name = case.apply(text);
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

//! Assigns the names of types.

use std::collections::HashMap;

use crate::ir::{Api, Origin, TypeId};

use super::identifier::{Case, Identifier};
use super::scope::Scope;

/// Assigns the names of types, and the modules that they are in.
pub(super) struct TypeNamer<'a> {
    api: &'a Api,
    /// By type.
    names: Vec<Option<Identifier>>,
    /// By type.
    modules: Vec<Vec<Identifier>>,
}

impl<'a> TypeNamer<'a> {
    /// Creates a namer with all types in the module `models`, without names.
    pub(super) fn new(api: &'a Api) -> Self {
        let models = vec![Identifier::new("models".to_owned())];
        Self {
            api,
            names: vec![None; api.types.len()],
            modules: vec![models; api.types.len()],
        }
    }

    /// Returns the name of a type, if it has been assigned.
    pub(super) fn name(&self, id: TypeId) -> Option<&Identifier> {
        self.names[id.index()].as_ref()
    }

    /// Names the types of one module, those that are named after others last.
    pub(super) fn assign(&mut self, ids: &[TypeId], scope: &mut Scope<'_>) {
        let components: Vec<(TypeId, &str)> = ids
            .iter()
            .filter_map(|id| match &self.api.definition(*id).origin {
                Origin::Component(name) => Some((*id, name.as_str())),
                _ => None,
            })
            .collect();
        let suffixes =
            shortest_suffixes(&components.iter().map(|(_, name)| *name).collect::<Vec<_>>());
        let names = scope.assign(Case::Camel, suffixes);
        for ((id, _), name) in components.into_iter().zip(names) {
            self.names[id.index()] = Some(name);
        }
        let mut pending: Vec<TypeId> = ids
            .iter()
            .copied()
            .filter(|id| self.name(*id).is_none())
            .collect();
        while !pending.is_empty() {
            let (mut ready, rest): (Vec<_>, Vec<_>) =
                pending.iter().partition(|id| self.words(**id).is_some());
            if ready.is_empty() {
                ready = rest;
                pending = Vec::new();
            } else {
                pending = rest;
            }
            let names = scope.assign(
                Case::Camel,
                ready.iter().map(|id| self.words(*id).unwrap_or_default()),
            );
            for (id, name) in ready.into_iter().zip(names) {
                self.names[id.index()] = Some(name);
            }
        }
    }

    /// Moves types to a module.
    pub(super) fn place(&mut self, ids: &[TypeId], modules: &[Identifier]) {
        for id in ids {
            self.modules[id.index()] = modules.to_vec();
        }
    }

    /// Returns the name and the modules of each type.
    pub(super) fn finish(self) -> Vec<(Identifier, Vec<Identifier>)> {
        let names = self
            .names
            .into_iter()
            .map(|name| name.unwrap_or_else(|| Identifier::new("Unnamed".to_owned())));
        names.zip(self.modules).collect()
    }

    /// Returns the words that a name is made of; `None` if the type is named after another one that
    /// has no name yet.
    fn words(&self, id: TypeId) -> Option<String> {
        match &self.api.definition(id).origin {
            Origin::Component(name) => Some(name.clone()),
            Origin::Base(ty) => Some(format!("{} base", self.name(*ty)?)),
            Origin::RequestVariant(ty) => Some(format!("{} request", self.name(*ty)?)),
            Origin::Inline {
                within: None,
                words,
            } => Some(words.join(" ")),
            Origin::Inline {
                within: Some(ty),
                words,
            } => Some(format!("{} {}", self.name(*ty)?, words.join(" "))),
        }
    }
}

/// Returns the shortest suffixes of dotted names that give distinct identifiers.
fn shortest_suffixes<'n>(names: &[&'n str]) -> Vec<&'n str> {
    let mut suffixes: Vec<&str> = names.iter().map(|name| next_suffix(name, "")).collect();
    loop {
        let mut indices: HashMap<String, Vec<usize>> = HashMap::new();
        for (index, suffix) in suffixes.iter().enumerate() {
            indices
                .entry(Case::Camel.apply(suffix))
                .or_default()
                .push(index);
        }
        let mut changed = false;
        for index in indices
            .into_values()
            .filter(|indices| indices.len() > 1)
            .flatten()
        {
            let longer = next_suffix(names[index], suffixes[index]);
            changed |= longer.len() != suffixes[index].len();
            suffixes[index] = longer;
        }
        if !changed {
            return suffixes;
        }
    }
}

/// Returns the suffix of a dotted name that is one segment longer than another one. A segment that
/// does not begin with a letter needs the one before it, too.
fn next_suffix<'n>(name: &'n str, suffix: &str) -> &'n str {
    let mut end = name.len() - suffix.len();
    while end > 0 {
        end = name[..end - 1].rfind('.').map_or(0, |dot| dot + 1);
        if name[end..].starts_with(char::is_alphabetic) {
            return &name[end..];
        }
    }
    name
}

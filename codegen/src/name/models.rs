//! The types and the modules below `models`.
//!
//! The type of a named schema is in `models` itself. Every other type is in the module of the named
//! schema that it belongs to, so that no schema that is added can have its name.

use std::collections::{BTreeMap, HashMap, HashSet};

use crate::ir::{Api, Origin, TypeId};
use crate::source::PathCursor;

use super::identifier::{Case, Identifier};
use super::reserved;
use super::scope::Scope;
use super::type_namer::TypeNamer;

/// The module of the types that belong to no named schema and to no path.
const SHARED: &str = "shared";

/// A module below `models`: the type of a named schema, and the types that belong to it.
#[derive(Clone, Debug)]
pub(crate) struct ModelFile {
    pub(crate) module: Identifier,
    /// The type that `models` re-exports.
    pub(crate) schema: Option<TypeId>,
    /// The other types, in the order of the document.
    pub(crate) parts: Vec<TypeId>,
}

impl ModelFile {
    /// Iterates over all types of the module.
    pub(crate) fn types(&self) -> impl Iterator<Item = TypeId> {
        self.schema.into_iter().chain(self.parts.iter().copied())
    }
}

/// Names the types of models and their modules. Returns the modules, sorted by name.
pub(super) fn name(api: &Api, types: &mut TypeNamer<'_>, models: &[TypeId]) -> Vec<ModelFile> {
    let is_schema = |id: &TypeId| matches!(api.definition(*id).origin, Origin::Component(_));
    let (schemas, others): (Vec<TypeId>, Vec<TypeId>) = models.iter().partition(|id| is_schema(id));
    let location = PathCursor::ROOT.key("components");
    let mut scope = Scope::new(&[reserved::PRELUDE]);
    types.assign(&schemas, &mut scope, &location);
    let known: HashSet<TypeId> = schemas.iter().copied().collect();
    let mut parts: HashMap<Option<TypeId>, Vec<TypeId>> = HashMap::new();
    for id in others {
        let root = Some(types.root(id)).filter(|root| known.contains(root));
        parts.entry(root).or_default().push(id);
    }
    let names = schemas
        .iter()
        .map(|id| types.name(*id).map_or("", Identifier::as_str));
    let modules = Scope::new(&[reserved::MODULES, reserved::DEVICES, &[SHARED]])
        .assign(Case::Snake, names)
        .into_iter()
        .zip(schemas.iter().copied().map(Some))
        .chain([(Identifier::new(SHARED.to_owned()), None)]);
    let models = Identifier::new("models".to_owned());
    let mut files = BTreeMap::new();
    for (module, schema) in modules {
        let parts = parts.remove(&schema).unwrap_or_default();
        if schema.is_none() && parts.is_empty() {
            continue;
        }
        let mut scope = Scope::new(&[reserved::PRELUDE]);
        types.assign(&parts, &mut scope, &location);
        types.place(&parts, &[models.clone(), module.clone()]);
        let file = ModelFile {
            module: module.clone(),
            schema,
            parts,
        };
        files.insert(module, file);
    }
    files.into_values().collect()
}

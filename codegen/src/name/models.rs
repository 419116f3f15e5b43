//! The modules below `models`.

use std::collections::{BTreeMap, HashMap, HashSet};

use crate::ir::{Api, Origin, TypeId};

use super::identifier::{Case, Identifier};
use super::reserved;
use super::scope::Scope;
use super::type_namer::TypeNamer;

/// A module below `models`: a type, and the types that are named after it.
#[derive(Clone, Debug)]
pub(crate) struct ModelFile {
    pub(crate) module: Identifier,
    /// In the order of the document.
    pub(crate) types: Vec<TypeId>,
}

/// Groups models by the root of what they are named after, and names the modules.
pub(super) fn name(api: &Api, types: &TypeNamer<'_>, models: &[TypeId]) -> Vec<ModelFile> {
    let known: HashSet<TypeId> = models.iter().copied().collect();
    let mut groups: Vec<(TypeId, Vec<TypeId>)> = Vec::new();
    let mut indices: HashMap<TypeId, usize> = HashMap::new();
    for id in models {
        let root = root_model(api, *id, &known);
        let index = *indices.entry(root).or_insert_with(|| {
            groups.push((root, Vec::new()));
            groups.len() - 1
        });
        groups[index].1.push(*id);
    }
    let roots = groups
        .iter()
        .map(|(root, _)| types.name(*root).map_or("", Identifier::as_str));
    let modules = Scope::new(&[reserved::MODULES, reserved::DEVICES]).assign(Case::Snake, roots);
    let files: BTreeMap<Identifier, Vec<TypeId>> = modules
        .into_iter()
        .zip(groups.into_iter().map(|(_, types)| types))
        .collect();
    files
        .into_iter()
        .map(|(module, types)| ModelFile { module, types })
        .collect()
}

/// Returns the outermost model that a model is named after.
fn root_model(api: &Api, id: TypeId, known: &HashSet<TypeId>) -> TypeId {
    let mut root = id;
    for _ in 0..api.types.len() {
        match &api.definition(root).origin {
            Origin::Base(ty)
            | Origin::RequestVariant(ty)
            | Origin::Inline {
                within: Some(ty), ..
            } if known.contains(ty) => root = *ty,
            _ => break,
        }
    }
    root
}

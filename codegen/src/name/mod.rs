//! Decides every identifier of the crate, once, before anything is rendered.

mod access;
mod callbacks;
mod identifier;
mod nodes;
mod reserved;
mod scope;
mod types;

#[cfg(test)]
mod tests;

pub(crate) use access::{SchemeNames, ServerNames, ServersNames, VariableNames};
pub(crate) use callbacks::{CallbackNames, ServedNames, SubjectNames};
pub(crate) use identifier::Identifier;
pub(crate) use nodes::{NodeNames, OperationNames};
pub(crate) use types::{ModelFile, TypeNames};

use std::collections::HashMap;

use crate::ir::{Api, TypeId};
use identifier::Case;
use scope::Scope;

/// Every identifier of a crate. Lists run parallel to those of the [`Api`].
#[derive(Clone, Debug)]
pub struct Names {
    types: Vec<TypeNames>,
    /// The modules below `models`, in the order of their names.
    pub(crate) models: Vec<ModelFile>,
    /// The root of the path tree.
    pub(crate) root: NodeNames,
    /// Of the servers of the document.
    pub(crate) servers: ServersNames,
    /// Parallel to the security schemes.
    pub(crate) security_schemes: Vec<SchemeNames>,
    /// The constants of the error codes.
    pub(crate) error_codes: Vec<Identifier>,
    /// Parallel to the callbacks.
    pub(crate) callbacks: Vec<CallbackNames>,
    /// By the type whose values say something of themselves.
    pub(crate) correlations: HashMap<TypeId, SubjectNames>,
    /// The statics of the security schemes of the type `openIdConnect`.
    pub(crate) open_id: Vec<Identifier>,
    /// The tests of the examples.
    pub(crate) examples: Vec<Identifier>,
}

impl Names {
    /// The names of a type and of what is in it.
    pub(crate) fn of(&self, id: TypeId) -> &TypeNames {
        &self.types[id.index()]
    }
}

/// Names everything in an API.
#[must_use]
pub fn name(api: &Api) -> Names {
    let (types, models, root, callbacks) = types::name(api);
    let accessors = |id: TypeId| types[id.index()].accessors.iter().flatten().collect();
    let correlations = callbacks::correlations(api, accessors);
    let servers = access::servers(api, root.types());
    let schemes = api.open_id.iter().map(|scheme| &scheme.name);
    Names {
        types,
        models,
        root,
        callbacks,
        correlations,
        open_id: Scope::new(&[]).assign(Case::Constant, schemes),
        servers,
        security_schemes: access::security_schemes(api),
        error_codes: Scope::new(&[]).assign(
            Case::Constant,
            api.error_codes.iter().map(|code| &code.name),
        ),
        examples: Scope::new(&[reserved::TESTS]).assign(
            Case::Snake,
            api.examples.iter().map(|example| example.name.join(" ")),
        ),
    }
}

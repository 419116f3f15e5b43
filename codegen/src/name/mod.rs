//! Assigns every identifier of the crate before anything is rendered.

mod access;
mod callbacks;
mod declared;
mod identifier;
mod models;
mod namespaces;
mod nodes;
mod reserved;
mod scope;
mod status;
mod type_namer;
mod types;
mod words;

#[cfg(test)]
mod tests;

pub(crate) use access::{ExtensionNames, SchemeNames, ServerNames, ServersNames, VariableNames};
pub(crate) use callbacks::{CallbackNames, ServedNames, SubjectNames};
pub(crate) use identifier::Identifier;
pub(crate) use models::ModelFile;
pub(crate) use nodes::{NodeNames, OperationNames};
pub(crate) use types::TypeNames;

use std::collections::{HashMap, HashSet};

use crate::config;
use crate::diagnostics::Diagnostics;
use crate::ir::{Api, TypeId};
use identifier::Case;
use namespaces::Namespaces;
use scope::Scope;
use type_namer::TypeNamer;

/// Every identifier of a crate, in lists parallel to those of the [`Api`].
#[derive(Clone, Debug)]
pub struct Names {
    types: Vec<TypeNames>,
    /// The modules below `models`, sorted by name.
    pub(crate) models: Vec<ModelFile>,
    /// The root of the path tree.
    pub(crate) root: NodeNames,
    /// The types of path nodes that `operations` re-exports: those whose names no other type of a
    /// path node has.
    pub(crate) re_exports: HashSet<TypeId>,
    /// The names of the servers of the document.
    pub(crate) servers: ServersNames,
    /// The names of the security schemes, parallel to them.
    pub(crate) security_schemes: Vec<SchemeNames>,
    /// The methods that extensions of the document give to types of the runtime.
    pub(crate) extensions: ExtensionNames,
    /// The constants of the error codes.
    pub(crate) error_codes: Vec<Identifier>,
    /// The names of the callbacks, parallel to them.
    pub(crate) callbacks: Vec<CallbackNames>,
    /// The names of correlation keys and conditions, by type.
    pub(crate) correlations: HashMap<TypeId, SubjectNames>,
    /// The statics of the security schemes of the type `openIdConnect`.
    pub(crate) open_id: Vec<Identifier>,
    /// The tests of the examples.
    pub(crate) examples: Vec<Identifier>,
}

impl Names {
    /// Returns the names of a type and of its fields and variants.
    pub(crate) fn of(&self, id: TypeId) -> &TypeNames {
        &self.types[id.index()]
    }
}

/// Names everything in an API. Reports what does not get the name that it should have.
#[must_use]
pub fn name(api: &Api, settings: &config::Names, diagnostics: &mut Diagnostics) -> Names {
    // The root of the path tree has no module of its own.
    let mut model_ids = [api.models.as_slice(), &api.root.types].concat();
    model_ids.sort_unstable();
    let namespaces = Namespaces::new(api, settings);
    let mut type_namer = TypeNamer::new(api, namespaces, diagnostics);
    let models = models::name(api, &mut type_namer, &model_ids);
    let root = nodes::name(api, &mut type_namer);
    let callbacks = callbacks::name(api);
    let types = types::name(api, type_namer);
    let accessors = |id: TypeId| types[id.index()].accessors.iter().flatten().collect();
    let correlations = callbacks::correlations(api, accessors);
    let servers = access::servers(api, root.types());
    let schemes = api.open_id.iter().map(|scheme| &scheme.name);
    let names = Names {
        re_exports: nodes::re_exports(api, &types),
        types,
        models,
        root,
        callbacks,
        correlations,
        open_id: Scope::new(&[]).assign(Case::Constant, schemes),
        servers,
        security_schemes: access::security_schemes(api),
        extensions: access::extensions(api),
        error_codes: Scope::new(&[]).assign(
            Case::Constant,
            api.error_codes.iter().map(|code| &code.name),
        ),
        examples: Scope::new(&[reserved::TESTS]).assign(
            Case::Snake,
            api.examples.iter().map(|example| example.name.join(" ")),
        ),
    };
    declared::report(api, &names, diagnostics);
    names
}

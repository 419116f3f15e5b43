//! The names of where a client goes, and of what lets it in.

use crate::api::Api;

use super::identifier::{Case, Identifier};
use super::reserved;
use super::scope::Scope;

/// The names of a server.
#[derive(Clone, Debug)]
pub(crate) struct ServerNames {
    /// The variant of the enum.
    pub(crate) variant: Identifier,
    /// The type of what has to be said of it, where its URL leaves something open.
    pub(crate) settings: Identifier,
    /// Parallel to its variables.
    pub(crate) variables: Vec<VariableNames>,
}

/// The names of a variable of a server.
#[derive(Clone, Debug)]
pub(crate) struct VariableNames {
    pub(crate) field: Identifier,
    /// The type of its values, where they are listed.
    pub(crate) of: Identifier,
    /// Parallel to its values.
    pub(crate) values: Vec<Identifier>,
}

/// The names of a security scheme.
#[derive(Clone, Debug)]
pub(crate) struct SchemeNames {
    /// The method that sets its credential.
    pub(crate) method: Identifier,
    /// The static that describes it.
    pub(crate) table: Identifier,
}

pub(super) fn servers(api: &Api) -> Vec<ServerNames> {
    let mut types = Scope::new(&[reserved::PRELUDE, reserved::IMPORTED, reserved::ROOT_TYPES]);
    let variants =
        Scope::new(&[]).assign(Case::Camel, api.servers.iter().map(|server| &server.name));
    let servers = api.servers.iter().zip(variants);
    servers
        .map(|(server, variant)| {
            let settings = types.assign_one(Case::Camel, &format!("{variant} server"));
            let fields = Scope::new(&[&["document"]]).assign(
                Case::Snake,
                server.variables.iter().map(|variable| &variable.name),
            );
            let variables = server.variables.iter().zip(fields);
            ServerNames {
                variables: variables
                    .map(|(variable, field)| VariableNames {
                        of: types.assign_one(Case::Camel, &format!("{settings} {}", variable.name)),
                        field,
                        values: Scope::new(&[]).assign(Case::Camel, &variable.values),
                    })
                    .collect(),
                settings,
                variant,
            }
        })
        .collect()
}

pub(super) fn security_schemes(api: &Api) -> Vec<SchemeNames> {
    let names = || api.security_schemes.iter().map(|scheme| &scheme.name);
    let methods = Scope::new(&[reserved::METHODS]).assign(Case::Snake, names());
    let tables = Scope::new(&[]).assign(Case::Constant, names());
    methods
        .into_iter()
        .zip(tables)
        .map(|(method, table)| SchemeNames { method, table })
        .collect()
}

//! The names of where a client goes, and of what lets it in.

use crate::ir::{Api, Server, is_choice};

use super::identifier::{Case, Identifier};
use super::reserved;
use super::scope::Scope;

/// The names of servers that one chooses among.
#[derive(Clone, Debug)]
pub(crate) struct ServersNames {
    /// The enum.
    pub(crate) ty: Identifier,
    /// Parallel to the servers.
    pub(crate) servers: Vec<ServerNames>,
}

impl ServersNames {
    /// The names of all types of it, where they are servers of a path or of an operation.
    pub(crate) fn types(&self) -> impl Iterator<Item = &Identifier> {
        let open = self
            .servers
            .iter()
            .filter(|server| !server.variables.is_empty());
        let settings = open.flat_map(|server| {
            let listed = server
                .variables
                .iter()
                .filter(|variable| !variable.values.is_empty());
            std::iter::once(&server.settings).chain(listed.map(|variable| &variable.ty))
        });
        std::iter::once(&self.ty).chain(settings)
    }
}

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
    pub(crate) ty: Identifier,
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

/// The names of the servers of the document. What the crate's root exports beside them is taken.
pub(super) fn servers<'n>(
    api: &Api,
    exported: impl Iterator<Item = &'n Identifier>,
) -> ServersNames {
    let mut types = Scope::new(&[reserved::PRELUDE, reserved::IMPORTED, reserved::ROOT_TYPES]);
    types.take(exported);
    // Reserved, so that nothing else has it.
    let ty = Identifier::new("Server".to_owned());
    names_of(ty, &api.servers, &mut types)
}

/// The names of the servers of a path or of an operation, where there is anything to choose.
pub(super) fn own_servers(
    words: &str,
    servers: &[Server],
    types: &mut Scope<'_>,
) -> Option<ServersNames> {
    is_choice(servers).then(|| {
        let ty = types.assign_one(Case::Camel, words);
        names_of(ty, servers, types)
    })
}

fn names_of(ty: Identifier, servers: &[Server], types: &mut Scope<'_>) -> ServersNames {
    let variants = Scope::new(&[]).assign(Case::Camel, servers.iter().map(|server| &server.name));
    let servers = servers.iter().zip(variants);
    let servers = servers
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
                        ty: types.assign_one(Case::Camel, &format!("{settings} {}", variable.name)),
                        field,
                        values: Scope::new(&[]).assign(Case::Camel, &variable.values),
                    })
                    .collect(),
                settings,
                variant,
            }
        })
        .collect();
    ServersNames { ty, servers }
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

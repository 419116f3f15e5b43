//! The names of servers and security schemes.

use crate::ir::{Api, Attribute, Server, is_choice};

use super::identifier::{Case, Identifier};
use super::reserved;
use super::scope::Scope;

/// The names of a choice of servers.
#[derive(Clone, Debug)]
pub(crate) struct ServersNames {
    /// The enum.
    pub(crate) ty: Identifier,
    /// The names of the servers, parallel to them.
    pub(crate) servers: Vec<ServerNames>,
}

impl ServersNames {
    /// Returns all types of the servers of a path or of an operation.
    pub(crate) fn types(&self) -> impl Iterator<Item = &Identifier> {
        let configurable = self
            .servers
            .iter()
            .filter(|server| !server.variables.is_empty());
        let settings = configurable.flat_map(|server| {
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
    /// The type of its variables, if its URL has any.
    pub(crate) settings: Identifier,
    /// The names of its variables, parallel to them.
    pub(crate) variables: Vec<VariableNames>,
}

/// The names of a variable of a server.
#[derive(Clone, Debug)]
pub(crate) struct VariableNames {
    pub(crate) field: Identifier,
    /// The type of its values, if they are listed.
    pub(crate) ty: Identifier,
    /// The variants of that type, parallel to the values.
    pub(crate) values: Vec<Identifier>,
}

/// The names of the methods that the extensions of the document give to types of the runtime.
#[derive(Clone, Debug)]
pub(crate) struct ExtensionNames {
    /// The methods of the token attributes, parallel to them.
    pub(crate) token_attributes: Vec<Identifier>,
    /// The methods of the parameters of challenges, parallel to them.
    pub(crate) challenge_parameters: Vec<Identifier>,
    /// The methods of the attributes of senders, parallel to them.
    pub(crate) sender_attributes: Vec<Identifier>,
}

/// Names the methods that the extensions of the document give to types of the runtime.
pub(super) fn extensions(api: &Api) -> ExtensionNames {
    let names = |attribute: &Attribute| attribute.name.clone();
    let mut token = Scope::new(&[reserved::METHODS, reserved::REQUEST_METHODS]);
    let attributes = api.conventions.token_attributes.iter().map(names);
    let parameters = api.conventions.challenge_parameters().map(names);
    let mut sender = Scope::new(&[reserved::METHODS, reserved::SENDER_METHODS]);
    let sender_attributes = api.sender_attributes();
    let sender_attributes = sender_attributes.iter().map(|attribute| &attribute.name);
    ExtensionNames {
        token_attributes: token.assign(Case::Snake, attributes),
        challenge_parameters: token.assign(Case::Snake, parameters),
        sender_attributes: sender.assign(Case::Snake, sender_attributes),
    }
}

/// The names of a security scheme.
#[derive(Clone, Debug)]
pub(crate) struct SchemeNames {
    /// The method that sets its credential.
    pub(crate) method: Identifier,
    /// The static with its description.
    pub(crate) table: Identifier,
    /// The function that returns its token endpoint.
    pub(crate) token_endpoint: Identifier,
}

/// Names the servers of the document. `exported` are the other names in the root of the crate.
pub(super) fn servers<'n>(
    api: &Api,
    exported: impl Iterator<Item = &'n Identifier>,
) -> ServersNames {
    let mut types = Scope::new(&[reserved::PRELUDE, reserved::IMPORTED, reserved::ROOT_TYPES]);
    types.reserve_all(exported);
    // Nothing else has this name: it is reserved.
    let ty = Identifier::new("Server".to_owned());
    name_servers(ty, &api.servers, &mut types)
}

/// Names the servers of a path or of an operation, if there is a choice.
pub(super) fn own_servers(
    words: &str,
    servers: &[Server],
    types: &mut Scope<'_>,
) -> Option<ServersNames> {
    is_choice(servers).then(|| {
        let ty = types.assign_one(Case::Camel, words);
        name_servers(ty, servers, types)
    })
}

/// Names servers, and the types of their variables.
fn name_servers(ty: Identifier, servers: &[Server], types: &mut Scope<'_>) -> ServersNames {
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

/// Names the security schemes.
pub(super) fn security_schemes(api: &Api) -> Vec<SchemeNames> {
    let names = || api.security_schemes.iter().map(|scheme| &scheme.name);
    let methods = Scope::new(&[reserved::METHODS, reserved::CREDENTIALS_METHODS])
        .assign(Case::Snake, names());
    let tables = Scope::new(&[]).assign(Case::Constant, names());
    let token_endpoints = Scope::new(&[]).assign(
        Case::Snake,
        names().map(|name| format!("{name} token endpoint")),
    );
    methods
        .into_iter()
        .zip(tables)
        .zip(token_endpoints)
        .map(|((method, table), token_endpoint)| SchemeNames {
            method,
            table,
            token_endpoint,
        })
        .collect()
}

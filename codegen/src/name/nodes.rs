//! The names of the path tree.

use crate::ir::{Api, Operation, PathNode, Segment};

use super::access::{ServersNames, own_servers};
use super::identifier::{Case, Identifier};
use super::reserved;
use super::scope::Scope;
use super::types::Types;

/// The names of a path node.
#[derive(Clone, Debug)]
pub(crate) struct NodeNames {
    /// The modules that lead to its module from the crate's root, its own last. Empty at the root.
    pub(crate) modules: Vec<Identifier>,
    /// The method of the node above that leads here.
    pub(crate) accessor: Identifier,
    /// The arguments of that method: parallel to the parameters of the segment.
    pub(crate) arguments: Vec<Identifier>,
    /// Its type.
    pub(crate) builder: Identifier,
    /// Of the servers of the path, where there is anything to choose.
    pub(crate) own_servers: Option<ServersNames>,
    /// Parallel to its operations.
    pub(crate) operations: Vec<OperationNames>,
    /// Parallel to its children.
    pub(crate) children: Vec<NodeNames>,
}

impl NodeNames {
    /// The module of the node.
    pub(crate) fn module(&self) -> &Identifier {
        self.modules.last().unwrap_or(&self.accessor)
    }

    /// The types in its module that requests go with.
    pub(crate) fn types(&self) -> impl Iterator<Item = &Identifier> {
        let of_path = self.own_servers.iter().flat_map(ServersNames::types);
        of_path.chain(self.operations.iter().flat_map(|operation| {
            let servers = operation.own_servers.iter().flat_map(ServersNames::types);
            let own = operation.request.iter().chain(&operation.headers);
            own.chain(servers)
        }))
    }

    /// Of the servers that an operation on the path can be sent to.
    pub(crate) fn servers_of<'a>(
        &'a self,
        operation: &Operation,
        names: &'a OperationNames,
    ) -> Option<&'a ServersNames> {
        if operation.servers.is_empty() {
            self.own_servers.as_ref()
        } else {
            names.own_servers.as_ref()
        }
    }
}

/// The names of an operation.
#[derive(Clone, Debug)]
pub(crate) struct OperationNames {
    /// The method that calls it.
    pub(crate) method: Identifier,
    /// The static that describes it.
    pub(crate) table: Identifier,
    /// The type of its request, where it has optional parameters.
    pub(crate) request: Option<Identifier>,
    /// Of the servers that it alone is at, where there is anything to choose.
    pub(crate) own_servers: Option<ServersNames>,
    /// The type that reads the headers of its responses, where any are declared.
    pub(crate) headers: Option<Identifier>,
    /// Parallel to these headers.
    pub(crate) header_methods: Vec<Identifier>,
    /// Parallel to its parameters: an argument for a required one, a method of the request for an optional one.
    pub(crate) parameters: Vec<Identifier>,
}

/// Names the whole tree.
pub(super) fn name_root(
    api: &Api,
    types: &mut Types<'_>,
    models: &Scope<'_>,
    homes: &mut [Vec<Identifier>],
) -> NodeNames {
    let mut naming = Naming {
        types,
        models,
        homes,
    };
    naming.node(
        &api.root,
        Vec::new(),
        ["client", "client"].map(|word| Identifier::new(word.to_owned())),
    )
}

struct Naming<'n, 't> {
    types: &'n mut Types<'t>,
    models: &'n Scope<'n>,
    homes: &'n mut [Vec<Identifier>],
}

impl Naming<'_, '_> {
    fn node(
        &mut self,
        node: &PathNode,
        modules: Vec<Identifier>,
        [stem, accessor]: [Identifier; 2],
    ) -> NodeNames {
        let mut scope = Scope::within(
            self.models,
            &[reserved::PRELUDE, reserved::IMPORTED, reserved::ROOT_TYPES],
        );
        let builder = if modules.is_empty() {
            Identifier::new("Client".to_owned())
        } else {
            self.types.assign(&node.types, &mut scope);
            for id in &node.types {
                self.homes[id.index()].clone_from(&modules);
            }
            scope.assign_one(Case::Camel, &format!("{stem} request builder"))
        };
        let operations = node
            .operations
            .iter()
            .map(|operation| names_of(operation, &stem, &mut scope))
            .collect();
        let own_servers = own_servers(&format!("{stem} server"), &node.servers, &mut scope);
        NodeNames {
            children: self.children(&node.children, &modules),
            modules,
            accessor,
            arguments: Scope::new(&[]).assign(
                Case::Snake,
                node.segment.parameters().map(|parameter| &parameter.name),
            ),
            builder,
            own_servers,
            operations,
        }
    }

    fn children(&mut self, children: &[PathNode], above: &[Identifier]) -> Vec<NodeNames> {
        let reserved: &[&[&str]] = if above.is_empty() {
            &[reserved::MODULES, reserved::DEVICES, reserved::ROOT_MODULES]
        } else {
            &[reserved::MODULES, reserved::DEVICES]
        };
        let modules = Scope::new(reserved).assign(
            Case::Snake,
            children.iter().map(|child| match &child.segment {
                Segment::Parameter(_) => "item".to_owned(),
                segment => segment.words(),
            }),
        );
        let accessors = Scope::new(&[reserved::METHODS]).assign(
            Case::Snake,
            children.iter().map(|child| child.segment.words()),
        );
        children
            .iter()
            .zip(modules.into_iter().zip(accessors))
            .map(|(child, (module, accessor))| {
                let mut modules = above.to_vec();
                modules.push(module.clone());
                self.node(child, modules, [module, accessor])
            })
            .collect()
    }
}

fn names_of(operation: &Operation, stem: &Identifier, scope: &mut Scope<'_>) -> OperationNames {
    let method = operation.method.as_str();
    let has_optional = operation
        .parameters
        .iter()
        .any(|parameter| !parameter.required);
    let request =
        has_optional.then(|| scope.assign_one(Case::Camel, &format!("{stem} {method} request")));
    let names = |required: bool, mut scope: Scope<'_>| {
        let wanted = operation
            .parameters
            .iter()
            .filter(|parameter| parameter.required == required);
        scope
            .assign(Case::Snake, wanted.map(|parameter| &parameter.name))
            .into_iter()
    };
    let mut arguments = names(true, Scope::new(&[reserved::ARGUMENTS]));
    let mut methods = names(false, Scope::new(&[reserved::REQUEST_METHODS]));
    let parameters = operation
        .parameters
        .iter()
        .filter_map(|parameter| {
            if parameter.required {
                arguments.next()
            } else {
                methods.next()
            }
        })
        .collect();
    let headers = (!operation.headers.is_empty())
        .then(|| scope.assign_one(Case::Camel, &format!("{stem} {method} headers")));
    let header_methods = Scope::new(&[reserved::METHODS]).assign(
        Case::Snake,
        operation.headers.iter().map(|header| &header.name),
    );
    let words = format!("{stem} {method} server");
    OperationNames {
        own_servers: own_servers(&words, &operation.servers, scope),
        headers,
        header_methods,
        method: Identifier::new(method.to_owned()),
        table: Identifier::new(method.to_ascii_uppercase()),
        request,
        parameters,
    }
}

//! The names of the path tree.

use std::collections::{HashMap, HashSet};

use crate::ir::{Api, Header, Method, Operation, Parameter, PathNode, Segment, TypeId};

use super::access::{ServersNames, own_servers};
use super::identifier::{Case, Identifier};
use super::reserved;
use super::scope::Scope;
use super::type_namer::TypeNamer;
use super::types::TypeNames;
use crate::source::PathCursor;

/// The names of a path node.
#[derive(Clone, Debug)]
pub(crate) struct NodeNames {
    /// The path of its module from the root of the crate; empty for the root node.
    pub(crate) modules: Vec<Identifier>,
    /// The method of the parent node that returns this node.
    pub(crate) accessor: Identifier,
    /// The arguments of that method, parallel to the parameters of the segment.
    pub(crate) arguments: Vec<Identifier>,
    /// The type of the node.
    pub(crate) builder: Identifier,
    /// The names of the servers of the path, if there is a choice.
    pub(crate) own_servers: Option<ServersNames>,
    /// The names of the operations, parallel to them.
    pub(crate) operations: Vec<OperationNames>,
    /// The names of the child nodes, parallel to them.
    pub(crate) children: Vec<NodeNames>,
}

impl NodeNames {
    /// Returns the module of the node.
    pub(crate) fn module(&self) -> &Identifier {
        self.modules.last().unwrap_or(&self.accessor)
    }

    /// Returns the types in its module that callers need for requests.
    pub(crate) fn types(&self) -> impl Iterator<Item = &Identifier> {
        let path = self.own_servers.iter().flat_map(ServersNames::types);
        path.chain(self.operations.iter().flat_map(|operation| {
            let servers = operation.own_servers.iter().flat_map(ServersNames::types);
            let own = operation.request.iter().chain(&operation.headers);
            own.chain(servers)
        }))
    }

    /// Returns the names of the servers of an operation of the node, if there is a choice.
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
    /// The method that creates its request.
    pub(crate) method: Identifier,
    /// The static with its description.
    pub(crate) table: Identifier,
    /// The type of its request, if it has optional parameters.
    pub(crate) request: Option<Identifier>,
    /// The names of its own servers, if there is a choice.
    pub(crate) own_servers: Option<ServersNames>,
    /// The type that reads the headers of its responses, if any are declared.
    pub(crate) headers: Option<Identifier>,
    /// The methods of that type, parallel to the headers.
    pub(crate) header_methods: Vec<Identifier>,
    /// The arguments for required parameters and the methods of the request for optional ones,
    /// parallel to the parameters.
    pub(crate) parameters: Vec<Identifier>,
}

/// Names the path tree.
pub(super) fn name(api: &Api, types: &mut TypeNamer<'_>) -> NodeNames {
    let client = || Identifier::new("client".to_owned());
    name_node(&api.root, Vec::new(), &client(), client(), types)
}

/// Names a node and those below it. `stem` is the start of the names of its types.
fn name_node(
    node: &PathNode,
    modules: Vec<Identifier>,
    stem: &Identifier,
    accessor: Identifier,
    types: &mut TypeNamer<'_>,
) -> NodeNames {
    let mut scope = Scope::new(&[reserved::PRELUDE, reserved::IMPORTED, reserved::ROOT_TYPES]);
    let builder = if modules.is_empty() {
        Identifier::new("Client".to_owned())
    } else {
        let paths = PathCursor::ROOT.key("paths");
        types.assign(&node.types, &mut scope, &paths.key(&node.path));
        types.place(&node.types, &modules);
        scope.assign_one(Case::Camel, &format!("{stem} request builder"))
    };
    let child_names = child_names(&node.children, modules.is_empty());
    let methods = method_names(&node.operations, child_names.iter().map(|(_, name)| name));
    let operations = node.operations.iter().zip(methods);
    let operations = operations
        .map(|(operation, method)| name_operation(operation, method, stem, &mut scope))
        .collect();
    let own_servers = own_servers(&format!("{stem} server"), &node.servers, &mut scope);
    let children = node
        .children
        .iter()
        .zip(child_names)
        .map(|(child, (module, accessor))| {
            let mut modules = modules.clone();
            modules.push(module.clone());
            name_node(child, modules, &module, accessor, types)
        })
        .collect();
    NodeNames {
        children,
        modules,
        accessor,
        arguments: Scope::new(&[])
            .assign(Case::Snake, node.segment.parameters().map(Parameter::words)),
        builder,
        own_servers,
        operations,
    }
}

/// Returns the module and the accessor of each child of a node.
fn child_names(children: &[PathNode], is_root: bool) -> Vec<(Identifier, Identifier)> {
    let reserved: &[&[&str]] = if is_root {
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
    let reserved: &[&[&str]] = if is_root {
        &[reserved::METHODS, reserved::CLIENT_METHODS]
    } else {
        &[reserved::METHODS]
    };
    let accessors = Scope::new(reserved).assign(
        Case::Snake,
        children.iter().map(|child| child.segment.words()),
    );
    modules.into_iter().zip(accessors).collect()
}

/// Returns the methods of a node that create requests. The methods of HTTP that OpenAPI 3.0 knows
/// have their own names; another one, and a declared name, is one that no accessor has.
fn method_names<'n>(
    operations: &[Operation],
    accessors: impl Iterator<Item = &'n Identifier>,
) -> Vec<Identifier> {
    let mut scope = Scope::new(&[reserved::METHODS]);
    scope.reserve_all(accessors);
    let names = operations.iter().map(|operation| {
        let name = operation.method.to_lower_case();
        let words = operation.words();
        match operation.method {
            Method::Query | Method::Other(_) => scope.assign_one(Case::Snake, &words),
            _ if words == name => Identifier::new(name),
            _ => scope.assign_one(Case::Snake, &words),
        }
    });
    names.collect()
}

/// Returns the name of a parameter. If an earlier parameter of another location has the same name,
/// the location is part of it.
fn parameter_words(parameters: &[Parameter], index: usize) -> String {
    let parameter = &parameters[index];
    let is_same = |other: &Parameter| {
        Case::Snake.apply(other.words()) == Case::Snake.apply(parameter.words())
    };
    let is_repeated = parameters[..index]
        .iter()
        .any(|other| other.location != parameter.location && is_same(other));
    if is_repeated {
        format!("{} {}", parameter.words(), parameter.location.as_str())
    } else {
        parameter.words().to_owned()
    }
}

/// Names an operation. `scope` has the types of its module.
fn name_operation(
    operation: &Operation,
    method: Identifier,
    stem: &Identifier,
    scope: &mut Scope<'_>,
) -> OperationNames {
    let has_optional = operation
        .parameters
        .iter()
        .any(|parameter| !parameter.required);
    let request =
        has_optional.then(|| scope.assign_one(Case::Camel, &format!("{stem} {method} request")));
    let names = |required: bool, mut scope: Scope<'_>| {
        let parameters = operation.parameters.iter().enumerate();
        let parameters = parameters.filter(|(_, parameter)| parameter.required == required);
        scope
            .assign(
                Case::Snake,
                parameters.map(|(index, _)| parameter_words(&operation.parameters, index)),
            )
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
    let header_methods = Scope::new(&[reserved::METHODS])
        .assign(Case::Snake, operation.headers.iter().map(Header::words));
    let words = format!("{stem} {method} server");
    OperationNames {
        own_servers: own_servers(&words, &operation.servers, scope),
        headers,
        header_methods,
        table: Identifier::new(method.as_str().to_ascii_uppercase()),
        method,
        request,
        parameters,
    }
}

/// Returns the types of path nodes whose names no other type of a path node has.
pub(super) fn re_exports(api: &Api, types: &[TypeNames]) -> HashSet<TypeId> {
    fn collect(node: &PathNode, types: &mut Vec<TypeId>) {
        types.extend(&node.types);
        for child in &node.children {
            collect(child, types);
        }
    }
    let mut ids = Vec::new();
    for child in &api.root.children {
        collect(child, &mut ids);
    }
    let name = |id: &TypeId| &types[id.index()].name;
    let mut counts: HashMap<&Identifier, usize> = HashMap::new();
    for id in &ids {
        *counts.entry(name(id)).or_default() += 1;
    }
    ids.retain(|id| counts.get(name(id)) == Some(&1));
    ids.into_iter().collect()
}

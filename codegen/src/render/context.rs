//! The data that every renderer reads, and queries over it.

use std::collections::{HashMap, HashSet};

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

use crate::config::Layout;
use crate::ir::visit::for_each_operation;
use crate::ir::{Api, AuthModel, Method, Operation, PathNode, RequestBody, Server, TypeId};
use crate::name::{Identifier, Names, NodeNames, OperationNames, ServerNames};
use crate::options::Options;

/// The path of the root module in rendered files. [`super::render`] replaces it by `crate`, or in a
/// module by the path from the file. The name is one that no document has,
/// and as long as `crate`, so that lines break in the same places.
pub(super) const ROOT: &str = "ʀoot_";

/// Returns [`ROOT`] as an identifier.
pub(super) fn root() -> Ident {
    Ident::new(ROOT, Span::call_site())
}

/// The input of the renderers: the API, the names of its items, and the options.
pub(super) struct Context<'a> {
    pub(super) api: &'a Api,
    pub(super) names: &'a Names,
    pub(super) options: &'a Options,
    pub(super) layout: Layout,
    /// The name of the generated crate in Rust code.
    pub(super) library: String,
    pub(super) auth_model: AuthModel,
    /// The types of optional request bodies.
    optional_bodies: HashSet<TypeId>,
    node_paths: NodePaths<'a>,
}

/// The path nodes from the root to the node of each operation, by path and method.
type NodePaths<'a> = HashMap<(&'a str, &'a Method), Vec<(&'a PathNode, &'a NodeNames)>>;

/// An operation and the path node it belongs to, with their names.
#[derive(Clone, Copy)]
pub(super) struct OperationSite<'a> {
    pub(super) operation: &'a Operation,
    pub(super) names: &'a OperationNames,
    pub(super) node: &'a PathNode,
    pub(super) node_names: &'a NodeNames,
}

impl<'a> Context<'a> {
    pub(super) fn new(api: &'a Api, names: &'a Names, options: &'a Options) -> Self {
        Self {
            api,
            names,
            options,
            layout: options.config.layout,
            library: options.crate_name().replace('-', "_"),
            auth_model: api.auth_model(),
            optional_bodies: optional_bodies(api),
            node_paths: node_paths(api, names),
        }
    }

    /// Returns the path nodes from the root to the node of an operation.
    pub(super) fn node_path<'s>(
        &'s self,
        operation: &'s Operation,
    ) -> Option<&'s [(&'a PathNode, &'a NodeNames)]> {
        // The annotation shortens the lifetime of the keys to that of `operation`.
        let paths: &'s HashMap<(&str, &Method), _> = &self.node_paths;
        paths
            .get(&(operation.path.as_str(), &operation.method))
            .map(Vec::as_slice)
    }

    /// Returns the attribute for an item that requires a feature. A module has no features.
    pub(super) fn feature(&self, name: &str) -> Option<TokenStream> {
        (self.layout == Layout::Crate).then(|| quote!(#[cfg(feature = #name)]))
    }

    /// Returns the text of the attribute that [`Context::feature`] returns.
    pub(super) fn feature_attribute(&self, name: &str) -> Option<String> {
        (self.layout == Layout::Crate).then(|| format!("#[cfg(feature = \"{name}\")]"))
    }

    /// Returns the line with the attribute that [`Context::feature`] returns.
    pub(super) fn feature_line(&self, name: &str) -> String {
        let attribute = self.feature_attribute(name);
        attribute.map_or_else(String::new, |attribute| attribute + "\n")
    }

    /// Returns the line that begins a code block with an example. The examples of a module cannot
    /// be compiled, because its path is not known.
    pub(super) fn example_fence(&self) -> String {
        match self.layout {
            Layout::Crate => "```no_run".to_owned(),
            Layout::Module => "```ignore".to_owned(),
        }
    }

    /// Returns the path of a type, starting at `root`: [`ROOT`], or the name of the crate.
    pub(super) fn type_path(&self, id: TypeId, root: &str) -> String {
        let names = self.names.of(id);
        let modules: Vec<&str> = names.modules.iter().map(Identifier::as_str).collect();
        format!("{root}::{}::{}", modules.join("::"), names.name)
    }

    /// Returns the path by which users import a type, starting at `root`: the name of the crate.
    pub(super) fn public_path(&self, id: TypeId, root: &str) -> String {
        if self.names.re_exports.contains(&id) {
            format!("{root}::operations::{}", self.names.of(id).name)
        } else {
            self.type_path(id, root)
        }
    }

    /// Returns whether a type is that of an optional request body.
    pub(super) fn is_optional_body(&self, id: TypeId) -> bool {
        self.optional_bodies.contains(&id)
    }

    /// Returns whether the crate has a module `models`.
    pub(super) fn has_models(&self) -> bool {
        !self.names.models.is_empty()
    }

    /// Returns whether the crate has a module `operations`: whether a path node has types.
    pub(super) fn has_operations(&self) -> bool {
        fn has_types(node: &PathNode) -> bool {
            !node.types.is_empty() || node.children.iter().any(has_types)
        }
        self.api.root.children.iter().any(has_types)
    }

    /// Returns the servers that a client can be created for.
    ///
    /// Servers with the URL `/` are left out: that is OpenAPI's default, and names no host.
    pub(super) fn servers(&self) -> Vec<(&'a ServerNames, &'a Server)> {
        self.names
            .servers
            .servers
            .iter()
            .zip(&self.api.servers)
            .filter(|(_, server)| !server.is_root())
            .collect()
    }
}

fn optional_bodies(api: &Api) -> HashSet<TypeId> {
    let mut ids = HashSet::new();
    for_each_operation(&api.root, |operation| {
        let body = operation.body.as_ref().filter(|body| !body.required);
        if let Some(ty) = body.and_then(RequestBody::ty) {
            ids.extend(api.types.named_behind_alias(&ty));
        }
    });
    ids
}

fn node_paths<'a>(api: &'a Api, names: &'a Names) -> NodePaths<'a> {
    fn visit<'a>(path: &mut Vec<(&'a PathNode, &'a NodeNames)>, paths: &mut NodePaths<'a>) {
        let Some(&(node, names)) = path.last() else {
            return;
        };
        for operation in &node.operations {
            paths.insert((&operation.path, &operation.method), path.clone());
        }
        for child in node.children.iter().zip(&names.children) {
            path.push(child);
            visit(path, paths);
            path.pop();
        }
    }
    let mut paths = NodePaths::new();
    visit(&mut vec![(&api.root, &names.root)], &mut paths);
    paths
}

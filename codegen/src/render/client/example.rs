//! The examples of `Client` and of the crate root: a client is created, and called.

use std::collections::BTreeSet;

use crate::ir::{AuthModel, PathNode, SchemeKind, SecurityScheme};
use crate::name::{Identifier, NodeNames};
use crate::render::context::Context;
use crate::render::source_file::imports::declaration;

use super::operation::example::{Call, call};
use super::server::is_plain;

/// Returns the example of `Client`, a code block that rustdoc compiles and does not run.
pub(super) fn warm_up(cx: &Context<'_>) -> Vec<String> {
    block(
        cx,
        Call {
            imports: Vec::new(),
            statements: vec!["client.warm_up().await?;".to_owned()],
        },
    )
}

/// Returns the example of the crate: a call of the first operation that has an example.
pub(in crate::render) fn first_call(cx: &Context<'_>) -> Vec<String> {
    let call = first(cx, &cx.api.root, &cx.names.root);
    call.map_or_else(|| warm_up(cx), |call| block(cx, call))
}

/// Returns the first example call, in the order of the document.
fn first(cx: &Context<'_>, node: &PathNode, names: &NodeNames) -> Option<Call> {
    let mut operations = node.operations.iter().zip(&names.operations);
    let own = operations
        .by_ref()
        .filter(|(operation, _)| !operation.docs.deprecated)
        .find_map(|(operation, names)| call(cx, operation, names));
    own.or_else(|| {
        let mut children = node.children.iter().zip(&names.children);
        children.find_map(|(child, names)| first(cx, child, names))
    })
}

/// Returns a code block that creates a client and calls it.
fn block(cx: &Context<'_>, call: Call) -> Vec<String> {
    let mut names = RootNames::new(cx, &call.imports);
    let server = server(cx, &mut names);
    let credential = credential(cx, &mut names);
    let new = names.root("Client");
    let mut lines = vec![cx.example_fence()];
    lines.extend(
        cx.feature_attribute("reqwest")
            .map(|attribute| format!("# {attribute}")),
    );
    lines.push("# async fn example() -> Result<(), Box<dyn std::error::Error>> {".to_owned());
    let start = lines.len();
    lines.extend(call.imports);
    lines.extend(names.declarations());
    if lines.len() > start {
        lines.push(String::new());
    }
    if let Some(credential) = &credential {
        lines.extend(credential.lines().map(str::to_owned));
        lines.push(format!("let client = {new}::new({server}, credential);"));
    } else {
        lines.push(format!("let client = {new}::new({server});"));
    }
    lines.push(String::new());
    lines.extend(call.statements);
    lines.extend(["# Ok(())".to_owned(), "# }".to_owned(), "```".to_owned()]);
    lines
}

/// Returns the expression of the server: the first that has no settings, or else a made-up URL.
fn server(cx: &Context<'_>, names: &mut RootNames<'_>) -> String {
    let mut servers = cx.servers().into_iter();
    if let Some((server_names, _)) = servers.find(|(_, server)| is_plain(server)) {
        let ty = names.root(cx.names.servers.ty.as_str());
        return format!("{ty}::{}", server_names.variant);
    }
    let endpoint = names.runtime("Endpoint");
    format!("{endpoint}::new(\"https://api.example.com\")?")
}

/// Returns the statement that declares `credential`, unless no operation needs one.
fn credential(cx: &Context<'_>, names: &mut RootNames<'_>) -> Option<String> {
    match cx.auth_model {
        AuthModel::None => None,
        AuthModel::SingleBearer => Some(format!("let credential = {};", token(names))),
        AuthModel::Schemes => {
            let (scheme, method) = cx
                .api
                .security_schemes
                .iter()
                .zip(&cx.names.security_schemes)
                .map(|(scheme, names)| (scheme, &names.method))
                .next()?;
            let secret = scheme_call(scheme, method, names);
            let credentials = names.root("Credentials");
            Some(format!("let credential = {credentials}::new(){secret};"))
        }
    }
}

/// Returns the call that sets the credential of a security scheme.
fn scheme_call(scheme: &SecurityScheme, method: &Identifier, names: &mut RootNames<'_>) -> String {
    match scheme.kind {
        SchemeKind::Basic => format!(".{method}(\"user\", std::env::var(\"PASSWORD\")?)"),
        SchemeKind::Http(_) | SchemeKind::ApiKey(..) => {
            format!(".{method}(std::env::var(\"API_KEY\")?)")
        }
        _ => format!(".{method}({})", token(names)),
    }
}

fn token(names: &mut RootNames<'_>) -> String {
    let provider = names.runtime("StaticToken");
    format!("{provider}::new(std::env::var(\"TOKEN\")?)")
}

/// The names that an example imports from the crate root and from the runtime.
struct RootNames<'a> {
    library: &'a str,
    /// The words of the imports of the call, which must not be imported again.
    taken: BTreeSet<String>,
    root: BTreeSet<String>,
    runtime: BTreeSet<String>,
}

impl<'a> RootNames<'a> {
    fn new(cx: &'a Context<'_>, imports: &[String]) -> Self {
        let words = imports
            .iter()
            .flat_map(|line| line.split(|c: char| !c.is_alphanumeric() && c != '_'));
        Self {
            library: &cx.library,
            taken: words.map(str::to_owned).collect(),
            root: BTreeSet::new(),
            runtime: BTreeSet::new(),
        }
    }

    /// Returns the path of an item of the crate root.
    fn root(&mut self, name: &str) -> String {
        if self.taken.contains(name) {
            return format!("{}::{name}", self.library);
        }
        self.root.insert(name.to_owned());
        name.to_owned()
    }

    /// Returns the path of an item of the runtime.
    fn runtime(&mut self, name: &str) -> String {
        if self.taken.contains(name) {
            return format!("{}::runtime::{name}", self.library);
        }
        self.runtime.insert(name.to_owned());
        name.to_owned()
    }

    fn declarations(&self) -> Vec<String> {
        let runtime = format!("{}::runtime", self.library);
        [
            (runtime.as_str(), &self.runtime),
            (self.library, &self.root),
        ]
        .into_iter()
        .filter(|(_, names)| !names.is_empty())
        .flat_map(|(module, names)| {
            let text = declaration("use", module, names);
            text.lines().map(str::to_owned).collect::<Vec<_>>()
        })
        .collect()
    }
}

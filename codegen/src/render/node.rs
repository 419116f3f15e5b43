//! Path nodes: one step of a call chain each.

use std::fmt::Write as _;

use proc_macro2::TokenStream;
use quote::quote;

use crate::api::{PathNode, Segment};
use crate::name::NodeNames;

use super::docs::Docs;
use super::file::{File, chain, gap};
use super::polymorphic::compact;
use super::{Crate, markdown, operation, parameters};

/// The file of a node.
pub(super) fn render<'a>(of: &Crate<'a>, node: &'a PathNode, names: &'a NodeNames) -> String {
    let requests = names
        .operations
        .iter()
        .filter_map(|operation| operation.request.as_ref());
    let mut file = of.file(node.types.iter().copied(), requests.chain([&names.builder]));
    let builder = &names.builder;
    let docs = docs(node).attributes();
    let path = file.imports.runtime("Path");
    file.item(quote! {
        #docs
        #[derive(Clone, Debug)]
        #[must_use = "a path by itself sends nothing"]
        pub struct #builder<'a> {
            pub(crate) path: #path<'a>,
        }
    });
    let members = members(of, node, names, Holder::Path, &mut file);
    if !members.is_empty() {
        file.item(quote!(impl<'a> #builder<'a> { #(#members)* }));
    }
    for (operation, names) in node.operations.iter().zip(&names.operations) {
        parameters::render(of, operation, names, &mut file);
    }
    for id in &node.types {
        of.definition(*id, &mut file);
    }
    for (operation, names) in node.operations.iter().zip(&names.operations) {
        operation::table(of, operation, names, &mut file);
    }
    let docs = Docs::line(&format!("{}.", markdown::code(&node.path))).inner();
    format!("{docs}\n{}{}", modules(names), file.write())
}

/// What holds the path that a method goes on from.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Holder {
    /// A path node.
    Path,
    /// The client.
    Client,
}

impl Holder {
    /// The path, borrowed.
    pub(super) fn path(self) -> &'static str {
        match self {
            Self::Path => "&self.path",
            Self::Client => "&self.runtime.path()",
        }
    }

    /// How long the client is borrowed.
    pub(super) fn lifetime(self) -> TokenStream {
        match self {
            Self::Path => quote!('a),
            Self::Client => quote!('_),
        }
    }
}

/// The methods of a node: its operations, and the way to the nodes below.
pub(super) fn members(
    of: &Crate<'_>,
    node: &PathNode,
    names: &NodeNames,
    holder: Holder,
    file: &mut File<'_>,
) -> Vec<TokenStream> {
    let mut members = Vec::new();
    for (operation, names) in node.operations.iter().zip(&names.operations) {
        members.push(operation::method(of, operation, names, holder, file));
    }
    for (child, names) in node.children.iter().zip(&names.children) {
        members.push(accessor(of, child, names, holder, file));
    }
    members
        .into_iter()
        .enumerate()
        .map(|(place, member)| if place == 0 { member } else { spaced(&member) })
        .collect()
}

/// Behind an empty line.
pub(super) fn spaced(item: &TokenStream) -> TokenStream {
    let gap = gap();
    quote!(#gap #item)
}

/// The method that leads to a node.
fn accessor(
    of: &Crate<'_>,
    node: &PathNode,
    names: &NodeNames,
    holder: Holder,
    file: &mut File<'_>,
) -> TokenStream {
    let (method, module, builder) = (&names.accessor, names.module(), &names.builder);
    if holder == Holder::Client {
        file.imports.root_module(module);
    }
    let (docs, argument, steps) = match &node.segment {
        Segment::Literal(text) => {
            let docs = Docs::line(&format!("Goes on to {}.", markdown::code(&node.path)));
            (docs, None, vec![format!(".segment({text:?})")])
        }
        Segment::Parameter(parameter) => {
            let name = &names.argument;
            let argument = parameters::argument(of, parameter, name, file);
            let mut docs = Docs::line(&format!("Goes on to {}.", markdown::code(&node.path)));
            docs.blocks(parameters::docs(parameter));
            let set = parameters::set(of, parameter, name.as_str(), file);
            (docs, Some(argument), set)
        }
    };
    let docs = docs.attributes();
    let lifetime = holder.lifetime();
    let path = path(holder, steps);
    let new = file.text(format!(
        "{} {{\n    path: {},\n}}",
        compact(&quote!(#module::#builder)),
        path.replace('\n', "\n    ")
    ));
    quote! {
        #docs
        pub fn #method(&self, #argument) -> #module::#builder<#lifetime> {
            #new
        }
    }
}

/// A path that goes on from the one that is held.
fn path(holder: Holder, steps: Vec<String>) -> String {
    let way: &[&str] = match holder {
        Holder::Path => &[".path"],
        Holder::Client => &[".runtime", ".path()"],
    };
    let calls: Vec<String> = way
        .iter()
        .map(|step| (*step).to_owned())
        .chain(steps)
        .collect();
    chain("self", &calls, parameters::ROOM)
}

fn docs(node: &PathNode) -> Docs {
    let path = markdown::code(&node.path);
    let mut docs = Docs::of(&node.docs, &format!("The path {path}."));
    if node.docs.summary.is_some() || node.docs.description.is_some() {
        docs.paragraph(&format!("The path {path}."));
    }
    docs
}

/// The modules of the nodes below.
pub(super) fn modules(names: &NodeNames) -> String {
    let mut modules: Vec<&str> = names
        .children
        .iter()
        .map(|child| child.module().as_str())
        .collect();
    modules.sort_unstable();
    let mut text = String::new();
    for module in modules {
        append!(text, "pub mod {module};\n");
    }
    if !text.is_empty() {
        text.push('\n');
    }
    text
}

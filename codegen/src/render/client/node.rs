//! Path nodes: one step of a call chain each.

use std::fmt::Write as _;

use proc_macro2::TokenStream;
use quote::quote;

use crate::ir::{Part, PathNode, Segment};
use crate::name::NodeNames;

use crate::render::Context;
use crate::render::client::headers;
use crate::render::client::operation;
use crate::render::client::operation::Place;
use crate::render::client::parameters;
use crate::render::client::server;
use crate::render::docs::Docs;
use crate::render::docs::markdown;
use crate::render::models::tagged_union::compact;
use crate::render::source_file::File;
use crate::render::source_file::call;
use crate::render::source_file::chain;
use crate::render::source_file::gap;

/// The file of a node.
pub(crate) fn render<'a>(cx: &Context<'a>, node: &'a PathNode, names: &'a NodeNames) -> String {
    let own = names.types().chain([&names.builder]);
    let mut file = cx.file(node.types.iter().copied(), own);
    let builder = &names.builder;
    let docs = docs(node).attributes(&mut file);
    let path = file.imports.runtime("Path");
    file.item(quote! {
        #docs
        #[derive(Clone, Debug)]
        #[must_use = "a path by itself sends nothing"]
        pub struct #builder<'a> {
            pub(crate) path: #path<'a>,
        }
    });
    let properties = properties(cx, node, names, Holder::Path, &mut file);
    if !properties.is_empty() {
        file.item(quote!(impl<'a> #builder<'a> { #(#properties)* }));
    }
    requests(cx, node, names, &mut file);
    for id in &node.types {
        cx.definition(*id, &mut file);
    }
    for (operation, names) in node.operations.iter().zip(&names.operations) {
        operation::table(cx, operation, names, &mut file);
    }
    let docs = Docs::line(&format!("{}.", markdown::code(&node.path))).inner();
    format!("{docs}\n{}{}", modules(names), file.write())
}

/// The types that requests go with.
pub(crate) fn requests(cx: &Context<'_>, node: &PathNode, names: &NodeNames, file: &mut File<'_>) {
    server::of_operation(&node.path, &node.servers, names.own_servers.as_ref(), file);
    for (operation, names) in node.operations.iter().zip(&names.operations) {
        parameters::render(cx, operation, names, file);
        headers::render(operation, names, file);
        let servers = names.own_servers.as_ref();
        server::of_operation(&operation.id, &operation.servers, servers, file);
    }
}

/// What holds the path that a method goes on from.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Holder {
    /// A path node.
    Path,
    /// The client.
    Client,
}

impl Holder {
    /// The path of an operation, borrowed. That of the client is `/`.
    pub(crate) fn path(self) -> &'static str {
        match self {
            Self::Path => "&self.path",
            Self::Client => "&self.runtime.path().segment(\"\")",
        }
    }

    /// How long the client is borrowed.
    pub(crate) fn lifetime(self) -> TokenStream {
        match self {
            Self::Path => quote!('a),
            Self::Client => quote!('_),
        }
    }
}

/// The methods of a node: its operations, and the way to the nodes below.
pub(crate) fn properties(
    cx: &Context<'_>,
    node: &PathNode,
    names: &NodeNames,
    holder: Holder,
    file: &mut File<'_>,
) -> Vec<TokenStream> {
    let mut properties = Vec::new();
    for (operation, own) in node.operations.iter().zip(&names.operations) {
        let place = Place {
            operation,
            names: own,
            node,
            names_of_node: names,
        };
        properties.push(operation::method(cx, place, holder, file));
    }
    for (child, names) in node.children.iter().zip(&names.children) {
        properties.push(accessor(cx, child, names, holder, file));
    }
    properties
        .into_iter()
        .enumerate()
        .map(|(place, property)| {
            if place == 0 {
                property
            } else {
                spaced(&property)
            }
        })
        .collect()
}

/// Behind an empty line.
pub(crate) fn spaced(item: &TokenStream) -> TokenStream {
    let gap = gap();
    quote!(#gap #item)
}

/// The method that leads to a node.
fn accessor(
    cx: &Context<'_>,
    node: &PathNode,
    names: &NodeNames,
    holder: Holder,
    file: &mut File<'_>,
) -> TokenStream {
    let (method, module, builder) = (&names.accessor, names.module(), &names.builder);
    if holder == Holder::Client {
        file.imports.root_module(module);
    }
    let mut docs = Docs::line(&format!("Goes on to {}.", markdown::code(&node.path)));
    let parameters = node.segment.parameters().zip(&names.arguments);
    let arguments: Vec<TokenStream> = parameters
        .clone()
        .map(|(parameter, name)| parameters::argument(cx, parameter, name, file))
        .collect();
    if let Segment::Parameter(parameter) = &node.segment {
        docs.blocks(parameters::docs(parameter));
    } else {
        docs.blocks(parameters::list(parameters));
    }
    let steps = steps(cx, node, names, file);
    let docs = docs.attributes(file);
    let lifetime = holder.lifetime();
    let path = path(holder, &node.segment, steps);
    let new = file.text(format!(
        "{} {{\n    path: {},\n}}",
        compact(&quote!(#module::#builder)),
        path.replace('\n', "\n    ")
    ));
    quote! {
        #docs
        pub fn #method(&self, #(#arguments),*) -> #module::#builder<#lifetime> {
            #new
        }
    }
}

/// The calls by which the path of a node is made of the one above it.
fn steps(cx: &Context<'_>, node: &PathNode, names: &NodeNames, file: &mut File<'_>) -> Vec<String> {
    match &node.segment {
        Segment::Literal(text) => vec![call(".segment", &[&format!("{text:?}")])],
        Segment::Suffix(text) => vec![call(".suffix", &[&format!("{text:?}")])],
        Segment::Query(text) => vec![call(".query", &[&format!("{text:?}")])],
        Segment::Fragment(_) => vec![".clone()".to_owned()],
        Segment::Parameter(parameter) => names
            .arguments
            .iter()
            .flat_map(|name| parameters::set(cx, parameter, name.as_str(), file))
            .collect(),
        Segment::Mixed(parts) => {
            let _ = file.imports.runtime("PathPart");
            let mut arguments = names.arguments.iter();
            let mut steps = Vec::new();
            let mut list = Vec::new();
            for part in parts {
                match part {
                    Part::Literal(text) => {
                        list.push(call("PathPart::literal", &[&format!("{text:?}")]));
                    }
                    Part::Parameter(parameter) | Part::Quoted(parameter) => {
                        let Some(name) = arguments.next() else {
                            continue;
                        };
                        steps.extend(parameters::checks(cx, parameter, name.as_str(), file));
                        let value = parameters::value(cx, parameter, name.as_str());
                        let style = parameters::style(parameter, file);
                        let name = format!("{:?}", parameter.name);
                        let made = match part {
                            Part::Quoted(_) => "PathPart::quoted",
                            _ => "PathPart::parameter",
                        };
                        list.push(call(made, &[&name, &value, &style]));
                    }
                }
            }
            let list = list.join(",\n").replace('\n', "\n    ");
            steps.push(format!(".mixed(&[\n    {list},\n])"));
            steps
        }
    }
}

/// A path that goes on from the one that is held. Below the client, what is no segment still follows a slash.
fn path(holder: Holder, segment: &Segment, steps: Vec<String>) -> String {
    let way: &[&str] = match (holder, segment) {
        (Holder::Path, _) => &[".path"],
        (Holder::Client, Segment::Fragment(_)) => {
            return "self.runtime.path().segment(\"\")".to_owned();
        }
        (Holder::Client, Segment::Query(_)) => &[".runtime", ".path()", ".segment(\"\")"],
        (Holder::Client, _) => &[".runtime", ".path()"],
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
pub(crate) fn modules(names: &NodeNames) -> String {
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

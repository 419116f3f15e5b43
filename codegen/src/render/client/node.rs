//! Path nodes: the request builder for one segment of the call chain.

use std::fmt::Write as _;

use proc_macro2::TokenStream;
use quote::quote;

use crate::ir::{Part, PathNode, Segment};
use crate::name::NodeNames;
use crate::render::context::{Context, OperationSite};
use crate::render::docs::{DocComment, markdown};
use crate::render::models;
use crate::render::source_file::SourceFile;

use super::receiver::Receiver;
use super::{headers, operation, parameters, request, server};

/// Returns the file of a path node.
pub(in crate::render) fn render<'a>(
    cx: &Context<'a>,
    node: &'a PathNode,
    names: &'a NodeNames,
) -> String {
    let own = names.types().chain([&names.builder]);
    let mut file = models::defining_file(cx, node.types.iter().copied(), own);
    let builder = &names.builder;
    let builder_docs = file.docs(docs(node));
    let path = file.imports.runtime("Path");
    file.item(quote! {
        #builder_docs
        #[derive(Clone, Debug)]
        #[must_use = "does nothing until a request is sent"]
        pub struct #builder<'a> {
            pub(crate) path: #path<'a>,
        }
    });
    let methods = methods(cx, node, names, Receiver::Node, &mut file);
    if !methods.is_empty() {
        file.item(quote!(impl<'a> #builder<'a> { #(#methods)* }));
    }
    request_types(cx, node, names, &mut file);
    for id in &node.types {
        models::definition(cx, *id, &mut file);
    }
    for (operation, names) in node.operations.iter().zip(&names.operations) {
        operation::table::render(cx, operation, names, &mut file);
    }
    let docs = DocComment::line(&format!("{}.", markdown::code(&node.path))).inner();
    format!("{docs}\n{}{}", modules(names), file.write())
}

/// Adds the types that the requests of a node need: requests, headers and servers.
pub(super) fn request_types(
    cx: &Context<'_>,
    node: &PathNode,
    names: &NodeNames,
    file: &mut SourceFile<'_>,
) {
    server::own_servers(&node.path, &node.servers, names.own_servers.as_ref(), file);
    for (operation, names) in node.operations.iter().zip(&names.operations) {
        request::render(cx, operation, names, file);
        headers::render(operation, names, file);
        let servers = names.own_servers.as_ref();
        server::own_servers(&operation.id, &operation.servers, servers, file);
    }
}

/// Returns the methods of a node: its operations, and the accessors of its children.
pub(super) fn methods(
    cx: &Context<'_>,
    node: &PathNode,
    names: &NodeNames,
    receiver: Receiver,
    file: &mut SourceFile<'_>,
) -> Vec<TokenStream> {
    let mut methods = Vec::new();
    for (operation, operation_names) in node.operations.iter().zip(&names.operations) {
        let site = OperationSite {
            operation,
            names: operation_names,
            node,
            node_names: names,
        };
        methods.push(operation::method(cx, site, receiver, file));
    }
    for (child, names) in node.children.iter().zip(&names.children) {
        methods.push(accessor(cx, child, names, receiver, file));
    }
    methods
}

/// Returns the method that leads to a child.
fn accessor(
    cx: &Context<'_>,
    node: &PathNode,
    names: &NodeNames,
    receiver: Receiver,
    file: &mut SourceFile<'_>,
) -> TokenStream {
    let (method, module, builder) = (&names.accessor, names.module(), &names.builder);
    if receiver == Receiver::Client {
        file.imports.root_module(module);
    }
    let mut docs = DocComment::line(&format!(
        "Returns the builder for {}.",
        markdown::code(&node.path)
    ));
    let parameters = node.segment.parameters().zip(&names.arguments);
    let arguments: Vec<TokenStream> = parameters
        .clone()
        .map(|(parameter, name)| parameters::argument(cx, parameter, name, file))
        .collect();
    if let Segment::Parameter(parameter) = &node.segment {
        docs.blocks(parameters::docs(parameter));
    } else {
        docs.blocks(parameters::docs_list(parameters));
    }
    let calls = segment_calls(cx, node, names, file);
    let docs = file.docs(docs);
    let lifetime = receiver.lifetime();
    let path = path(receiver, &node.segment, &calls);
    quote! {
        #docs
        pub fn #method(&self, #(#arguments),*) -> #module::#builder<#lifetime> {
            #module::#builder { path: #path }
        }
    }
}

/// Returns the calls that add the segment of a node to the path of its parent.
fn segment_calls(
    cx: &Context<'_>,
    node: &PathNode,
    names: &NodeNames,
    file: &mut SourceFile<'_>,
) -> Vec<TokenStream> {
    match &node.segment {
        Segment::Literal(text) => vec![quote!(.segment(#text))],
        Segment::Suffix(text) => vec![quote!(.suffix(#text))],
        Segment::Query(text) => vec![quote!(.query(#text))],
        Segment::Fragment(_) => vec![quote!(.clone())],
        Segment::Parameter(parameter) => names
            .arguments
            .iter()
            .flat_map(|name| parameters::calls(cx, parameter, name, file))
            .collect(),
        Segment::Mixed(parts) => {
            let path_part = file.imports.runtime("PathPart");
            let mut arguments = names.arguments.iter();
            let mut calls = Vec::new();
            let mut list = Vec::new();
            for part in parts {
                match part {
                    Part::Literal(text) => list.push(quote!(#path_part::literal(#text))),
                    Part::Parameter(parameter) | Part::Quoted(parameter) => {
                        let Some(argument) = arguments.next() else {
                            continue;
                        };
                        calls.extend(parameters::checks(cx, parameter, argument, file));
                        let value = parameters::value(cx, parameter, argument);
                        let style = parameters::style_expression(parameter, file);
                        let name = &parameter.name;
                        let function = if matches!(part, Part::Quoted(_)) {
                            quote!(quoted)
                        } else {
                            quote!(parameter)
                        };
                        list.push(quote!(#path_part::#function(#name, #value, #style)));
                    }
                }
            }
            calls.push(quote!(.mixed(&[#(#list),*])));
            calls
        }
    }
}

/// Returns an expression for the path of a child. Below the client, whose path is empty, a query
/// still follows a slash.
fn path(receiver: Receiver, segment: &Segment, calls: &[TokenStream]) -> TokenStream {
    match (receiver, segment) {
        (Receiver::Node, _) => quote!(self.path #(#calls)*),
        (Receiver::Client, Segment::Fragment(_)) => quote!(self.runtime.path().segment("")),
        (Receiver::Client, Segment::Query(_)) => {
            quote!(self.runtime.path().segment("") #(#calls)*)
        }
        (Receiver::Client, _) => quote!(self.runtime.path() #(#calls)*),
    }
}

fn docs(node: &PathNode) -> DocComment {
    let path = markdown::code(&node.path);
    let builder = format!("Builder for {path}.");
    let mut docs = DocComment::from_ir(&node.docs, &builder);
    if node.docs.summary.is_some() || node.docs.description.is_some() {
        docs.paragraph(&builder);
    }
    docs
}

/// Returns the `mod` declarations of the children.
pub(in crate::render) fn modules(names: &NodeNames) -> String {
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

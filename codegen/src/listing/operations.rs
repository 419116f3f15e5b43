//! The path tree: accessors, operations, parameters, bodies, responses and headers.

use crate::ir::{
    Header, HeaderFormat, Operation, PathNode, RequestBody, Response, ResponseBody, Security,
    Server,
};
use crate::name::{Identifier, NodeNames, OperationNames};
use crate::source::JsonPointer;

use super::Listing;
use super::access;
use super::constraints;
use super::context::{Context, item_at};
use super::item::{Fact, Item, Kind};
use super::places::Places;
use super::rust_type;
use super::types::{content, milliseconds};

/// Adds the path tree.
pub(super) fn list(cx: &Context<'_>, listing: &mut Listing) {
    list_node(cx, &cx.api.root, &cx.names.root, listing);
}

fn list_node(cx: &Context<'_>, node: &PathNode, names: &NodeNames, listing: &mut Listing) {
    let builder = builder(names);
    for (child, child_names) in node.children.iter().zip(&names.children) {
        let path = format!("{builder}::{}", child_names.accessor);
        let paths = JsonPointer::root().key("paths");
        let item = item_at(paths.key(&child.path))
            .with(Fact::Type, self::builder(child_names))
            .with_some(Fact::Arguments, join(&child_names.arguments));
        for (parameter, argument) in child.segment.parameters().zip(&child_names.arguments) {
            let pointer = cx.places.path_parameter(child, parameter);
            let item = cx.parameter(parameter, pointer);
            listing.insert(format!("{path}#{argument}"), Kind::Parameter, item);
        }
        listing.insert(path, Kind::Accessor, item);
        list_node(cx, child, child_names, listing);
    }
    let module = module(names);
    if let Some(own) = &names.own_servers {
        let place = JsonPointer::root()
            .key("paths")
            .key(&node.path)
            .key("servers");
        access::own_servers(&module, own, &node.servers, &place, listing);
    }
    for (operation, operation_names) in node.operations.iter().zip(&names.operations) {
        let list = OperationListing {
            cx,
            node,
            operation,
            names: operation_names,
            module: &module,
            path: format!("{builder}::{}", operation_names.method),
            pointer: cx.places.operation(operation),
        };
        list.add(listing);
    }
}

/// Returns the path of the module of a node, with the separator behind it.
fn module(names: &NodeNames) -> String {
    let modules = names.modules.iter();
    modules.flat_map(|module| [module.as_str(), "::"]).collect()
}

/// Returns the path of the type of a node.
fn builder(names: &NodeNames) -> String {
    module(names) + names.builder.as_str()
}

fn join(names: &[Identifier]) -> String {
    let names: Vec<&str> = names.iter().map(Identifier::as_str).collect();
    names.join(",")
}

/// An operation that is listed.
struct OperationListing<'a> {
    cx: &'a Context<'a>,
    node: &'a PathNode,
    operation: &'a Operation,
    names: &'a OperationNames,
    module: &'a str,
    path: String,
    pointer: JsonPointer,
}

impl OperationListing<'_> {
    fn add(&self, listing: &mut Listing) {
        let operation = self.operation;
        listing.insert(self.path.clone(), Kind::Operation, self.item());
        for (parameter, name) in operation.parameters.iter().zip(&self.names.parameters) {
            let pointer = self.cx.places.parameter(operation, parameter);
            let item = self.cx.parameter(parameter, pointer);
            listing.insert(format!("{}#{name}", self.path), Kind::Parameter, item);
        }
        if let Some(body) = &operation.body {
            let item = self.body(body);
            listing.insert(format!("{}#body", self.path), Kind::Body, item);
        }
        for response in &operation.responses {
            let path = format!("{}#{}", self.path, response.status);
            listing.insert(path, Kind::Response, self.response(response));
        }
        if let Some(headers) = &self.names.headers {
            let path = format!("{}{headers}", self.module);
            for (header, method) in operation.headers.iter().zip(&self.names.header_methods) {
                let item = header_item(self.cx, header, self.pointer.key("responses"));
                listing.insert(format!("{path}::{method}"), Kind::Header, item);
            }
        }
        if let Some(own) = &self.names.own_servers {
            let place = self.pointer.key("servers");
            access::own_servers(self.module, own, &operation.servers, &place, listing);
        }
    }

    fn item(&self) -> Item {
        let operation = self.operation;
        let request = self.names.request.as_ref();
        let request = request.map(|request| format!("{}{request}", self.module));
        let required = operation.parameters.iter().zip(&self.names.parameters);
        let required = required.filter(|(parameter, _)| parameter.required);
        let arguments: Vec<&str> = required.map(|(_, name)| name.as_str()).collect();
        let page = operation.paging.as_ref().map(|paging| {
            let next = paging.next.as_deref().unwrap_or("none");
            format!("{} next={next}", paging.items)
        });
        let servers = self.node.servers_of(operation).iter();
        let servers: Vec<String> = servers.map(Server::expanded).collect();
        let deadline = operation.deadline.map(milliseconds);
        item_at(self.pointer.clone())
            .with(Fact::Http, http(operation))
            .with(Fact::Id, &operation.id)
            .with_some(Fact::Arguments, arguments.join(","))
            .with_some(Fact::Request, request.unwrap_or_default())
            .with(Fact::Success, self.body_type(&operation.success, "()"))
            .with(
                Fact::Error,
                self.body_type(&operation.failure, "Infallible"),
            )
            .with_some(Fact::Page, page.unwrap_or_default())
            .with_some(Fact::Accept, operation.accept.join(", "))
            .with_some(Fact::Deadline, deadline.unwrap_or_default())
            .with_flag(Fact::Idempotent, operation.idempotent)
            .with(Fact::Security, self.security())
            .with_some(Fact::Servers, servers.join(" "))
            .with_flag(Fact::Deprecated, operation.docs.deprecated)
    }

    fn body_type(&self, body: &ResponseBody, none: &str) -> String {
        match body {
            ResponseBody::Empty => none.to_owned(),
            ResponseBody::One(ty) => self.cx.ty(ty),
            ResponseBody::Many(id) => self.cx.path(*id),
        }
    }

    /// Returns the alternatives of security requirements. Their scopes are documented only.
    fn security(&self) -> String {
        match &self.operation.security {
            Security::Unstated => "unstated".to_owned(),
            Security::Manual(_) => "manual".to_owned(),
            Security::Schemes(alternatives) if alternatives.is_empty() => "none".to_owned(),
            Security::Schemes(alternatives) => {
                let alternatives = alternatives.iter().map(|alternative| {
                    let schemes = &self.cx.api.security_schemes;
                    let uses = alternative.schemes.iter();
                    let names = uses.filter_map(|one| schemes.get(one.scheme));
                    let names = names.map(|scheme| scheme.name.as_str());
                    let names: Vec<&str> = names
                        .chain(alternative.mutual_tls.iter().map(String::as_str))
                        .collect();
                    if names.is_empty() {
                        "none".to_owned()
                    } else {
                        names.join("+")
                    }
                });
                alternatives.collect::<Vec<_>>().join("|")
            }
        }
    }

    fn body(&self, body: &RequestBody) -> Item {
        let required = if body.required {
            "required"
        } else {
            "optional"
        };
        let item = item_at(self.pointer.key("requestBody"))
            .with(
                Fact::Type,
                rust_type::body(self.cx.api, self.cx.names, body),
            )
            .with(Fact::Required, required);
        match body.media.as_slice() {
            // Several media types are the variants of a type.
            [media] => item
                .with(Fact::Content, content(media))
                .with_some(Fact::Constraints, constraints::text(&media.constraints)),
            _ => item,
        }
    }

    fn response(&self, response: &Response) -> Item {
        let media = response.media.iter();
        let media: Vec<&str> = media.map(|media| media.media_type.as_str()).collect();
        item_at(Places::response(&self.pointer, response.status))
            .with_some(Fact::Content, media.join(", "))
    }
}

/// Returns method and path, without the names of parameters.
fn http(operation: &Operation) -> String {
    let mut path = String::new();
    let mut rest = operation.path.as_str();
    while let Some((before, behind)) = rest.split_once('{') {
        path.push_str(before);
        path.push_str("{}");
        rest = behind.split_once('}').map_or("", |(_, rest)| rest);
    }
    format!("{} {path}{rest}", operation.method.as_str())
}

/// Returns the item for a header of a response.
pub(super) fn header_item(cx: &Context<'_>, header: &Header, pointer: JsonPointer) -> Item {
    let ty = cx.ty(&header.ty);
    let ty = if header.required {
        ty
    } else {
        format!("Option<{ty}>")
    };
    let format = match header.format {
        HeaderFormat::Single => "single",
        HeaderFormat::List => "list",
        HeaderFormat::Properties => "properties",
        HeaderFormat::Pairs => "pairs",
        HeaderFormat::Json => "json",
    };
    item_at(pointer)
        .with(Fact::Type, ty)
        .with(Fact::Name, &header.name)
        .with(Fact::Style, format)
        .with_flag(Fact::Deprecated, header.docs.deprecated)
}

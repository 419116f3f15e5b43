//! `lib.rs`.

use crate::ir::{AuthModel, Operation, PathNode, Presence, Property, Type, TypeKind};
use crate::name::{Identifier, NodeNames};

use crate::render::Context;
use crate::render::client::node;
use crate::render::client::server;
use crate::render::docs::Docs;
use crate::render::docs::markdown;
use crate::render::source_file::imports;

pub(crate) fn render(cx: &Context<'_>) -> String {
    let api = cx.api;
    let mut docs = Docs::line(&format!("{}.", title(cx)));
    for text in api.info.docs.texts() {
        docs.markdown(text);
    }
    docs.paragraph(
        "A [`Client`] has a method for each first segment of the paths, and what that gives has one for the next, so \
         that a path reads like a chain of calls. The methods named like HTTP methods make a request, which is sent \
         when it is awaited.",
    );
    docs.external(&api.info.docs);
    let mut text = docs.inner();
    text.push('\n');
    text.push_str("#![forbid(unsafe_code)]\n#![deny(missing_docs)]\n");
    for (lint, reason) in allowed(cx) {
        text.push_str(&allow(lint, reason));
    }
    text.push('\n');
    let mut modules = vec!["mod client;\n".to_owned()];
    if !cx.api.error_codes.is_empty() {
        modules.push("pub mod error_codes;\n".to_owned());
    }
    let has_credentials = api.auth_model() == AuthModel::Credentials;
    if has_credentials {
        modules.push("mod credentials;\n".to_owned());
    }
    if !api.callbacks.is_empty() {
        modules.push("#[cfg(feature = \"receiver\")]\npub mod callbacks;\n".to_owned());
    }
    if !cx.names.models.is_empty() {
        modules.push("pub mod models;\n".to_owned());
    }
    if !cx.servers().is_empty() {
        modules.push("mod server;\n".to_owned());
    }
    modules.extend(
        node::modules(&cx.names.root)
            .lines()
            .filter(|line| !line.is_empty())
            .map(|line| format!("{line}\n")),
    );
    modules.sort_by(|a, b| name_of(a).cmp(name_of(b)));
    text.push_str(&modules.concat());
    let root = &cx.names.root;
    let of_client = root.types().chain([&root.builder]);
    let of_client = of_client.map(ToString::to_string).collect();
    text.push('\n');
    text.push_str(&imports::declaration("pub use", "client", &of_client));
    if has_credentials {
        text.push_str("pub use credentials::Credentials;\n");
    }
    text.push_str("pub use msgraph_runtime::{self as runtime, Error, Response};\n");
    text.push_str(&server::exported(cx));
    text
}

/// The lints that do not fit what a document may say.
fn allowed(cx: &Context<'_>) -> Vec<(&'static str, &'static str)> {
    let mut lints = vec![
        (
            "clippy::doc_markdown",
            "the words are those of the document",
        ),
        (
            "clippy::needless_pass_by_value",
            "a body is given away, however the request keeps it",
        ),
        (
            "rustdoc::redundant_explicit_links",
            "a link says where it leads, imported or not",
        ),
    ];
    let models = cx
        .names
        .models
        .iter()
        .any(|model| model.module.as_str() == "models");
    if models || same_name_below(&cx.names.root) {
        lints.push((
            "clippy::module_inception",
            "a segment of a path may be called like the one above it",
        ));
    }
    if has_many_flags(cx) {
        lints.push((
            "clippy::struct_excessive_bools",
            "the members are those of the document",
        ));
        lints.push((
            "clippy::fn_params_excessive_bools",
            "the document requires them all",
        ));
    }
    if has_similar_arguments(&cx.names.root) || makes_of_many(cx) {
        lints.push((
            "clippy::similar_names",
            "the parameters are those of the document",
        ));
    }
    if has_many_arguments(&cx.api.root) {
        lints.push((
            "clippy::too_many_arguments",
            "the document requires them all",
        ));
    }
    if deprecates(cx) {
        lints.push((
            "deprecated",
            "what the document deprecates is still read and written",
        ));
    }
    lints
}

fn same_name_below(node: &NodeNames) -> bool {
    let module = node.modules.last();
    let below = &node.children;
    below
        .iter()
        .any(|child| child.modules.last() == module || same_name_below(child))
}

/// Whether some object is made of several members.
fn makes_of_many(cx: &Context<'_>) -> bool {
    let required = |property: &&Property| property.presence == Presence::Required;
    cx.api
        .types
        .iter()
        .any(|definition| match &definition.kind {
            TypeKind::Object(object) => {
                definition.usage.sent && object.properties.iter().filter(required).count() > 1
            }
            _ => false,
        })
}

fn has_many_flags(cx: &Context<'_>) -> bool {
    let is_flag = |property: &&Property| {
        property.presence == Presence::Required && property.ty == Type::Boolean
    };
    cx.api
        .types
        .iter()
        .any(|definition| match &definition.kind {
            TypeKind::Object(object) => object.properties.iter().filter(is_flag).count() > 3,
            _ => false,
        })
}

/// Whether clippy may take two arguments of a method for each other, or one for `self`.
fn has_similar_arguments(node: &NodeNames) -> bool {
    let are_similar = |arguments: &[Identifier]| {
        let mut names = arguments.iter().map(Identifier::as_str);
        arguments.len() > 1 || names.any(|name| name.contains("elf") || name.contains("sel"))
    };
    let mut operations = node.operations.iter();
    are_similar(&node.arguments)
        || operations.any(|operation| are_similar(&operation.parameters))
        || node.children.iter().any(has_similar_arguments)
}

/// Whether a method takes more than seven arguments, itself included.
fn has_many_arguments(node: &PathNode) -> bool {
    let required = |operation: &Operation| {
        let required = operation.parameters.iter().filter(|one| one.required);
        required.count() + usize::from(operation.body.is_some()) > 6
    };
    node.segment.parameters().count() > 6
        || node.operations.iter().any(required)
        || node.children.iter().any(has_many_arguments)
}

fn allow(lint: &str, reason: &str) -> String {
    let inside = format!("{lint}, reason = {reason:?}");
    if inside.len() + "#![allow()]".len() <= 80 {
        format!("#![allow({inside})]\n")
    } else {
        format!("#![allow(\n    {lint},\n    reason = {reason:?}\n)]\n")
    }
}

fn name_of(declaration: &str) -> &str {
    let item = declaration.trim_end().lines().last().unwrap_or_default();
    item.trim_start_matches("pub ")
        .trim_start_matches("mod ")
        .trim_end_matches(['\n', ';'])
}

/// The name of the API and its version.
pub(crate) fn title(cx: &Context<'_>) -> String {
    let info = &cx.api.info;
    let title = if info.title.trim().is_empty() {
        "A client".to_owned()
    } else {
        markdown::inline(&info.title)
    };
    if info.version.trim().is_empty() {
        title
    } else {
        format!("{title}, version {}", markdown::inline(&info.version))
    }
}

fn deprecates(cx: &Context<'_>) -> bool {
    let parameter = |operation: &Operation| {
        operation
            .parameters
            .iter()
            .any(|parameter| parameter.docs.deprecated)
    };
    cx.api.types.iter().any(|definition| {
        definition.docs.deprecated
            || match &definition.kind {
                TypeKind::Object(object) => object
                    .properties
                    .iter()
                    .any(|property| property.docs.deprecated),
                TypeKind::TaggedUnion(family) => family
                    .properties
                    .iter()
                    .any(|property| property.docs.deprecated),
                _ => false,
            }
    }) || any_operation(&cx.api.root, &|operation| {
        operation.docs.deprecated || parameter(operation)
    })
}

fn any_operation(node: &PathNode, is: &dyn Fn(&Operation) -> bool) -> bool {
    node.operations.iter().any(is) || node.children.iter().any(|child| any_operation(child, is))
}

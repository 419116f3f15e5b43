//! The lints that a generated crate allows.

use std::fmt::Write as _;

use crate::ir::{Operation, PathNode, Presence, Property, Type, TypeKind};
use crate::name::{Identifier, NodeNames};
use crate::render::context::Context;

/// Returns the `allow` attributes of the crate.
pub(super) fn allow_attributes(cx: &Context<'_>) -> String {
    let mut attributes = String::new();
    for (lint, reason) in allowed(cx) {
        append!(attributes, "#![allow({lint}, reason = {reason:?})]\n");
    }
    attributes
}

/// Returns the lints that the crate cannot satisfy, each with the reason.
fn allowed(cx: &Context<'_>) -> Vec<(&'static str, &'static str)> {
    let mut lints = vec![
        ("clippy::doc_markdown", "the text is that of the document"),
        (
            "clippy::needless_pass_by_value",
            "bodies are moved into requests",
        ),
        (
            "rustdoc::redundant_explicit_links",
            "links do not depend on imports",
        ),
    ];
    let models = cx
        .names
        .models
        .iter()
        .any(|model| model.module.as_str() == "models");
    if models || has_module_inception(&cx.names.root) {
        lints.push(("clippy::module_inception", "modules mirror the paths"));
    }
    if has_many_flags(cx) {
        lints.push((
            "clippy::struct_excessive_bools",
            "the fields are those of the document",
        ));
        lints.push((
            "clippy::fn_params_excessive_bools",
            "the document requires them all",
        ));
    }
    if has_similar_arguments(&cx.names.root) || has_long_constructor(cx) {
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
    if has_deprecations(cx) {
        lints.push((
            "deprecated",
            "deprecated items are still decoded and encoded",
        ));
    }
    lints
}

/// Returns whether some module has the name of its parent.
fn has_module_inception(node: &NodeNames) -> bool {
    let module = node.modules.last();
    let below = &node.children;
    below
        .iter()
        .any(|child| child.modules.last() == module || has_module_inception(child))
}

/// Returns whether some constructor takes several arguments.
fn has_long_constructor(cx: &Context<'_>) -> bool {
    let is_parameter = |property: &&Property| property.is_constructor_parameter();
    cx.api
        .types
        .definitions()
        .any(|definition| match &definition.kind {
            TypeKind::Object(object) => object.properties.iter().filter(is_parameter).count() > 1,
            _ => false,
        })
}

/// Returns whether some object has more than three required booleans.
fn has_many_flags(cx: &Context<'_>) -> bool {
    let is_flag = |property: &&Property| {
        property.presence == Presence::Required && property.ty == Type::Boolean
    };
    cx.api
        .types
        .definitions()
        .any(|definition| match &definition.kind {
            TypeKind::Object(object) => object.properties.iter().filter(is_flag).count() > 3,
            _ => false,
        })
}

/// Returns whether the names of two arguments, or of one and `self`, may be similar.
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

/// Returns whether some method takes more than seven arguments, `self` included.
fn has_many_arguments(node: &PathNode) -> bool {
    let required = |operation: &Operation| {
        let required = operation
            .parameters
            .iter()
            .filter(|parameter| parameter.required);
        required.count() + usize::from(operation.body.is_some()) > 6
    };
    node.segment.parameters().count() > 6
        || node.operations.iter().any(required)
        || node.children.iter().any(has_many_arguments)
}

/// Returns whether the document deprecates anything.
fn has_deprecations(cx: &Context<'_>) -> bool {
    let has_deprecated_parameter = |operation: &Operation| {
        operation
            .parameters
            .iter()
            .any(|parameter| parameter.docs.deprecated)
    };
    cx.api.types.definitions().any(|definition| {
        definition.docs.deprecated
            || match &definition.kind {
                TypeKind::Object(object) => object
                    .properties
                    .iter()
                    .any(|property| property.docs.deprecated),
                TypeKind::TaggedUnion(tagged_union) => tagged_union
                    .properties
                    .iter()
                    .any(|property| property.docs.deprecated),
                _ => false,
            }
    }) || any_operation(&cx.api.root, &|operation| {
        operation.docs.deprecated || has_deprecated_parameter(operation)
    })
}

fn any_operation(node: &PathNode, predicate: &dyn Fn(&Operation) -> bool) -> bool {
    node.operations.iter().any(predicate)
        || node
            .children
            .iter()
            .any(|child| any_operation(child, predicate))
}

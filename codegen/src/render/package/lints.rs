//! The lints that a generated crate allows.

use std::fmt::Write as _;

use crate::config::DocsLevel;
use crate::ir::visit::{Visitor, walk_type};
use crate::ir::{
    AdditionalProperties, Api, Operation, Parameter, PathNode, Presence, Property, Type, TypeKind,
};
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
pub(super) fn allowed(cx: &Context<'_>) -> Vec<(&'static str, &'static str)> {
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
    if cx.options.config.docs.level != DocsLevel::Full {
        lints.push((
            "clippy::missing_errors_doc",
            "the settings reduce the documentation",
        ));
    }
    let models = cx
        .names
        .models
        .iter()
        .any(|model| model.module.as_str() == "models");
    if models || has_module_inception(&cx.names.root) {
        lints.push(("clippy::module_inception", "modules mirror the paths"));
    }
    let has_many_flags = has_many_flags(cx);
    if has_many_flags {
        lints.push((
            "clippy::struct_excessive_bools",
            "the fields are those of the document",
        ));
    }
    if has_many_flags || has_many_flag_arguments(&cx.api.root) {
        lints.push((
            "clippy::fn_params_excessive_bools",
            "the document requires them all",
        ));
    }
    if has_long_functions(cx) {
        lints.push((
            "clippy::too_many_lines",
            "the properties are those of the document",
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
    if has_nested_containers(cx) {
        lints.push((
            "clippy::type_complexity",
            "the types are those of the document",
        ));
    }
    if has_maps_of_nothing(cx) {
        lints.push((
            "clippy::zero_sized_map_values",
            "the types are those of the document",
        ));
    }
    if has_placeholder_names(cx) {
        lints.push((
            "clippy::disallowed_names",
            "the names are those of the document",
        ));
    }
    if has_many_single_letters(cx) {
        lints.push((
            "clippy::many_single_char_names",
            "the names are those of the document",
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

/// Returns whether an argument has a name that clippy takes for a placeholder.
fn has_placeholder_names(cx: &Context<'_>) -> bool {
    let is_placeholder = |name: &Identifier| matches!(name.as_str(), "foo" | "baz" | "quux");
    any_arguments(cx, &|names| names.iter().any(is_placeholder))
}

/// Returns whether the arguments of some function have more than four names of one letter.
fn has_many_single_letters(cx: &Context<'_>) -> bool {
    let is_letter = |name: &&Identifier| name.as_str().len() == 1;
    any_arguments(cx, &|names| names.iter().filter(is_letter).count() > 4)
}

/// Returns whether the names of the parameters of an operation or a path segment, or those of the
/// parts of a type, satisfy a predicate.
fn any_arguments(cx: &Context<'_>, predicate: &dyn Fn(&[Identifier]) -> bool) -> bool {
    fn in_node(node: &NodeNames, predicate: &dyn Fn(&[Identifier]) -> bool) -> bool {
        let mut operations = node.operations.iter();
        predicate(&node.arguments)
            || operations.any(|operation| predicate(&operation.parameters))
            || node.children.iter().any(|child| in_node(child, predicate))
    }

    let mut ids = cx.api.types.ids();
    in_node(&cx.names.root, predicate) || ids.any(|id| predicate(&cx.names.of(id).parts))
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

/// Returns whether some method has more than three arguments that are booleans.
fn has_many_flag_arguments(node: &PathNode) -> bool {
    let is_flag = |parameter: &Parameter| parameter.required && parameter.ty == Type::Boolean;
    let has_many = |parameters: &[Parameter]| {
        parameters
            .iter()
            .filter(|parameter| is_flag(parameter))
            .count()
            > 3
    };
    let flags = node.segment.parameters().filter(|one| is_flag(one));
    flags.count() > 3
        || node.operations.iter().any(|one| has_many(&one.parameters))
        || node.children.iter().any(has_many_flag_arguments)
}

/// Returns whether some function may have more than 100 lines: one for each property in the
/// conversion or the constructor of an object, several for each constrained one in its validation,
/// and several for each parameter in the method of an operation.
fn has_long_functions(cx: &Context<'_>) -> bool {
    let are_long = |properties: &[Property]| {
        let constrained = properties.iter().filter(|property| {
            !property.constraints.is_empty() || cx.api.is_validated(&property.ty)
        });
        properties.len() > 80 || constrained.count() > 12
    };
    let has_long_type = cx
        .api
        .types
        .definitions()
        .any(|definition| match &definition.kind {
            TypeKind::Object(object) => are_long(&object.properties),
            TypeKind::Multipart(multipart) => are_long(&multipart.properties),
            // A method that reads a property has up to three lines for each variant.
            TypeKind::TaggedUnion(union) => {
                !union.properties.is_empty() && union.variants.len() > 30
            }
            _ => false,
        });
    let has_long_method = any_operation(&cx.api.root, &|operation| {
        let required = operation.parameters.iter();
        required.filter(|parameter| parameter.required).count() > 12
    });
    has_long_type || has_long_method
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

/// Returns whether some type has containers in three levels, such as an array of maps of arrays.
fn has_nested_containers(cx: &Context<'_>) -> bool {
    /// Counts the levels of containers around the visited type.
    struct Levels {
        current: usize,
        maximum: usize,
    }

    impl Visitor for Levels {
        fn visit_type(&mut self, ty: &Type) {
            let is_container = has_parameter(ty);
            self.current += usize::from(is_container);
            self.maximum = self.maximum.max(self.current);
            walk_type(self, ty);
            self.current -= usize::from(is_container);
        }
    }

    let mut levels = Levels {
        current: 0,
        maximum: 0,
    };
    for definition in cx.api.types.definitions() {
        levels.visit_type_kind(&definition.kind);
    }
    cx.api.visit_operations(&mut levels);
    levels.maximum > 2
}

/// Returns whether the values of some map have no content.
fn has_maps_of_nothing(cx: &Context<'_>) -> bool {
    struct Search<'a> {
        api: &'a Api,
        found: bool,
    }

    impl Visitor for Search<'_> {
        fn visit_type(&mut self, ty: &Type) {
            self.found |= matches!(ty, Type::Map(value) if is_zero_sized(self.api, value));
            walk_type(self, ty);
        }
    }

    let mut search = Search {
        api: cx.api,
        found: false,
    };
    for definition in cx.api.types.definitions() {
        search.visit_type_kind(&definition.kind);
    }
    cx.api.visit_operations(&mut search);
    search.found
}

/// Returns whether all values of a type are the same.
fn is_zero_sized(api: &Api, ty: &Type) -> bool {
    match api.resolve_alias(ty) {
        Type::Null => true,
        Type::Tuple(parts) => parts.iter().all(|part| is_zero_sized(api, part)),
        Type::Named(id) => match &api.definition(*id).kind {
            TypeKind::Object(object) => {
                object.properties.is_empty() && object.additional == AdditionalProperties::None
            }
            _ => false,
        },
        _ => false,
    }
}

/// Returns whether a type has a type parameter in Rust.
fn has_parameter(ty: &Type) -> bool {
    matches!(
        ty,
        Type::Array(_)
            | Type::Tuple(_)
            | Type::Map(_)
            | Type::JsonString(_)
            | Type::OneOrMany(_)
            | Type::Nullable(_)
            | Type::Part(_)
            | Type::Flags(_)
    )
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

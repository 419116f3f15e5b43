//! Visitors of types, operations and the path tree.
//!
//! [`Visitor`] reads and [`VisitorMut`] mutates. Both visit the same items in the same order:
//!
//! - a type definition: the types it mentions, in the order of its fields;
//! - a type: the types nested in it, then the id of a named type;
//! - a node of the path tree: the parameters of its segment, its operations, its children;
//! - an operation: its parameters, the media types of its body, its responses, its headers, and
//!   the types of all successes and all failures.
//!
//! An implementation that overrides a method continues the visit by calling the `walk_` function
//! of the same name, or ends it there. The functions at the end of the module cover queries for
//! which a closure is enough.
//!
//! ```
//! use specwright::ir::visit::{Visitor, walk_type};
//! use specwright::ir::{Type, TypeId};
//!
//! struct NamedTypes(Vec<TypeId>);
//!
//! impl Visitor for NamedTypes {
//!     fn visit_type_id(&mut self, id: TypeId) {
//!         self.0.push(id);
//!     }
//! }
//!
//! let mut named = NamedTypes(Vec::new());
//! walk_type(&mut named, &Type::Array(Box::new(Type::Boolean)));
//! assert!(named.0.is_empty());
//! ```

use super::operations::body::RequestMedia;
use super::operations::callback::Callback;
use super::operations::operation::Operation;
use super::operations::parameter::Parameter;
use super::operations::path::PathNode;
use super::operations::response::ResponseBody;
use super::types::id::TypeId;
use super::types::object::AdditionalProperties;
use super::types::ty::Type;
use super::types::type_definition::{Newtype, TypeKind};
use super::types::usage::{Direction, Usage};

/// A read-only visitor.
pub trait Visitor {
    /// Visits the kind of a type definition.
    fn visit_type_kind(&mut self, kind: &TypeKind) {
        walk_type_kind(self, kind);
    }

    /// Visits a type: one that a definition or an operation mentions, or one nested in another.
    fn visit_type(&mut self, ty: &Type) {
        walk_type(self, ty);
    }

    /// Visits the id of a named type or of flags.
    fn visit_type_id(&mut self, _id: TypeId) {}

    /// Visits a node of the path tree.
    fn visit_node(&mut self, node: &PathNode) {
        walk_node(self, node);
    }

    /// Visits a callback or webhook.
    fn visit_callback(&mut self, callback: &Callback) {
        walk_callback(self, callback);
    }

    /// Visits an operation.
    fn visit_operation(&mut self, operation: &Operation, direction: Direction) {
        walk_operation(self, operation, direction);
    }

    /// Visits a parameter of a path segment or an operation.
    fn visit_parameter(&mut self, parameter: &Parameter, usage: Usage) {
        self.visit_type_use(&parameter.ty, usage);
    }

    /// Visits a media type of a request body.
    fn visit_request_media(&mut self, media: &RequestMedia, usage: Usage) {
        self.visit_type_use(&media.ty, usage);
        if let Some(item) = &media.item {
            self.visit_type_use(item, usage);
        }
    }

    /// Visits the use of a type by an operation.
    fn visit_type_use(&mut self, ty: &Type, _usage: Usage) {
        self.visit_type(ty);
    }
}

/// Visits the types that a definition mentions.
pub fn walk_type_kind<V: Visitor + ?Sized>(visitor: &mut V, kind: &TypeKind) {
    match kind {
        TypeKind::Object(object) => {
            for property in &object.properties {
                visitor.visit_type(&property.ty);
            }
            if let AdditionalProperties::Typed(additional) = &object.additional {
                visitor.visit_type(&additional.ty);
            }
        }
        TypeKind::StringEnum(_) | TypeKind::External(_) => {}
        TypeKind::ValueEnum(value_enum) => visitor.visit_type(&value_enum.ty),
        TypeKind::TaggedUnion(union) => {
            for variant in &union.variants {
                visitor.visit_type(&Type::Named(variant.ty));
            }
            for property in &union.properties {
                visitor.visit_type(&property.ty);
            }
        }
        TypeKind::Union(union) => {
            for variant in &union.variants {
                visitor.visit_type(&variant.ty);
            }
        }
        TypeKind::Alias(ty) | TypeKind::Newtype(Newtype { ty, .. }) => visitor.visit_type(ty),
        TypeKind::Multipart(multipart) => {
            for property in &multipart.properties {
                visitor.visit_type(&property.ty);
            }
        }
        TypeKind::RequestBodies(bodies) => {
            for media in &bodies.media {
                visitor.visit_type(&media.ty);
                if let Some(item) = &media.item {
                    visitor.visit_type(item);
                }
            }
        }
        TypeKind::ResponseBodies(bodies) => {
            for ty in bodies.variants.iter().filter_map(|one| one.body.as_ref()) {
                visitor.visit_type(ty);
            }
        }
    }
}

/// Visits the types nested in a type, or its id.
pub fn walk_type<V: Visitor + ?Sized>(visitor: &mut V, ty: &Type) {
    match ty {
        Type::Named(id) | Type::Flags(id) => visitor.visit_type_id(*id),
        ty => {
            for part in ty.parts() {
                visitor.visit_type(part);
            }
        }
    }
}

/// Visits the parameters and operations of a node, and its children.
pub fn walk_node<V: Visitor + ?Sized>(visitor: &mut V, node: &PathNode) {
    for parameter in node.segment.parameters() {
        visitor.visit_parameter(parameter, Direction::Call.request());
    }
    for operation in &node.operations {
        visitor.visit_operation(operation, Direction::Call);
    }
    for child in &node.children {
        visitor.visit_node(child);
    }
}

/// Visits the operations of a callback, and the notifications of its handlers.
pub fn walk_callback<V: Visitor + ?Sized>(visitor: &mut V, callback: &Callback) {
    for inbound in &callback.operations {
        visitor.visit_operation(&inbound.operation, Direction::Serve);
        if let Some(delivery) = &inbound.delivery {
            visitor.visit_type_use(&delivery.notification, Direction::Serve.request());
        }
    }
}

/// Visits the parameters, bodies and headers of an operation.
pub fn walk_operation<V: Visitor + ?Sized>(
    visitor: &mut V,
    operation: &Operation,
    direction: Direction,
) {
    let (request, response) = (direction.request(), direction.response());
    for parameter in &operation.parameters {
        visitor.visit_parameter(parameter, request);
    }
    if let Some(body) = &operation.body {
        for media in &body.media {
            visitor.visit_request_media(media, request);
        }
        if let Some(id) = body.choice {
            visitor.visit_type_use(&Type::Named(id), request);
        }
    }
    for declared in &operation.responses {
        for media in &declared.media {
            visitor.visit_type_use(&media.ty, response);
            if let Some(item) = &media.item {
                visitor.visit_type_use(item, response);
            }
        }
        for header in &declared.headers {
            visitor.visit_type_use(&header.ty, response);
        }
    }
    for header in &operation.headers {
        visitor.visit_type_use(&header.ty, response);
    }
    for body in [&operation.success, &operation.failure] {
        match body {
            ResponseBody::Empty => {}
            ResponseBody::One(ty) => visitor.visit_type_use(ty, response),
            ResponseBody::Many(id) => visitor.visit_type_use(&Type::Named(*id), response),
        }
    }
}

/// A mutating visitor.
pub trait VisitorMut {
    /// Visits the kind of a type definition.
    fn visit_type_kind(&mut self, kind: &mut TypeKind) {
        walk_type_kind_mut(self, kind);
    }

    /// Visits a type: one that a definition or an operation mentions, or one nested in another.
    fn visit_type(&mut self, ty: &mut Type) {
        walk_type_mut(self, ty);
    }

    /// Visits the id of a named type or of flags.
    fn visit_type_id(&mut self, _id: &mut TypeId) {}

    /// Visits a node of the path tree.
    fn visit_node(&mut self, node: &mut PathNode) {
        walk_node_mut(self, node);
    }

    /// Visits a callback or webhook.
    fn visit_callback(&mut self, callback: &mut Callback) {
        walk_callback_mut(self, callback);
    }

    /// Visits an operation.
    fn visit_operation(&mut self, operation: &mut Operation, direction: Direction) {
        walk_operation_mut(self, operation, direction);
    }

    /// Visits a parameter of a path segment or an operation.
    fn visit_parameter(&mut self, parameter: &mut Parameter, usage: Usage) {
        self.visit_type_use(&mut parameter.ty, usage);
    }

    /// Visits a media type of a request body.
    fn visit_request_media(&mut self, media: &mut RequestMedia, usage: Usage) {
        self.visit_type_use(&mut media.ty, usage);
        if let Some(item) = &mut media.item {
            self.visit_type_use(item, usage);
        }
    }

    /// Visits the use of a type by an operation.
    fn visit_type_use(&mut self, ty: &mut Type, _usage: Usage) {
        self.visit_type(ty);
    }

    /// Visits the use by an operation of a type that is always a named one.
    fn visit_named_type_use(&mut self, id: &mut TypeId, _usage: Usage) {
        self.visit_type_id(id);
    }
}

/// Visits the types that a definition mentions.
pub fn walk_type_kind_mut<V: VisitorMut + ?Sized>(visitor: &mut V, kind: &mut TypeKind) {
    match kind {
        TypeKind::Object(object) => {
            for property in &mut object.properties {
                visitor.visit_type(&mut property.ty);
            }
            if let AdditionalProperties::Typed(additional) = &mut object.additional {
                visitor.visit_type(&mut additional.ty);
            }
        }
        TypeKind::StringEnum(_) | TypeKind::External(_) => {}
        TypeKind::ValueEnum(value_enum) => visitor.visit_type(&mut value_enum.ty),
        TypeKind::TaggedUnion(union) => {
            for variant in &mut union.variants {
                visitor.visit_type_id(&mut variant.ty);
            }
            for property in &mut union.properties {
                visitor.visit_type(&mut property.ty);
            }
        }
        TypeKind::Union(union) => {
            for variant in &mut union.variants {
                visitor.visit_type(&mut variant.ty);
            }
        }
        TypeKind::Alias(ty) | TypeKind::Newtype(Newtype { ty, .. }) => visitor.visit_type(ty),
        TypeKind::Multipart(multipart) => {
            for property in &mut multipart.properties {
                visitor.visit_type(&mut property.ty);
            }
        }
        TypeKind::RequestBodies(bodies) => {
            for media in &mut bodies.media {
                visitor.visit_type(&mut media.ty);
                if let Some(item) = &mut media.item {
                    visitor.visit_type(item);
                }
            }
        }
        TypeKind::ResponseBodies(bodies) => {
            for ty in bodies
                .variants
                .iter_mut()
                .filter_map(|one| one.body.as_mut())
            {
                visitor.visit_type(ty);
            }
        }
    }
}

/// Visits the types nested in a type, or its id.
pub fn walk_type_mut<V: VisitorMut + ?Sized>(visitor: &mut V, ty: &mut Type) {
    match ty {
        Type::Named(id) | Type::Flags(id) => visitor.visit_type_id(id),
        ty => {
            for part in ty.parts_mut() {
                visitor.visit_type(part);
            }
        }
    }
}

/// Visits the parameters and operations of a node, and its children.
pub fn walk_node_mut<V: VisitorMut + ?Sized>(visitor: &mut V, node: &mut PathNode) {
    for parameter in node.segment.parameters_mut() {
        visitor.visit_parameter(parameter, Direction::Call.request());
    }
    for operation in &mut node.operations {
        visitor.visit_operation(operation, Direction::Call);
    }
    for child in &mut node.children {
        visitor.visit_node(child);
    }
}

/// Visits the operations of a callback, and the notifications of its handlers.
pub fn walk_callback_mut<V: VisitorMut + ?Sized>(visitor: &mut V, callback: &mut Callback) {
    for inbound in &mut callback.operations {
        visitor.visit_operation(&mut inbound.operation, Direction::Serve);
        if let Some(delivery) = &mut inbound.delivery {
            visitor.visit_type_use(&mut delivery.notification, Direction::Serve.request());
        }
    }
}

/// Visits the parameters, bodies and headers of an operation.
pub fn walk_operation_mut<V: VisitorMut + ?Sized>(
    visitor: &mut V,
    operation: &mut Operation,
    direction: Direction,
) {
    let (request, response) = (direction.request(), direction.response());
    for parameter in &mut operation.parameters {
        visitor.visit_parameter(parameter, request);
    }
    if let Some(body) = &mut operation.body {
        for media in &mut body.media {
            visitor.visit_request_media(media, request);
        }
        if let Some(id) = &mut body.choice {
            visitor.visit_named_type_use(id, request);
        }
    }
    for declared in &mut operation.responses {
        for media in &mut declared.media {
            visitor.visit_type_use(&mut media.ty, response);
            if let Some(item) = &mut media.item {
                visitor.visit_type_use(item, response);
            }
        }
        for header in &mut declared.headers {
            visitor.visit_type_use(&mut header.ty, response);
        }
    }
    for header in &mut operation.headers {
        visitor.visit_type_use(&mut header.ty, response);
    }
    for body in [&mut operation.success, &mut operation.failure] {
        match body {
            ResponseBody::Empty => {}
            ResponseBody::One(ty) => visitor.visit_type_use(ty, response),
            ResponseBody::Many(id) => visitor.visit_named_type_use(id, response),
        }
    }
}

/// Calls `f` with each type that a definition mentions directly.
pub fn for_each_type_ref(kind: &TypeKind, f: impl FnMut(&Type)) {
    struct TypeRefs<F>(F);

    impl<F: FnMut(&Type)> Visitor for TypeRefs<F> {
        fn visit_type(&mut self, ty: &Type) {
            (self.0)(ty);
        }
    }

    TypeRefs(f).visit_type_kind(kind);
}

/// Calls `f` with the id of each type that a definition mentions.
pub fn for_each_type_id(kind: &TypeKind, f: impl FnMut(TypeId)) {
    TypeIds(f).visit_type_kind(kind);
}

/// Calls `f` with the id of each named type in a type.
pub fn for_each_type_id_in(ty: &Type, f: impl FnMut(TypeId)) {
    TypeIds(f).visit_type(ty);
}

struct TypeIds<F>(F);

impl<F: FnMut(TypeId)> Visitor for TypeIds<F> {
    fn visit_type_id(&mut self, id: TypeId) {
        (self.0)(id);
    }
}

/// Replaces the id of each type that a definition mentions.
pub fn map_type_ids(kind: &mut TypeKind, f: impl FnMut(TypeId) -> TypeId) {
    MapTypeIds(f).visit_type_kind(kind);
}

/// Replaces the id of each named type in a type.
pub fn map_type_ids_in(ty: &mut Type, f: impl FnMut(TypeId) -> TypeId) {
    MapTypeIds(f).visit_type(ty);
}

/// A visitor that replaces the id of each type.
#[derive(Clone, Copy, Debug)]
pub struct MapTypeIds<F>(pub F);

impl<F: FnMut(TypeId) -> TypeId> VisitorMut for MapTypeIds<F> {
    fn visit_type_id(&mut self, id: &mut TypeId) {
        *id = (self.0)(*id);
    }
}

/// Calls `f` with a node and each of its descendants, parents first.
pub fn for_each_node(node: &PathNode, f: impl FnMut(&PathNode)) {
    struct Nodes<F>(F);

    impl<F: FnMut(&PathNode)> Visitor for Nodes<F> {
        fn visit_node(&mut self, node: &PathNode) {
            (self.0)(node);
            walk_node(self, node);
        }

        fn visit_parameter(&mut self, _parameter: &Parameter, _usage: Usage) {}

        fn visit_operation(&mut self, _operation: &Operation, _direction: Direction) {}
    }

    Nodes(f).visit_node(node);
}

/// Calls `f` with a node and each of its descendants, parents first.
pub fn for_each_node_mut(node: &mut PathNode, f: impl FnMut(&mut PathNode)) {
    struct Nodes<F>(F);

    impl<F: FnMut(&mut PathNode)> VisitorMut for Nodes<F> {
        fn visit_node(&mut self, node: &mut PathNode) {
            (self.0)(node);
            walk_node_mut(self, node);
        }

        fn visit_parameter(&mut self, _parameter: &mut Parameter, _usage: Usage) {}

        fn visit_operation(&mut self, _operation: &mut Operation, _direction: Direction) {}
    }

    Nodes(f).visit_node(node);
}

/// Calls `f` with each operation of a node and its descendants.
pub fn for_each_operation(node: &PathNode, mut f: impl FnMut(&Operation)) {
    for_each_node(node, |node| node.operations.iter().for_each(&mut f));
}

#[cfg(test)]
mod tests;

//! Gives types the shapes in which their values are sent and received.
//!
//! `readOnly` properties are not part of the sent shape, and `writeOnly` properties are not part of
//! the received shape. The shape of a named schema does not depend on the operations that use it,
//! so that a new operation never changes an existing type: the type has the received shape, and a
//! request variant has the sent shape if the two differ. An inline schema of an operation has the
//! shape of the direction in which its place travels.

use crate::ir::visit::{VisitorMut, for_each_node_mut, for_each_type_id, map_type_ids};
use crate::ir::{
    AdditionalProperties, Api, Origin, Property, Type, TypeDefinition, TypeId, TypeKind, TypeTable,
    Usage,
};

/// Adds the request variants, and gives every type its shape.
pub(super) fn run(api: &mut Api) {
    let is_named = types_of_named_schemas(&api.types);
    let mut variants = split(api, &is_named);
    for (id, definition) in api.types.iter_mut() {
        if definition.usage == Usage::SENT {
            map_type_ids(&mut definition.kind, |id| variants.of_type(id));
        }
        // Request variants are behind the types that they are variants of.
        let is_named = is_named.get(id.index()).copied().unwrap_or(false);
        apply_shape(definition, is_named);
    }
    api.visit_operations_mut(&mut variants);
}

/// The id of the sent variant of each type that has one, by the id of the received type.
struct RequestVariants(Vec<Option<TypeId>>);

impl RequestVariants {
    /// Returns the sent variant of a type, or the type itself if it has none.
    fn of_type(&self, id: TypeId) -> TypeId {
        self.0.get(id.index()).copied().flatten().unwrap_or(id)
    }
}

/// Replaces the types that operations send.
impl VisitorMut for RequestVariants {
    fn visit_type_id(&mut self, id: &mut TypeId) {
        *id = self.of_type(*id);
    }

    fn visit_type_use(&mut self, ty: &mut Type, usage: Usage) {
        if usage.sent {
            self.visit_type(ty);
        }
    }

    fn visit_named_type_use(&mut self, id: &mut TypeId, usage: Usage) {
        if usage.sent {
            self.visit_type_id(id);
        }
    }
}

/// Returns whether each type belongs to a named schema: it is the type of the schema, its base, or
/// an inline schema within it.
fn types_of_named_schemas(types: &TypeTable) -> Vec<bool> {
    let is_named = |id: TypeId| {
        let mut id = id;
        loop {
            match &types[id].origin {
                Origin::Component(_) => return true,
                Origin::Base(outer)
                | Origin::RequestVariant(outer)
                | Origin::Inline {
                    within: Some(outer),
                    ..
                } => id = *outer,
                Origin::Inline { within: None, .. } => return false,
            }
        }
    };
    types.ids().map(is_named).collect()
}

/// Adds a request variant for each type whose shapes differ if it belongs to a named schema or
/// travels in both directions.
fn split(api: &mut Api, is_named: &[bool]) -> RequestVariants {
    let differs = types_with_different_shapes(&api.types);
    let mut variants = vec![None; api.types.len()];
    for id in api.types.ids() {
        let definition = &mut api.types[id];
        let has_both_shapes = is_named[id.index()] || definition.usage == Usage::BOTH;
        if !has_both_shapes || !differs[id.index()] {
            continue;
        }
        definition.usage = Usage::RECEIVED;
        let variant = TypeDefinition {
            origin: Origin::RequestVariant(id),
            usage: Usage::SENT,
            ..definition.clone()
        };
        variants[id.index()] = Some(api.types.push(variant));
    }
    let add_variants = |types: &mut Vec<TypeId>| {
        *types = types
            .iter()
            .flat_map(|id| std::iter::once(*id).chain(variants[id.index()]))
            .collect();
    };
    add_variants(&mut api.models);
    for_each_node_mut(&mut api.root, |node| add_variants(&mut node.types));
    RequestVariants(variants)
}

/// Returns whether each type has different shapes when sent and when received: it has properties
/// of only one direction, or mentions such a type.
fn types_with_different_shapes(types: &TypeTable) -> Vec<bool> {
    let mut mentioned_by: Vec<Vec<TypeId>> = vec![Vec::new(); types.len()];
    let mut pending = Vec::new();
    for (id, definition) in types.iter() {
        for_each_type_id(&definition.kind, |mentioned| {
            mentioned_by[mentioned.index()].push(id);
        });
        if let TypeKind::Object(object) = &definition.kind
            && object
                .properties
                .iter()
                .any(|property| property.read_only || property.write_only)
        {
            pending.push(id);
        }
    }
    let mut differs = vec![false; types.len()];
    while let Some(id) = pending.pop() {
        if !std::mem::replace(&mut differs[id.index()], true) {
            pending.append(&mut mentioned_by[id.index()]);
        }
    }
    differs
}

/// Removes from a type what is not part of its shape. `is_named` is whether the type belongs to a
/// named schema and is not a request variant.
fn apply_shape(definition: &mut TypeDefinition, is_named: bool) {
    let is_received = is_named || definition.usage.received;
    match &mut definition.kind {
        TypeKind::Object(object) => {
            if object.additional == AdditionalProperties::None && is_received {
                // A later version of the service can add properties even to a closed object.
                object.additional = AdditionalProperties::Any;
                object.closed = true;
            }
            remove_other_direction(&mut object.properties, is_received);
        }
        TypeKind::TaggedUnion(union) => remove_other_direction(&mut union.properties, is_received),
        TypeKind::Multipart(multipart) => {
            remove_other_direction(&mut multipart.properties, is_received);
        }
        _ => {}
    }
}

/// Removes the properties that are never received, or those that are never sent.
fn remove_other_direction(properties: &mut Vec<Property>, is_received: bool) {
    properties.retain(|property| {
        let is_absent = if is_received {
            property.write_only
        } else {
            property.read_only
        };
        !is_absent
    });
}

//! Splits types whose sent and received shapes differ.
//!
//! `readOnly` properties are not part of the sent shape, and `writeOnly` properties are not part of
//! the received shape. A type that travels in one direction gets the shape of that direction. A
//! type that travels in both directions becomes two types if its shapes differ: the received type
//! keeps the name.

use crate::ir::visit::{VisitorMut, for_each_node_mut, for_each_type_id, map_type_ids};
use crate::ir::{
    AdditionalProperties, Api, Origin, Presence, Property, Type, TypeDefinition, TypeId, TypeKind,
    TypeTable, Usage,
};

/// Gives every type the shape of the directions in which it travels.
pub(super) fn run(api: &mut Api) {
    let mut variants = split(api);
    for definition in api.types.definitions_mut() {
        if definition.usage == Usage::SENT {
            map_type_ids(&mut definition.kind, |id| variants.of_type(id));
        }
        apply_usage(definition);
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

/// Adds a sent variant for each type that travels in both directions in different shapes.
fn split(api: &mut Api) -> RequestVariants {
    let differs = types_with_different_shapes(&api.types);
    let mut variants = vec![None; api.types.len()];
    for id in api.types.ids() {
        let definition = &mut api.types[id];
        if definition.usage != Usage::BOTH || !differs[id.index()] {
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

/// Gives a type the shape of its usage. A type that no operation reaches can be used in both
/// directions.
fn apply_usage(definition: &mut TypeDefinition) {
    if definition.usage == Usage::UNUSED {
        definition.usage = Usage::BOTH;
    }
    let usage = definition.usage;
    match &mut definition.kind {
        TypeKind::Object(object) => {
            if object.additional == AdditionalProperties::None && usage.received {
                // A later version of the service can add properties even to a closed object.
                object.additional = AdditionalProperties::Any;
                object.closed = true;
            }
            apply_usage_to_properties(&mut object.properties, usage);
        }
        TypeKind::TaggedUnion(union) => apply_usage_to_properties(&mut union.properties, usage),
        TypeKind::Multipart(multipart) => {
            apply_usage_to_properties(&mut multipart.properties, usage);
        }
        _ => {}
    }
}

fn apply_usage_to_properties(properties: &mut Vec<Property>, usage: Usage) {
    properties.retain(|property| !property.read_only || usage.received);
    properties.retain(|property| !property.write_only || usage.sent);
    for property in properties {
        if usage == Usage::BOTH && (property.read_only || property.write_only) {
            // It is present in only one of the directions.
            property.presence = Presence::Optional;
        }
    }
}

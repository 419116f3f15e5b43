//! The shape that a type has when it is sent, and the one that it has when it is received.
//!
//! Members that are `readOnly` are no part of the first, those that are `writeOnly` none of the second. A type that
//! travels one way has the shape of that way; one that travels both ways is two types, if the shapes differ: what is
//! received keeps the name.

use super::usage::{RECEIVED, SENT, each_use};
use super::{each_named, each_part, replace, replace_parts};
use crate::ir::{
    AdditionalProperties, Api, Origin, PathNode, Presence, Property, TypeDefinition, TypeId,
    TypeKind, TypeTable, Usage,
};

/// Which type stands for another where values are sent, for those that have two shapes.
type Twins = Vec<Option<TypeId>>;

/// Gives every type the shape of the way that its values travel. Returns what stands for a type where it is sent.
pub(in super::super) fn shapes(api: &mut Api) -> impl Fn(TypeId) -> TypeId + use<> {
    let twins = split(api);
    let sent = move |id: TypeId| twins.get(id.index()).copied().flatten().unwrap_or(id);
    for definition in api.types.definitions_mut() {
        if definition.usage == SENT {
            replace_parts(&mut definition.kind, &sent);
        }
        shape(definition);
    }
    each_use(api, &mut |ty, usage| {
        if usage.sent {
            replace(ty, &sent);
        }
    });
    sent
}

/// Makes a second type for each that travels both ways in different shapes.
fn split(api: &mut Api) -> Twins {
    let differs = differing(&api.types);
    let mut twins = vec![None; api.types.len()];
    for id in api.types.ids() {
        let definition = &mut api.types[id];
        if !differs[id.index()] || !definition.usage.sent || !definition.usage.received {
            continue;
        }
        definition.usage = RECEIVED;
        let twin = TypeDefinition {
            origin: Origin::RequestVariant(id),
            usage: SENT,
            ..definition.clone()
        };
        twins[id.index()] = Some(api.types.push(twin));
    }
    beside(&mut api.models, &twins);
    in_nodes(&mut api.root, &twins);
    twins
}

/// Which types look different when they are sent and when they are received: those with members of one way alone, and
/// those that mention such types.
fn differing(types: &TypeTable) -> Vec<bool> {
    let mut mentioned_by: Vec<Vec<usize>> = vec![Vec::new(); types.len()];
    let mut waiting = Vec::new();
    for (id, definition) in types.iter() {
        let index = id.index();
        each_part(&definition.kind, &mut |ty| {
            each_named(ty, &mut |id| mentioned_by[id.index()].push(index));
        });
        if properties(&definition.kind)
            .iter()
            .any(|property| property.read_only || property.write_only)
        {
            waiting.push(index);
        }
    }
    let mut differs = vec![false; types.len()];
    while let Some(index) = waiting.pop() {
        if !std::mem::replace(&mut differs[index], true) {
            waiting.append(&mut mentioned_by[index]);
        }
    }
    differs
}

/// Lets the second types live where the first ones do.
fn beside(types: &mut Vec<TypeId>, twins: &Twins) {
    *types = types
        .iter()
        .flat_map(|id| std::iter::once(*id).chain(twins[id.index()]))
        .collect();
}

fn in_nodes(node: &mut PathNode, twins: &Twins) {
    beside(&mut node.types, twins);
    for child in &mut node.children {
        in_nodes(child, twins);
    }
}

/// Gives a type the shape of the way that its values travel. One that no operation reaches may be wanted for either.
fn shape(definition: &mut TypeDefinition) {
    let used = definition.usage;
    if used == Usage::default() {
        definition.usage = Usage {
            sent: true,
            received: true,
        };
    }
    let usage = definition.usage;
    match &mut definition.kind {
        TypeKind::Object(object) => {
            if object.additional == AdditionalProperties::None && usage.received {
                // Also an object that the document closes gets members from a later version of the service.
                object.additional = AdditionalProperties::Any;
                object.closed = true;
            }
            shape_members(&mut object.properties, usage);
        }
        TypeKind::TaggedUnion(tagged_union) => shape_members(&mut tagged_union.properties, usage),
        TypeKind::Multipart(multipart) => shape_members(&mut multipart.properties, usage),
        _ => {}
    }
    if used.sent {
        tell_null_from_absent(&mut definition.kind);
    }
}

fn shape_members(properties: &mut Vec<Property>, usage: Usage) {
    properties.retain(|property| !property.read_only || usage.received);
    properties.retain(|property| !property.write_only || usage.sent);
    for property in properties {
        if usage.sent && usage.received && (property.read_only || property.write_only) {
            // It is required only in one direction.
            property.presence = Presence::Optional;
        }
    }
}

/// What operations send says that a member is null, and that it is absent. A type that goes both ways keeps the
/// difference also where it is received: so it can be sent back as it came.
fn tell_null_from_absent(kind: &mut TypeKind) {
    let properties = match kind {
        TypeKind::Object(object) => &mut object.properties,
        TypeKind::TaggedUnion(tagged_union) => &mut tagged_union.properties,
        _ => return,
    };
    for property in properties {
        if property.presence == Presence::Optional && property.nullable {
            property.presence = Presence::OptionalNullable;
        }
    }
}

fn properties(kind: &TypeKind) -> &[Property] {
    match kind {
        TypeKind::Object(object) => &object.properties,
        _ => &[],
    }
}

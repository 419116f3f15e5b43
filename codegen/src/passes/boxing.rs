//! Boxes properties whose types would otherwise have infinite size.

use petgraph::algo::kosaraju_scc;
use petgraph::graph::{DiGraph, NodeIndex};

use crate::ir::{Api, Object, Origin, Property, Type, TypeId, TypeKind, TypeTable};

/// Boxes every property that is part of a cycle of types stored inline.
///
/// All properties of a cycle are boxed, because the choice of one would depend on the order of the
/// schemas. A request variant boxes what the received type boxes, so that one can be converted to
/// the other.
pub(super) fn run(api: &mut Api) {
    let types = &mut api.types;
    let cycles = cycles(types);
    for id in types.ids() {
        let Some(object) = object(types, id) else {
            continue;
        };
        let in_cycle = object.properties.iter().map(|property| {
            let inner = stored_inline(types, &property.ty);
            let mut inner = inner.into_iter();
            inner.any(|inner| cycles[inner.index()] == cycles[id.index()])
        });
        let in_cycle: Vec<bool> = in_cycle.collect();
        if let TypeKind::Object(object) = &mut types[id].kind {
            for (property, in_cycle) in object.properties.iter_mut().zip(in_cycle) {
                property.boxed = in_cycle;
            }
        }
    }
    box_like_received_types(types);
}

/// Returns the strongly connected component of each type in the graph of types stored inline.
fn cycles(types: &TypeTable) -> Vec<usize> {
    let mut graph: DiGraph<(), ()> = DiGraph::new();
    let nodes: Vec<NodeIndex> = types.ids().map(|_| graph.add_node(())).collect();
    for id in types.ids() {
        let inner: Vec<TypeId> = match &types[id].kind {
            TypeKind::Object(object) => {
                let properties = object.properties.iter();
                properties
                    .flat_map(|property| stored_inline(types, &property.ty))
                    .collect()
            }
            TypeKind::Newtype(newtype) => stored_inline(types, &newtype.ty),
            _ => Vec::new(),
        };
        for inner in inner {
            graph.add_edge(nodes[id.index()], nodes[inner.index()], ());
        }
    }
    let mut cycles = vec![0; types.len()];
    for (number, members) in kosaraju_scc(&graph).into_iter().enumerate() {
        for member in members {
            cycles[member.index()] = number;
        }
    }
    cycles
}

/// Boxes the properties of request variants that the received types box.
fn box_like_received_types(types: &mut TypeTable) {
    for id in types.ids() {
        let Origin::RequestVariant(received) = types[id].origin else {
            continue;
        };
        let boxed: Vec<String> = object(types, received)
            .iter()
            .flat_map(|object| &object.properties)
            .filter(|property| property.boxed)
            .map(|property| property.name.clone())
            .collect();
        if let TypeKind::Object(object) = &mut types[id].kind {
            let is_boxed = |property: &Property| boxed.contains(&property.name);
            for property in &mut object.properties {
                property.boxed |= is_boxed(property);
            }
        }
    }
}

fn object(types: &TypeTable, id: TypeId) -> Option<&Object> {
    match &types[id].kind {
        TypeKind::Object(object) => Some(object),
        _ => None,
    }
}

/// Returns the objects and newtypes that a value of a type contains without indirection. Arrays,
/// maps and the variants of unions provide indirection.
fn stored_inline(types: &TypeTable, ty: &Type) -> Vec<TypeId> {
    match ty {
        Type::Named(id) => match &types[*id].kind {
            TypeKind::Object(_) | TypeKind::Newtype(_) => vec![*id],
            TypeKind::Alias(target) => stored_inline(types, target),
            _ => Vec::new(),
        },
        Type::Tuple(_) | Type::OneOrMany(_) | Type::Nullable(_) | Type::JsonString(_) => {
            let parts = ty.parts().iter();
            parts.flat_map(|part| stored_inline(types, part)).collect()
        }
        _ => Vec::new(),
    }
}

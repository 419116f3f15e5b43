//! Boxes properties whose types would otherwise have infinite size.

use crate::ir::{Api, Object, Type, TypeId, TypeKind, TypeTable};

/// The progress of the depth-first search at a type.
#[derive(Clone, Copy, PartialEq)]
enum State {
    Unvisited,
    /// On the path from the start of the search.
    Open,
    Done,
}

/// Boxes every property that closes a cycle of objects stored inline.
pub(super) fn run(api: &mut Api) {
    let types = &mut api.types;
    let mut states = vec![State::Unvisited; types.len()];
    for start in types.ids() {
        if states[start.index()] != State::Unvisited {
            continue;
        }
        states[start.index()] = State::Open;
        // The objects on the path, each with the index of its next property. Schemas can nest too
        // deep for recursion.
        let mut stack = vec![(start, 0)];
        while let Some((id, next)) = stack.last_mut() {
            let (id, index) = (*id, *next);
            *next += 1;
            let property = object(types, id).and_then(|object| object.properties.get(index));
            let Some(property) = property else {
                states[id.index()] = State::Done;
                stack.pop();
                continue;
            };
            let Some(inner) = stored_inline(types, &property.ty) else {
                continue;
            };
            match states[inner.index()] {
                State::Done => {}
                State::Open => {
                    if let TypeKind::Object(object) = &mut types[id].kind {
                        object.properties[index].boxed = true;
                    }
                }
                State::Unvisited => {
                    states[inner.index()] = State::Open;
                    stack.push((inner, 0));
                }
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

/// Returns the object that a value of a type contains without indirection. Arrays, maps and the
/// variants of unions provide indirection.
fn stored_inline(types: &TypeTable, ty: &Type) -> Option<TypeId> {
    match ty {
        Type::Named(id) => match &types[*id].kind {
            TypeKind::Object(_) => Some(*id),
            TypeKind::Alias(target) => stored_inline(types, target),
            _ => None,
        },
        Type::OneOrMany(inner) | Type::Nullable(inner) => stored_inline(types, inner),
        _ => None,
    }
}

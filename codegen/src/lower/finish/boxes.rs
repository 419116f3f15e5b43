//! Where a type would contain itself.

use crate::ir::{Api, Type, TypeId, TypeKind};

/// Puts indirection where a type would otherwise contain itself: at the member that closes the circle.
pub(in super::super) fn boxes(api: &mut Api) {
    #[derive(Clone, Copy, PartialEq)]
    enum Mark {
        New,
        Open,
        Done,
    }
    let mut marks = vec![Mark::New; api.types.len()];
    for start in 0..api.types.len() {
        if marks[start] != Mark::New {
            continue;
        }
        marks[start] = Mark::Open;
        let mut stack = vec![(start, 0)];
        while let Some((cursor, property)) = stack.last_mut() {
            let (index, position) = (*cursor, *property);
            *property += 1;
            let TypeKind::Object(object) = &api.types[TypeId::new(index)].kind else {
                marks[index] = Mark::Done;
                stack.pop();
                continue;
            };
            let Some(property) = object.properties.get(position) else {
                marks[index] = Mark::Done;
                stack.pop();
                continue;
            };
            let Some(inner) = held_in_place(api, &property.ty) else {
                continue;
            };
            match marks[inner.index()] {
                Mark::Done => {}
                Mark::Open => {
                    if let TypeKind::Object(object) = &mut api.types[TypeId::new(index)].kind {
                        object.properties[position].boxed = true;
                    }
                }
                Mark::New => {
                    marks[inner.index()] = Mark::Open;
                    stack.push((inner.index(), 0));
                }
            }
        }
    }
}

/// The object that a value of this type holds without indirection. Arrays, maps and the variants of polymorphic types
/// have indirection of their own.
fn held_in_place(api: &Api, ty: &Type) -> Option<TypeId> {
    match ty {
        Type::Named(id) => match &api.definition(*id).kind {
            TypeKind::Object(_) => Some(*id),
            TypeKind::Alias(ty) => held_in_place(api, ty),
            _ => None,
        },
        Type::OneOrMany(inner) | Type::Nullable(inner) => held_in_place(api, inner),
        _ => None,
    }
}

//! Where the values of types are found of which the document says nothing.

use std::collections::HashMap;

use crate::ir::{
    Api, Container, Method, Operation, Origin, PathNode, Position, Provenance, ResponseBody, Type,
    TypeId, TypeKind,
};

/// What is found so far: where the type stands counts before where else it is used, and then what comes first.
type All = HashMap<TypeId, Provenance>;

/// Says of every inline type without a word in the document where its values are found.
pub(in super::super) fn provenance(api: &mut Api) {
    let mut all = All::new();
    for (id, definition) in api.types.iter() {
        in_type(api, id, &definition.kind, &mut all);
    }
    in_nodes(&api.root, &mut all);
    for callback in &api.callbacks {
        for served in &callback.operations {
            in_operation(&served.operation, &mut all);
        }
    }
    for (id, found) in all {
        let definition = &mut api.types[id];
        let is_silent = definition.docs.texts().next().is_none();
        if is_silent && matches!(definition.origin, Origin::Inline { .. }) {
            definition.provenance = Some(found);
        }
    }
}

fn in_type(api: &Api, holder: TypeId, kind: &TypeKind, all: &mut All) {
    let stands_in = |id: TypeId| matches!(api.definition(id).origin, Origin::Inline { within: Some(ty), .. } if ty == holder);
    let mut note = |ty: &Type, by: Container| {
        if let Some((id, how)) = inside(ty)
            && (stands_in(id) || !all.contains_key(&id))
        {
            all.insert(
                id,
                Provenance {
                    container: by,
                    position: how,
                },
            );
        }
    };
    let properties = match kind {
        TypeKind::Object(object) => &object.properties,
        TypeKind::Multipart(body) => &body.properties,
        _ => &Vec::new(),
    };
    for property in properties {
        let name = property.name.clone();
        note(&property.ty, Container::Property { ty: holder, name });
    }
    match kind {
        TypeKind::Object(object) => {
            if let Some(others) = object.additional.typed() {
                note(&others.ty, Container::AdditionalProperties(holder));
            }
        }
        TypeKind::Union(union) => {
            for variant in &union.variants {
                note(&variant.ty, Container::Union(holder));
            }
        }
        TypeKind::TaggedUnion(family) => {
            for variant in &family.variants {
                note(&Type::Named(variant.ty), Container::Union(holder));
            }
        }
        _ => {}
    }
}

fn in_nodes(node: &PathNode, all: &mut All) {
    for operation in &node.operations {
        let named = named(operation.method, &operation.path);
        for parameter in node.segment.parameters() {
            in_parameter(&parameter.name, &parameter.ty, &named, all);
        }
        in_operation(operation, all);
    }
    for child in &node.children {
        in_nodes(child, all);
    }
}

fn in_operation(operation: &Operation, all: &mut All) {
    let named = named(operation.method, &operation.path);
    for parameter in &operation.parameters {
        in_parameter(&parameter.name, &parameter.ty, &named, all);
    }
    let mut note = |ty: &Type, by: Container| {
        if let Some((id, how)) = inside(ty) {
            all.entry(id).or_insert(Provenance {
                container: by,
                position: how,
            });
        }
    };
    let media = operation.body.iter().flat_map(|body| &body.media);
    media.for_each(|media| note(&media.ty, Container::Request(named.clone())));
    let media = operation.responses.iter().flat_map(|one| &one.media);
    media.for_each(|media| note(&media.ty, Container::Response(named.clone())));
    for body in [&operation.success, &operation.failure] {
        if let ResponseBody::One(ty) = body {
            note(ty, Container::Response(named.clone()));
        }
    }
}

fn in_parameter(name: &str, ty: &Type, operation: &str, all: &mut All) {
    if let Some((id, how)) = inside(ty) {
        let by = Container::Parameter {
            name: name.to_owned(),
            operation: operation.to_owned(),
        };
        all.entry(id).or_insert(Provenance {
            container: by,
            position: how,
        });
    }
}

fn named(method: Method, path: &str) -> String {
    format!("{} {path}", method.as_str().to_ascii_uppercase())
}

/// The type with a definition that a type is, or is made of.
fn inside(ty: &Type) -> Option<(TypeId, Position)> {
    match ty {
        Type::Named(id) | Type::Flags(id) => Some((*id, Position::Whole)),
        Type::Array(ty) => inside(ty).map(|(id, _)| (id, Position::Item)),
        Type::Map(ty) => inside(ty).map(|(id, _)| (id, Position::Value)),
        Type::OneOrMany(ty) | Type::Nullable(ty) | Type::Part(ty) => inside(ty),
        _ => None,
    }
}

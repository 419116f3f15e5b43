//! Where the values of types are found of which the document says nothing.

use std::collections::HashMap;

use crate::api::{
    Api, Found, Holder, How, Method, Operation, Origin, PathNode, ResponseBody, Type, TypeId,
    TypeKind,
};

/// What is found so far: where the type stands counts before where else it is used, and then what comes first.
type All = HashMap<TypeId, Found>;

/// Says of every inline type without a word in the document where its values are found.
pub(in super::super) fn found(api: &mut Api) {
    let mut all = All::new();
    for (index, definition) in api.types.iter().enumerate() {
        in_type(api, TypeId::new(index), &definition.kind, &mut all);
    }
    in_nodes(&api.root, &mut all);
    for callback in &api.callbacks {
        for served in &callback.operations {
            in_operation(&served.operation, &mut all);
        }
    }
    for (id, found) in all {
        let definition = &mut api.types[id.index()];
        let is_silent = definition.docs.texts().next().is_none();
        if is_silent && matches!(definition.origin, Origin::Inline { .. }) {
            definition.found = Some(found);
        }
    }
}

fn in_type(api: &Api, holder: TypeId, kind: &TypeKind, all: &mut All) {
    let stands_in = |id: TypeId| matches!(api.definition(id).origin, Origin::Inline { within: Some(of), .. } if of == holder);
    let mut note = |of: &Type, by: Holder| {
        if let Some((id, how)) = inside(of)
            && (stands_in(id) || !all.contains_key(&id))
        {
            all.insert(id, Found { by, how });
        }
    };
    let members = match kind {
        TypeKind::Object(object) => &object.members,
        TypeKind::Multipart(body) => &body.members,
        _ => &Vec::new(),
    };
    for member in members {
        let name = member.name.clone();
        note(&member.of, Holder::Member { of: holder, name });
    }
    match kind {
        TypeKind::Object(object) => {
            if let Some(others) = object.additional.typed() {
                note(&others.of, Holder::Others(holder));
            }
        }
        TypeKind::Union(union) => {
            for branch in &union.branches {
                note(&branch.of, Holder::Alternative(holder));
            }
        }
        TypeKind::Polymorphic(family) => {
            for arm in &family.arms {
                note(&Type::Named(arm.of), Holder::Alternative(holder));
            }
        }
        _ => {}
    }
}

fn in_nodes(node: &PathNode, all: &mut All) {
    for operation in &node.operations {
        let named = named(operation.method, &operation.path);
        for parameter in node.segment.parameters() {
            in_parameter(&parameter.name, &parameter.of, &named, all);
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
        in_parameter(&parameter.name, &parameter.of, &named, all);
    }
    let mut note = |of: &Type, by: Holder| {
        if let Some((id, how)) = inside(of) {
            all.entry(id).or_insert(Found { by, how });
        }
    };
    let media = operation.body.iter().flat_map(|body| &body.media);
    media.for_each(|media| note(&media.of, Holder::Request(named.clone())));
    let media = operation.responses.iter().flat_map(|one| &one.media);
    media.for_each(|media| note(&media.of, Holder::Response(named.clone())));
    for body in [&operation.success, &operation.failure] {
        if let ResponseBody::One(of) = body {
            note(of, Holder::Response(named.clone()));
        }
    }
}

fn in_parameter(name: &str, of: &Type, operation: &str, all: &mut All) {
    if let Some((id, how)) = inside(of) {
        let by = Holder::Parameter {
            name: name.to_owned(),
            operation: operation.to_owned(),
        };
        all.entry(id).or_insert(Found { by, how });
    }
}

fn named(method: Method, path: &str) -> String {
    format!("{} {path}", method.as_str().to_ascii_uppercase())
}

/// The type with a definition that a type is, or is made of.
fn inside(of: &Type) -> Option<(TypeId, How)> {
    match of {
        Type::Named(id) | Type::Flags(id) => Some((*id, How::Whole)),
        Type::Array(of) => inside(of).map(|(id, _)| (id, How::Item)),
        Type::Map(of) => inside(of).map(|(id, _)| (id, How::Value)),
        Type::OneOrMany(of) | Type::Nullable(of) | Type::Part(of) => inside(of),
        _ => None,
    }
}

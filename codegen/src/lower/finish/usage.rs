//! Which way values travel.

use super::{each_named, each_part};
use crate::ir::{Api, Operation, PathNode, ResponseBody, Type, TypeId, Usage};

pub(super) const SENT: Usage = Usage {
    sent: true,
    received: false,
};
pub(super) const RECEIVED: Usage = Usage {
    sent: false,
    received: true,
};

/// Says of every type which way its values travel; of one that no operation reaches, neither.
pub(in super::super) fn usage(api: &mut Api) {
    let mut seeds = Vec::new();
    each_use(api, &mut |ty, usage| {
        each_named(ty, &mut |id| seeds.push((id, usage)));
    });
    for (id, usage) in seeds {
        mark(api, id, usage);
    }
}

/// Says it of a type, and of everything that it mentions.
fn mark(api: &mut Api, id: TypeId, usage: Usage) {
    let mut waiting = vec![id];
    while let Some(id) = waiting.pop() {
        let definition = &mut api.types[id];
        let known = &mut definition.usage;
        let is_news = usage.sent && !known.sent || usage.received && !known.received;
        if !is_news {
            continue;
        }
        known.sent |= usage.sent;
        known.received |= usage.received;
        each_part(&definition.kind, &mut |ty| {
            each_named(ty, &mut |id| waiting.push(id));
        });
    }
}

/// Calls with every type that an operation uses, and the way in which its values go.
pub(super) fn each_use(api: &mut Api, with: &mut dyn FnMut(&mut Type, Usage)) {
    below(&mut api.root, with);
    for callback in &mut api.callbacks {
        for served in &mut callback.operations {
            of_operation(&mut served.operation, RECEIVED, SENT, with);
        }
    }
}

fn below(node: &mut PathNode, with: &mut dyn FnMut(&mut Type, Usage)) {
    for parameter in node.segment.parameters_mut() {
        with(&mut parameter.ty, SENT);
    }
    for operation in &mut node.operations {
        of_operation(operation, SENT, RECEIVED, with);
    }
    for child in &mut node.children {
        below(child, with);
    }
}

fn of_operation(
    operation: &mut Operation,
    request: Usage,
    response: Usage,
    with: &mut dyn FnMut(&mut Type, Usage),
) {
    for parameter in &mut operation.parameters {
        with(&mut parameter.ty, request);
    }
    if let Some(body) = &mut operation.body {
        for media in &mut body.media {
            with(&mut media.ty, request);
        }
        if let Some(choice) = &mut body.choice {
            named(choice, request, with);
        }
    }
    for declared in &mut operation.responses {
        for media in &mut declared.media {
            with(&mut media.ty, response);
        }
        for header in &mut declared.headers {
            with(&mut header.ty, response);
        }
    }
    for header in &mut operation.headers {
        with(&mut header.ty, response);
    }
    for bodies in [&mut operation.success, &mut operation.failure] {
        match bodies {
            ResponseBody::Empty => {}
            ResponseBody::One(ty) => with(ty, response),
            ResponseBody::Many(id) => named(id, response, with),
        }
    }
}

fn named(id: &mut TypeId, usage: Usage, with: &mut dyn FnMut(&mut Type, Usage)) {
    let mut ty = Type::Named(*id);
    with(&mut ty, usage);
    if let Type::Named(other) = ty {
        *id = other;
    }
}

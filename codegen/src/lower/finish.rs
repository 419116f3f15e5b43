//! What can be said of types only when all of them are known.

use crate::api::{
    Additional, Api, Callback, Multipart, Object, Operation, PathNode, Presence, RequestBody,
    ResponseBody, Type, TypeId, TypeKind, Usage,
};

/// Says of every type which way its values travel.
///
/// A type that nothing refers to may be wanted for either.
pub(super) fn usage(api: &mut Api) {
    let mut marks = Marks {
        api,
        usages: vec![Usage::default(); api.types.len()],
    };
    marks.node(&api.root);
    for callback in &api.callbacks {
        marks.callback(callback);
    }
    let usages = marks.usages;
    for (definition, usage) in api.types.iter_mut().zip(usages) {
        let used = usage.sent || usage.received;
        definition.usage = if used {
            usage
        } else {
            Usage {
                sent: true,
                received: true,
            }
        };
        let TypeKind::Object(object) = &mut definition.kind else {
            continue;
        };
        if object.additional == Additional::None && definition.usage.received {
            // Also an object that the document closes gets members from a later version of the service.
            object.additional = Additional::Any;
        }
        for member in &mut object.members {
            // Such a member is required only in the other direction.
            let absent = member.read_only && definition.usage.sent
                || member.write_only && definition.usage.received;
            if absent {
                member.presence = Presence::Optional;
            }
        }
    }
}

struct Marks<'a> {
    api: &'a Api,
    usages: Vec<Usage>,
}

impl Marks<'_> {
    const SENT: Usage = Usage {
        sent: true,
        received: false,
    };
    const RECEIVED: Usage = Usage {
        sent: false,
        received: true,
    };

    fn node(&mut self, node: &PathNode) {
        for parameter in node.segment.parameters() {
            self.of(&parameter.of, Self::SENT);
        }
        for operation in &node.operations {
            self.operation(operation, Self::SENT, Self::RECEIVED);
        }
        for child in &node.children {
            self.node(child);
        }
    }

    fn operation(&mut self, operation: &Operation, request: Usage, response: Usage) {
        for parameter in &operation.parameters {
            self.of(&parameter.of, request);
        }
        if let Some(of) = operation.body.as_ref().and_then(RequestBody::of) {
            self.of(&of, request);
        }
        for declared in &operation.responses {
            for media in &declared.media {
                self.of(&media.of, response);
            }
            for header in &declared.headers {
                self.of(&header.of, response);
            }
        }
        for bodies in [&operation.success, &operation.failure] {
            if let ResponseBody::Many(id) = bodies {
                self.named(*id, response);
            }
        }
    }

    fn callback(&mut self, callback: &Callback) {
        for served in &callback.operations {
            self.operation(&served.operation, Self::RECEIVED, Self::SENT);
        }
    }

    fn of(&mut self, of: &Type, usage: Usage) {
        match of {
            Type::Named(id) | Type::Flags(id) => self.named(*id, usage),
            Type::Array(inner)
            | Type::Map(inner)
            | Type::OneOrMany(inner)
            | Type::Nullable(inner)
            | Type::Part(inner) => self.of(inner, usage),
            _ => {}
        }
    }

    fn named(&mut self, id: TypeId, usage: Usage) {
        let mut waiting = vec![id];
        while let Some(id) = waiting.pop() {
            let known = &mut self.usages[id.index()];
            let news = Usage {
                sent: usage.sent && !known.sent,
                received: usage.received && !known.received,
            };
            if !news.sent && !news.received {
                continue;
            }
            known.sent |= usage.sent;
            known.received |= usage.received;
            each_part(&self.api.definition(id).kind, &mut |of| {
                each_named(of, &mut |id| waiting.push(id));
            });
        }
    }
}

/// Calls with every type that a definition mentions.
fn each_part(kind: &TypeKind, with: &mut dyn FnMut(&Type)) {
    match kind {
        TypeKind::Object(object) => {
            for member in &object.members {
                with(&member.of);
            }
            if let Additional::Typed(of) = &object.additional {
                with(of);
            }
        }
        TypeKind::Polymorphic(polymorphic) => {
            for arm in &polymorphic.arms {
                with(&Type::Named(arm.of));
            }
        }
        TypeKind::Alias(of) => with(of),
        TypeKind::Multipart(multipart) => multipart
            .members
            .iter()
            .map(|member| &member.of)
            .for_each(with),
        TypeKind::RequestBodies(bodies) => {
            bodies.media.iter().map(|media| &media.of).for_each(with);
        }
        TypeKind::ResponseBodies(bodies) => bodies
            .variants
            .iter()
            .filter_map(|variant| variant.body.as_ref())
            .for_each(with),
        TypeKind::StringEnum(_) => {}
    }
}

fn each_named(of: &Type, with: &mut dyn FnMut(TypeId)) {
    match of {
        Type::Named(id) | Type::Flags(id) => with(*id),
        Type::Array(inner)
        | Type::Map(inner)
        | Type::OneOrMany(inner)
        | Type::Nullable(inner)
        | Type::Part(inner) => each_named(inner, with),
        _ => {}
    }
}

/// Puts indirection where a type would otherwise contain itself: at the member that closes the circle.
pub(super) fn boxes(api: &mut Api) {
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
        while let Some((at, member)) = stack.last_mut() {
            let (index, position) = (*at, *member);
            *member += 1;
            let TypeKind::Object(object) = &api.types[index].kind else {
                marks[index] = Mark::Done;
                stack.pop();
                continue;
            };
            let Some(member) = object.members.get(position) else {
                marks[index] = Mark::Done;
                stack.pop();
                continue;
            };
            let Some(inner) = held_in_place(api, &member.of) else {
                continue;
            };
            match marks[inner.index()] {
                Mark::Done => {}
                Mark::Open => {
                    if let TypeKind::Object(object) = &mut api.types[index].kind {
                        object.members[position].boxed = true;
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
fn held_in_place(api: &Api, of: &Type) -> Option<TypeId> {
    match of {
        Type::Named(id) => match &api.definition(*id).kind {
            TypeKind::Object(_) => Some(*id),
            TypeKind::Alias(of) => held_in_place(api, of),
            _ => None,
        },
        Type::OneOrMany(inner) | Type::Nullable(inner) => held_in_place(api, inner),
        _ => None,
    }
}

/// Says of every type whether its values have constraints to check before they are sent.
pub(super) fn validated(api: &mut Api) {
    for definition in &mut api.types {
        definition.validated = definition.usage.sent
            && matches!(&definition.kind,
                TypeKind::Object(Object { members, .. }) | TypeKind::Multipart(Multipart { members, .. })
                if members.iter().any(|member| !member.constraints.is_empty()));
    }
    loop {
        let mut news = Vec::new();
        for (index, definition) in api.types.iter().enumerate() {
            if definition.validated || !definition.usage.sent {
                continue;
            }
            let mut found = false;
            each_part(&definition.kind, &mut |of| found |= api.is_validated(of));
            if found {
                news.push(index);
            }
        }
        if news.is_empty() {
            return;
        }
        for index in news {
            api.types[index].validated = true;
        }
    }
}

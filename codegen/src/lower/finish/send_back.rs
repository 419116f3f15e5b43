//! Whether what was received can be sent back, where the two are different types.

use crate::api::{Additional, Api, Carry, Origin, SendBack, Type, TypeId, TypeKind};

/// Finds how each type that is the sent shape of another one is made of a value that was received. Where it has a
/// member that must be sent and is never received, it cannot be; nor can what contains it.
pub(in super::super) fn send_back(api: &mut Api) {
    let pairs: Vec<(TypeId, TypeId)> = (0..api.types.len())
        .map(TypeId::new)
        .filter_map(|sent| match api.definition(sent).origin {
            Origin::Sent(received) => Some((sent, received)),
            _ => None,
        })
        .collect();
    for (sent, received) in &pairs {
        let parts = parts(&api.definition(*sent).kind, &api.definition(*received).kind);
        let from = *received;
        api.types[sent.index()].send_back = parts.map(|parts| SendBack { from, parts });
    }
    // What contains something that cannot be made cannot be made.
    loop {
        let cannot: Vec<TypeId> = pairs
            .iter()
            .map(|(sent, _)| *sent)
            .filter(|sent| {
                let definition = api.definition(*sent);
                definition.send_back.is_some() && mentions_impossible(api, &definition.kind)
            })
            .collect();
        if cannot.is_empty() {
            break;
        }
        for sent in cannot {
            api.types[sent.index()].send_back = None;
        }
    }
}

fn mentions_impossible(api: &Api, kind: &TypeKind) -> bool {
    let mut found = false;
    super::each_part(kind, &mut |of| {
        super::each_named(of, &mut |id| {
            let definition = api.definition(id);
            let is_shape = matches!(definition.origin, Origin::Sent(_));
            found |= is_shape && definition.send_back.is_none();
        });
    });
    found
}

/// Where each part of what is sent comes from; `None` where there is nothing that it could come from.
fn parts(sent: &TypeKind, received: &TypeKind) -> Option<Vec<Carry>> {
    match (sent, received) {
        (TypeKind::Object(sent), TypeKind::Object(received)) => {
            let carry = |of: &Type, place: usize, other: &Type| {
                if of == other {
                    Carry::Same(place)
                } else {
                    Carry::Within(place)
                }
            };
            let mut parts = Vec::new();
            for member in &sent.members {
                let mut others = received.members.iter();
                let place = others.position(|other| other.name == member.name);
                parts.push(match place {
                    Some(place) => {
                        let other = &received.members[place];
                        if other.boxed != member.boxed {
                            return None;
                        }
                        carry(&member.of, place, &other.of)
                    }
                    None if member.presence.may_be_absent() => Carry::Absent,
                    None => return None,
                });
            }
            let rest = received.members.len();
            match (&sent.additional, &received.additional) {
                (Additional::None, _) => {}
                (Additional::Any, Additional::Any) => parts.push(Carry::Same(rest)),
                (Additional::Typed(others), Additional::Typed(received)) => {
                    parts.push(carry(&others.of, rest, &received.of));
                }
                _ => return None,
            }
            Some(parts)
        }
        (TypeKind::Polymorphic(sent), TypeKind::Polymorphic(received)) => {
            let arms = sent.arms.iter().zip(&received.arms).enumerate();
            let parts = arms.map(|(place, (arm, other))| {
                if arm.of == other.of {
                    Carry::Same(place)
                } else {
                    Carry::Within(place)
                }
            });
            Some(parts.collect())
        }
        (TypeKind::Union(sent), TypeKind::Union(received)) => {
            let branches = sent.branches.iter().zip(&received.branches).enumerate();
            let parts = branches.map(|(place, (branch, other))| {
                if branch.boxed != other.boxed {
                    return None;
                }
                Some(if branch.of == other.of {
                    Carry::Same(place)
                } else {
                    Carry::Within(place)
                })
            });
            parts.collect()
        }
        (TypeKind::Newtype(_), TypeKind::Newtype(_)) | (TypeKind::Alias(_), TypeKind::Alias(_)) => {
            Some(Vec::new())
        }
        _ => None,
    }
}

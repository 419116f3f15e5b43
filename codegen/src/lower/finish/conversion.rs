//! Whether what was received can be sent back, where the two are different types.

use crate::ir::{
    AdditionalProperties, Api, Conversion, FieldSource, Origin, Type, TypeId, TypeKind,
};

/// Finds how each type that is the sent shape of another one is made of a value that was received. Where it has a
/// member that must be sent and is never received, it cannot be; nor can what contains it.
pub(in super::super) fn conversion(api: &mut Api) {
    let pairs: Vec<(TypeId, TypeId)> = api
        .types
        .ids()
        .filter_map(|sent| match api.definition(sent).origin {
            Origin::RequestVariant(received) => Some((sent, received)),
            _ => None,
        })
        .collect();
    for (sent, received) in &pairs {
        let parts = parts(&api.definition(*sent).kind, &api.definition(*received).kind);
        let from = *received;
        api.types[*sent].conversion = parts.map(|parts| Conversion { from, parts });
    }
    // What contains something that cannot be made cannot be made.
    loop {
        let cannot: Vec<TypeId> = pairs
            .iter()
            .map(|(sent, _)| *sent)
            .filter(|sent| {
                let definition = api.definition(*sent);
                definition.conversion.is_some() && mentions_impossible(api, &definition.kind)
            })
            .collect();
        if cannot.is_empty() {
            break;
        }
        for sent in cannot {
            api.types[sent].conversion = None;
        }
    }
}

fn mentions_impossible(api: &Api, kind: &TypeKind) -> bool {
    let mut found = false;
    super::each_part(kind, &mut |ty| {
        super::each_named(ty, &mut |id| {
            let definition = api.definition(id);
            let is_shape = matches!(definition.origin, Origin::RequestVariant(_));
            found |= is_shape && definition.conversion.is_none();
        });
    });
    found
}

/// Where each part of what is sent comes from; `None` where there is nothing that it could come from.
fn parts(sent: &TypeKind, received: &TypeKind) -> Option<Vec<FieldSource>> {
    match (sent, received) {
        (TypeKind::Object(sent), TypeKind::Object(received)) => {
            let carry = |ty: &Type, place: usize, other: &Type| {
                if ty == other {
                    FieldSource::Same(place)
                } else {
                    FieldSource::Within(place)
                }
            };
            let mut parts = Vec::new();
            for property in &sent.properties {
                let mut others = received.properties.iter();
                let place = others.position(|other| other.name == property.name);
                parts.push(match place {
                    Some(place) => {
                        let other = &received.properties[place];
                        if other.boxed != property.boxed {
                            return None;
                        }
                        carry(&property.ty, place, &other.ty)
                    }
                    None if property.presence.may_be_absent() => FieldSource::Absent,
                    None => return None,
                });
            }
            let rest = received.properties.len();
            match (&sent.additional, &received.additional) {
                (AdditionalProperties::None, _) => {}
                (AdditionalProperties::Any, AdditionalProperties::Any) => {
                    parts.push(FieldSource::Same(rest))
                }
                (AdditionalProperties::Typed(others), AdditionalProperties::Typed(received)) => {
                    parts.push(carry(&others.ty, rest, &received.ty));
                }
                _ => return None,
            }
            Some(parts)
        }
        (TypeKind::TaggedUnion(sent), TypeKind::TaggedUnion(received)) => {
            let variants = sent.variants.iter().zip(&received.variants).enumerate();
            let parts = variants.map(|(place, (variant, other))| {
                if variant.ty == other.ty {
                    FieldSource::Same(place)
                } else {
                    FieldSource::Within(place)
                }
            });
            Some(parts.collect())
        }
        (TypeKind::Union(sent), TypeKind::Union(received)) => {
            let variants = sent.variants.iter().zip(&received.variants).enumerate();
            let parts = variants.map(|(place, (variant, other))| {
                if variant.boxed != other.boxed {
                    return None;
                }
                Some(if variant.ty == other.ty {
                    FieldSource::Same(place)
                } else {
                    FieldSource::Within(place)
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

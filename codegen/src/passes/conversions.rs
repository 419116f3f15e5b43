//! Determines how a received value is converted to the sent variant of its type.

use crate::ir::visit::for_each_type_id;
use crate::ir::{
    AdditionalProperties, Api, Conversion, FieldSource, Object, Origin, TypeId, TypeKind, TypeTable,
};

/// Sets the conversion of each request variant.
///
/// There is none if a required property is never received, or if the type mentions a request
/// variant that has none.
pub(super) fn run(api: &mut Api) {
    let types = &mut api.types;
    let variants: Vec<(TypeId, TypeId)> = types
        .iter()
        .filter_map(|(sent, definition)| match definition.origin {
            Origin::RequestVariant(received) => Some((sent, received)),
            _ => None,
        })
        .collect();
    for (sent, received) in &variants {
        let sources = field_sources(&types[*sent].kind, &types[*received].kind);
        types[*sent].conversion = sources.map(|parts| Conversion {
            from: *received,
            parts,
        });
    }
    loop {
        let impossible: Vec<TypeId> = variants
            .iter()
            .map(|(sent, _)| *sent)
            .filter(|sent| {
                let definition = &types[*sent];
                definition.conversion.is_some() && mentions_unconvertible(types, &definition.kind)
            })
            .collect();
        if impossible.is_empty() {
            break;
        }
        for sent in impossible {
            types[sent].conversion = None;
        }
    }
}

/// Returns whether a definition mentions a request variant without a conversion.
fn mentions_unconvertible(types: &TypeTable, kind: &TypeKind) -> bool {
    let mut found = false;
    for_each_type_id(kind, |id| {
        let definition = &types[id];
        let is_variant = matches!(definition.origin, Origin::RequestVariant(_));
        found |= is_variant && definition.conversion.is_none();
    });
    found
}

/// Returns the source of each field of the sent type, or `None` if a field has no source.
fn field_sources(sent: &TypeKind, received: &TypeKind) -> Option<Vec<FieldSource>> {
    match (sent, received) {
        (TypeKind::Object(sent), TypeKind::Object(received)) => property_sources(sent, received),
        (TypeKind::TaggedUnion(sent), TypeKind::TaggedUnion(received)) => {
            let variants = sent.variants.iter().zip(&received.variants).enumerate();
            let sources =
                variants.map(|(index, (sent, received))| source(index, sent.ty == received.ty));
            Some(sources.collect())
        }
        (TypeKind::Union(sent), TypeKind::Union(received)) => {
            let variants = sent.variants.iter().zip(&received.variants).enumerate();
            let sources = variants.map(|(index, (sent, received))| {
                (sent.boxed == received.boxed).then(|| source(index, sent.ty == received.ty))
            });
            sources.collect()
        }
        (TypeKind::Newtype(_), TypeKind::Newtype(_)) | (TypeKind::Alias(_), TypeKind::Alias(_)) => {
            Some(Vec::new())
        }
        _ => None,
    }
}

fn property_sources(sent: &Object, received: &Object) -> Option<Vec<FieldSource>> {
    let mut sources = Vec::new();
    for property in &sent.properties {
        let index = received
            .properties
            .iter()
            .position(|other| other.name == property.name);
        sources.push(match index {
            Some(index) => {
                let other = &received.properties[index];
                if other.boxed != property.boxed {
                    return None;
                }
                source(index, property.ty == other.ty)
            }
            None if property.presence.may_be_absent() => FieldSource::Absent,
            None => return None,
        });
    }
    let index = received.properties.len();
    match (&sent.additional, &received.additional) {
        (AdditionalProperties::None, _) => {}
        (AdditionalProperties::Any, AdditionalProperties::Any) => {
            sources.push(FieldSource::Same(index));
        }
        (AdditionalProperties::Typed(sent), AdditionalProperties::Typed(received)) => {
            sources.push(source(index, sent.ty == received.ty));
        }
        _ => return None,
    }
    Some(sources)
}

fn source(index: usize, is_same_type: bool) -> FieldSource {
    if is_same_type {
        FieldSource::Same(index)
    } else {
        FieldSource::Within(index)
    }
}

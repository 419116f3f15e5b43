//! Which types have constraints.

use super::each_part;
use crate::ir::{Api, TypeKind};

/// Says of every type whether its values have constraints to check before they are sent.
pub(in super::super) fn validated(api: &mut Api) {
    for definition in api.types.definitions_mut() {
        definition.validated = definition.usage.sent
            && match &definition.kind {
                TypeKind::Object(object) => {
                    let others = object.additional.typed();
                    others.is_some_and(|others| !others.constraints.is_empty())
                        || !object.constraints.is_empty()
                        || object
                            .properties
                            .iter()
                            .any(|property| !property.constraints.is_empty())
                }
                TypeKind::Multipart(body) => body
                    .properties
                    .iter()
                    .any(|property| !property.constraints.is_empty()),
                TypeKind::Union(union) => union
                    .variants
                    .iter()
                    .any(|variant| !variant.constraints.is_empty()),
                TypeKind::Newtype(newtype) => !newtype.constraints.is_empty(),
                _ => false,
            };
    }
    loop {
        let mut news = Vec::new();
        for (id, definition) in api.types.iter() {
            if definition.validated || !definition.usage.sent {
                continue;
            }
            let mut found = false;
            each_part(&definition.kind, &mut |ty| found |= api.is_validated(ty));
            if found {
                news.push(id);
            }
        }
        if news.is_empty() {
            return;
        }
        for id in news {
            api.types[id].validated = true;
        }
    }
}

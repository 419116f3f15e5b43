//! Which types have constraints.

use super::each_part;
use crate::api::{Api, Multipart, Object, TypeKind};

/// Says of every type whether its values have constraints to check before they are sent.
pub(in super::super) fn validated(api: &mut Api) {
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

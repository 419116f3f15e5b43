//! Where two types are intersected, and what is intersected or merged around them.

use super::merged_object::MergedObject;
use crate::ir::{AdditionalProperty, Type, TypeId};
use crate::lower::types::InlinePath;
use crate::source::PathCursor;

/// The location where two types are intersected.
#[derive(Clone, Copy)]
pub(in crate::lower::types) struct IntersectionSite<'a> {
    /// The path from which a new type is named.
    pub(in crate::lower::types) path: &'a InlinePath,
    /// The location of the second type.
    pub(in crate::lower::types) cursor: &'a PathCursor<'a>,
    /// The objects that are being merged around the two.
    pub(in crate::lower::types) merging: &'a [MergedPair],
    /// The types that are being intersected around the two, inside the innermost of these objects.
    pub(in crate::lower::types) outer: Option<&'a IntersectedPair<'a>>,
}

impl<'a> IntersectionSite<'a> {
    /// Returns a site that is not inside of objects that are being merged.
    pub(in crate::lower::types) const fn new(
        path: &'a InlinePath,
        cursor: &'a PathCursor<'a>,
    ) -> Self {
        Self {
            path,
            cursor,
            merging: &[],
            outer: None,
        }
    }

    /// Returns this site with another path.
    pub(in crate::lower::types) const fn with_path(self, path: &'a InlinePath) -> Self {
        Self { path, ..self }
    }

    /// Returns whether the types are being intersected around this site.
    pub(in crate::lower::types) fn is_within(&self, types: [&Type; 2]) -> bool {
        let mut outer = self.outer;
        while let Some(pair) = outer {
            if pair.types == types {
                return true;
            }
            outer = pair.outer;
        }
        false
    }
}

/// Two types that are being intersected, and those around them.
#[derive(Clone, Copy)]
pub(in crate::lower::types) struct IntersectedPair<'a> {
    pub(in crate::lower::types) types: [&'a Type; 2],
    pub(in crate::lower::types) outer: Option<&'a Self>,
}

/// Two objects that are being merged, and the type that they become.
#[derive(Clone, Debug)]
pub(in crate::lower::types) struct MergedPair {
    pub(in crate::lower::types) objects: [ObjectSignature; 2],
    pub(in crate::lower::types) id: TypeId,
}

/// The identity of an object: the names and types of its properties and additional properties.
type ObjectSignature = (Vec<(String, Type)>, Option<AdditionalProperty>);

/// Returns the identity of an object.
pub(in crate::lower::types) fn signature(object: &MergedObject<'_>) -> ObjectSignature {
    let properties = object.properties.iter();
    let properties = properties.map(|property| (property.name.clone(), property.ty.clone()));
    (properties.collect(), object.additional.clone())
}

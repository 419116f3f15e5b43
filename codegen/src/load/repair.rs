//! Repairs documents with errors as far as the typed reading needs it, so that one run reports the
//! errors of all stages. Nothing is generated from a repaired document.

use std::collections::HashMap;

use serde_yaml::{Mapping, Value};

use super::files::Files;
use super::grammar::{Object, ObjectKind, Type};
use super::tree::find_mut;
use crate::diagnostics::Diagnostics;
use crate::document::{FilePointer, Renames};
use crate::source::JsonPointer;

/// One change to a file.
#[derive(Clone, Debug)]
pub(super) struct Repair {
    pub place: FilePointer,
    pub edit: Edit,
}

/// The change made by a repair.
#[derive(Clone, Debug)]
pub(super) enum Edit {
    /// Sets or replaces the value.
    Replace(Value),
    /// Removes the value.
    Remove,
    /// Renames the field to the one that is most likely meant.
    Rename(&'static str),
}

/// Applies repairs to the files.
pub(super) fn repair(
    files: &mut Files,
    mut repairs: Vec<Repair>,
    diagnostics: &mut Diagnostics,
) -> Renames {
    let mut repaired_keys = HashMap::new();
    for repair in &repairs {
        match repair.edit {
            Edit::Rename(key) => {
                repaired_keys.insert(repair.place.clone(), key);
            }
            Edit::Replace(_) | Edit::Remove => {
                diagnostics.mark_repaired(repair.place.file, repair.place.pointer.clone());
            }
        }
    }
    // Repair inner values first, while their pointers still match the document.
    repairs.sort_by_key(|repair| std::cmp::Reverse(repair.place.pointer.tokens().count()));
    for Repair { place, edit } in repairs {
        apply(files.tree_mut(place.file), &place.pointer, edit);
    }
    Renames::new(repaired_keys)
}

fn apply(root: &mut Value, pointer: &JsonPointer, edit: Edit) {
    let (Some(parent), Some(last)) = (pointer.parent(), pointer.tokens().last()) else {
        if let Edit::Replace(value) = edit {
            *root = value;
        }
        return;
    };
    match (find_mut(root, &parent), edit) {
        (Some(Value::Mapping(members)), Edit::Replace(value)) => {
            members.insert(last.as_ref().into(), value);
        }
        (Some(Value::Mapping(members)), Edit::Remove) => {
            members.shift_remove(last.as_ref());
        }
        (Some(Value::Mapping(members)), Edit::Rename(key)) => {
            if let Some(value) = members.shift_remove(last.as_ref()) {
                members.insert(key.into(), value);
            }
        }
        (Some(Value::Sequence(elements)), Edit::Replace(value)) => {
            let element = last
                .parse()
                .ok()
                .and_then(|index: usize| elements.get_mut(index));
            if let Some(element) = element {
                *element = value;
            }
        }
        // Another repair replaced a value around it.
        _ => {}
    }
}

/// Returns a placeholder of a type: its least specific value.
pub(super) fn placeholder(ty: &Type) -> Value {
    match ty {
        Type::Any => Value::Null,
        Type::String | Type::Reference(_) | Type::SchemaName => "".into(),
        Type::Word(words) => words.first().copied().unwrap_or_default().into(),
        Type::Boolean => false.into(),
        Type::BooleanOr(_) => true.into(),
        Type::Number | Type::Seconds | Type::Count => 0.into(),
        Type::Object(object) | Type::OrReference(object) => placeholder_object(object),
        Type::List(_) => Value::Sequence(Vec::new()),
        Type::Map(..) => Value::Mapping(Mapping::new()),
    }
}

fn placeholder_object(object: &Object) -> Value {
    let empty = || Value::Mapping(Mapping::new());
    // Fields that rules require in addition to the required fields.
    let more = match object.kind {
        ObjectKind::Parameter | ObjectKind::Header => Some(("schema", empty())),
        ObjectKind::Link => Some(("operationId", "".into())),
        _ => None,
    };
    let members: Mapping = if object.kind == ObjectKind::SecurityScheme {
        [("type", "http"), ("scheme", "bearer")]
            .map(|(name, value)| (name.into(), value.into()))
            .into_iter()
            .collect()
    } else {
        let required = object.fields.iter().filter(|field| field.required);
        required
            .map(|field| (field.name, placeholder(&field.ty)))
            .chain(more)
            .map(|(name, value)| (name.into(), value))
            .collect()
    };
    Value::Mapping(members)
}

//! Putting a document right as far as it must be for its types to be read, so that one run reports what is wrong with
//! all of it. Nothing is generated from a document that had to be mended.

use std::collections::HashMap;

use serde_yaml::{Mapping, Value};

use super::files::Files;
use super::grammar::{HEADER, LINK, Object, PARAMETER, SECURITY_SCHEME, Type};
use crate::diagnostics::Diagnostics;
use crate::document::Renames;
use crate::source::JsonPointer;

/// One change to a file.
#[derive(Clone, Debug)]
pub(super) struct Mend {
    pub file: usize,
    pub pointer: JsonPointer,
    pub change: Change,
}

#[derive(Clone, Debug)]
pub(super) enum Change {
    /// Puts a value there, whether or not there is one.
    Replace(Value),
    Remove,
    /// Gives the member the name that is most likely meant.
    Rename(&'static str),
}

/// Makes the changes.
pub(super) fn mend(
    files: &mut Files,
    mut mends: Vec<Mend>,
    diagnostics: &mut Diagnostics,
) -> Renames {
    let mut repaired_keys = HashMap::new();
    for mend in &mends {
        match mend.change {
            Change::Rename(name) => {
                repaired_keys.insert((mend.file, mend.pointer.clone()), name);
            }
            Change::Replace(_) | Change::Remove => {
                diagnostics.mark_repaired(mend.file, mend.pointer.clone());
            }
        }
    }
    let renames = Renames::new(repaired_keys);
    // What is inside goes first: its place is that of the text.
    mends.sort_by_key(|mend| std::cmp::Reverse(mend.pointer.tokens().count()));
    for Mend {
        file,
        pointer: cursor,
        change,
    } in mends
    {
        let (Some(parent), Some(last)) = (cursor.parent(), cursor.tokens().last()) else {
            if let Change::Replace(value) = change {
                *files.tree_mut(file) = value;
            }
            continue;
        };
        match (super::at_mut(files.tree_mut(file), &parent), change) {
            (Some(Value::Mapping(members)), Change::Replace(value)) => {
                members.insert(last.as_ref().into(), value);
            }
            (Some(Value::Mapping(members)), Change::Remove) => {
                members.shift_remove(last.as_ref());
            }
            (Some(Value::Mapping(members)), Change::Rename(name)) => {
                if let Some(value) = members.shift_remove(last.as_ref()) {
                    members.insert(name.into(), value);
                }
            }
            (Some(Value::Sequence(elements)), Change::Replace(value)) => {
                let element = last
                    .parse()
                    .ok()
                    .and_then(|index: usize| elements.get_mut(index));
                if let Some(element) = element {
                    *element = value;
                }
            }
            // Something around it was replaced, too.
            _ => {}
        }
    }
    renames
}

/// A value that says as little as one of the type can.
pub(super) fn neutral(ty: &Type) -> Value {
    match ty {
        Type::Any => Value::Null,
        Type::String | Type::Reference(_) | Type::SchemaName => "".into(),
        Type::Word(words) => words.first().copied().unwrap_or_default().into(),
        Type::Boolean => false.into(),
        Type::BooleanOr(_) => true.into(),
        Type::Number | Type::Seconds | Type::Count => 0.into(),
        Type::Object(object) | Type::OrReference(object) => neutral_object(object),
        Type::List(_) => Value::Sequence(Vec::new()),
        Type::Map(..) => Value::Mapping(Mapping::new()),
    }
}

fn neutral_object(object: &Object) -> Value {
    let empty = || Value::Mapping(Mapping::new());
    // What their rules demand beyond their required fields.
    let more = if object.is(&PARAMETER) || object.is(&HEADER) {
        Some(("schema", empty()))
    } else if object.is(&LINK) {
        Some(("operationId", "".into()))
    } else {
        None
    };
    let members: Mapping = if object.is(&SECURITY_SCHEME) {
        [("type", "http"), ("scheme", "bearer")]
            .map(|(name, value)| (name.into(), value.into()))
            .into_iter()
            .collect()
    } else {
        let required = object.fields.iter().filter(|field| field.required);
        required
            .map(|field| (field.name, neutral(&field.ty)))
            .chain(more)
            .map(|(name, value)| (name.into(), value))
            .collect()
    };
    Value::Mapping(members)
}

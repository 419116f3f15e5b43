//! Repairs values that the specification forbids, so that the rest of the document can be read.
//!
//! A repair removes what may be absent, writes an unambiguous value in its own type, or marks an
//! object as one that is not understood. It never invents a value.

use serde_yaml::Value;

use super::files::Files;
use super::tree::{find_mut, not_understood};
use crate::document::FilePointer;
use crate::source::{JsonPointer, Target, find};

/// One change to a file.
#[derive(Clone, Debug)]
pub(super) struct Repair {
    pub place: FilePointer,
    pub edit: Edit,
}

/// The change made by a repair.
#[derive(Clone, Debug)]
pub(super) enum Edit {
    /// Replaces the value.
    Replace(Value),
    /// Replaces a scalar with the string that the file has for it: `1.10` remains `1.10`.
    AsWritten,
    /// Removes the value from its object.
    Remove,
    /// Marks the value as one that is not understood.
    Mark,
}

/// Applies repairs to the files.
pub(super) fn repair(files: &mut Files, mut repairs: Vec<Repair>) {
    write_scalars(files, &mut repairs);
    // Repair inner values first, while their pointers still match the document.
    repairs.sort_by_key(|repair| std::cmp::Reverse(repair.place.pointer.tokens().count()));
    for Repair { place, edit } in repairs {
        apply(files.tree_mut(place.file), &place.pointer, edit);
    }
}

/// Looks up the strings of all [`Edit::AsWritten`].
fn write_scalars(files: &Files, repairs: &mut [Repair]) {
    let scalars = repairs.iter_mut();
    let mut scalars: Vec<(FilePointer, &mut Repair)> = scalars
        .filter(|repair| matches!(repair.edit, Edit::AsWritten))
        .map(|repair| (files.written(&repair.place), repair))
        .collect();
    scalars.sort_by_key(|(written, _)| written.file);
    for scalars in scalars.chunk_by_mut(|(one, _), (other, _)| one.file == other.file) {
        let source = files.source(scalars[0].0.file);
        let targets = scalars
            .iter()
            .map(|(written, _)| (Target::Value, written.pointer.clone()))
            .collect();
        for ((_, repair), span) in scalars.iter_mut().zip(find(source, targets)) {
            let written = source.text.get(span).unwrap_or_default().trim();
            // The span of an alias has its name.
            let is_number = written.parse::<f64>().is_ok();
            let value = match files.find(&repair.place) {
                Some(Value::Number(number)) if !is_number => number.to_string(),
                _ => written.to_owned(),
            };
            repair.edit = Edit::Replace(value.into());
        }
    }
}

fn apply(root: &mut Value, pointer: &JsonPointer, edit: Edit) {
    if let (Edit::Remove, Some(parent), Some(last)) =
        (&edit, pointer.parent(), pointer.tokens().last())
    {
        if let Some(Value::Mapping(members)) = find_mut(root, &parent) {
            members.shift_remove(last.as_ref());
        }
        return;
    }
    // The value is absent if another repair removed one around it.
    let Some(value) = find_mut(root, pointer) else {
        return;
    };
    match edit {
        Edit::Replace(replacement) => *value = replacement,
        Edit::Mark if !matches!(value, Value::Tagged(_)) => {
            *value = not_understood(std::mem::take(value));
        }
        Edit::Mark | Edit::AsWritten | Edit::Remove => {}
    }
}

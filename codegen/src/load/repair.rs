//! Repairs values that the specification forbids, so that the rest of the document can be read.
//!
//! A repair removes what may be absent, writes an unambiguous value in its own type, or marks an
//! object as one that is not understood. It never invents a value.

use serde_yaml::Value;

use super::files::Files;
use super::tree::{find_mut, not_understood};
use crate::document::FilePointer;
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
    /// Replaces the value.
    Replace(Value),
    /// Replaces a number with the string that the file has for it: `1.10` remains `1.10`.
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
    let (places, repairs): (Vec<FilePointer>, Vec<&mut Repair>) = scalars
        .filter(|repair| matches!(repair.edit, Edit::AsWritten))
        .map(|repair| (repair.place.clone(), repair))
        .unzip();
    for (repair, text) in repairs.into_iter().zip(files.written_numbers(&places)) {
        let string = match (text, files.find(&repair.place)) {
            (Some(text), _) => text.to_owned(),
            (None, Some(Value::Number(number))) => number.to_string(),
            (None, _) => continue,
        };
        repair.edit = Edit::Replace(string.into());
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

//! Links to types.

/// The derive macros that are in scope everywhere. A link to a type of one of these names has to say
/// that it is to the type.
const DERIVE_MACROS: [&str; 8] = [
    "Clone",
    "Copy",
    "Default",
    "Eq",
    "Hash",
    "Ord",
    "PartialEq",
    "PartialOrd",
];

/// Returns a link to a type, whose path is its name where it is in scope.
pub(in crate::render) fn type_link(name: &str, path: &str) -> String {
    if path != name {
        format!("[`{name}`]({path})")
    } else if DERIVE_MACROS.contains(&name) {
        format!("[`{name}`](type@{name})")
    } else {
        format!("[`{name}`]")
    }
}

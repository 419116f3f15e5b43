//! The names that references stand for.

/// The name of the schema that a reference or a discriminator mapping stands for, if it is a named schema.
pub(super) fn schema(reference: &str) -> Option<&str> {
    component(reference, "schemas")
}

/// The name of the component of this kind that a reference stands for. Component names need no escapes.
pub(super) fn component<'r>(reference: &'r str, kind: &str) -> Option<&'r str> {
    let name = reference
        .strip_prefix("#/components/")?
        .strip_prefix(kind)?
        .strip_prefix('/')?;
    (!name.contains('/')).then_some(name)
}

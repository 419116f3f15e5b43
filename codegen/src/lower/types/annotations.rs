//! Annotations of schemas: documentation, and keywords that apply to the use of a schema.

use super::assertions::unchecked;
use super::constraints::is_checked_pattern;
use crate::document::{Document, Extensions, ExternalDocumentation, Schema};
use crate::ir::{DeclaredName, Docs, ExternalDocs, Unchecked};
use crate::schema::SchemaView;
use crate::source::PathCursor;

/// Returns the documentation of a schema and of the inline parts of its `allOf`, with the keywords
/// that neither the type nor a check expresses.
pub(in crate::lower) fn docs(view: SchemaView<'_>) -> Docs {
    let inline = view.parts().filter(|part| part.reference.is_none());
    let parts = inline.map(|part| Docs {
        // A title belongs to the part alone.
        summary: None,
        ..docs(part)
    });
    let parts = parts.fold(Docs::default(), |inner, outer| or_inner(outer, inner));
    or_inner(own_docs(view), parts)
}

fn own_docs(view: SchemaView<'_>) -> Docs {
    let mut docs = documentation(view.schema);
    let pattern = view.pattern.as_ref();
    let pattern = pattern.filter(|pattern| !is_checked_pattern(pattern));
    docs.unchecked
        .extend(pattern.map(|pattern| Unchecked::Pattern(pattern.clone())));
    docs.unchecked.extend(unchecked(view));
    docs
}

/// Returns the title, the description and the like of a schema, without those of its parts.
pub(in crate::lower) fn documentation(schema: &Schema) -> Docs {
    Docs {
        summary: schema.title.clone(),
        description: schema.description.clone(),
        external: schema.external_docs.as_deref().map(external_docs),
        deprecated: schema.deprecated,
        unchecked: Vec::new(),
    }
}

/// Returns the name that the extensions of an object declare. `cursor` is the location of the
/// object.
pub(in crate::lower) fn declared_name(
    extensions: &Extensions,
    cursor: &PathCursor<'_>,
) -> Option<DeclaredName> {
    let name = extensions.get("x-rust-name")?.as_str()?;
    Some(DeclaredName {
        name: name.to_owned(),
        pointer: cursor.key("x-rust-name").to_pointer(),
    })
}

/// Returns `externalDocs`.
pub(in crate::lower) fn external_docs(docs: &ExternalDocumentation) -> ExternalDocs {
    ExternalDocs {
        url: docs.url.clone(),
        description: docs.description.clone(),
    }
}

/// Combines the documentation of two schemas about one value. That of the outer or later one wins.
pub(in crate::lower) fn or_inner(outer: Docs, inner: Docs) -> Docs {
    let mut unchecked = outer.unchecked;
    for keyword in inner.unchecked {
        if !unchecked.contains(&keyword) {
            unchecked.push(keyword);
        }
    }
    Docs {
        summary: outer
            .summary
            .or(inner.summary.filter(|_| outer.description.is_none())),
        description: outer.description.or(inner.description),
        external: outer.external.or(inner.external),
        deprecated: outer.deprecated || inner.deprecated,
        unchecked,
    }
}

/// The annotations in the `allOf` of a schema.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct PartAnnotations {
    /// Whether all parts that name a type or `nullable` allow null; `None` if there are none.
    pub(super) nullable: Option<bool>,
    pub(super) read_only: bool,
    pub(super) write_only: bool,
}

/// Returns the annotations in the `allOf` of a schema, recursively. `seen` are the names of the
/// schemas on the path to this one.
pub(super) fn part_annotations<'d>(
    view: SchemaView<'d>,
    document: &'d Document,
    seen: &mut Vec<&'d str>,
) -> PartAnnotations {
    let mut annotations = PartAnnotations::default();
    for part in view.parts() {
        let Some((name, part)) = part.resolve(document) else {
            continue;
        };
        if let Some(name) = name {
            if seen.contains(&name) {
                continue;
            }
            seen.push(name);
        }
        let inner = part_annotations(part, document, seen);
        annotations.read_only |= part.read_only || inner.read_only;
        annotations.write_only |= part.write_only || inner.write_only;
        let own = (part.is_object() || part.nullable).then_some(part.nullable);
        let nullable = combine(own, inner.nullable, |one, other| one || other);
        annotations.nullable = combine(annotations.nullable, nullable, |one, other| one && other);
    }
    annotations
}

fn combine(
    one: Option<bool>,
    other: Option<bool>,
    both: impl Fn(bool, bool) -> bool,
) -> Option<bool> {
    match (one, other) {
        (Some(one), Some(other)) => Some(both(one, other)),
        (one, other) => one.or(other),
    }
}

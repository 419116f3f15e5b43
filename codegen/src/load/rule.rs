//! What the specification says of the fields of an object beyond their names and types.

use serde_yaml::Value;

use super::grammar::{HEADER, LINK, Object, PARAMETER, SECURITY_SCHEME};
use super::mend::Change;
use super::shape::{Members, Shape, named};
use crate::diagnostics::code::Code;
use crate::source::PathCursor;

pub(super) fn operation(shape: &mut Shape<'_>, operation: &Members<'_>, cursor: &PathCursor<'_>) {
    if operation.get("x-deadline").and_then(Value::as_f64) == Some(0.0) {
        shape.problem(
            Code::WrongType,
            cursor.key("x-deadline").on_value(),
            "`x-deadline` must be above zero",
            "write the seconds that the whole call may take",
        );
    }
}

pub(super) fn parameter(shape: &mut Shape<'_>, parameter: &Members<'_>, cursor: &PathCursor<'_>) {
    schema_or_content(shape, parameter, &PARAMETER, cursor);
    examples(shape, parameter, cursor);
    let styles: &[&str] = match parameter.text("in") {
        Some("path") => &["simple", "label", "matrix"],
        Some("query") => &["form", "spaceDelimited", "pipeDelimited", "deepObject"],
        Some("header") => &["simple"],
        Some("cookie") => &["form"],
        _ => {
            shape.mend(&cursor.key("style"), Change::Remove);
            return;
        }
    };
    if let Some(style) = parameter.text("style") {
        let cursor = cursor.key("style");
        if !shape.word(style, styles, &cursor) {
            shape.mend(&cursor, Change::Remove);
        }
    }
}

pub(super) fn header(shape: &mut Shape<'_>, header: &Members<'_>, cursor: &PathCursor<'_>) {
    schema_or_content(shape, header, &HEADER, cursor);
    examples(shape, header, cursor);
}

fn schema_or_content(
    shape: &mut Shape<'_>,
    ty: &Members<'_>,
    object: &'static Object,
    cursor: &PathCursor<'_>,
) {
    match (ty.has("schema"), ty.get("content")) {
        (false, None) => shape.missing("schema", object, cursor),
        (true, Some(_)) => shape.exclusive(
            "schema",
            "content",
            "keep the one that says how the value is written",
            cursor,
        ),
        (false, Some(Value::Mapping(content))) if content.len() != 1 => shape.problem(
            Code::EmptyContent,
            cursor.key("content").on_key(),
            "the `content` of a parameter or header has exactly one media type",
            "keep the one that is sent",
        ),
        _ => {}
    }
}

pub(super) fn examples(shape: &mut Shape<'_>, ty: &Members<'_>, cursor: &PathCursor<'_>) {
    if ty.has("example") && ty.has("examples") {
        shape.exclusive(
            "example",
            "examples",
            "move the one into the others",
            cursor,
        );
    }
}

pub(super) fn responses(shape: &mut Shape<'_>, responses: &Members<'_>, cursor: &PathCursor<'_>) {
    if responses.names().all(|key| key.starts_with("x-")) {
        shape.problem(
            Code::MissingField,
            cursor.on_key(),
            "`responses` has no response",
            "declare at least the one of a successful call",
        );
    }
}

pub(super) fn example(shape: &mut Shape<'_>, example: &Members<'_>, cursor: &PathCursor<'_>) {
    if example.has("value") && example.has("externalValue") {
        shape.exclusive("value", "externalValue", "keep one of them", cursor);
    }
}

pub(super) fn link(shape: &mut Shape<'_>, link: &Members<'_>, cursor: &PathCursor<'_>) {
    match (link.has("operationRef"), link.has("operationId")) {
        (true, true) => shape.exclusive("operationRef", "operationId", "keep one of them", cursor),
        (false, false) => {
            shape.missing("operationId` or `operationRef", &LINK, cursor);
            shape.mend(&cursor.key("operationId"), Change::Replace("".into()));
        }
        _ => {}
    }
}

pub(super) fn pageable(shape: &mut Shape<'_>, pageable: &Members<'_>, cursor: &PathCursor<'_>) {
    let next = pageable.get("nextLinkName");
    if !matches!(next, None | Some(Value::Null | Value::String(_))) {
        shape.problem(
            Code::NoPages,
            cursor.key("nextLinkName").on_value(),
            "`nextLinkName` is neither a string nor null",
            "name the member that holds the address of the next page",
        );
        shape.mend(cursor, Change::Remove);
    }
}

pub(super) fn schema(shape: &mut Shape<'_>, schema: &Members<'_>, cursor: &PathCursor<'_>) {
    if schema.text("type") == Some("array") && !schema.has("items") {
        shape.problem(
            Code::ArrayWithoutItems,
            cursor.on_key(),
            "this schema of an array has no `items`: its elements can be anything",
            "write `items`; `items: {}` if that is meant",
        );
    }
    if schema.has("xml") {
        shape.problem(
            Code::Xml,
            cursor.key("xml").on_key(),
            "`xml` has no effect: bodies of XML have no types here",
            "nothing need be done where the service also speaks JSON",
        );
    }
    if schema.is_true("readOnly") && schema.is_true("writeOnly") {
        shape.exclusive(
            "readOnly",
            "writeOnly",
            "without both, it is sent and received",
            cursor,
        );
    }
    required(shape, schema, cursor);
    if schema
        .get("enum")
        .and_then(Value::as_sequence)
        .is_some_and(Vec::is_empty)
    {
        shape.problem(
            Code::EmptyEnum,
            cursor.key("enum").on_key(),
            "this `enum` is empty, and counts as none",
            "list the values, or remove it",
        );
    }
}

/// A name in `required` may well be that of a property of another part of an `allOf`; but not where this part has no
/// room for it, and hardly where it is nearly that of a property here.
fn required(shape: &mut Shape<'_>, schema: &Members<'_>, cursor: &PathCursor<'_>) {
    let names = schema.get("required").and_then(Value::as_sequence);
    let properties = schema.get("properties").and_then(Value::as_mapping);
    let is_closed = schema.get("additionalProperties").and_then(Value::as_bool) == Some(false);
    let is_declared = |name: &str| properties.is_some_and(|known| known.contains_key(name));
    let list = cursor.key("required");
    for (index, name) in names.into_iter().flatten().enumerate() {
        let Some(name) = name.as_str().filter(|name| !is_declared(name)) else {
            continue;
        };
        let place = list.index(index).on_value();
        let known = properties
            .into_iter()
            .flat_map(named)
            .map(|(known, _)| known);
        match (is_closed, shape.diagnostics.nearest(name, known)) {
            (true, near) => shape.problem(
                Code::RequiredUndeclared,
                place,
                &format!("`{name}` is required, and there can be no such property"),
                &near.map_or_else(
                    || "declare it in `properties`, or remove it here".to_owned(),
                    |near| format!("did you mean `{near}`?"),
                ),
            ),
            (false, Some(near)) => shape.problem(
                Code::RequiredUndeclared,
                place,
                &format!("`{name}` is required, and no property here has that name"),
                &format!("did you mean `{near}`?"),
            ),
            (false, None) => {}
        }
    }
}

pub(super) fn security_scheme(
    shape: &mut Shape<'_>,
    scheme: &Members<'_>,
    cursor: &PathCursor<'_>,
) {
    let required: &[&str] = match scheme.text("type") {
        Some("apiKey") => &["name", "in"],
        Some("http") => &["scheme"],
        Some("oauth2") => &["flows"],
        Some("openIdConnect") => &["openIdConnectUrl"],
        _ => &[],
    };
    for field in required.iter().filter(|field| !scheme.has(field)) {
        shape.missing(field, &SECURITY_SCHEME, cursor);
    }
}

//! Help for common mistakes in documents of OpenAPI 3.0 alone.

use crate::load::grammar::ObjectKind::{OpenApi, Schema};
use crate::load::grammar::{FieldHint, ValueHint};

pub(super) static FIELD_HINTS: &[FieldHint] = &[
    FieldHint::new(
        &[OpenApi],
        &["webhooks"],
        "OpenAPI 3.0 has no webhooks; use `x-webhooks`",
    ),
    FieldHint::new(
        &[Schema],
        &["const"],
        "OpenAPI 3.0 has no `const`; use an `enum` with one value",
    ),
    FieldHint::new(
        &[Schema],
        &["examples"],
        "in OpenAPI 3.0, a schema has one `example`; a media type can have `examples`",
    ),
    FieldHint::new(
        &[Schema],
        &["contentEncoding"],
        "in OpenAPI 3.0, use `format: byte` for base64",
    ),
    FieldHint::new(
        &[Schema],
        &["contentMediaType"],
        "in OpenAPI 3.0, use `format: binary` for raw bytes",
    ),
    FieldHint::new(
        &[Schema],
        &["prefixItems"],
        "OpenAPI 3.0 has no tuples; use a single schema in `items`",
    ),
    FieldHint::new(
        &[Schema],
        &[
            "$anchor",
            "$comment",
            "$defs",
            "$dynamicAnchor",
            "$dynamicRef",
            "$id",
            "$schema",
            "$vocabulary",
            "additionalItems",
            "contains",
            "contentSchema",
            "definitions",
            "dependencies",
            "dependentRequired",
            "dependentSchemas",
            "else",
            "id",
            "if",
            "maxContains",
            "minContains",
            "patternProperties",
            "propertyNames",
            "then",
            "unevaluatedItems",
            "unevaluatedProperties",
        ],
        "OpenAPI 3.0 does not support this JSON Schema keyword; remove it",
    ),
];

pub(super) static VALUE_HINTS: &[ValueHint] = &[
    ValueHint {
        field: "type",
        values: &["null"],
        help: "use `nullable: true` next to the type",
    },
    ValueHint {
        field: "type",
        values: &["file"],
        help: "use `type: string` with `format: binary`",
    },
];

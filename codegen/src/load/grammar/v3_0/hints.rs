//! Help for common mistakes in documents of OpenAPI 3.0.

use crate::load::grammar::ObjectKind::{
    Components, Header, Info, License, OpenApi, Operation, Parameter, Response, Schema,
};
use crate::load::grammar::{FieldHint, ValueHint};

const MERGE: &str = "the value of a YAML merge key is an alias of an object, or an array of them";

pub(super) static FIELD_HINTS: &[FieldHint] = &[
    FieldHint::new(
        &[],
        &["$ref"],
        "OpenAPI 3.0 does not allow a reference here; write the object inline",
    ),
    FieldHint::new(&[Parameter, Header], &["<<"], MERGE).instead("schema"),
    FieldHint::new(&[Response], &["<<"], MERGE).instead("content"),
    FieldHint::new(&[], &["<<"], MERGE),
    FieldHint::new(
        &[OpenApi],
        &["webhooks"],
        "OpenAPI 3.0 has no webhooks; use `x-webhooks`",
    ),
    FieldHint::new(
        &[OpenApi],
        &["definitions"],
        "in OpenAPI 3.0, use `components/schemas`",
    ),
    FieldHint::new(
        &[OpenApi],
        &["securityDefinitions"],
        "in OpenAPI 3.0, use `components/securitySchemes`",
    ),
    FieldHint::new(
        &[OpenApi],
        &["host", "basePath", "schemes"],
        "in OpenAPI 3.0, declare the URLs of the API in `servers`",
    ),
    FieldHint::new(
        &[OpenApi],
        &["jsonSchemaDialect"],
        "added in OpenAPI 3.1; remove it",
    ),
    FieldHint::new(&[Info], &["summary"], "added in OpenAPI 3.1; remove it"),
    FieldHint::new(
        &[License],
        &["identifier"],
        "added in OpenAPI 3.1; remove it",
    ),
    FieldHint::new(
        &[Components],
        &["pathItems"],
        "added in OpenAPI 3.1; declare the path item in `paths`",
    ),
    FieldHint::new(
        &[OpenApi, Operation],
        &["consumes", "produces"],
        "in OpenAPI 3.0, the media types are the keys of `content`",
    ),
    FieldHint::new(
        &[Parameter, Header],
        &[
            "type", "format", "enum", "default", "items", "minimum", "maximum", "pattern",
        ],
        "in OpenAPI 3.0, it is a field of `schema`",
    )
    .instead("schema"),
    FieldHint::new(
        &[Parameter, Header],
        &["collectionFormat"],
        "in OpenAPI 3.0, use `style` and `explode`",
    )
    .instead("schema"),
    FieldHint::new(&[Header], &["name"], "the name of a header is its key").instead("schema"),
    FieldHint::new(
        &[Header],
        &["in"],
        "remove it: the location of a header is fixed",
    )
    .instead("schema"),
    FieldHint::new(
        &[Response],
        &["schema"],
        "in OpenAPI 3.0, it is a field of a media type in `content`",
    )
    .instead("content"),
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
        &["optional"],
        "a property is optional unless it is listed in `required` of the enclosing schema",
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
        values: &["any"],
        help: "omit `type` to allow any value",
    },
    ValueHint {
        field: "type",
        values: &["file"],
        help: "use `type: string` with `format: binary`",
    },
    ValueHint {
        field: "type",
        values: &["int", "int32", "short", "byte"],
        help: "use `type: integer` with `format: int32`",
    },
    ValueHint {
        field: "type",
        values: &["long", "int64"],
        help: "use `type: integer` with `format: int64`",
    },
    ValueHint {
        field: "type",
        values: &["float"],
        help: "use `type: number` with `format: float`",
    },
    ValueHint {
        field: "type",
        values: &["double", "decimal"],
        help: "use `type: number` with `format: double`",
    },
    ValueHint {
        field: "type",
        values: &["date"],
        help: "use `type: string` with `format: date`",
    },
    ValueHint {
        field: "type",
        values: &["date-time", "datetime", "timestamp"],
        help: "use `type: string` with `format: date-time`",
    },
    ValueHint {
        field: "type",
        values: &["uuid"],
        help: "use `type: string` with `format: uuid`",
    },
    ValueHint {
        field: "type",
        values: &["basic", "bearer"],
        help: "use `type: http` with this value as its `scheme`",
    },
    ValueHint {
        field: "in",
        values: &["body", "formData"],
        help: "in OpenAPI 3.0, use `requestBody`",
    },
];

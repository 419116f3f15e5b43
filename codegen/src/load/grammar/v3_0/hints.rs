//! Help for common mistakes in documents of OpenAPI 3.0.

use crate::load::grammar::ObjectKind::{
    Components, Header, Info, License, OpenApi, Operation, Parameter, Response, Schema,
};
use crate::load::grammar::{FieldHint, ValueHint};

const MERGE: &str = "a YAML merge takes an alias of an object, or a list of them";

pub(super) static FIELD_HINTS: &[FieldHint] = &[
    FieldHint::new(
        &[],
        &["$ref"],
        "OpenAPI 3.0 has no reference here; write the object itself",
    ),
    FieldHint::new(&[Parameter, Header], &["<<"], MERGE).instead("schema"),
    FieldHint::new(&[Response], &["<<"], MERGE).instead("content"),
    FieldHint::new(&[], &["<<"], MERGE),
    FieldHint::new(
        &[OpenApi],
        &["webhooks"],
        "OpenAPI 3.0 has no webhooks; write `x-webhooks`",
    ),
    FieldHint::new(
        &[OpenApi],
        &["definitions"],
        "in OpenAPI 3.0 it is `components/schemas`",
    ),
    FieldHint::new(
        &[OpenApi],
        &["securityDefinitions"],
        "in OpenAPI 3.0 it is `components/securitySchemes`",
    ),
    FieldHint::new(
        &[OpenApi],
        &["host", "basePath", "schemes"],
        "in OpenAPI 3.0 the URLs of the API are in `servers`",
    ),
    FieldHint::new(
        &[OpenApi],
        &["jsonSchemaDialect"],
        "it exists since OpenAPI 3.1; remove it",
    ),
    FieldHint::new(
        &[Info],
        &["summary"],
        "it exists since OpenAPI 3.1; remove it",
    ),
    FieldHint::new(
        &[License],
        &["identifier"],
        "it exists since OpenAPI 3.1; remove it",
    ),
    FieldHint::new(
        &[Components],
        &["pathItems"],
        "it exists since OpenAPI 3.1; write the item under `paths`",
    ),
    FieldHint::new(
        &[OpenApi, Operation],
        &["consumes", "produces"],
        "in OpenAPI 3.0 the media types are the keys of `content`",
    ),
    FieldHint::new(
        &[Parameter, Header],
        &[
            "type", "format", "enum", "default", "items", "minimum", "maximum", "pattern",
        ],
        "in OpenAPI 3.0 it stands inside `schema`",
    )
    .instead("schema"),
    FieldHint::new(
        &[Parameter, Header],
        &["collectionFormat"],
        "in OpenAPI 3.0 it is `style` and `explode`",
    )
    .instead("schema"),
    FieldHint::new(
        &[Header],
        &["name"],
        "the name of a header is the key that it stands under",
    )
    .instead("schema"),
    FieldHint::new(&[Header], &["in"], "a header is always in the header").instead("schema"),
    FieldHint::new(
        &[Response],
        &["schema"],
        "in OpenAPI 3.0 it stands inside `content`, under a media type",
    )
    .instead("content"),
    FieldHint::new(
        &[Schema],
        &["const"],
        "OpenAPI 3.0 has no `const`; write an `enum` with one value",
    ),
    FieldHint::new(
        &[Schema],
        &["examples"],
        "a schema of OpenAPI 3.0 has one `example`; a media type can have `examples`",
    ),
    FieldHint::new(
        &[Schema],
        &["optional"],
        "a property is optional unless `required` of the object around it names it",
    ),
    FieldHint::new(
        &[Schema],
        &["contentEncoding"],
        "for base64 OpenAPI 3.0 has `format: byte`",
    ),
    FieldHint::new(
        &[Schema],
        &["contentMediaType"],
        "for raw bytes OpenAPI 3.0 has `format: binary`",
    ),
    FieldHint::new(
        &[Schema],
        &["prefixItems"],
        "OpenAPI 3.0 has no tuples; write one schema in `items`",
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
        "this keyword of JSON Schema does not exist in OpenAPI 3.0; remove it",
    ),
];

pub(super) static VALUE_HINTS: &[ValueHint] = &[
    ValueHint {
        field: "type",
        values: &["null"],
        help: "write `nullable: true` beside the type",
    },
    ValueHint {
        field: "type",
        values: &["any"],
        help: "leave `type` out: any value fits then",
    },
    ValueHint {
        field: "type",
        values: &["file"],
        help: "write `type: string` with `format: binary`",
    },
    ValueHint {
        field: "type",
        values: &["int", "int32", "short", "byte"],
        help: "write `type: integer` with `format: int32`",
    },
    ValueHint {
        field: "type",
        values: &["long", "int64"],
        help: "write `type: integer` with `format: int64`",
    },
    ValueHint {
        field: "type",
        values: &["float"],
        help: "write `type: number` with `format: float`",
    },
    ValueHint {
        field: "type",
        values: &["double", "decimal"],
        help: "write `type: number` with `format: double`",
    },
    ValueHint {
        field: "type",
        values: &["date"],
        help: "write `type: string` with `format: date`",
    },
    ValueHint {
        field: "type",
        values: &["date-time", "datetime", "timestamp"],
        help: "write `type: string` with `format: date-time`",
    },
    ValueHint {
        field: "type",
        values: &["uuid"],
        help: "write `type: string` with `format: uuid`",
    },
    ValueHint {
        field: "type",
        values: &["basic", "bearer"],
        help: "write `type: http` with this as its `scheme`",
    },
    ValueHint {
        field: "in",
        values: &["body", "formData"],
        help: "OpenAPI 3.0 has `requestBody` for it",
    },
];

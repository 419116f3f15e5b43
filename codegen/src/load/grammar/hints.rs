//! Help for common mistakes in documents of any version. `{version}` in a help is replaced with the
//! version of the document.

use super::ObjectKind::{Header, OpenApi, Operation, Parameter, Response, Schema};
use super::{FieldHint, ValueHint};

const MERGE: &str = "the value of a YAML merge key is an alias of an object, or an array of them";

pub(super) static FIELD_HINTS: &[FieldHint] = &[
    FieldHint::new(
        &[],
        &["$ref"],
        "OpenAPI {version} does not allow a reference here; write the object inline",
    ),
    FieldHint::new(&[Parameter, Header], &["<<"], MERGE).instead("schema"),
    FieldHint::new(&[Response], &["<<"], MERGE).instead("content"),
    FieldHint::new(&[], &["<<"], MERGE),
    FieldHint::new(
        &[OpenApi],
        &["definitions"],
        "in OpenAPI {version}, use `components/schemas`",
    ),
    FieldHint::new(
        &[OpenApi],
        &["securityDefinitions"],
        "in OpenAPI {version}, use `components/securitySchemes`",
    ),
    FieldHint::new(
        &[OpenApi],
        &["host", "basePath", "schemes"],
        "in OpenAPI {version}, declare the URLs of the API in `servers`",
    ),
    FieldHint::new(
        &[OpenApi, Operation],
        &["consumes", "produces"],
        "in OpenAPI {version}, the media types are the keys of `content`",
    ),
    FieldHint::new(
        &[Parameter, Header],
        &[
            "type", "format", "enum", "default", "items", "minimum", "maximum", "pattern",
        ],
        "in OpenAPI {version}, it is a field of `schema`",
    )
    .instead("schema"),
    FieldHint::new(
        &[Parameter, Header],
        &["collectionFormat"],
        "in OpenAPI {version}, use `style` and `explode`",
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
        "in OpenAPI {version}, it is a field of a media type in `content`",
    )
    .instead("content"),
    FieldHint::new(
        &[Schema],
        &["optional"],
        "a property is optional unless it is listed in `required` of the enclosing schema",
    ),
];

pub(super) static VALUE_HINTS: &[ValueHint] = &[
    ValueHint {
        field: "type",
        values: &["any"],
        help: "omit `type` to allow any value",
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
        field: "type",
        values: &["mutualTLS"],
        help: "added in OpenAPI 3.1; use that version",
    },
    ValueHint {
        field: "in",
        values: &["body", "formData"],
        help: "in OpenAPI {version}, use `requestBody`",
    },
    ValueHint {
        field: "in",
        values: &["querystring"],
        help: "added in OpenAPI 3.2; use that version",
    },
    ValueHint {
        field: "style",
        values: &["cookie"],
        help: "added in OpenAPI 3.2; use that version",
    },
];

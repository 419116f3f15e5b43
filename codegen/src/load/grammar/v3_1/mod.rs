//! The objects of OpenAPI 3.1 that differ from those of 3.0.

mod schema;

use super::Type::{Any, Boolean, List, Map, Object as Plain, OrReference, String};
use super::v3_0::{self, OPENAPI_EXTENSIONS, OPERATION_EXTENSIONS};
use super::{
    Field, FieldHint, Grammar, Key, Object, ObjectKind, Rule, may, may_essential, must, must_or,
};
use schema::SCHEMA;

pub(super) static GRAMMAR: Grammar = Grammar {
    object,
    has_json_schema: true,
    reference_siblings: &["summary", "description"],
    field_hints: FIELD_HINTS,
    value_hints: &[],
};

/// Returns the object of a kind.
fn object(kind: ObjectKind) -> &'static Object {
    match kind {
        ObjectKind::OpenApi => &OPENAPI,
        ObjectKind::Info => &INFO,
        ObjectKind::License => &LICENSE,
        ObjectKind::Components => &COMPONENTS,
        ObjectKind::Operation => &OPERATION,
        ObjectKind::Schema => &SCHEMA,
        kind => v3_0::object(kind),
    }
}

static OPENAPI: Object = Object::new(
    ObjectKind::OpenApi,
    &[
        // The version has been checked before.
        must("openapi", Any),
        must_or(
            "info",
            Plain(ObjectKind::Info),
            "the client is documented as `API`",
        ),
        may("jsonSchemaDialect", String),
        may("servers", List(&Plain(ObjectKind::Server))),
        may("paths", Plain(ObjectKind::Paths)),
        may("webhooks", Map(Key::Any, &Plain(ObjectKind::PathItem))),
        may("components", Plain(ObjectKind::Components)),
        may("security", List(&Plain(ObjectKind::SecurityRequirement))),
        may("tags", List(&Plain(ObjectKind::Tag))),
        may("externalDocs", Plain(ObjectKind::ExternalDocumentation)),
    ],
)
.extensions(OPENAPI_EXTENSIONS);

static INFO: Object = Object::new(
    ObjectKind::Info,
    &[
        must_or("title", String, "the client is documented as `API`"),
        may("summary", String),
        may("description", String),
        may("termsOfService", String),
        may("contact", Plain(ObjectKind::Contact)),
        may("license", Plain(ObjectKind::License)),
        must_or(
            "version",
            String,
            "the client is documented without a version",
        ),
    ],
);

static LICENSE: Object = Object::new(
    ObjectKind::License,
    &[
        must_or("name", String, "the crate has no license"),
        may("identifier", String),
        may("url", String),
    ],
);

static COMPONENTS: Object = Object::new(ObjectKind::Components, COMPONENT_KINDS);

pub(super) const COMPONENT_KINDS: &[Field] = &[
    may(
        "schemas",
        Map(Key::Component, &OrReference(ObjectKind::Schema)),
    ),
    may(
        "responses",
        Map(Key::Component, &OrReference(ObjectKind::Response)),
    ),
    may(
        "parameters",
        Map(Key::Component, &OrReference(ObjectKind::Parameter)),
    ),
    may(
        "examples",
        Map(Key::Component, &OrReference(ObjectKind::Example)),
    ),
    may(
        "requestBodies",
        Map(Key::Component, &OrReference(ObjectKind::RequestBody)),
    ),
    may(
        "headers",
        Map(Key::Component, &OrReference(ObjectKind::Header)),
    ),
    may(
        "securitySchemes",
        Map(Key::Component, &OrReference(ObjectKind::SecurityScheme)),
    ),
    may("links", Map(Key::Component, &OrReference(ObjectKind::Link))),
    may(
        "callbacks",
        Map(Key::Component, &OrReference(ObjectKind::Callback)),
    ),
    may(
        "pathItems",
        Map(Key::Component, &Plain(ObjectKind::PathItem)),
    ),
];

static OPERATION: Object = Object::new(
    ObjectKind::Operation,
    &[
        may("tags", List(&String)),
        may("summary", String),
        may("description", String),
        may("externalDocs", Plain(ObjectKind::ExternalDocumentation)),
        may("operationId", String),
        may_essential("parameters", List(&OrReference(ObjectKind::Parameter))),
        may("requestBody", OrReference(ObjectKind::RequestBody)),
        may("responses", Plain(ObjectKind::Responses)),
        may(
            "callbacks",
            Map(Key::Any, &OrReference(ObjectKind::Callback)),
        ),
        may("deprecated", Boolean),
        may_essential("security", List(&Plain(ObjectKind::SecurityRequirement))),
        may_essential("servers", List(&Plain(ObjectKind::Server))),
    ],
)
.extensions(OPERATION_EXTENSIONS)
.rules(&[Rule::PositiveDeadline]);

/// Hints about fields of other versions. The first that applies is used.
static FIELD_HINTS: &[FieldHint] = &[
    FieldHint::new(
        &[ObjectKind::OpenApi],
        &["definitions"],
        "in OpenAPI 3.1, use `components/schemas`",
    ),
    FieldHint::new(
        &[ObjectKind::OpenApi],
        &["x-webhooks"],
        "in OpenAPI 3.1, use `webhooks`",
    ),
    FieldHint::new(
        &[ObjectKind::Parameter, ObjectKind::Header],
        &["type", "format", "enum", "default", "items"],
        "in OpenAPI 3.1, it is a field of `schema`",
    )
    .instead("schema"),
];

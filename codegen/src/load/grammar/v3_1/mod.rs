//! What OpenAPI 3.1 has in addition to 3.0.

mod schema;

use super::Type::{Map, Object as Plain, String, Word};
use super::v3_0;
use super::{Grammar, Key, Object, ObjectKind, Rule, ValueHint, may, must};
use schema::SCHEMA;

pub(super) static GRAMMAR: Grammar = Grammar {
    version: "3.1",
    object,
    has_json_schema: true,
    reference_siblings: &["summary", "description"],
    field_hints: &[],
    value_hints: VALUE_HINTS,
};

/// Returns the object of a kind.
pub(super) fn object(kind: ObjectKind) -> &'static Object {
    match kind {
        ObjectKind::OpenApi => &OPENAPI,
        ObjectKind::Info => &INFO,
        ObjectKind::License => &LICENSE,
        ObjectKind::Components => &COMPONENTS,
        ObjectKind::Operation => &OPERATION,
        ObjectKind::Schema => &SCHEMA,
        ObjectKind::SecurityScheme => &SECURITY_SCHEME,
        kind => v3_0::object(kind),
    }
}

pub(super) static OPENAPI: Object = Object::extend(
    &v3_0::OPENAPI,
    &[
        may("jsonSchemaDialect", String),
        may("paths", Plain(ObjectKind::Paths)),
        may("webhooks", Map(Key::Any, &Plain(ObjectKind::PathItem))),
    ],
)
.rules(&[Rule::KnownDialect, Rule::OneListOfWebhooks]);

static INFO: Object = Object::extend(&v3_0::INFO, &[may("summary", String)]);

static LICENSE: Object = Object::extend(&v3_0::LICENSE, &[may("identifier", String)]);

pub(super) static COMPONENTS: Object = Object::extend(
    &v3_0::COMPONENTS,
    &[may(
        "pathItems",
        Map(Key::Component, &Plain(ObjectKind::PathItem)),
    )],
);

static OPERATION: Object = Object::extend(
    &v3_0::OPERATION,
    &[may("responses", Plain(ObjectKind::Responses))],
);

pub(super) static SECURITY_SCHEME: Object = Object::extend(
    &v3_0::security::SECURITY_SCHEME,
    &[must(
        "type",
        Word(&["apiKey", "http", "mutualTLS", "oauth2", "openIdConnect"]),
    )],
);

/// Help for common mistakes in documents of OpenAPI 3.1 and later.
static VALUE_HINTS: &[ValueHint] = &[ValueHint {
    field: "type",
    values: &["file"],
    help: "use `type: string` with `contentMediaType: application/octet-stream`",
}];

//! The objects of OpenAPI 3.0, in the order of the specification.

mod hints;
mod security;

use super::Type::{
    Any, Boolean, BooleanOr, Count, List, Map, Number, Object as Plain, OrReference, Reference,
    SchemaName, Seconds, String, Word,
};
use super::{Grammar, Key, Object, ObjectKind, Rule, may, may_essential, must, must_or};
use hints::{FIELD_HINTS, VALUE_HINTS};
use security::{SECURITY_REQUIREMENT, SECURITY_SCHEME};

pub(super) static GRAMMAR: Grammar = Grammar {
    root: &OPENAPI,
    document: Plain(&OPENAPI),
    components: &COMPONENTS,
    path_item: &PATH_ITEM,
    schema: &SCHEMA,
    field_hints: FIELD_HINTS,
    value_hints: VALUE_HINTS,
};

static OPENAPI: Object = Object::new(
    ObjectKind::OpenApi,
    &[
        // The version has been checked before.
        must("openapi", Any),
        must_or("info", Plain(&INFO), "the client is documented as `API`"),
        may("servers", List(&Plain(&SERVER))),
        must_or("paths", Plain(&PATHS), "the client has no operations"),
        may("components", Plain(&COMPONENTS)),
        may("security", List(&Plain(&SECURITY_REQUIREMENT))),
        may("tags", List(&Plain(&TAG))),
        may("externalDocs", Plain(&EXTERNAL_DOCUMENTATION)),
    ],
)
.extensions(&[
    may("x-lenient", Boolean),
    may("x-strip-namespaces", List(&String)),
    may("x-request-id-headers", Plain(&REQUEST_ID_HEADERS)),
    may("x-token-attributes", Map(Key::Any, &Plain(&ATTRIBUTE))),
    may("x-token-challenge", Plain(&TOKEN_CHALLENGE)),
    may("x-webhooks", Plain(&WEBHOOKS)),
]);

static REQUEST_ID_HEADERS: Object = Object::new(
    ObjectKind::RequestIdHeaders,
    &[may("request", String), may("response", List(&String))],
);

static ATTRIBUTE: Object = Object::new(ObjectKind::Attribute, &[may("description", String)]);

static TOKEN_CHALLENGE: Object = Object::new(
    ObjectKind::TokenChallenge,
    &[
        must("error", String),
        may("parameters", Map(Key::Any, &Plain(&ATTRIBUTE))),
    ],
);

static INFO: Object = Object::new(
    ObjectKind::Info,
    &[
        must_or("title", String, "the client is documented as `API`"),
        may("description", String),
        may("termsOfService", String),
        may("contact", Plain(&CONTACT)),
        may("license", Plain(&LICENSE)),
        must_or(
            "version",
            String,
            "the client is documented without a version",
        ),
    ],
);

static CONTACT: Object = Object::new(
    ObjectKind::Contact,
    &[
        may("name", String),
        may("url", String),
        may("email", String),
    ],
);

static LICENSE: Object = Object::new(
    ObjectKind::License,
    &[
        must_or("name", String, "the crate has no license"),
        may("url", String),
    ],
);

static SERVER: Object = Object::new(
    ObjectKind::Server,
    &[
        must("url", String),
        may("description", String),
        may("variables", Map(Key::Any, &Plain(&SERVER_VARIABLE))),
    ],
)
.extensions(&[
    may("x-name", String),
    may("x-token-authority", String),
    may("x-token-scope", String),
]);

static SERVER_VARIABLE: Object = Object::new(
    ObjectKind::ServerVariable,
    &[
        may("enum", List(&String)),
        must_or(
            "default",
            String,
            "the client requires a value from its caller",
        ),
        may("description", String),
    ],
);

static COMPONENTS: Object = Object::new(
    ObjectKind::Components,
    &[
        may("schemas", Map(Key::Component, &OrReference(&SCHEMA))),
        may("responses", Map(Key::Component, &OrReference(&RESPONSE))),
        may("parameters", Map(Key::Component, &OrReference(&PARAMETER))),
        may("examples", Map(Key::Component, &OrReference(&EXAMPLE))),
        may(
            "requestBodies",
            Map(Key::Component, &OrReference(&REQUEST_BODY)),
        ),
        may("headers", Map(Key::Component, &OrReference(&HEADER))),
        may(
            "securitySchemes",
            Map(Key::Component, &OrReference(&SECURITY_SCHEME)),
        ),
        may("links", Map(Key::Component, &OrReference(&LINK))),
        may("callbacks", Map(Key::Component, &OrReference(&CALLBACK))),
    ],
);

static PATHS: Object = Object::new(ObjectKind::Paths, &[]).patterned(Key::Path, Plain(&PATH_ITEM));

static PATH_ITEM: Object = Object::new(
    ObjectKind::PathItem,
    &[
        may("$ref", Reference(&PATH_ITEM)),
        may("summary", String),
        may("description", String),
        may("get", Plain(&OPERATION)),
        may("put", Plain(&OPERATION)),
        may("post", Plain(&OPERATION)),
        may("delete", Plain(&OPERATION)),
        may("options", Plain(&OPERATION)),
        may("head", Plain(&OPERATION)),
        may("patch", Plain(&OPERATION)),
        may("trace", Plain(&OPERATION)),
        may_essential("servers", List(&Plain(&SERVER))),
        may_essential("parameters", List(&OrReference(&PARAMETER))),
    ],
);

static OPERATION: Object = Object::new(
    ObjectKind::Operation,
    &[
        may("tags", List(&String)),
        may("summary", String),
        may("description", String),
        may("externalDocs", Plain(&EXTERNAL_DOCUMENTATION)),
        may("operationId", String),
        may_essential("parameters", List(&OrReference(&PARAMETER))),
        may("requestBody", OrReference(&REQUEST_BODY)),
        must_or(
            "responses",
            Plain(&RESPONSES),
            "the client takes every 2xx response as a success without a body",
        ),
        may("callbacks", Map(Key::Any, &OrReference(&CALLBACK))),
        may("deprecated", Boolean),
        may_essential("security", List(&Plain(&SECURITY_REQUIREMENT))),
        may_essential("servers", List(&Plain(&SERVER))),
    ],
)
.extensions(&[
    may("x-background", Count),
    may("x-batch", Plain(&BATCH)),
    may("x-deadline", Seconds),
    may("x-idempotent", Boolean),
    may("x-permissions", Plain(&PERMISSIONS)),
    may("x-error-codes", Map(Key::Any, &Plain(&ERROR_CODE))),
    may("x-ms-pageable", Plain(&PAGEABLE)),
])
.rules(&[Rule::PositiveDeadline]);

static BATCH: Object = Object::new(
    ObjectKind::Batch,
    &[must("member", String), may("absent", Count)],
);

static PERMISSIONS: Object = Object::new(
    ObjectKind::Permissions,
    &[
        may("delegated", String),
        may("application", String),
        may("remarks", String),
    ],
);

/// `x-ms-pageable`. It may have other fields. `nextLinkName: null` means that there is
/// one page only.
static PAGEABLE: Object = Object::new(
    ObjectKind::Pageable,
    &[
        may("nextLinkName", Any),
        may("itemName", String),
        may("operationName", String),
    ],
)
.patterned(Key::Any, Any)
.rules(&[Rule::NextLinkName]);

static ERROR_CODE: Object = Object::new(
    ObjectKind::ErrorCode,
    &[must("name", String), may("description", String)],
);

static EXTERNAL_DOCUMENTATION: Object = Object::new(
    ObjectKind::ExternalDocumentation,
    &[may("description", String), must("url", String)],
);

static PARAMETER: Object = Object::new(
    ObjectKind::Parameter,
    &[
        must("name", String),
        must("in", Word(&["query", "header", "path", "cookie"])),
        may("description", String),
        may_essential("required", Boolean),
        may("deprecated", Boolean),
        may("allowEmptyValue", Boolean),
        may_essential("style", String),
        may_essential("explode", Boolean),
        may_essential("allowReserved", Boolean),
        may("schema", OrReference(&SCHEMA)),
        may("example", Any),
        may("examples", Map(Key::Any, &OrReference(&EXAMPLE))),
        may_essential("content", Map(Key::Any, &Plain(&MEDIA_TYPE))),
    ],
)
.rules(&[
    Rule::SchemaOrContent,
    Rule::ExampleOrExamples,
    Rule::StyleFitsLocation(STYLES),
]);

static STYLES: &[(&str, &[&str])] = &[
    ("path", &["simple", "label", "matrix"]),
    (
        "query",
        &["form", "spaceDelimited", "pipeDelimited", "deepObject"],
    ),
    ("header", &["simple"]),
    ("cookie", &["form"]),
];

static REQUEST_BODY: Object = Object::new(
    ObjectKind::RequestBody,
    &[
        may("description", String),
        must("content", Map(Key::Any, &Plain(&MEDIA_TYPE))),
        may_essential("required", Boolean),
    ],
);

static MEDIA_TYPE: Object = Object::new(
    ObjectKind::MediaType,
    &[
        may("schema", OrReference(&SCHEMA)),
        may("example", Any),
        may("examples", Map(Key::Any, &OrReference(&EXAMPLE))),
        may_essential("encoding", Map(Key::Any, &Plain(&ENCODING))),
    ],
)
.rules(&[Rule::ExampleOrExamples]);

static ENCODING: Object = Object::new(
    ObjectKind::Encoding,
    &[
        may("contentType", String),
        may("headers", Map(Key::Any, &OrReference(&HEADER))),
        may_essential(
            "style",
            Word(&["form", "spaceDelimited", "pipeDelimited", "deepObject"]),
        ),
        may_essential("explode", Boolean),
        may_essential("allowReserved", Boolean),
    ],
);

static RESPONSES: Object = Object::new(
    ObjectKind::Responses,
    &[may("default", OrReference(&RESPONSE))],
)
.patterned(Key::Status, OrReference(&RESPONSE))
.rules(&[Rule::HasResponse]);

static RESPONSE: Object = Object::new(
    ObjectKind::Response,
    &[
        must_or(
            "description",
            String,
            "the client documents the response without a description",
        ),
        may("headers", Map(Key::Any, &OrReference(&HEADER))),
        may("content", Map(Key::Any, &Plain(&MEDIA_TYPE))),
        may("links", Map(Key::Component, &OrReference(&LINK))),
    ],
)
.extensions(&[may("x-inline", Plain(&INLINE))]);

static INLINE: Object = Object::new(
    ObjectKind::InlineResponse,
    &[
        must("when", String),
        must("deadline", Seconds),
        must("default", String),
    ],
);

/// `x-webhooks`. Like `paths`, it may have extensions beside its path items.
static WEBHOOKS: Object =
    Object::new(ObjectKind::Webhooks, &[]).patterned(Key::Any, Plain(&PATH_ITEM));

static CALLBACK: Object =
    Object::new(ObjectKind::Callback, &[]).patterned(Key::Any, Plain(&PATH_ITEM));

static EXAMPLE: Object = Object::new(
    ObjectKind::Example,
    &[
        may("summary", String),
        may("description", String),
        may("value", Any),
        may("externalValue", String),
    ],
)
.rules(&[Rule::ValueOrExternalValue]);

static LINK: Object = Object::new(
    ObjectKind::Link,
    &[
        may("operationRef", String),
        may("operationId", String),
        may("parameters", Map(Key::Any, &Any)),
        may("requestBody", Any),
        may("description", String),
        may("server", Plain(&SERVER)),
    ],
)
.rules(&[Rule::OneLinkedOperation]);

static HEADER: Object = Object::new(
    ObjectKind::Header,
    &[
        may("description", String),
        may("required", Boolean),
        may("deprecated", Boolean),
        may("allowEmptyValue", Boolean),
        may_essential("style", Word(&["simple"])),
        may_essential("explode", Boolean),
        may("allowReserved", Boolean),
        may("schema", OrReference(&SCHEMA)),
        may("example", Any),
        may("examples", Map(Key::Any, &OrReference(&EXAMPLE))),
        may("content", Map(Key::Any, &Plain(&MEDIA_TYPE))),
    ],
)
.rules(&[Rule::SchemaOrContent, Rule::ExampleOrExamples]);

static TAG: Object = Object::new(
    ObjectKind::Tag,
    &[
        must("name", String),
        may("description", String),
        may("externalDocs", Plain(&EXTERNAL_DOCUMENTATION)),
    ],
);

static SCHEMA: Object = Object::new(
    ObjectKind::Schema,
    &[
        may("title", String),
        may("multipleOf", Number),
        may("maximum", Number),
        may("exclusiveMaximum", Boolean),
        may("minimum", Number),
        may("exclusiveMinimum", Boolean),
        may("maxLength", Count),
        may("minLength", Count),
        may("pattern", String),
        may("maxItems", Count),
        may("minItems", Count),
        may("uniqueItems", Boolean),
        may("maxProperties", Count),
        may("minProperties", Count),
        may("required", List(&String)),
        may_essential("enum", List(&Any)),
        may_essential(
            "type",
            Word(&["string", "number", "integer", "boolean", "array", "object"]),
        ),
        may_essential("allOf", List(&OrReference(&SCHEMA))),
        may_essential("oneOf", List(&OrReference(&SCHEMA))),
        may_essential("anyOf", List(&OrReference(&SCHEMA))),
        may("not", OrReference(&SCHEMA)),
        may("items", OrReference(&SCHEMA)),
        may_essential("properties", Map(Key::Any, &OrReference(&SCHEMA))),
        may_essential("additionalProperties", BooleanOr(&OrReference(&SCHEMA))),
        may("description", String),
        may("format", String),
        may("default", Any),
        may_essential("nullable", Boolean),
        may("discriminator", Plain(&DISCRIMINATOR)),
        may("readOnly", Boolean),
        may("writeOnly", Boolean),
        may("xml", Plain(&XML)),
        may("externalDocs", Plain(&EXTERNAL_DOCUMENTATION)),
        may("example", Any),
        may("deprecated", Boolean),
    ],
)
.extensions(&[
    may("x-abstract", Boolean),
    may("x-aliases", Map(Key::Any, &List(&String))),
    may("x-error-code", List(&String)),
    may("x-conditions", Map(Key::Any, &Plain(&CONDITION))),
    may("x-key", Plain(&CORRELATION_KEY)),
    // Other tools write lists in the order of the values.
    may("x-enum-descriptions", Any),
    may("x-enum-varnames", Any),
    may("x-ms-discriminator-value", String),
    may("x-ms-enum", Any),
    may("x-ms-enum-flags", Plain(&ENUM_FLAGS)),
])
.rules(&[
    Rule::ArrayHasItems,
    Rule::XmlIgnored,
    Rule::ReadOrWriteOnly,
    Rule::RequiredIsDeclared,
    Rule::EnumNotEmpty,
]);

static CONDITION: Object = Object::new(
    ObjectKind::Condition,
    &[
        may("description", String),
        may("when", Map(Key::Any, &List(&String))),
        may("has", List(&String)),
        may("deadline", Seconds),
        may("operation", String),
    ],
);

static CORRELATION_KEY: Object = Object::new(
    ObjectKind::CorrelationKey,
    &[
        must("name", String),
        must("members", List(&String)),
        must("templates", List(&String)),
    ],
);

/// `x-ms-enum-flags`. It may have other fields.
static ENUM_FLAGS: Object =
    Object::new(ObjectKind::EnumFlags, &[may("isFlags", Boolean)]).patterned(Key::Any, Any);

static DISCRIMINATOR: Object = Object::new(
    ObjectKind::Discriminator,
    &[
        must("propertyName", String),
        may("mapping", Map(Key::Any, &SchemaName)),
    ],
);

static XML: Object = Object::new(
    ObjectKind::Xml,
    &[
        may("name", String),
        may("namespace", String),
        may("prefix", String),
        may("attribute", Boolean),
        may("wrapped", Boolean),
    ],
);

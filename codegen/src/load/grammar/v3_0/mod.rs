//! The objects of OpenAPI 3.0, in the order of the specification.

mod hints;
pub(super) mod security;

use super::Type::{
    Any, Boolean, BooleanOr, Count, List, Map, Number, Object as Plain, OrReference, Reference,
    SchemaName, Seconds, String, Word,
};
use super::{Grammar, Key, Object, ObjectKind, Rule, may, may_essential, must, must_or};
use hints::{FIELD_HINTS, VALUE_HINTS};
use security::{
    CODE_FLOW, IMPLICIT_FLOW, OAUTH_FLOWS, SECURITY_REQUIREMENT, SECURITY_SCHEME, SENDER_ATTRIBUTE,
    TOKEN_FLOW,
};

pub(super) static GRAMMAR: Grammar = Grammar {
    version: "3.0",
    object,
    has_json_schema: false,
    reference_siblings: &[],
    field_hints: FIELD_HINTS,
    value_hints: VALUE_HINTS,
};

/// Returns the object of a kind.
pub(super) fn object(kind: ObjectKind) -> &'static Object {
    match kind {
        ObjectKind::OpenApi => &OPENAPI,
        ObjectKind::RequestIdHeaders => &REQUEST_ID_HEADERS,
        ObjectKind::Attribute => &ATTRIBUTE,
        ObjectKind::TokenChallenge => &TOKEN_CHALLENGE,
        ObjectKind::Info => &INFO,
        ObjectKind::Contact => &CONTACT,
        ObjectKind::License => &LICENSE,
        ObjectKind::Server => &SERVER,
        ObjectKind::ServerVariable => &SERVER_VARIABLE,
        ObjectKind::Components => &COMPONENTS,
        ObjectKind::Paths => &PATHS,
        ObjectKind::PathItem => &PATH_ITEM,
        ObjectKind::Operation => &OPERATION,
        ObjectKind::Batch => &BATCH,
        ObjectKind::Permissions => &PERMISSIONS,
        ObjectKind::Pageable => &PAGEABLE,
        ObjectKind::ErrorCode => &ERROR_CODE,
        ObjectKind::ExternalDocumentation => &EXTERNAL_DOCUMENTATION,
        ObjectKind::Parameter => &PARAMETER,
        ObjectKind::RequestBody => &REQUEST_BODY,
        ObjectKind::MediaType => &MEDIA_TYPE,
        ObjectKind::Encoding => &ENCODING,
        ObjectKind::Responses => &RESPONSES,
        ObjectKind::Response => &RESPONSE,
        ObjectKind::InlineResponse => &INLINE,
        ObjectKind::Webhooks => &WEBHOOKS,
        ObjectKind::Callback => &CALLBACK,
        ObjectKind::Example => &EXAMPLE,
        ObjectKind::Link => &LINK,
        ObjectKind::Header => &HEADER,
        ObjectKind::Tag => &TAG,
        ObjectKind::Schema => &SCHEMA,
        ObjectKind::Condition => &CONDITION,
        ObjectKind::CorrelationKey => &CORRELATION_KEY,
        ObjectKind::EnumFlags => &ENUM_FLAGS,
        ObjectKind::Discriminator => &DISCRIMINATOR,
        ObjectKind::Xml => &XML,
        ObjectKind::SecurityScheme => &SECURITY_SCHEME,
        ObjectKind::SenderAttribute => &SENDER_ATTRIBUTE,
        ObjectKind::OAuthFlows => &OAUTH_FLOWS,
        ObjectKind::ImplicitFlow => &IMPLICIT_FLOW,
        ObjectKind::TokenFlow => &TOKEN_FLOW,
        // Only later versions have the last one, and no field of this version leads to it.
        ObjectKind::AuthorizationCodeFlow | ObjectKind::DeviceAuthorizationFlow => &CODE_FLOW,
        ObjectKind::SecurityRequirement => &SECURITY_REQUIREMENT,
    }
}

pub(in crate::load::grammar) static OPENAPI: Object = Object::new(
    ObjectKind::OpenApi,
    &[
        // The version has been checked before.
        must("openapi", Any),
        must_or(
            "info",
            Plain(ObjectKind::Info),
            "the client is documented as `API`",
        ),
        may("servers", List(&Plain(ObjectKind::Server))),
        must_or(
            "paths",
            Plain(ObjectKind::Paths),
            "the client has no operations",
        ),
        may("components", Plain(ObjectKind::Components)),
        may("security", List(&Plain(ObjectKind::SecurityRequirement))),
        may("tags", List(&Plain(ObjectKind::Tag))),
        may("externalDocs", Plain(ObjectKind::ExternalDocumentation)),
    ],
)
.extensions(&[
    may("x-lenient", Boolean),
    may("x-strip-namespaces", List(&String)),
    may("x-request-id-headers", Plain(ObjectKind::RequestIdHeaders)),
    may(
        "x-token-attributes",
        Map(Key::Any, &Plain(ObjectKind::Attribute)),
    ),
    may("x-token-challenge", Plain(ObjectKind::TokenChallenge)),
    may("x-webhooks", Plain(ObjectKind::Webhooks)),
]);

pub(in crate::load::grammar) static REQUEST_ID_HEADERS: Object = Object::new(
    ObjectKind::RequestIdHeaders,
    &[may("request", String), may("response", List(&String))],
);

pub(in crate::load::grammar) static ATTRIBUTE: Object = Object::new(
    ObjectKind::Attribute,
    &[may("description", String), may("default", String)],
);

pub(in crate::load::grammar) static TOKEN_CHALLENGE: Object = Object::new(
    ObjectKind::TokenChallenge,
    &[
        must("error", String),
        may("parameters", Map(Key::Any, &Plain(ObjectKind::Attribute))),
    ],
);

pub(in crate::load::grammar) static INFO: Object = Object::new(
    ObjectKind::Info,
    &[
        must_or("title", String, "the client is documented as `API`"),
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

pub(in crate::load::grammar) static CONTACT: Object = Object::new(
    ObjectKind::Contact,
    &[
        may("name", String),
        may("url", String),
        may("email", String),
    ],
);

pub(in crate::load::grammar) static LICENSE: Object = Object::new(
    ObjectKind::License,
    &[
        must_or("name", String, "the client's crate has no license"),
        may("url", String),
    ],
);

pub(in crate::load::grammar) static SERVER: Object = Object::new(
    ObjectKind::Server,
    &[
        must("url", String),
        may("description", String),
        may(
            "variables",
            Map(Key::Any, &Plain(ObjectKind::ServerVariable)),
        ),
    ],
)
.extensions(&[
    may("x-name", String),
    may("x-token-authority", String),
    may("x-token-scope", String),
]);

pub(in crate::load::grammar) static SERVER_VARIABLE: Object = Object::new(
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

pub(in crate::load::grammar) static COMPONENTS: Object = Object::new(
    ObjectKind::Components,
    &[
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
    ],
);

pub(in crate::load::grammar) static PATHS: Object =
    Object::new(ObjectKind::Paths, &[]).patterned(Key::Path, Plain(ObjectKind::PathItem));

pub(in crate::load::grammar) static PATH_ITEM: Object = Object::new(
    ObjectKind::PathItem,
    &[
        may("$ref", Reference(ObjectKind::PathItem)),
        may("summary", String),
        may("description", String),
        may("get", Plain(ObjectKind::Operation)),
        may("put", Plain(ObjectKind::Operation)),
        may("post", Plain(ObjectKind::Operation)),
        may("delete", Plain(ObjectKind::Operation)),
        may("options", Plain(ObjectKind::Operation)),
        may("head", Plain(ObjectKind::Operation)),
        may("patch", Plain(ObjectKind::Operation)),
        may("trace", Plain(ObjectKind::Operation)),
        may_essential("servers", List(&Plain(ObjectKind::Server))),
        may_essential("parameters", List(&OrReference(ObjectKind::Parameter))),
    ],
);

pub(in crate::load::grammar) static OPERATION: Object = Object::new(
    ObjectKind::Operation,
    &[
        may("tags", List(&String)),
        may("summary", String),
        may("description", String),
        may("externalDocs", Plain(ObjectKind::ExternalDocumentation)),
        may("operationId", String),
        may_essential("parameters", List(&OrReference(ObjectKind::Parameter))),
        may("requestBody", OrReference(ObjectKind::RequestBody)),
        must_or(
            "responses",
            Plain(ObjectKind::Responses),
            "the client takes every 2xx response as a success without a body",
        ),
        may(
            "callbacks",
            Map(Key::Any, &OrReference(ObjectKind::Callback)),
        ),
        may("deprecated", Boolean),
        may_essential("security", List(&Plain(ObjectKind::SecurityRequirement))),
        may_essential("servers", List(&Plain(ObjectKind::Server))),
    ],
)
.extensions(&[
    may("x-background", Count),
    may("x-batch", Plain(ObjectKind::Batch)),
    may("x-deadline", Seconds),
    may("x-idempotent", Boolean),
    may("x-permissions", Plain(ObjectKind::Permissions)),
    may("x-rust-name", String),
    may(
        "x-error-codes",
        Map(Key::Any, &Plain(ObjectKind::ErrorCode)),
    ),
    may("x-ms-pageable", Plain(ObjectKind::Pageable)),
])
.rules(&[Rule::PositiveDeadline]);

pub(in crate::load::grammar) static BATCH: Object = Object::new(
    ObjectKind::Batch,
    &[must("member", String), may("absent", Count)],
);

pub(in crate::load::grammar) static PERMISSIONS: Object = Object::new(
    ObjectKind::Permissions,
    &[
        may("delegated", String),
        may("application", String),
        may("remarks", String),
    ],
);

/// `x-ms-pageable`. It may have other fields. `nextLinkName: null` means that there is
/// one page only.
pub(in crate::load::grammar) static PAGEABLE: Object = Object::new(
    ObjectKind::Pageable,
    &[
        may("nextLinkName", Any),
        may("itemName", String),
        may("operationName", String),
    ],
)
.patterned(Key::Any, Any)
.rules(&[Rule::NextLinkName]);

pub(in crate::load::grammar) static ERROR_CODE: Object = Object::new(
    ObjectKind::ErrorCode,
    &[must("name", String), may("description", String)],
);

pub(in crate::load::grammar) static EXTERNAL_DOCUMENTATION: Object = Object::new(
    ObjectKind::ExternalDocumentation,
    &[may("description", String), must("url", String)],
);

pub(in crate::load::grammar) static PARAMETER: Object = Object::new(
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
        may("schema", OrReference(ObjectKind::Schema)),
        may("example", Any),
        may("examples", Map(Key::Any, &OrReference(ObjectKind::Example))),
        may_essential("content", Map(Key::Any, &Plain(ObjectKind::MediaType))),
    ],
)
.extensions(&[may("x-rust-name", String)])
.rules(&[
    Rule::SchemaOrContent,
    Rule::ExampleOrExamples,
    Rule::StyleFitsLocation(STYLES),
]);

pub(in crate::load::grammar) static STYLES: &[(&str, &[&str])] = &[
    ("path", &["simple", "label", "matrix"]),
    (
        "query",
        &["form", "spaceDelimited", "pipeDelimited", "deepObject"],
    ),
    ("header", &["simple"]),
    ("cookie", &["form"]),
];

pub(in crate::load::grammar) static REQUEST_BODY: Object = Object::new(
    ObjectKind::RequestBody,
    &[
        may("description", String),
        must("content", Map(Key::Any, &Plain(ObjectKind::MediaType))),
        may_essential("required", Boolean),
    ],
);

pub(in crate::load::grammar) static MEDIA_TYPE: Object = Object::new(
    ObjectKind::MediaType,
    &[
        may("schema", OrReference(ObjectKind::Schema)),
        may("example", Any),
        may("examples", Map(Key::Any, &OrReference(ObjectKind::Example))),
        may_essential("encoding", Map(Key::Any, &Plain(ObjectKind::Encoding))),
    ],
)
.rules(&[Rule::ExampleOrExamples]);

pub(in crate::load::grammar) static ENCODING: Object = Object::new(
    ObjectKind::Encoding,
    &[
        may("contentType", String),
        may("headers", Map(Key::Any, &OrReference(ObjectKind::Header))),
        may_essential(
            "style",
            Word(&["form", "spaceDelimited", "pipeDelimited", "deepObject"]),
        ),
        may_essential("explode", Boolean),
        may_essential("allowReserved", Boolean),
    ],
);

pub(in crate::load::grammar) static RESPONSES: Object = Object::new(
    ObjectKind::Responses,
    &[may("default", OrReference(ObjectKind::Response))],
)
.patterned(Key::Status, OrReference(ObjectKind::Response))
.rules(&[Rule::HasResponse]);

pub(in crate::load::grammar) static RESPONSE: Object = Object::new(
    ObjectKind::Response,
    &[
        must_or(
            "description",
            String,
            "the client documents the response without a description",
        ),
        may("headers", Map(Key::Any, &OrReference(ObjectKind::Header))),
        may("content", Map(Key::Any, &Plain(ObjectKind::MediaType))),
        may("links", Map(Key::Component, &OrReference(ObjectKind::Link))),
    ],
)
.extensions(&[may("x-inline", Plain(ObjectKind::InlineResponse))]);

pub(in crate::load::grammar) static INLINE: Object = Object::new(
    ObjectKind::InlineResponse,
    &[
        must("when", String),
        must("deadline", Seconds),
        must("default", String),
    ],
);

/// `x-webhooks`. Like `paths`, it may have extensions beside its path items.
pub(in crate::load::grammar) static WEBHOOKS: Object =
    Object::new(ObjectKind::Webhooks, &[]).patterned(Key::Any, Plain(ObjectKind::PathItem));

pub(in crate::load::grammar) static CALLBACK: Object =
    Object::new(ObjectKind::Callback, &[]).patterned(Key::Any, Plain(ObjectKind::PathItem));

pub(in crate::load::grammar) static EXAMPLE: Object = Object::new(
    ObjectKind::Example,
    &[
        may("summary", String),
        may("description", String),
        may("value", Any),
        may("externalValue", String),
    ],
)
.rules(&[Rule::ValueOrExternalValue]);

pub(in crate::load::grammar) static LINK: Object = Object::new(
    ObjectKind::Link,
    &[
        may("operationRef", String),
        may("operationId", String),
        may("parameters", Map(Key::Any, &Any)),
        may("requestBody", Any),
        may("description", String),
        may("server", Plain(ObjectKind::Server)),
    ],
)
.rules(&[Rule::OneLinkedOperation]);

pub(in crate::load::grammar) static HEADER: Object = Object::new(
    ObjectKind::Header,
    &[
        may("description", String),
        may("required", Boolean),
        may("deprecated", Boolean),
        may("allowEmptyValue", Boolean),
        may_essential("style", Word(&["simple"])),
        may_essential("explode", Boolean),
        may("allowReserved", Boolean),
        may("schema", OrReference(ObjectKind::Schema)),
        may("example", Any),
        may("examples", Map(Key::Any, &OrReference(ObjectKind::Example))),
        may("content", Map(Key::Any, &Plain(ObjectKind::MediaType))),
    ],
)
.extensions(&[may("x-rust-name", String)])
.rules(&[Rule::SchemaOrContent, Rule::ExampleOrExamples]);

pub(in crate::load::grammar) static TAG: Object = Object::new(
    ObjectKind::Tag,
    &[
        must("name", String),
        may("description", String),
        may("externalDocs", Plain(ObjectKind::ExternalDocumentation)),
    ],
);

pub(in crate::load::grammar) static SCHEMA: Object = Object::new(
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
        may_essential("allOf", List(&OrReference(ObjectKind::Schema))),
        may_essential("oneOf", List(&OrReference(ObjectKind::Schema))),
        may_essential("anyOf", List(&OrReference(ObjectKind::Schema))),
        may("not", OrReference(ObjectKind::Schema)),
        may("items", OrReference(ObjectKind::Schema)),
        may_essential(
            "properties",
            Map(Key::Any, &OrReference(ObjectKind::Schema)),
        ),
        may_essential(
            "additionalProperties",
            BooleanOr(&OrReference(ObjectKind::Schema)),
        ),
        may("description", String),
        may("format", String),
        may("default", Any),
        may_essential("nullable", Boolean),
        may("discriminator", Plain(ObjectKind::Discriminator)),
        may("readOnly", Boolean),
        may("writeOnly", Boolean),
        may("xml", Plain(ObjectKind::Xml)),
        may("externalDocs", Plain(ObjectKind::ExternalDocumentation)),
        may("example", Any),
        may("deprecated", Boolean),
    ],
)
.extensions(&[
    may("x-abstract", Boolean),
    may("x-aliases", Map(Key::Any, &List(&String))),
    may("x-error-code", List(&String)),
    may("x-conditions", Map(Key::Any, &Plain(ObjectKind::Condition))),
    may("x-key", Plain(ObjectKind::CorrelationKey)),
    // Other tools write lists in the order of the values.
    may("x-enum-descriptions", Any),
    may("x-enum-varnames", Any),
    may("x-ms-discriminator-value", String),
    may("x-ms-enum", Any),
    may("x-ms-enum-flags", Plain(ObjectKind::EnumFlags)),
    may("x-rust-name", String),
])
.rules(&[
    Rule::ArrayHasItems,
    Rule::XmlIgnored,
    Rule::ReadOrWriteOnly,
    Rule::RequiredIsDeclared,
    Rule::EnumNotEmpty,
]);

pub(in crate::load::grammar) static CONDITION: Object = Object::new(
    ObjectKind::Condition,
    &[
        may("description", String),
        may("when", Map(Key::Any, &List(&String))),
        may("has", List(&String)),
        may("deadline", Seconds),
        may("operation", String),
    ],
);

pub(in crate::load::grammar) static CORRELATION_KEY: Object = Object::new(
    ObjectKind::CorrelationKey,
    &[
        must("name", String),
        must("members", List(&String)),
        must("templates", List(&String)),
    ],
);

/// `x-ms-enum-flags`. It may have other fields.
pub(in crate::load::grammar) static ENUM_FLAGS: Object =
    Object::new(ObjectKind::EnumFlags, &[may("isFlags", Boolean)]).patterned(Key::Any, Any);

pub(in crate::load::grammar) static DISCRIMINATOR: Object = Object::new(
    ObjectKind::Discriminator,
    &[
        must("propertyName", String),
        may("mapping", Map(Key::Any, &SchemaName)),
    ],
);

pub(in crate::load::grammar) static XML: Object = Object::new(
    ObjectKind::Xml,
    &[
        may("name", String),
        may("namespace", String),
        may("prefix", String),
        may("attribute", Boolean),
        may("wrapped", Boolean),
    ],
);

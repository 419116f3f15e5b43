//! The tables themselves, in the order of the specification.

use super::super::rule;
use super::Type::{
    Any, Boolean, BooleanOr, Count, List, Map, Number, Object as Plain, OrReference, Reference,
    SchemaName, Seconds, String, Word,
};
use super::{Field, Key, Object, Type, may, must};

pub(in super::super) static OPENAPI: Object = Object::new(
    "OpenAPI",
    &[
        must("openapi", String),
        must("info", Plain(&INFO)),
        may("servers", List(&Plain(&SERVER))),
        must("paths", Plain(&PATHS)),
        may("components", Plain(&COMPONENTS)),
        may("security", List(&Plain(&SECURITY_REQUIREMENT))),
        may("tags", List(&Plain(&TAG))),
        may("externalDocs", Plain(&EXTERNAL_DOCUMENTATION)),
    ],
)
.extensions(&[
    may("x-lenient", Boolean),
    may("x-webhooks", Plain(&WEBHOOKS)),
]);

static INFO: Object = Object::new(
    "info",
    &[
        must("title", String),
        may("description", String),
        may("termsOfService", String),
        may("contact", Plain(&CONTACT)),
        may("license", Plain(&LICENSE)),
        must("version", String),
    ],
);

static CONTACT: Object = Object::new(
    "contact",
    &[
        may("name", String),
        may("url", String),
        may("email", String),
    ],
);

static LICENSE: Object = Object::new("license", &[must("name", String), may("url", String)]);

static SERVER: Object = Object::new(
    "server",
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
    "server variable",
    &[
        may("enum", List(&String)),
        must("default", String),
        may("description", String),
    ],
);

pub(in super::super) static COMPONENTS: Object = Object::new(
    "components",
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

static PATHS: Object = Object::new("paths", &[]).patterned(Key::Path, Plain(&PATH_ITEM));

pub(in super::super) static PATH_ITEM: Object = Object::new(
    "path item",
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
        may("servers", List(&Plain(&SERVER))),
        may("parameters", List(&OrReference(&PARAMETER))),
    ],
);

static OPERATION: Object = Object::new(
    "operation",
    &[
        may("tags", List(&String)),
        may("summary", String),
        may("description", String),
        may("externalDocs", Plain(&EXTERNAL_DOCUMENTATION)),
        may("operationId", String),
        may("parameters", List(&OrReference(&PARAMETER))),
        may("requestBody", OrReference(&REQUEST_BODY)),
        must("responses", Plain(&RESPONSES)),
        may("callbacks", Map(Key::Any, &OrReference(&CALLBACK))),
        may("deprecated", Boolean),
        may("security", List(&Plain(&SECURITY_REQUIREMENT))),
        may("servers", List(&Plain(&SERVER))),
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
.rule(rule::operation);

static BATCH: Object = Object::new("batch", &[must("member", String), may("absent", Count)]);

static PERMISSIONS: Object = Object::new(
    "permissions",
    &[
        may("delegated", String),
        may("application", String),
        may("remarks", String),
    ],
);

/// Microsoft's own; it may have more members than those that are understood, and no next page is `null`.
static PAGEABLE: Object = Object::new(
    "pageable",
    &[
        may("nextLinkName", Any),
        may("itemName", String),
        may("operationName", String),
    ],
)
.patterned(Key::Any, Any)
.rule(rule::pageable);

static ERROR_CODE: Object = Object::new(
    "error code",
    &[must("name", String), may("description", String)],
);

static EXTERNAL_DOCUMENTATION: Object = Object::new(
    "external documentation",
    &[may("description", String), must("url", String)],
);

pub(in super::super) static PARAMETER: Object = Object::new(
    "parameter",
    &[
        must("name", String),
        must("in", Word(&["query", "header", "path", "cookie"])),
        may("description", String),
        may("required", Boolean),
        may("deprecated", Boolean),
        may("allowEmptyValue", Boolean),
        may("style", String),
        may("explode", Boolean),
        may("allowReserved", Boolean),
        may("schema", OrReference(&SCHEMA)),
        may("example", Any),
        may("examples", Map(Key::Any, &OrReference(&EXAMPLE))),
        may("content", Map(Key::Any, &Plain(&MEDIA_TYPE))),
    ],
)
.rule(rule::parameter);

static REQUEST_BODY: Object = Object::new(
    "request body",
    &[
        may("description", String),
        must("content", Map(Key::Any, &Plain(&MEDIA_TYPE))),
        may("required", Boolean),
    ],
);

static MEDIA_TYPE: Object = Object::new(
    "media type",
    &[
        may("schema", OrReference(&SCHEMA)),
        may("example", Any),
        may("examples", Map(Key::Any, &OrReference(&EXAMPLE))),
        may("encoding", Map(Key::Any, &Plain(&ENCODING))),
    ],
)
.rule(rule::examples);

pub(in super::super) static ENCODING: Object = Object::new(
    "encoding",
    &[
        may("contentType", String),
        may("headers", Map(Key::Any, &OrReference(&HEADER))),
        may(
            "style",
            Word(&["form", "spaceDelimited", "pipeDelimited", "deepObject"]),
        ),
        may("explode", Boolean),
        may("allowReserved", Boolean),
    ],
);

static RESPONSES: Object = Object::new("responses", &[may("default", OrReference(&RESPONSE))])
    .patterned(Key::Status, OrReference(&RESPONSE))
    .rule(rule::responses);

static RESPONSE: Object = Object::new(
    "response",
    &[
        must("description", String),
        may("headers", Map(Key::Any, &OrReference(&HEADER))),
        may("content", Map(Key::Any, &Plain(&MEDIA_TYPE))),
        may("links", Map(Key::Component, &OrReference(&LINK))),
    ],
)
.extensions(&[may("x-inline", Plain(&INLINE))]);

static INLINE: Object = Object::new(
    "inline response",
    &[
        must("when", String),
        must("deadline", Seconds),
        must("default", String),
    ],
);

/// `x-webhooks`, which can have extensions beside its path items, as `paths` can.
static WEBHOOKS: Object = Object::new("webhooks", &[]).patterned(Key::Any, Plain(&PATH_ITEM));

static CALLBACK: Object = Object::new("callback", &[]).patterned(Key::Any, Plain(&PATH_ITEM));

static EXAMPLE: Object = Object::new(
    "example",
    &[
        may("summary", String),
        may("description", String),
        may("value", Any),
        may("externalValue", String),
    ],
)
.rule(rule::example);

pub(in super::super) static LINK: Object = Object::new(
    "link",
    &[
        may("operationRef", String),
        may("operationId", String),
        may("parameters", Map(Key::Any, &Any)),
        may("requestBody", Any),
        may("description", String),
        may("server", Plain(&SERVER)),
    ],
)
.rule(rule::link);

pub(in super::super) static HEADER: Object = Object::new(
    "header",
    &[
        may("description", String),
        may("required", Boolean),
        may("deprecated", Boolean),
        may("allowEmptyValue", Boolean),
        may("style", Word(&["simple"])),
        may("explode", Boolean),
        may("allowReserved", Boolean),
        may("schema", OrReference(&SCHEMA)),
        may("example", Any),
        may("examples", Map(Key::Any, &OrReference(&EXAMPLE))),
        may("content", Map(Key::Any, &Plain(&MEDIA_TYPE))),
    ],
)
.rule(rule::header);

static TAG: Object = Object::new(
    "tag",
    &[
        must("name", String),
        may("description", String),
        may("externalDocs", Plain(&EXTERNAL_DOCUMENTATION)),
    ],
);

pub(in super::super) static SCHEMA: Object = Object::new(
    "schema",
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
        may("enum", List(&Any)),
        may(
            "type",
            Word(&["string", "number", "integer", "boolean", "array", "object"]),
        ),
        may("allOf", List(&OrReference(&SCHEMA))),
        may("oneOf", List(&OrReference(&SCHEMA))),
        may("anyOf", List(&OrReference(&SCHEMA))),
        may("not", OrReference(&SCHEMA)),
        may("items", OrReference(&SCHEMA)),
        may("properties", Map(Key::Any, &OrReference(&SCHEMA))),
        may("additionalProperties", BooleanOr(&OrReference(&SCHEMA))),
        may("description", String),
        may("format", String),
        may("default", Any),
        may("nullable", Boolean),
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
    may("x-key", Plain(&SUBJECT_KEY)),
    // Other tools write lists, in the order of the values.
    may("x-enum-descriptions", Any),
    may("x-enum-varnames", Any),
    may("x-ms-discriminator-value", String),
    may("x-ms-enum", Any),
    may("x-ms-enum-flags", Plain(&ENUM_FLAGS)),
])
.rule(rule::schema);

static CONDITION: Object = Object::new(
    "condition",
    &[
        may("description", String),
        may("when", Map(Key::Any, &List(&String))),
        may("has", List(&String)),
        may("deadline", Seconds),
        may("operation", String),
    ],
);

static SUBJECT_KEY: Object = Object::new(
    "key",
    &[
        must("name", String),
        must("members", List(&String)),
        must("templates", List(&String)),
    ],
);

/// Microsoft's own; it may have more members than the one that is understood.
static ENUM_FLAGS: Object =
    Object::new("enum flags", &[may("isFlags", Boolean)]).patterned(Key::Any, Any);

static DISCRIMINATOR: Object = Object::new(
    "discriminator",
    &[
        must("propertyName", String),
        may("mapping", Map(Key::Any, &SchemaName)),
    ],
);

static XML: Object = Object::new(
    "XML",
    &[
        may("name", String),
        may("namespace", String),
        may("prefix", String),
        may("attribute", Boolean),
        may("wrapped", Boolean),
    ],
);

pub(in super::super) static SECURITY_SCHEME: Object = Object::new(
    "security scheme",
    &[
        must("type", Word(&["apiKey", "http", "oauth2", "openIdConnect"])),
        may("description", String),
        may("name", String),
        may("in", Word(&["query", "header", "cookie"])),
        may("scheme", String),
        may("bearerFormat", String),
        may("flows", Plain(&OAUTH_FLOWS)),
        may("openIdConnectUrl", String),
    ],
)
.extensions(&[
    may("x-issuers", List(&String)),
    may("x-audience", String),
    may("x-algorithms", List(&SIGNATURE_ALGORITHM)),
    may("x-required-claims", List(&String)),
    may("x-tenant-claim", String),
    may("x-clock-skew", Seconds),
])
.rule(rule::security_scheme);

/// Those of JWA that have a public key: with the others, whoever can verify a token can make one.
static SIGNATURE_ALGORITHM: Type = Word(&[
    "RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "EdDSA",
]);

static OAUTH_FLOWS: Object = Object::new(
    "OAuth flows",
    &[
        may("implicit", Plain(&IMPLICIT_FLOW)),
        may("password", Plain(&TOKEN_FLOW)),
        may("clientCredentials", Plain(&TOKEN_FLOW)),
        may("authorizationCode", Plain(&CODE_FLOW)),
    ],
);

static IMPLICIT_FLOW: Object = Object::new(
    "OAuth flow",
    &[
        must("authorizationUrl", String),
        TOKEN_URL,
        REFRESH_URL,
        SCOPES,
    ],
);

/// The flows that get a token without sending the user anywhere.
static TOKEN_FLOW: Object = Object::new(
    "OAuth flow",
    &[
        may("authorizationUrl", String),
        must("tokenUrl", String),
        REFRESH_URL,
        SCOPES,
    ],
);

static CODE_FLOW: Object = Object::new(
    "OAuth flow",
    &[
        must("authorizationUrl", String),
        must("tokenUrl", String),
        REFRESH_URL,
        SCOPES,
    ],
);

const TOKEN_URL: Field = may("tokenUrl", String);
const REFRESH_URL: Field = may("refreshUrl", String);
const SCOPES: Field = must("scopes", Map(Key::Any, &String));

static SECURITY_REQUIREMENT: Object =
    Object::new("security requirement", &[]).patterned(Key::Any, List(&String));

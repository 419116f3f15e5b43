//! What OpenAPI 3.2 has in addition to 3.1.

use super::Type::{Any, Boolean, List, Map, Object as Plain, OrReference, String, Word};
use super::v3_0::security::{REFRESH_URL, SCOPES, UNDOCUMENTED};
use super::{Grammar, Key, Object, ObjectKind, Rule, Type, may, may_essential, must, must_or};
use super::{v3_0, v3_1};

pub(super) static GRAMMAR: Grammar = Grammar {
    version: "3.2",
    object,
    ..v3_1::GRAMMAR
};

/// Returns the object of a kind.
fn object(kind: ObjectKind) -> &'static Object {
    match kind {
        ObjectKind::OpenApi => &OPENAPI,
        ObjectKind::Server => &SERVER,
        ObjectKind::Components => &COMPONENTS,
        ObjectKind::PathItem => &PATH_ITEM,
        ObjectKind::Parameter => &PARAMETER,
        ObjectKind::Header => &HEADER,
        ObjectKind::RequestBody => &REQUEST_BODY,
        ObjectKind::MediaType => &MEDIA_TYPE,
        ObjectKind::Encoding => &ENCODING,
        ObjectKind::Response => &RESPONSE,
        ObjectKind::Example => &EXAMPLE,
        ObjectKind::Tag => &TAG,
        ObjectKind::Discriminator => &DISCRIMINATOR,
        ObjectKind::Xml => &XML,
        ObjectKind::SecurityScheme => &SECURITY_SCHEME,
        ObjectKind::SecurityRequirement => &SECURITY_REQUIREMENT,
        ObjectKind::OAuthFlows => &OAUTH_FLOWS,
        ObjectKind::DeviceAuthorizationFlow => &DEVICE_FLOW,
        kind => v3_1::object(kind),
    }
}

static OPENAPI: Object = Object::extend(&v3_1::OPENAPI, &[may("$self", String)]);

static SERVER: Object = Object::extend(&v3_0::SERVER, &[may("name", String)]);

static COMPONENTS: Object = Object::extend(
    &v3_1::COMPONENTS,
    &[may(
        "mediaTypes",
        Map(Key::Component, &OrReference(ObjectKind::MediaType)),
    )],
);

static PATH_ITEM: Object = Object::extend(
    &v3_0::PATH_ITEM,
    &[
        may("query", Plain(ObjectKind::Operation)),
        may(
            "additionalOperations",
            Map(Key::Method, &Plain(ObjectKind::Operation)),
        ),
    ],
)
.rules(&[Rule::AdditionalMethods]);

static PARAMETER: Object = Object::extend(
    &v3_0::PARAMETER,
    &[
        must(
            "in",
            Word(&["query", "querystring", "header", "path", "cookie"]),
        ),
        may_essential("content", CONTENT),
    ],
)
.rules(&[Rule::StyleFitsLocation(STYLES)]);

static STYLES: &[(&str, &[&str])] = &[
    ("path", &["simple", "label", "matrix"]),
    (
        "query",
        &["form", "spaceDelimited", "pipeDelimited", "deepObject"],
    ),
    ("header", &["simple"]),
    ("cookie", &["form", "cookie"]),
];

const CONTENT: Type = Map(Key::Any, &OrReference(ObjectKind::MediaType));

static HEADER: Object = Object::extend(&v3_0::HEADER, &[may("content", CONTENT)]);

static REQUEST_BODY: Object = Object::extend(&v3_0::REQUEST_BODY, &[must("content", CONTENT)]);

static MEDIA_TYPE: Object = Object::extend(
    &v3_0::MEDIA_TYPE,
    &[
        may("itemSchema", OrReference(ObjectKind::Schema)),
        may("prefixEncoding", List(&Plain(ObjectKind::Encoding))),
        may("itemEncoding", Plain(ObjectKind::Encoding)),
    ],
)
.rules(&[Rule::ItemsNotDecoded]);

static ENCODING: Object = Object::extend(
    &v3_0::ENCODING,
    &[
        may("encoding", Map(Key::Any, &Plain(ObjectKind::Encoding))),
        may("prefixEncoding", List(&Plain(ObjectKind::Encoding))),
        may("itemEncoding", Plain(ObjectKind::Encoding)),
    ],
)
.rules(&[Rule::NestedEncodingIgnored]);

static RESPONSE: Object = Object::extend(
    &v3_0::RESPONSE,
    &[
        may("summary", String),
        may("description", String),
        may("content", CONTENT),
    ],
);

static EXAMPLE: Object = Object::extend(
    &v3_0::EXAMPLE,
    &[may("dataValue", Any), may("serializedValue", String)],
)
.rules(&[Rule::DataOrSerializedValue]);

static TAG: Object = Object::extend(
    &v3_0::TAG,
    &[
        may("summary", String),
        may("parent", String),
        may("kind", String),
    ],
);

static DISCRIMINATOR: Object = Object::extend(
    &v3_0::DISCRIMINATOR,
    &[may("defaultMapping", Type::SchemaName)],
);

static XML: Object = Object::extend(&v3_0::XML, &[may("nodeType", String)]);

static SECURITY_SCHEME: Object = Object::extend(
    &v3_1::SECURITY_SCHEME,
    &[may("deprecated", Boolean), may("oauth2MetadataUrl", String)],
);

static SECURITY_REQUIREMENT: Object = Object::extend(&v3_0::security::SECURITY_REQUIREMENT, &[])
    .patterned(Key::SecurityScheme, List(&String));

static OAUTH_FLOWS: Object = Object::extend(
    &v3_0::security::OAUTH_FLOWS,
    &[may(
        "deviceAuthorization",
        Plain(ObjectKind::DeviceAuthorizationFlow),
    )],
);

static DEVICE_FLOW: Object = Object::new(
    ObjectKind::DeviceAuthorizationFlow,
    &[
        must_or("deviceAuthorizationUrl", String, UNDOCUMENTED),
        must_or("tokenUrl", String, UNDOCUMENTED),
        REFRESH_URL,
        SCOPES,
    ],
);

//! What OpenAPI 3.2 has in addition to 3.1.

use super::Type::{Any, Boolean, List, Map, Object as Plain, OrReference, String, Word};
use super::{Grammar, Key, Object, ObjectKind, may, may_essential, must};
use super::{v3_0, v3_1};

pub(super) static GRAMMAR: Grammar = Grammar {
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
        ObjectKind::MediaType => &MEDIA_TYPE,
        ObjectKind::Encoding => &ENCODING,
        ObjectKind::Response => &RESPONSE,
        ObjectKind::Example => &EXAMPLE,
        ObjectKind::Tag => &TAG,
        ObjectKind::Discriminator => &DISCRIMINATOR,
        ObjectKind::Xml => &XML,
        ObjectKind::SecurityScheme => &SECURITY_SCHEME,
        ObjectKind::OAuthFlows => &OAUTH_FLOWS,
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
            Map(Key::Any, &Plain(ObjectKind::Operation)),
        ),
    ],
);

static PARAMETER: Object = Object::extend(
    &v3_0::PARAMETER,
    &[must(
        "in",
        Word(&["query", "querystring", "header", "path", "cookie"]),
    )],
);

static MEDIA_TYPE: Object = Object::extend(
    &v3_0::MEDIA_TYPE,
    &[
        may("itemSchema", OrReference(ObjectKind::Schema)),
        may("prefixEncoding", List(&Plain(ObjectKind::Encoding))),
        may("itemEncoding", Plain(ObjectKind::Encoding)),
    ],
);

static ENCODING: Object = Object::extend(
    &v3_0::ENCODING,
    &[
        may_essential("encoding", Map(Key::Any, &Plain(ObjectKind::Encoding))),
        may("prefixEncoding", List(&Plain(ObjectKind::Encoding))),
        may("itemEncoding", Plain(ObjectKind::Encoding)),
    ],
);

static RESPONSE: Object = Object::extend(
    &v3_0::RESPONSE,
    &[may("summary", String), may("description", String)],
);

static EXAMPLE: Object = Object::extend(
    &v3_0::EXAMPLE,
    &[may("dataValue", Any), may("serializedValue", String)],
);

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
    &[may("defaultMapping", super::Type::SchemaName)],
);

static XML: Object = Object::extend(&v3_0::XML, &[may("nodeType", String)]);

static SECURITY_SCHEME: Object = Object::extend(
    &v3_1::SECURITY_SCHEME,
    &[may("deprecated", Boolean), may("oauth2MetadataUrl", String)],
);

static OAUTH_FLOWS: Object = Object::extend(
    &v3_0::security::OAUTH_FLOWS,
    &[may("deviceAuthorization", Plain(ObjectKind::TokenFlow))],
);

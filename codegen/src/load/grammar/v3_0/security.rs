//! Security schemes and requirements of OpenAPI 3.0.

use crate::load::grammar::Type::{List, Map, Object as Plain, Seconds, String, Word};
use crate::load::grammar::{Field, Key, Object, ObjectKind, Rule, Type, may, must, must_or};

pub(in crate::load::grammar) static SECURITY_SCHEME: Object = Object::new(
    ObjectKind::SecurityScheme,
    &[
        must("type", Word(&["apiKey", "http", "oauth2", "openIdConnect"])),
        may("description", String),
        may("name", String),
        may("in", Word(&["query", "header", "cookie"])),
        may("scheme", String),
        may("bearerFormat", String),
        may("flows", Plain(ObjectKind::OAuthFlows)),
        may("openIdConnectUrl", String),
    ],
)
.extensions(&[
    may("x-issuers", List(&String)),
    may("x-audience", String),
    may("x-algorithms", List(&SIGNATURE_ALGORITHM)),
    may("x-required-claims", List(&String)),
    may(
        "x-sender-attributes",
        Map(Key::Any, &Plain(ObjectKind::SenderAttribute)),
    ),
    may("x-clock-skew", Seconds),
])
.rules(&[Rule::FieldsOfSecurityType(FIELDS_OF_SECURITY_TYPE)]);

pub(in crate::load::grammar) static SENDER_ATTRIBUTE: Object = Object::new(
    ObjectKind::SenderAttribute,
    &[must("claim", String), may("description", String)],
);

static FIELDS_OF_SECURITY_TYPE: &[(&str, &[&str])] = &[
    ("apiKey", &["name", "in"]),
    ("http", &["scheme"]),
    ("oauth2", &["flows"]),
    ("openIdConnect", &["openIdConnectUrl"]),
];

/// The asymmetric signature algorithms of JWA. Symmetric algorithms are excluded, because their
/// verification key can also sign tokens.
static SIGNATURE_ALGORITHM: Type = Word(&[
    "RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "EdDSA",
]);

pub(in crate::load::grammar) static OAUTH_FLOWS: Object = Object::new(
    ObjectKind::OAuthFlows,
    &[
        may("implicit", Plain(ObjectKind::ImplicitFlow)),
        may("password", Plain(ObjectKind::TokenFlow)),
        may("clientCredentials", Plain(ObjectKind::TokenFlow)),
        may(
            "authorizationCode",
            Plain(ObjectKind::AuthorizationCodeFlow),
        ),
    ],
);

pub(in crate::load::grammar) static IMPLICIT_FLOW: Object = Object::new(
    ObjectKind::ImplicitFlow,
    &[
        must_or("authorizationUrl", String, UNDOCUMENTED),
        TOKEN_URL,
        REFRESH_URL,
        SCOPES,
    ],
);

/// The flows that get a token without redirecting the user.
pub(in crate::load::grammar) static TOKEN_FLOW: Object = Object::new(
    ObjectKind::TokenFlow,
    &[
        may("authorizationUrl", String),
        must_or("tokenUrl", String, UNDOCUMENTED),
        REFRESH_URL,
        SCOPES,
    ],
);

pub(in crate::load::grammar) static CODE_FLOW: Object = Object::new(
    ObjectKind::AuthorizationCodeFlow,
    &[
        must_or("authorizationUrl", String, UNDOCUMENTED),
        must_or("tokenUrl", String, UNDOCUMENTED),
        REFRESH_URL,
        SCOPES,
    ],
);

const TOKEN_URL: Field = may("tokenUrl", String);
pub(in crate::load::grammar) const REFRESH_URL: Field = may("refreshUrl", String);
pub(in crate::load::grammar) const SCOPES: Field =
    must_or("scopes", Map(Key::Any, &String), UNDOCUMENTED);
pub(in crate::load::grammar) const UNDOCUMENTED: &str =
    "the client's documentation does not mention it";

pub(in crate::load::grammar) static SECURITY_REQUIREMENT: Object =
    Object::new(ObjectKind::SecurityRequirement, &[]).patterned(Key::Any, List(&String));

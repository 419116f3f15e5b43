//! Reads security schemes.

use indexmap::IndexMap;
use serde_yaml::{Mapping, Value};

use super::reference::{Chains, Target};
use super::value::{Fields, strings_by_name};
use crate::document::{ApiKeyLocation, OAuthFlow, OAuthFlowKind, SecurityScheme};
use crate::load::tree::into_members;

/// Reads the security schemes of a document. One that is a reference becomes a copy of its target,
/// because requirements name it by its own name.
pub(super) fn security_schemes(value: Value) -> IndexMap<String, SecurityScheme> {
    let kind = "securitySchemes";
    let components: Mapping = [(kind.into(), value.clone())].into_iter().collect();
    let chains = Chains::new(kind, &Value::Mapping(components));
    let end = |scheme: Value| match chains.target(&scheme) {
        Target::Inline => Some(scheme),
        Target::Component(name) => value.get(name).cloned(),
        Target::NotUnderstood { .. } => None,
    };
    into_members(value.clone())
        .filter_map(|(name, scheme)| Some((name, security_scheme(Fields::new(end(scheme)?))?)))
        .collect()
}

fn security_scheme(mut fields: Fields) -> Option<SecurityScheme> {
    let description = fields.string("description");
    Some(match fields.string("type")?.as_str() {
        "apiKey" => SecurityScheme::ApiKey {
            location: match fields.string("in")?.as_str() {
                "query" => ApiKeyLocation::Query,
                "header" => ApiKeyLocation::Header,
                "cookie" => ApiKeyLocation::Cookie,
                _ => return None,
            },
            name: fields.string("name")?,
            description,
        },
        "http" => SecurityScheme::Http {
            scheme: fields.string("scheme")?,
            bearer_format: fields.string("bearerFormat"),
            description,
        },
        "oauth2" => SecurityScheme::OAuth2 {
            flows: oauth_flows(Fields::new(fields.take("flows")?)),
            description,
        },
        "openIdConnect" => SecurityScheme::OpenIdConnect {
            url: fields.string("openIdConnectUrl")?,
            description,
            extensions: fields.extensions(),
        },
        _ => return None,
    })
}

fn oauth_flows(mut fields: Fields) -> Vec<OAuthFlow> {
    let kinds = [
        ("implicit", OAuthFlowKind::Implicit),
        ("password", OAuthFlowKind::Password),
        ("clientCredentials", OAuthFlowKind::ClientCredentials),
        ("authorizationCode", OAuthFlowKind::AuthorizationCode),
    ];
    let flows = kinds.into_iter().filter_map(|(name, kind)| {
        let mut flow = Fields::new(fields.take(name)?);
        Some(OAuthFlow {
            kind,
            authorization_url: flow.string("authorizationUrl"),
            token_url: flow.string("tokenUrl"),
            refresh_url: flow.string("refreshUrl"),
            scopes: strings_by_name(flow.take("scopes").unwrap_or_default()),
        })
    });
    flows.collect()
}

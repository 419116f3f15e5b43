//! Reads security schemes.

use indexmap::IndexMap;
use serde_yaml::Value;

use super::reference::{Chains, Target};
use super::value::{Fields, strings_by_name};
use crate::document::{
    ApiKeyLocation, OAuthFlow, OAuthFlowKind, SecurityScheme, SecuritySchemeKind,
};
use crate::load::tree::members;

/// Reads the security schemes of a document. One that is a reference becomes a copy of its target,
/// because requirements name it by its own name.
pub(super) fn security_schemes(components: &Value) -> IndexMap<String, SecurityScheme> {
    let kind = "securitySchemes";
    let chains = Chains::new(kind, components, false);
    let schemes = components.get(kind).and_then(Value::as_mapping);
    let schemes = || schemes.into_iter().flat_map(members);
    let end = |scheme: &Value| match chains.target(scheme) {
        Target::Inline => Some(scheme.clone()),
        Target::Component(end) => {
            let (_, scheme) = schemes().find(|(name, _)| *name == end.name)?;
            Some(scheme.clone())
        }
        Target::NotUnderstood { .. } => None,
    };
    schemes()
        .filter_map(|(name, scheme)| {
            let scheme = security_scheme(Fields::new(end(scheme)?))?;
            Some((name.to_owned(), scheme))
        })
        .collect()
}

fn security_scheme(mut fields: Fields) -> Option<SecurityScheme> {
    Some(SecurityScheme {
        description: fields.string("description"),
        deprecated: fields.flag("deprecated"),
        kind: security_scheme_kind(&mut fields)?,
        extensions: fields.extensions(),
    })
}

fn security_scheme_kind(fields: &mut Fields) -> Option<SecuritySchemeKind> {
    Some(match fields.string("type")?.as_str() {
        "apiKey" => SecuritySchemeKind::ApiKey {
            location: match fields.string("in")?.as_str() {
                "query" => ApiKeyLocation::Query,
                "header" => ApiKeyLocation::Header,
                "cookie" => ApiKeyLocation::Cookie,
                _ => return None,
            },
            name: fields.string("name")?,
        },
        "http" => SecuritySchemeKind::Http {
            scheme: fields.string("scheme")?,
            bearer_format: fields.string("bearerFormat"),
        },
        "mutualTLS" => SecuritySchemeKind::MutualTls,
        "oauth2" => SecuritySchemeKind::OAuth2 {
            flows: oauth_flows(Fields::new(fields.take("flows")?)),
            metadata_url: fields.string("oauth2MetadataUrl"),
        },
        "openIdConnect" => SecuritySchemeKind::OpenIdConnect(fields.string("openIdConnectUrl")?),
        _ => return None,
    })
}

fn oauth_flows(mut fields: Fields) -> Vec<OAuthFlow> {
    let kinds = [
        ("implicit", OAuthFlowKind::Implicit),
        ("password", OAuthFlowKind::Password),
        ("clientCredentials", OAuthFlowKind::ClientCredentials),
        ("authorizationCode", OAuthFlowKind::AuthorizationCode),
        ("deviceAuthorization", OAuthFlowKind::DeviceAuthorization),
    ];
    let flows = kinds.into_iter().filter_map(|(name, kind)| {
        let mut flow = Fields::new(fields.take(name)?);
        Some(OAuthFlow {
            kind,
            authorization_url: flow.string("authorizationUrl"),
            device_authorization_url: flow.string("deviceAuthorizationUrl"),
            token_url: flow.string("tokenUrl"),
            refresh_url: flow.string("refreshUrl"),
            scopes: strings_by_name(flow.take("scopes").unwrap_or_default()),
        })
    });
    flows.collect()
}

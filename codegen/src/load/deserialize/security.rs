//! Converts security schemes.

use indexmap::IndexMap;
use openapiv3::ReferenceOr;

use super::reference::Chains;
use crate::document::{ApiKeyLocation, OAuthFlow, OAuthFlowKind, Referenced, SecurityScheme};

/// Converts the security schemes of a document. One that is a reference becomes a copy of its
/// target, because requirements name it by its own name.
pub(super) fn security_schemes(
    schemes: &IndexMap<String, ReferenceOr<openapiv3::SecurityScheme>>,
) -> IndexMap<String, SecurityScheme> {
    let chains = Chains::new("securitySchemes", schemes);
    let end =
        |scheme: &ReferenceOr<openapiv3::SecurityScheme>| match chains.resolve(scheme.clone())? {
            Referenced::Inline(scheme) => Some(scheme),
            Referenced::Component(name) => schemes.get(&name)?.as_item().cloned(),
        };
    let all = schemes.iter();
    all.filter_map(|(name, scheme)| Some((name.clone(), security_scheme(end(scheme)?))))
        .collect()
}

fn security_scheme(scheme: openapiv3::SecurityScheme) -> SecurityScheme {
    match scheme {
        openapiv3::SecurityScheme::APIKey {
            location,
            name,
            description,
            ..
        } => SecurityScheme::ApiKey {
            location: match location {
                openapiv3::APIKeyLocation::Query => ApiKeyLocation::Query,
                openapiv3::APIKeyLocation::Header => ApiKeyLocation::Header,
                openapiv3::APIKeyLocation::Cookie => ApiKeyLocation::Cookie,
            },
            name,
            description,
        },
        openapiv3::SecurityScheme::HTTP {
            scheme,
            bearer_format,
            description,
            ..
        } => SecurityScheme::Http {
            scheme,
            bearer_format,
            description,
        },
        openapiv3::SecurityScheme::OAuth2 {
            flows, description, ..
        } => SecurityScheme::OAuth2 {
            flows: oauth_flows(flows),
            description,
        },
        openapiv3::SecurityScheme::OpenIDConnect {
            open_id_connect_url,
            description,
            extensions,
        } => SecurityScheme::OpenIdConnect {
            url: open_id_connect_url,
            description,
            extensions,
        },
    }
}

fn oauth_flows(flows: openapiv3::OAuth2Flows) -> Vec<OAuthFlow> {
    let implicit = flows.implicit.map(|flow| OAuthFlow {
        kind: OAuthFlowKind::Implicit,
        authorization_url: Some(flow.authorization_url),
        token_url: None,
        refresh_url: flow.refresh_url,
        scopes: flow.scopes,
    });
    let password = flows.password.map(|flow| OAuthFlow {
        kind: OAuthFlowKind::Password,
        authorization_url: None,
        token_url: Some(flow.token_url),
        refresh_url: flow.refresh_url,
        scopes: flow.scopes,
    });
    let client_credentials = flows.client_credentials.map(|flow| OAuthFlow {
        kind: OAuthFlowKind::ClientCredentials,
        authorization_url: None,
        token_url: Some(flow.token_url),
        refresh_url: flow.refresh_url,
        scopes: flow.scopes,
    });
    let authorization_code = flows.authorization_code.map(|flow| OAuthFlow {
        kind: OAuthFlowKind::AuthorizationCode,
        authorization_url: Some(flow.authorization_url),
        token_url: Some(flow.token_url),
        refresh_url: flow.refresh_url,
        scopes: flow.scopes,
    });
    [implicit, password, client_credentials, authorization_code]
        .into_iter()
        .flatten()
        .collect()
}

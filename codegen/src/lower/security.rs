//! How operations are authorised.

use std::time::Duration;

use indexmap::IndexMap;
use openapiv3::{APIKeyLocation, OAuth2Flows, ReferenceOr, SecurityRequirement, SecurityScheme};
use serde_json::Value;

use super::{Lowering, extension};
use crate::diagnostics::Diagnostic;
use crate::diagnostics::code::Code;
use crate::ir::{self, Flow, OpenIdConnect, ParameterLocation, SchemeKind, SchemeUse};
use crate::source::PathCursor;

impl<'d> Lowering<'d> {
    /// The alternatives of what an operation needs to be let in: its own, or those of the document.
    pub(super) fn security(
        &mut self,
        own: Option<&'d Vec<SecurityRequirement>>,
        cursor: &PathCursor<'_>,
    ) -> Vec<Vec<SchemeUse>> {
        let root = PathCursor::ROOT;
        let (requirements, cursor) = match (own, &self.openapi.security) {
            (Some(own), _) => (own, cursor.key("security")),
            (None, Some(general)) => (general, root.key("security")),
            (None, None) => return Vec::new(),
        };
        let before = self.security_schemes.len();
        let mut alternatives = Vec::new();
        for (index, requirement) in requirements.iter().enumerate() {
            let cursor = cursor.index(index);
            let uses: Option<Vec<SchemeUse>> = requirement
                .iter()
                .map(|(name, scopes)| {
                    Some(SchemeUse {
                        scheme: self.scheme(name, &cursor)?,
                        scopes: scopes.clone(),
                    })
                })
                .collect();
            let Some(uses) = uses else { continue };
            let (in_authorization, others): (Vec<_>, Vec<_>) = uses
                .into_iter()
                .partition(|one| fills_authorization(&self.security_schemes[one.scheme].kind));
            if in_authorization.len() > 1 {
                self.diagnostics.push(
                    Diagnostic::new(
                        Code::OneAuthorization,
                        cursor.on_value(),
                        "these schemes share the header `Authorization`, which holds one credential: whichever the client \
                         has is sent",
                    )
                    .help("list the schemes as alternatives, each in a list item of its own"),
                );
                alternatives.extend(in_authorization.into_iter().map(|one| {
                    let mut all = vec![one];
                    all.extend(others.iter().cloned());
                    all
                }));
                continue;
            }
            alternatives.push(in_authorization.into_iter().chain(others).collect());
        }
        if self.serving {
            // Whom the client lets in is no credential of its own.
            self.security_schemes.truncate(before);
            alternatives.clear();
        }
        if alternatives.iter().all(Vec::is_empty) {
            alternatives.clear();
        }
        alternatives
    }

    /// The place of a scheme among those that are needed.
    fn scheme(&mut self, name: &'d str, cursor: &PathCursor<'_>) -> Option<usize> {
        let known = self
            .security_schemes
            .iter()
            .position(|scheme| scheme.name == name);
        if known.is_some() {
            return known;
        }
        let found = self.component(name, "securitySchemes", |components| {
            &components.security_schemes
        });
        let Some((_, scheme)) = found else {
            let openapi = self.openapi;
            let schemes = openapi.components.iter();
            let near = self.diagnostics.nearest(
                name,
                schemes
                    .flat_map(|components| components.security_schemes.keys().map(String::as_str)),
            );
            self.diagnostics.push(
                Diagnostic::new(
                    Code::UnknownSecurityScheme,
                    cursor.key(name).on_key(),
                    format!("there is no security scheme `{name}`"),
                )
                .help(near.map_or_else(
                    || "declare it under `components/securitySchemes`".to_owned(),
                    |near| format!("did you mean `{near}`?"),
                )),
            );
            return None;
        };
        self.security_schemes.push(declared(name, scheme));
        Some(self.security_schemes.len() - 1)
    }

    /// The schemes of the type `openIdConnect` that name the issuers of their tokens.
    pub(super) fn open_id(&self) -> Vec<OpenIdConnect> {
        let schemes = self.openapi.components.iter();
        let schemes = schemes.flat_map(|components| &components.security_schemes);
        schemes
            .filter_map(|(name, scheme)| {
                let ReferenceOr::Item(SecurityScheme::OpenIDConnect {
                    open_id_connect_url,
                    description,
                    extensions,
                }) = scheme
                else {
                    return None;
                };
                let texts = |name: &str| extension::texts(extensions, name);
                let issuers = texts("x-issuers");
                (!issuers.is_empty()).then(|| OpenIdConnect {
                    name: name.clone(),
                    description: description.clone(),
                    metadata_url: open_id_connect_url.clone(),
                    issuers,
                    audience: extension::text(extensions, "x-audience"),
                    algorithms: texts("x-algorithms"),
                    required_claims: texts("x-required-claims"),
                    tenant_claim: extension::text(extensions, "x-tenant-claim"),
                    clock_skew: extensions
                        .get("x-clock-skew")
                        .and_then(Value::as_f64)
                        .and_then(|seconds| Duration::try_from_secs_f64(seconds).ok())
                        .unwrap_or_default(),
                })
            })
            .collect()
    }
}

fn declared(name: &str, scheme: &SecurityScheme) -> ir::SecurityScheme {
    let (description, kind) = match scheme {
        SecurityScheme::APIKey {
            location,
            name,
            description,
            ..
        } => {
            let location = match location {
                APIKeyLocation::Query => ParameterLocation::Query,
                APIKeyLocation::Header => ParameterLocation::Header,
                APIKeyLocation::Cookie => ParameterLocation::Cookie,
            };
            (description, SchemeKind::ApiKey(location, name.clone()))
        }
        SecurityScheme::HTTP {
            scheme,
            bearer_format,
            description,
            ..
        } => {
            let kind = match scheme.to_ascii_lowercase().as_str() {
                "basic" => SchemeKind::Basic,
                "bearer" => SchemeKind::Bearer(bearer_format.clone()),
                _ => SchemeKind::Http(scheme.clone()),
            };
            (description, kind)
        }
        SecurityScheme::OAuth2 {
            flows, description, ..
        } => (description, SchemeKind::OAuth2(oauth_flows(flows))),
        SecurityScheme::OpenIDConnect {
            open_id_connect_url,
            description,
            ..
        } => (
            description,
            SchemeKind::OpenIdConnect(open_id_connect_url.clone()),
        ),
    };
    ir::SecurityScheme {
        name: name.to_owned(),
        description: description.clone(),
        kind,
    }
}

fn fills_authorization(kind: &SchemeKind) -> bool {
    match kind {
        SchemeKind::ApiKey(location, name) => {
            *location == ParameterLocation::Header && name.eq_ignore_ascii_case("authorization")
        }
        _ => true,
    }
}

fn oauth_flows(flows: &OAuth2Flows) -> Vec<Flow> {
    const AUTHORIZATION: &str = "authorization";
    const TOKEN: &str = "token";
    const REFRESH: &str = "refresh";
    let mut all = Vec::new();
    let mut add =
        |name, urls: [(&'static str, Option<&String>); 3], scopes: &IndexMap<String, String>| {
            let urls = urls.into_iter();
            all.push(Flow {
                name,
                urls: urls
                    .filter_map(|(what, url)| Some((what, url?.clone())))
                    .collect(),
                scopes: scopes
                    .iter()
                    .map(|(scope, about)| (scope.clone(), about.clone()))
                    .collect(),
            });
        };
    if let Some(flow) = &flows.implicit {
        let urls = [
            (AUTHORIZATION, Some(&flow.authorization_url)),
            (TOKEN, None),
            (REFRESH, flow.refresh_url.as_ref()),
        ];
        add("Implicit", urls, &flow.scopes);
    }
    if let Some(flow) = &flows.password {
        let urls = [
            (AUTHORIZATION, None),
            (TOKEN, Some(&flow.token_url)),
            (REFRESH, flow.refresh_url.as_ref()),
        ];
        add("Resource owner password", urls, &flow.scopes);
    }
    if let Some(flow) = &flows.client_credentials {
        let urls = [
            (AUTHORIZATION, None),
            (TOKEN, Some(&flow.token_url)),
            (REFRESH, flow.refresh_url.as_ref()),
        ];
        add("Client credentials", urls, &flow.scopes);
    }
    if let Some(flow) = &flows.authorization_code {
        let urls = [
            (AUTHORIZATION, Some(&flow.authorization_url)),
            (TOKEN, Some(&flow.token_url)),
            (REFRESH, flow.refresh_url.as_ref()),
        ];
        add("Authorization code", urls, &flow.scopes);
    }
    all
}

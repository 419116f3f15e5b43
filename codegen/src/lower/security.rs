//! How operations are authorised.

use std::time::Duration;

use openapiv3::{ReferenceOr, SecurityRequirement, SecurityScheme};
use serde_json::Value;

use super::{Lowering, extension};
use crate::api::{OpenIdConnect, Security};
use crate::code::Code;
use crate::diagnostic::Diagnostic;
use crate::pointer::At;

impl<'d> Lowering<'d> {
    /// The security of an operation: its own, or that of the document. Where there are alternatives, the first that
    /// a client can satisfy.
    pub(super) fn security(
        &mut self,
        own: Option<&'d Vec<SecurityRequirement>>,
        at: &At<'_>,
    ) -> Security {
        let root = At::ROOT;
        let (requirements, at) = match (own, &self.openapi.security) {
            (Some(own), _) => (own, at.key("security")),
            (None, Some(general)) => (general, root.key("security")),
            (None, None) => return Security::None,
        };
        let mut chosen = None;
        let mut unsupported = None;
        for (index, requirement) in requirements.iter().enumerate() {
            let at = at.index(index);
            let mut names = requirement.keys();
            let security = match (names.next(), names.next()) {
                (None, _) => Some(Security::None),
                (Some(name), None) => self.scheme(name, &at),
                (Some(_), Some(_)) => None,
            };
            match security {
                Some(security) => chosen = chosen.or(Some(security)),
                None => unsupported = unsupported.or(Some(index)),
            }
        }
        match (chosen, unsupported) {
            (Some(security), _) => security,
            (None, Some(index)) => {
                self.unsupported(
                    &at.index(index),
                    "security other than one bearer token",
                    "use a scheme of type oauth2, openIdConnect or http bearer",
                );
                Security::None
            }
            (None, None) => Security::None,
        }
    }

    fn scheme(&mut self, name: &'d str, at: &At<'_>) -> Option<Security> {
        let found = self.component(name, "securitySchemes", |components| {
            &components.security_schemes
        });
        let Some((_, scheme)) = found else {
            let openapi = self.openapi;
            let schemes = openapi.components.iter();
            let near = crate::suggest::nearest(
                name,
                schemes
                    .flat_map(|components| components.security_schemes.keys().map(String::as_str)),
            );
            self.diagnostics.push(
                Diagnostic::new(
                    Code::UnknownSecurityScheme,
                    at.key(name).on_key(),
                    format!("there is no security scheme `{name}`"),
                )
                .help(near.map_or_else(
                    || "declare it under `components/securitySchemes`".to_owned(),
                    |near| format!("did you mean `{near}`?"),
                )),
            );
            return Some(Security::None);
        };
        let is_bearer = match scheme {
            SecurityScheme::OAuth2 { .. } | SecurityScheme::OpenIDConnect { .. } => true,
            SecurityScheme::HTTP { scheme, .. } => scheme.eq_ignore_ascii_case("bearer"),
            SecurityScheme::APIKey { .. } => false,
        };
        is_bearer.then(|| Security::Bearer {
            scheme: name.to_owned(),
        })
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

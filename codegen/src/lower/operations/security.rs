//! Security schemes, and which of them operations require.

use super::extensions::conventions::description;
use super::extensions::{seconds, string, strings};
use super::{Direction, OperationLowerer};
use crate::diagnostics::Diagnostic;
use crate::diagnostics::code::Code;
use crate::diagnostics::suggest::did_you_mean;
use crate::document::{
    self, ApiKeyLocation, Document, Extensions, OAuthFlow, OAuthFlowKind, SecurityRequirement,
    SecuritySchemeKind,
};
use crate::ir::{
    Flow, OpenIdConnect, ParameterLocation, SchemeKind, SchemeUse, Security, SecurityAlternative,
    SecurityScheme, SenderAttribute,
};
use crate::lower::types::TypeLowerer;
use crate::source::PathCursor;

impl<'d> OperationLowerer<'d> {
    /// Lowers the security requirements of an operation: its own, or those of the document. Each is
    /// an alternative. An operation that the client serves requires no credentials of the client.
    pub(super) fn lower_security(
        &mut self,
        own: Option<&'d Vec<SecurityRequirement>>,
        direction: Direction,
        cursor: &PathCursor<'_>,
    ) -> Security {
        let root = PathCursor::ROOT;
        let (requirements, cursor) = match (own, &self.types.document.security) {
            (Some(own), _) => (own, cursor.key("security")),
            (None, Some(general)) => (general, root.key("security")),
            (None, None) if self.states_security => return Security::Manual(Vec::new()),
            (None, None) => return Security::Unstated,
        };
        match direction {
            Direction::Call => {
                let schemes = &mut self.security_schemes;
                lower_requirements(&mut self.types, schemes, requirements, &cursor)
            }
            Direction::Serve => {
                let mut schemes = self.security_schemes.clone();
                lower_requirements(&mut self.types, &mut schemes, requirements, &cursor);
                Security::NONE
            }
        }
    }
}

/// Returns whether the document or one of its operations states a security requirement.
pub(super) fn states_security(document: &Document) -> bool {
    let operations = document.paths.values().flat_map(|item| &item.operations);
    let mut stated = operations.map(|(_, operation)| &operation.security);
    document.security.is_some() || stated.any(Option::is_some)
}

/// Lowers security requirements. Schemes that are not known yet are added to `schemes`.
///
/// A requirement of an undeclared scheme is left out if there are others. Otherwise, the caller
/// authenticates the requests.
fn lower_requirements<'d>(
    types: &mut TypeLowerer<'d>,
    schemes: &mut Vec<SecurityScheme>,
    requirements: &'d [SecurityRequirement],
    cursor: &PathCursor<'_>,
) -> Security {
    let mut alternatives = Vec::new();
    let mut unknown = Vec::new();
    for (index, requirement) in requirements.iter().enumerate() {
        let cursor = cursor.index(index);
        let names = requirement.keys().map(String::as_str);
        let undeclared: Vec<&str> = names
            .filter(|name| {
                !types
                    .document
                    .components
                    .security_schemes
                    .contains_key(*name)
            })
            .collect();
        if undeclared.is_empty() {
            lower_requirement(types, schemes, requirement, &cursor, &mut alternatives);
        }
        unknown.extend(undeclared.into_iter().map(|name| (name, index)));
    }
    let requires_nothing = |alternative: &SecurityAlternative| {
        alternative.schemes.is_empty() && alternative.mutual_tls.is_empty()
    };
    let is_anonymous = alternatives.iter().all(requires_nothing);
    let consequence = if is_anonymous {
        "the client sends no credential for it: the caller sets the header of the scheme"
    } else {
        "the client authenticates by the other alternatives"
    };
    for (name, index) in &unknown {
        report_unknown_scheme(types, name, &cursor.index(*index), consequence);
    }
    if !is_anonymous {
        return Security::Schemes(alternatives);
    }
    if unknown.is_empty() {
        return Security::NONE;
    }
    let mut names: Vec<String> = Vec::new();
    for (name, _) in unknown {
        if !names.iter().any(|known| known == name) {
            names.push(name.to_owned());
        }
    }
    Security::Manual(names)
}

fn report_unknown_scheme(
    types: &mut TypeLowerer<'_>,
    name: &str,
    cursor: &PathCursor<'_>,
    consequence: &str,
) {
    let declared = &types.document.components.security_schemes;
    let names = declared.keys().map(String::as_str);
    let help = types.diagnostics.nearest(name, names).map_or_else(
        || "declare it in `components/securitySchemes`".to_owned(),
        did_you_mean,
    );
    types.diagnostics.push(
        Diagnostic::new(
            Code::UnknownSecurityScheme,
            cursor.key(name).on_key(),
            format!("unknown security scheme `{name}`"),
        )
        .help(help)
        .consequence(consequence),
    );
}

/// Lowers one security requirement, and adds it to the alternatives.
fn lower_requirement(
    types: &mut TypeLowerer<'_>,
    schemes: &mut Vec<SecurityScheme>,
    requirement: &SecurityRequirement,
    cursor: &PathCursor<'_>,
    alternatives: &mut Vec<SecurityAlternative>,
) {
    let mut uses = Vec::new();
    let mut mutual_tls = Vec::new();
    for (name, scopes) in requirement {
        let scheme = types.document.components.security_schemes.get(name);
        if scheme.is_some_and(|scheme| scheme.kind == SecuritySchemeKind::MutualTls) {
            mutual_tls.push(name.clone());
        }
        if let Some(scheme) = scheme_index(types.document, schemes, name) {
            let scopes = scopes.clone();
            uses.push(SchemeUse { scheme, scopes });
        }
    }
    let (in_authorization, others): (Vec<_>, Vec<_>) = uses
        .into_iter()
        .partition(|scheme_use| fills_authorization(&schemes[scheme_use.scheme].kind));
    if in_authorization.len() > 1 {
        types.diagnostics.push(
            Diagnostic::new(
                Code::OneAuthorization,
                cursor.on_value(),
                "these schemes share the header `Authorization`; only the first with a \
                 credential is sent",
            )
            .help("declare the schemes as alternatives, each in an array item of its own"),
        );
        alternatives.extend(in_authorization.into_iter().map(|scheme_use| {
            let mut schemes = vec![scheme_use];
            schemes.extend(others.iter().cloned());
            SecurityAlternative {
                schemes,
                mutual_tls: mutual_tls.clone(),
            }
        }));
    } else {
        let schemes = in_authorization.into_iter().chain(others).collect();
        alternatives.push(SecurityAlternative {
            schemes,
            mutual_tls,
        });
    }
}

/// Returns the index of a scheme among those that are required, and adds it if it is not there.
/// Returns `None` if no request has its credential.
fn scheme_index(
    document: &Document,
    schemes: &mut Vec<SecurityScheme>,
    name: &str,
) -> Option<usize> {
    let known = schemes.iter().position(|scheme| scheme.name == name);
    if known.is_some() {
        return known;
    }
    let scheme = document.components.security_schemes.get(name)?;
    schemes.push(lower_scheme(name, scheme)?);
    Some(schemes.len() - 1)
}

/// Lowers a scheme. Returns `None` for one whose credential is not in the request.
fn lower_scheme(name: &str, scheme: &document::SecurityScheme) -> Option<SecurityScheme> {
    let kind = match &scheme.kind {
        SecuritySchemeKind::ApiKey { location, name } => {
            let location = match location {
                ApiKeyLocation::Query => ParameterLocation::Query,
                ApiKeyLocation::Header => ParameterLocation::Header,
                ApiKeyLocation::Cookie => ParameterLocation::Cookie,
            };
            SchemeKind::ApiKey(location, name.clone())
        }
        SecuritySchemeKind::Http {
            scheme,
            bearer_format,
        } => match scheme.to_ascii_lowercase().as_str() {
            "basic" => SchemeKind::Basic,
            "bearer" => SchemeKind::Bearer(bearer_format.clone()),
            _ => SchemeKind::Http(scheme.clone()),
        },
        SecuritySchemeKind::OAuth2 {
            flows,
            metadata_url,
        } => SchemeKind::OAuth2 {
            flows: flows.iter().map(lower_flow).collect(),
            metadata_url: metadata_url.clone(),
        },
        SecuritySchemeKind::OpenIdConnect(url) => SchemeKind::OpenIdConnect(url.clone()),
        SecuritySchemeKind::MutualTls => return None,
    };
    Some(SecurityScheme {
        name: name.to_owned(),
        description: scheme.description.clone(),
        deprecated: scheme.deprecated,
        kind,
    })
}

/// Returns whether credentials of a scheme are sent in the header `Authorization`.
fn fills_authorization(kind: &SchemeKind) -> bool {
    match kind {
        SchemeKind::ApiKey(location, name) => {
            *location == ParameterLocation::Header && name.eq_ignore_ascii_case("authorization")
        }
        _ => true,
    }
}

fn lower_flow(flow: &OAuthFlow) -> Flow {
    let urls = [
        ("authorization", &flow.authorization_url),
        ("device authorization", &flow.device_authorization_url),
        ("token", &flow.token_url),
        ("refresh", &flow.refresh_url),
    ];
    Flow {
        name: match flow.kind {
            OAuthFlowKind::Implicit => "Implicit",
            OAuthFlowKind::Password => "Resource owner password",
            OAuthFlowKind::ClientCredentials => "Client credentials",
            OAuthFlowKind::AuthorizationCode => "Authorization code",
            OAuthFlowKind::DeviceAuthorization => "Device authorization",
        },
        urls: urls
            .into_iter()
            .filter_map(|(name, url)| Some((name, url.clone()?)))
            .collect(),
        scopes: flow
            .scopes
            .iter()
            .map(|(scope, description)| (scope.clone(), description.clone()))
            .collect(),
        client_token_url: client_token_url(flow),
    }
}

/// Returns the URL at which a client requests tokens for itself.
fn client_token_url(flow: &OAuthFlow) -> Option<String> {
    if flow.kind != OAuthFlowKind::ClientCredentials {
        return None;
    }
    let template = flow
        .extensions
        .get("x-token-url")
        .and_then(|url| url.as_str());
    template
        .map(str::to_owned)
        .or_else(|| flow.token_url.clone())
}

/// Returns the attributes of senders that `x-sender-attributes` of a scheme names.
fn sender_attributes(extensions: &Extensions) -> Vec<SenderAttribute> {
    let attributes = extensions.get("x-sender-attributes");
    let attributes = attributes.and_then(|value| value.as_object());
    let attributes = attributes.into_iter().flatten();
    attributes
        .filter_map(|(name, attribute)| {
            Some(SenderAttribute {
                name: name.clone(),
                claim: attribute.get("claim")?.as_str()?.to_owned(),
                description: description(attribute),
            })
        })
        .collect()
}

/// Returns the schemes of type `openIdConnect` that name the issuers of their tokens.
pub(in crate::lower) fn open_id_schemes(document: &Document) -> Vec<OpenIdConnect> {
    let schemes = document.components.security_schemes.iter();
    schemes
        .filter_map(|(name, scheme)| {
            let SecuritySchemeKind::OpenIdConnect(url) = &scheme.kind else {
                return None;
            };
            let extensions = &scheme.extensions;
            let issuers = strings(extensions, "x-issuers");
            (!issuers.is_empty()).then(|| OpenIdConnect {
                name: name.clone(),
                description: scheme.description.clone(),
                metadata_url: url.clone(),
                issuers,
                audience: string(extensions, "x-audience"),
                algorithms: strings(extensions, "x-algorithms"),
                required_claims: strings(extensions, "x-required-claims"),
                sender_attributes: sender_attributes(extensions),
                clock_skew: seconds(extensions.get("x-clock-skew")).unwrap_or_default(),
            })
        })
        .collect()
}

//! The client: servers, credentials, error codes and the conventions of the service.

use crate::ir::{AuthModel, ParameterLocation, SchemeKind, Server};
use crate::name::{ServerNames, ServersNames};
use crate::source::JsonPointer;

use super::Listing;
use super::context::{Context, item_at};
use super::item::{Fact, Kind};

/// Adds the client and what it is created from.
pub(super) fn list(cx: &Context<'_>, listing: &mut Listing) {
    let auth = match cx.api.auth_model() {
        AuthModel::None => "none",
        AuthModel::SingleBearer => "token",
        AuthModel::Schemes => "credentials",
    };
    let conventions = &cx.api.conventions;
    let challenge = conventions.token_challenge.as_ref();
    let stated = [
        (
            "request",
            conventions.request_id_header.clone().unwrap_or_default(),
        ),
        ("response", conventions.response_id_headers.join(",")),
        (
            "challenge",
            challenge.map_or_else(String::new, |challenge| challenge.error.clone()),
        ),
    ];
    let stated = stated.iter().filter(|(_, text)| !text.is_empty());
    let stated: Vec<String> = stated
        .map(|(name, text)| format!("{name}={text}"))
        .collect();
    let item = item_at(JsonPointer::root())
        .with(Fact::Auth, auth)
        .with_some(Fact::Conventions, stated.join(" "))
        .with(
            Fact::Decoding,
            if cx.api.lenient { "lenient" } else { "strict" },
        );
    listing.insert("Client".to_owned(), Kind::Client, item);
    let root = JsonPointer::root();
    let servers = cx
        .api
        .servers
        .iter()
        .zip(&cx.names.servers.servers)
        .enumerate();
    let servers = servers.filter(|(_, (server, _))| !server.is_root());
    let servers: Vec<(JsonPointer, &Server, &ServerNames)> = servers
        .map(|(index, (server, names))| (root.key("servers").index(index), server, names))
        .collect();
    list_servers("", true, &cx.names.servers, &servers, listing);
    list_schemes(cx, listing);
    list_extensions(cx, listing);
    for (code, name) in cx.api.error_codes.iter().zip(&cx.names.error_codes) {
        let item = item_at(root.clone()).with(Fact::Value, &code.code);
        listing.insert(format!("error_codes::{name}"), Kind::ErrorCode, item);
    }
}

/// Adds the servers of a path or an operation. `module` is that of their types.
pub(super) fn own_servers(
    module: &str,
    names: &ServersNames,
    servers: &[Server],
    pointer: &JsonPointer,
    listing: &mut Listing,
) {
    let servers = servers.iter().zip(&names.servers).enumerate();
    let servers: Vec<(JsonPointer, &Server, &ServerNames)> = servers
        .map(|(index, (server, names))| (pointer.index(index), server, names))
        .collect();
    list_servers(module, false, names, &servers, listing);
}

/// Adds the servers of the document, of a path or of an operation: the enum and its variants.
fn list_servers(
    module: &str,
    is_document: bool,
    names: &ServersNames,
    servers: &[(JsonPointer, &Server, &ServerNames)],
    listing: &mut Listing,
) {
    let Some((first, ..)) = servers.first() else {
        return;
    };
    let path = format!("{module}{}", names.ty);
    let has_settings =
        |server: &Server| is_document && server.is_relative() || !server.variables.is_empty();
    let is_plain = !servers.iter().any(|(_, server, _)| has_settings(server));
    let item = item_at(first.clone())
        .with(Fact::Shape, "servers")
        .with_some(Fact::Traits, if is_plain { "Copy" } else { "" });
    listing.insert(path.clone(), Kind::Type, item);
    if is_plain {
        list_server_getters(&path, first, servers, listing);
    }
    for (pointer, server, names) in servers {
        let settings = has_settings(server).then(|| format!("{module}{}", names.settings));
        let token = [&server.token_authority, &server.token_scope];
        let token: Vec<&str> = token.into_iter().flatten().map(String::as_str).collect();
        let item = item_at(pointer.clone())
            .with(Fact::Url, &server.url)
            .with_some(Fact::Token, token.join(" "))
            .with_some(Fact::Type, settings.as_deref().unwrap_or_default());
        listing.insert(format!("{path}::{}", names.variant), Kind::Server, item);
        if let Some(settings) = settings {
            let is_relative = is_document && server.is_relative();
            let server = (pointer, *server, *names);
            list_settings(module, &settings, is_relative, server, listing);
        }
    }
}

/// Adds the methods of an enum of servers without settings. One that some servers lack returns an
/// `Option`.
fn list_server_getters(
    path: &str,
    pointer: &JsonPointer,
    servers: &[(JsonPointer, &Server, &ServerNames)],
    listing: &mut Listing,
) {
    let count = |has: fn(&Server) -> bool| servers.iter().filter(|(_, one, _)| has(one)).count();
    let properties = [
        (
            "token_authority",
            count(|server| server.token_authority.is_some()),
        ),
        ("token_scope", count(|server| server.token_scope.is_some())),
        ("url", servers.len()),
    ];
    for (name, count) in properties.into_iter().filter(|(_, count)| *count > 0) {
        let ty = if count == servers.len() {
            "&str"
        } else {
            "Option<&str>"
        };
        let item = item_at(pointer.clone()).with(Fact::Type, ty);
        listing.insert(format!("{path}::{name}"), Kind::Getter, item);
    }
}

/// Adds the settings of a server: its variables, and the URL that it is relative to.
fn list_settings(
    module: &str,
    path: &str,
    is_relative: bool,
    (pointer, server, names): (&JsonPointer, &Server, &ServerNames),
    listing: &mut Listing,
) {
    let required = server.variables.iter().zip(&names.variables);
    let required = required.filter(|(variable, _)| variable.default.is_none());
    let required = required.map(|(_, names)| names.field.as_str());
    let document = is_relative.then_some("document");
    let arguments: Vec<&str> = document.into_iter().chain(required).collect();
    let item = item_at(pointer.clone())
        .with(Fact::Shape, "settings")
        .with_some(Fact::Arguments, arguments.join(","));
    listing.insert(path.to_owned(), Kind::Type, item);
    if is_relative {
        let item = item_at(pointer.clone())
            .with(Fact::Type, "String")
            .with(Fact::Required, "required");
        listing.insert(format!("{path}::document"), Kind::Setting, item);
    }
    for (variable, names) in server.variables.iter().zip(&names.variables) {
        let place = pointer.key("variables").key(&variable.name);
        let values = format!("{module}{}", names.ty);
        let is_listed = !variable.values.is_empty();
        let ty = if is_listed { values.as_str() } else { "String" };
        let required = if variable.default.is_some() {
            "optional"
        } else {
            "required"
        };
        let item = item_at(place.clone())
            .with(Fact::Type, ty)
            .with(Fact::Name, &variable.name)
            .with(Fact::Required, required)
            .with_some(Fact::Value, variable.default.as_deref().unwrap_or_default());
        listing.insert(format!("{path}::{}", names.field), Kind::Setting, item);
        if is_listed {
            let item = item_at(place.clone()).with(Fact::Shape, "setting-values");
            listing.insert(values.clone(), Kind::Type, item);
        }
        for (index, (value, name)) in variable.values.iter().zip(&names.values).enumerate() {
            let item = item_at(place.key("enum").index(index)).with(Fact::Value, value);
            listing.insert(format!("{values}::{name}"), Kind::SettingValue, item);
        }
    }
}

fn list_schemes(cx: &Context<'_>, listing: &mut Listing) {
    let schemes = JsonPointer::root().key("components").key("securitySchemes");
    let has_credentials = cx.api.auth_model() == AuthModel::Schemes;
    if has_credentials {
        let item = item_at(schemes.clone()).with(Fact::Shape, "credentials");
        listing.insert("Credentials".to_owned(), Kind::Type, item);
    }
    for (scheme, names) in cx
        .api
        .security_schemes
        .iter()
        .zip(&cx.names.security_schemes)
    {
        let place = schemes.key(&scheme.name);
        if has_credentials {
            let (ty, value) = match &scheme.kind {
                SchemeKind::Basic => ("user and password", "Basic".to_owned()),
                SchemeKind::Http(name) => ("secret", name.clone()),
                SchemeKind::ApiKey(location, name) => {
                    let location = match location {
                        ParameterLocation::Query | ParameterLocation::Cookie => location.as_str(),
                        _ => "header",
                    };
                    ("secret", format!("{location} {name}"))
                }
                SchemeKind::Bearer(_)
                | SchemeKind::OAuth2 { .. }
                | SchemeKind::OpenIdConnect(_) => ("token", "Bearer".to_owned()),
            };
            let item = item_at(place.clone())
                .with(Fact::Type, ty)
                .with(Fact::Value, value)
                .with_flag(Fact::Deprecated, scheme.deprecated);
            let path = format!("Credentials::{}", names.method);
            listing.insert(path, Kind::Credential, item);
        }
        if let Some(url) = scheme.client_token_url() {
            let attributes = cx.api.conventions.token_attributes.iter();
            let defaults = attributes.filter_map(|attribute| {
                let default = attribute.default.as_ref()?;
                let is_used = url.contains(&format!("{{{}}}", attribute.name));
                is_used.then(|| format!(" {}={default}", attribute.name))
            });
            let url = format!("{url}{}", defaults.collect::<String>());
            let item = item_at(place).with(Fact::Url, url);
            listing.insert(names.token_endpoint.to_string(), Kind::TokenEndpoint, item);
        }
    }
}

/// Adds the methods that extensions of the document give to types of the runtime.
fn list_extensions(cx: &Context<'_>, listing: &mut Listing) {
    let conventions = &cx.api.conventions;
    let names = &cx.names.extensions;
    let attributes = conventions
        .token_attributes
        .iter()
        .zip(&names.token_attributes);
    let place = JsonPointer::root().key("x-token-attributes");
    for (attribute, name) in attributes {
        for owner in ["TokenAttributesExt", "TokenRequestExt"] {
            let item = item_at(place.key(&attribute.name)).with(Fact::Name, &attribute.name);
            listing.insert(format!("{owner}::{name}"), Kind::Extension, item);
        }
    }
    let place = JsonPointer::root()
        .key("x-token-challenge")
        .key("parameters");
    let parameters = conventions.challenge_parameters();
    for (parameter, name) in parameters.zip(&names.challenge_parameters) {
        let item = item_at(place.key(&parameter.name)).with(Fact::Name, &parameter.name);
        listing.insert(format!("TokenRequestExt::{name}"), Kind::Extension, item);
    }
    if cx.api.callbacks.is_empty() {
        return;
    }
    let attributes = cx.api.sender_attributes();
    for (attribute, name) in attributes.iter().zip(&names.sender_attributes) {
        let item = item_at(JsonPointer::root()).with(Fact::Name, &attribute.name);
        listing.insert(format!("SenderExt::{name}"), Kind::Extension, item);
    }
}

//! The servers of a document, of a path and of an operation.

use super::extensions::string;
use crate::diagnostics::Diagnostic;
use crate::diagnostics::code::Code;
use crate::document;
use crate::ir::{Server, ServerVariable};
use crate::lower::types::TypeLowerer;
use crate::source::PathCursor;

/// Lowers a list of servers.
pub(in crate::lower) fn lower_servers(
    types: &mut TypeLowerer<'_>,
    declared: &[document::Server],
    cursor: &PathCursor<'_>,
) -> Vec<Server> {
    declared
        .iter()
        .enumerate()
        .map(|(index, server)| lower_server(types, server, &cursor.index(index)))
        .collect()
}

fn lower_server(
    types: &mut TypeLowerer<'_>,
    declared: &document::Server,
    cursor: &PathCursor<'_>,
) -> Server {
    let url_cursor = cursor.key("url");
    let names = variable_names(&declared.url);
    if names.is_none() {
        types.error(
            Code::ServerVariable,
            &url_cursor,
            "invalid template in this server URL",
            "write the names of variables in braces, and declare them in `variables`",
        );
    }
    let names = names.unwrap_or_default();
    let variables = lower_variables(types, declared, &names, &cursor.key("variables"));
    for (index, name) in names.iter().enumerate() {
        let is_declared = variables.iter().any(|variable| variable.name == *name);
        if !is_declared && !names[..index].contains(name) {
            types.error(
                Code::ServerVariable,
                &url_cursor,
                format!("undeclared server variable `{name}`"),
                format!("declare it: `variables: {{ {name}: {{ default: … }} }}`"),
            );
        }
    }
    let server = Server {
        name: name(declared),
        url: declared.url.clone(),
        variables,
        description: declared.description.clone(),
        token_authority: string(&declared.extensions, "x-token-authority"),
        token_scope: string(&declared.extensions, "x-token-scope"),
    };
    let url = server.expanded();
    let scheme = url.split_once("://").map(|(scheme, _)| scheme);
    if scheme.is_some_and(|scheme| !matches!(scheme, "http" | "https")) {
        types.diagnostics.push(
            Diagnostic::new(
                Code::ServerScheme,
                url_cursor.on_value(),
                "the scheme of this URL is not `http` or `https`",
            )
            .help("remove the server, or correct its URL"),
        );
    }
    server
}

/// Lowers the variables of a server that are in its URL, whose variables are `names`.
fn lower_variables(
    types: &mut TypeLowerer<'_>,
    declared: &document::Server,
    names: &[&str],
    cursor: &PathCursor<'_>,
) -> Vec<ServerVariable> {
    let mut variables = Vec::new();
    for (name, variable) in &declared.variables {
        let cursor = cursor.key(name);
        if names.contains(&name.as_str()) {
            variables.push(lower_variable(types, name, variable, &cursor));
        } else {
            types.diagnostics.push(
                Diagnostic::new(
                    Code::UnusedServerVariable,
                    cursor.on_key(),
                    format!("unused server variable `{name}`"),
                )
                .help("add it to the URL in braces, or remove the variable"),
            );
        }
    }
    variables
}

fn lower_variable(
    types: &mut TypeLowerer<'_>,
    name: &str,
    declared: &document::ServerVariable,
    cursor: &PathCursor<'_>,
) -> ServerVariable {
    let mut values: Vec<String> = Vec::new();
    for value in &declared.values {
        if !values.contains(value) {
            values.push(value.clone());
        }
    }
    if !values.is_empty() && !values.contains(&declared.default) {
        types.diagnostics.push(
            Diagnostic::new(
                Code::ServerDefault,
                cursor.key("default").on_value(),
                format!("the default of `{name}` is not in its `enum`"),
            )
            .help("add it to `enum`, or choose one of the listed values"),
        );
        values.insert(0, declared.default.clone());
    }
    ServerVariable {
        name: name.to_owned(),
        default: declared.default.clone(),
        values,
        description: declared.description.clone(),
    }
}

/// Returns the names in the braces of a URL, or `None` if the braces are unbalanced or empty.
fn variable_names(url: &str) -> Option<Vec<&str>> {
    let mut names = Vec::new();
    let mut rest = url;
    while let Some(start) = rest.find(['{', '}']) {
        let inside = rest[start..].strip_prefix('{')?;
        let (name, after) = inside.split_once('}')?;
        if name.is_empty() || name.contains('{') {
            return None;
        }
        names.push(name);
        rest = after;
    }
    Some(names)
}

/// Returns the name of a server: `x-name`, or the host or path in its URL.
fn name(server: &document::Server) -> String {
    string(&server.extensions, "x-name").unwrap_or_else(|| {
        let without_scheme = server
            .url
            .split_once("://")
            .map_or(server.url.as_str(), |(_, rest)| rest);
        let mut segments = without_scheme.split('/');
        let host = segments.next().filter(|host| !host.is_empty());
        let path = without_scheme.trim_matches(['/', '.']);
        match host {
            Some(host) => host.to_owned(),
            None if path.is_empty() => "default".to_owned(),
            None => path.to_owned(),
        }
    })
}

//! The servers of a document, of a path and of an operation.

mod url;

use std::net::IpAddr;

use super::NotUnderstood;
use super::extensions::string;
use crate::diagnostics::Diagnostic;
use crate::diagnostics::code::Code;
use crate::document;
use crate::ir::{Server, ServerVariable};
use crate::lower::types::TypeLowerer;
use crate::source::PathCursor;

/// Lowers the servers of the document. One that is not understood is left out.
pub(in crate::lower) fn lower_document_servers(types: &mut TypeLowerer<'_>) -> Vec<Server> {
    let root = PathCursor::ROOT;
    let declared = &types.document.servers;
    let (servers, problems) = lower_servers(types, declared, &root.key("servers"));
    for problem in problems {
        types
            .diagnostics
            .push(problem.dropped("the client does not offer this server"));
    }
    servers
}

/// Lowers the servers of a path or of an operation. One that is not understood is left out if
/// there are others.
pub(super) fn lower_own_servers(
    types: &mut TypeLowerer<'_>,
    declared: &[document::Server],
    cursor: &PathCursor<'_>,
) -> Result<Vec<Server>, NotUnderstood> {
    let (servers, mut problems) = lower_servers(types, declared, cursor);
    let last = problems.pop_if(|_| servers.is_empty());
    for problem in problems {
        types
            .diagnostics
            .push(problem.dropped("the client does not offer this server"));
    }
    match last {
        Some(problem) => Err(problem),
        None => Ok(servers),
    }
}

/// Lowers a list of servers. Returns those that are understood, and what is wrong with the others.
fn lower_servers(
    types: &mut TypeLowerer<'_>,
    declared: &[document::Server],
    cursor: &PathCursor<'_>,
) -> (Vec<Server>, Vec<NotUnderstood>) {
    let (mut servers, mut problems) = (Vec::new(), Vec::new());
    for (index, server) in declared.iter().enumerate() {
        match lower_server(types, server, index, &cursor.index(index)) {
            Ok(server) => servers.push(server),
            Err(problem) => problems.push(problem),
        }
    }
    warn_lacking_authority(types, declared, cursor);
    (servers, problems)
}

/// Warns of servers without `x-token-authority` or `x-token-scope` beside others that have it.
fn warn_lacking_authority(
    types: &mut TypeLowerer<'_>,
    declared: &[document::Server],
    cursor: &PathCursor<'_>,
) {
    for name in ["x-token-authority", "x-token-scope"] {
        let has_extension = |server: &document::Server| server.extensions.contains_key(name);
        let Some(other) = declared.iter().position(has_extension) else {
            continue;
        };
        let lacking = declared.iter().enumerate();
        for (index, _) in lacking.filter(|(_, server)| !has_extension(server)) {
            types.diagnostics.push(
                Diagnostic::new(
                    Code::ServerToken,
                    cursor.index(index).on_value(),
                    format!("this server has no `{name}`, unlike other servers of the list"),
                )
                .help("add it to every server of the list, or remove it from all of them")
                .related(cursor.index(other).key(name).on_key(), "another server"),
            );
        }
    }
}

fn lower_server(
    types: &mut TypeLowerer<'_>,
    declared: &document::Server,
    index: usize,
    cursor: &PathCursor<'_>,
) -> Result<Server, NotUnderstood> {
    let url_cursor = cursor.key("url");
    let names = variable_names(&declared.url).ok_or_else(|| {
        NotUnderstood::new(
            Diagnostic::new(
                Code::ServerVariable,
                url_cursor.on_value(),
                "invalid template in this server URL",
            )
            .help("write the names of variables in braces, and declare them in `variables`"),
        )
    })?;
    let mut variables = lower_variables(types, declared, &names, &cursor.key("variables"));
    for name in names {
        if variables.iter().any(|variable| variable.name == name) {
            continue;
        }
        types.diagnostics.push(
            Diagnostic::new(
                Code::ServerVariable,
                url_cursor.on_value(),
                format!("undeclared server variable `{name}`"),
            )
            .help(format!(
                "declare it: `variables: {{ {name}: {{ default: … }} }}`"
            ))
            .consequence(format!(
                "the client has no default for `{name}`: the caller sets its value"
            )),
        );
        variables.push(ServerVariable {
            name: name.to_owned(),
            default: None,
            values: Vec::new(),
            description: None,
        });
    }
    let mut server = Server {
        name: name(declared, index),
        url: declared.url.clone(),
        variables,
        description: declared.description.clone(),
        token_authority: string(&declared.extensions, "x-token-authority"),
        token_scope: string(&declared.extensions, "x-token-scope"),
    };
    check_url(types, &mut server, &url_cursor)?;
    let url = server.expanded();
    let scheme = url.split_once("://").map(|(scheme, _)| scheme);
    if scheme.is_some_and(|scheme| !matches!(scheme, "http" | "https") && !scheme.contains('{')) {
        types.diagnostics.push(
            Diagnostic::new(
                Code::ServerScheme,
                url_cursor.on_value(),
                "the scheme of this URL is not `http` or `https`",
            )
            .help("remove the server, or correct its URL"),
        );
    }
    Ok(server)
}

/// Checks that calls can use the URL of a server. If they can, but not with the defaults of its
/// variables, the variables have no defaults.
fn check_url(
    types: &mut TypeLowerer<'_>,
    server: &mut Server,
    cursor: &PathCursor<'_>,
) -> Result<(), NotUnderstood> {
    // Any host, path and port can contain it.
    const PLACEHOLDER: &str = "1";
    let Some(problem) = url::problem(&server.expanded_with(PLACEHOLDER)) else {
        return Ok(());
    };
    let problem = Diagnostic::new(
        Code::ServerUrl,
        cursor.on_value(),
        format!("invalid server URL: {problem}"),
    )
    .help("write a URL such as `https://pets.example/v1`, or a path such as `/v1`");
    for variable in &mut server.variables {
        variable.default = None;
    }
    if server.variables.is_empty() || url::problem(&server.expanded_with(PLACEHOLDER)).is_some() {
        return Err(NotUnderstood::new(problem));
    }
    types.diagnostics.push(problem.consequence(
        "the client has no defaults for the variables of this URL: the caller sets their values",
    ));
    Ok(())
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
    if let Some(default) = &declared.default
        && !values.is_empty()
        && !values.contains(default)
    {
        types.diagnostics.push(
            Diagnostic::new(
                Code::ServerDefault,
                cursor.key("default").on_value(),
                format!("the default of `{name}` is not in its `enum`"),
            )
            .help("add it to `enum`, or choose one of the listed values"),
        );
        values.insert(0, default.clone());
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

/// Returns the name of a server: `x-name`, `name`, a short description, or the host or path in its URL.
fn name(server: &document::Server, index: usize) -> String {
    string(&server.extensions, "x-name")
        .or_else(|| server.name.clone())
        .or_else(|| short_description(server.description.as_deref()?))
        .unwrap_or_else(|| url_name(&server.url, index))
}

/// Returns a description of up to three words that can be a name, without the word "server" at its
/// end.
fn short_description(description: &str) -> Option<String> {
    let text = description.trim().trim_end_matches('.');
    let is_word = |word: &str| {
        word.starts_with(|first: char| first.is_ascii_alphabetic())
            && word.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
    };
    let mut words: Vec<&str> = text.split_whitespace().collect();
    if words.len() > 3 || !words.iter().all(|word| is_word(word)) {
        return None;
    }
    if words.len() > 1
        && words
            .last()
            .is_some_and(|last| last.eq_ignore_ascii_case("server"))
    {
        words.pop();
    }
    (!words.is_empty()).then(|| words.join(" "))
}

/// Returns the name of a server by its host, or by its path if the URL has no host. A loopback
/// address is named `localhost`; any other address is named by the position of the server.
fn url_name(url: &str, index: usize) -> String {
    let (is_absolute, rest) = match url.split_once("://") {
        Some((_, rest)) => (true, rest),
        None => (false, url),
    };
    let authority = rest.split('/').next().filter(|host| !host.is_empty());
    let Some(authority) = authority else {
        let path = rest.trim_matches(['/', '.']);
        return match path {
            "" => "default".to_owned(),
            path => path.to_owned(),
        };
    };
    let (host, port) = match authority.rsplit_once(':') {
        Some((host, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => (host, port),
        _ => (authority, ""),
    };
    let address = host.trim_start_matches('[').trim_end_matches(']');
    match address.parse::<IpAddr>() {
        Ok(address) if address.is_loopback() => format!("localhost {port}"),
        Ok(_) if is_absolute => format!("server {}", index + 1),
        _ => authority.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::{short_description, url_name};

    #[test]
    fn servers_are_named_by_their_hosts() {
        for (url, expected) in [
            ("https://api.example.com/v1", "api.example.com"),
            ("http://127.0.0.1:8123", "localhost 8123"),
            ("http://[::1]:80/", "localhost 80"),
            ("http://localhost:8080", "localhost:8080"),
            ("https://10.0.0.7/v1", "server 3"),
            ("/v1", "v1"),
            ("/", "default"),
        ] {
            assert_eq!(url_name(url, 2), expected, "{url}");
        }
    }

    #[test]
    fn only_short_descriptions_are_names() {
        for (description, expected) in [
            ("Production", Some("Production")),
            ("Production server.", Some("Production")),
            ("Server", Some("Server")),
            ("The server for tests", None),
            ("https://example.com", None),
            ("", None),
        ] {
            assert_eq!(short_description(description).as_deref(), expected);
        }
    }
}

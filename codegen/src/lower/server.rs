//! The servers of a document, of a path and of an operation.

use openapiv3::{Server as Declared, ServerVariable as DeclaredVariable};

use super::{Lowering, extension};
use crate::diagnostics::Diagnostic;
use crate::diagnostics::code::Code;
use crate::ir::{Server, ServerVariable};
use crate::source::PathCursor;

impl Lowering<'_> {
    /// Resolves a list of servers.
    pub(super) fn servers(
        &mut self,
        declared: &[Declared],
        cursor: &PathCursor<'_>,
    ) -> Vec<Server> {
        declared
            .iter()
            .enumerate()
            .map(|(index, server)| self.server(server, &cursor.index(index)))
            .collect()
    }

    fn server(&mut self, declared: &Declared, cursor: &PathCursor<'_>) -> Server {
        let mut variables = Vec::new();
        let url_at = cursor.key("url");
        let names = names(&declared.url);
        if names.is_none() {
            self.error(
                Code::ServerVariable,
                &url_at,
                "the braces in this URL do not each hold the name of a variable",
                "write the name of a variable in braces, and declare it in `variables`",
            );
        }
        let names = names.unwrap_or_default();
        let variables_at = cursor.key("variables");
        let all = declared.variables.iter().flatten();
        for (name, variable) in all {
            let cursor = variables_at.key(name);
            if names.contains(&name.as_str()) {
                variables.push(self.variable(name, variable, &cursor));
            } else {
                self.diagnostics.push(
                    Diagnostic::new(
                        Code::UnusedServerVariable,
                        cursor.on_key(),
                        format!("the URL has no `{{{name}}}` for this variable"),
                    )
                    .help("add it to the URL, or remove the variable"),
                );
            }
        }
        for (place, name) in names.iter().enumerate() {
            let is_declared = variables.iter().any(|variable| variable.name == *name);
            if !is_declared && !names[..place].contains(name) {
                self.error(
                    Code::ServerVariable,
                    &url_at,
                    format!("the variable `{name}` of this URL is not declared"),
                    format!("declare it: `variables: {{ {name}: {{ default: value }} }}`"),
                );
            }
        }
        let server = Server {
            name: name(declared),
            url: declared.url.clone(),
            variables,
            description: declared.description.clone(),
            token_authority: extension::text(&declared.extensions, "x-token-authority"),
            token_scope: extension::text(&declared.extensions, "x-token-scope"),
        };
        let url = server.expanded();
        let scheme = url.split_once("://").map(|(scheme, _)| scheme);
        if scheme.is_some_and(|scheme| !matches!(scheme, "http" | "https")) {
            self.diagnostics.push(
                Diagnostic::new(
                    Code::ServerScheme,
                    url_at.on_value(),
                    "the scheme of this URL is neither `http` nor `https`",
                )
                .help("a generated client speaks HTTP; remove the server, or correct its URL"),
            );
        }
        server
    }

    fn variable(
        &mut self,
        name: &str,
        declared: &DeclaredVariable,
        cursor: &PathCursor<'_>,
    ) -> ServerVariable {
        let mut values: Vec<String> = Vec::new();
        for value in &declared.enumeration {
            if !values.contains(value) {
                values.push(value.clone());
            }
        }
        if !values.is_empty() && !values.contains(&declared.default) {
            self.diagnostics.push(
                Diagnostic::new(
                    Code::ServerDefault,
                    cursor.key("default").on_value(),
                    format!("the default of `{name}` is none of its values"),
                )
                .help("list it in `enum`, or choose one of the values that are listed"),
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
}

/// The names in the braces of a URL; `None` where the braces are none of names.
fn names(url: &str) -> Option<Vec<&str>> {
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

/// What a server without a name goes by: the host that it is at, or its path.
fn name(server: &Declared) -> String {
    extension::text(&server.extensions, "x-name").unwrap_or_else(|| {
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

//! Servers.

/// One of `servers`.
#[derive(Clone, Debug, PartialEq)]
pub struct Server {
    /// `x-name`, or a name derived from the URL.
    pub name: String,
    /// The URL template, with variable names in braces.
    pub url: String,
    /// The variables of the URL.
    pub variables: Vec<ServerVariable>,
    /// `description`.
    pub description: Option<String>,
    /// `x-token-authority`: the authority that issues tokens for the server.
    pub token_authority: Option<String>,
    /// `x-token-scope`: the scope of tokens for the server.
    pub token_scope: Option<String>,
}

impl Server {
    /// Returns the URL with the default value of every variable that has one.
    #[must_use]
    pub fn expanded(&self) -> String {
        let mut url = self.url.clone();
        for variable in &self.variables {
            if let Some(default) = &variable.default {
                url = url.replace(&format!("{{{}}}", variable.name), default);
            }
        }
        url
    }

    /// Returns the URL with the default value of every variable, and with a value for those that
    /// have none.
    #[must_use]
    pub fn expanded_with(&self, value: &str) -> String {
        let mut url = self.expanded();
        for variable in &self.variables {
            url = url.replace(&format!("{{{}}}", variable.name), value);
        }
        url
    }

    /// Returns whether the URL is relative to the unknown URL of the document.
    #[must_use]
    pub fn is_relative(&self) -> bool {
        !self.expanded().contains("://")
    }

    /// Returns whether the URL is the root of the document's host.
    #[must_use]
    pub fn is_root(&self) -> bool {
        matches!(self.expanded().as_str(), "" | "/")
    }
}

/// A variable of a server URL.
#[derive(Clone, Debug, PartialEq)]
pub struct ServerVariable {
    /// The name.
    pub name: String,
    /// `default`. Without it, the caller must set the value.
    pub default: Option<String>,
    /// `enum`, including the default; empty if any value is valid.
    pub values: Vec<String>,
    /// `description`.
    pub description: Option<String>,
}

/// Returns whether a caller can choose among servers: there are several, or one has variables.
#[must_use]
pub fn is_choice(servers: &[Server]) -> bool {
    servers.len() > 1 || servers.iter().any(|server| !server.variables.is_empty())
}

//! Servers.

/// One of `servers`.
#[derive(Clone, Debug, PartialEq)]
pub struct Server {
    /// `x-name`, or the host, or what else its URL says.
    pub name: String,
    /// The base URL, with the names of its variables in braces.
    pub url: String,
    /// The variables in it.
    pub variables: Vec<ServerVariable>,
    /// What the document says of it.
    pub description: Option<String>,
    /// `x-token-authority`: who issues tokens for it.
    pub token_authority: Option<String>,
    /// `x-token-scope`: the scope to ask a token for.
    pub token_scope: Option<String>,
}

/// Whether there is anything to choose among servers: there are several, or one has variables.
#[must_use]
pub fn is_choice(servers: &[Server]) -> bool {
    servers.len() > 1 || servers.iter().any(|server| !server.variables.is_empty())
}

/// A variable of a server.
#[derive(Clone, Debug, PartialEq)]
pub struct ServerVariable {
    /// Its name.
    pub name: String,
    /// The value that stands where none is given.
    pub default: String,
    /// Its values, the default among them; empty where it can have any.
    pub values: Vec<String>,
    /// What the document says of it.
    pub description: Option<String>,
}

impl Server {
    /// The URL with the default of every variable.
    #[must_use]
    pub fn expanded(&self) -> String {
        let mut url = self.url.clone();
        for variable in &self.variables {
            url = url.replace(&format!("{{{}}}", variable.name), &variable.default);
        }
        url
    }

    /// Whether the URL is relative to that of the document, which only who has the document knows.
    #[must_use]
    pub fn is_relative(&self) -> bool {
        !self.expanded().contains("://")
    }

    /// Whether it is just where the document is.
    #[must_use]
    pub fn is_root(&self) -> bool {
        matches!(self.expanded().as_str(), "" | "/")
    }
}

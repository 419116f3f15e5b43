//! Servers.

/// One of `servers`.
#[derive(Clone, Debug, PartialEq)]
pub struct Server {
    /// `x-name`, or the description, or the host.
    pub name: String,
    /// The base URL.
    pub url: String,
    /// What the document says of it.
    pub description: Option<String>,
    /// `x-token-authority`: who issues tokens for it.
    pub token_authority: Option<String>,
    /// `x-token-scope`: the scope to ask a token for.
    pub token_scope: Option<String>,
}

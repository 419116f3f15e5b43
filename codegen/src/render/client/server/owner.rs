//! The owner of servers: the document, or a path or an operation.

use crate::ir::Server;

/// The part of the document that declares servers.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum ServerOwner {
    /// The document. A relative URL is relative to the URL of the document, which the caller knows.
    Document,
    /// A path or an operation. A relative URL is relative to the server of the client.
    Operation,
}

impl ServerOwner {
    /// Returns whether the caller needs to give the URL that a server's URL is relative to.
    pub(super) fn needs_base(self, server: &Server) -> bool {
        self == Self::Document && server.is_relative()
    }

    /// Returns whether the URL of a server has parts that the caller sets.
    pub(super) fn has_settings(self, server: &Server) -> bool {
        self.needs_base(server) || !server.variables.is_empty()
    }
}

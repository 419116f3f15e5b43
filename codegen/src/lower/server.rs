//! The servers of a document.

use openapiv3::Server as Declared;

use super::{Lowering, extension};
use crate::api::Server;
use crate::pointer::At;

impl Lowering<'_> {
    pub(super) fn servers(&mut self) -> Vec<Server> {
        let servers_at = At::ROOT.key("servers");
        let openapi = self.openapi;
        openapi
            .servers
            .iter()
            .enumerate()
            .map(|(index, server)| {
                let at = servers_at.index(index);
                if server
                    .variables
                    .as_ref()
                    .is_some_and(|variables| !variables.is_empty())
                {
                    self.unsupported(
                        &at.key("variables"),
                        "server variables",
                        "write one server for each value that matters",
                    );
                }
                Server {
                    name: name(server),
                    url: server.url.clone(),
                    description: server.description.clone(),
                    token_authority: extension::text(&server.extensions, "x-token-authority"),
                    token_scope: extension::text(&server.extensions, "x-token-scope"),
                }
            })
            .collect()
    }
}

/// What a server without a name goes by: the host that it is at.
fn name(server: &Declared) -> String {
    extension::text(&server.extensions, "x-name").unwrap_or_else(|| {
        let without_scheme = server
            .url
            .split_once("://")
            .map_or(server.url.as_str(), |(_, rest)| rest);
        without_scheme
            .split('/')
            .next()
            .filter(|host| !host.is_empty())
            .unwrap_or("default")
            .to_owned()
    })
}

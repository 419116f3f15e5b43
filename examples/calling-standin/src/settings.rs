//! The settings of a stand-in.

use std::fmt;
use std::net::{IpAddr, Ipv4Addr};
use std::time::Duration;

use crate::fault::Fault;

/// The settings of a [`Standin`](crate::Standin).
#[derive(Clone)]
#[non_exhaustive]
pub struct Settings {
    /// The application (client) id of the bot.
    pub app_id: String,
    /// The tenant of the calls.
    pub tenant: String,
    /// The client secret of the bot. Any is accepted if `None`.
    pub client_secret: Option<String>,
    /// The reason that rejections must have. Any of the OpenAPI document if `None`.
    pub reason: Option<String>,
    /// The callback URI that rejections must have. Any, and none, if `None`.
    pub callback_uri: Option<String>,
    /// Whether the services use TLS.
    pub tls: bool,
    /// The address that the services listen on.
    pub address: IpAddr,
    /// The port of Graph, the next of which is that of the authority, and the one after it that of
    /// the metadata. 0 for ports that the system chooses.
    pub port: u16,
    /// The lifetime of tokens for Graph.
    pub token_lifetime: Duration,
    /// The seed of all random choices.
    pub seed: u64,
    /// The faults.
    pub faults: Vec<Fault>,
}

impl Settings {
    /// The tenant of the calls, unless another is set.
    pub const TENANT: &'static str = "5c1f0b9e-8f0a-4b57-9d7f-0a5d6b2c3e41";

    /// Creates settings without faults, with TLS, on a loopback address with any ports.
    #[must_use]
    pub fn new(app_id: impl Into<String>) -> Self {
        Self {
            app_id: app_id.into(),
            tenant: Self::TENANT.to_owned(),
            client_secret: None,
            reason: None,
            callback_uri: None,
            tls: true,
            address: Ipv4Addr::LOCALHOST.into(),
            port: 0,
            token_lifetime: Duration::from_secs(3599),
            seed: 0,
            faults: Vec::new(),
        }
    }
}

/// Omits the client secret.
impl fmt::Debug for Settings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Settings")
            .field("app_id", &self.app_id)
            .field("tenant", &self.tenant)
            .field("tls", &self.tls)
            .field("seed", &self.seed)
            .field("faults", &self.faults)
            .finish_non_exhaustive()
    }
}

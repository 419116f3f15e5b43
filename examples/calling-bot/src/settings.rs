//! What can be set. Every setting is a flag and a variable of the environment; the flag wins.

use std::net::SocketAddr;
use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::time::Duration;

use clap::error::{ContextKind, ContextValue};
use clap::{CommandFactory as _, Parser, ValueEnum};
use msgraph_communications::Server;
use msgraph_communications::models::RejectReason;
use msgraph_communications::runtime::{Endpoint, Secret};
use tracing::level_filters::LevelFilter;
use uuid::Uuid;

/// A bot that turns every call away.
#[derive(Clone, Debug, Parser)]
#[command(version)]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag")]
pub(crate) struct Settings {
    /// The application (client) id of the bot, as it is registered: the audience of the tokens that come with
    /// notifications
    #[arg(long, env = "CALLING_BOT_APP_ID", value_name = "GUID", value_parser = guid)]
    #[arg(required_unless_present_any = ["simulate", "check"])]
    #[arg(default_value_if("simulate", "true", "2891555a-92ff-42e6-80fa-6e1300c6b5c6"))]
    pub(crate) app_id: Option<String>,

    /// The file with the client secret of the bot
    #[arg(long, env = "CALLING_BOT_APP_SECRET_FILE", value_name = "FILE")]
    pub(crate) app_secret_file: Option<PathBuf>,

    /// The client secret of the bot. Better in the environment or a file than in a flag, which others can see
    #[arg(long, env = "CALLING_BOT_APP_SECRET", hide_env_values = true)]
    pub(crate) app_secret: Option<Secret>,

    /// The file with a token of another authority that the bot has instead of a secret: workload identity federation
    #[arg(long, env = "CALLING_BOT_ASSERTION_FILE", value_name = "FILE")]
    pub(crate) assertion_file: Option<PathBuf>,

    /// The file with a certificate and its RSA key, in PEM, that the bot has instead of a secret
    #[arg(long, env = "CALLING_BOT_CERTIFICATE_FILE", value_name = "FILE")]
    pub(crate) certificate_file: Option<PathBuf>,

    /// The bot has the managed identity of its machine in Azure instead of a secret
    #[arg(long, env = "CALLING_BOT_MANAGED_IDENTITY")]
    pub(crate) managed_identity: bool,

    /// Where Graph reaches the bot: an https URL without the path of the notifications. What ends TLS there passes
    /// requests on to `--listen`
    #[arg(long, env = "CALLING_BOT_PUBLIC_URL", value_name = "URL", value_parser = private_url)]
    #[arg(required_unless_present_any = ["simulate", "check"])]
    pub(crate) public_url: Option<String>,

    /// The path at which notifications come
    #[arg(long, env = "CALLING_BOT_PATH", default_value = "/api/calls", value_parser = path)]
    pub(crate) path: String,

    /// The address to listen on, without TLS
    #[arg(
        long,
        env = "CALLING_BOT_LISTEN",
        value_name = "IP:PORT",
        default_value = "127.0.0.1:8080"
    )]
    pub(crate) listen: SocketAddr,

    /// Why calls are rejected
    #[arg(long, env = "CALLING_BOT_REASON", value_enum, default_value = "busy")]
    pub(crate) reason: Reason,

    /// The cloud in which the bot is registered
    #[arg(long, env = "CALLING_BOT_CLOUD", value_enum, default_value = "global")]
    pub(crate) cloud: Cloud,

    /// A tenant whose calls are taken; several with commas. Otherwise those of every tenant are
    #[arg(
        long = "tenant",
        env = "CALLING_BOT_TENANTS",
        value_name = "GUID",
        value_delimiter = ',',
        value_parser = guid
    )]
    pub(crate) tenants: Vec<String>,

    /// The metadata of the keys that sign notifications, instead of what the API's description says
    #[arg(long, env = "CALLING_BOT_METADATA_URL", value_name = "URL")]
    pub(crate) metadata_url: Option<String>,

    /// An issuer of the tokens that come with notifications, instead of those in the API's description; several with
    /// commas
    #[arg(
        long = "issuer",
        env = "CALLING_BOT_ISSUERS",
        value_name = "URL",
        value_delimiter = ','
    )]
    pub(crate) issuers: Vec<String>,

    /// The base URL of Graph, instead of that of the cloud
    #[arg(long, env = "CALLING_BOT_GRAPH_URL", value_name = "URL", value_parser = private_url)]
    pub(crate) graph_url: Option<String>,

    /// The authority that gives out tokens, instead of that of the cloud
    #[arg(long, env = "CALLING_BOT_TOKEN_AUTHORITY", value_name = "URL", value_parser = private_url)]
    pub(crate) token_authority: Option<String>,

    /// A file with certificates, in PEM, that are trusted besides those of the system
    #[arg(long, env = "CALLING_BOT_CA_FILE", value_name = "FILE")]
    pub(crate) ca_file: Option<PathBuf>,

    /// Certificates in PEM that a simulation trusts.
    #[arg(skip)]
    pub(crate) own_ca: String,

    /// How many notifications may wait to be handled. With more, Graph gets a 503 and repeats the request
    #[arg(
        long,
        env = "CALLING_BOT_CAPACITY",
        value_name = "NUMBER",
        default_value = "8192"
    )]
    pub(crate) capacity: NonZeroUsize,

    /// How many calls are handled at a time [default: as many as may wait]
    #[arg(long, env = "CALLING_BOT_PARALLEL", value_name = "NUMBER")]
    pub(crate) parallel: Option<NonZeroUsize>,

    /// How many connections are served at a time. As many again may wait; then idle ones are closed
    #[arg(
        long,
        env = "CALLING_BOT_CONNECTIONS",
        value_name = "NUMBER",
        default_value = "1024"
    )]
    pub(crate) connections: NonZeroUsize,

    /// How many seconds a connection may be open until the head of its next request is complete: more
    /// than a proxy in front of the bot keeps idle connections
    #[arg(long, env = "CALLING_BOT_HEAD_LIMIT", value_name = "SECONDS", default_value = "75", value_parser = seconds_of_head)]
    pub(crate) head_limit: Duration,

    /// How many seconds the bot goes on after a signal that stops it, while `/ready` answers 503: longer than a load
    /// balancer takes to notice. It finishes what it has accepted after that
    #[arg(long, env = "CALLING_BOT_DRAIN", value_name = "SECONDS", default_value = "5", value_parser = seconds)]
    pub(crate) drain: Duration,

    /// How many seconds the bot has, after the drain, to finish what it has accepted
    #[arg(long, env = "CALLING_BOT_SHUTDOWN_LIMIT", value_name = "SECONDS", default_value = "20", value_parser = seconds)]
    pub(crate) shutdown_limit: Duration,

    /// The address on which `/health`, `/ready` and `/metrics` are served, instead of the public one
    #[arg(long, env = "CALLING_BOT_PROBE_ADDRESS", value_name = "IP:PORT")]
    pub(crate) probe_address: Option<SocketAddr>,

    /// The format of the log
    #[arg(
        long,
        env = "CALLING_BOT_LOG_FORMAT",
        value_enum,
        default_value = "text"
    )]
    pub(crate) log_format: LogFormat,

    /// How much is logged: off, error, warn, info, debug or trace [default: info, off in a simulation]
    #[arg(long, env = "CALLING_BOT_LOG", value_name = "LEVEL")]
    pub(crate) log: Option<LevelFilter>,

    /// Asks the bot that runs with these settings whether it is ready, and exits with 0 if it is
    #[arg(long, conflicts_with = "simulate")]
    pub(crate) check: bool,

    /// Runs the bot against a stand-in for Graph on this machine, prints what happens to each call, and ends
    #[arg(long)]
    pub(crate) simulate: bool,

    /// How many calls come at once in the burst of a simulation
    #[arg(
        long,
        value_name = "CALLS",
        default_value_t = 20,
        requires = "simulate"
    )]
    pub(crate) burst: u32,

    /// A scenario of a simulation; can be repeated [default: all, and the burst]
    #[arg(long = "scenario", value_name = "NAME", requires = "simulate")]
    pub(crate) scenarios: Vec<String>,

    /// Prints only the summary of a simulation, and what is wrong
    #[arg(long, requires = "simulate")]
    pub(crate) quiet: bool,
}

impl Settings {
    /// Graph, in the cloud of the bot.
    pub(crate) fn endpoint(
        &self,
    ) -> Result<Endpoint, msgraph_communications::runtime::InvalidEndpoint> {
        let server = self.cloud.server();
        let endpoint = match &self.graph_url {
            Some(url) => Endpoint::new(url.clone())?,
            None => server.into(),
        };
        let authority = self.token_authority.clone();
        Ok(endpoint
            .with_token_authority(authority.unwrap_or_else(|| server.token_authority().to_owned()))
            .with_token_scope(server.token_scope()))
    }
}

fn seconds(text: &str) -> Result<Duration, std::num::ParseIntError> {
    text.parse().map(Duration::from_secs)
}

fn seconds_of_head(text: &str) -> Result<Duration, String> {
    let limit = seconds(text).map_err(|error| error.to_string())?;
    if (1..=3600).contains(&limit.as_secs()) {
        Ok(limit)
    } else {
        Err("it is not between 1 and 3600".to_owned())
    }
}

/// The id of an application or a tenant, spelt as it is in tokens.
fn guid(text: &str) -> Result<String, &'static str> {
    let id = Uuid::try_parse(text);
    id.map(|id| id.to_string())
        .map_err(|_| "it is no GUID, as an id of an application or a tenant is")
}

/// A base URL to which secrets may travel.
fn private_url(text: &str) -> Result<String, String> {
    let endpoint = Endpoint::new(text).map_err(|invalid| invalid.to_string())?;
    if endpoint.is_private() {
        Ok(text.to_owned())
    } else {
        Err("it has neither https nor an address of this machine".to_owned())
    }
}

/// A path other than those of health checks. The receiver validates the rest.
fn path(text: &str) -> Result<String, &'static str> {
    match text {
        "/health" | "/ready" | "/metrics" => Err("the path is used for health checks"),
        path => Ok(path.to_owned()),
    }
}

/// Returns how a required setting that is missing can be set by a variable. Clap names only flags.
pub(crate) fn missing_variables(error: &clap::Error) -> Vec<String> {
    let Some(ContextValue::Strings(missing)) = error.get(ContextKind::InvalidArg) else {
        return Vec::new();
    };
    let command = Settings::command();
    let names = command.get_arguments().filter_map(|argument| {
        let flag = format!("--{}", argument.get_long()?);
        let is_missing = |missing: &String| missing.split(' ').next() == Some(flag.as_str());
        let variable = argument.get_env()?.to_string_lossy().into_owned();
        let is_missing = missing.iter().any(is_missing);
        is_missing.then(|| format!("{flag} can also be set by {variable}"))
    });
    names.collect()
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum LogFormat {
    /// For people
    Text,
    /// One JSON object for each line
    Json,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Reason {
    /// The bot has no capacity left
    Busy,
    /// No reason
    None,
    /// The bot is not allowed to take the call
    Forbidden,
}

impl From<Reason> for RejectReason {
    fn from(reason: Reason) -> Self {
        match reason {
            Reason::Busy => Self::Busy,
            Reason::None => Self::None,
            Reason::Forbidden => Self::Forbidden,
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Cloud {
    /// The global service, and GCC
    Global,
    /// US Government L4, GCC High
    UsGovernmentL4,
    /// US Government L5, the Department of Defense
    UsGovernmentL5Dod,
}

impl Cloud {
    fn server(self) -> Server {
        match self {
            Self::Global => Server::Global,
            Self::UsGovernmentL4 => Server::UsGovernmentL4,
            Self::UsGovernmentL5Dod => Server::UsGovernmentL5Dod,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_cloud_has_its_own_addresses_and_others_can_be_set() {
        let endpoint = |flags: &[&str]| {
            let all = ["calling-bot", "--simulate"].iter().chain(flags);
            let endpoint = Settings::parse_from(all).endpoint().unwrap();
            let descriptions = [
                Some(endpoint.url().unwrap()),
                endpoint.token_authority(),
                endpoint.token_scope(),
            ];
            descriptions.map(|text| text.unwrap_or_default().to_owned())
        };
        for (cloud, graph, login) in [
            ("global", "graph.microsoft.com", "login.microsoftonline.com"),
            (
                "us-government-l4",
                "graph.microsoft.us",
                "login.microsoftonline.us",
            ),
            (
                "us-government-l5-dod",
                "dod-graph.microsoft.us",
                "login.microsoftonline.us",
            ),
        ] {
            let cloud = format!("--cloud={cloud}");
            let (url, authority) = (format!("https://{graph}/v1.0"), format!("https://{login}"));
            let scope = format!("https://{graph}/.default");
            assert_eq!(endpoint(&[&cloud]), [url, authority, scope.clone()]);
            let flags = [
                "--graph-url=https://one.example",
                "--token-authority=https://two.example",
            ];
            let set = ["https://one.example", "https://two.example", &scope];
            assert_eq!(endpoint(&[&cloud, flags[0], flags[1]]), set);
        }
        assert_eq!(endpoint(&[]), endpoint(&["--cloud=global"]));
    }
}

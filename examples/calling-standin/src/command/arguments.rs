//! The arguments of the command.

use std::net::IpAddr;
use std::path::PathBuf;
use std::time::Duration;

use clap::{Args, Parser, Subcommand};
use msgraph_calling_standin::{ReportFormat, Settings, guid};

const USAGE: &str = "msgraph-calling-standin --bot URL --app-id GUID [OPTIONS] [-- COMMAND]
       msgraph-calling-standin soak --bot URL --app-id GUID [OPTIONS]
                               [-- COMMAND]
       msgraph-calling-standin list";

const SOAK_USAGE: &str = "msgraph-calling-standin soak --bot URL --app-id GUID [OPTIONS]
                                    [-- COMMAND]";

/// Tests a bot for Microsoft Graph's calling API, without Graph.
///
/// Starts a stand-in for Graph, its token authority and its keys on this machine,
/// places calls at the bot, and checks whether it rejects them in time. The bot
/// must be configured with the addresses that are printed first, or is started
/// with them: see COMMAND.
///
/// Exits with 0 if the bot passed, 1 if it failed, 2 if the arguments are wrong,
/// and 3 if the test could not run.
#[derive(Debug, Parser)]
#[command(version, verbatim_doc_comment, args_conflicts_with_subcommands = true)]
#[command(subcommand_negates_reqs = true, override_usage = USAGE)]
pub(crate) struct Arguments {
    #[command(flatten)]
    pub(crate) run: RunArguments,

    #[command(subcommand)]
    pub(crate) subcommand: Option<Other>,
}

#[derive(Debug, Subcommand)]
#[expect(
    clippy::large_enum_variant,
    reason = "there is one, and it lives as long as the process"
)]
pub(crate) enum Other {
    /// Lists the scenarios and the faults with names
    List,

    /// Places calls for a long time, with random faults
    ///
    /// Checks that every accepted call is handled, that calls are rejected
    /// in time if that was possible (at least 3 s were left, and Graph and
    /// the authority were healthy), and that the memory of the bot's
    /// process does not grow.
    #[command(verbatim_doc_comment, override_usage = SOAK_USAGE)]
    Soak(SoakArguments),
}

#[derive(Debug, Args)]
pub(crate) struct RunArguments {
    #[command(flatten)]
    pub(crate) common: CommonArguments,

    /// A scenario; can be repeated. `all` are all of them, without those
    /// that stop the bot if that is not possible [default: those for every
    /// bot]
    #[arg(verbatim_doc_comment)]
    #[arg(long = "scenario", value_name = "NAME")]
    pub(crate) scenarios: Vec<String>,

    /// The number of calls of each scenario
    #[arg(long, default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..))]
    pub(crate) calls: u32,

    /// The number of calls that begin per second [default: all at once]
    #[arg(long, value_parser = rate)]
    pub(crate) rate: Option<f64>,

    /// A fault with a name; can be repeated
    #[arg(long = "fault", value_name = "NAME")]
    pub(crate) faults: Vec<String>,

    /// A file with faults: TOML, or JSON if its name ends in `.json`
    #[arg(long = "faults", value_name = "FILE")]
    pub(crate) fault_file: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(crate) struct SoakArguments {
    #[command(flatten)]
    pub(crate) common: CommonArguments,

    /// How long calls are placed
    #[arg(long, default_value_t = 60, value_parser = clap::value_parser!(u64).range(5..))]
    pub(crate) seconds: u64,

    /// The number of calls that begin per second
    #[arg(long, default_value = "20", value_parser = rate)]
    pub(crate) rate: f64,

    /// The path at which the bot reports its counters as JSON, with
    /// `notifications.accepted` and `notifications.handled`, such as
    /// `/health`
    #[arg(verbatim_doc_comment)]
    #[arg(long, value_name = "PATH")]
    pub(crate) health: Option<String>,

    /// The share of possible rejections that must be in time, in percent
    #[arg(long, default_value_t = 99.9, value_name = "PERCENT")]
    pub(crate) required: f64,
}

#[derive(Debug, Args)]
pub(crate) struct CommonArguments {
    /// The URL at which the bot receives notifications
    #[arg(long, value_name = "URL", required = true)]
    pub(crate) bot: Option<String>,

    /// The application (client) id of the bot: the audience of the tokens
    /// of notifications
    #[arg(verbatim_doc_comment)]
    #[arg(long, value_name = "GUID", value_parser = id, required = true)]
    pub(crate) app_id: Option<String>,

    /// The tenant of the calls
    #[arg(long, value_name = "GUID", value_parser = id, default_value = Settings::TENANT)]
    pub(crate) tenant: String,

    /// The reason that rejections must have, such as `busy` [default: any]
    #[arg(long)]
    pub(crate) reason: Option<String>,

    /// The seed of all random choices
    #[arg(long, default_value_t = 1)]
    pub(crate) seed: u64,

    /// The format of the report
    #[arg(long, value_enum, default_value_t)]
    pub(crate) report: ReportFormat,

    /// Serves http instead of https
    #[arg(long)]
    pub(crate) plain: bool,

    /// The address that the stand-in listens on
    #[arg(long, value_name = "IP", default_value = "127.0.0.1")]
    pub(crate) listen: IpAddr,

    /// The port of Graph; the authority has the next, and the metadata the
    /// one after it. 0 for any
    #[arg(verbatim_doc_comment)]
    #[arg(long, default_value_t = 9440, value_parser = clap::value_parser!(u16).range(..65534))]
    pub(crate) port: u16,

    /// Where the certificate of the stand-in's authority is written, which
    /// the bot has to trust [default: msgraph-calling-standin-ca.pem in the
    /// folder for temporary files]
    #[arg(verbatim_doc_comment)]
    #[arg(long, value_name = "FILE")]
    pub(crate) ca_file: Option<PathBuf>,

    /// Certificates in PEM that vouch for the bot. Its certificate is not
    /// verified otherwise
    #[arg(verbatim_doc_comment)]
    #[arg(long, value_name = "FILE")]
    pub(crate) bot_ca: Option<PathBuf>,

    /// Allows a bot on another machine. Test only bots that are yours
    #[arg(long)]
    pub(crate) allow_remote: bool,

    /// How long to wait until the bot listens, in seconds
    #[arg(long, value_name = "SECONDS", default_value_t = 60)]
    pub(crate) wait: u64,

    /// A path of the bot that answers 2xx once the bot is ready, such as
    /// `/ready`
    #[arg(verbatim_doc_comment)]
    #[arg(long, value_name = "PATH")]
    pub(crate) ready: Option<String>,

    /// The process of the bot: scenarios stop it, and a soak test watches its
    /// memory. Known if the bot is started with COMMAND
    #[arg(verbatim_doc_comment)]
    #[arg(long, value_name = "PROCESS")]
    pub(crate) pid: Option<u32>,

    /// The command that stops the bot, such as `docker stop bot` [default:
    /// SIGTERM to its process]
    #[arg(verbatim_doc_comment)]
    #[arg(long, value_name = "COMMAND")]
    pub(crate) stop: Option<String>,

    /// Starts the bot with this command, after `--`, and ends it after the
    /// test. In its arguments and its environment, {graph-url},
    /// {authority}, {metadata-url}, {ca-file}, {app-id} and {tenant} are
    /// replaced, and `STANDIN_GRAPH_URL` and so on are set
    #[arg(verbatim_doc_comment)]
    #[arg(last = true, value_name = "COMMAND")]
    pub(crate) command: Vec<String>,
}

impl CommonArguments {
    pub(crate) fn wait(&self) -> Duration {
        Duration::from_secs(self.wait)
    }
}

fn id(text: &str) -> Result<String, &'static str> {
    guid(text).ok_or("it must be a GUID, such as 2891555a-92ff-42e6-80fa-6e1300c6b5c6")
}

fn rate(text: &str) -> Result<f64, &'static str> {
    let rate = text.parse().ok();
    rate.filter(|rate| (0.001..=100_000.0).contains(rate))
        .ok_or("it must be a number from 0.001 to 100000")
}

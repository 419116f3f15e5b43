//! A bot that turns every call away, for the reason it is set to.
//!
//! It is a whole service, small enough to read in one go:
//!
//! - `settings`: what can be set, by flags and by the environment,
//! - `environment`: variables that look like settings,
//! - `bot`: how the parts are put together, and how they start and stop,
//! - `server`: HTTP, and what senders may take up of it,
//! - `handler`: what it does about a notification,
//! - `calls`: the calls of the last minutes,
//! - `check`: whether a bot that runs is ready,
//! - `outgoing`: what became of the calls that it tried to reject,
//! - `prometheus`: metrics,
//! - `retry`: when a rejection is repeated,
//! - `credential`: how it authenticates itself when it requests tokens,
//! - `journal`: the log of each call,
//! - `simulation`: a stand-in for Microsoft Graph that calls it, so that it can be tried without a tenant.

mod bot;
mod calls;
mod check;
mod credential;
mod environment;
mod handler;
mod journal;
mod outgoing;
mod prometheus;
mod retry;
mod server;
mod settings;
mod simulation;

use std::io::IsTerminal as _;
use std::process::ExitCode;
use std::sync::Arc;

use clap::Parser as _;
use tracing::level_filters::LevelFilter;
use tracing::{info, warn};

use crate::bot::{Bot, StartError};
use crate::journal::{Log, with_causes};
use crate::settings::{LogFormat, Settings};

#[tokio::main]
async fn main() -> ExitCode {
    let settings = match Settings::try_parse() {
        Ok(settings) => settings,
        Err(error) => {
            // If nothing can be printed, the exit code says what happened.
            let _ = error.print();
            for line in settings::missing_variables(&error) {
                eprintln!("{line}");
            }
            return u8::try_from(error.exit_code()).map_or(ExitCode::FAILURE, ExitCode::from);
        }
    };
    if settings.check {
        return if check::is_ready(&settings).await {
            ExitCode::SUCCESS
        } else {
            ExitCode::FAILURE
        };
    }
    // In a simulation, the log would only repeat what is printed.
    let level = settings.log.unwrap_or(if settings.simulate {
        LevelFilter::OFF
    } else {
        LevelFilter::INFO
    });
    let log = tracing_subscriber::fmt()
        .with_max_level(level)
        .with_writer(std::io::stderr)
        .with_ansi(std::io::stderr().is_terminal());
    match settings.log_format {
        LogFormat::Text => log.init(),
        LogFormat::Json => log.json().flatten_event(true).init(),
    }
    let variables = std::env::vars_os().filter_map(|(name, _)| name.into_string().ok());
    for warning in environment::unknown_variables(variables) {
        warn!("{warning}");
    }
    let outcome = if settings.simulate {
        simulation::run(&settings).await
    } else {
        run(&settings).await
    };
    match outcome {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("calling-bot: {}", with_causes(&error));
            ExitCode::FAILURE
        }
    }
}

/// Runs until a signal. Returns whether everything that was accepted has been handled.
async fn run(settings: &Settings) -> Result<bool, StartError> {
    // Each connection is an open file. If the limit stays, fewer connections are accepted at a time.
    let _ = rlimit::increase_nofile_limit(u64::MAX);
    let mut signals = Signals::new().map_err(StartError::Signals)?;
    let bot = Bot::start(settings, Arc::new(Log)).await?;
    let tenants = settings.tenants.join(",");
    info!(
        address = %bot.address(),
        probe_address = bot.probe_address().map(tracing::field::display),
        public_address = settings.public_url,
        app_id = settings.app_id,
        tenants = if tenants.is_empty() { "all" } else { &tenants },
        cloud = ?settings.cloud,
        reason = ?settings.reason,
        "the bot is listening"
    );
    signals.next().await;
    info!(
        drain = ?settings.drain,
        limit = ?settings.shutdown_limit,
        "the bot is stopping; a second signal stops it at once"
    );
    let stopped = async {
        bot.drain(settings.drain).await;
        bot.stop(settings.shutdown_limit).await
    };
    let left = tokio::select! {
        left = stopped => left,
        () = signals.next() => {
            warn!("the bot stops without finishing");
            return Ok(false);
        }
    };
    for notification in &left {
        warn!(call = notification.key.as_deref(), state = ?notification.state, "not handled before the end");
    }
    Ok(left.is_empty())
}

/// Ctrl-C, and what a supervisor sends: SIGTERM. Both are noticed as long as this lives.
#[cfg(unix)]
struct Signals {
    interrupted: tokio::signal::unix::Signal,
    terminated: tokio::signal::unix::Signal,
}

#[cfg(unix)]
impl Signals {
    fn new() -> std::io::Result<Self> {
        use tokio::signal::unix::{SignalKind, signal};
        Ok(Self {
            interrupted: signal(SignalKind::interrupt())?,
            terminated: signal(SignalKind::terminate())?,
        })
    }

    async fn next(&mut self) {
        tokio::select! {
            _ = self.interrupted.recv() => {}
            _ = self.terminated.recv() => {}
        }
    }
}

/// Ctrl-C. It is noticed as long as this lives.
#[cfg(windows)]
struct Signals(tokio::signal::windows::CtrlC);

#[cfg(windows)]
impl Signals {
    fn new() -> std::io::Result<Self> {
        tokio::signal::windows::ctrl_c().map(Self)
    }

    async fn next(&mut self) {
        self.0.recv().await;
    }
}

//! A bot that turns every call away, for the reason it is set to.
//!
//! It is a whole service, small enough to read in one go:
//!
//! - `settings`: what can be set, by flags and by the environment,
//! - `bot`: how the parts are put together, and how they start and stop,
//! - `server`: HTTP, and what senders may take up of it,
//! - `handler`: what it does about a notification,
//! - `calls`: the calls of the last minutes,
//! - `retry`: when a rejection is repeated,
//! - `credential`: how it gets a token for what it sends,
//! - `journal`: the log of each call,
//! - `simulation`: a stand-in for Microsoft Graph that calls it, so that it can be tried without a tenant.

mod bot;
mod calls;
mod credential;
mod handler;
mod journal;
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
use crate::settings::Settings;

#[tokio::main]
async fn main() -> ExitCode {
    let settings = Settings::parse();
    // In a simulation, the log would only repeat what is printed.
    let level = settings.log.unwrap_or(if settings.simulate {
        LevelFilter::OFF
    } else {
        LevelFilter::INFO
    });
    tracing_subscriber::fmt()
        .with_max_level(level)
        .with_writer(std::io::stderr)
        .with_ansi(std::io::stderr().is_terminal())
        .init();
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
    let mut signals = Signals::new().map_err(StartError::Signals)?;
    let bot = Bot::start(settings, Arc::new(Log)).await?;
    info!(address = %bot.address(), public_address = settings.public_url, "the bot is listening");
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

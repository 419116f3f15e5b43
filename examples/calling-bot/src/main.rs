//! A bot that turns every call away, for the reason it is set to.
//!
//! It is a whole service, small enough to read in one go:
//!
//! - `settings`: what can be set, by flags and by the environment,
//! - `bot`: how the parts are put together, and how they start and stop,
//! - `handler`: what it does about a notification,
//! - `credential`: how it gets a token for what it sends,
//! - `journal`: what it tells about each call,
//! - `simulation`: a stand-in for Microsoft Graph that calls it, so that it can be tried without a tenant.

mod bot;
mod credential;
mod handler;
mod journal;
mod settings;
mod simulation;

use std::error::Error as _;
use std::io::IsTerminal as _;
use std::process::ExitCode;
use std::sync::Arc;

use clap::Parser as _;
use tracing::level_filters::LevelFilter;
use tracing::{info, warn};

use crate::bot::{Bot, StartError};
use crate::journal::Log;
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
            eprint!("calling-bot: {error}");
            let mut cause = error.source();
            while let Some(error) = cause {
                eprint!(": {error}");
                cause = error.source();
            }
            eprintln!();
            ExitCode::FAILURE
        }
    }
}

/// Runs until it is told to stop. Says whether everything that was accepted has been handled by then.
async fn run(settings: &Settings) -> Result<bool, StartError> {
    let asked_to_stop = asked_to_stop().map_err(StartError::Signals)?;
    let bot = Bot::start(settings, Arc::new(Log)).await?;
    info!(address = %bot.address(), public_address = settings.public_url, "the bot is listening");
    asked_to_stop.await;
    info!(limit = ?settings.shutdown_limit, "the bot is stopping");
    let left = bot.stop(settings.shutdown_limit).await;
    for notification in &left {
        warn!(call = notification.key.as_deref(), state = ?notification.state, "not handled before the end");
    }
    Ok(left.is_empty())
}

/// Is done on Ctrl-C, or on what a supervisor sends: SIGTERM. Both are noticed from the call on.
#[cfg(unix)]
fn asked_to_stop() -> std::io::Result<impl Future<Output = ()>> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut interrupted = signal(SignalKind::interrupt())?;
    let mut terminated = signal(SignalKind::terminate())?;
    Ok(async move {
        tokio::select! {
            _ = interrupted.recv() => {}
            _ = terminated.recv() => {}
        }
    })
}

#[cfg(windows)]
fn asked_to_stop() -> std::io::Result<impl Future<Output = ()>> {
    let mut interrupted = tokio::signal::windows::ctrl_c()?;
    Ok(async move {
        interrupted.recv().await;
    })
}

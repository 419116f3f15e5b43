//! Tries the bot without a tenant: a stand-in for Graph on this machine places calls, and everything that happens to
//! them is printed.

mod authority;
mod caller;
mod graph;
mod payload;
mod scenario;
mod timeline;

use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::time::{Duration, Instant};

use clap::ValueEnum as _;

use crate::bot::{Bot, StartError};
use crate::settings::{Cloud, Secret, Settings};
use authority::Signer;
use caller::Caller;
use graph::{Expected, Graph};
use scenario::scenarios;
use timeline::{Timeline, millis};

/// How long the bot has for a call, as Graph counts it.
const DEADLINE: Duration = Duration::from_secs(15);

/// The tenant whose calls the bot takes here.
const TENANT: &str = "5c1f0b9e-8f0a-4b57-9d7f-0a5d6b2c3e41";

/// The tenant in which the bot is registered here, which is not that of the calls.
const HOME: &str = "9b2f6a3d-4c1e-4d58-8f0a-6e7d5c4b3a21";

/// The secret of the bot here.
const SECRET: &str = "the-secret-of-the-simulation";

/// Where Graph would reach the bot: what ends TLS in front of it is left out here.
const PUBLIC_URL: &str = "https://bot.example";

/// Runs the bot against the stand-in. Says whether everything went as it should.
pub(crate) async fn run(settings: &Settings) -> Result<bool, StartError> {
    let timeline = Arc::new(Timeline::default());
    let (caller, bot) = start(settings, &timeline).await?;
    println!(
        "The stand-in for Graph is {}, the bot http://{}.",
        caller.graph.url(),
        bot.address()
    );
    let mut good = check("the bot gets ready", ready(&caller).await);

    for scenario in scenarios(settings.burst) {
        println!("\n{}", scenario.name);
        let placed: Vec<_> = (0..scenario.calls)
            .map(|_| {
                let (caller, plan) = (Arc::clone(&caller), scenario.plan.clone());
                tokio::spawn(async move { caller.place(&plan).await })
            })
            .collect();
        for placed in placed {
            let Ok(placed) = placed.await else {
                good &= check("the stand-in has failed", false);
                continue;
            };
            timeline.print(&placed.call);
            if placed.wrong.is_empty() {
                check(scenario.plan.outcome.says(), true);
            }
            for wrong in &placed.wrong {
                good &= check(wrong, false);
            }
        }
    }

    println!("\nat the end");
    for fault in caller.graph.faults() {
        good &= check(&fault, false);
    }
    let tokens = caller.graph.tokens();
    good &= check(
        &format!("the bot has asked for {tokens} tokens, one for each tenant, and kept them"),
        tokens == 2,
    );
    match caller.health().await {
        Ok(health) => println!("  the bot says {health}"),
        Err(error) => good &= check(&format!("the bot says nothing: {error}"), false),
    }
    let start = Instant::now();
    let left = bot.stop(settings.shutdown_limit).await.len();
    let stopped = format!(
        "the bot has stopped after {}, with {left} notifications left",
        millis(start.elapsed())
    );
    good &= check(&stopped, left == 0);
    println!(
        "\n{}",
        if good {
            "All went as it should."
        } else {
            "Something went wrong."
        }
    );
    Ok(good)
}

/// Starts the stand-in, and the bot against it.
async fn start(
    settings: &Settings,
    timeline: &Arc<Timeline>,
) -> Result<(Arc<Caller>, Bot), StartError> {
    let app_id = settings
        .app_id
        .clone()
        .ok_or(StartError::Missing("--app-id"))?;
    let signer = Signer::new("first").map_err(StartError::Simulation)?;
    let reason = settings.reason.to_possible_value();
    let expected = Expected {
        app_id: app_id.clone(),
        reason: reason
            .map(|reason| reason.get_name().to_owned())
            .unwrap_or_default(),
        callback_uri: format!("{PUBLIC_URL}{}", settings.path),
    };
    let key_set = signer.key_set().map_err(StartError::Simulation)?;
    let graph = Graph::start(key_set, expected, Arc::clone(timeline))
        .await
        .map_err(StartError::Simulation)?;
    let settings = Settings {
        listen: SocketAddr::from((Ipv4Addr::LOCALHOST, 0)),
        public_url: Some(PUBLIC_URL.to_owned()),
        cloud: Cloud::Global,
        app_secret: Some(Secret::from(SECRET.to_owned())),
        app_secret_file: None,
        tenants: vec![HOME.to_owned(), TENANT.to_owned()],
        issuers: Vec::new(),
        metadata_url: Some(format!("{}/metadata", graph.url())),
        graph_url: Some(format!("{}/v1.0", graph.url())),
        token_authority: Some(graph.url().to_owned()),
        ca_file: None,
        own_ca: graph.ca().to_owned(),
        ..settings.clone()
    };
    let bot = Bot::start(&settings, Arc::clone(timeline) as _).await?;
    let caller = Caller {
        graph,
        timeline: Arc::clone(timeline),
        bot: bot.address(),
        path: settings.path,
        app_id,
        signer,
        stranger: Signer::new("first").map_err(StartError::Simulation)?,
        http: reqwest::Client::builder().no_proxy().build()?,
    };
    Ok((Arc::new(caller), bot))
}

/// Prints whether something is so.
fn check(what: &str, is_so: bool) -> bool {
    println!("  {} {what}", if is_so { "ok   " } else { "WRONG" });
    is_so
}

/// Waits until the bot says that it can take notifications.
async fn ready(caller: &Caller) -> bool {
    let start = Instant::now();
    while start.elapsed() < DEADLINE {
        if caller.bot_is_ready().await {
            return true;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    false
}

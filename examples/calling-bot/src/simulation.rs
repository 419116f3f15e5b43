//! Tries the bot without a tenant: a stand-in for Graph on this machine places calls, and what
//! happens to them is printed.

use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::time::{Duration, Instant};

use clap::ValueEnum as _;
use msgraph_calling_standin::{self as standin, Caller, HttpBot, Plan, Report, Scenario, Standin};

use crate::bot::{Bot, StartError};
use crate::journal::{Journal, Log, Step};
use crate::settings::{Cloud, Secret, Settings};

/// The tenant in which the bot is registered, which is not that of the calls.
const HOME: &str = "9b2f6a3d-4c1e-4d58-8f0a-6e7d5c4b3a21";

/// The client secret of the bot.
const SECRET: &str = "the-secret-of-the-simulation";

/// The public URL of the bot. What terminates TLS there is left out.
const PUBLIC_URL: &str = "https://bot.example";

/// How long the bot may take until it is ready.
const READY: Duration = Duration::from_secs(15);

/// Runs the bot against the stand-in. Returns whether every call had the expected outcome.
pub(crate) async fn run(settings: &Settings) -> Result<bool, StartError> {
    standin::raise_open_files_limit();
    let plan = plan(settings)?;
    let standin = Arc::new(start_standin(settings).await?);
    let journal = Arc::new(Notes(Arc::clone(&standin)));
    let bot = Bot::start(&bot_settings(settings, &standin), journal).await?;
    let url = format!("http://{}{}", bot.address(), settings.path);
    println!(
        "The stand-in for Graph is {}, the bot {url}.",
        standin.urls().graph
    );
    let http = HttpBot::new(&url, None, false).await?;
    let mut passed = check(settings, "the bot is ready", is_ready(&http).await);

    let caller = Caller::new(standin, HttpBot::new(&url, None, false).await?);
    let report = caller.run(&plan).await;
    if !settings.quiet {
        print_calls(&report);
    }
    let start = Instant::now();
    let left = bot.stop(settings.shutdown_limit).await.len();
    let stopped = format!(
        "the bot has stopped after {:.1} ms, with {left} notifications left",
        start.elapsed().as_secs_f64() * 1000.0
    );
    passed &= check(settings, &stopped, left == 0);
    print!("\n{}", report.render(standin::ReportFormat::Text));
    Ok(passed && report.passed)
}

/// Returns the scenarios. Unless some are chosen, the usual one runs once more as a burst.
fn plan(settings: &Settings) -> Result<Plan, StartError> {
    let named =
        |name: &String| Scenario::named(name).ok_or_else(|| StartError::Scenario(name.clone()));
    let scenarios: Vec<Scenario> = settings
        .scenarios
        .iter()
        .map(named)
        .collect::<Result<_, _>>()?;
    if !scenarios.is_empty() {
        return Ok(Plan::new(scenarios, 1));
    }
    // The simulation stops the bot by itself, after the last call.
    let all = Scenario::all().into_iter().filter(|one| !one.stops_bot());
    let mut plan = Plan::new(all, 1);
    if let Some((usual, _)) = plan.groups.first().cloned() {
        plan.groups.insert(1, (usual, settings.burst));
    }
    Ok(plan)
}

async fn start_standin(settings: &Settings) -> Result<Standin, StartError> {
    let app_id = settings.app_id.as_ref();
    let app_id = app_id.ok_or(StartError::Missing("--app-id"))?;
    let mut standin = standin::Settings::new(app_id);
    let reason = settings.reason.to_possible_value();
    standin.reason = reason.map(|reason| reason.get_name().to_owned());
    standin.callback_uri = Some(format!("{PUBLIC_URL}{}", settings.path));
    standin.client_secret = Some(SECRET.to_owned());
    Ok(Standin::start(standin).await?)
}

/// Returns the settings of a bot that uses the stand-in.
fn bot_settings(settings: &Settings, standin: &Standin) -> Settings {
    let urls = standin.urls();
    Settings {
        listen: SocketAddr::from((Ipv4Addr::LOCALHOST, 0)),
        public_url: Some(PUBLIC_URL.to_owned()),
        cloud: Cloud::Global,
        app_secret: Some(Secret::from(SECRET.to_owned())),
        app_secret_file: None,
        tenants: vec![HOME.to_owned(), standin.settings().tenant.clone()],
        issuers: Vec::new(),
        metadata_url: Some(urls.metadata.clone()),
        graph_url: Some(urls.graph.clone()),
        token_authority: Some(urls.authority.clone()),
        ca_file: None,
        probe_address: None,
        own_ca: standin.ca_certificate().unwrap_or_default().to_owned(),
        ..settings.clone()
    }
}

/// Prints whether something holds, unless it does and nobody wants to know.
fn check(settings: &Settings, what: &str, holds: bool) -> bool {
    if !holds || !settings.quiet {
        println!("  {} {what}", if holds { "ok   " } else { "WRONG" });
    }
    holds
}

/// Prints what happened to each call. Of a burst, only one call is printed.
fn print_calls(report: &Report) {
    let mut last = "";
    for call in &report.calls {
        if call.scenario != last {
            println!("\n{}", call.render_text().trim_end());
        }
        last = &call.scenario;
    }
    println!();
}

/// Waits until the bot can take notifications.
async fn is_ready(bot: &HttpBot) -> bool {
    let start = Instant::now();
    while start.elapsed() < READY {
        let answer = bot.get("/ready").await;
        if answer.is_ok_and(|answer| answer.status().is_success()) {
            return true;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    false
}

/// Adds what the bot notes to the timelines of the stand-in, and logs it as always.
struct Notes(Arc<Standin>);

impl Journal for Notes {
    fn note(&self, call: &str, step: Step) {
        self.0.note(call, "bot", describe(&step));
        Log.note(call, step);
    }
}

fn describe(step: &Step) -> String {
    match step {
        Step::Authenticated { outcome, took } => {
            let took = took.as_micros();
            match outcome {
                Ok(()) => format!("knows the sender, after {took} µs"),
                Err(refusal) => format!("refuses: {refusal}, after {took} µs"),
            }
        }
        Step::Incoming { left } => {
            format!("begins, with {:.1} ms left", left.as_secs_f64() * 1000.0)
        }
        Step::Rejected { attempts: 1 } => "has rejected the call".to_owned(),
        Step::Rejected { attempts } => format!("has rejected the call, in {attempts} attempts"),
        Step::ProbablyRejected { attempts } => {
            format!("has probably rejected the call, in {attempts} attempts")
        }
        Step::NotRejected { why } => format!("could not reject the call: {why}"),
        Step::NothingToDo { why } => format!("does nothing: {why}"),
        Step::Ended => "takes note that the call has ended".to_owned(),
        Step::Changed { what } => format!("takes note: {what}"),
        Step::Unreadable { why } => format!("cannot read a notification: {why}"),
    }
}

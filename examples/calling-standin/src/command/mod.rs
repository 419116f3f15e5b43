//! The command: starts the stand-in and the bot, runs the test, and prints the report.
//!
//! What the bot has to be configured with goes to standard error, the report to standard output.

pub(crate) mod arguments;
mod bot_process;
mod list;

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context as _, Result, bail};
use msgraph_calling_standin::{
    Caller, Fault, HttpBot, Plan, Scenario, Settings, SoakPlan, Standin, Step,
    raise_open_files_limit, soak_faults,
};
use tokio::time::{Instant, sleep};

use arguments::{Arguments, CommonArguments, Other, RunArguments, SoakArguments};
use bot_process::BotProcess;

/// The exit code if the bot failed.
pub(crate) const FAILED: u8 = 1;

/// The exit code if the test could not run.
pub(crate) const NOT_RUN: u8 = 3;

/// Runs the command. Returns whether the bot passed.
pub(crate) async fn run(arguments: Arguments) -> Result<bool> {
    // A burst needs a file for each call, and a bot that is started here inherits the limit.
    raise_open_files_limit();
    tokio::select! {
        passed = test(arguments) => passed,
        () = interrupted() => bail!("interrupted"),
    }
}

async fn test(arguments: Arguments) -> Result<bool> {
    match arguments.subcommand {
        None => run_scenarios(&arguments.run).await,
        Some(Other::Soak(arguments)) => soak(&arguments).await,
        Some(Other::List) => {
            print!("{}", list::render());
            Ok(true)
        }
    }
}

async fn run_scenarios(arguments: &RunArguments) -> Result<bool> {
    let common = &arguments.common;
    let plan = plan(arguments)?;
    let setup = Setup::start(common, faults(arguments)?).await?;
    let caller = Caller::new(Arc::clone(&setup.standin), setup.bot().await?);
    let report = caller.run(&plan).await;
    print!("{}", report.render(common.report));
    if !plan.groups.iter().any(|(scenario, _)| scenario.stops_bot()) {
        setup.check_running()?;
    }
    Ok(report.passed)
}

async fn soak(arguments: &SoakArguments) -> Result<bool> {
    let common = &arguments.common;
    let duration = Duration::from_secs(arguments.seconds);
    let setup = Setup::start(common, soak_faults(common.seed, duration)).await?;
    let caller = Caller::new(Arc::clone(&setup.standin), setup.bot().await?);
    let mut plan = SoakPlan::new(duration, arguments.rate);
    plan.health.clone_from(&arguments.health);
    plan.process = setup.process_id();
    plan.required = arguments.required;
    let report = caller.soak(&setup.bot().await?, &plan).await;
    print!("{}", report.render(common.report));
    setup.check_running()?;
    Ok(report.passed)
}

/// A stand-in, and a bot that listens.
struct Setup {
    standin: Arc<Standin>,
    process: Option<BotProcess>,
    url: String,
    ca: Option<Vec<u8>>,
    allow_remote: bool,
    pid: Option<u32>,
    stop: Option<String>,
    ready: Option<String>,
}

impl Setup {
    async fn start(common: &CommonArguments, faults: Vec<Fault>) -> Result<Self> {
        let (Some(url), Some(app_id)) = (&common.bot, &common.app_id) else {
            // clap requires both.
            bail!("`--bot` and `--app-id` are required");
        };
        let mut settings = Settings::new(app_id);
        settings.tenant.clone_from(&common.tenant);
        settings.reason.clone_from(&common.reason);
        settings.tls = !common.plain;
        settings.address = common.listen;
        settings.port = common.port;
        settings.seed = common.seed;
        settings.faults = faults;
        let standin = Arc::new(Standin::start(settings).await?);
        let ca_file = write_ca(&standin, common.ca_file.as_deref())?;
        let values = values(&standin, ca_file.as_deref());
        eprintln!("The stand-in for Graph is running. The bot needs these settings:");
        for (name, value) in &values {
            eprintln!("  {name:<13} {value}");
        }
        eprintln!("  client secret any");
        let process = match common.command.split_first() {
            Some((program, arguments)) => Some(BotProcess::start(program, arguments, &values)?),
            None => None,
        };
        let mut setup = Self {
            standin,
            process,
            url: url.clone(),
            ca: match &common.bot_ca {
                Some(file) => Some(read(file)?),
                None => None,
            },
            allow_remote: common.allow_remote,
            pid: common.pid,
            stop: common.stop.clone(),
            ready: common.ready.clone(),
        };
        setup.wait_for_bot(common).await?;
        Ok(setup)
    }

    async fn bot(&self) -> Result<HttpBot> {
        let mut bot = HttpBot::new(&self.url, self.ca.as_deref(), self.allow_remote).await?;
        if let Some(path) = &self.ready {
            bot = bot.with_readiness_path(path);
        }
        // Windows has no signal that asks a process to stop.
        let kill = |process| cfg!(unix).then(|| format!("kill -s TERM {process}"));
        let stop = self.stop.clone();
        if let Some(command) = stop.or_else(|| kill(self.process_id()?)) {
            bot = bot.with_stop_command(command);
        }
        Ok(bot)
    }

    fn process_id(&self) -> Option<u32> {
        self.pid.or(self.process.as_ref().and_then(BotProcess::id))
    }

    async fn wait_for_bot(&mut self, common: &CommonArguments) -> Result<()> {
        let bot = self.bot().await?;
        let seconds = common.wait;
        eprintln!("Waiting up to {seconds} s for the bot at {}", self.url);
        let until = Instant::now() + common.wait();
        loop {
            let is_ready = match &common.ready {
                Some(path) => {
                    let answer = bot.get(path).await;
                    answer.is_ok_and(|answer| answer.status().is_success())
                }
                None => bot.is_listening().await,
            };
            if let Some(status) = self.process.as_mut().and_then(BotProcess::exit_status) {
                bail!("the bot has ended before it was ready, with {status}");
            }
            if is_ready {
                return Ok(());
            }
            if Instant::now() >= until {
                let state = if common.ready.is_some() {
                    "ready"
                } else {
                    "listening"
                };
                bail!("the bot at {} is not {state} after {seconds} s", self.url);
            }
            sleep(Duration::from_millis(50)).await;
        }
    }

    /// Fails if the bot was started here, and has ended.
    fn check_running(mut self) -> Result<()> {
        match self.process.as_mut().and_then(BotProcess::exit_status) {
            Some(status) => bail!("the bot has ended during the test, with {status}"),
            None => Ok(()),
        }
    }
}

/// Returns what the bot has to be configured with.
fn values(standin: &Standin, ca_file: Option<&Path>) -> Vec<(&'static str, String)> {
    let (urls, settings) = (standin.urls(), standin.settings());
    let ca_file = ca_file.map_or_else(String::new, |file| file.display().to_string());
    let mut values = vec![
        ("graph-url", urls.graph.clone()),
        ("authority", urls.authority.clone()),
        ("metadata-url", urls.metadata.clone()),
        ("app-id", settings.app_id.clone()),
        ("tenant", settings.tenant.clone()),
    ];
    if !ca_file.is_empty() {
        values.insert(3, ("ca-file", ca_file));
    }
    values
}

fn write_ca(standin: &Standin, file: Option<&Path>) -> Result<Option<PathBuf>> {
    let Some(certificate) = standin.ca_certificate() else {
        return Ok(None);
    };
    let file = file.map_or_else(
        || std::env::temp_dir().join("msgraph-calling-standin-ca.pem"),
        Path::to_owned,
    );
    std::fs::write(&file, certificate)
        .with_context(|| format!("cannot write {}", file.display()))?;
    Ok(Some(file))
}

fn read(file: &Path) -> Result<Vec<u8>> {
    std::fs::read(file).with_context(|| format!("cannot read {}", file.display()))
}

fn plan(arguments: &RunArguments) -> Result<Plan> {
    let common = &arguments.common;
    let is_process_known = cfg!(unix) && (common.pid.is_some() || !common.command.is_empty());
    let can_stop = common.stop.is_some() || is_process_known;
    let is_possible = |scenario: &Scenario| {
        let needs_probe = scenario.steps.contains(&Step::AwaitNotReady);
        (can_stop || !scenario.stops_bot()) && (common.ready.is_some() || !needs_probe)
    };
    let mut scenarios = Vec::new();
    for name in &arguments.scenarios {
        if name == "all" {
            scenarios.extend(Scenario::all().into_iter().filter(&is_possible));
            continue;
        }
        let scenario = Scenario::named(name).with_context(|| {
            format!("there is no scenario `{name}`; the command `list` shows all of them")
        })?;
        if !is_possible(&scenario) {
            let needed = if can_stop {
                "`--ready`, the path of the bot's readiness probe"
            } else {
                "`--pid`, `--stop` or a COMMAND, in order to stop the bot"
            };
            bail!("the scenario `{name}` needs {needed}");
        }
        scenarios.push(scenario);
    }
    if scenarios.is_empty() {
        scenarios.extend(Scenario::all().into_iter().filter(|one| one.is_general));
    }
    let mut plan = Plan::new(scenarios, arguments.calls);
    plan.rate = arguments.rate;
    Ok(plan)
}

fn faults(arguments: &RunArguments) -> Result<Vec<Fault>> {
    let mut faults = Vec::new();
    for name in &arguments.faults {
        faults.push(Fault::named(name).with_context(|| {
            format!("there is no fault `{name}`; the command `list` shows all")
        })?);
    }
    if let Some(file) = &arguments.fault_file {
        let text = String::from_utf8(read(file)?);
        let text = text.with_context(|| format!("{} is not UTF-8", file.display()))?;
        let is_json = file
            .extension()
            .is_some_and(|extension| extension == "json");
        let read = if is_json {
            Fault::from_json(&text)
        } else {
            Fault::from_toml(&text)
        };
        faults.extend(read.with_context(|| file.display().to_string())?);
    }
    Ok(faults)
}

/// Returns when somebody interrupts the command, so that it ends the bot.
async fn interrupted() {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        if let Ok(mut terminated) = signal(SignalKind::terminate()) {
            tokio::select! {
                _ = tokio::signal::ctrl_c() => return,
                _ = terminated.recv() => return,
            }
        }
    }
    if tokio::signal::ctrl_c().await.is_err() {
        // Signals are not available, so they end the command by themselves.
        std::future::pending::<()>().await;
    }
}

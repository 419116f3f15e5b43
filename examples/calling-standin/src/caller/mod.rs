//! Places calls at a bot.
//!
//! - this file: runs of many calls,
//! - `call`: one call, from its first notification to its end,
//! - `bot`: bots, at a URL or in the same process,
//! - `stop`: stops the bot, once for several calls,
//! - `clients`: clients that take up the connections of a bot.

mod bot;
mod call;
mod clients;
mod stop;

use std::convert::Infallible;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use tokio::sync::mpsc;
use tokio::task::{AbortHandle, JoinSet};
use tokio::time::{Instant, sleep, sleep_until, timeout};

pub use bot::{Bot, BotSocket, HttpBot, InvalidBot, NotStopped, Readiness, Unanswered};

use crate::report::{CallReport, Report};
use crate::scenario::Scenario;
use crate::service::SHORT_LIFETIME;
use crate::standin::{Silencing, Standin};
use call::Placed;
use clients::Clients;
use stop::Stop;

/// After the last call, late requests are awaited for this long.
const SETTLE: Duration = Duration::from_secs(1);

/// The limit on connecting the clients of faults.
const CONNECTED: Duration = Duration::from_secs(10);

/// What is run: groups of calls, one after the other. Those that stop the bot come last, all at the
/// same time.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct Plan {
    /// Scenarios, and the number of calls of each.
    pub groups: Vec<(Scenario, u32)>,
    /// The number of calls of a group that begin per second. All begin at once if `None`.
    pub rate: Option<f64>,
}

impl Plan {
    /// Creates a plan with so many calls of each scenario.
    #[must_use]
    pub fn new(scenarios: impl IntoIterator<Item = Scenario>, calls: u32) -> Self {
        let groups = scenarios.into_iter().map(|scenario| (scenario, calls));
        Self {
            groups: groups.collect(),
            rate: None,
        }
    }
}

/// Places calls at a bot, and judges what it makes of them.
#[derive(Clone)]
pub struct Caller {
    standin: Arc<Standin>,
    bot: Arc<dyn Bot>,
    /// The number of calls placed, which numbers the random sequences of the calls.
    placed: Arc<AtomicU64>,
}

/// A disturbance of the bot and its services, until it is dropped.
pub(crate) struct Disturbance {
    _silencing: Silencing,
    clients: Vec<AbortHandle>,
    /// Ends when all clients of the start are connected.
    connecting: mpsc::Receiver<Infallible>,
}

impl Drop for Disturbance {
    fn drop(&mut self) {
        for clients in &self.clients {
            clients.abort();
        }
    }
}

impl Caller {
    /// Creates a caller.
    #[must_use]
    pub fn new(standin: Arc<Standin>, bot: impl Bot) -> Self {
        Self {
            standin,
            bot: Arc::new(bot),
            placed: Arc::default(),
        }
    }

    /// Runs the plan, and reports what the bot made of it.
    pub async fn run(&self, plan: &Plan) -> Report {
        if self.standin.state.schedule.needs_short_tokens() {
            // Until a token that the bot got when it started has expired.
            sleep(SHORT_LIFETIME + SETTLE).await;
        }
        let mut disturbance = self.begin();
        // Clients with connections come before the calls, which would otherwise miss them.
        // If the bot does not accept all of them, the calls show what that means.
        let _ = timeout(CONNECTED, disturbance.connecting.recv()).await;
        if !disturbance.clients.is_empty() {
            // Until the bot has seen those that wait to be accepted.
            sleep(SETTLE).await;
        }
        let mut placed = Vec::new();
        let (stops, others): (Vec<_>, Vec<_>) = plan
            .groups
            .iter()
            .partition(|(scenario, _)| scenario.stops_bot());
        for group in others {
            placed.extend(self.place_all(&[group], plan.rate).await);
        }
        placed.extend(self.place_all(&stops, plan.rate).await);
        sleep(SETTLE).await;
        let calls = placed
            .into_iter()
            .map(|placed| self.judge(placed))
            .collect();
        self.report(calls)
    }

    /// Starts the clock of the faults, and those that do not wait for a request.
    pub(crate) fn begin(&self) -> Disturbance {
        let silencing = self.standin.begin();
        let (sender, connecting) = mpsc::channel(1);
        let mut tasks = Vec::new();
        if let Some(socket) = self.bot.socket() {
            for (kind, number, start, end) in self.standin.state.schedule.clients() {
                let clients = Clients {
                    kind,
                    number,
                    start,
                    end,
                };
                let clients = clients::run(clients, socket.clone(), sender.clone());
                tasks.push(tokio::spawn(clients).abort_handle());
            }
        }
        Disturbance {
            _silencing: silencing,
            clients: tasks,
            connecting,
        }
    }

    /// Places the calls of groups, all of which share one stop of the bot.
    async fn place_all(&self, groups: &[&(Scenario, u32)], rate: Option<f64>) -> Vec<Placed> {
        let start = Instant::now();
        let mut calls = JoinSet::new();
        let scenarios = groups
            .iter()
            .flat_map(|(scenario, calls)| (0..*calls).map(move |_| scenario));
        let stop = Arc::new(Stop::new(scenarios.clone().count()));
        for (number, scenario) in (0_u32..).zip(scenarios) {
            let (caller, scenario) = (self.clone(), scenario.clone());
            let stop = Arc::clone(&stop);
            let time = rate.map(|rate| {
                let seconds = f64::from(number) / rate;
                start + Duration::try_from_secs_f64(seconds).unwrap_or_default()
            });
            // The random sequence of a call depends on its number, not on when its task runs.
            let stream = self.placed.fetch_add(1, Ordering::Relaxed);
            calls.spawn(async move {
                if let Some(time) = time {
                    sleep_until(time).await;
                }
                caller.place(scenario, stream, &stop).await
            });
        }
        let mut placed = calls.join_all().await;
        placed.sort_by_key(Placed::stream);
        placed
    }

    /// Places one call, and follows it to its end. `stream` numbers its random sequence.
    async fn place(&self, scenario: Scenario, stream: u64, stop: &Stop) -> Placed {
        Placed::run(&self.standin.state, &*self.bot, scenario, stream, stop).await
    }

    /// Places one call that is not part of a plan.
    pub(crate) async fn place_alone(&self, scenario: Scenario, stream: u64) -> Placed {
        self.place(scenario, stream, &Stop::new(1)).await
    }

    /// Judges a call that was placed, and forgets it.
    pub(crate) fn judge(&self, placed: Placed) -> CallReport {
        placed.judge(&self.standin.state)
    }

    /// Returns the report on calls.
    pub(crate) fn report(&self, calls: Vec<CallReport>) -> Report {
        Report::new(&self.standin.state, calls)
    }
}

//! Places calls at a bot.
//!
//! - this file: runs of many calls,
//! - `call`: one call, from its first notification to its end,
//! - `bot`: bots, at a URL or in the same process,
//! - `clients`: clients that take up the connections of a bot.

mod bot;
mod call;
mod clients;

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use tokio::task::{AbortHandle, JoinSet};
use tokio::time::{Instant, sleep, sleep_until};

pub use bot::{Bot, BotSocket, HttpBot, InvalidBot, Unanswered};

use crate::random::Random;
use crate::report::{CallReport, Report};
use crate::scenario::Scenario;
use crate::standin::{Silencing, Standin};
use call::Placed;

/// After the last call, late requests are awaited for this long.
const SETTLE: Duration = Duration::from_secs(1);

/// What is run.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Plan {
    /// The scenarios, which run one after the other.
    pub scenarios: Vec<Scenario>,
    /// The number of calls of each scenario.
    pub calls: u32,
    /// The number of calls that begin per second. All begin at once if `None`.
    pub rate: Option<f64>,
}

impl Plan {
    /// Creates a plan with one call of each scenario.
    #[must_use]
    pub fn new(scenarios: Vec<Scenario>) -> Self {
        Self {
            scenarios,
            calls: 1,
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
        let disturbance = self.begin();
        // Clients with connections come before the calls, which would otherwise miss them.
        if !disturbance.clients.is_empty() {
            sleep(SETTLE).await;
        }
        let mut placed = Vec::new();
        for scenario in &plan.scenarios {
            placed.extend(self.place_all(scenario, plan).await);
        }
        sleep(SETTLE).await;
        let calls = placed.into_iter().map(|placed| self.judge(placed)).collect();
        self.report(calls)
    }

    /// Starts the clock of the faults, and those that do not wait for a request.
    pub(crate) fn begin(&self) -> Disturbance {
        let silencing = self.standin.begin();
        let mut tasks = Vec::new();
        if let Some(socket) = self.bot.socket() {
            for (kind, number, start, end) in self.standin.state.schedule.clients() {
                let clients = clients::run(kind, number, socket.clone(), start, end);
                tasks.push(tokio::spawn(clients).abort_handle());
            }
        }
        Disturbance {
            _silencing: silencing,
            clients: tasks,
        }
    }

    async fn place_all(&self, scenario: &Scenario, plan: &Plan) -> Vec<Placed> {
        let start = Instant::now();
        let mut calls = JoinSet::new();
        for number in 0..plan.calls {
            let (caller, scenario) = (self.clone(), scenario.clone());
            let time = plan.rate.map(|rate| {
                let seconds = f64::from(number) / rate;
                start + Duration::try_from_secs_f64(seconds).unwrap_or_default()
            });
            // The random sequence of a call depends on its number, not on when its task runs.
            let stream = self.placed.fetch_add(1, Ordering::Relaxed);
            calls.spawn(async move {
                if let Some(time) = time {
                    sleep_until(time).await;
                }
                caller.place(scenario, stream).await
            });
        }
        let mut placed = calls.join_all().await;
        placed.sort_by_key(Placed::stream);
        placed
    }

    /// Places one call, and follows it to its end. `stream` numbers its random sequence.
    pub(crate) async fn place(&self, scenario: Scenario, stream: u64) -> Placed {
        let settings = &self.standin.state.settings;
        let mut random = Random::stream(settings.seed, stream);
        Placed::run(&self.standin.state, &*self.bot, scenario, stream, &mut random).await
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

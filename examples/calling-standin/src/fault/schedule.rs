//! Which fault applies to a request, a connection or a notification, and when the services were
//! healthy.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::time::Instant;

use super::{
    AnswerFault, CertificateFault, ClientFault, Effect, Endpoint, Fault, NotificationFault,
    PayloadFault, Service,
};
use crate::random::Random;

/// How long a client may take to notice that its connections are silent.
const NOTICES_SILENCE: Duration = Duration::from_secs(5);

/// A service that takes this long for each request is not healthy.
const TOO_SLOW: Duration = Duration::from_secs(5);

/// The faults of a run.
pub(crate) struct Schedule {
    created: Instant,
    state: Mutex<State>,
}

struct State {
    /// When the first call was placed.
    begun: Option<Instant>,
    faults: Vec<Fault>,
    /// How often each limited fault has happened, for each call or tenant.
    used: HashMap<(usize, String), u32>,
    random: Random,
}

/// A time at which connections go silent, and the interval in which that repeats.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Silence {
    pub(crate) service: Service,
    pub(crate) start: Instant,
    pub(crate) end: Option<Instant>,
    pub(crate) every: Option<Duration>,
}

impl Schedule {
    pub(crate) fn new(faults: Vec<Fault>, random: Random) -> Self {
        Self {
            created: Instant::now(),
            state: Mutex::new(State {
                begun: None,
                faults,
                used: HashMap::new(),
                random,
            }),
        }
    }

    /// Starts the clock of the faults, unless it runs. Returns when it started.
    pub(crate) fn begin(&self) -> Instant {
        *self.state().begun.get_or_insert_with(Instant::now)
    }

    /// Adds a fault during the run.
    pub(crate) fn add(&self, fault: Fault) {
        self.state().faults.push(fault);
    }

    /// Returns whether tokens must be short-lived now, since a bot with a token for the next hour
    /// would notice no fault of the authority: before the run if it has any faults, and later if
    /// it has others than a wrong lifetime.
    pub(crate) fn needs_short_tokens(&self) -> bool {
        let state = self.state();
        let has_begun = state.begun.is_some();
        let mut effects = state.faults.iter().map(|fault| &fault.effect);
        effects.any(|effect| match effect {
            Effect::Answer(Endpoint::Token, AnswerFault::ExpiresInString) => !has_begun,
            Effect::Answer(endpoint, _) => *endpoint == Endpoint::Token,
            Effect::Certificate(service, _)
            | Effect::ResetConnections(service)
            | Effect::Silence(service, _) => *service == Service::Authority,
            _ => false,
        })
    }

    pub(crate) fn answer(&self, endpoint: Endpoint, key: &str) -> Option<AnswerFault> {
        self.first(key, |effect| match effect {
            Effect::Answer(other, fault) if *other == endpoint => Some(fault.clone()),
            _ => None,
        })
    }

    pub(crate) fn certificate(&self, service: Service) -> Option<CertificateFault> {
        self.first("", |effect| match effect {
            Effect::Certificate(other, fault) if *other == service => Some(*fault),
            _ => None,
        })
    }

    pub(crate) fn resets_connection(&self, service: Service) -> bool {
        let resets = |effect: &Effect| *effect == Effect::ResetConnections(service);
        self.first("", |effect| resets(effect).then_some(()))
            .is_some()
    }

    pub(crate) fn rotates_keys(&self) -> bool {
        let rotates = |effect: &Effect| *effect == Effect::RotateKeys;
        self.first("", |effect| rotates(effect).then_some(()))
            .is_some()
    }

    pub(crate) fn uses_unknown_key(&self, call: &str) -> bool {
        let unknown = |effect: &Effect| *effect == Effect::UnknownKey;
        self.first(call, |effect| unknown(effect).then_some(()))
            .is_some()
    }

    pub(crate) fn notification(&self, call: &str) -> Option<NotificationFault> {
        self.first(call, |effect| match effect {
            Effect::Notification(fault) => Some(*fault),
            _ => None,
        })
    }

    pub(crate) fn payload(&self, call: &str) -> Vec<PayloadFault> {
        let mut state = self.state();
        let (created, now) = (self.created, Instant::now());
        state.all(created, now, call, |effect| match effect {
            Effect::Payload(fault) => Some(*fault),
            _ => None,
        })
    }

    /// Returns the clients that take up connections, with their number, and when they begin and
    /// end. The clock must run.
    pub(crate) fn clients(&self) -> Vec<(ClientFault, u32, Instant, Option<Instant>)> {
        let state = self.state();
        let clients = state.faults.iter().filter_map(|fault| match fault.effect {
            Effect::Clients(clients, number) => {
                let (start, end) = state.window(fault, self.created)?;
                Some((clients, number, start, end))
            }
            _ => None,
        });
        clients.collect()
    }

    /// Returns whether each notification now comes on a connection of its own: a connection that
    /// is already open would not notice other clients.
    pub(crate) fn uses_own_connections(&self) -> bool {
        let own = |effect: &Effect| matches!(effect, Effect::Clients(..));
        self.first("", |effect| own(effect).then_some(())).is_some()
    }

    /// Returns when connections go silent. The clock must run.
    pub(crate) fn silences(&self) -> Vec<Silence> {
        self.state().silences(self.created)
    }

    /// Returns whether an outgoing request may have been impossible in the period: Graph or the
    /// authority was not healthy at some time in it.
    pub(crate) fn disturbs_requests(&self, from: Instant, to: Instant) -> bool {
        self.is_disturbed(from, to, &[Service::Graph, Service::Authority])
    }

    /// Returns whether keys may have been out of reach in the period.
    pub(crate) fn disturbs_keys(&self, from: Instant, to: Instant) -> bool {
        self.is_disturbed(from, to, &[Service::Metadata])
    }

    fn is_disturbed(&self, from: Instant, to: Instant, services: &[Service]) -> bool {
        let state = self.state();
        let overlaps =
            |start: Instant, end: Option<Instant>| start <= to && end.is_none_or(|end| end > from);
        let lasting = state.faults.iter().any(|fault| {
            fault.times.is_none()
                && fault
                    .disturbed_service()
                    .is_some_and(|service| services.contains(&service))
                && state
                    .window(fault, self.created)
                    .is_some_and(|(start, end)| overlaps(start, end))
        });
        lasting
            || state
                .silences(self.created)
                .iter()
                .any(|silence| services.contains(&silence.service) && silence.disturbs(from, to))
    }

    /// Returns the first fault of a kind that happens now, and counts it.
    fn first<T>(&self, key: &str, kind: impl Fn(&Effect) -> Option<T>) -> Option<T> {
        let mut state = self.state();
        let (created, now) = (self.created, Instant::now());
        for index in 0..state.faults.len() {
            if let Some(found) = state.happens(index, created, now, key, &kind) {
                return Some(found);
            }
        }
        None
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn all<T>(
        &mut self,
        created: Instant,
        now: Instant,
        key: &str,
        kind: impl Fn(&Effect) -> Option<T>,
    ) -> Vec<T> {
        let indices = 0..self.faults.len();
        indices
            .filter_map(|index| self.happens(index, created, now, key, &kind))
            .collect()
    }

    fn happens<T>(
        &mut self,
        index: usize,
        created: Instant,
        now: Instant,
        key: &str,
        kind: &impl Fn(&Effect) -> Option<T>,
    ) -> Option<T> {
        let fault = self.faults.get(index)?;
        let found = kind(&fault.effect)?;
        let (start, end) = self.window(fault, created)?;
        if now < start || end.is_some_and(|end| now >= end) {
            return None;
        }
        let (times, probability) = (fault.times, fault.probability);
        if probability < 1.0 && !self.random.happens(probability) {
            return None;
        }
        if let Some(times) = times {
            let used = self.used.entry((index, key.to_owned())).or_default();
            if *used >= times {
                return None;
            }
            *used += 1;
        }
        Some(found)
    }

    /// Returns when a fault begins and ends, once its clock runs.
    fn window(&self, fault: &Fault, created: Instant) -> Option<(Instant, Option<Instant>)> {
        let clock = if fault.is_of_cold_start() {
            created
        } else {
            self.begun?
        };
        let start = clock + fault.after;
        Some((start, fault.lasting.map(|lasting| start + lasting)))
    }

    fn silences(&self, created: Instant) -> Vec<Silence> {
        let silences = self.faults.iter().filter_map(|fault| match fault.effect {
            Effect::Silence(service, every) => {
                let (start, end) = self.window(fault, created)?;
                Some(Silence {
                    service,
                    start,
                    end,
                    every,
                })
            }
            _ => None,
        });
        silences.collect()
    }
}

impl Silence {
    /// Returns whether connections went silent in the period, or so shortly before it that a
    /// client may not have noticed.
    fn disturbs(&self, from: Instant, to: Instant) -> bool {
        let mut time = self.start;
        loop {
            if time > to || self.end.is_some_and(|end| time >= end) {
                return false;
            }
            if time + NOTICES_SILENCE > from {
                return true;
            }
            match self.every.filter(|every| !every.is_zero()) {
                Some(every) => time += every,
                None => return false,
            }
        }
    }
}

impl Fault {
    /// Returns whether its clock runs from the start of the stand-in.
    fn is_of_cold_start(&self) -> bool {
        match &self.effect {
            Effect::Answer(endpoint, _) => endpoint.service() == Service::Metadata,
            Effect::Certificate(service, _) | Effect::ResetConnections(service) => {
                *service == Service::Metadata
            }
            _ => false,
        }
    }

    /// Returns the service that cannot be used while the fault lasts.
    fn disturbed_service(&self) -> Option<Service> {
        match &self.effect {
            Effect::Answer(_, AnswerFault::ExpiresInString) => None,
            Effect::Answer(_, AnswerFault::Delay(delay)) if *delay < TOO_SLOW => None,
            Effect::Answer(endpoint, _) => Some(endpoint.service()),
            Effect::Certificate(service, _) | Effect::ResetConnections(service) => Some(*service),
            // A silence has times of its own.
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use tokio::time::advance;

    use super::*;

    fn schedule(faults: Vec<Fault>) -> Schedule {
        Schedule::new(faults, Random::stream(1, 0))
    }

    fn hangs() -> Effect {
        Effect::Answer(Endpoint::Reject, AnswerFault::Hang)
    }

    #[tokio::test(start_paused = true)]
    async fn a_limited_fault_happens_so_often_for_each_call() {
        let schedule = schedule(vec![Fault::new("hangs", hangs()).times(2)]);
        schedule.begin();
        let hangs = |call| schedule.answer(Endpoint::Reject, call).is_some();
        assert_eq!([hangs("a"), hangs("a"), hangs("a")], [true, true, false]);
        assert!(hangs("b"));
        assert!(schedule.answer(Endpoint::Token, "a").is_none());
    }

    #[tokio::test(start_paused = true)]
    async fn a_fault_happens_within_its_window_of_the_run() {
        let (start, lasting) = (Duration::from_secs(10), Duration::from_secs(5));
        let schedule = schedule(vec![Fault::new("hangs", hangs()).window(start, lasting)]);
        let hangs = || schedule.answer(Endpoint::Reject, "a").is_some();
        advance(Duration::from_secs(12)).await;
        assert!(!hangs());
        schedule.begin();
        assert!(!hangs());
        advance(start).await;
        assert!(hangs());
        advance(lasting).await;
        assert!(!hangs());
    }

    #[tokio::test(start_paused = true)]
    async fn faults_of_metadata_happen_at_a_cold_start() {
        let slow = Effect::Answer(Endpoint::Metadata, AnswerFault::Hang);
        let schedule = schedule(vec![Fault::new("hangs", slow).times(1)]);
        assert!(schedule.answer(Endpoint::Metadata, "").is_some());
    }

    #[tokio::test(start_paused = true)]
    async fn requests_are_disturbed_while_a_service_is_unhealthy() {
        let seconds = Duration::from_secs;
        let token = Effect::Answer(Endpoint::Token, AnswerFault::Status(503, None));
        let silence = Effect::Silence(Service::Graph, Some(seconds(100)));
        let schedule = schedule(vec![
            Fault::new("token", token).window(seconds(10), seconds(5)),
            Fault::new("silence", silence).window(seconds(50), seconds(250)),
            // One that repeating overcomes.
            Fault::new("once", hangs()).times(1),
        ]);
        let start = schedule.begin();
        let disturbs =
            |from, to| schedule.disturbs_requests(start + seconds(from), start + seconds(to));
        for (from, to, expected) in [
            (0, 9, false),
            (5, 10, true),
            (14, 20, true),
            (15, 20, false),
            (45, 50, true),
            (54, 60, true),
            (55, 60, false),
            (150, 151, true),
            (254, 255, true),
            (350, 360, false),
        ] {
            assert_eq!(disturbs(from, to), expected, "{from} to {to}");
        }
        assert!(!schedule.disturbs_keys(start, start + seconds(400)));
    }
}

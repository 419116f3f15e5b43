//! Random faults from a seed.

use std::time::Duration;

use crate::fault::{ClientFault, Effect, Fault};
use crate::random::Random;

/// The stream of the seed that the faults of a soak test draw from.
const STREAM: u64 = u64::MAX - 2;

/// The faults of services. One happens at a time, and each request meets it.
const SERVICES: [&str; 18] = [
    "graph-silent",
    "graph-408",
    "graph-429-seconds",
    "graph-429-date",
    "graph-500",
    "graph-502",
    "graph-503",
    "graph-504",
    "graph-slow",
    "graph-hangs",
    "graph-reset-before-request",
    "graph-reset-before-response",
    "graph-reset-during-response",
    "graph-reset-after-response",
    "graph-expired-certificate",
    "authority-503",
    "authority-hangs",
    "authority-slow",
];

/// The faults of notifications and keys, which happen to some calls all the time.
const CALLS: [&str; 8] = [
    "notification-duplicate",
    "notification-missing-end",
    "notification-end-first",
    "payload-unknown-members",
    "payload-unknown-enum-values",
    "payload-unknown-types",
    "payload-pascal-case",
    "payload-numbers-as-strings",
];

/// The share of the calls to which each of those happens.
const SHARE: f64 = 0.03;

/// Returns the faults of a soak test of this length. They are the same for the same seed.
#[must_use]
pub fn soak_faults(seed: u64, duration: Duration) -> Vec<Fault> {
    let mut random = Random::stream(seed, STREAM);
    let mut faults: Vec<Fault> = CALLS
        .into_iter()
        .filter_map(Fault::named)
        .map(|fault| Fault {
            probability: SHARE,
            times: Some(1),
            ..fault
        })
        .collect();
    let mut time = Duration::from_secs(2);
    while time < duration {
        let lasting = Duration::from_millis(1000 + random.below(4000));
        // Every tenth disturbance comes from other clients.
        if random.below(10) == 0 {
            let kinds = [ClientFault::Idle, ClientFault::Drip, ClientFault::NeverRead];
            let clients = Effect::Clients(*random.pick(&kinds), 32);
            faults.push(Fault::new("clients", clients).window(time, lasting));
        } else if let Some(fault) = Fault::named(random.pick::<&str>(&SERVICES)) {
            let fault = Fault {
                times: None,
                ..fault.window(time, lasting)
            };
            faults.push(fault);
        }
        time += lasting + Duration::from_millis(2000 + random.below(4000));
    }
    faults
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seed_always_has_the_same_faults() {
        let minute = Duration::from_secs(60);
        let faults = soak_faults(5, minute);
        assert_eq!(faults, soak_faults(5, minute));
        assert_ne!(faults, soak_faults(6, minute));
        assert!(faults.len() > CALLS.len() + 5, "{}", faults.len());
    }

    #[test]
    fn every_fault_of_a_soak_test_exists() {
        for name in SERVICES.iter().chain(&CALLS) {
            assert!(Fault::named(name).is_some(), "{name}");
        }
    }
}

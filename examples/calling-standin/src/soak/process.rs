//! The memory and the CPU time of a process, as Linux reports them.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::task::JoinHandle;
use tokio::time::sleep;

/// The interval of samples.
const INTERVAL: Duration = Duration::from_secs(1);

/// Memory may grow by this share and this amount, in KiB, without being a leak: allocators keep
/// what they once needed.
const GROWTH: (f64, f64) = (1.25, 8192.0);

/// A process at one time.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Sample {
    /// The resident memory, in KiB.
    memory: u32,
    /// The CPU time since its start, in clock ticks of 10 ms.
    cpu_ticks: u32,
}

/// The samples of a process.
#[derive(Clone, Debug, Default)]
pub(super) struct Samples(Vec<Sample>);

/// Samples a process until it is stopped.
pub(super) struct Sampling {
    samples: Arc<Mutex<Samples>>,
    task: JoinHandle<()>,
}

impl Sampling {
    pub(super) fn start(process: u32) -> Self {
        let samples = Arc::new(Mutex::new(Samples::default()));
        let all = Arc::clone(&samples);
        let task = tokio::spawn(async move {
            // It ends with the process.
            while let Some(sample) = Sample::of_process(process) {
                all.lock()
                    .unwrap_or_else(PoisonError::into_inner)
                    .0
                    .push(sample);
                sleep(INTERVAL).await;
            }
        });
        Self { samples, task }
    }

    pub(super) fn stop(self) -> Samples {
        self.task.abort();
        let samples = self.samples.lock().unwrap_or_else(PoisonError::into_inner);
        samples.clone()
    }
}

impl Sample {
    /// Returns `None` if there is no such process, or the system has no `/proc`.
    fn of_process(process: u32) -> Option<Self> {
        let status = std::fs::read_to_string(format!("/proc/{process}/status")).ok()?;
        let memory = status
            .lines()
            .find_map(|line| line.strip_prefix("VmRSS:"))?;
        let stat = std::fs::read_to_string(format!("/proc/{process}/stat")).ok()?;
        // The name of the process is in parentheses, and may contain anything.
        let fields: Vec<&str> = stat.rsplit_once(')')?.1.split_whitespace().collect();
        let ticks = |index: usize| fields.get(index)?.parse::<u32>().ok();
        Some(Self {
            memory: memory.split_whitespace().next()?.parse().ok()?,
            cpu_ticks: ticks(11)? + ticks(12)?,
        })
    }
}

impl Samples {
    /// Returns the typical memory of the second and of the last fifth, in MiB. The first fifth is
    /// left out, in which a process still fills its caches. `None` if there are too few samples.
    pub(super) fn memory(&self) -> Option<(f64, f64)> {
        let fifth = self.0.len() / 5;
        let median = |samples: &[Sample]| {
            let mut memory: Vec<u32> = samples.iter().map(|sample| sample.memory).collect();
            memory.sort_unstable();
            memory.get(memory.len() / 2).copied()
        };
        let early = median(self.0.get(fifth..2 * fifth)?)?;
        let late = median(self.0.get(self.0.len() - fifth..)?)?;
        Some((f64::from(early) / 1024.0, f64::from(late) / 1024.0))
    }

    /// Returns whether the memory is flat.
    pub(super) fn is_flat(early: f64, late: f64) -> bool {
        late * 1024.0 <= early * 1024.0 * GROWTH.0 + GROWTH.1
    }

    /// Returns the CPU time per second in the second and in the last fifth. At a constant rate of
    /// calls, it grows if a call costs more the more calls there were before. `None` if there are
    /// too few samples.
    pub(super) fn cpu_time(&self) -> Option<(Duration, Duration)> {
        let fifth = self.0.len() / 5;
        let per_second = |samples: &[Sample]| {
            let (first, last) = (samples.first()?, samples.last()?);
            let ticks = last.cpu_ticks.checked_sub(first.cpu_ticks)?;
            let seconds = u32::try_from(samples.len() - 1).ok()?;
            (Duration::from_millis(10) * ticks).checked_div(seconds)
        };
        let early = per_second(self.0.get(fifth..2 * fifth)?)?;
        let late = per_second(self.0.get(self.0.len() - fifth..)?)?;
        Some((early, late))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn samples(memory: impl Iterator<Item = u32>) -> Samples {
        let samples = memory.map(|memory| Sample {
            memory,
            cpu_ticks: memory / 1024,
        });
        Samples(samples.collect())
    }

    #[test]
    fn memory_that_grows_all_the_time_is_not_flat() {
        let flat = samples((0..100).map(|time| 50_000 + time % 7));
        let (early, late) = flat.memory().unwrap();
        assert!(Samples::is_flat(early, late));
        let leak = samples((0..100).map(|time| 50_000 + time * 1000));
        let (early, late) = leak.memory().unwrap();
        assert!(!Samples::is_flat(early, late), "{early} {late}");
        assert_eq!(samples(0..3).memory(), None);
    }

    #[test]
    fn the_cpu_time_per_second_is_that_of_each_part() {
        // One tick per second at first, and three later.
        let ticks = (0..50).chain((0..50).map(|time| 50 + 3 * time));
        let samples = Samples(
            ticks
                .map(|cpu_ticks| Sample {
                    memory: 1,
                    cpu_ticks,
                })
                .collect(),
        );
        let milliseconds = Duration::from_millis;
        assert_eq!(
            samples.cpu_time(),
            Some((milliseconds(10), milliseconds(30)))
        );
        assert_eq!(Samples::default().cpu_time(), None);
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn a_process_is_sampled() {
        assert!(Sample::of_process(std::process::id()).unwrap().memory > 0);
        assert_eq!(Sample::of_process(u32::MAX), None);
    }
}

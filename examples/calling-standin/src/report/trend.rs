//! Times early and late in a run.

use std::time::Duration;

use serde::Serialize;

/// With fewer values, the medians would be chance.
const ENOUGH: usize = 50;

/// The typical time early and late in a run, in seconds. It grows if a call costs more the more
/// calls there were before.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Trend {
    /// The median of the first fifth.
    pub early: f64,
    /// The median of the last fifth.
    pub late: f64,
}

impl Trend {
    /// Returns `None` if there are too few times.
    pub(super) fn new(times: &[Duration]) -> Option<Self> {
        if times.len() < ENOUGH {
            return None;
        }
        let (fifth, median) = (times.len() / 5, |times: &[Duration]| {
            let mut times = times.to_vec();
            times.sort_unstable();
            times.get(times.len() / 2).map(Duration::as_secs_f64)
        });
        Some(Self {
            early: median(&times[..fifth])?,
            late: median(&times[times.len() - fifth..])?,
        })
    }

    /// Returns the trend in a few words.
    pub(super) fn describe(self) -> String {
        let [early, late] = [self.early, self.late].map(|seconds| seconds * 1000.0);
        format!("{early:.1} ms at first, {late:.1} ms in the end")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_that_grow_have_a_trend() {
        let times: Vec<Duration> = (0..100).map(Duration::from_millis).collect();
        let trend = Trend::new(&times).unwrap();
        assert_eq!(trend.describe(), "10.0 ms at first, 90.0 ms in the end");
        assert_eq!(Trend::new(&times[..49]), None);
    }
}

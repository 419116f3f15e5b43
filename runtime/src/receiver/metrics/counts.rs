//! The counters of a receiver.

use std::sync::atomic::{AtomicU64, Ordering};

/// The counts of a receiver since its creation.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Counts {
    /// Requests whose sender was refused: 401, 403, or 503 if it could not be authenticated.
    pub refused: u64,
    /// Invalid requests: 400, 404, 405, 408, 413, 415.
    /// [`Receiver::rejections`](crate::receiver::Receiver::rejections) has one count for each reason.
    pub rejected: u64,
    /// Requests that exceeded the capacity: 503.
    pub busy: u64,
    /// Notifications that were accepted, including those that could not be decoded.
    pub accepted: u64,
    /// Notifications that could not be decoded and were passed on unchanged.
    pub invalid_payloads: u64,
    /// Notifications whose handler has finished.
    pub handled: u64,
    /// Handlers that panicked.
    pub panicked: u64,
    /// Handlers that exceeded their time limit.
    pub timed_out: u64,
}

macro_rules! counters {
    ($($count:ident $field:ident,)*) => {
        /// What is counted.
        #[derive(Clone, Copy)]
        pub(in crate::receiver) enum Count {
            $($count,)*
        }

        /// The counters.
        #[derive(Default)]
        pub(in crate::receiver) struct Counters {
            $($field: AtomicU64,)*
        }

        impl Counters {
            pub(in crate::receiver) fn add(&self, count: Count) {
                self.add_many(count, 1);
            }

            pub(in crate::receiver) fn add_many(&self, count: Count, number: usize) {
                let counter = match count {
                    $(Count::$count => &self.$field,)*
                };
                // Writing to a counter takes it away from other threads.
                if number > 0 {
                    counter.fetch_add(number as u64, Ordering::Relaxed);
                }
            }

            /// Returns the counts, without those of rejections.
            pub(in crate::receiver) fn counts(&self) -> Counts {
                Counts {
                    $($field: self.$field.load(Ordering::Relaxed),)*
                    ..Counts::default()
                }
            }
        }
    };
}

counters! {
    Refused refused,
    Accepted accepted,
    InvalidPayload invalid_payloads,
    Handled handled,
    Panicked panicked,
    TimedOut timed_out,
}

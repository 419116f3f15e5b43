//! placeholder
mod caller;
mod calls;
mod certificate;
mod fault;
mod payload;
mod random;
mod report;
mod scenario;
mod server;
mod service;
mod settings;
mod soak;
mod standin;
mod token;
mod verdict;
pub use calls::Event;
pub use caller::{Bot, BotSocket, Caller, HttpBot, InvalidBot, Plan, Unanswered};
pub use certificate::CryptographyError;
pub use fault::*;
pub use payload::Notification;
pub use random::guid;
pub use report::{CallReport, Counts, Report, ReportFormat};
pub use scenario::{Expected, Outcome, Scenario, Step};
pub use service::Urls;
pub use settings::Settings;
pub use soak::{Check, SoakPlan, SoakReport, soak_faults};
pub use standin::{Standin, StandinTransport, StartError};
pub use token::SenderToken;
pub use verdict::{Answer, NotificationReport, TimelineEntry, Verdict};

/// Raises the limit on open files of this process as far as the system allows. Thousands of
/// connections need more than most systems allow at first.
pub fn raise_open_files_limit() {
    // If the limit stays, the connections that exceed it fail, and are reported.
    let _ = rlimit::increase_nofile_limit(u64::MAX);
}

//! A stand-in for Microsoft Graph's calling API, which tests a calling bot.
//!
//! It starts Graph, the token authority and the service with the keys that sign notifications,
//! places calls at a bot, and judges what the bot makes of them. It breaks on purpose where a
//! [`Fault`] says so. The command `msgraph-calling-standin` does this for a bot in any language;
//! the README describes it.
//!
//! # A bot on sockets
//!
//! ```no_run
//! use std::sync::Arc;
//!
//! use msgraph_calling_standin::{
//!     Caller, Fault, HttpBot, Plan, ReportFormat, Scenario, Settings, Standin,
//! };
//!
//! # async fn example() -> Result<(), Box<dyn std::error::Error>> {
//! let mut settings = Settings::new("2891555a-92ff-42e6-80fa-6e1300c6b5c6");
//! settings.faults.extend(Fault::named("graph-503"));
//! let standin = Arc::new(Standin::start(settings).await?);
//! println!("configure the bot with {:?}", standin.urls());
//!
//! let bot = HttpBot::new("http://127.0.0.1:8080/api/calls", None, false).await?;
//! let plan = Plan::new(Scenario::named("incoming-call"), 100);
//! let report = Caller::new(standin, bot).run(&plan).await;
//! print!("{}", report.render(ReportFormat::Text));
//! # Ok(())
//! # }
//! ```
//!
//! # A bot in the same process
//!
//! Without sockets, [`Standin::transport`] passes the requests of a client to the services, and
//! the bot is a function. Tests of this kind may pause Tokio's clock, so that the 15 seconds of a
//! call take no time:
//!
//! ```
//! use std::sync::Arc;
//!
//! use bytes::Bytes;
//! use http::{Request, Response, StatusCode};
//! use msgraph_calling_standin::{Caller, Plan, Scenario, Settings, Standin, Verdict};
//!
//! # #[tokio::main(flavor = "current_thread", start_paused = true)]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! // A bot that accepts every notification, and rejects no call.
//! let idle = |_: Request<Bytes>| async {
//!     let mut response = Response::new(Bytes::new());
//!     *response.status_mut() = StatusCode::ACCEPTED;
//!     response
//! };
//! let settings = Settings::new("2891555a-92ff-42e6-80fa-6e1300c6b5c6");
//! let standin = Arc::new(Standin::without_sockets(settings)?);
//! let plan = Plan::new(Scenario::named("incoming-call"), 1);
//! let report = Caller::new(standin, idle).run(&plan).await;
//! assert_eq!(report.calls[0].verdict, Verdict::NotRejected);
//! # Ok(())
//! # }
//! ```
//!
//! # Design
//!
//! Each module uses only those above it, and the crate root uses all of them.
//!
//! | module | contents | may use |
//! |---|---|---|
//! | `random` | the seeded source of every random choice | |
//! | `certificate` | the certificate authority, and TLS with good and bad certificates | |
//! | `token` | the keys and tokens of notifications | `certificate` |
//! | `fault` | what can go wrong, and when: the model, names, files, the schedule of a run | `certificate`, `random` |
//! | `settings` | the settings of a stand-in | `fault` |
//! | `payload` | the bodies of notifications | `fault`, `random` |
//! | `scenario` | what happens to a call, and what a bot has to do | `payload`, `token` |
//! | `calls` | the calls as Graph sees them, and what happened to each | |
//! | `verdict` | what a bot made of a call | `calls`, `scenario` |
//! | `service` | Graph, authority and metadata without sockets: requests in, answers out | `calls`, `certificate`, `fault`, `random`, `settings`, `token` |
//! | `server` | the services on sockets, with connections that break | `certificate`, `fault`, `service` |
//! | `standin` | the stand-in, on sockets or without | `calls`, `certificate`, `fault`, `server`, `service`, `settings` |
//! | `report` | what a bot made of a run, in four formats | `scenario`, `service`, `verdict` |
//! | `caller` | places calls at a bot, and judges them | all above |
//! | `soak` | many calls with random faults | `caller`, `fault`, `random`, `report`, `scenario`, `verdict` |
//!
//! - The services are functions from requests to answers, so that tests need no sockets. `server`
//!   adds what only a connection can do: resets, silence and bad certificates.
//! - A verdict depends on what Graph saw, never on what the bot says of itself.
//! - What the bot sends is checked with the generated client, and what the stand-in sends is
//!   validated against the OpenAPI document in a test.
//! - A seed determines the ids and names of each call, and the choices of faults. Keys and
//!   certificates are new in each process.

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

pub use caller::{
    Bot, BotSocket, Caller, HttpBot, InvalidBot, NotStopped, Plan, Readiness, Unanswered,
};
pub use calls::Event;
pub use certificate::CryptographyError;
pub use fault::{
    AnswerFault, CertificateFault, ClientFault, Effect, Endpoint, Fault, NAMED_FAULTS, NamedFault,
    NotificationFault, PayloadFault, ResetPoint, RetryAfter, ScriptError, Service,
};
pub use payload::Notification;
pub use random::guid;
pub use report::{CallReport, Counts, Report, ReportFormat, Trend};
pub use scenario::{Expected, Outcome, Scenario, Step};
pub use service::{HeldRejection, HeldRejections, Urls};
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

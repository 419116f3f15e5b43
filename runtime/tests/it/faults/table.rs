//! Compares the outcome of a fault with its row in `FAULTS.md`.

use std::fmt::Write as _;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use specwright_runtime::{
    Client, Error, FailedAttempt, Method, Operation, Phase, Reply, Request, Response,
    RetryDecision, RetryPolicy, RetryReason, Security, StandardRetry, Status, StatusCode,
    UnexpectedResponse, Value, body,
};

use crate::faults::server::Server;

pub(crate) const TABLE: &str = include_str!("../../../FAULTS.md");

const fn operation(method: Method, idempotent: bool) -> Operation<Option<Value>, Value> {
    Operation {
        id: "fault",
        method,
        path: "/fault",
        deadline: None,
        idempotent,
        security: Security::Bearer,
        responses: &[
            (
                Status::Code(202),
                Reply::Success(|response| body::none(response).map(|()| None)),
            ),
            (
                Status::Range(2),
                Reply::Success(|response| body::json(response).map(Some)),
            ),
            (Status::Range(4), Reply::Failure(body::json)),
            (Status::Range(5), Reply::Failure(body::json)),
        ],
    }
}

static POST: Operation<Option<Value>, Value> = operation(Method::POST, false);
static GET: Operation<Option<Value>, Value> = operation(Method::GET, true);

/// The standard policy, which waits a hundredth as long, and notes how long it would have waited.
#[derive(Clone, Default)]
struct Noted(Arc<Mutex<Vec<String>>>);

impl RetryPolicy for Noted {
    fn decide(&self, failed: &FailedAttempt<'_>) -> RetryDecision {
        let decision = StandardRetry::new().decide(failed);
        let RetryDecision::Retry(delay) = decision else {
            return decision;
        };
        if delay >= failed.remaining {
            // The call gives up by itself.
            return decision;
        }
        let wait = match (failed.reason, failed.retry_after) {
            (RetryReason::Status(StatusCode::UNAUTHORIZED), _) => "at once".to_owned(),
            (_, Some(asked)) => format!("after {} s", asked.as_secs_f64()),
            (_, None) => "back-off".to_owned(),
        };
        self.0.lock().unwrap().push(wait);
        RetryDecision::Retry(delay / 100)
    }
}

/// The outcome of one call.
struct Observed {
    attempts: u32,
    processed: u32,
    time: String,
    result: String,
}

fn call<'a>(
    client: &'a Client,
    operation: &'static Operation<Option<Value>, Value>,
) -> Request<'a, Option<Value>, Value> {
    let request = Request::new(&client.path().segment("fault"), operation);
    match operation.method {
        Method::POST => request.json(&serde_json::json!({ "reason": "busy" })),
        _ => request,
    }
}

/// A GET of the client.
pub(crate) fn get(client: &Client) -> Request<'_, Option<Value>, Value> {
    call(client, &GET)
}

async fn observe(server: &Server, operation: &'static Operation<Option<Value>, Value>) -> Observed {
    let noted = Noted::default();
    let client = server.client().retry(noted.clone()).build();
    if server.is_warm() {
        call(&client, operation).await.unwrap();
        server.take_processed();
        // The effect of the server on the connection has time to arrive.
        tokio::time::sleep(Duration::from_millis(250)).await;
    }
    let outcome = call(&client, operation).await;
    let is_late = matches!(outcome, Err(Error::DeadlineExceeded { .. }));
    let mut waits = noted.0.lock().unwrap().clone();
    waits.dedup();
    let time = match waits.as_slice() {
        _ if is_late => "the whole deadline".to_owned(),
        [] => "at once".to_owned(),
        waits => waits.join(", "),
    };
    let attempts = match &outcome {
        Ok(response) => response.attempts(),
        Err(error) => error.attempts(),
    };
    Observed {
        attempts,
        processed: server.take_processed(),
        time,
        result: described(&outcome),
    }
}

/// Returns the result of the call, in the words of the table.
fn described(outcome: &Result<Response<Option<Value>>, Error<Value>>) -> String {
    let error = match outcome {
        Ok(response) => return format!("{}", response.status().as_u16()),
        Err(error) => error,
    };
    let mut text = match error {
        Error::Transport { error, .. } if error.is_permanent() => format!("{error}, for good"),
        Error::Transport { error, .. } => error.to_string(),
        Error::DeadlineExceeded { phase, .. } => match phase {
            Phase::Token => "too late for the token".to_owned(),
            Phase::Connection => "too late for a connection".to_owned(),
            Phase::Response => "too late for the response".to_owned(),
            Phase::Body => "too late for the body".to_owned(),
            other => panic!("{other}"),
        },
        Error::Service { status, .. } => format!("declared error {}", status.as_u16()),
        Error::Unexpected { status, why, .. } => {
            let why = match why {
                UnexpectedResponse::Status => "undeclared status",
                UnexpectedResponse::Body(_) => "undeclared body, kept",
                UnexpectedResponse::TooLong { .. } => "body too long",
                other => panic!("{other}"),
            };
            format!("{} with {why}", status.as_u16())
        }
        other => panic!("{other}"),
    };
    if let (Error::Transport { .. } | Error::DeadlineExceeded { .. }, Some(status)) =
        (error, error.status())
    {
        write!(text, " of {}", status.as_u16()).unwrap();
    }
    let processed = if error.may_have_been_processed() {
        "perhaps processed"
    } else {
        "not processed"
    };
    format!("{text}; {processed}")
}

/// Calls a server that goes wrong, and holds what comes of it against the table.
pub(crate) async fn compare(name: &str, server: &Server) {
    let post = observe(server, &POST).await;
    let get = observe(server, &GET).await;
    assert!(
        post.processed <= 1,
        "the POST was processed {} times",
        post.processed
    );
    let time = if post.time == get.time {
        post.time
    } else {
        format!("{} / {}", post.time, get.time)
    };
    let result = if post.result == get.result {
        post.result
    } else {
        format!("{} / {}", post.result, get.result)
    };
    let cells = [
        format!("`{name}`"),
        post.attempts.to_string(),
        post.processed.to_string(),
        get.attempts.to_string(),
        time,
        result,
    ];
    let row = rows().into_iter().find(|row| row[0] == cells[0]);
    let row = row.unwrap_or_else(|| panic!("FAULTS.md has no row: | {} |", cells.join(" | ")));
    let known: Vec<&str> = row
        .iter()
        .enumerate()
        .filter(|(at, _)| *at != 1)
        .map(|(_, cell)| *cell)
        .collect();
    assert_eq!(
        known,
        cells,
        "FAULTS.md says otherwise: | {} |",
        cells.join(" | ")
    );
}

/// The cells of each row that names a test: name, fault, and what is observed.
pub(crate) fn rows() -> Vec<Vec<&'static str>> {
    // The part on receiving belongs to the tests of the receiver.
    let calls = TABLE.split("\n## Receiving\n").next().unwrap_or(TABLE);
    calls
        .lines()
        .filter(|line| line.starts_with("| `"))
        .map(|line| line.trim_matches('|').split('|').map(str::trim).collect())
        .collect()
}

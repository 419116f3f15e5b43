//! Receiving: which requests are accepted, how they are answered, and what handlers get.

mod bodies;
mod limits;
mod log;
mod order;
mod recorder;
mod rejections;
mod reports;
mod requests;
mod responses;
#[cfg(feature = "axum")]
mod server;
mod shutdown;

use http::{Request, StatusCode};
use specwright_runtime::Body;
use specwright_runtime::receiver::{
    DangerouslyUnauthenticated, PublicAddress, Receiver, ReceiverBuilder,
};

use crate::support::watched::SOON;
use recorder::Recorder;

/// The path of the callback.
const PATH: &str = "/api/events";

fn builder(recorder: &Recorder) -> ReceiverBuilder {
    let address = PublicAddress::new("https://shop.example").expect("a URL");
    Receiver::builder(address).callback(PATH, recorder.callback(DangerouslyUnauthenticated))
}

fn receiver(recorder: &Recorder) -> Receiver {
    builder(recorder).build().expect("a valid path")
}

/// Returns a request with a body.
fn post(body: impl Into<Body>) -> Request<Body> {
    Request::post(PATH)
        .header("content-type", "application/json; charset=utf-8")
        .body(body.into())
        .expect("a valid request")
}

/// Returns the status of the response to a body.
async fn status(receiver: &Receiver, body: impl Into<Body>) -> StatusCode {
    receiver.receive(post(body)).await.status()
}

/// Returns an event of an item.
fn event(item: &str, state: &str) -> String {
    format!(r#"{{"kind": "updated", "item": "/items/{item}", "state": "{state}"}}"#)
}

/// Returns a batch with an event of each item.
fn batch(items: &[&str]) -> String {
    let events: Vec<String> = items.iter().map(|item| event(item, "new")).collect();
    format!(r#"{{"value": [{}]}}"#, events.join(", "))
}

/// Returns a batch with one event, whose handler does what `action` says.
fn batch_with_action(item: &str, action: &str) -> String {
    format!(
        r#"{{"value": [{{"kind": "updated", "item": "/items/{item}", "action": "{action}"}}]}}"#
    )
}

/// Returns a batch with one event, whose response is determined as `answer` says.
fn batch_with_answer(answer: &str) -> String {
    format!(r#"{{"value": [{{"kind": "updated", "answer": "{answer}"}}]}}"#)
}

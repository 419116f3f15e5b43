//! Notifications of Graph, through receiver and handler.

mod answers;
mod bot;
mod fixtures;
mod hand_over;
mod subjects;

use http::{Request, Response, StatusCode};
use msgraph_communications::callbacks::comms_notifications;
use specwright_runtime::Body;
use specwright_runtime::receiver::{
    DangerouslyUnauthenticated, PublicAddress, Receiver, ReceiverBuilder,
};

use crate::support::watched::SOON;
use bot::Bot;

/// The path of the callback.
const PATH: &str = "/api/calls";

fn builder(bot: &Bot) -> ReceiverBuilder {
    let address = PublicAddress::new("https://bot.contoso.com").expect("this is a URL");
    Receiver::builder(address).callback(
        PATH,
        comms_notifications::callback(bot.clone(), DangerouslyUnauthenticated),
    )
}

fn receiver(bot: &Bot) -> Receiver {
    builder(bot).build().expect("the path is one")
}

/// Returns a request as Graph sends it.
fn post(body: impl Into<Body>) -> Request<Body> {
    Request::post(PATH)
        .header("content-type", "application/json; charset=utf-8")
        .body(body.into())
        .expect("this is a request")
}

async fn status(receiver: &Receiver, body: impl Into<Body>) -> StatusCode {
    receiver.receive(post(body)).await.status()
}

/// Returns a bot that has handled a body, and its receiver.
async fn given(body: impl Into<Body>) -> (Bot, Receiver) {
    let bot = Bot::new();
    let receiver = receiver(&bot);
    assert_eq!(status(&receiver, body).await, 202);
    assert!(receiver.shut_down(SOON).await.is_empty());
    (bot, receiver)
}

/// The JSON of a response.
fn json(response: &Response<Body>) -> serde_json::Value {
    let bytes = response.body().as_bytes().expect("the body is in memory");
    serde_json::from_slice(bytes).expect("the body is JSON")
}

/// Returns a notification about a call.
fn notification(id: &str, change: &str, state: &str) -> String {
    format!(
        r##"{{"changeType": "{change}", "resourceUrl": "/communications/calls/{id}",
            "resourceData": {{"@odata.type": "#microsoft.graph.call", "state": "{state}"}}}}"##
    )
}

//! Calls as futures: they are `Send`, and small.

use specwright_runtime::testing::{Script, ScriptedResponse};
use specwright_runtime::{Client, Endpoint, StaticToken};

use crate::calls::operations::reject;

fn client(script: &Script) -> Client {
    Client::builder(Endpoint::new("https://graph.example").unwrap())
        .credential(StaticToken::new("t"))
        .transport(script.clone())
        .build()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_call_can_be_awaited_by_another_task() {
    let script = Script::new().then(ScriptedResponse::status(202));
    let client = client(&script);
    let call = tokio::spawn(async move { reject(&client, "1").await.map(|done| done.attempts()) });
    assert_eq!(call.await.unwrap().unwrap(), 1);
}

#[tokio::test]
async fn an_unpolled_call_sends_nothing() {
    let script = Script::new().then(ScriptedResponse::status(202));
    let client = client(&script);
    drop(reject(&client, "1").into_future());
    assert!(script.requests().is_empty());
}

#[test]
fn the_future_of_a_call_is_small() {
    let client = client(&Script::new());
    let request = reject(&client, "1");
    assert!(size_of_val(&request) <= 512, "{}", size_of_val(&request));
    let call = request.into_future();
    // On the stack it is two words.
    assert_eq!(size_of_val(&call), 2 * size_of::<usize>());
    assert!(size_of_val(&*call) <= 2_304, "{}", size_of_val(&*call));
}

//! A required body is an argument.

use msgraph_communications::Client;

async fn reject(client: &Client) {
    let _ = client
        .communications()
        .calls()
        .by_call_id("1")
        .reject()
        .post()
        .await;
}

fn main() {}

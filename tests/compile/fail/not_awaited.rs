//! A request that is not awaited is a warning of the compiler.

#![deny(unused_must_use)]

use msgraph_communications::Client;
use msgraph_communications::communications::calls::item::reject::RejectPostRequestBody;

fn reject(client: &Client) {
    let reject = client.communications().calls().by_call_id("1").reject();
    reject.post(RejectPostRequestBody::default());
    client.communications().calls().by_call_id("1").reject();
}

fn main() {}

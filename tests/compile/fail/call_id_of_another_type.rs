//! A call ID is a string.

use msgraph_communications::Client;

fn path(client: &Client) {
    let _ = client.communications().calls().by_call_id(57);
}

fn main() {}

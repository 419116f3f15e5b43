//! A call id is a text.

use msgraph_communications::Client;

fn path(client: &Client) {
    let _ = client.communications().calls().by_call_id(57);
}

fn main() {}

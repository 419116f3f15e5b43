//! The operation is not available in the cloud of China, so there is no such server.

use msgraph_communications::Server;

fn main() {
    let _ = Server::China;
}

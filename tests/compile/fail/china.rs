//! The operation does not exist in China, so that cloud is no server.

use msgraph_communications::Server;

fn main() {
    let _ = Server::China;
}

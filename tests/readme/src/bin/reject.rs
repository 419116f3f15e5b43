//! The first program of README.md.

use msgraph_communications::{Client, Server, runtime::StaticToken};
use msgraph_communications::{models::RejectReason, operations::RejectPostRequestBody};
#[tokio::main]
async fn main() {
    let token = StaticToken::new(std::env::var("GRAPH_TOKEN").expect("GRAPH_TOKEN is set"));
    let client = Client::new(Server::Global, token);
    let body = RejectPostRequestBody { reason: Some(RejectReason::Busy), ..Default::default() };
    let call = client.communications().calls().by_call_id("57dab8b1-894c-409a-b240-bd8beae78896");
    match call.reject().post(body).await {
        Ok(accepted) => println!("{}", accepted.status()),
        Err(error) => eprintln!("{error}"),
    }
}

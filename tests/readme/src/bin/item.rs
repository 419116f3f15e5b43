//! The third program of README.md.

use inventory::models::item::ItemState;
use inventory::{Client, Server};

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let client = Client::new(Server::InventoryExampleCom);
    let item = client.items().by_id("42").get().await?.into_body();
    match item.state {
        Some(ItemState::Delivered) => println!("{} is here", item.name),
        Some(state) => println!("{} is {state}", item.name),
        None => println!("{} has no state", item.name),
    }
    Ok(())
}

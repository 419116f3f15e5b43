//! Prints the pets of the store.

mod petstore {
    include!(concat!(env!("OUT_DIR"), "/petstore/mod.rs"));
}

use petstore::models::Pet;
use petstore::models::pet::PetState;
use petstore::{Client, Server};

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let client = Client::new(Server::PetsExampleCom);
    for pet in available(&client).await? {
        println!("{}", pet.name);
    }
    Ok(())
}

/// Returns the pets that can be bought.
async fn available(client: &Client) -> Result<Vec<Pet>, petstore::Error<std::convert::Infallible>> {
    let mut pets = client.pets().get().limit(100).await?.into_body();
    pets.retain(|pet| pet.state == Some(PetState::Available));
    Ok(pets)
}

#[cfg(test)]
mod tests {
    use specwright_runtime::testing::{Script, ScriptedResponse};

    use super::petstore::{Client, Server, runtime};

    #[tokio::test]
    async fn only_available_pets_are_listed() {
        let pets =
            r#"[{ "name": "Ada", "state": "available" }, { "name": "Bo", "state": "sold" }]"#;
        let response = ScriptedResponse::status(200).header("content-type", "application/json");
        let script = Script::new().then(response.body(pets));
        let client = runtime::Client::builder(Server::PetsExampleCom)
            .transport(script.clone())
            .build();
        let available = super::available(&Client::from(client)).await.unwrap();
        let names: Vec<&str> = available.iter().map(|pet| pet.name.as_str()).collect();
        assert_eq!(names, ["Ada"]);
        assert_eq!(script.requests()[0].uri().query(), Some("limit=100"));
    }
}

//! Uses the generated client of the pet store.

use petstore::models::Problem;
use petstore::{Client, Error};

/// Returns the name of a pet.
///
/// # Errors
///
/// The call fails, or the store does not have the pet.
pub async fn name_of(client: &Client, id: &str) -> Result<String, Error<Problem>> {
    let pet = client.pets().by_id(id).get().await?.into_body();
    Ok(pet.name)
}

#[cfg(test)]
mod tests {
    use petstore::runtime::testing::{Script, ScriptedResponse};
    use petstore::{Client, Server, runtime};

    #[tokio::test]
    async fn the_name_of_a_pet_is_returned() {
        let response = ScriptedResponse::status(200).header("content-type", "application/json");
        let script = Script::new().then(response.body(r#"{ "name": "Ada" }"#));
        let client = runtime::Client::builder(Server::PetsExampleCom)
            .transport(script)
            .build();
        let name = super::name_of(&Client::from(client), "1").await;
        assert_eq!(name.unwrap(), "Ada");
    }
}

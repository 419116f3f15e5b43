//! Received values that are changed and sent back.

use serde_json::json;
use shelter_client::Client;
use shelter_client::models::{Pet, guardian::GuardianRequest, pet::PetRequest};
use shelter_client::pets::item::ItemPatchRequestBody;
use specwright_runtime::{Value, from_slice};

use crate::documents::{server, target};

fn received() -> Pet {
    let pet = json!({
        "id": 7,
        "since": "2024-02-29T08:00:00Z",
        "name": "Minka",
        "tag": null,
        "status": "at home",
        "owner": {"id": "a", "name": "Ann", "cats": 3},
        "former": [{"id": "b", "name": "Bob"}],
        "vets": {"day": {"id": "c", "name": "Cy"}},
        "walkers": [{"id": "d", "name": "Di"}],
        "place": {"id": "e", "name": "Eve"},
        "guardian": {"kind": "neighbour", "checked": true, "street": "Elm"},
        "nap-time": 1,
        "nap_time": 2,
        "colour": ["red"]
    });
    from_slice(pet.to_string().as_bytes()).unwrap()
}

#[tokio::test]
async fn a_received_value_can_be_changed_and_sent_back() {
    let server = server().await;
    let client = Client::from(server.client().build());
    let mut pet = PetRequest::from(received());
    pet.name = "Mimi".to_owned();
    // The answer has no body, which is no matter here.
    let _ = client.pets().by_id(7).put(pet).await;
    let request = server.only();
    assert_eq!(target(&request), "/pets/7");
    let body: Value = serde_json::from_str(&request.body).unwrap();
    assert_eq!(
        body,
        json!({
            "id": 7,
            "name": "Mimi",
            "status": "at home",
            "owner": {"name": "Ann", "cats": 3},
            "former": [{"name": "Bob"}],
            "vets": {"day": {"name": "Cy"}},
            "walkers": [{"name": "Di"}],
            "place": {"name": "Eve"},
            "guardian": {"kind": "neighbour", "street": "Elm"},
            "nap_time": 2,
            "colour": ["red"]
        })
    );
}

#[test]
fn write_only_properties_may_be_absent_or_null() {
    let pet = PetRequest::from(received());
    assert_eq!((pet.note, pet.tag), (None, None));
    let Some(GuardianRequest::Neighbour(neighbour)) = pet.guardian else {
        panic!("a neighbour stays one");
    };
    assert_eq!(neighbour.street.as_deref(), Some("Elm"));
}

#[tokio::test]
async fn an_explicit_null_is_sent_and_an_absent_property_is_not() {
    let server = server().await;
    let client = Client::from(server.client().build());
    let pet = client.pets().by_id(7);
    let change = ItemPatchRequestBody::default().with_null(ItemPatchRequestBody::TAG);
    let _ = pet.patch(change).await;
    let _ = pet.patch(ItemPatchRequestBody::default()).await;
    let mut change = ItemPatchRequestBody::default().with_null(ItemPatchRequestBody::TAG);
    change.tag = Some("black".to_owned());
    let _ = pet.patch(change).await;
    let received = server.received();
    let bodies: Vec<&str> = received
        .iter()
        .map(|request| request.body.as_str())
        .collect();
    assert_eq!(bodies, [r#"{"tag":null}"#, "{}", r#"{"tag":"black"}"#]);
}

#[test]
fn received_nulls_are_not_sent_back() {
    let pet = PetRequest::from(received());
    let body = serde_json::to_value(&pet).unwrap();
    assert_eq!(body.get("tag"), None);
    let body = serde_json::to_value(pet.with_null(PetRequest::TAG)).unwrap();
    assert_eq!(body.get("tag"), Some(&Value::Null));
}

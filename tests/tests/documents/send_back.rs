//! What was received, changed and sent back.

use serde_json::json;
use shelter_client::Client;
use shelter_client::models::{GuardianRequest, Pet, PetRequest};
use specwright_runtime::{Nullable, Value, from_slice};

use crate::{server, target};

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
async fn what_was_received_is_sent_back_changed_without_what_the_service_decides() {
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
fn what_is_only_sent_is_absent_and_null_too() {
    let pet = PetRequest::from(received());
    assert_eq!((pet.note, pet.tag), (None, Nullable::Absent));
    let Some(GuardianRequest::Neighbour(neighbour)) = pet.guardian else {
        panic!("a neighbour stays one");
    };
    assert_eq!(neighbour.street.as_deref(), Some("Elm"));
}

//! Decoding of what Graph sends: each rule, each deviation from the documentation, each payload.

mod complete;
mod documented;
mod enums;
mod identities;
mod malformed;
mod members;
mod operations;
mod resources;
mod round_trip;
mod scalars;
mod types;

use msgraph_communications::models::{
    Call, CommsNotification, CommsNotifications, Entity, Participant,
};
use msgraph_tests::payloads;
use specwright_runtime::{OneOrMany, from_slice};

/// The notifications in a payload.
fn notifications(file: &str) -> Vec<CommsNotification> {
    envelope(file).value.expect("the payload has notifications")
}

fn envelope(file: &str) -> CommsNotifications {
    from_slice(&payloads::text(file)).unwrap_or_else(|error| panic!("{file}: {error}"))
}

/// The first notification in a payload.
fn notification(file: &str) -> CommsNotification {
    notifications(file).swap_remove(0)
}

/// The call that the first notification in a payload is about.
fn call(file: &str) -> Call {
    call_of(notification(file))
}

fn call_of(notification: CommsNotification) -> Call {
    match notification.resource_data {
        Some(OneOrMany::One(Entity::Call(call))) => *call,
        other => panic!("not a call: {other:?}"),
    }
}

/// The participants that the first notification in a payload is about.
fn participants(file: &str) -> Vec<Participant> {
    match notification(file).resource_data {
        Some(OneOrMany::Many(entities)) => entities.into_iter().map(participant).collect(),
        other => panic!("not a list: {other:?}"),
    }
}

fn participant(entity: Entity) -> Participant {
    match entity {
        Entity::Participant(participant) => *participant,
        other => panic!("not a participant: {other:?}"),
    }
}

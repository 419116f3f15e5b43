//! Receiving: no request causes a panic, and no valid notification is lost to others of its batch.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use http::Request;
use msgraph_communications::callbacks::comms_notifications::{self, CommsNotificationsHandler};
use msgraph_communications::models::CommsNotification;
use proptest::prelude::*;
use proptest::sample::select;
use specwright_runtime::receiver::{
    DangerouslyUnauthenticated, InvalidPayload, PublicAddress, Received, Receiver,
};
use specwright_runtime::{Body, Value, from_slice};

use crate::properties::cases;
use crate::properties::decoding::{PAYLOADS, WORDS};
use crate::properties::mutation::{damage, json, mutations};

/// Records notifications, in the order of their handling.
#[derive(Clone, Default)]
struct Keeper {
    good: Arc<Mutex<Vec<CommsNotification>>>,
    bad: Arc<Mutex<Vec<Vec<u8>>>>,
}

impl CommsNotificationsHandler for Keeper {
    async fn post(&self, notification: Received<CommsNotification>) {
        self.good.lock().unwrap().push(notification.into_inner());
    }

    async fn invalid_post(&self, notification: Received<InvalidPayload>) {
        self.bad.lock().unwrap().push(notification.raw().to_vec());
    }
}

/// The status that a body gets, and what is handed over.
fn through(body: Vec<u8>) -> (u16, Vec<CommsNotification>, Vec<Vec<u8>>) {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_time()
        .build()
        .unwrap();
    runtime.block_on(async {
        let keeper = Keeper::default();
        let address = PublicAddress::new("https://bot.contoso.com").unwrap();
        let receiver = Receiver::builder(address)
            .callback(
                "/",
                comms_notifications::callback(keeper.clone(), DangerouslyUnauthenticated),
            )
            // One after the other, so that most have to wait for their turn.
            .parallel(1)
            .build()
            .unwrap();
        let request = Request::post("/").body(Body::from(body)).unwrap();
        let status = receiver.receive(request).await.status().as_u16();
        let left = receiver.shut_down(Duration::from_secs(60)).await;
        assert!(left.is_empty());
        let counts = receiver.counts();
        assert_eq!(counts.panicked + counts.timed_out, 0);
        let good = std::mem::take(&mut *keeper.good.lock().unwrap());
        let bad = std::mem::take(&mut *keeper.bad.lock().unwrap());
        (status, good, bad)
    })
}

/// Notifications of the payloads, as they came.
fn sound() -> Vec<Value> {
    let notifications = PAYLOADS
        .iter()
        .flat_map(|payload| payload["value"].as_array().into_iter().flatten());
    notifications.cloned().collect()
}

fn element() -> impl Strategy<Value = String> {
    let damaged = (select(sound()), mutations(&WORDS)).prop_map(|(mut value, mutations)| {
        damage(&mut value, &mutations);
        value
    });
    // No brackets, quotes or commas, so that it is still clear where it ends.
    let junk = "[a-z0-9.+:-]{1,12}";
    prop_oneof![
        4 => select(sound()).prop_map(|value| value.to_string()),
        3 => damaged.prop_map(|value| value.to_string()),
        1 => json(&WORDS).prop_map(|value| value.to_string()),
        1 => junk,
    ]
}

proptest! {
    #![proptest_config(cases(256))]

    #[test]
    fn any_bytes_get_a_clear_status(body in prop::collection::vec(any::<u8>(), 0..300)) {
        let (status, good, bad) = through(body);
        prop_assert!([200, 202, 204, 400].contains(&status), "{status}");
        prop_assert!(status == 202 || status == 200 || good.is_empty() && bad.is_empty());
    }

    #[test]
    fn any_json_gets_a_clear_status(value in json(&WORDS)) {
        let (status, ..) = through(value.to_string().into_bytes());
        prop_assert!([200, 202, 204, 400].contains(&status), "{status}");
    }

    #[test]
    fn a_payload_with_any_byte_changed_gets_a_clear_status(
        payload in select(PAYLOADS.clone()),
        at in any::<prop::sample::Index>(),
        byte in any::<u8>(),
    ) {
        let mut body = payload.to_string().into_bytes();
        *at.get_mut(&mut body) = byte;
        let (status, ..) = through(body);
        prop_assert!([200, 202, 204, 400].contains(&status), "{status}");
    }

    #[test]
    fn no_valid_notification_is_lost_to_its_neighbours(elements in prop::collection::vec(element(), 0..8)) {
        let body = format!("{{\"value\": [{}]}}", elements.join(","));
        let (mut expected, mut expected_bad) = (Vec::new(), Vec::new());
        for element in &elements {
            match from_slice::<CommsNotification>(element.as_bytes()) {
                Ok(notification) => expected.push(notification),
                Err(_) => expected_bad.push(element.clone().into_bytes()),
            }
        }
        let (status, good, bad) = through(body.into_bytes());
        let waits = expected.iter().any(CommsNotification::is_participant_joining);
        prop_assert_eq!(status, if waits { 200 } else { 202 });
        prop_assert_eq!(good.len(), expected.len());
        // Only those of one call keep their order: an incoming call without an id is due first.
        for id in expected.iter().map(CommsNotification::call_id) {
            let of = |all: &[CommsNotification]| -> Vec<CommsNotification> {
                all.iter().filter(|one| one.call_id() == id).cloned().collect()
            };
            let (mut good, mut expected) = (of(&good), of(&expected));
            if id.is_none() {
                for all in [&mut good, &mut expected] {
                    all.sort_by_cached_key(|one| serde_json::to_string(one).unwrap());
                }
            }
            prop_assert_eq!(good, expected);
        }
        let sorted = |mut all: Vec<Vec<u8>>| { all.sort(); all };
        prop_assert_eq!(sorted(bad), sorted(expected_bad));
    }
}

//! Undeclared, null, required and duplicate properties.

use msgraph_communications::models::{
    CallState, ChangeType, CommsNotifications, Entity, Identity, IdentitySet,
};
use serde_json::json;
use specwright_runtime::{OneOrMany, from_slice};

use crate::decoding::{call, call_of, envelope, notification, notifications, participants};

#[test]
fn undeclared_properties_are_kept_in_every_object() {
    let envelope = envelope("unknown-members-at-every-level.json");
    assert_eq!(envelope.additional_data["@odata.count"], json!(1));
    assert_eq!(
        envelope.additional_data["trace"],
        json!({"hops": ["a", "b"]})
    );

    let notification = envelope.value.unwrap().swap_remove(0);
    assert_eq!(notification.additional_data["deliveryCount"], json!(1));

    let call = call_of(notification);
    assert_eq!(
        call.additional_data["ringingSince"],
        json!("2026-03-02T09:14:27Z")
    );
    assert_eq!(
        call.chat_info.unwrap().additional_data["pinned"],
        json!([1, 2.5, -3e10, null, {"deep": [[]]}])
    );
    assert_eq!(
        call.result_info.unwrap().additional_data["diagnostics"],
        json!({"phase": 2})
    );

    let source = call.source.unwrap();
    assert_eq!(source.additional_data["mood"], json!("good"));
    let Some(IdentitySet::IdentitySet(set)) = source.identity else {
        panic!()
    };
    assert_eq!(set.additional_data["avatar"], json!({"id": "1"}));
    let Some(Identity::Identity(user)) = set.user else {
        panic!()
    };
    assert_eq!(user.additional_data["pronouns"], json!("she/her"));
    assert_eq!(user.additional_data.len(), 1);
}

#[test]
fn properties_named_like_rust_fields_are_undeclared() {
    let call = call("unknown-members-named-like-fields.json");
    assert_eq!(call.state, Some(CallState::Established));
    assert_eq!(call.odata_type.as_deref(), Some("#microsoft.graph.call"));
    for (name, value) in [
        ("State", json!("Established")),
        ("odata_type", json!("x")),
        ("additional_data", json!({"a": 1})),
        ("additionalData", json!(true)),
        ("type", json!("call")),
        ("@odata.Type", json!("#microsoft.graph.call")),
        ("", json!("empty name")),
    ] {
        assert_eq!(call.additional_data.get(name), Some(&value), "{name:?}");
    }
    assert_eq!(call.additional_data.len(), 7);
}

#[test]
fn null_is_decoded_as_absent() {
    let notifications = notifications("null-in-every-optional-member.json");
    assert_eq!(notifications[0].resource_url, None);
    assert_eq!(notifications[0].resource_data, None);
    let Some(OneOrMany::One(nulls)) = &notifications[1].resource_data else {
        panic!()
    };
    let absent: Entity = from_slice(br##"{"@odata.type": "#microsoft.graph.call"}"##).unwrap();
    assert_eq!(*nulls, absent);
    assert_eq!(envelope("value-null.json").value, None);
    assert_eq!(notification("resource-data-null.json").resource_data, None);
    for participant in participants("roster-null-ids.json") {
        assert_eq!(participant.id, None);
    }
}

#[test]
fn null_inside_of_untyped_json_is_kept() {
    let metadata = call("policy-recording.json").application_metadata.unwrap();
    assert!(metadata["botData"]["applicationType"].is_null());
    assert!(
        metadata["botData"]
            .as_object()
            .unwrap()
            .contains_key("applicationType")
    );
}

#[test]
fn a_notification_requires_only_its_change_type() {
    let read: CommsNotifications =
        from_slice(br#"{"value": [{"changeType": "created"}]}"#).unwrap();
    let notification = &read.value.unwrap()[0];
    assert_eq!(notification.change_type, ChangeType::Created);
    assert_eq!(notification.resource_url, None);
    assert!(notification.additional_data.is_empty());
    assert!(from_slice::<CommsNotifications>(br#"{"value": [{}]}"#).is_err());
}

#[test]
fn an_empty_object_has_no_notifications() {
    let read: CommsNotifications = from_slice(b"{}").unwrap();
    assert_eq!(read, CommsNotifications::default());
    assert_eq!(envelope("empty-value.json").value.as_deref(), Some(&[][..]));
}

#[test]
fn the_last_of_two_duplicate_properties_wins() {
    let notification = notification("duplicate-members.json");
    assert_eq!(notification.change_type, ChangeType::Updated);
    let call = call_of(notification);
    assert_eq!(call.state, Some(CallState::Established));
    assert_eq!(call.subject.as_deref(), Some("second"));
    assert_eq!(call.additional_data["unheardOf"], json!(2));
}

#[test]
fn the_legacy_format_keeps_all_its_properties() {
    let envelope = envelope("legacy-skype-format.json");
    assert_eq!(envelope.value, None);
    assert_eq!(envelope.additional_data["callState"], json!("incoming"));
    assert_eq!(
        envelope.additional_data["participants"][1]["endPointType"],
        json!("default")
    );
}

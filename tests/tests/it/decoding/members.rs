//! Rules 1 to 3: undeclared members are kept, null is absent, little is required; and the last of two members counts.

use msgraph_communications::models::{
    CallState, ChangeType, CommsNotifications, Entity, Identity, IdentitySet,
};
use serde_json::json;
use specwright_runtime::{OneOrMany, from_slice};

use crate::decoding::{call, call_of, envelope, notification, notifications, participants};

#[test]
fn an_undeclared_member_is_kept_in_whatever_object_it_comes() {
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
fn a_member_named_like_a_field_of_rust_is_not_taken_for_it() {
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
fn null_reads_as_absent() {
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
fn null_inside_of_free_json_is_kept() {
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
fn only_the_change_type_of_a_notification_is_required() {
    let read: CommsNotifications =
        from_slice(br#"{"value": [{"changeType": "created"}]}"#).unwrap();
    let notification = &read.value.unwrap()[0];
    assert_eq!(notification.change_type, ChangeType::Created);
    assert_eq!(notification.resource_url, None);
    assert!(notification.additional_data.is_empty());
    assert!(from_slice::<CommsNotifications>(br#"{"value": [{}]}"#).is_err());
}

#[test]
fn the_empty_object_is_an_envelope_without_notifications() {
    let read: CommsNotifications = from_slice(b"{}").unwrap();
    assert_eq!(read, CommsNotifications::default());
    assert_eq!(envelope("empty-value.json").value.as_deref(), Some(&[][..]));
}

#[test]
fn the_last_of_two_members_counts() {
    let notification = notification("duplicate-members.json");
    assert_eq!(notification.change_type, ChangeType::Updated);
    let call = call_of(notification);
    assert_eq!(call.state, Some(CallState::Established));
    assert_eq!(call.subject.as_deref(), Some("second"));
    assert_eq!(call.additional_data["unheardOf"], json!(2));
}

#[test]
fn the_older_format_reads_as_an_envelope_without_notifications_and_with_all_its_members() {
    let envelope = envelope("legacy-skype-format.json");
    assert_eq!(envelope.value, None);
    assert_eq!(envelope.additional_data["callState"], json!("incoming"));
    assert_eq!(
        envelope.additional_data["participants"][1]["endPointType"],
        json!("default")
    );
}

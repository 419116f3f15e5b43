//! The discriminator: a known type name decides at any position, an unknown one keeps the object
//! raw.

use msgraph_communications::models::{
    CallOptions, CommsOperation, Entity, Identity, IdentitySet, MediaConfig, MeetingInfo,
    ParticipantJoiningResponse,
};
use serde_json::json;
use specwright_runtime::{OneOrMany, from_slice};

use crate::decoding::{call, call_of, notification, notifications};

#[test]
fn without_type_name_an_object_has_its_concrete_base_type() {
    let notification = notification("type-missing-on-concrete-base.json");
    assert_eq!(notification.odata_type, None);
    let identity = call_of(notification).source.unwrap().identity.unwrap();
    let IdentitySet::IdentitySet(set) = identity else {
        panic!("{identity:?}")
    };
    let Some(Identity::Identity(user)) = set.user else {
        panic!()
    };
    assert_eq!(user.display_name.as_deref(), Some("Mira Lindqvist"));
    assert_eq!(
        user.tenant_id.as_deref(),
        Some("fab36728-a78b-4b7e-8787-c0de2f960063")
    );
}

#[test]
fn without_type_name_and_concrete_base_an_object_is_raw() {
    let notifications = notifications("type-missing-on-resource-data.json");
    let Some(OneOrMany::One(Entity::Unrecognized(members))) = &notifications[0].resource_data
    else {
        panic!()
    };
    assert_eq!(members["state"], json!("established"));
    let Some(OneOrMany::Many(entities)) = &notifications[1].resource_data else {
        panic!()
    };
    assert!(
        matches!(&entities[0], Entity::Unrecognized(members) if members["isMuted"] == json!(true))
    );

    let call = call("type-missing-on-meeting-info.json");
    assert!(matches!(
        call.meeting_info,
        Some(MeetingInfo::Unrecognized(_))
    ));
    assert!(matches!(
        call.media_config,
        Some(MediaConfig::Unrecognized(_))
    ));
    let Some(CallOptions::Unrecognized(options)) = call.call_options else {
        panic!()
    };
    assert_eq!(options["isDeltaRosterEnabled"], json!(true));
}

#[test]
fn a_null_type_name_counts_as_absent() {
    let source = call("type-null.json").source.unwrap();
    assert_eq!(source.odata_type, None);
    let Some(IdentitySet::IdentitySet(set)) = source.identity else {
        panic!()
    };
    let Some(Identity::Identity(user)) = set.user else {
        panic!()
    };
    assert_eq!(
        user.id.as_deref(),
        Some("2c63888f-28f0-4481-be6d-dce7a7ace732")
    );
}

#[test]
fn a_type_name_may_be_the_last_property() {
    let notifications = notifications("type-last.json");
    let Some(OneOrMany::One(Entity::RecordOperation(operation))) = &notifications[0].resource_data
    else {
        panic!()
    };
    assert_eq!(
        operation.recording_location.as_deref(),
        Some("https://recordings.contoso.com/18")
    );
    assert_eq!(operation.result_info.as_ref().unwrap().code, Some(200));
    assert!(operation.additional_data.is_empty());

    let call = call_of(notifications[1].clone());
    let Some(IdentitySet::CommunicationsIdentitySet(set)) = call.source.unwrap().identity else {
        panic!()
    };
    let Some(Identity::CommunicationsGuestIdentity(guest)) = set.user else {
        panic!()
    };
    assert_eq!(guest.email.as_deref(), Some("mira@contoso.com"));
    let Some(MeetingInfo::TokenMeetingInfo(meeting)) = call.meeting_info else {
        panic!()
    };
    assert_eq!(meeting.token.unwrap().expose(), "not-a-real-join-token");
}

#[test]
fn a_type_name_may_be_between_other_properties() {
    let call = call("type-in-the-middle.json");
    assert_eq!(call.additional_data["unheardOf"], json!(1));
    let operations = call.operations.unwrap();
    let CommsOperation::SendDtmfTonesOperation(operation) = &operations[0] else {
        panic!()
    };
    assert_eq!(
        operation.completion_reason.as_ref().unwrap().as_str(),
        "mediaOperationCanceled"
    );
}

#[test]
fn an_object_with_an_unknown_type_name_is_kept_raw() {
    let notifications = notifications("type-unknown.json");
    let Some(OneOrMany::One(entity)) = &notifications[0].resource_data else {
        panic!()
    };
    let Entity::Unrecognized(members) = entity else {
        panic!()
    };
    assert_eq!(members["lines"], json!([{"text": "goedemorgen"}]));

    let call = call_of(notifications[1].clone());
    let Some(IdentitySet::Unrecognized(set)) = call.source.unwrap().identity else {
        panic!()
    };
    assert_eq!(set["hologram"], json!({"id": "7"}));
    let Some(IdentitySet::IdentitySet(set)) = call.targets.unwrap().swap_remove(0).identity else {
        panic!()
    };
    assert!(matches!(&set.user, Some(Identity::Unrecognized(user)) if user["depth"] == json!(3.5)));
    assert!(matches!(
        call.meeting_info,
        Some(MeetingInfo::Unrecognized(_))
    ));
}

#[test]
fn an_object_with_a_type_name_of_another_base_is_raw() {
    let call = call("type-of-another-base.json");
    assert!(matches!(
        call.operations.as_deref(),
        Some([CommsOperation::Unrecognized(_)])
    ));
    assert!(matches!(
        call.meeting_info,
        Some(MeetingInfo::Unrecognized(_))
    ));
}

#[test]
fn malformed_objects_of_known_types_are_errors() {
    for text in [
        r##"{"@odata.type": "#microsoft.graph.call", "state": 5}"##,
        r##"{"state": 5, "@odata.type": "#microsoft.graph.call"}"##,
    ] {
        let error = from_slice::<Entity>(text.as_bytes()).unwrap_err();
        assert_eq!(error.path(), "state");
    }
}

#[test]
fn base_properties_are_accessible_on_every_type() {
    let notifications = notifications("operation-of-every-type.json");
    for notification in &notifications {
        let Some(OneOrMany::One(entity)) = &notification.resource_data else {
            panic!()
        };
        let url = notification.resource_url.as_deref().unwrap();
        assert!(url.ends_with(entity.id().unwrap()));
        assert!(entity.odata_type().unwrap().ends_with("peration"));
    }
    let user: Identity = from_slice(
        br##"{"@odata.type": "#microsoft.graph.communicationsPhoneIdentity", "id": "+1"}"##,
    )
    .unwrap();
    assert_eq!(user.id().map(String::as_str), Some("+1"));
}

#[test]
fn constructed_values_are_encoded_with_type_name() {
    let response: ParticipantJoiningResponse = from_slice(
        br##"{"@odata.type": "#microsoft.graph.inviteNewBotResponse", "inviteUri": "https://bot.contoso.com"}"##,
    )
    .unwrap();
    let ParticipantJoiningResponse::InviteNewBotResponse(mut response) = response else {
        panic!()
    };
    response.odata_type = None;
    let written = serde_json::to_value(ParticipantJoiningResponse::from(*response)).unwrap();
    assert_eq!(
        written["@odata.type"],
        json!("#microsoft.graph.inviteNewBotResponse")
    );
}

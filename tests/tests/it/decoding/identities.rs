//! Identities with the type name of the base, with their own, and with undeclared properties. Then
//! the other small hierarchies: meetings, media configurations, call options.

use msgraph_communications::models::{
    CallOptions, Identity, IdentitySet, MediaConfig, MeetingInfo,
};

use crate::decoding::{call, call_of, notifications, participants};

#[test]
fn derived_identity_sets_may_have_the_base_type_name() {
    type Member = fn(&IdentitySet) -> Option<&Identity>;
    let call = call("identity-kinds-under-the-base-type.json");
    let source = call.source.unwrap().identity.unwrap();
    assert_eq!(
        source.encrypted().unwrap().id().unwrap(),
        "AQAAAGVuY3J5cHRlZA"
    );
    let members: [(Member, &str); 7] = [
        (IdentitySet::phone, "+15550100134"),
        (IdentitySet::guest, "f63fcde5-157a-4268-b05f-1dfa80c64aa5"),
        (
            IdentitySet::application_instance,
            "ce3bdd3e-61ea-4d36-9c64-19b18d885add",
        ),
        (
            IdentitySet::on_premises,
            "e002031c-1e81-45e1-a0ba-87065065c310",
        ),
        (
            IdentitySet::azure_communication_services_user,
            "8:acs:contoso_01",
        ),
        (IdentitySet::asserted_identity, "+15550100199"),
        (IdentitySet::device, "81bd940d-5331-4905-b01a-c8795595e972"),
    ];
    let targets = call.targets.unwrap();
    assert_eq!(targets.len(), members.len());
    for (target, (member, id)) in targets.iter().zip(members) {
        let set = target.identity.as_ref().unwrap();
        assert!(matches!(set, IdentitySet::IdentitySet(set) if set.additional_data.is_empty()));
        assert_eq!(member(set).unwrap().id().unwrap(), id);
    }
}

#[test]
fn each_derived_identity_is_decoded_by_its_type_name() {
    let identity = call("identity-derived-types.json")
        .source
        .unwrap()
        .identity
        .unwrap();
    let IdentitySet::CommunicationsIdentitySet(set) = identity else {
        panic!()
    };
    let set = *set;
    assert_eq!(set.endpoint_type.unwrap().as_str(), "default");
    assert!(
        matches!(set.user, Some(Identity::CommunicationsUserIdentity(user)) if user.tenant_id.is_some())
    );
    assert!(matches!(
        set.application,
        Some(Identity::CommunicationsApplicationIdentity(application)) if application.hidden == Some(false)
    ));
    assert!(matches!(
        set.application_instance,
        Some(Identity::CommunicationsApplicationInstanceIdentity(instance)) if instance.hidden == Some(true)
    ));
    assert!(matches!(
        set.phone,
        Some(Identity::CommunicationsPhoneIdentity(_))
    ));
    assert!(matches!(
        set.guest,
        Some(Identity::CommunicationsGuestIdentity(guest)) if guest.email.as_deref() == Some("guest@northwind.example")
    ));
    assert!(matches!(
        set.encrypted,
        Some(Identity::CommunicationsEncryptedIdentity(_))
    ));
    assert!(matches!(
        set.azure_communication_services_user,
        Some(Identity::AzureCommunicationServicesUserIdentity(user))
            if user.azure_communication_services_resource_id.is_some()
    ));
}

#[test]
fn property_names_are_case_sensitive() {
    let set = call("identity-application-type-both-spellings.json")
        .source
        .unwrap()
        .identity;
    let Some(Identity::CommunicationsApplicationIdentity(application)) =
        set.unwrap().application().cloned()
    else {
        panic!()
    };
    assert_eq!(
        application.application_type.as_deref(),
        Some("LargeGallery-V2")
    );
    assert!(application.additional_data.is_empty());
    let written = serde_json::to_value(&application).unwrap();
    assert_eq!(written["applicationType"], "bot");
    assert_eq!(written["ApplicationType"], "LargeGallery-V2");
}

#[test]
fn undocumented_properties_of_identities_are_fields() {
    let identity = |index: usize| {
        let info = participants("roster-undeclared-members.json")
            .swap_remove(index)
            .info;
        info.unwrap().identity.unwrap()
    };
    let (gallery, user) = (identity(0), identity(1));
    let gallery = gallery.application().unwrap();
    assert_eq!(gallery.application_type().unwrap(), "LargeGallery-V2");
    assert_eq!(gallery.identity_provider().unwrap(), "AAD");
    assert_eq!(
        user.user().unwrap().tenant_id().unwrap(),
        "fab36728-a78b-4b7e-8787-c0de2f960063"
    );
}

#[test]
fn each_kind_of_meeting_is_decoded_by_its_type_name() {
    let meetings: Vec<MeetingInfo> = notifications("meeting-info-kinds.json")
        .into_iter()
        .map(|notification| call_of(notification).meeting_info.unwrap())
        .collect();
    let [
        MeetingInfo::OrganizerMeetingInfo(organizer),
        MeetingInfo::TokenMeetingInfo(token),
        MeetingInfo::JoinMeetingIdMeetingInfo(join),
    ] = &meetings[..]
    else {
        panic!("{meetings:?}")
    };
    assert!(organizer.organizer.as_ref().unwrap().user().is_some());
    assert_eq!(
        token.token.as_ref().unwrap().expose(),
        "not-a-real-join-token"
    );
    assert_eq!(
        (join.join_meeting_id.as_deref(), &join.passcode),
        (Some("41200533671"), &None)
    );
    // A member that beta has on the base.
    let invited = call("incoming-group-call.json");
    assert_eq!(
        invited
            .meeting_info
            .unwrap()
            .allow_conversation_without_host(),
        Some(&true)
    );
    assert_eq!(invited.chat_info.unwrap().message_id.as_deref(), Some("0"));
}

#[test]
fn media_configurations_and_call_options_are_decoded() {
    let calls = |file: &str| {
        notifications(file)
            .into_iter()
            .map(call_of)
            .collect::<Vec<_>>()
    };
    let media = calls("media-config-kinds.json");
    assert!(matches!(
        &media[0].media_config,
        Some(MediaConfig::AppHostedMediaConfig(app)) if app.blob.as_deref() == Some("<media session>")
    ));
    assert!(matches!(
        &media[1].media_config,
        Some(MediaConfig::ServiceHostedMediaConfig(service)) if service.pre_fetch_media.is_none()
    ));
    let options = calls("call-options-kinds.json");
    assert!(matches!(
        options[0].call_options,
        Some(CallOptions::IncomingCallOptions(_))
    ));
    assert!(matches!(
        options[1].call_options,
        Some(CallOptions::OutgoingCallOptions(_))
    ));
    for call in options {
        assert_eq!(
            call.call_options.unwrap().hide_bot_after_escalation(),
            Some(&true)
        );
    }
}

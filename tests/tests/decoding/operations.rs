//! Operations in a call: each type, running and finished.

use msgraph_communications::models::{
    ChangeType, Entity, OperationStatus, SendDtmfCompletionReason,
};
use msgraph_runtime::OneOrMany;

use crate::{notification, notifications};

fn entity(file: &str) -> Entity {
    match notification(file).resource_data {
        Some(OneOrMany::One(entity)) => entity,
        other => panic!("not one entity: {other:?}"),
    }
}

#[test]
fn each_operation_is_read_under_its_name() {
    for notification in notifications("operation-of-every-type.json") {
        assert_eq!(notification.change_type, ChangeType::Deleted);
        let Some(OneOrMany::One(entity)) = notification.resource_data else {
            panic!()
        };
        let name = entity
            .odata_type()
            .unwrap()
            .trim_start_matches("#microsoft.graph.")
            .to_owned();
        let (variant, status, message, rest) = match entity {
            Entity::CommsOperation(o) => {
                ("commsOperation", o.status, o.result_info, o.additional_data)
            }
            Entity::AddLargeGalleryViewOperation(o) => (
                "addLargeGalleryViewOperation",
                o.status,
                o.result_info,
                o.additional_data,
            ),
            Entity::CancelMediaProcessingOperation(o) => (
                "cancelMediaProcessingOperation",
                o.status,
                o.result_info,
                o.additional_data,
            ),
            Entity::InviteParticipantsOperation(o) => {
                assert_eq!(o.participants.unwrap().len(), 1);
                (
                    "inviteParticipantsOperation",
                    o.status,
                    o.result_info,
                    o.additional_data,
                )
            }
            Entity::MuteParticipantOperation(o) => (
                "muteParticipantOperation",
                o.status,
                o.result_info,
                o.additional_data,
            ),
            Entity::PlayPromptOperation(o) => (
                "playPromptOperation",
                o.status,
                o.result_info,
                o.additional_data,
            ),
            Entity::RecordOperation(o) => {
                assert_eq!(
                    o.recording_location.as_deref(),
                    Some("https://recordings.contoso.com/17")
                );
                (
                    "recordOperation",
                    o.status,
                    o.result_info,
                    o.additional_data,
                )
            }
            Entity::SendDtmfTonesOperation(o) => {
                let reason = SendDtmfCompletionReason::CompletedSuccessfully;
                assert_eq!(o.completion_reason, Some(reason));
                (
                    "sendDtmfTonesOperation",
                    o.status,
                    o.result_info,
                    o.additional_data,
                )
            }
            Entity::StartHoldMusicOperation(o) => (
                "startHoldMusicOperation",
                o.status,
                o.result_info,
                o.additional_data,
            ),
            Entity::StopHoldMusicOperation(o) => (
                "stopHoldMusicOperation",
                o.status,
                o.result_info,
                o.additional_data,
            ),
            Entity::SubscribeToToneOperation(o) => (
                "subscribeToToneOperation",
                o.status,
                o.result_info,
                o.additional_data,
            ),
            Entity::UnmuteParticipantOperation(o) => (
                "unmuteParticipantOperation",
                o.status,
                o.result_info,
                o.additional_data,
            ),
            Entity::UpdateRecordingStatusOperation(o) => (
                "updateRecordingStatusOperation",
                o.status,
                o.result_info,
                o.additional_data,
            ),
            other => panic!("not an operation: {other:?}"),
        };
        assert_eq!(variant, name);
        assert_eq!(status, OperationStatus::Completed);
        assert_eq!(message.unwrap().message.as_deref(), Some("Done."));
        assert!(rest.is_empty(), "{name}: {rest:?}");
    }
}

#[test]
fn an_operation_that_runs_has_no_id_and_no_result() {
    let Entity::PlayPromptOperation(operation) = entity("operation-running.json") else {
        panic!()
    };
    assert_eq!(operation.status, OperationStatus::Running);
    assert_eq!((operation.id, operation.result_info), (None, None));
    assert!(operation.odata_id.is_some());
}

#[test]
fn an_invitation_has_no_id_and_may_go_to_a_telephone() {
    let Entity::InviteParticipantsOperation(operation) = entity("operation-invite-null-id.json")
    else {
        panic!()
    };
    assert_eq!(operation.id, None);
    let invited = operation.participants.unwrap();
    let phone = invited[1].identity.as_ref().unwrap().phone().unwrap();
    assert_eq!(phone.id().unwrap(), "+15550100134");
}

#[test]
fn a_recording_that_failed_has_empty_texts_and_says_why() {
    let Entity::RecordOperation(operation) = entity("operation-record-cancelled.json") else {
        panic!()
    };
    assert_eq!(operation.status, OperationStatus::Failed);
    assert_eq!(operation.recording_location.as_deref(), Some(""));
    assert_eq!(operation.recording_access_token.unwrap().expose(), "");
    assert_eq!(
        operation.completion_reason.as_deref(),
        Some("operationCanceled")
    );
    assert_eq!(operation.result_info.unwrap().subcode, Some(8508));
}

//! Operations of a call: each type, running and completed.

use std::collections::BTreeSet;

use msgraph_communications::models::{
    ChangeType, Entity, OperationStatus, SendDtmfCompletionReason,
};
use specwright_runtime::OneOrMany;

use crate::decoding::{notification, notifications};

fn entity(file: &str) -> Entity {
    match notification(file).resource_data {
        Some(OneOrMany::One(entity)) => entity,
        other => panic!("not one entity: {other:?}"),
    }
}

/// The variant of an operation, and what every operation has.
macro_rules! operation {
    ($entity:expr, $($variant:ident)*) => {
        match $entity {
            $(Entity::$variant(operation) => {
                let operation = *operation;
                let Some(result) = operation.result_info else { panic!() };
                let context = operation.client_context;
                (stringify!($variant), operation.status, context, result, operation.additional_data)
            })*
            other => panic!("not an operation: {other:?}"),
        }
    };
}

#[test]
fn each_operation_is_decoded_by_its_type_name() {
    let notifications = notifications("operation-of-every-type.json");
    assert_eq!(notifications.len(), 13);
    let mut contexts = BTreeSet::new();
    for notification in notifications {
        assert_eq!(notification.change_type, ChangeType::Deleted);
        let Some(OneOrMany::One(entity)) = notification.resource_data else {
            panic!()
        };
        let name = entity.odata_type().cloned().unwrap();
        let (variant, status, context, result, additional_data) = operation!(
            entity,
            AddLargeGalleryViewOperation CancelMediaProcessingOperation CommsOperation
            InviteParticipantsOperation MuteParticipantOperation PlayPromptOperation RecordOperation
            SendDtmfTonesOperation StartHoldMusicOperation StopHoldMusicOperation
            SubscribeToToneOperation UnmuteParticipantOperation UpdateRecordingStatusOperation
        );
        assert!(name.eq_ignore_ascii_case(&format!("#microsoft.graph.{variant}")));
        assert_eq!(status, OperationStatus::Completed);
        assert!(contexts.insert(context.unwrap()));
        assert_eq!(
            (result.code, result.message.as_deref()),
            (Some(200), Some("Done."))
        );
        assert!(additional_data.is_empty(), "{name}: {additional_data:?}");
    }
    assert!(contexts.contains("03c472ca-4495-48b4-b8d8-89d2b47a5c1d"));
    assert!(contexts.contains("cf6f4db3-5497-4bda-913b-7c4fd711cad0"));
}

#[test]
fn properties_of_single_operations_are_decoded() {
    let mut seen = 0;
    for notification in notifications("operation-of-every-type.json") {
        seen += 1;
        match notification.resource_data {
            Some(OneOrMany::One(Entity::InviteParticipantsOperation(operation))) => {
                assert_eq!(operation.participants.unwrap().len(), 1);
            }
            Some(OneOrMany::One(Entity::RecordOperation(operation))) => {
                let location = operation.recording_location.unwrap();
                assert_eq!(location, "https://recordings.contoso.com/17");
            }
            Some(OneOrMany::One(Entity::SendDtmfTonesOperation(operation))) => {
                let reason = operation.completion_reason.unwrap();
                assert_eq!(reason, SendDtmfCompletionReason::CompletedSuccessfully);
            }
            _ => seen -= 1,
        }
    }
    assert_eq!(seen, 3);
}

#[test]
fn a_running_operation_may_lack_id_and_result() {
    let Entity::PlayPromptOperation(operation) = entity("operation-running.json") else {
        panic!()
    };
    assert_eq!(operation.status, OperationStatus::Running);
    assert_eq!((operation.id, operation.result_info), (None, None));
    assert!(operation.odata_id.is_some());
}

#[test]
fn an_invitation_without_id_to_a_telephone_is_decoded() {
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
fn a_failed_recording_has_empty_strings_and_a_reason() {
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

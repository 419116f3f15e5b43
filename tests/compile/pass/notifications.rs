//! Decoded notifications are matched with wildcards, because variants may be added.

use msgraph_communications::models::{CallState, ChangeType, CommsNotifications, Entity, Identity};
use specwright_runtime::{DecodeError, OneOrMany, from_slice};

enum Todo {
    Reject { call_id: String },
    Forget { call_id: String },
    Nothing,
}

fn decide(body: &[u8]) -> Result<Vec<Todo>, DecodeError> {
    let notifications: CommsNotifications = from_slice(body)?;
    let mut todo = Vec::new();
    for notification in notifications.value.unwrap_or_default() {
        let path = notification
            .resource_url
            .or(notification.resource)
            .unwrap_or_default();
        let call_id = path.rsplit('/').next().unwrap_or_default().to_owned();
        for entity in notification.resource_data.iter().flatten() {
            todo.push(match entity {
                Entity::Call(call) => match (&notification.change_type, &call.state) {
                    (ChangeType::Created, Some(CallState::Incoming)) => {
                        let identity = call
                            .source
                            .as_ref()
                            .and_then(|source| source.identity.as_ref());
                        let caller = identity
                            .and_then(|set| set.user())
                            .and_then(Identity::display_name);
                        println!("{caller:?} calls");
                        Todo::Reject {
                            call_id: call_id.clone(),
                        }
                    }
                    (ChangeType::Deleted, _) => Todo::Forget {
                        call_id: call_id.clone(),
                    },
                    (ChangeType::Unrecognized(text), _) => {
                        println!("{text}");
                        Todo::Nothing
                    }
                    _ => Todo::Nothing,
                },
                Entity::Participant(participant) => {
                    println!("{:?}", participant.additional_data);
                    Todo::Nothing
                }
                Entity::Unrecognized(members) => {
                    println!("{:?}", members.get("@odata.type"));
                    Todo::Nothing
                }
                _ => Todo::Nothing,
            });
        }
        if let Some(OneOrMany::Many(roster)) = notification.resource_data {
            println!("{} participants", roster.len());
        }
    }
    Ok(todo)
}

fn main() {
    let todo = decide(
        br##"{"value": [{"changeType": "created", "resourceUrl": "/communications/calls/1",
            "resourceData": {"@odata.type": "#microsoft.graph.call", "state": "incoming"}}]}"##,
    )
    .unwrap();
    assert!(matches!(&todo[..], [Todo::Reject { call_id }] if call_id == "1"));
    let none = decide(br#"{"id": "1", "callState": "incoming"}"#).unwrap();
    assert!(none.is_empty());
    let gone = decide(
        br##"{"value": [{"changeType": "deleted", "resource": "/app/calls/2",
            "resourceData": {"@odata.type": "#microsoft.graph.call"}}]}"##,
    )
    .unwrap();
    assert!(matches!(&gone[..], [Todo::Forget { call_id }] if call_id == "2"));
}

//! The call of a notification, and its deadline.

use std::time::Duration;

use msgraph_communications::models::CommsNotification;
use msgraph_tests::payloads;
use specwright_runtime::{Key, from_slice};

fn read(json: &str) -> CommsNotification {
    from_slice(json.as_bytes()).unwrap()
}

#[test]
fn the_call_id_may_be_in_four_properties() {
    for (members, id) in [
        (
            r#""resourceUrl": "/communications/calls/57dab8b1-894c""#,
            Some("57dab8b1-894c"),
        ),
        (
            r#""resourceUrl": "communications/calls/57dab8b1-894c""#,
            Some("57dab8b1-894c"),
        ),
        (
            r#""resourceUrl": "/communications/calls/A1/operations/B2""#,
            Some("A1"),
        ),
        (
            r#""resourceUrl": "communications/calls/A1/operations/B2""#,
            Some("A1"),
        ),
        (
            r#""resourceUrl": "/communications/calls/A1/participants""#,
            Some("A1"),
        ),
        (
            r#""resourceUrl": "/communications/calls/A1/contentsharingsessions/C""#,
            Some("A1"),
        ),
        (r#""resourceUrl": "/app/calls/A1""#, Some("A1")),
        (r#""resource": "/app/calls/A1/participants""#, Some("A1")),
        (r#""resource": "/communications/calls/A1""#, Some("A1")),
        (
            r#""resource": "app/calls/A1", "resourceUrl": null"#,
            Some("A1"),
        ),
        // The first place wins that has one.
        (
            r#""resource": "/app/calls/A1", "resourceUrl": "/communications/calls/B2""#,
            Some("B2"),
        ),
        (
            r#""resource": "/app/calls/A1", "resourceUrl": "/users/B2""#,
            Some("A1"),
        ),
        (
            r#""resource": "/app/calls/A1", "resourceUrl": """#,
            Some("A1"),
        ),
        (
            r##""resourceData": {"@odata.type": "#microsoft.graph.call", "@odata.id": "/communications/calls/A1"}"##,
            Some("A1"),
        ),
        (
            r##""resourceData": [{"@odata.type": "#microsoft.graph.participant", "@odata.id": "/communications/calls/A1/participants/P"}]"##,
            Some("A1"),
        ),
        // Also where nobody knows what the resource is.
        (
            r#""resourceData": {"@odata.id": "communications/calls/A1"}"#,
            Some("A1"),
        ),
        (
            r#""resourceUrl": "https://graph.microsoft.com/v1.0/communications/calls/A1?x=1#y""#,
            Some("A1"),
        ),
        (r#""resourceUrl": "/Communications/Calls/A1""#, Some("A1")),
        // As one segment of a path that is encoded.
        (
            r#""resourceUrl": "/communications/calls/a%20b%2Fc%C3%A9""#,
            Some("a b/c\u{e9}"),
        ),
        (
            r#""resourceUrl": "/communications/calls/a%zz%2""#,
            Some("a%zz%2"),
        ),
        (r#""resourceUrl": "/communications/calls""#, None),
        (r#""resourceUrl": "/communications/calls/""#, None),
        (
            r#""resourceUrl": "/communications/calls//participants""#,
            None,
        ),
        (r#""resourceUrl": "/communications/calls/%20""#, None),
        (
            r#""resourceUrl": "/communications/onlineMeetings/A1""#,
            None,
        ),
        (r#""resourceUrl": "/x-communications/calls/A1""#, None),
        (r#""resourceUrl": """#, None),
        (
            r#""callbackUri": "https://bot.contoso.com/communications/calls/A1""#,
            None,
        ),
        (r#""clientState": "none""#, None),
    ] {
        let notification = read(&format!(r#"{{"changeType": "updated", {members}}}"#));
        assert_eq!(notification.call_id().as_deref(), id, "{members}");
    }
}

#[test]
fn resource_paths_may_continue_after_the_call_id() {
    let key = Key {
        properties: &[],
        templates: &["/calls/{id}/operations"],
    };
    for (path, id) in [
        ("/calls/A1/operations", Some("A1")),
        ("//calls/A1/operations", Some("A1")),
        ("calls/A1/Operations/B2", Some("A1")),
        ("/calls/A1/operations?x=1", Some("A1")),
        ("/calls/A1/operationsX", None),
        ("/calls/A1/participants", None),
        ("/calls/A1", None),
    ] {
        assert_eq!(key.in_path(path).as_deref(), id, "{path}");
    }
}

#[test]
fn an_incoming_call_has_change_created_and_state_incoming() {
    for (json, incoming) in [
        (
            r##"{"changeType": "created", "resourceData": {"@odata.type": "#microsoft.graph.call", "state": "incoming"}}"##,
            true,
        ),
        (
            r##"{"changeType": "Created", "resourceData": {"@odata.type": "#microsoft.graph.call", "state": "Incoming"}}"##,
            true,
        ),
        // Kept as it came, since nobody knows its type.
        (
            r#"{"changeType": "created", "resourceData": {"state": "incoming"}}"#,
            true,
        ),
        (
            r#"{"changeType": "Created", "resourceData": {"state": "Incoming"}}"#,
            true,
        ),
        (
            r##"{"resourceData": {"state": "incoming", "@odata.type": "#microsoft.graph.call"}, "changeType": "created"}"##,
            true,
        ),
        (
            r##"{"changeType": "updated", "resourceData": {"@odata.type": "#microsoft.graph.call", "state": "incoming"}}"##,
            false,
        ),
        (
            r##"{"changeType": "created", "resourceData": {"@odata.type": "#microsoft.graph.call", "state": "established"}}"##,
            false,
        ),
        (
            r##"{"changeType": "created", "resourceData": {"@odata.type": "#microsoft.graph.call"}}"##,
            false,
        ),
        (
            r##"{"changeType": "created", "resourceData": {"@odata.type": "#microsoft.graph.call", "state": null}}"##,
            false,
        ),
        (
            r##"{"changeType": "created", "resourceData": [{"@odata.type": "#microsoft.graph.call", "state": "incoming"}]}"##,
            false,
        ),
        (
            r##"{"changeType": "created", "resourceData": {"@odata.type": "#microsoft.graph.call", "direction": "incoming"}}"##,
            false,
        ),
        (r#"{"changeType": "created", "resourceData": null}"#, false),
        (r#"{"changeType": "created"}"#, false),
    ] {
        let notification = read(json);
        assert_eq!(notification.is_incoming_call(), incoming, "{json}");
        let time = incoming.then_some(Duration::from_secs(15));
        assert_eq!(notification.time_to_answer(), time, "{json}");
    }
}

#[test]
fn only_the_end_of_the_call_itself_ends_it() {
    for (json, ended) in [
        (
            r##"{"changeType": "deleted", "resourceData": {"@odata.type": "#microsoft.graph.call", "state": "terminated"}}"##,
            true,
        ),
        (
            r##"{"changeType": "Deleted", "resourceData": {"@odata.type": "#microsoft.graph.call"}}"##,
            true,
        ),
        (
            r##"{"changeType": "updated", "resourceData": {"@odata.type": "#microsoft.graph.call"}}"##,
            false,
        ),
        (
            r##"{"changeType": "deleted", "resourceUrl": "/communications/calls/1/operations/2", "resourceData": {"@odata.type": "#microsoft.graph.playPromptOperation", "status": "completed"}}"##,
            false,
        ),
        (
            r##"{"changeType": "deleted", "resourceUrl": "/communications/calls/1/contentSharingSessions/2", "resourceData": {"@odata.type": "#microsoft.graph.contentSharingSession"}}"##,
            false,
        ),
        (
            r##"{"changeType": "deleted", "resourceUrl": "/communications/calls/1/participants", "resourceData": [{"@odata.type": "#microsoft.graph.participant"}]}"##,
            false,
        ),
        (r#"{"changeType": "deleted", "resourceData": null}"#, false),
        (r#"{"changeType": "deleted"}"#, false),
    ] {
        assert_eq!(read(json).is_call_ended(), ended, "{json}");
    }
}

#[test]
fn a_recording_call_has_a_shorter_deadline() {
    let notification = read(
        r##"{"changeType": "created", "resourceData": {"@odata.type": "#microsoft.graph.call", "state": "incoming",
            "incomingContext": {"observedParticipantId": "5810", "sourceParticipantId": "5810"}}}"##,
    );
    assert!(notification.is_incoming_call());
    assert!(notification.is_incoming_call_for_recording());
    assert_eq!(notification.time_to_answer(), Some(Duration::from_secs(5)));
    let forwarded = read(
        r##"{"changeType": "created", "resourceData": {"@odata.type": "#microsoft.graph.call", "state": "incoming",
            "incomingContext": {"observedParticipantId": null, "transferor": {}}}}"##,
    );
    assert_eq!(forwarded.time_to_answer(), Some(Duration::from_secs(15)));
}

#[test]
fn notifications_of_payloads_have_their_call_id() {
    let mut found = 0;
    for file in payloads::files("") {
        let body: serde_json::Value = serde_json::from_slice(&payloads::text(&file)).unwrap();
        for json in body["value"].as_array().into_iter().flatten() {
            let notification = read(&json.to_string());
            let path = ["resourceUrl", "resource"]
                .iter()
                .find_map(|name| json[name].as_str())
                .or_else(|| json["resourceData"]["@odata.id"].as_str());
            let segments = path.unwrap_or_default().trim_start_matches('/').split('/');
            let expected = segments.collect::<Vec<_>>().get(2).copied();
            assert_eq!(notification.call_id().as_deref(), expected, "{file}");
            found += usize::from(expected.is_some());
        }
    }
    assert!(found > 50);
}

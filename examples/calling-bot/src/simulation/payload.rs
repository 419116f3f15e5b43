//! What the stand-in posts.

use serde_json::{Value, json};

/// A list of notifications.
pub(crate) fn notifications(value: &[Value]) -> Value {
    json!({ "@odata.type": "#microsoft.graph.commsNotifications", "value": value })
}

/// A list of one.
pub(crate) fn one(notification: &Value) -> Value {
    notifications(std::slice::from_ref(notification))
}

/// A call comes in.
pub(crate) fn incoming(call: &str, tenant: &str) -> Value {
    json!({
        "@odata.type": "#microsoft.graph.commsNotification",
        "changeType": "created",
        "resourceUrl": format!("/communications/calls/{call}"),
        "resourceData": {
            "@odata.type": "#microsoft.graph.call",
            "@odata.id": format!("/communications/calls/{call}"),
            "state": "incoming",
            "direction": "incoming",
            "tenantId": tenant,
            "source": {
                "@odata.type": "#microsoft.graph.participantInfo",
                "identity": {
                    "@odata.type": "#microsoft.graph.identitySet",
                    "user": { "@odata.type": "#microsoft.graph.identity", "id": "b7a0c1d2-5e34-4f67-8a90-1b2c3d4e5f60", "displayName": "Adele Vance" },
                },
                "region": "emea",
                "languageId": "en-US",
            },
            "requestedModalities": ["audio"],
        },
    })
}

/// A call has ended: no more than that.
pub(crate) fn deleted(call: &str) -> Value {
    json!({
        "@odata.type": "#microsoft.graph.commsNotification",
        "changeType": "deleted",
        "resource": format!("/app/calls/{call}"),
        "resourceUrl": format!("/communications/calls/{call}"),
        "resourceData": {
            "@odata.type": "#microsoft.graph.call",
            "@odata.id": format!("/communications/calls/{call}"),
        },
    })
}

/// Something about a call that is no notification: it does not say what has changed.
pub(crate) fn unreadable(call: &str) -> Value {
    json!({ "resourceUrl": format!("/communications/calls/{call}"), "resourceData": [1, 2] })
}

/// A call comes in, as an older service says it.
pub(crate) fn older(call: &str) -> Value {
    json!({
        "id": call,
        "callState": "incoming",
        "isMultiparty": false,
        "presentedModalityTypes": ["audio"],
        "participants": [{ "identity": "8:orgid:b7a0c1d2-5e34-4f67-8a90-1b2c3d4e5f60", "originator": true }],
    })
}

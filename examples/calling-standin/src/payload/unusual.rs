//! Bodies with what the OpenAPI document does not contain, although Graph may send it.

use serde_json::{Map, Value, json};

use crate::fault::PayloadFault;

/// A value that no enum has.
const UNKNOWN_VALUE: &str = "standinUnknown";

/// A type that no document has.
const UNKNOWN_TYPE: &str = "#microsoft.graph.standinUnknown";

/// The properties whose values are enums, in the notifications of the stand-in.
const ENUMS: [&str; 13] = [
    "audio",
    "changeType",
    "direction",
    "endpointType",
    "mediaType",
    "requestedModalities",
    "routingType",
    "state",
    "status",
    "tone",
    "callState",
    "presentedModalityTypes",
    "recordingStatus",
];

/// The enums that decide what a notification is about.
const DECISIVE_ENUMS: [&str; 3] = ["callState", "changeType", "state"];

/// Changes a body.
pub(super) fn apply(fault: PayloadFault, body: &mut Value) {
    match fault {
        PayloadFault::UnknownMembers => objects(body, &mut |object| {
            object.insert(
                UNKNOWN_VALUE.to_owned(),
                json!({ "nested": [1, "two", null] }),
            );
        }),
        PayloadFault::UnknownEnumValues => enums(body, &mut |name, value| {
            if !DECISIVE_ENUMS.contains(&name) {
                UNKNOWN_VALUE.clone_into(value);
            }
        }),
        PayloadFault::PascalCaseEnums => enums(body, &mut |_, value| {
            if let Some(first) = value.get_mut(..1) {
                first.make_ascii_uppercase();
            }
        }),
        PayloadFault::UnknownTypes => unknown_types(body),
        PayloadFault::NumbersAsStrings => numbers_as_strings(body),
    }
}

fn objects(value: &mut Value, change: &mut impl FnMut(&mut Map<String, Value>)) {
    match value {
        Value::Object(object) => {
            for value in object.values_mut() {
                objects(value, change);
            }
            change(object);
        }
        Value::Array(values) => {
            for value in values {
                objects(value, change);
            }
        }
        _ => {}
    }
}

fn enums(body: &mut Value, change: &mut impl FnMut(&str, &mut String)) {
    objects(body, &mut |object| {
        for (name, value) in object {
            if !ENUMS.contains(&name.as_str()) {
                continue;
            }
            match value {
                Value::String(value) => change(name, value),
                Value::Array(values) => {
                    for value in values {
                        if let Value::String(value) = value {
                            change(name, value);
                        }
                    }
                }
                _ => {}
            }
        }
    });
}

/// Changes the types of all objects, except for the envelope, notifications and their resources.
fn unknown_types(body: &mut Value) {
    let Some(notifications) = body["value"].as_array_mut() else {
        return;
    };
    let unknown = &mut |object: &mut Map<String, Value>| {
        if let Some(name) = object.get_mut("@odata.type") {
            *name = json!(UNKNOWN_TYPE);
        }
    };
    for notification in notifications {
        let resources = match &mut notification["resourceData"] {
            Value::Array(resources) => resources.iter_mut().collect(),
            resource => vec![resource],
        };
        for resource in resources {
            for part in resource.as_object_mut().into_iter().flatten() {
                objects(part.1, unknown);
            }
        }
    }
}

fn numbers_as_strings(value: &mut Value) {
    match value {
        Value::Number(number) => *value = json!(number.to_string()),
        Value::Array(values) => values.iter_mut().for_each(numbers_as_strings),
        Value::Object(object) => object.values_mut().for_each(numbers_as_strings),
        _ => {}
    }
}

//! Formats other than JSON.

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::decoding::models::{
    Entity, Identity, Meeting, Notification, Operation, ResultInfo, Strict,
};
use specwright_runtime::from_slice;

use crate::decoding::read;

#[track_caller]
fn through_message_pack<T: Serialize + DeserializeOwned>(value: &T) -> T {
    let bytes = rmp_serde::to_vec_named(value).unwrap_or_else(|error| panic!("{error}"));
    rmp_serde::from_slice(&bytes).unwrap_or_else(|error| panic!("{error}"))
}

const NOTIFICATION: &str = r##"{"changeType": "later", "x": {"y": [1, -1, 1.5, "z", null, true]}, "resourceData": [
    {"id": "1", "resultInfo": {"code": 1, "subCode": 2, "message": null}, "@odata.type": "#call"},
    {"@odata.type": "#participant", "isMuted": true, "info": {"id": "2", "tenantId": "t", "@odata.type": "#userIdentity"}},
    {"@odata.type": "#new", "id": 3}]}"##;

#[test]
fn models_can_be_encoded_as_message_pack() {
    let notification: Notification = read(NOTIFICATION);
    assert_eq!(through_message_pack(&notification), notification);
    let identity: Identity = read(r#"{"id": "1", "kind": "created", "x": 1}"#);
    assert_eq!(through_message_pack(&identity), identity);
    let operation: Operation = read(
        r#"{"x": [1], "status": "s", "clientContext": null, "kind": "play", "after": {"status": "t", "clientContext": ""}}"#,
    );
    assert_eq!(through_message_pack(&operation), operation);
    let strict: Strict = read(
        r#"{"text": "t", "boolean": true, "int": -1, "long": 5000000000, "float": 0.5, "double": 1e300, "any": [1]}"#,
    );
    assert_eq!(through_message_pack(&strict), strict);
    let meeting: Meeting = read(r#"{"passcode": "1", "reasons": "created, x"}"#);
    assert_eq!(through_message_pack(&meeting), meeting);
}

#[test]
fn errors_in_message_pack_have_a_path() {
    let entity = serde_json::json!([{ "@odata.type": "#call", "targets": [{}, { "id": [] }] }]);
    let bytes = rmp_serde::to_vec_named(&entity).unwrap_or_default();
    let error = rmp_serde::from_slice::<Vec<Entity>>(&bytes)
        .map(drop)
        .unwrap_err();
    assert!(error.to_string().contains("targets[1].id: "), "{error}");
    assert!(
        error
            .to_string()
            .contains("expected a string, found an array"),
        "{error}"
    );
    let bytes =
        rmp_serde::to_vec_named(&serde_json::json!({ "int": "hunter2" })).unwrap_or_default();
    let error = rmp_serde::from_slice::<Strict>(&bytes)
        .map(drop)
        .unwrap_err();
    assert!(
        error.to_string().contains("int: ") && !error.to_string().contains("hunter2"),
        "{error}"
    );
}

#[test]
fn objects_can_be_encoded_in_untyped_formats() {
    let result: ResultInfo = read(r#"{"code": 1, "subcode": -7, "message": "m"}"#);
    let bytes = postcard::to_stdvec(&result).unwrap_or_default();
    assert_eq!(postcard::from_bytes::<ResultInfo>(&bytes), Ok(result));
    let identity: Identity = read(
        r##"{"@odata.type": "#userIdentity", "id": "1", "kind": "created", "level": 3,
        "manager": {"@odata.type": "#identity"}}"##,
    );
    let bytes = postcard::to_stdvec(&identity).unwrap_or_default();
    assert_eq!(postcard::from_bytes::<Identity>(&bytes), Ok(identity));
    let strict = Strict {
        any: None,
        ..read(r#"{"text": "t", "boolean": true, "int": -1, "long": 5, "float": 0.5, "double": 2}"#)
    };
    let bytes = postcard::to_stdvec(&strict).unwrap_or_default();
    assert_eq!(postcard::from_bytes::<Strict>(&bytes), Ok(strict));
}

#[test]
fn models_can_be_decoded_from_values() {
    let notification: Notification = read(NOTIFICATION);
    let value = crate::decoding::write(&notification);
    assert_eq!(
        serde_json::from_value::<Notification>(value).ok(),
        Some(notification)
    );
}

/// A number is a map there, with this one member; elsewhere, such a map is an object like any
/// other.
#[test]
fn a_map_is_a_number_only_with_exact_numbers() {
    let number =
        |text: &str| serde_json::json!({ "double": { "$serde_json::private::Number": text } });
    let exact = cfg!(feature = "exact-numbers");
    for (text, value) in [
        ("7", Some(7.0)),
        ("-7", Some(-7.0)),
        ("7.5", Some(7.5)),
        ("x", None),
    ] {
        let read = serde_json::from_value::<Strict>(number(text)).ok();
        assert_eq!(
            read.and_then(|strict| strict.double),
            value.filter(|_| exact)
        );
        let read = from_slice::<Strict>(number(text).to_string().as_bytes()).ok();
        assert_eq!(
            read.and_then(|strict| strict.double),
            value.filter(|_| exact)
        );
    }
}

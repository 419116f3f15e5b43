//! Encoding of models.

use specwright_runtime::{OneOrMany, Value};

use crate::decoding::models::{Anything, Call, Counters, Nothing, Notification, ResultInfo};
use crate::decoding::{json, read, write};

#[test]
fn optional_is_omitted_and_nullable_is_null() {
    assert_eq!(write(&Call::default()), json("{}"));
    assert_eq!(
        write(&ResultInfo::default()),
        json(r#"{"code": 0, "message": null}"#)
    );
    assert_eq!(write(&Nothing {}), json("{}"));
}

#[test]
fn properties_are_encoded_in_document_order() {
    let text = r#"{"z":1,"message":"m","subCode":2,"code":"3"}"#;
    let written = serde_json::to_string(&read::<ResultInfo>(text)).unwrap_or_default();
    assert_eq!(written, r#"{"code":3,"subcode":2,"message":"m","z":1}"#);
}

#[test]
fn no_name_is_encoded_twice() {
    let mut result = ResultInfo {
        code: 1,
        ..ResultInfo::default()
    };
    result
        .additional_data
        .insert("code".to_owned(), Value::from("other"));
    result
        .additional_data
        .insert("subcode".to_owned(), Value::from("kept"));
    let written = serde_json::to_string(&result).unwrap_or_default();
    assert_eq!(written, r#"{"code":1,"message":null,"subcode":"kept"}"#);
}

#[test]
fn objects_are_serialized_with_their_length() {
    // Formats that write the length first are wrong when it is.
    let mut counters = Counters {
        r#type: Some("t".to_owned()),
        ..Counters::default()
    };
    counters.counts.insert("type".to_owned(), 1);
    counters.counts.insert("members".to_owned(), 2);
    let bytes = rmp_serde::to_vec_named(&counters).unwrap_or_default();
    assert_eq!(bytes[0], 0x82);
    let read: Counters = rmp_serde::from_slice(&bytes).unwrap_or_default();
    assert_eq!((read.r#type.as_deref(), read.members), (Some("t"), Some(2)));
}

#[test]
fn encoding_restores_every_decoded_property() {
    for text in [
        r##"{"changeType": "created", "resourceUrl": "/calls/1", "resourceData": {"@odata.type": "#call", "@odata.id": "x",
            "resultInfo": {"code": 200, "subcode": 0, "message": "", "@odata.type": "#resultInfo"},
            "source": {"id": "1", "extra": {"a": [1, 2, {"b": null}]}}, "toneInfo": {"sequenceId": 1}}}"##,
        r##"{"changeType": "later", "resourceData": [{"@odata.type": "#new", "id": 3}, {"x": 1}], "x": []}"##,
        r#"{"changeType": "updated", "resourceData": []}"#,
    ] {
        assert_eq!(write(&read::<Notification>(text)), json(text));
    }
}

#[test]
fn one_or_many_keeps_its_form() {
    assert_eq!(write(&OneOrMany::One(1)), json("1"));
    assert_eq!(write(&OneOrMany::Many(vec![1])), json("[1]"));
    let many: OneOrMany<Anything> = read("[{}, {\"a\": 1}]");
    assert_eq!(many.as_slice().len(), 2);
    assert_eq!(many.into_iter().count(), 2);
    assert_eq!(OneOrMany::from(1).into_vec(), [1]);
    assert_eq!(OneOrMany::from(vec![1, 2]).iter().sum::<i32>(), 3);
}

//! Values that errors and `Debug` must not contain.

use std::collections::HashSet;

use specwright_runtime::{Decode, Secret, from_slice};

use crate::decoding::models::{Call, Lenient, Meeting, Notifications, Operation, Strict};
use crate::decoding::{json, read, write};

const SECRET: &str = "hunter2";

#[track_caller]
fn tells_nothing<T: Decode>(text: &str) {
    let Err(error) = from_slice::<T>(text.as_bytes()) else {
        panic!("{text}: should be refused");
    };
    for shown in [
        error.to_string(),
        format!("{error:?}"),
        error.message().to_owned(),
    ] {
        assert!(
            !shown.contains(SECRET) && !shown.contains("4242") && !shown.contains("1.25"),
            "{shown}"
        );
    }
}

#[test]
fn errors_contain_no_values_of_the_input() {
    for value in [
        "\"hunter2\"",
        "4242",
        "-4242",
        "1.25",
        "[\"hunter2\"]",
        "{\"x\": \"hunter2\"}",
        "true",
    ] {
        for name in ["text", "boolean", "int", "long", "float", "double"] {
            let text = format!("{{\"{name}\": {value}}}");
            if from_slice::<Strict>(text.as_bytes()).is_err() {
                tells_nothing::<Strict>(&text);
            }
            if from_slice::<Lenient>(text.as_bytes()).is_err() {
                tells_nothing::<Lenient>(&text);
            }
        }
        for text in [
            format!("{{\"value\": {value}, \"value\": false}}"),
            format!("{{\"value\": [{value}, false]}}"),
            format!(
                "{{\"value\": [{{\"changeType\": \"x\", \"resourceData\": {{\"id\": {value}, \"@odata.type\": 1}}}}]}}"
            ),
        ] {
            tells_nothing::<Notifications>(&text);
        }
        tells_nothing::<Operation>(&format!(
            "{{\"x\": {value}, \"status\": \"hunter2\", \"kind\": \"play\", \"after\": [{value}]}}"
        ));
        tells_nothing::<Call>(&format!(
            "{{\"resultInfo\": {value}, \"source\": {value}, \"id\": 1}}"
        ));
    }
    tells_nothing::<Strict>("{\"text\": \"hunter2");
    tells_nothing::<Strict>("{\"text\": \"hunter2\\x\"}");
    tells_nothing::<Strict>("{\"any\": [\"hunter2\"");
    tells_nothing::<Meeting>("{\"passcode\": [\"hunter2\"]}");
}

#[test]
fn a_secret_is_exposed_only_explicitly() {
    let meeting: Meeting = read("{\"passcode\": \"hunter2\"}");
    assert!(!format!("{meeting:?}").contains(SECRET));
    assert_eq!(meeting.passcode.as_ref().map(Secret::expose), Some(SECRET));
    assert_eq!(write(&meeting), json("{\"passcode\": \"hunter2\"}"));
}

#[test]
fn secrets_compare_like_their_strings() {
    let secrets: HashSet<Secret> = [
        Secret::from("a"),
        Secret::from("a".to_owned()),
        Secret::default(),
    ]
    .into();
    assert_eq!(secrets.len(), 2);
    assert_eq!(Secret::from("a").clone(), Secret::from("a"));
}

//! Tagged unions.

use specwright_runtime::{OneOrMany, Value};

use crate::decoding::models::{
    Call, ChangeType, Entity, Identity, IdentityBase, Notification, Operation, OperationBase,
    Participant, PlayOperation, UserIdentity,
};
use crate::decoding::{json, read, refuse, write};

/// The members of an object, with the discriminator at every place among them.
fn placed(tag: &str, members: &[&str]) -> Vec<String> {
    (0..=members.len())
        .map(|place| {
            let mut members = members.to_vec();
            members.insert(place, tag);
            format!("{{{}}}", members.join(", "))
        })
        .collect()
}

#[test]
fn the_discriminator_decides_at_any_position() {
    let user = [
        r#""id": "1""#,
        r#""kind": "Created""#,
        r#""tenantId": "t""#,
        r#""x": [1]"#,
    ];
    for text in placed(r##""@odata.type": "#userIdentity""##, &user) {
        let Identity::User(user) = read(&text) else {
            panic!("{text}")
        };
        assert_eq!(user.odata_type.as_deref(), Some("#userIdentity"));
        assert_eq!(
            (user.id.as_deref(), user.tenant_id.as_deref()),
            (Some("1"), Some("t"))
        );
        assert_eq!(user.kind, Some(ChangeType::Created));
        assert_eq!(user.additional_data["x"], json("[1]"));
        assert_eq!(user.additional_data.len(), 1);
    }
    let play = [
        r#""status": "s""#,
        r#""clientContext": null"#,
        r#""prompt": {"message": "", "code": 1}"#,
    ];
    for text in placed(r#""kind": "play""#, &play) {
        let Operation::Play(play) = read(&text) else {
            panic!("{text}")
        };
        assert_eq!(play.status, "s");
        assert_eq!(play.prompt.as_ref().map(|prompt| prompt.code), Some(1));
        assert_eq!(play.additional_data["kind"], "play");
        assert_eq!(write(&Operation::Play(play)), json(&text));
    }
    let call = [r#""id": "1""#, r#""subject": null"#, r#""x": 1"#];
    for text in placed(r##""@odata.type": "#call""##, &call) {
        let Entity::Call(call) = read(&text) else {
            panic!("{text}")
        };
        assert_eq!(call.id.as_deref(), Some("1"));
        assert_eq!(call.additional_data["x"], 1);
    }
}

#[test]
fn several_discriminators_may_name_one_type() {
    for tag in ["#participant", "#guest"] {
        let text = format!(r#"{{"@odata.type": "{tag}", "isMuted": true}}"#);
        let entity: Entity = read(&text);
        assert!(
            matches!(&entity, Entity::Participant(it) if it.odata_type.as_deref() == Some(tag))
        );
        assert_eq!(write(&entity), json(&text));
    }
}

#[test]
fn the_base_has_its_own_discriminator_value() {
    for text in placed(
        r##""@odata.type": "#identity""##,
        &[r#""id": "1""#, r#""tenantId": "t""#],
    ) {
        let Identity::Identity(base) = read(&text) else {
            panic!("{text}")
        };
        assert_eq!(base.odata_type.as_deref(), Some("#identity"));
        assert_eq!(base.additional_data["tenantId"], "t");
    }
}

#[test]
fn an_object_without_discriminator_is_the_base() {
    let text = r#"{"id": "1", "tenantId": "t"}"#;
    let identity: Identity = read(text);
    assert!(
        matches!(&identity, Identity::Identity(base) if base.additional_data["tenantId"] == "t")
    );
    assert_eq!(write(&identity), json(text));
    assert_eq!(
        read::<Identity>("{}"),
        Identity::from(IdentityBase::default())
    );

    let text = r#"{"x": 1, "status": "s", "clientContext": "c"}"#;
    let operation: Operation = read(text);
    assert!(matches!(&operation, Operation::Operation(base) if base.status == "s"));
    assert_eq!(write(&operation), json(text));
    assert_eq!(
        refuse::<Operation>("{}"),
        ("status".to_owned(), "required, but missing".to_owned())
    );
}

#[test]
fn an_object_without_discriminator_or_base_is_kept_raw() {
    for text in ["{}", r#"{"id": 1, "isMuted": {}}"#] {
        let entity: Entity = read(text);
        assert!(matches!(&entity, Entity::Unrecognized(_)));
        assert_eq!(write(&entity), json(text));
    }
}

#[test]
fn a_discriminator_that_is_null_is_missing() {
    let null = r#""@odata.type": null"#;
    for text in placed(null, &[r#""id": "1""#, r#""x": 1"#]) {
        let Identity::Identity(base) = read(&text) else {
            panic!("{text}")
        };
        assert_eq!((base.odata_type, base.id.as_deref()), (None, Some("1")));
        assert_eq!(base.additional_data["x"], 1);
    }
    for text in placed(null, &[r#""id": "1""#]) {
        assert_eq!(write(&read::<Entity>(&text)), json(&text));
    }
    for text in placed(
        r#""kind": null"#,
        &[r#""status": "s""#, r#""clientContext": null"#],
    ) {
        assert!(matches!(read(&text), Operation::Operation(base) if base.status == "s"));
    }
}

#[test]
fn of_two_discriminators_the_first_decides() {
    let text = r##"{"@odata.type": "#userIdentity", "id": "1", "@odata.type": "#identity"}"##;
    assert!(matches!(read(text), Identity::User(_)));
    let text = r##"{"id": "1", "@odata.type": "#identity", "@odata.type": "#userIdentity"}"##;
    assert!(matches!(read(text), Identity::Identity(_)));
    for text in [
        r##"{"@odata.type": null, "id": "1", "@odata.type": "#userIdentity"}"##,
        r##"{"id": "1", "@odata.type": null, "@odata.type": null, "@odata.type": "#userIdentity"}"##,
        r##"{"id": "1", "@odata.type": null, "tenantId": "t", "@odata.type": "#userIdentity"}"##,
    ] {
        assert!(
            matches!(read(text), Identity::User(user) if user.id.as_deref() == Some("1")),
            "{text}"
        );
    }
}

#[test]
fn a_second_discriminator_cannot_change_an_unknown_type() {
    for second in ["null", r##""#call""##, "[1]"] {
        let text =
            format!(r##"{{"@odata.type": "#new", "id": "1", "@odata.type": {second}, "x": 1}}"##);
        let kept = r##"{"@odata.type": "#new", "id": "1", "x": 1}"##;
        assert_eq!(write(&read::<Entity>(&text)), json(kept), "{second}");
    }
}

#[test]
fn an_object_of_an_unknown_type_is_kept_raw() {
    // Also where members that the document knows have another shape there.
    let members = [r#""id": "1""#, r#""level": "high""#, r#""x": [{"y": 1}]"#];
    for tag in ["#robotIdentity", "", "#UserIdentity", "userIdentity"] {
        for text in placed(&format!(r#""@odata.type": "{tag}""#), &members) {
            let identity: Identity = read(&text);
            assert!(matches!(&identity, Identity::Unrecognized(_)), "{text}");
            assert_eq!(write(&identity), json(&text));
        }
    }
    for text in placed(
        r#""kind": "?""#,
        &[r#""status": 1"#, r#""clientContext": null"#],
    ) {
        let operation: Operation = read(&text);
        assert!(matches!(&operation, Operation::Other(_)), "{text}");
        assert_eq!(write(&operation), json(&text));
    }
    for text in placed(r##""@odata.type": "#other""##, &[r#""isMuted": 3"#]) {
        assert_eq!(write(&read::<Entity>(&text)), json(&text));
    }
}

#[test]
fn a_malformed_object_of_a_known_type_is_an_error() {
    let wrong = (
        "level".to_owned(),
        "expected a 32-bit integer, found an array".to_owned(),
    );
    for text in placed(
        r##""@odata.type": "#userIdentity""##,
        &[r#""id": "1""#, r#""level": []"#],
    ) {
        assert_eq!(refuse::<Identity>(&text), wrong, "{text}");
    }
    let missing = ("isMuted".to_owned(), "required, but missing".to_owned());
    for text in placed(r##""@odata.type": "#participant""##, &[r#""id": "1""#]) {
        assert_eq!(refuse::<Entity>(&text), missing, "{text}");
    }
    let wrong = (
        "prompt.code".to_owned(),
        "expected a 32-bit integer, found a boolean".to_owned(),
    );
    let members = [
        r#""status": "s""#,
        r#""clientContext": null"#,
        r#""prompt": {"code": true}"#,
    ];
    for text in placed(r#""kind": "play""#, &members) {
        assert_eq!(refuse::<Operation>(&text), wrong, "{text}");
    }
}

#[test]
fn a_discriminator_must_be_a_string() {
    for (value, found) in [
        ("1", "an integer"),
        ("{}", "an object"),
        ("[]", "an array"),
        ("false", "a boolean"),
    ] {
        for text in placed(
            &format!(r#""@odata.type": {value}"#),
            &[r#""id": "1""#, r#""x": 1"#],
        ) {
            let error = (
                "['@odata.type']".to_owned(),
                format!("expected a string, found {found}"),
            );
            assert_eq!(refuse::<Identity>(&text), error, "{text}");
            assert_eq!(refuse::<Entity>(&text), error, "{text}");
        }
    }
}

#[test]
fn a_tagged_union_must_be_an_object() {
    assert_eq!(
        refuse::<Entity>("[]").1,
        "expected an object, found an array"
    );
    assert_eq!(
        refuse::<Identity>("null").1,
        "expected an object, found null"
    );
    assert_eq!(
        refuse::<Operation>("\"x\"").1,
        "expected an object, found a string"
    );
}

#[test]
fn tagged_unions_may_be_nested() {
    let deep = r##"{"id": "1", "manager": {"kind": "created", "manager": {"tenantId": "x", "level": "7",
        "@odata.type": "#userIdentity"}, "@odata.type": "#userIdentity"}, "@odata.type": "#userIdentity"}"##;
    let text = format!(
        r##"{{"changeType": "updated", "resourceData": [{{"targets": [{deep}, {{"id": "2"}}], "source": {deep},
            "related": [{{"id": "3", "isMuted": false, "info": {deep}, "@odata.type": "#participant"}}],
            "@odata.type": "#call"}}]}}"##
    );
    let notification: Notification = read(&text);
    let Some(OneOrMany::Many(entities)) = &notification.resource_data else {
        panic!()
    };
    let Entity::Call(call) = &entities[0] else {
        panic!()
    };
    let targets = call.targets.as_deref().unwrap_or_default();
    assert!(matches!(&targets[1], Identity::Identity(_)));
    for identity in [&targets[0], call.source.as_ref().unwrap_or(&targets[1])] {
        let Identity::User(user) = identity else {
            panic!()
        };
        let Some(Identity::User(manager)) = user.manager.as_deref() else {
            panic!()
        };
        assert_eq!(manager.kind, Some(ChangeType::Created));
        let Some(Identity::User(top)) = manager.manager.as_deref() else {
            panic!()
        };
        assert_eq!(top.level, Some(7));
    }
    let related = call.related.as_deref().unwrap_or_default();
    assert!(
        matches!(&related[0], Entity::Participant(it) if matches!(it.info, Some(Identity::User(_))))
    );
    let written = write(&notification);
    let lenient_number = text.replace("\"7\"", "7");
    assert_eq!(written, json(&lenient_number));
}

#[test]
fn errors_in_buffered_properties_have_a_path() {
    let text = r##"{"id": "1", "targets": [{"id": "2"}, {"manager": {"manager": {"level": {}, "@odata.type": "#userIdentity"},
        "@odata.type": "#userIdentity"}, "@odata.type": "#userIdentity"}], "@odata.type": "#call"}"##;
    let (path, message) = refuse::<Entity>(text);
    assert_eq!(path, "targets[1].manager.manager.level");
    assert_eq!(message, "expected a 32-bit integer, found an object");

    let text = r#"{"status": "s", "after": [{"status": "t", "clientContext": null}, {"status": 1}], "clientContext": null, "kind": "play"}"#;
    let (path, message) = refuse::<Operation>(text);
    assert_eq!(
        (path.as_str(), message.as_str()),
        ("after[1].status", "expected a string, found an integer")
    );
}

#[test]
fn one_or_many_is_decoded_from_buffered_properties() {
    let base = r#"{"clientContext": null, "status": "t"}"#;
    let one =
        format!(r#"{{"after": {base}, "status": "s", "clientContext": "c", "kind": "play"}}"#);
    let many = format!(
        r#"{{"after": [{base}, {one}], "status": "s", "clientContext": "c", "kind": "play"}}"#
    );
    let Operation::Play(play) = read(&one) else {
        panic!()
    };
    assert!(
        matches!(&play.next, Some(OneOrMany::One(Operation::Operation(base))) if base.status == "t")
    );
    let Operation::Play(play) = read(&many) else {
        panic!()
    };
    let Some(OneOrMany::Many(next)) = &play.next else {
        panic!()
    };
    assert!(matches!(
        &next[..],
        [Operation::Operation(_), Operation::Play(_)]
    ));
    assert_eq!(write(&read::<Operation>(&many)), json(&many));
}

#[test]
fn the_last_buffered_duplicate_wins() {
    let text =
        r##"{"id": "1", "x": 1, "id": "2", "x": 2, "@odata.type": "#userIdentity", "id": "3"}"##;
    let Identity::User(user) = read(text) else {
        panic!()
    };
    assert_eq!(user.id.as_deref(), Some("3"));
    assert_eq!(user.additional_data["x"], 2);
}

#[test]
fn accessors_of_base_properties_work_for_all_variants() {
    let operation: Operation = read(r#"{"kind": "play", "status": "s", "clientContext": "c"}"#);
    assert_eq!(operation.status().map(String::as_str), Some("s"));
    assert_eq!(operation.client_context().map(String::as_str), Some("c"));
    let operation = Operation::from(OperationBase {
        status: "t".to_owned(),
        ..OperationBase::default()
    });
    assert_eq!(operation.status().map(String::as_str), Some("t"));
    assert_eq!(operation.client_context(), None);
    assert_eq!(read::<Operation>(r#"{"kind": "?"}"#).status(), None);
    assert_eq!(
        read::<Identity>(r#"{"kind": "deleted"}"#).kind(),
        Some(&ChangeType::Deleted)
    );
    assert_eq!(
        read::<Identity>(r#"{"id": "i"}"#).id().map(String::as_str),
        Some("i")
    );
}

#[test]
fn constructed_values_are_encoded_with_their_discriminator() {
    assert_eq!(
        write(&Entity::from(Call::default())),
        json(r##"{"@odata.type": "#call"}"##)
    );
    let written = serde_json::to_string(&Entity::from(Participant {
        id: Some("1".to_owned()),
        ..Participant::default()
    }));
    assert_eq!(
        written.unwrap_or_default(),
        r##"{"@odata.type":"#participant","id":"1","isMuted":false}"##
    );
    let play = PlayOperation {
        status: "s".to_owned(),
        ..PlayOperation::default()
    };
    assert_eq!(
        write(&Operation::from(play)),
        json(r#"{"kind": "play", "status": "s", "clientContext": null}"#)
    );
    // The position of the declaration is irrelevant.
    let operation: Operation =
        read(r#"{"status": "s", "clientContext": null, "prompt": null, "x": 1, "kind": "play"}"#);
    assert_eq!(
        serde_json::to_string(&operation).unwrap_or_default(),
        r#"{"kind":"play","status":"s","clientContext":null,"x":1}"#
    );
    // The base needs none, and one of its own is kept.
    assert_eq!(write(&Identity::from(IdentityBase::default())), json("{}"));
    let user = UserIdentity {
        odata_type: Some("#mine".to_owned()),
        ..UserIdentity::default()
    };
    assert_eq!(
        write(&Identity::from(user)),
        json(r##"{"@odata.type": "#mine"}"##)
    );
    let mut play = PlayOperation::default();
    play.additional_data
        .insert("kind".to_owned(), Value::from("own"));
    assert_eq!(write(&Operation::from(play))["kind"], "own");
}

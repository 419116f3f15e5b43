//! Any input is decoded or an error.

use proptest::collection::vec;
use proptest::prelude::*;
use serde::Serialize;
use serde_json::{Map, Value};
use specwright_runtime::{Decode, from_slice};

use crate::decoding::types::unions::{
    Account, Anything, Content, Event, Expression, LenientScalar, Shape,
};

use crate::decoding::models::{
    Call, Counters, Entity, Identity, Lenient, Meeting, Notification, Notifications, Operation,
    ResultInfo, Strict,
};

/// Reading never panics, and what was read is written so that it reads and writes the same again.
fn is_stable<T: Decode + Serialize>(json: &[u8]) {
    let Ok(value) = from_slice::<T>(json) else {
        return;
    };
    let written = serde_json::to_vec(&value).unwrap_or_else(|error| panic!("{error}"));
    let again: T = from_slice(&written).unwrap_or_else(|error| panic!("{error}"));
    let rewritten = serde_json::to_vec(&again).unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(
        String::from_utf8_lossy(&written),
        String::from_utf8_lossy(&rewritten)
    );
}

fn all_are_stable(json: &[u8]) {
    is_stable::<Content>(json);
    is_stable::<Event>(json);
    is_stable::<Shape>(json);
    is_stable::<Account>(json);
    is_stable::<Expression>(json);
    is_stable::<Anything>(json);
    is_stable::<LenientScalar>(json);
    is_stable::<Notifications>(json);
    is_stable::<Notification>(json);
    is_stable::<Entity>(json);
    is_stable::<Identity>(json);
    is_stable::<Operation>(json);
    is_stable::<Call>(json);
    is_stable::<ResultInfo>(json);
    is_stable::<Strict>(json);
    is_stable::<Lenient>(json);
    is_stable::<Counters>(json);
    is_stable::<Meeting>(json);
}

/// Names and strings that the models declare, and others.
fn word() -> impl Strategy<Value = String> {
    prop_oneof![
        8 => proptest::sample::select(vec![
            "@odata.type", "id", "kind", "status", "clientContext", "after", "prompt", "manager", "level", "tenantId",
            "value", "changeType", "resourceData", "resultInfo", "code", "subcode", "subCode", "message", "targets",
            "related", "isMuted", "info", "text", "int", "long", "double", "boolean", "members", "Members", "type",
            "reasons", "any", "#call", "#participant", "#guest", "#identity", "#userIdentity", "operation", "play",
            "created", "Created", "created,x", "200", "1.5", "true", "url", "call", "chat", "room", "width", "height",
            "radius", "left", "right", "name", "login", "plan", "free", "none", "auto",
        ]).prop_map(str::to_owned),
        1 => any::<String>(),
    ]
}

/// Values of an enum as they are written, since those that differ by case are not.
fn kind() -> impl Strategy<Value = String> {
    proptest::sample::select(vec!["created", "deleted", "other"]).prop_map(str::to_owned)
}

fn value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        (-5..5).prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        word().prop_map(Value::from),
    ];
    leaf.prop_recursive(6, 64, 8, |inner| {
        prop_oneof![
            vec(inner.clone(), 0..4).prop_map(Value::from),
            vec((word(), inner), 0..8)
                .prop_map(|members| Value::from(members.into_iter().collect::<Map<_, _>>())),
        ]
    })
}

/// The JSON of an object with its properties in any order, and some of them twice.
fn object() -> impl Strategy<Value = String> {
    vec((word(), value()), 0..8).prop_map(|members| {
        let members: Vec<String> = members
            .iter()
            .map(|(name, value)| format!("{}:{value}", Value::from(name.as_str())))
            .collect();
        format!("{{{}}}", members.join(","))
    })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_are_decoded_or_an_error(bytes in vec(any::<u8>(), 0..64)) {
        all_are_stable(&bytes);
    }

    #[test]
    fn any_json_is_decoded_or_an_error(value in value()) {
        all_are_stable(value.to_string().as_bytes());
    }

    #[test]
    fn any_object_is_decoded_or_an_error(object in object()) {
        all_are_stable(object.as_bytes());
    }

    #[test]
    fn any_nested_object_is_decoded_or_an_error(object in object()) {
        all_are_stable(format!(r##"{{"changeType":"x","resourceData":[{object}],"targets":[{object}],"manager":{object},
            "after":{object},"status":"s","clientContext":null,"@odata.type":"#userIdentity","kind":"play"}}"##).as_bytes());
    }

    #[test]
    fn the_position_of_a_discriminator_is_irrelevant(
        tenant in word(), id in word(), kind in kind(), other in value(), tag in word(), place in 0_usize..5,
    ) {
        let mut members = vec![
            format!(r#""tenantId":{}"#, Value::from(tenant)),
            format!(r#""id":{}"#, Value::from(id)),
            format!(r#""kind":{}"#, Value::from(kind)),
            format!(r#""other":{other}"#),
        ];
        members.insert(0, format!(r#""@odata.type":{}"#, Value::from(tag)));
        let first = from_slice::<Identity>(format!("{{{}}}", members.join(",")).as_bytes());
        let tag = members.remove(0);
        members.insert(place, tag);
        let late = from_slice::<Identity>(format!("{{{}}}", members.join(",")).as_bytes());
        prop_assert_eq!(first.ok(), late.ok());
    }
}

//! What the stand-in sends is what the OpenAPI document describes.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{Arc, Mutex};

use bytes::Bytes;
use http::{Method, Request};
use msgraph_calling_standin::{Notification, Scenario, Settings, Step};
use serde_json::Value;

use crate::support::{Client, bot, incoming_call, joining_response, run, standin, status};

/// The OpenAPI document, as JSON.
struct Document(Value);

impl Document {
    fn read() -> Self {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../spec/communications.yaml");
        let text = std::fs::read_to_string(path).unwrap();
        Self(serde_yaml::from_str(&text).unwrap())
    }

    fn schema(&self, name: &str) -> &Value {
        &self.0["components"]["schemas"][name]
    }

    fn resolve<'a>(&'a self, schema: &'a Value) -> &'a Value {
        match schema["$ref"].as_str() {
            Some(reference) => {
                let name = reference.strip_prefix("#/components/schemas/").unwrap();
                self.resolve(self.schema(name))
            }
            None => schema,
        }
    }

    /// All schemas that an object has to match at the same time.
    fn parts<'a>(&'a self, schema: &'a Value) -> Vec<&'a Value> {
        let schema = self.resolve(schema);
        let mut parts = vec![schema];
        for part in schema["allOf"].as_array().into_iter().flatten() {
            parts.extend(self.parts(part));
        }
        parts
    }

    /// Describes what is wrong with a value.
    fn check(&self, schema: &Value, value: &Value, path: &str) -> Vec<String> {
        let parts = self.parts(schema);
        let keyword = |name: &str| {
            parts
                .iter()
                .map(|part| &part[name])
                .find(|value| !value.is_null())
        };
        for part in &parts {
            for name in part.as_object().unwrap().keys() {
                let is_known = KEYWORDS.contains(&name.as_str()) || name.starts_with("x-");
                assert!(is_known, "the keyword `{name}` is not checked");
            }
        }
        if value.is_null() {
            // Only the property itself says so, not what it refers to.
            let is_nullable = accepts_null(schema)
                || schema["anyOf"]
                    .as_array()
                    .is_some_and(|alternatives| alternatives.iter().any(accepts_null));
            return problems(is_nullable, || format!("{path} is null"));
        }
        if let Some(mapping) = keyword("discriminator").map(|tag| &tag["mapping"])
            && let Some(tag) = value["@odata.type"].as_str()
        {
            let Some(target) = mapping[tag].as_str() else {
                return vec![format!("{path} has the unknown type {tag}")];
            };
            let target = self.schema(target.strip_prefix("#/components/schemas/").unwrap());
            if !parts.iter().any(|part| std::ptr::eq(*part, target)) {
                return self.check(target, value, path);
            }
        }
        if let Some(alternatives) = keyword("oneOf").or_else(|| keyword("anyOf")) {
            let checked = alternatives.as_array().unwrap().iter();
            let checked: Vec<_> = checked
                .map(|alternative| self.check(alternative, value, path))
                .collect();
            let fits = checked.iter().any(Vec::is_empty);
            return problems(fits, || format!("{path} fits no alternative: {checked:?}"));
        }
        if let Some(values) = keyword("enum") {
            let fits = values.as_array().unwrap().contains(value);
            return problems(fits, || format!("{path} has the unknown value {value}"));
        }
        let fits = match keyword("type").map(type_without_null) {
            Some("object") => return self.check_object(&parts, value, path),
            Some("array") => {
                let items = keyword("items").unwrap();
                let Some(values) = value.as_array() else {
                    return vec![format!("{path} is not an array")];
                };
                let values = values.iter().enumerate();
                return values
                    .flat_map(|(index, value)| self.check(items, value, &format!("{path}/{index}")))
                    .collect();
            }
            Some("string") => value.is_string(),
            Some("boolean") => value.is_boolean(),
            Some("integer") => value.is_i64(),
            Some("null") => false,
            Some(other) => panic!("the type `{other}` is not checked"),
            None => true,
        };
        problems(fits, || format!("{path} has the wrong JSON type"))
    }

    fn check_object(&self, parts: &[&Value], value: &Value, path: &str) -> Vec<String> {
        let Some(object) = value.as_object() else {
            return vec![format!("{path} is not an object")];
        };
        let mut declared: BTreeMap<&str, &Value> = BTreeMap::new();
        let mut found = Vec::new();
        for part in parts {
            for (name, schema) in part["properties"].as_object().into_iter().flatten() {
                declared.insert(name, schema);
            }
            for name in part["required"].as_array().into_iter().flatten() {
                if !object.contains_key(name.as_str().unwrap()) {
                    found.push(format!("{path} lacks {name}"));
                }
            }
        }
        for (name, value) in object {
            let path = format!("{path}/{name}");
            match declared.get(name.as_str()) {
                Some(schema) => found.extend(self.check(schema, value, &path)),
                None => found.push(format!("{path} is not declared")),
            }
        }
        found
    }
}

const KEYWORDS: &[&str] = &[
    "type",
    "properties",
    "items",
    "required",
    "allOf",
    "oneOf",
    "anyOf",
    "enum",
    "discriminator",
    "description",
    "format",
];

/// Returns whether `type` of a schema allows null.
fn accepts_null(schema: &Value) -> bool {
    match &schema["type"] {
        Value::Array(types) => types.contains(&Value::from("null")),
        only => *only == "null",
    }
}

/// Returns the type of values other than null.
fn type_without_null(types: &Value) -> &str {
    let types = types
        .as_array()
        .map_or_else(|| std::slice::from_ref(types), Vec::as_slice);
    let mut names = types.iter().map(|name| name.as_str().unwrap());
    let other = names.clone().find(|name| *name != "null");
    other.or_else(|| names.next()).unwrap()
}

fn problems(fits: bool, describe: impl FnOnce() -> String) -> Vec<String> {
    if fits { Vec::new() } else { vec![describe()] }
}

/// The notifications of a scenario, and their bodies.
async fn posted(scenario: &Scenario) -> Vec<(Notification, Bytes)> {
    let standin = standin(Vec::new());
    let client = Client::new(&standin);
    let bodies = Arc::new(Mutex::new(Vec::new()));
    let all = Arc::clone(&bodies);
    let bot = move |request: Request<Bytes>| {
        all.lock().unwrap().push(request.body().clone());
        if let Some(call) = incoming_call(&request) {
            let client = client.clone();
            tokio::spawn(async move { client.reject(&call).await });
        }
        let text = String::from_utf8_lossy(request.body());
        let joining = text.contains("participantJoiningNotification");
        std::future::ready(if joining {
            joining_response("acceptJoinResponse")
        } else {
            status(202)
        })
    };
    run(&standin, bot, &scenario.name).await;
    let notifications = scenario.steps.iter().filter_map(|step| match step {
        Step::Post(notification, ..) => Some(*notification),
        _ => None,
    });
    let bodies = bodies.lock().unwrap().clone();
    notifications.zip(bodies).collect()
}

#[tokio::test(start_paused = true)]
async fn every_notification_is_as_the_document_describes() {
    let document = Document::read();
    let envelope = document.schema("microsoft.graph.commsNotifications");
    let mut checked = Vec::new();
    for scenario in Scenario::all() {
        for (notification, body) in posted(&scenario).await {
            let is_wrong_on_purpose = matches!(
                notification,
                Notification::Empty
                    | Notification::OlderFormat
                    | Notification::UnreadableAndIncoming
            );
            if is_wrong_on_purpose {
                checked.push(notification);
                continue;
            }
            let body: Value = serde_json::from_slice(&body).unwrap();
            let problems = document.check(envelope, &body, "");
            assert!(
                problems.is_empty(),
                "{notification:?}: {problems:#?}\n{body:#}"
            );
            checked.push(notification);
        }
    }
    for notification in Notification::ALL {
        assert!(
            checked.contains(&notification),
            "{notification:?} is in no scenario"
        );
    }
}

#[test]
fn what_the_document_does_not_describe_is_found() {
    let document = Document::read();
    let envelope = document.schema("microsoft.graph.commsNotifications");
    for (notification, expected) in [
        (r#"{"changeType": "updated"}"#, None),
        (
            r#"{"resourceUrl": "/"}"#,
            Some("/value/0 lacks \"changeType\""),
        ),
        (
            r#"{"changeType": "gone"}"#,
            Some("/changeType has the unknown value"),
        ),
        (
            r#"{"changeType": "updated", "new": 1}"#,
            Some("/new is not declared"),
        ),
        (
            r##"{"changeType": "updated", "resourceData": {"@odata.type": "#microsoft.graph.call", "state": 1}}"##,
            Some("/state has the unknown value"),
        ),
        (
            r##"{"changeType": "updated", "resourceData": {"@odata.type": "#microsoft.graph.none"}}"##,
            Some("unknown type #microsoft.graph.none"),
        ),
    ] {
        let body = format!(r#"{{"value": [{notification}]}}"#);
        let body: Value = serde_json::from_str(&body).unwrap();
        let problems = document.check(envelope, &body, "").join("; ");
        match expected {
            Some(expected) => assert!(problems.contains(expected), "{body}: {problems}"),
            None => assert_eq!(problems, "", "{body}"),
        }
    }
}

#[tokio::test(start_paused = true)]
async fn every_answer_of_graph_is_as_the_document_describes() {
    let document = Document::read();
    let schema = document.schema("microsoft.graph.ODataErrors.ODataError");
    let faults = [
        "graph-408",
        "graph-429-seconds",
        "graph-500",
        "graph-502",
        "graph-503",
    ];
    let faults = faults.map(|name| msgraph_calling_standin::Fault::named(name).unwrap());
    let standin = standin(faults.to_vec());
    let answers = Arc::new(Mutex::new(Vec::new()));
    let all = Arc::clone(&answers);
    let trying = bot(&standin, move |client, call| {
        let all = Arc::clone(&all);
        async move {
            let token = format!("Bearer {}", client.token(Settings::TENANT).await);
            let base = "https://graph.microsoft.com/v1.0/communications/calls";
            let unknown = format!("{base}/unknown/reject");
            let answer = format!("{base}/{call}/answer");
            let reject = format!("{base}/{call}/reject");
            let mut requests = vec![
                (Method::GET, reject.clone(), token.clone(), "{}"),
                (Method::POST, unknown, token.clone(), "{}"),
                (Method::POST, answer, token.clone(), "{}"),
                (Method::POST, reject.clone(), "Bearer no".to_owned(), "{}"),
                (Method::POST, reject.clone(), token.clone(), "no"),
            ];
            // The faults, the rejection, and the call that is gone.
            requests.extend(vec![(Method::POST, reject, token, "{}"); 7]);
            for (method, url, token, body) in requests {
                let headers = [
                    ("authorization", token.as_str()),
                    ("content-type", "application/json"),
                ];
                let answer = client.send(method, &url, &headers, body.to_owned()).await;
                all.lock().unwrap().push(answer.unwrap());
            }
        }
    });
    run(&standin, trying, "incoming-call").await;
    let answers = answers.lock().unwrap().clone();
    let statuses: Vec<u16> = answers.iter().map(|(status, _)| status.as_u16()).collect();
    let expected = [405, 404, 404, 401, 400, 408, 429, 500, 502, 503, 202, 404];
    assert_eq!(statuses, expected);
    let path = &document.0["paths"]["/communications/calls/{call-id}/reject"];
    let responses = &path["post"]["responses"];
    for (status, body) in answers {
        let range = format!("{}XX", status.as_u16() / 100);
        let is_declared =
            responses.get(status.as_str()).is_some() || responses.get(&range).is_some();
        assert!(is_declared, "{status}");
        if status.is_success() {
            assert!(body.is_null(), "{body}");
        } else {
            let problems = document.check(schema, &body, "");
            assert!(problems.is_empty(), "{status}: {problems:?}");
        }
    }
}

#[tokio::test(start_paused = true)]
async fn the_limits_and_the_issuers_are_those_of_the_document() {
    let document = Document::read().0;
    let path = &document["paths"]["/communications/calls/{call-id}/reject"];
    assert_eq!(path["post"]["x-deadline"], 15);
    let schemas = &document["components"]["schemas"];
    let conditions = &schemas["microsoft.graph.commsNotification"]["x-conditions"];
    assert_eq!(conditions["incomingCallForRecording"]["deadline"], 5);
    let never = |name: &'static str| async move {
        let standin = standin(Vec::new());
        let idle = bot(&standin, |_, _| async {});
        let report = run(&standin, idle, name).await;
        report.calls[0].expected.clone()
    };
    assert_eq!(never("incoming-call").await, "rejected once, within 15 s");
    assert_eq!(never("recording-policy").await, "rejected once, within 5 s");

    let token = &document["components"]["securitySchemes"]["commsNotificationToken"];
    let standin = standin(Vec::new());
    let tokens = Arc::new(Mutex::new(Vec::new()));
    for name in ["established-call", "token-other-issuer"] {
        let all = Arc::clone(&tokens);
        let recording = move |request: Request<Bytes>| {
            let token = request.headers()["authorization"].to_str().unwrap();
            let token = token.strip_prefix("Bearer ").unwrap();
            let claims = jsonwebtoken::dangerous::insecure_decode::<Value>(token).unwrap();
            all.lock().unwrap().push(claims);
            std::future::ready(status(202))
        };
        let caller = msgraph_calling_standin::Caller::new(Arc::clone(&standin), recording);
        let plan = msgraph_calling_standin::Plan::new([crate::support::scenario(name)], 1);
        tokio::time::timeout(std::time::Duration::from_secs(30), caller.run(&plan))
            .await
            .unwrap();
    }
    let tokens = tokens.lock().unwrap();
    let mut issuers: Vec<&Value> = tokens.iter().map(|token| &token.claims["iss"]).collect();
    issuers.sort_by_key(ToString::to_string);
    issuers.dedup();
    let mut expected: Vec<&Value> = token["x-issuers"].as_array().unwrap().iter().collect();
    expected.sort_by_key(ToString::to_string);
    assert_eq!(issuers, expected);
    for sent in tokens.iter() {
        let algorithm = serde_json::to_value(sent.header.alg).unwrap();
        assert!(
            token["x-algorithms"]
                .as_array()
                .unwrap()
                .contains(&algorithm)
        );
        for claim in token["x-required-claims"].as_array().unwrap() {
            assert!(sent.claims.get(claim.as_str().unwrap()).is_some());
        }
    }
}

//! Faults of answers and notifications: a client really sees each of them.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use bytes::Bytes;
use http::{Method, Request};
use msgraph_calling_standin::{Fault, NAMED_FAULTS, Report, Settings, Verdict};
use msgraph_communications::models::{CommsNotifications, Entity};
use msgraph_communications::runtime::{OneOrMany, from_slice};
use serde_json::Value;
use tokio::time::{Instant, sleep, timeout};

use crate::rust_bot::run_all;
use crate::support::{Client, bot, incoming_call, run, scenario, standin, status};

const SECOND: Duration = Duration::from_secs(1);

fn named(name: &str) -> Fault {
    Fault::named(name).unwrap_or_else(|| panic!("{name}"))
}

/// Runs a bot that rejects a call again and again, and returns what it saw.
async fn attempts(name: &str) -> (Vec<String>, Report) {
    let standin = standin(vec![named(name)]);
    let seen = Arc::new(Mutex::new(Vec::new()));
    let all = Arc::clone(&seen);
    let persistent = bot(&standin, move |client, call| {
        let all = Arc::clone(&all);
        async move {
            for _ in 0..3 {
                let start = Instant::now();
                let answer = timeout(4 * SECOND, client.reject(&call)).await;
                let took = start.elapsed().as_secs();
                let saw = match answer {
                    Err(_) => "nothing".to_owned(),
                    Ok(None) => "reset".to_owned(),
                    Ok(Some(status)) => format!("{} after {took} s", status.as_u16()),
                };
                let is_done = saw.starts_with("202");
                all.lock().unwrap().push(saw);
                if is_done {
                    break;
                }
            }
        }
    });
    let report = run(&standin, persistent, "incoming-call").await;
    let seen = seen.lock().unwrap().clone();
    (seen, report)
}

#[tokio::test(start_paused = true)]
async fn faults_of_graph_reach_the_client_once_for_each_call() {
    for (name, expected) in [
        ("graph-408", "408 after 0 s"),
        ("graph-500", "500 after 0 s"),
        ("graph-502", "502 after 0 s"),
        ("graph-503", "503 after 0 s"),
        ("graph-504", "504 after 0 s"),
        ("graph-429", "429 after 0 s"),
        ("graph-429-seconds", "429 after 0 s"),
        ("graph-429-fraction", "429 after 0 s"),
        ("graph-429-zero", "429 after 0 s"),
        ("graph-429-date", "429 after 0 s"),
        ("graph-429-past-date", "429 after 0 s"),
        ("graph-429-negative", "429 after 0 s"),
        ("graph-429-invalid", "429 after 0 s"),
        ("graph-429-too-long", "429 after 0 s"),
        ("graph-redirect-302", "302 after 0 s"),
        ("graph-redirect-307", "307 after 0 s"),
        ("graph-hangs", "nothing"),
    ] {
        let (seen, report) = attempts(name).await;
        assert_eq!(seen, [expected, "202 after 0 s"], "{name}");
        assert!(report.passed, "{name}");
        assert_eq!(report.faults, [name]);
    }
    assert_eq!(attempts("graph-slow").await.0, ["202 after 2 s"]);
}

#[tokio::test(start_paused = true)]
async fn a_rejection_whose_answer_is_lost_may_be_repeated() {
    for name in ["graph-reset-before-response", "graph-reset-during-response"] {
        let (seen, report) = attempts(name).await;
        assert_eq!(seen[..2], ["reset", "404 after 0 s"], "{name}");
        assert!(report.passed, "{name}");
        let verdict = &report.calls[0].verdict;
        assert!(
            matches!(verdict, Verdict::RejectedInTime { .. }),
            "{name}: {verdict}"
        );
    }
    let (seen, report) = attempts("graph-reset-after-response").await;
    assert_eq!(seen, ["202 after 0 s"]);
    assert!(report.passed);
}

#[tokio::test(start_paused = true)]
async fn a_call_is_impossible_to_reject_while_graph_fails_for_good() {
    for name in [
        "graph-503",
        "graph-hangs",
        "authority-503",
        "graph-expired-certificate",
    ] {
        let standin = standin(vec![Fault {
            times: None,
            ..named(name)
        }]);
        let idle = bot(&standin, |_, _| async {});
        let report = run(&standin, idle, "incoming-call").await;
        assert_eq!(report.calls[0].verdict, Verdict::Impossible, "{name}");
        assert!(report.passed, "{name}");
    }
    // Slow is not impossible.
    let standin = standin(vec![named("graph-slow")]);
    let idle = bot(&standin, |_, _| async {});
    assert!(!run(&standin, idle, "incoming-call").await.passed);
}

#[tokio::test(start_paused = true)]
async fn retry_after_comes_in_every_form() {
    let reject = |name: &'static str| async move {
        let standin = standin(vec![named(name)]);
        let header = Arc::new(Mutex::new(None));
        let found = Arc::clone(&header);
        let transport = standin.transport();
        let once = bot(&standin, move |client, call| {
            let (transport, found) = (transport.clone(), Arc::clone(&found));
            async move {
                let token = client.token(Settings::TENANT).await;
                let request = Request::post(format!(
                    "https://graph.microsoft.com/v1.0/communications/calls/{call}/reject"
                ));
                let request = request
                    .header("authorization", format!("Bearer {token}"))
                    .header("content-type", "application/json")
                    .body(Bytes::from("{}"));
                let response = transport.request(request.unwrap()).await.unwrap();
                let value = response.headers().get("retry-after").cloned();
                *found.lock().unwrap() = value;
            }
        });
        let report = run(&standin, once, "incoming-call").await;
        let header = header.lock().unwrap().take();
        (
            header.map(|value| value.to_str().unwrap().to_owned()),
            report,
        )
    };
    for (name, expected) in [
        ("graph-429", None),
        ("graph-429-seconds", Some("2")),
        ("graph-429-fraction", Some("1.128")),
        ("graph-429-zero", Some("0")),
        ("graph-429-negative", Some("-1")),
        ("graph-429-invalid", Some("soon")),
        ("graph-429-too-long", Some("60")),
    ] {
        assert_eq!(reject(name).await.0.as_deref(), expected, "{name}");
    }
    let now = std::time::SystemTime::now();
    for (name, is_future) in [("graph-429-date", true), ("graph-429-past-date", false)] {
        let date = reject(name).await.0.unwrap();
        let date = httpdate::parse_http_date(&date).unwrap();
        assert_eq!(date > now, is_future, "{name}");
    }
    // The bot tried once. It could not have come back after a minute.
    let given_up = reject("graph-429-too-long").await.1;
    assert_eq!(given_up.calls[0].verdict, Verdict::Impossible);
    assert!(given_up.passed);
    assert!(!reject("graph-429-seconds").await.1.passed);
}

/// What one token request sees.
async fn token_answer(client: &Client) -> String {
    let url = "https://login.microsoftonline.com/tenant/oauth2/v2.0/token";
    let form = format!(
        "grant_type=client_credentials&client_id={}&client_secret=hush\
         &scope=https%3A%2F%2Fgraph.microsoft.com%2F.default",
        crate::support::APP_ID
    );
    let headers = [("content-type", "application/x-www-form-urlencoded")];
    let start = Instant::now();
    let answer = client.send(Method::POST, url, &headers, form);
    match timeout(10 * SECOND, answer).await {
        Err(_) => "nothing".to_owned(),
        Ok(None) => "reset".to_owned(),
        Ok(Some((status, body))) => {
            let took = start.elapsed().as_secs();
            format!("{} after {took} s, {}", status.as_u16(), body["expires_in"])
        }
    }
}

#[tokio::test(start_paused = true)]
async fn authority_faults_reach_the_client_once_per_tenant() {
    for (name, expected) in [
        ("authority-500", ["500 after 0 s, null", "200 after 0 s, 1"]),
        ("authority-503", ["503 after 0 s, null", "200 after 0 s, 1"]),
        ("authority-429", ["429 after 0 s, null", "200 after 0 s, 1"]),
        ("authority-hangs", ["nothing", "200 after 0 s, 1"]),
        ("authority-slow", ["200 after 3 s, 1", "200 after 3 s, 1"]),
        (
            "authority-expires-in-string",
            ["200 after 0 s, \"3599\"", "200 after 0 s, \"3599\""],
        ),
    ] {
        let standin = standin(vec![named(name)]);
        let client = Client::new(&standin);
        // Before the first call, there is no fault, and a token does not last until it.
        assert_eq!(token_answer(&client).await, "200 after 0 s, 1", "{name}");
        let seen = Arc::new(Mutex::new(Vec::new()));
        let all = Arc::clone(&seen);
        let asking = bot(&standin, move |client, _| {
            let all = Arc::clone(&all);
            async move {
                for _ in 0..2 {
                    let answer = token_answer(&client).await;
                    all.lock().unwrap().push(answer);
                }
            }
        });
        run(&standin, asking, "incoming-call").await;
        assert_eq!(*seen.lock().unwrap(), expected, "{name}");
    }
}

#[tokio::test(start_paused = true)]
async fn faults_of_metadata_and_keys_meet_the_first_request() {
    const METADATA: &str = "https://api.aps.skype.com/v1/.well-known/OpenIdConfiguration";
    const KEYS: &str = "https://api.aps.skype.com/v1/keys";
    for (name, url, first) in [
        ("metadata-503", METADATA, "503 after 0 s"),
        ("metadata-slow", METADATA, "200 after 4 s"),
        ("metadata-hangs", METADATA, "nothing"),
        ("keys-503", KEYS, "503 after 0 s"),
    ] {
        let standin = standin(vec![named(name)]);
        let client = Client::new(&standin);
        for expected in [first, "200 after 0 s"] {
            let start = Instant::now();
            let answer = client.send(Method::GET, url, &[], String::new());
            let saw = match timeout(10 * SECOND, answer).await {
                Err(_) => "nothing".to_owned(),
                Ok(answer) => {
                    let took = start.elapsed().as_secs();
                    format!("{} after {took} s", answer.unwrap().0.as_u16())
                }
            };
            assert_eq!(saw, expected, "{name}");
        }
    }
}

#[tokio::test(start_paused = true)]
async fn a_bot_that_fetches_new_keys_survives_a_rotation() {
    let report = run_all(vec![named("keys-rotated")], vec![scenario("incoming-call")]).await;
    assert!(report.passed, "{:?}", report.calls[0].problems());
    let report = run_all(vec![named("keys-unknown")], vec![scenario("incoming-call")]).await;
    assert!(report.passed, "{:?}", report.calls[0].problems());
    assert_eq!(report.calls[0].verdict, Verdict::NotRejected);
    // One that does not look at keys accepts them.
    let standin = standin(vec![named("keys-unknown")]);
    let credulous = bot(&standin, |_, _| async {});
    assert!(!run(&standin, credulous, "incoming-call").await.passed);
}

/// The bodies that are posted by a scenario.
async fn posted(fault: Option<&str>, name: &str) -> Vec<Value> {
    let standin = standin(fault.map(named).into_iter().collect());
    let client = Client::new(&standin);
    let bodies = Arc::new(Mutex::new(Vec::new()));
    let all = Arc::clone(&bodies);
    let recording = move |request: Request<Bytes>| {
        all.lock()
            .unwrap()
            .push(serde_json::from_slice(request.body()).unwrap());
        if let Some(call) = incoming_call(&request) {
            let client = client.clone();
            tokio::spawn(async move { client.reject(&call).await });
        }
        std::future::ready(status(202))
    };
    run(&standin, recording, name).await;
    bodies.lock().unwrap().clone()
}

fn changes(bodies: &[Value]) -> Vec<&str> {
    let changes = bodies
        .iter()
        .map(|body| body["value"][0]["changeType"].as_str());
    changes.map(Option::unwrap).collect()
}

#[tokio::test(start_paused = true)]
async fn faults_of_notifications_change_their_sequence() {
    for (fault, expected) in [
        (None, vec!["created", "deleted"]),
        (
            Some("notification-duplicate"),
            vec!["created", "created", "deleted", "deleted"],
        ),
        (Some("notification-missing-end"), vec!["created"]),
        (Some("notification-end-first"), vec!["deleted", "created"]),
    ] {
        let bodies = posted(fault, "incoming-call").await;
        assert_eq!(changes(&bodies), expected, "{fault:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_bot_that_rejects_every_notification_fails_with_duplicates() {
    let standin = standin(vec![named("notification-duplicate")]);
    let forgetful = bot(&standin, |client, call| async move {
        client.reject(&call).await;
    });
    let report = run(&standin, forgetful, "incoming-call").await;
    let verdict = &report.calls[0].verdict;
    assert!(
        matches!(verdict, Verdict::RejectedRepeatedly { .. }),
        "{verdict}"
    );
}

/// All strings and numbers of a value, by the names of their properties.
fn leaves<'a>(name: &'a str, value: &'a Value, found: &mut BTreeMap<&'a str, Vec<&'a Value>>) {
    match value {
        Value::Object(object) => {
            for (name, value) in object {
                leaves(name, value, found);
            }
        }
        Value::Array(values) => {
            for value in values {
                leaves(name, value, found);
            }
        }
        value => found.entry(name).or_default().push(value),
    }
}

#[tokio::test(start_paused = true)]
async fn payload_faults_leave_the_call_readable() {
    for name in [
        "payload-unknown-members",
        "payload-unknown-enum-values",
        "payload-unknown-types",
        "payload-pascal-case",
        "payload-numbers-as-strings",
    ] {
        let scenarios = ["incoming-group-call", "established-call"];
        for scenario in scenarios {
            let (usual, unusual) = (
                posted(None, scenario).await,
                posted(Some(name), scenario).await,
            );
            assert_eq!(usual.len(), unusual.len(), "{name}");
            for body in &unusual {
                let body = body.to_string();
                let decoded: CommsNotifications = from_slice(body.as_bytes()).unwrap();
                assert_eq!(decoded.value.unwrap().len(), 1, "{name}: {body}");
            }
        }
        let incoming = &posted(Some(name), "incoming-group-call").await[0];
        let text = incoming.to_string();
        let decoded: CommsNotifications = from_slice(text.as_bytes()).unwrap();
        let notification = &decoded.value.unwrap()[0];
        assert!(notification.is_incoming_call(), "{name}: {text}");
        let is_call = matches!(
            notification.resource_data,
            Some(OneOrMany::One(Entity::Call(_)))
        );
        assert!(is_call, "{name}: {text}");

        let established = &posted(Some(name), "established-call").await;
        let mut found = BTreeMap::new();
        for body in established {
            leaves("", body, &mut found);
        }
        leaves("", incoming, &mut found);
        let any = |name: &str, expected: &str| found[name].iter().any(|value| **value == expected);
        let is_unusual = match name {
            "payload-unknown-members" => found.contains_key("nested"),
            "payload-unknown-enum-values" => any("direction", "standinUnknown"),
            "payload-unknown-types" => any("@odata.type", "#microsoft.graph.standinUnknown"),
            "payload-pascal-case" => any("state", "Established"),
            _ => any("code", "200") && any("sequenceId", "1"),
        };
        assert!(is_unusual, "{name}: {found:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_right_bot_passes_with_unusual_payloads() {
    for fault in NAMED_FAULTS
        .iter()
        .filter(|fault| fault.name.starts_with("payload-"))
    {
        let scenarios = ["incoming-call", "incoming-group-call", "established-call"];
        let report = run_all(vec![fault.fault()], scenarios.map(scenario).to_vec()).await;
        let problems: Vec<_> = report
            .calls
            .iter()
            .flat_map(msgraph_calling_standin::CallReport::problems)
            .collect();
        assert!(report.passed, "{}: {problems:#?}", fault.name);
    }
}

#[tokio::test(start_paused = true)]
async fn a_seed_repeats_the_calls_and_the_faults() {
    let run = |seed: u64| async move {
        let mut settings = Settings::new(crate::support::APP_ID);
        settings.seed = seed;
        settings.faults = vec![Fault {
            probability: 0.5,
            ..named("graph-503")
        }];
        let standin = msgraph_calling_standin::Standin::without_sockets(settings);
        let standin = Arc::new(standin.unwrap());
        let giving_up = bot(&standin, |client, call| async move {
            client.reject(&call).await;
        });
        let caller = msgraph_calling_standin::Caller::new(standin, giving_up);
        let mut plan = msgraph_calling_standin::Plan::new([scenario("incoming-call")], 20);
        // One after the other, so that the faults are drawn in the same order.
        plan.rate = Some(10.0);
        let report = caller.run(&plan).await;
        let calls = report.calls.iter();
        calls
            .map(|call| (call.call.clone(), call.passed))
            .collect::<Vec<_>>()
    };
    let first = run(3).await;
    assert_eq!(first, run(3).await);
    assert_ne!(first, run(4).await);
    assert!(first.iter().any(|(_, passed)| *passed));
    assert!(first.iter().any(|(_, passed)| !passed));
    sleep(SECOND).await;
}

#[test]
fn every_fault_has_a_test() {
    let tests = [include_str!("faults.rs"), include_str!("connections.rs")].concat();
    for fault in NAMED_FAULTS {
        let name = format!("\"{}\"", fault.name);
        assert!(tests.contains(&name), "{name} has no test");
    }
}

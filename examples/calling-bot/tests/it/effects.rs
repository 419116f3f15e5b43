//! The effects of the settings.

use std::time::Duration;

use crate::bot::{Running, until};
use crate::graph::{Graph, TENANT};

/// A bot against a stand-in, with these arguments besides. It has keys.
fn bot(graph: &Graph, arguments: &[&str]) -> Running {
    let own = graph.arguments();
    let own = own.iter().map(String::as_str);
    let bot = Running::with(&own.chain(arguments.iter().copied()).collect::<Vec<_>>());
    until(|| is_ready(&bot).then_some(()));
    bot
}

fn is_ready(bot: &Running) -> bool {
    bot.send("GET /ready", "", "").starts_with("HTTP/1.1 200 ")
}

/// The status and the headers of the answer to a call that comes in, with a token that has other
/// claims than a good one.
fn call(bot: &Running, graph: &Graph, id: &str, claims: &[(&str, &str)]) -> (u16, String) {
    let authorization = format!("Authorization: Bearer {}\r\n", graph.token_with(claims));
    let body = format!(
        r##"{{"value": [{{"changeType": "created", "resourceUrl": "/communications/calls/{id}",
            "resourceData": {{"@odata.type": "#microsoft.graph.call", "state": "incoming"}}}}]}}"##
    );
    let answer = bot.send("POST /api/calls", &authorization, &body);
    (answer[9..12].parse().unwrap(), answer)
}

#[test]
fn tokens_need_audience_issuer_and_tenant_of_the_settings() {
    let other = "00000000-0000-4000-8000-00000000000a";
    let graph = Graph::start();
    let status = |bot: &Running, claims: &[(&str, &str)]| call(bot, &graph, "one", claims).0;

    // An id may be written in any way.
    let by_default = bot(&graph, &["--app-id={2891555A-92FF-42E6-80FA-6E1300C6B5C6}"]);
    assert_eq!(status(&by_default, &[]), 202);
    assert_eq!(status(&by_default, &[("tid", other)]), 202);
    assert_eq!(status(&by_default, &[("aud", other)]), 403);
    assert_eq!(status(&by_default, &[("iss", "https://one.example")]), 401);

    let tenants = format!("--tenant={},{other}", TENANT.to_uppercase());
    let set = bot(
        &graph,
        &[&tenants, "--issuer=https://one.example,https://two.example"],
    );
    for issuer in ["https://one.example", "https://two.example"] {
        assert_eq!(status(&set, &[("iss", issuer)]), 202);
        assert_eq!(status(&set, &[("iss", issuer), ("tid", other)]), 202);
        let third = "00000000-0000-4000-8000-00000000000b";
        assert_eq!(status(&set, &[("iss", issuer), ("tid", third)]), 403);
    }
    assert_eq!(status(&set, &[]), 401);
}

#[test]
fn a_full_bot_is_not_ready_and_answers_503() {
    let graph = Graph::start();
    let bot = bot(&graph, &["--capacity=2"]);
    assert_eq!(call(&bot, &graph, "one", &[]).0, 202);
    assert!(is_ready(&bot));
    assert_eq!(call(&bot, &graph, "two", &[]).0, 202);
    assert!(!is_ready(&bot));
    let (status, answer) = call(&bot, &graph, "three", &[]);
    assert_eq!(status, 503);
    assert!(answer.contains("\r\nretry-after: 1\r\n"), "{answer}");
    let health = bot.send("GET /health", "", "");
    assert!(health.contains(r#""accepted":2,"busy":1,"#), "{health}");
    assert!(health.contains(r#""pending":2,"#), "{health}");
    // There is room again when Graph has answered.
    graph.asked_to_reject();
    graph.accept();
    until(|| is_ready(&bot).then_some(()));
    assert_eq!(call(&bot, &graph, "three", &[]).0, 202);
}

#[test]
fn the_number_of_parallel_calls_is_a_setting() {
    let graph = Graph::start();
    let bot = bot(&graph, &["--parallel=2", "--reason=none"]);
    for id in ["one", "two", "three"] {
        assert_eq!(call(&bot, &graph, id, &[]).0, 202);
    }
    for _ in 0..2 {
        assert!(graph.asked_to_reject().contains(r#""reason":"none""#));
    }
    assert_eq!(
        graph.asked_to_reject_within(Duration::from_millis(500)),
        None
    );
    graph.accept();
    graph.asked_to_reject();
}

#[test]
fn a_ca_file_adds_to_the_certificates_of_the_system() {
    let (graph, ca) = Graph::with_tls();
    let file = std::env::temp_dir().join(format!("calling-bot-{}.pem", std::process::id()));
    std::fs::write(&file, ca).unwrap();
    let trusting = bot(&graph, &[&format!("--ca-file={}", file.display())]);
    std::fs::remove_file(file).unwrap();
    assert_eq!(call(&trusting, &graph, "one", &[]).0, 202);
    assert!(graph.asked_to_reject().contains("busy"));

    let other = Running::with(&[&graph.metadata_argument()]);
    let failed = r#""error":"the metadata could not be fetched""#;
    until(|| {
        other
            .send("GET /health", "", "")
            .contains(failed)
            .then_some(())
    });
    assert!(!is_ready(&other));
}

#[test]
fn health_is_served_on_the_probe_address_only() {
    let graph = Graph::start();
    let [metadata, authority, graph_url] = graph.arguments();
    let bot = Running::with(&[
        &metadata,
        &authority,
        &graph_url,
        "--probe-address=127.0.0.1:0",
    ]);
    let probes = bot.at_probe_address();
    until(|| {
        let answer = probes("GET /ready");
        answer.starts_with("HTTP/1.1 200 ").then_some(())
    });
    assert!(probes("GET /health").contains(r#""usable":1"#));
    assert!(probes("POST /api/calls").starts_with("HTTP/1.1 404 "));
    for path in ["/health", "/ready", "/metrics"] {
        let answer = bot.send(&format!("GET {path}"), "", "");
        assert!(answer.starts_with("HTTP/1.1 404 "), "{path}: {answer}");
    }

    let is_ready = |address: &str| {
        let address = format!("--probe-address={address}");
        let (output, ..) = crate::bot::output(crate::bot::bot().args(["--check", &address]));
        output.status.success()
    };
    assert!(is_ready(&bot.probe_address()));
    // Nobody is there.
    assert!(!is_ready("127.0.0.1:9"));

    assert_eq!(call(&bot, &graph, "one", &[]).0, 202);
    graph.asked_to_reject();
    graph.accept();
    let health = until(|| {
        let health = probes("GET /health");
        health.contains(r#""rejected":1"#).then_some(health)
    });
    assert!(health.contains(r#""unknown_path":3"#), "{health}");
    assert!(health.contains(r#""failedInARow":0"#), "{health}");
    let metrics = probes("GET /metrics");
    for line in [
        "calling_bot_notifications_total{outcome=\"accepted\"} 1\n",
        "calling_bot_requests_rejected_total{reason=\"unknown_path\"} 3\n",
        "calling_bot_rejections_total{outcome=\"rejected\"} 1\n",
        "calling_bot_rejection_attempts_bucket{le=\"1\"} 1\n",
        "calling_bot_rejection_left_seconds_count 1\n",
        "calling_bot_token_requests_total{outcome=\"issued\"} 1\n",
        "calling_bot_notifications_pending 0\n",
    ] {
        assert!(metrics.contains(line), "{line} is not in {metrics}");
    }
    assert!(metrics.contains("\ncalling_bot_connections "), "{metrics}");
}

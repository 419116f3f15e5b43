//! Trace context in the headers of requests.

use opentelemetry::global;
use opentelemetry::trace::{TraceContextExt, TracerProvider};
use opentelemetry_sdk::propagation::TraceContextPropagator;
use opentelemetry_sdk::trace::SdkTracerProvider;
use specwright_runtime::testing::{Script, ScriptedResponse};
use specwright_runtime::{Client, Endpoint, HeaderMap, OpenTelemetry, StaticToken};
use tracing::Instrument;
use tracing_opentelemetry::OpenTelemetrySpanExt;
use tracing_subscriber::layer::SubscriberExt;

use crate::calls::operations::reject;
use crate::calls::spans::listen;

/// The header `traceparent` of each request that a call came to.
async fn parents(client: &Client, script: &Script) -> Vec<String> {
    reject(client, "1").await.unwrap();
    let requests = script.requests();
    let parents = requests.iter().map(http::Request::headers);
    parents
        .filter_map(|headers| headers.get("traceparent"))
        .map(|parent| parent.to_str().unwrap().to_owned())
        .collect()
}

fn script() -> Script {
    Script::new()
        .then(ScriptedResponse::status(429).header("Retry-After", "0"))
        .then(ScriptedResponse::status(202))
}

fn client(script: &Script) -> specwright_runtime::ClientBuilder {
    Client::builder(Endpoint::new("https://graph.example").unwrap())
        .credential(StaticToken::new("t"))
        .transport(script.clone())
}

#[tokio::test]
async fn each_attempt_is_the_parent_of_the_remote_span() {
    global::set_text_map_propagator(TraceContextPropagator::new());
    let provider = SdkTracerProvider::builder().build();
    let layer = tracing_opentelemetry::layer().with_tracer(provider.tracer("test"));
    let subscriber = tracing_subscriber::registry().with(layer);
    let _guard = listen(subscriber);

    let script = script();
    let client = client(&script).propagator(OpenTelemetry).build();
    let span = tracing::info_span!("incoming call");
    let trace = span.context().span().span_context().trace_id().to_string();
    let parents = parents(&client, &script).instrument(span).await;

    let parts: Vec<Vec<&str>> = parents
        .iter()
        .map(|parent| parent.split('-').collect())
        .collect();
    assert_eq!(parts.len(), 2);
    for part in &parts {
        assert_eq!((part[0], part[1], part[3]), ("00", trace.as_str(), "01"));
    }
    assert_ne!(parts[0][2], parts[1][2], "two attempts are two spans");
}

#[tokio::test]
async fn a_call_outside_of_a_trace_propagates_nothing() {
    global::set_text_map_propagator(TraceContextPropagator::new());
    let script = script();
    let client = client(&script).propagator(OpenTelemetry).build();
    assert!(parents(&client, &script).await.is_empty());
}

#[tokio::test]
async fn a_client_without_propagator_propagates_nothing() {
    let script = script();
    let client = client(&script).build();
    assert!(parents(&client, &script).await.is_empty());
}

#[tokio::test]
async fn a_custom_propagator_cannot_see_the_token() {
    let script = script();
    let client = client(&script)
        .propagator(|headers: &mut HeaderMap| {
            assert!(!headers.contains_key("authorization"));
            headers.insert("authorization", "Bearer another".parse().unwrap());
            headers.insert("traceparent", "00-1-2-01".parse().unwrap());
        })
        .build();
    assert_eq!(parents(&client, &script).await, ["00-1-2-01", "00-1-2-01"]);
    for request in script.requests() {
        assert_eq!(request.headers()["authorization"], "Bearer t");
    }
}

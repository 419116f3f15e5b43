//! Bots of a few lines, over the transport without sockets.

use std::sync::Arc;

use bytes::Bytes;
use http::{Method, Request, Response, StatusCode};
use msgraph_calling_standin::{
    Bot, Caller, Fault, Plan, Report, Scenario, Settings, Standin, StandinTransport, Verdict,
};
use serde_json::{Value, json};

pub(crate) const APP_ID: &str = "7d0c8a52-41f6-4f0a-9f0e-2c1b7a5d9e64";

/// A bot's way to Graph and the authority.
#[derive(Clone)]
pub(crate) struct Client(StandinTransport);

impl Client {
    pub(crate) fn new(standin: &Standin) -> Self {
        Self(standin.transport())
    }

    /// Sends a request, and returns the status and the JSON of the answer.
    pub(crate) async fn send(
        &self,
        method: Method,
        url: &str,
        headers: &[(&str, &str)],
        body: String,
    ) -> Option<(StatusCode, Value)> {
        let mut request = Request::builder().method(method).uri(url);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let request = request.body(Bytes::from(body)).unwrap();
        let response = self.0.request(request).await.ok()?;
        let body = serde_json::from_slice(response.body()).unwrap_or_default();
        Some((response.status(), body))
    }

    pub(crate) async fn token(&self, tenant: &str) -> String {
        let url = format!("https://login.microsoftonline.com/{tenant}/oauth2/v2.0/token");
        let form = format!(
            "grant_type=client_credentials&client_id={APP_ID}&client_secret=hush\
             &scope=https%3A%2F%2Fgraph.microsoft.com%2F.default"
        );
        let headers = [("content-type", "application/x-www-form-urlencoded")];
        let answer = self.send(Method::POST, &url, &headers, form).await;
        answer.unwrap().1["access_token"]
            .as_str()
            .unwrap()
            .to_owned()
    }

    /// Rejects a call as it should be.
    pub(crate) async fn reject(&self, call: &str) -> Option<StatusCode> {
        let token = format!("Bearer {}", self.token(Settings::TENANT).await);
        self.reject_with(call, &token, r#"{"reason": "busy"}"#)
            .await
    }

    pub(crate) async fn reject_with(
        &self,
        call: &str,
        authorization: &str,
        body: &str,
    ) -> Option<StatusCode> {
        let url = format!("https://graph.microsoft.com/v1.0/communications/calls/{call}/reject");
        let headers = [
            ("authorization", authorization),
            ("content-type", "application/json"),
        ];
        let answer = self
            .send(Method::POST, &url, &headers, body.to_owned())
            .await;
        answer.map(|(status, _)| status)
    }
}

/// Returns the call that comes in by a notification, if it does.
pub(crate) fn incoming_call(request: &Request<Bytes>) -> Option<String> {
    let body: Value = serde_json::from_slice(request.body()).ok()?;
    let notifications = body["value"].as_array()?.iter();
    let mut calls = notifications.filter(|notification| {
        notification["changeType"] == "created"
            && notification["resourceData"]["state"] == "incoming"
    });
    let url = calls.next()?["resourceUrl"].as_str()?;
    Some(url.rsplit('/').next()?.to_owned())
}

pub(crate) fn status(status: u16) -> Response<Bytes> {
    let mut response = Response::new(Bytes::new());
    *response.status_mut() = StatusCode::from_u16(status).unwrap();
    response
}

/// Returns a bot that accepts every notification, and does something about incoming calls in the
/// background.
pub(crate) fn bot<R: Future<Output = ()> + Send + 'static>(
    standin: &Standin,
    on_call: impl Fn(Client, String) -> R + Send + Sync + 'static,
) -> impl Bot {
    let client = Client::new(standin);
    move |request: Request<Bytes>| {
        if let Some(call) = incoming_call(&request) {
            tokio::spawn(on_call(client.clone(), call));
        }
        std::future::ready(status(202))
    }
}

pub(crate) fn standin(faults: Vec<Fault>) -> Arc<Standin> {
    let mut settings = Settings::new(APP_ID);
    settings.faults = faults;
    Arc::new(Standin::without_sockets(settings).unwrap())
}

pub(crate) fn scenario(name: &str) -> Scenario {
    Scenario::named(name).unwrap()
}

/// Runs one call of a scenario.
pub(crate) async fn run(standin: &Arc<Standin>, bot: impl Bot, name: &str) -> Report {
    let caller = Caller::new(Arc::clone(standin), bot);
    caller.run(&Plan::new([scenario(name)], 1)).await
}

/// Runs one call of a bot that does something about incoming calls.
pub(crate) async fn verdict<R: Future<Output = ()> + Send + 'static>(
    on_call: impl Fn(Client, String) -> R + Send + Sync + 'static,
) -> (Verdict, bool) {
    let standin = standin(Vec::new());
    let report = run(&standin, bot(&standin, on_call), "incoming-call").await;
    (report.calls[0].verdict.clone(), report.passed)
}

/// A body as Graph's errors have it.
pub(crate) fn error_code(body: &Value) -> &Value {
    &body["error"]["code"]
}

/// An empty JSON object, for bodies of answers.
pub(crate) fn joining_response(kind: &str) -> Response<Bytes> {
    let body = json!({ "@odata.type": format!("#microsoft.graph.{kind}"), "reason": "busy" });
    Response::new(Bytes::from(body.to_string()))
}

//! A right bot, made of the generated client and receiver, over the transport without sockets.

use std::sync::Arc;

use bytes::Bytes;
use http::Request;
use msgraph_calling_standin::{Bot, Caller, Fault, Plan, Report, Scenario, Settings, Standin};
use msgraph_communications::callbacks::comms_notifications::CommsNotificationsHandler;
use msgraph_communications::callbacks::{COMMS_NOTIFICATION_TOKEN, comms_notifications};
use msgraph_communications::models::{CommsNotification, RejectReason};
use msgraph_communications::operations::RejectPostRequestBody;
use msgraph_communications::runtime::receiver::open_id::OpenIdAuthentication;
use msgraph_communications::runtime::receiver::{PublicAddress, Received, Receiver};
use msgraph_communications::runtime::{self, Body, StaticToken};
use msgraph_communications::{Client, Server};

use crate::support::{self, APP_ID, standin};

/// Rejects every call once.
struct Rejecting {
    client: Client,
    calls: std::sync::Mutex<std::collections::HashSet<String>>,
}

impl CommsNotificationsHandler for Rejecting {
    async fn post(&self, notification: Received<CommsNotification>) {
        let Some(call) = notification.call_id() else {
            return;
        };
        let is_new = self.calls.lock().unwrap().insert(call.clone());
        if !notification.is_incoming_call() || !is_new {
            if !notification.is_incoming_call() && is_new {
                self.calls.lock().unwrap().remove(&*call);
            }
            return;
        }
        let body = RejectPostRequestBody {
            reason: Some(RejectReason::Busy),
            ..Default::default()
        };
        let left = notification.time_left().unwrap_or_default();
        let calls = self.client.communications().calls();
        let request = calls.by_call_id(&*call).reject().post(body);
        // What comes of it is for the stand-in to say.
        let _ = request.deadline(left).await;
    }
}

pub(crate) async fn right_bot(standin: &Standin) -> impl Bot {
    let transport = standin.transport();
    let token = support::Client::new(standin).token(Settings::TENANT).await;
    let client = runtime::Client::builder(Server::Global)
        .credential(StaticToken::new(token))
        .transport(transport.clone());
    let handler = Rejecting {
        client: client.build().into(),
        calls: std::sync::Mutex::default(),
    };
    let authentication = OpenIdAuthentication::builder(COMMS_NOTIFICATION_TOKEN, APP_ID)
        .transport(transport)
        .accept("tenant", [Settings::TENANT])
        .build()
        .unwrap();
    let address = PublicAddress::new("https://bot.example").unwrap();
    let receiver = Receiver::builder(address)
        .callback(
            "/api/calls",
            comms_notifications::callback(handler, authentication),
        )
        .build()
        .unwrap();
    move |request: Request<Bytes>| {
        let receiver = receiver.clone();
        async move {
            let (head, body) = receiver.receive(request.map(Body::from)).await.into_parts();
            http::Response::from_parts(head, body.collect().await.unwrap())
        }
    }
}

pub(crate) async fn run_all(faults: Vec<Fault>, scenarios: Vec<Scenario>) -> Report {
    let standin = standin(faults);
    let bot = right_bot(&standin).await;
    let caller = Caller::new(Arc::clone(&standin), bot);
    caller.run(&Plan::new(scenarios, 1)).await
}

#[tokio::test(start_paused = true)]
async fn a_right_bot_passes_all_scenarios() {
    let mut scenarios = Scenario::all();
    scenarios.retain(|scenario| !scenario.stops_bot());
    let number = scenarios.len();
    let report = run_all(Vec::new(), scenarios).await;
    let text = report.render(msgraph_calling_standin::ReportFormat::Text);
    assert!(report.passed, "{text}");
    assert_eq!(report.counts.calls, number);
}

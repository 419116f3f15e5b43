//! What the bot does about a notification.

use std::sync::Arc;

use msgraph_communications::callbacks::comms_notifications::CommsNotificationsHandler;
use msgraph_communications::models::{CommsNotification, ODataError, RejectReason};
use msgraph_communications::operations::RejectPostRequestBody;
use msgraph_communications::runtime::receiver::{InvalidPayload, Received};
use msgraph_communications::runtime::{CallMetadata, Error};
use msgraph_communications::{Client, SenderExt as _, TokenAttributesExt as _, error_codes};
use tracing::{Instrument as _, info_span};

use crate::calls::Calls;
use crate::journal::{Journal, Step, with_causes};
use crate::outgoing::Outgoing;

/// Rejects every call.
pub(crate) struct Rejecting {
    pub(crate) client: Client,
    pub(crate) reason: RejectReason,
    /// Where the later notifications of a rejected call are to come.
    pub(crate) callback_uri: Option<String>,
    pub(crate) journal: Arc<dyn Journal>,
    pub(crate) calls: Calls,
    pub(crate) outgoing: Arc<Outgoing>,
}

impl CommsNotificationsHandler for Rejecting {
    async fn post(&self, notification: Received<CommsNotification>) {
        // By this id, Microsoft's support finds a call.
        let scenario = notification.headers().get("scenario-id");
        let scenario = scenario.and_then(|id| id.to_str().ok());
        let span = info_span!("call", scenario);
        self.handle(&notification).instrument(span).await;
    }

    async fn invalid_post(&self, notification: Received<InvalidPayload>) {
        let why = notification.error().to_string();
        let call = notification.key().unwrap_or("-");
        self.journal.note(call, Step::Unreadable { why });
    }
}

impl Rejecting {
    async fn handle(&self, notification: &Received<CommsNotification>) {
        let Some(call) = notification.call_id() else {
            let why = "it names no call".to_owned();
            return self.journal.note("-", Step::Unreadable { why });
        };
        if notification.is_incoming_call() {
            self.reject(&call, notification).await;
        } else if notification.is_call_ended() {
            self.calls.ended(&call);
            self.journal.note(&call, Step::Ended);
        } else {
            let what = notification.change_type.to_string();
            self.journal.note(&call, Step::Changed { what });
        }
    }

    async fn reject(&self, call: &str, notification: &Received<CommsNotification>) {
        let left = notification.time_left().unwrap_or_default();
        self.journal.note(call, Step::Incoming { left });
        if let Some(why) = self.calls.begin(call) {
            return self.journal.note(call, Step::NothingToDo { why });
        }
        let body = RejectPostRequestBody {
            reason: Some(self.reason.clone()),
            callback_uri: self.callback_uri.clone(),
            ..Default::default()
        };
        let calls = self.client.communications().calls();
        let mut request = calls.by_call_id(call).reject().post(body).deadline(left);
        // A token is valid for one tenant: that of the call, which the sender's token names.
        if let Some(tenant) = notification.sender().tenant() {
            request = request.tenant(tenant);
        }
        match request.await {
            Ok(response) => {
                let attempts = response.attempts();
                let left = notification.time_left().unwrap_or_default();
                self.outgoing.rejected(attempts, left);
                self.journal.note(call, Step::Rejected { attempts });
            }
            Err(error) if is_probably_rejected(&error) => {
                let attempts = error.attempts();
                self.outgoing.probably_rejected(attempts);
                self.journal.note(call, Step::ProbablyRejected { attempts });
            }
            Err(error) => {
                // If it comes in once more, it is tried once more.
                self.calls.forget(call);
                let mut why = with_causes(&error);
                if let Some(code) = error.code() {
                    why = format!("{why}, code {code}");
                }
                self.outgoing.failed(error.attempts(), &why);
                self.journal.note(call, Step::NotRejected { why });
            }
        }
    }
}

/// Returns whether a failed rejection has probably succeeded: the call is gone, and an earlier
/// attempt may have been processed.
fn is_probably_rejected(error: &Error<ODataError>) -> bool {
    let is_gone = error.is_not_found() || error.code() == Some(error_codes::CALL_NOT_FOUND);
    is_gone
        && error
            .metadata()
            .is_some_and(CallMetadata::earlier_attempt_may_have_been_processed)
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;
    use std::time::{Duration, Instant};

    use axum::http::Request;
    use msgraph_communications::Server;
    use msgraph_communications::TokenRequestExt as _;
    use msgraph_communications::callbacks::comms_notifications;
    use msgraph_communications::runtime::receiver::{
        Authenticate, DangerouslyUnauthenticated, PublicAddress, Receiver, Sender,
    };
    use msgraph_communications::runtime::testing::{
        KnownSender, ReceivedBuilder, Script, ScriptedResponse,
    };
    use msgraph_communications::runtime::{
        self, AccessToken, Body, BoxFuture, StaticToken, TokenError, TokenProvider, TokenRequest,
    };
    use tokio::time::{self, advance, sleep};

    use super::*;
    use crate::retry::UntilDeadline;

    const MINUTE: Duration = Duration::from_secs(60);

    /// Keeps what is noted.
    #[derive(Default)]
    struct Notes(Mutex<Vec<Step>>);

    impl Journal for Notes {
        fn note(&self, _: &str, step: Step) {
            self.0.lock().unwrap().push(step);
        }
    }

    impl Notes {
        /// What became of the last notification.
        fn last(&self) -> String {
            match self.0.lock().unwrap().pop() {
                Some(Step::Rejected { attempts }) => format!("rejected in {attempts}"),
                Some(Step::ProbablyRejected { attempts }) => {
                    format!("probably rejected in {attempts}")
                }
                Some(Step::NotRejected { why }) => format!("not rejected: {why}"),
                Some(Step::NothingToDo { why }) => why.to_owned(),
                Some(Step::Ended) => "ended".to_owned(),
                other => panic!("{other:?}"),
            }
        }
    }

    /// The handler of a bot to which Graph answers as a script says, and what it notes.
    fn rejecting(
        script: &Script,
        credential: impl TokenProvider + 'static,
    ) -> (Rejecting, Arc<Notes>) {
        let client = runtime::Client::builder(Server::Global)
            .credential(credential)
            .retry(UntilDeadline)
            .transport(script.clone());
        let notes = Arc::new(Notes::default());
        let handler = Rejecting {
            client: client.build().into(),
            reason: RejectReason::Busy,
            callback_uri: None,
            journal: Arc::clone(&notes) as _,
            calls: Calls::default(),
            outgoing: Arc::default(),
        };
        (handler, notes)
    }

    /// A bot to which Graph answers as a script says.
    struct Bot {
        receiver: Receiver,
        notes: Arc<Notes>,
    }

    impl Bot {
        fn new(script: &Script) -> Self {
            let token = StaticToken::new("token");
            Self::with(script, token, DangerouslyUnauthenticated)
        }

        fn with(
            script: &Script,
            credential: impl TokenProvider + 'static,
            authenticate: impl Authenticate + 'static,
        ) -> Self {
            let (handler, notes) = rejecting(script, credential);
            let callback = comms_notifications::callback(handler, authenticate);
            let receiver = Receiver::builder(PublicAddress::new("https://bot.example").unwrap())
                .callback("/", callback);
            Self {
                receiver: receiver.build().unwrap(),
                notes,
            }
        }

        /// What becomes of a notification about the one call.
        async fn given(&self, change: &str, call: &str) -> String {
            let body = format!(
                r##"{{"value": [{{"changeType": "{change}", "resourceUrl": "/communications/calls/one",
                    "resourceData": {{"@odata.type": "#microsoft.graph.call", {call}}}}}]}}"##
            );
            let request = Request::post("/").body(Body::from(body)).unwrap();
            assert_eq!(self.receiver.receive(request).await.status(), 202);
            while self.receiver.pending() > 0 {
                sleep(Duration::from_millis(100)).await;
            }
            self.notes.last()
        }

        async fn incoming(&self) -> String {
            self.given("created", r#""state": "incoming""#).await
        }

        async fn deleted(&self) -> String {
            self.given("deleted", r#""id": "one""#).await
        }

        /// The call is one that is to be recorded, for which there are five seconds.
        async fn incoming_for_recording(&self) -> String {
            let context =
                r#""state": "incoming", "incomingContext": {"observedParticipantId": "1"}"#;
            self.given("created", context).await
        }
    }

    #[tokio::test(start_paused = true)]
    async fn a_call_is_rejected_once_within_ten_minutes() {
        // A third request would fail.
        let script = Script::new()
            .then(ScriptedResponse::status(202))
            .then(ScriptedResponse::status(202));
        let bot = Bot::new(&script);
        assert_eq!(bot.incoming().await, "rejected in 1");
        assert_eq!(bot.incoming().await, "it was rejected before");
        advance(9 * MINUTE).await;
        assert_eq!(bot.incoming().await, "it was rejected before");
        advance(2 * MINUTE).await;
        assert_eq!(bot.incoming().await, "rejected in 1");
        assert_eq!(script.requests().len(), 2);
    }

    #[tokio::test(start_paused = true)]
    async fn a_call_that_has_ended_is_not_rejected_within_ten_minutes() {
        let script = Script::new()
            .then(ScriptedResponse::status(202))
            .then(ScriptedResponse::status(202));
        let bot = Bot::new(&script);
        assert_eq!(bot.deleted().await, "ended");
        assert_eq!(bot.incoming().await, "it has ended");
        advance(9 * MINUTE).await;
        assert_eq!(bot.incoming().await, "it has ended");
        advance(2 * MINUTE).await;
        assert_eq!(bot.incoming().await, "rejected in 1");
        // They count from the last that is known of it.
        advance(9 * MINUTE).await;
        assert_eq!(bot.deleted().await, "ended");
        advance(9 * MINUTE).await;
        assert_eq!(bot.incoming().await, "it has ended");
        advance(2 * MINUTE).await;
        assert_eq!(bot.incoming().await, "rejected in 1");
        assert_eq!(script.requests().len(), 2);
    }

    /// The call is gone.
    fn gone() -> ScriptedResponse {
        let gone = r#"{"error": {"code": "8522", "message": "Call not found."}}"#;
        ScriptedResponse::status(404)
            .header("content-type", "application/json")
            .body(gone)
    }

    #[tokio::test(start_paused = true)]
    async fn a_rejection_is_repeated_after_errors_of_graph() {
        for status in [408, 429, 500, 502, 503, 504] {
            let script = Script::new()
                .then(ScriptedResponse::status(status))
                .then(ScriptedResponse::status(202));
            assert_eq!(
                Bot::new(&script).incoming().await,
                "rejected in 2",
                "{status}"
            );
        }
    }

    #[tokio::test(start_paused = true)]
    async fn a_rejection_is_repeated_until_the_deadline() {
        let script = (0..50).fold(Script::new(), |script, _| {
            script.then(ScriptedResponse::status(500))
        });
        let start = time::Instant::now();
        let outcome = Bot::new(&script).incoming().await;
        assert!(outcome.starts_with("not rejected: "), "{outcome}");
        let lasted = start.elapsed();
        // The longest delay is 1.6 s.
        assert!(lasted > Duration::from_millis(13_400), "{lasted:?}");
        assert!(script.requests().len() > 10, "{}", script.requests().len());
    }

    #[tokio::test(start_paused = true)]
    async fn a_rejection_without_an_answer_is_repeated() {
        for (answer, outcome) in [
            (ScriptedResponse::status(202), "rejected in 2"),
            (gone(), "probably rejected in 2"),
        ] {
            let hangs = ScriptedResponse::status(202).after(MINUTE);
            let script = Script::new().then(hangs).then(answer);
            assert_eq!(Bot::new(&script).incoming().await, outcome);
        }
    }

    #[tokio::test(start_paused = true)]
    async fn a_call_gone_after_an_error_is_probably_rejected() {
        let script = Script::new()
            .then(ScriptedResponse::status(504))
            .then(gone());
        let bot = Bot::new(&script);
        assert_eq!(bot.incoming().await, "probably rejected in 2");
        assert_eq!(bot.incoming().await, "it was rejected before");
        // Graph has processed nothing before.
        let script = Script::new()
            .then(ScriptedResponse::status(429))
            .then(gone());
        let outcome = Bot::new(&script).incoming().await;
        assert!(outcome.starts_with("not rejected: "), "{outcome}");
    }

    #[tokio::test(start_paused = true)]
    async fn a_failed_rejection_is_repeated_with_the_notification() {
        let bot = Bot::new(
            &Script::new()
                .then(gone())
                .then(ScriptedResponse::status(202)),
        );
        let failed = bot.incoming().await;
        assert!(
            failed.starts_with("not rejected: ") && failed.ends_with(", code 8522"),
            "{failed}"
        );
        assert_eq!(bot.incoming().await, "rejected in 1");
    }

    /// Notes the tenants for which tokens are requested.
    #[derive(Clone, Default)]
    struct Tenants(Arc<Mutex<Vec<String>>>);

    impl TokenProvider for Tenants {
        fn token<'a>(
            &'a self,
            request: TokenRequest<'a>,
        ) -> BoxFuture<'a, Result<AccessToken, TokenError>> {
            let tenant = request.tenant().unwrap_or("none").to_owned();
            self.0.lock().unwrap().push(tenant);
            Box::pin(std::future::ready(Ok(AccessToken::new("token"))))
        }
    }

    #[tokio::test(start_paused = true)]
    async fn the_token_is_of_the_tenant_of_the_sender() {
        let script = Script::new().then(ScriptedResponse::status(202));
        let tenants = Tenants::default();
        let sender = Sender::unknown().with_attribute("tenant", "that of the call");
        let bot = Bot::with(&script, tenants.clone(), KnownSender::new(sender));
        assert_eq!(bot.incoming().await, "rejected in 1");
        assert_eq!(*tenants.0.lock().unwrap(), ["that of the call"]);
    }

    #[tokio::test(start_paused = true)]
    async fn a_rejection_ends_at_the_deadline_of_the_call() {
        let late = |seconds| {
            Script::new().then(ScriptedResponse::status(202).after(Duration::from_secs(seconds)))
        };
        for (seconds, rejected, recording_rejected) in
            [(3, true, true), (8, true, false), (20, false, false)]
        {
            let outcome = Bot::new(&late(seconds)).incoming().await;
            assert_eq!(outcome == "rejected in 1", rejected, "{seconds}: {outcome}");
            let outcome = Bot::new(&late(seconds)).incoming_for_recording().await;
            assert_eq!(
                outcome == "rejected in 1",
                recording_rejected,
                "{seconds}: {outcome}"
            );
        }
    }

    #[tokio::test(start_paused = true)]
    async fn the_deadline_of_a_call_counts_from_its_receipt() {
        for (waited, is_rejected) in [(0, true), (6, true), (11, false), (20, false)] {
            let accepted = ScriptedResponse::status(202).after(Duration::from_secs(5));
            let script = Script::new().then(accepted);
            let (handler, notes) = rejecting(&script, StaticToken::new("token"));
            let received_at = Instant::now().checked_sub(Duration::from_secs(waited));
            let call: Received<CommsNotification> = ReceivedBuilder::from_json(
                r##"{"changeType": "created", "resourceUrl": "/communications/calls/one",
                    "resourceData": {"@odata.type": "#microsoft.graph.call", "state": "incoming"}}"##,
            )
            .time_to_answer(CommsNotification::time_to_answer)
            .received_at(received_at.unwrap())
            .build();
            handler.post(call).await;
            let outcome = notes.last();
            assert_eq!(
                outcome == "rejected in 1",
                is_rejected,
                "{waited}: {outcome}"
            );
        }
    }

    #[tokio::test(start_paused = true)]
    async fn a_late_retry_returns_the_last_error() {
        let busy = || ScriptedResponse::status(503).header("retry-after", "8");
        let script = Script::new()
            .then(busy())
            .then(ScriptedResponse::status(202));
        assert_eq!(Bot::new(&script).incoming().await, "rejected in 2");
        let script = Script::new()
            .then(busy())
            .then(ScriptedResponse::status(202));
        let outcome = Bot::new(&script).incoming_for_recording().await;
        assert!(
            outcome.starts_with("not rejected: ") && outcome.contains("503"),
            "{outcome}"
        );
        assert_eq!(script.requests().len(), 1);
    }
}

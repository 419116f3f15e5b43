//! Bots that are wrong on purpose, each in one way, and the verdict on each.

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::{Method, Request, Response};
use msgraph_calling_standin::{Answer, Settings, Verdict};
use tokio::time::sleep;

use crate::support::{
    Client, bot, error_code, incoming_call, joining_response, run, standin, status, verdict,
};

const SECOND: Duration = Duration::from_secs(1);

#[tokio::test(start_paused = true)]
async fn a_call_rejected_at_once_passes_with_the_time_left() {
    let rejecting = |client: Client, call: String| async move {
        sleep(2 * SECOND).await;
        client.reject(&call).await;
    };
    let (verdict, passed) = verdict(rejecting).await;
    let Verdict::RejectedInTime { left, .. } = verdict else {
        panic!("{verdict:?}");
    };
    assert_eq!((left + SECOND / 2).as_secs(), 13);
    assert!(passed);
}

#[tokio::test(start_paused = true)]
async fn a_call_rejected_after_its_deadline_is_late() {
    let late = |client: Client, call: String| async move {
        sleep(17 * SECOND).await;
        assert_eq!(client.reject(&call).await.unwrap(), 404);
    };
    let (verdict, passed) = verdict(late).await;
    let Verdict::RejectedLate { late, .. } = verdict else {
        panic!("{verdict:?}");
    };
    assert_eq!((late + SECOND / 2).as_secs(), 2);
    assert!(!passed);
}

#[tokio::test(start_paused = true)]
async fn a_call_that_is_never_rejected_fails() {
    let never = |_: Client, _: String| async {};
    assert_eq!(verdict(never).await, (Verdict::NotRejected, false));
}

#[tokio::test(start_paused = true)]
async fn a_call_rejected_twice_fails() {
    let twice = |client: Client, call: String| async move {
        assert_eq!(client.reject(&call).await.unwrap(), 202);
        assert_eq!(client.reject(&call).await.unwrap(), 404);
    };
    let (verdict, passed) = verdict(twice).await;
    assert!(matches!(
        verdict,
        Verdict::RejectedRepeatedly { requests: 2, .. }
    ));
    assert!(!passed);
}

#[tokio::test(start_paused = true)]
async fn a_wrong_body_is_named() {
    for (body, expected) in [
        ("", "there is no body"),
        ("busy", "it is not JSON"),
        ("[]", "it must be a JSON object"),
        (r#"{"reason": "Busy"}"#, "the reason must be spelled `busy`"),
        (
            r#"{"reason": "tired"}"#,
            "the reason `tired` is not declared",
        ),
        (r#"{"reason": "unknownFutureValue"}"#, "must not be sent"),
        (r#"{"reason": null}"#, "`reason` must not be null"),
        (r#"{"reason": 1}"#, "reason"),
        (
            r#"{"cause": "busy"}"#,
            "the property `cause` is not declared",
        ),
        (r#"{"callbackUri": "http://bot.example/"}"#, "callbackUri"),
        (
            r#"{"callbackUri": "https://b\u00fccher.example/"}"#,
            "callbackUri",
        ),
    ] {
        let wrong = move |client: Client, call: String| async move {
            let token = client.token(Settings::TENANT).await;
            let token = format!("Bearer {token}");
            let status = client.reject_with(&call, &token, body).await;
            assert_eq!(status.unwrap(), 400);
        };
        let (verdict, passed) = verdict(wrong).await;
        let Verdict::WrongBody { problem, .. } = verdict else {
            panic!("{body}: {verdict:?}");
        };
        assert!(problem.contains(expected), "{body}: {problem}");
        assert!(!passed);
    }
}

#[tokio::test(start_paused = true)]
async fn bodies_that_the_document_allows_pass() {
    for body in [
        "{}",
        r#"{"reason": "none"}"#,
        r#"{"reason": "forbidden", "callbackUri": "https://bot.example/other"}"#,
    ] {
        let rejecting = move |client: Client, call: String| async move {
            let token = client.token(Settings::TENANT).await;
            client
                .reject_with(&call, &format!("Bearer {token}"), body)
                .await;
        };
        let (verdict, passed) = verdict(rejecting).await;
        assert!(passed, "{body}: {verdict:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_wrong_token_is_named() {
    const OTHER: &str = "1f9a6e0b-3d3c-4a77-8a3e-6b1f0c9d2e55";
    for (authorization, expected) in [
        ("", "`Authorization` must be `Bearer` and a token"),
        (
            "Basic Ym90Omh1c2g=",
            "`Authorization` must be `Bearer` and a token",
        ),
        ("Bearer made-up", "was not issued by the authority"),
        ("other tenant", "the token is for the tenant 1f9a6e0b"),
    ] {
        let wrong = move |client: Client, call: String| async move {
            let authorization = match authorization {
                "other tenant" => format!("Bearer {}", client.token(OTHER).await),
                authorization => authorization.to_owned(),
            };
            let status = client.reject_with(&call, &authorization, "{}").await;
            assert_eq!(status.unwrap(), 401);
        };
        let (verdict, passed) = verdict(wrong).await;
        let Verdict::WrongToken { problem, .. } = verdict else {
            panic!("{authorization}: {verdict:?}");
        };
        assert!(problem.contains(expected), "{authorization}: {problem}");
        assert!(!passed);
    }
}

#[tokio::test(start_paused = true)]
async fn a_token_that_has_expired_is_wrong() {
    let standin = standin(Vec::new());
    let client = Client::new(&standin);
    let token = format!("Bearer {}", client.token(Settings::TENANT).await);
    sleep(4000 * SECOND).await;
    let with_old_token = bot(&standin, move |client, call| {
        let token = token.clone();
        async move {
            client.reject_with(&call, &token, "{}").await;
        }
    });
    let report = run(&standin, with_old_token, "incoming-call").await;
    let verdict = &report.calls[0].verdict;
    assert_eq!(verdict.to_string(), "wrong token: the token has expired");
}

#[tokio::test(start_paused = true)]
async fn notifications_are_judged_by_their_answers() {
    for (scenario, answer, expected) in [
        (
            "incoming-call",
            500,
            "refused with 500, and should be accepted with 202",
        ),
        (
            "incoming-call",
            503,
            "refused with 503, and should be accepted with 202",
        ),
        (
            "incoming-call",
            204,
            "accepted with 204, and should be accepted with 202",
        ),
        (
            "older-format",
            202,
            "accepted with 202, and should be accepted with 204",
        ),
        (
            "token-missing",
            202,
            "accepted with 202, and should be refused with 401 or 403",
        ),
        (
            "token-forged",
            500,
            "refused with 500, and should be refused with 401 or 403",
        ),
        (
            "empty-body",
            202,
            "accepted with 202, and should be refused with 400",
        ),
        (
            "participant-joining",
            202,
            "and should be accepted with 200 and a joining response",
        ),
        (
            "participant-joining",
            200,
            "the body is not a joining response",
        ),
    ] {
        let standin = standin(Vec::new());
        let answering = move |_: Request<Bytes>| std::future::ready(status(answer));
        let report = run(&standin, answering, scenario).await;
        assert!(!report.passed, "{scenario} with {answer}");
        let problem = report.calls[0].notifications[0].problem.as_deref();
        let problem = problem.unwrap_or_default();
        assert!(
            problem.contains(expected),
            "{scenario} with {answer}: {problem}"
        );
    }
}

#[tokio::test(start_paused = true)]
async fn a_bot_that_never_answers_is_unanswered() {
    let standin = standin(Vec::new());
    let silent = |_: Request<Bytes>| std::future::pending::<Response<Bytes>>();
    let report = run(&standin, silent, "incoming-call").await;
    let call = &report.calls[0];
    let Answer::Unanswered { reason, .. } = &call.notifications[0].answer else {
        panic!("{call:?}");
    };
    assert_eq!(reason, "no answer within 15 s");
    assert_eq!(call.verdict, Verdict::NotRejected);
    assert!(!report.passed);
}

#[tokio::test(start_paused = true)]
async fn a_call_with_the_wrong_sender_must_not_be_rejected() {
    let standin = standin(Vec::new());
    let credulous = bot(&standin, |client, call| async move {
        client.reject(&call).await;
    });
    let report = run(&standin, credulous, "token-forged").await;
    assert!(!report.passed);
    let problems = report.calls[0].problems();
    assert_eq!(problems.len(), 2, "{problems:?}");
    assert!(
        problems[1].contains("and should be not rejected"),
        "{problems:?}"
    );
}

#[tokio::test(start_paused = true)]
async fn the_end_of_something_in_a_call_is_not_its_end() {
    // Takes every `deleted` for the end of the call.
    let standin = standin(Vec::new());
    let ended = Arc::new(std::sync::atomic::AtomicBool::new(false));
    let client = Client::new(&standin);
    let hasty = move |request: Request<Bytes>| {
        let body = String::from_utf8_lossy(request.body()).into_owned();
        if body.contains(r#""changeType":"deleted""#) {
            ended.store(true, std::sync::atomic::Ordering::Relaxed);
        } else if let Some(call) = incoming_call(&request)
            && !ended.load(std::sync::atomic::Ordering::Relaxed)
        {
            let client = client.clone();
            tokio::spawn(async move { client.reject(&call).await });
        }
        std::future::ready(status(202))
    };
    let report = run(&standin, hasty, "operation-ends-first").await;
    assert_eq!(report.calls[0].verdict, Verdict::NotRejected);
    assert!(!report.passed);
}

#[tokio::test(start_paused = true)]
async fn joining_responses_are_checked() {
    for (kind, passed) in [
        ("acceptJoinResponse", true),
        ("rejectJoinResponse", true),
        ("inviteNewBotResponse", true),
        ("call", false),
    ] {
        let standin = standin(Vec::new());
        let answering = move |request: Request<Bytes>| {
            let body = String::from_utf8_lossy(request.body()).into_owned();
            let joining = body.contains("participantJoiningNotification");
            std::future::ready(if joining {
                joining_response(kind)
            } else {
                status(202)
            })
        };
        let report = run(&standin, answering, "participant-joining").await;
        assert_eq!(
            report.passed, passed,
            "{kind}: {:?}",
            report.calls[0].notifications
        );
    }
}

#[tokio::test(start_paused = true)]
async fn a_notification_is_handed_over_to_another_instance() {
    for (location, passed) in [
        ("/other", true),
        ("https://bot.example/other", true),
        ("https://elsewhere.example/other", false),
        ("/first", false),
    ] {
        let standin = standin(Vec::new());
        let client = Client::new(&standin);
        let handing_over = move |request: Request<Bytes>| {
            if request.uri().path() != "/other" {
                let mut response = status(307);
                let headers = response.headers_mut();
                headers.insert("location", location.parse().unwrap());
                return std::future::ready(response);
            }
            if let Some(call) = incoming_call(&request) {
                let client = client.clone();
                tokio::spawn(async move { client.reject(&call).await });
            }
            std::future::ready(status(202))
        };
        let report = run(&standin, handing_over, "incoming-call").await;
        assert_eq!(report.passed, passed, "{location}");
    }
}

#[tokio::test(start_paused = true)]
async fn later_notifications_come_to_the_callback_uri() {
    let standin = standin(Vec::new());
    let client = Client::new(&standin);
    let paths = Arc::new(std::sync::Mutex::new(Vec::new()));
    let seen = Arc::clone(&paths);
    let bot = move |request: Request<Bytes>| {
        seen.lock().unwrap().push(request.uri().to_string());
        if let Some(call) = incoming_call(&request) {
            let client = client.clone();
            tokio::spawn(async move {
                let token = format!("Bearer {}", client.token(Settings::TENANT).await);
                let body = r#"{"callbackUri": "https://public.example/later?of=1"}"#;
                client.reject_with(&call, &token, body).await
            });
        }
        std::future::ready(status(202))
    };
    assert!(run(&standin, bot, "incoming-call").await.passed);
    let paths = paths.lock().unwrap();
    assert_eq!(paths[0], "https://bot.example/api/calls");
    assert_eq!(paths[1], "https://bot.example/later?of=1");
}

#[tokio::test(start_paused = true)]
async fn requests_besides_the_calls_are_reported() {
    let standin = standin(Vec::new());
    let client = Client::new(&standin);
    let answer = |method, url: &'static str, body: &'static str| {
        let client = client.clone();
        let headers = [("content-type", "application/x-www-form-urlencoded")];
        async move {
            client
                .send(method, url, &headers, body.to_owned())
                .await
                .unwrap()
        }
    };
    let reject = "https://graph.microsoft.com/v1.0/communications/calls/unknown/reject";
    let (status, body) = answer(Method::POST, reject, "{}").await;
    assert_eq!(
        (status.as_u16(), error_code(&body).as_str()),
        (404, Some("8522"))
    );
    let (status, _) = answer(Method::GET, reject, "").await;
    assert_eq!(status, 405);
    let call = "https://graph.microsoft.com/v1.0/communications/calls/unknown/answer";
    assert_eq!(answer(Method::POST, call, "{}").await.0, 404);
    let token = "https://login.microsoftonline.com/tenant/oauth2/v2.0/token";
    for (form, code) in [
        ("grant_type=password", "unsupported_grant_type"),
        ("grant_type=client_credentials", "invalid_client"),
        (
            "grant_type=client_credentials&client_id=other",
            "invalid_client",
        ),
        (
            "grant_type=client_credentials&client_id=7d0c8a52-41f6-4f0a-9f0e-2c1b7a5d9e64",
            "invalid_client",
        ),
        (
            "grant_type=client_credentials&client_id=7d0c8a52-41f6-4f0a-9f0e-2c1b7a5d9e64\
             &client_secret=hush&scope=User.Read",
            "invalid_scope",
        ),
    ] {
        let (_, body) = answer(Method::POST, token, form).await;
        assert_eq!(body["error"], code, "{form}");
    }
    let report = run(&standin, bot(&standin, |_, _| async {}), "established-call").await;
    assert!(!report.passed);
    assert_eq!(report.counts.passed, 1);
    assert_eq!(report.problems.len(), 8, "{:#?}", report.problems);
    let all = report.problems.join("\n");
    assert!(all.contains("a call that does not exist"), "{all}");
    assert!(
        all.contains("/answer to Graph, which the OpenAPI document"),
        "{all}"
    );
    assert!(!all.contains("hush"), "{all}");
}

#[tokio::test(start_paused = true)]
async fn rejections_are_held_back_until_a_test_has_seen_them() {
    let standin = standin(Vec::new());
    standin.add_call("one", 10 * SECOND);
    let mut held = standin.hold_rejections();
    let client = Client::new(&standin);
    let rejecting = tokio::spawn(async move { client.reject("one").await });
    let rejection = held.next().await.unwrap();
    assert_eq!(rejection.call(), "one");
    assert_eq!(&rejection.body()[..], br#"{"reason": "busy"}"#);
    sleep(SECOND).await;
    assert!(!rejecting.is_finished());
    drop(rejection);
    assert_eq!(rejecting.await.unwrap().unwrap(), 202);
    // Nobody wants to see the next one.
    drop(held);
    standin.add_call("two", 10 * SECOND);
    assert_eq!(Client::new(&standin).reject("two").await.unwrap(), 202);
}

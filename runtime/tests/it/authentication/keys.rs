//! Keys: fetching, caching, rotation, and waiting for them.

use std::time::Duration;

use serde_json::json;
use specwright_runtime::HeaderMap;
use specwright_runtime::receiver::open_id::{KeyDocument, KeyError, OpenIdAuthentication};
use specwright_runtime::receiver::{AuthError, Authenticate as _, Sender};
use tokio::time::{Instant, advance, sleep};

use crate::authentication::publisher::{Answer, Publisher, metadata};
use crate::authentication::tokens::{
    FIRST, KEYS, METADATA, SECOND, base, builder, encoded, key_set,
};
use crate::support::log::Log;

/// Each is a test, with a clock that goes on only while everybody waits.
macro_rules! tests {
    ($(async fn $name:ident() $body:block)*) => {
        $(
            #[tokio::test(start_paused = true)]
            async fn $name() $body
        )*

        pub(crate) const ROWS: &[&str] = &[$(stringify!($name)),*];
    };
}

const SECOND_LONG: Duration = Duration::from_secs(1);
const MINUTE: Duration = Duration::from_secs(60);
const HOUR: Duration = Duration::from_secs(60 * 60);

fn authentication(publisher: &Publisher) -> OpenIdAuthentication {
    builder().transport(publisher.clone()).build().unwrap()
}

async fn put(to: &OpenIdAuthentication, token: &str) -> Result<Sender, AuthError> {
    let value = format!("Bearer {token}").parse().unwrap();
    let headers = HeaderMap::from_iter([(http::header::AUTHORIZATION, value)]);
    to.authenticate(&headers).await
}

/// A good token but for its key, which nobody has, so that its signature does not matter.
fn of_key(id: &str) -> String {
    let header = encoded(&json!({ "alg": "RS256", "kid": id }));
    format!("{header}.{}.AAAA", encoded(&base()))
}

fn unavailable(answer: Result<Sender, AuthError>) -> Duration {
    match answer.unwrap_err() {
        AuthError::Unavailable { retry_after } => retry_after,
        other => panic!("{other:?}"),
    }
}

tests! {
    async fn keys_are_fetched_once_from_the_jwks_uri() {
        let publisher = Publisher::of(&[&FIRST]);
        let to = authentication(&publisher);
        assert_eq!(publisher.fetches(), 0);
        assert!(!to.keys().is_ready() && !to.keys().is_current());
        for _ in 0..10 {
            put(&to, &FIRST.token()).await.unwrap();
        }
        assert_eq!(publisher.now().asked, [METADATA, KEYS]);
        let keys = to.keys();
        assert!(keys.is_ready() && keys.is_current());
        assert_eq!(keys.usable(), 1);
        assert!(keys.fetched_at().is_some() && keys.failing_since().is_none() && keys.last_error().is_none());
    }

    async fn key_rotated() {
        let publisher = Publisher::of(&[&FIRST]);
        let to = authentication(&publisher);
        put(&to, &FIRST.token()).await.unwrap();
        publisher.now().keys = Answer::Text(key_set(&[&SECOND]));
        put(&to, &FIRST.token()).await.unwrap();
        // Keys that have come just now are not fetched again for one that is not among them.
        advance(29 * SECOND_LONG).await;
        assert_eq!(put(&to, &SECOND.token()).await.unwrap_err(), AuthError::Unauthorized);
        assert_eq!(publisher.fetches(), 1);
        advance(SECOND_LONG).await;
        // The first token of the new key makes it be fetched, and waits for it.
        put(&to, &SECOND.token()).await.unwrap();
        assert_eq!(publisher.fetches(), 2);
        // A key that is no longer published verifies nothing.
        assert_eq!(put(&to, &FIRST.token()).await.unwrap_err(), AuthError::Unauthorized);
    }

    async fn key_rotated_in_the_background() {
        let publisher = Publisher::of(&[&FIRST]);
        let to = authentication(&publisher);
        to.warm_up().await.unwrap();
        publisher.now().keys = Answer::Text(key_set(&[&FIRST, &SECOND]));
        sleep(HOUR).await;
        sleep(SECOND_LONG).await;
        assert_eq!((publisher.fetches(), to.keys().usable()), (2, 2));
        put(&to, &SECOND.token()).await.unwrap();
        put(&to, &FIRST.token()).await.unwrap();
        assert_eq!(publisher.fetches(), 2);
    }

    async fn keys_are_refreshed_at_half_of_their_lifetime() {
        let lives = [
            ("no-cache, max-age=3600", 30 * MINUTE),
            ("public, Max-Age=\"1200\"", 10 * MINUTE),
            // Neither all the time nor never.
            ("max-age=0", 150 * SECOND_LONG),
            ("max-age=86400", HOUR),
            ("max-age=99999999999999999999999", HOUR),
            ("no-store", HOUR),
        ];
        for (header, half) in lives {
            let publisher = Publisher::of(&[]);
            publisher.now().keys = Answer::Cached(key_set(&[&FIRST]), header);
            let to = authentication(&publisher);
            to.warm_up().await.unwrap();
            sleep(half * 9 / 10).await;
            assert_eq!(publisher.fetches(), 1, "{header}");
            sleep(half / 5).await;
            assert_eq!(publisher.fetches(), 2, "{header}");
        }
    }

    async fn metadata_down() {
        let publisher = Publisher::of(&[&FIRST]);
        let to = authentication(&publisher);
        put(&to, &FIRST.token()).await.unwrap();
        publisher.now().metadata = Answer::Down;
        let log = Log::new();
        sleep(48 * HOUR).await;
        // The keys at hand go on working, and it is said that they are old.
        put(&to, &FIRST.token()).await.unwrap();
        let keys = to.keys();
        assert!(keys.is_ready() && !keys.is_current());
        assert!(keys.failing_since().is_some());
        assert_eq!(keys.last_error().unwrap().to_string(), "the metadata could not be fetched");
        let lines = log.text();
        assert!(lines.contains("those at hand go on verifying them") && lines.contains("keys=1"), "{lines}");
        // A key that is not among them may be a new one.
        assert!(unavailable(put(&to, &of_key("second")).await) <= MINUTE);
        publisher.now().metadata = Answer::Text(metadata(KEYS));
        sleep(MINUTE).await;
        assert!(to.keys().is_current());
        assert_eq!(put(&to, &of_key("second")).await.unwrap_err(), AuthError::Unauthorized);
    }

    async fn metadata_down_from_the_start() {
        let publisher = Publisher::of(&[&FIRST]);
        publisher.now().metadata = Answer::Down;
        let to = authentication(&publisher);
        let log = Log::new();
        let error = to.warm_up().await.unwrap_err();
        assert!(matches!(error, KeyError::Transport { document: KeyDocument::Metadata, .. }));
        assert!(log.text().contains("no token is accepted") && log.text().contains("keys=0"), "{}", log.text());
        assert!(!to.keys().is_ready() && !to.keys().is_current());
        assert_eq!(unavailable(put(&to, &FIRST.token()).await), 5 * SECOND_LONG);
        assert_eq!(publisher.fetches(), 1);
        // It is tried again without any request.
        publisher.now().metadata = Answer::Text(metadata(KEYS));
        sleep(6 * SECOND_LONG).await;
        assert!(to.keys().is_current());
        put(&to, &FIRST.token()).await.unwrap();
    }

    async fn a_panicking_transport_is_a_failure() {
        let publisher = Publisher::of(&[&FIRST]);
        publisher.now().metadata = Answer::Panic;
        let to = authentication(&publisher);
        let error = to.warm_up().await.unwrap_err();
        assert!(matches!(error, KeyError::Transport { .. }), "{error}");
        for _ in 0..10 {
            unavailable(put(&to, &FIRST.token()).await);
        }
        assert_eq!(publisher.fetches(), 1);
        publisher.now().metadata = Answer::Text(metadata(KEYS));
        sleep(6 * SECOND_LONG).await;
        put(&to, &FIRST.token()).await.unwrap();
    }

    async fn pauses_after_failures_double_up_to_a_minute() {
        let publisher = Publisher::of(&[&FIRST]);
        publisher.now().metadata = Answer::Down;
        let to = authentication(&publisher);
        to.warm_up().await.unwrap_err();
        // So that it is never looked at in the moment in which they end.
        sleep(SECOND_LONG / 10).await;
        let mut pauses = Vec::new();
        for fetches in 1..8 {
            let start = Instant::now();
            while publisher.fetches() == fetches {
                // A request does not shorten them.
                assert!(unavailable(put(&to, &FIRST.token()).await) <= MINUTE);
                sleep(SECOND_LONG).await;
            }
            pauses.push(start.elapsed().as_secs());
        }
        assert_eq!(pauses, [5, 10, 20, 40, 60, 60, 60]);
    }

    async fn metadata_slow() {
        let publisher = Publisher::of(&[&FIRST]);
        publisher.now().delay = 3 * SECOND_LONG;
        let to = authentication(&publisher);
        let start = Instant::now();
        // A request waits for a while, and not for as long as it takes.
        let answer = put(&to, &FIRST.token()).await;
        assert_eq!(start.elapsed(), 2 * SECOND_LONG);
        unavailable(answer);
        sleep(5 * SECOND_LONG).await;
        put(&to, &FIRST.token()).await.unwrap();
        assert_eq!(publisher.fetches(), 1);
    }

    async fn a_request_waits_up_to_the_set_limit() {
        let publisher = Publisher::of(&[&FIRST]);
        publisher.now().delay = 3 * SECOND_LONG;
        let to = builder().transport(publisher).patience(SECOND_LONG / 2).build().unwrap();
        let start = Instant::now();
        unavailable(put(&to, &FIRST.token()).await);
        assert_eq!(start.elapsed(), SECOND_LONG / 2);
        let publisher = Publisher::of(&[&FIRST]);
        publisher.now().delay = 3 * SECOND_LONG;
        let to = builder().transport(publisher).patience(9 * SECOND_LONG).build().unwrap();
        put(&to, &FIRST.token()).await.unwrap();
    }

    async fn metadata_slower_than_the_limit() {
        for metadata_too in [true, false] {
            let publisher = Publisher::of(&[&FIRST]);
            if metadata_too {
                publisher.now().metadata = Answer::Never;
            }
            publisher.now().keys = Answer::Never;
            let to = authentication(&publisher);
            let start = Instant::now();
            let error = to.warm_up().await.unwrap_err();
            assert_eq!(start.elapsed(), 10 * SECOND_LONG);
            assert!(matches!(error, KeyError::TooLate { .. }), "{error}");
        }
    }

    async fn cached_keys_are_used_without_waiting() {
        let publisher = Publisher::of(&[&FIRST]);
        let to = authentication(&publisher);
        to.warm_up().await.unwrap();
        publisher.now().metadata = Answer::Never;
        sleep(HOUR + SECOND_LONG).await;
        assert_eq!(publisher.fetches(), 2);
        let start = Instant::now();
        put(&to, &FIRST.token()).await.unwrap();
        assert_eq!(start.elapsed(), Duration::ZERO);
        unavailable(put(&to, &of_key("second")).await);
        assert_eq!(start.elapsed(), 2 * SECOND_LONG);
    }

    async fn metadata_not_json() {
        use Answer::{Status, Text};
        let good = || Text(metadata(KEYS));
        let text = |text: &str| Text(text.to_owned());
        let unreadable = "the metadata cannot be read";
        let cases = [
            (text("<html>"), text(""), unreadable),
            (text(""), text(""), unreadable),
            (text("[]"), text(""), unreadable),
            (text("{}"), text(""), unreadable),
            (text(r#"{"jwks_uri":1}"#), text(""), unreadable),
            (text(&metadata("no address")), text(""), unreadable),
            (text(&metadata("http://keys.example/")), text(""), "the metadata names an unsafe address for the keys"),
            (text(&metadata("/keys")), text(""), "the metadata names an unsafe address for the keys"),
            (Status(500), text(""), "the metadata came with the status 500 Internal Server Error"),
            (Status(302), text(""), "the metadata came with the status 302 Found"),
            (Status(204), text(""), "the metadata came with the status 204 No Content"),
            (text(&"x".repeat((1 << 20) + 1)), text(""), "the metadata is too long"),
            (good(), text("<html>"), "the key set cannot be read"),
            (good(), text("[]"), "the key set cannot be read"),
            (good(), text(r#"{"keys":{}}"#), "the key set cannot be read"),
            (good(), text(r#"{"keys":[]}"#), "there are no usable keys among the keys"),
            (good(), text(r#"{"keys":[{"kty":"oct","kid":"first","k":"AAAA"}]}"#), "there are no usable keys among the keys"),
            (good(), Status(404), "the key set came with the status 404 Not Found"),
            (good(), Answer::Down, "the key set could not be fetched"),
            (good(), text(&"x".repeat((1 << 20) + 1)), "the key set is too long"),
        ];
        for (metadata, keys, error) in cases {
            let publisher = Publisher::of(&[&FIRST]);
            let to = authentication(&publisher);
            to.warm_up().await.unwrap();
            publisher.now().metadata = metadata;
            publisher.now().keys = keys;
            // The earlier keys stay, whatever is published now.
            sleep(HOUR + SECOND_LONG).await;
            assert_eq!(publisher.fetches(), 2);
            assert_eq!(to.keys().last_error().unwrap().to_string(), error);
            put(&to, &FIRST.token()).await.unwrap();
        }
    }

    async fn thousands_of_unknown_kids() {
        let publisher = Publisher::of(&[&FIRST]);
        let to = authentication(&publisher);
        to.warm_up().await.unwrap();
        let log = Log::new();
        for half_minute in 1..=4 {
            advance(31 * SECOND_LONG).await;
            for number in 0..2000 {
                let kid = format!("{half_minute}-{number}");
                assert_eq!(put(&to, &of_key(&kid)).await.unwrap_err(), AuthError::Unauthorized);
            }
            // All of them together have led to one.
            assert_eq!(publisher.fetches(), 1 + half_minute);
        }
        drop(log);
        put(&to, &FIRST.token()).await.unwrap();
    }

    async fn thousands_of_unknown_kids_at_once() {
        let publisher = Publisher::of(&[&FIRST]);
        let to = std::sync::Arc::new(authentication(&publisher));
        to.warm_up().await.unwrap();
        advance(31 * SECOND_LONG).await;
        publisher.now().delay = Duration::from_millis(300);
        publisher.now().keys = Answer::Text(key_set(&[&FIRST, &SECOND]));
        let start = Instant::now();
        let log = Log::new();
        let put_one = |token: String| {
            let to = std::sync::Arc::clone(&to);
            tokio::spawn(async move { put(&to, &token).await })
        };
        let unknown: Vec<_> = (0..1000).map(|number| put_one(of_key(&number.to_string()))).collect();
        let known = put_one(SECOND.token());
        for task in unknown {
            assert_eq!(task.await.unwrap().unwrap_err(), AuthError::Unauthorized);
        }
        known.await.unwrap().unwrap();
        drop(log);
        // They have waited for the same.
        assert_eq!(start.elapsed(), Duration::from_millis(600));
        assert_eq!(publisher.fetches(), 2);
        sleep(MINUTE).await;
        assert_eq!(publisher.fetches(), 2);
    }

    async fn a_cancelled_request_does_not_cancel_the_fetch() {
        let publisher = Publisher::of(&[&FIRST]);
        publisher.now().delay = SECOND_LONG;
        let to = authentication(&publisher);
        let gone = tokio::time::timeout(Duration::from_millis(10), put(&to, &FIRST.token())).await;
        assert!(gone.is_err());
        put(&to, &FIRST.token()).await.unwrap();
        assert_eq!(publisher.fetches(), 1);
    }

    async fn the_log_shows_only_the_start_of_unknown_key_ids() {
        let to = authentication(&Publisher::of(&[&FIRST]));
        to.warm_up().await.unwrap();
        let log = Log::new();
        // A line break in it begins no line of the log.
        let answer = put(&to, &of_key(&format!("\n{}", "k".repeat(5000)))).await;
        assert_eq!(answer.unwrap_err(), AuthError::Unauthorized);
        let lines = log.text();
        assert!(lines.contains(r#"the key "\nkkk"#) && !lines.contains('\n'), "{lines}");
        assert!(lines.len() < 300, "{lines}");
    }

    async fn invalid_tokens_fetch_nothing() {
        let publisher = Publisher::of(&[&FIRST]);
        let to = authentication(&publisher);
        for token in ["", "garbage", "a.b.c", "eyJhbGciOiJub25lIn0.e30."] {
            assert_eq!(put(&to, token).await.unwrap_err(), AuthError::Unauthorized);
        }
        assert_eq!(publisher.fetches(), 0);
    }

    async fn fetching_stops_with_the_authentication() {
        let publisher = Publisher::of(&[&FIRST]);
        let to = authentication(&publisher);
        to.warm_up().await.unwrap();
        assert_eq!(publisher.holders(), 1);
        drop(to);
        sleep(24 * HOUR).await;
        assert_eq!(publisher.fetches(), 1);
        assert_eq!(publisher.holders(), 0);
    }

    async fn a_running_fetch_stops_with_the_authentication() {
        let publisher = Publisher::of(&[&FIRST]);
        publisher.now().metadata = Answer::Never;
        let to = authentication(&publisher);
        unavailable(put(&to, &FIRST.token()).await);
        drop(to);
        sleep(SECOND_LONG).await;
        assert_eq!(publisher.holders(), 0);
    }
}

/// As where each test has a runtime of its own.
#[test]
fn keys_are_fetched_in_any_tokio_runtime() {
    let publisher = Publisher::of(&[&FIRST]);
    let to = authentication(&publisher);
    let in_a_runtime = |time: Duration| {
        let mut runtime = tokio::runtime::Builder::new_current_thread();
        let runtime = runtime.enable_time().start_paused(true).build().unwrap();
        runtime.block_on(async {
            put(&to, &FIRST.token()).await.unwrap();
            sleep(time).await;
        });
    };
    in_a_runtime(MINUTE);
    assert_eq!(publisher.fetches(), 1);
    in_a_runtime(HOUR + MINUTE);
    assert_eq!(publisher.fetches(), 2);
}

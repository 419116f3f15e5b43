//! Cached tokens. The clock of these tests is paused until all tasks wait.

use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime};

use specwright_runtime::testing::{Script, ScriptedResponse};
use specwright_runtime::{
    AccessToken, BoxFuture, CachedToken, Client, Endpoint, Error, TokenError, TokenFn,
    TokenProvider, TokenRequest,
};
use tokio::time::{Instant, advance, sleep};

use crate::calls::operations::{CONVENTIONS, reject};

const SECOND: Duration = Duration::from_secs(1);
const MINUTE: Duration = Duration::from_secs(60);
const HOUR: Duration = Duration::from_secs(3600);

/// Takes a second for each token, which is valid for an hour. Fails if `fails` is set.
#[derive(Clone, Default)]
struct Authority(Arc<Mutex<Record>>);

#[derive(Default)]
struct Record {
    asked: usize,
    fails: bool,
    stalls: bool,
    without_expiry: bool,
    accounts: Vec<Option<String>>,
}

impl Authority {
    fn set(&self, change: impl FnOnce(&mut Record)) {
        change(&mut self.0.lock().unwrap());
    }

    fn asked(&self) -> usize {
        self.0.lock().unwrap().asked
    }
}

impl TokenProvider for Authority {
    fn token<'a>(
        &'a self,
        request: TokenRequest<'a>,
    ) -> BoxFuture<'a, Result<AccessToken, TokenError>> {
        Box::pin(async move {
            let (number, fails, stalls, without_expiry) = {
                let mut record = self.0.lock().unwrap();
                record.asked += 1;
                let account = request.attributes.get("account");
                record.accounts.push(account.map(str::to_owned));
                (
                    record.asked,
                    record.fails,
                    record.stalls,
                    record.without_expiry,
                )
            };
            sleep(if stalls { HOUR } else { SECOND }).await;
            if fails {
                return Err(TokenError::new("the authority is down"));
            }
            let token = AccessToken::new(number.to_string());
            Ok(if without_expiry {
                token
            } else {
                token.with_expiry(SystemTime::now() + HOUR)
            })
        })
    }
}

fn cached() -> (Authority, Arc<CachedToken<Authority>>) {
    let authority = Authority::default();
    (authority.clone(), Arc::new(CachedToken::new(authority)))
}

async fn get(cache: &CachedToken<Authority>) -> String {
    let token = cache.token(TokenRequest::default()).await;
    token.unwrap().expose().to_owned()
}

#[tokio::test(start_paused = true)]
async fn concurrent_calls_request_one_token() {
    let (authority, cache) = cached();
    let start = Instant::now();
    let calls: Vec<_> = (0..100)
        .map(|_| {
            let cache = Arc::clone(&cache);
            tokio::spawn(async move { get(&cache).await })
        })
        .collect();
    for call in calls {
        assert_eq!(call.await.unwrap(), "1");
    }
    assert_eq!(authority.asked(), 1);
    assert_eq!(start.elapsed(), SECOND);
    assert_eq!(get(&cache).await, "1");
    assert_eq!(start.elapsed(), SECOND);
}

#[tokio::test(start_paused = true)]
async fn waiting_calls_survive_a_dropped_first_call() {
    let (authority, cache) = cached();
    let first = tokio::spawn({
        let cache = Arc::clone(&cache);
        async move { get(&cache).await }
    });
    sleep(SECOND / 2).await;
    let others: Vec<_> = (0..10)
        .map(|_| {
            let cache = Arc::clone(&cache);
            tokio::spawn(async move { get(&cache).await })
        })
        .collect();
    sleep(SECOND / 4).await;
    first.abort();
    for other in others {
        assert_eq!(other.await.unwrap(), "2");
    }
    assert_eq!(authority.asked(), 2);
}

#[tokio::test(start_paused = true)]
async fn waiting_calls_share_a_token_error() {
    let (authority, cache) = cached();
    authority.set(|record| record.fails = true);
    let calls: Vec<_> = (0..100)
        .map(|_| {
            let cache = Arc::clone(&cache);
            tokio::spawn(async move { cache.token(TokenRequest::default()).await })
        })
        .collect();
    for call in calls {
        let error = call.await.unwrap().unwrap_err();
        let cause = std::error::Error::source(&error).unwrap();
        assert_eq!(cause.to_string(), "the authority is down");
    }
    assert_eq!(authority.asked(), 1);
    // The next call asks again.
    authority.set(|record| record.fails = false);
    assert_eq!(get(&cache).await, "2");
}

#[tokio::test(start_paused = true)]
async fn one_call_renews_a_token_before_it_expires() {
    let (authority, cache) = cached();
    assert_eq!(get(&cache).await, "1");
    advance(54 * MINUTE).await;
    assert_eq!(get(&cache).await, "1");
    assert_eq!(authority.asked(), 1);
    advance(MINUTE + SECOND).await;
    let renewing = tokio::spawn({
        let cache = Arc::clone(&cache);
        async move { get(&cache).await }
    });
    sleep(SECOND / 2).await;
    let start = Instant::now();
    assert_eq!(get(&cache).await, "1");
    assert_eq!(start.elapsed(), Duration::ZERO);
    assert_eq!(renewing.await.unwrap(), "2");
    assert_eq!(get(&cache).await, "2");
    assert_eq!(authority.asked(), 2);
}

#[tokio::test(start_paused = true)]
async fn a_valid_token_survives_a_failed_renewal() {
    let (authority, cache) = cached();
    assert_eq!(get(&cache).await, "1");
    advance(56 * MINUTE).await;
    for change in [
        (|record| record.fails = true) as fn(&mut Record),
        |record| record.stalls = true,
    ] {
        authority.set(change);
        let before = authority.asked();
        let start = Instant::now();
        assert_eq!(get(&cache).await, "1");
        // It has not waited for long.
        assert!(start.elapsed() <= 2 * SECOND);
        assert_eq!(get(&cache).await, "1");
        assert_eq!(authority.asked(), before + 1);
        advance(31 * SECOND).await;
    }
    authority.set(|record| (record.fails, record.stalls) = (false, false));
    assert_eq!(get(&cache).await, "4");
}

#[tokio::test(start_paused = true)]
async fn a_slow_renewal_fails_no_waiting_call() {
    let (authority, cache) = cached();
    assert_eq!(get(&cache).await, "1");
    // The renewal is given up after two seconds; the token expires after one.
    advance(59 * MINUTE + 59 * SECOND).await;
    authority.set(|record| record.stalls = true);
    let renewing = tokio::spawn({
        let cache = Arc::clone(&cache);
        async move { get(&cache).await }
    });
    sleep(SECOND * 3 / 2).await;
    authority.set(|record| record.stalls = false);
    assert_eq!(get(&cache).await, "3");
    assert_eq!(renewing.await.unwrap(), "1");
}

#[tokio::test(start_paused = true)]
async fn an_expired_token_is_not_used() {
    let (authority, cache) = cached();
    assert_eq!(get(&cache).await, "1");
    advance(HOUR).await;
    authority.set(|record| record.fails = true);
    assert!(cache.token(TokenRequest::default()).await.is_err());
    authority.set(|record| record.fails = false);
    assert_eq!(get(&cache).await, "3");
}

#[tokio::test(start_paused = true)]
async fn a_short_lived_token_is_used_for_half_its_life() {
    let authority = Authority::default();
    let cache = CachedToken::new(authority.clone()).refresh_ahead(2 * HOUR);
    assert_eq!(get(&cache).await, "1");
    advance(29 * MINUTE).await;
    assert_eq!(get(&cache).await, "1");
    advance(2 * MINUTE).await;
    assert_eq!(get(&cache).await, "2");
}

#[tokio::test(start_paused = true)]
async fn a_token_without_expiry_is_kept_until_refused() {
    let (authority, cache) = cached();
    authority.set(|record| record.without_expiry = true);
    let old = cache.token(TokenRequest::default()).await.unwrap();
    advance(1000 * HOUR).await;
    assert_eq!(get(&cache).await, "1");
    let calls: Vec<_> = (0..10)
        .map(|_| {
            let (cache, old) = (Arc::clone(&cache), old.clone());
            tokio::spawn(async move {
                let mut request = TokenRequest::default();
                request.refused = Some(&old);
                cache.token(request).await.unwrap().expose().to_owned()
            })
        })
        .collect();
    for call in calls {
        assert_eq!(call.await.unwrap(), "2");
    }
    assert_eq!(authority.asked(), 2);
}

#[tokio::test(start_paused = true)]
async fn each_set_of_attributes_has_its_own_token() {
    let (authority, cache) = cached();
    let script = (0..5).fold(Script::new(), |script, _| {
        script.then(ScriptedResponse::status(202))
    });
    let client = Client::builder(Endpoint::new("https://graph.example").unwrap())
        .credential(cache)
        .token_attribute("account", "home")
        .transport(script.clone())
        .build();
    for _ in 0..2 {
        reject(&client, "1").await.unwrap();
        let request = reject(&client, "1").token_attribute("account", "contoso");
        request.await.unwrap();
    }
    let accounts = authority.0.lock().unwrap().accounts.clone();
    assert_eq!(accounts, [Some("home".into()), Some("contoso".into())]);
    let sent = script.requests();
    let sent = |index: usize| {
        sent[index].headers()["authorization"]
            .to_str()
            .unwrap()
            .to_owned()
    };
    assert_eq!((sent(0), sent(1)), (sent(2), sent(3)));
    assert_ne!(sent(0), sent(1));
}

#[tokio::test(start_paused = true)]
async fn the_parameters_of_a_challenge_reach_the_provider() {
    for (challenge, expected) in [
        (
            r#"Bearer realm="", error="insufficient_claims", claims="eyJhIjoxfQ==""#,
            Some("eyJhIjoxfQ=="),
        ),
        (
            r#"bearer Error=insufficient_claims, Claims="a\"b,c""#,
            Some(r#"a"b,c"#),
        ),
        (
            r#"PoP realm="x, y", Bearer error="insufficient_claims",claims=z"#,
            Some("z"),
        ),
        (r#"Bearer error="insufficient_claims""#, None),
        (r#"Bearer error="invalid_token", claims="z""#, None),
        (r#"PoP error="insufficient_claims", claims="z""#, None),
        ("Bearer", None),
        ("", None),
        (r#",,= ="",Bearer ="#, None),
    ] {
        let seen = Arc::new(Mutex::new(Vec::new()));
        let provider = TokenFn::new({
            let seen = Arc::clone(&seen);
            move |request: TokenRequest<'_>| {
                let mut seen = seen.lock().unwrap();
                let claims = request
                    .challenge
                    .and_then(|known| known.parameter("CLAIMS"));
                seen.push(claims.map(str::to_owned));
                let token = seen.len().to_string();
                async { Ok(AccessToken::new(token)) }
            }
        });
        let script = Script::new()
            .then(ScriptedResponse::status(401).header("WWW-Authenticate", challenge))
            .then(ScriptedResponse::status(202));
        let client = Client::builder(Endpoint::new("https://graph.example").unwrap())
            .credential(provider)
            .conventions(&CONVENTIONS)
            .transport(script)
            .build();
        reject(&client, "1").await.unwrap();
        let seen = seen.lock().unwrap();
        assert_eq!(*seen, [None, expected.map(str::to_owned)], "{challenge}");
    }
}

#[tokio::test(start_paused = true)]
async fn warming_up_opens_the_connection_without_the_token() {
    let (authority, cache) = cached();
    let script = Script::new()
        .then(ScriptedResponse::status(404))
        .then(ScriptedResponse::status(202));
    let client = Client::builder(Endpoint::new("https://graph.example/v1.0").unwrap())
        .credential(cache)
        .transport(script.clone())
        .build();
    client.warm_up().await.unwrap();
    let start = Instant::now();
    reject(&client, "1").await.unwrap();
    assert_eq!(start.elapsed(), Duration::ZERO);
    assert_eq!(authority.asked(), 1);
    let requests = script.requests();
    assert_eq!(requests[0].method(), "HEAD");
    assert_eq!(requests[0].uri(), "https://graph.example/v1.0");
    assert!(!requests[0].headers().contains_key("authorization"));
    assert!(requests[0].body().is_empty());
}

#[tokio::test(start_paused = true)]
async fn warming_up_reports_missing_parts() {
    let client = |script: Script| {
        Client::builder(Endpoint::new("https://graph.example").unwrap()).transport(script)
    };
    let (authority, cache) = cached();
    authority.set(|record| record.fails = true);
    let script = Script::new().then(ScriptedResponse::status(200));
    let failed = client(script.clone())
        .credential(cache)
        .build()
        .warm_up()
        .await;
    assert!(matches!(failed, Err(Error::Token { .. })));
    assert!(script.requests().is_empty());

    let failed = client(Script::new()).build().warm_up().await;
    assert!(matches!(failed, Err(Error::Transport { .. })));

    let slow = Script::new().then(ScriptedResponse::status(200).after(HOUR));
    let slow = client(slow).deadline(SECOND).build();
    assert!(slow.warm_up().await.unwrap_err().is_timeout());
}

#[test]
fn debug_output_of_the_cache_has_no_tokens() {
    let cache = CachedToken::new(specwright_runtime::StaticToken::new("secret"));
    let closure = TokenFn::new(|_: TokenRequest<'_>| async { Ok(AccessToken::new("secret")) });
    assert!(!format!("{cache:?} {closure:?}").contains("secret"));
}

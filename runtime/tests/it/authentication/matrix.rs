//! Tokens and headers of every kind, and the outcome of each.

use serde_json::{Value, json};
use specwright_runtime::receiver::Authenticate as _;
use specwright_runtime::{HeaderMap, HeaderValue, StatusCode};

use crate::authentication::tokens::{
    AUDIENCE, CUSTOMER, FIRST, MADE_ELSEWHERE, NOW, STRANGER, base, builder, encoded, key_set,
};
use crate::support::log::Log;
use jsonwebtoken::Algorithm;

/// The outcome of a request: accepted, or refused with a status and a part of the logged reason.
enum Outcome {
    Accepted,
    Refused(u16, &'static str),
}
use Outcome::{Accepted, Refused};

/// A request in this test. Those with a `Token` are also made by other libraries.
enum Request {
    Token(String),
    Header(Vec<u8>),
    Headers(Vec<Vec<u8>>),
}
use Request::{Header, Headers, Token};

/// Each row is a test. A row that is taken away is missed by `every_row_is_a_test`.
macro_rules! matrix {
    ($($row:ident: $request:expr => $outcome:expr;)*) => {
        $(
            #[test]
            fn $row() {
                check(stringify!($row), $request, &$outcome);
            }
        )*

        fn rows() -> Vec<(&'static str, bool)> {
            vec![$((stringify!($row), matches!($request, Token(_)))),*]
        }
    };
}

matrix! {
    // what is good
    good: claims(&json!({})) => Accepted;
    good_by_jsonwebtoken_alone: bearer(&FIRST.whole_token()) => Accepted;
    scheme_in_lower_case: Header(format!("bearer {}", FIRST.token()).into()) => Accepted;
    several_spaces: Header(format!("Bearer   {}", FIRST.token()).into()) => Accepted;
    second_issuer: claims(&json!({ "iss": "https://other-issuer.example" })) => Accepted;
    cty_jwt: header(&json!({ "cty": "JWT" })) => Accepted;
    list_of_our_audience: claims(&json!({ "aud": [AUDIENCE] })) => Accepted;
    time_with_a_fraction: bearer(&FIRST.token_with(&json!({ "exp": 1_800_000_060.5 }), &json!({}))) => Accepted;
    no_nbf: bearer(&FIRST.token_with(&json!({ "nbf": null }), &json!({}))) => Accepted;

    // the header
    no_header: Headers(vec![]) => Refused(401, "it has no header Authorization");
    two_headers: Headers(vec![value(&FIRST.token()), value(&FIRST.token())]) => Refused(401, "more than one");
    wrong_scheme: Header(b"Basic dXNlcjpwYXNzd29yZA==".to_vec()) => Refused(401, "not of the scheme Bearer");
    no_scheme: Header(FIRST.token().into()) => Refused(401, "not of the scheme Bearer");
    other_bytes_than_ascii: Header(b"Bearer \xff\xfe".to_vec()) => Refused(401, "not of the scheme Bearer");
    no_token: Header(b"Bearer ".to_vec()) => Refused(401, "not a signed JWT");
    one_megabyte: bearer(&FIRST.token_with(&json!({ "more": "x".repeat(1 << 20) }), &json!({})))
        => Refused(401, "more than 16384 are not looked at");

    // the token
    garbage: bearer("garbage") => Refused(401, "not a signed JWT");
    garbage_in_three_parts: bearer("not.a.token") => Refused(401, "not a signed JWT");
    empty_parts: bearer("..") => Refused(401, "not a signed JWT");
    encrypted: bearer(&format!("{}.e.e.e.e", encoded(&json!({ "alg": "dir", "kid": "first" }))))
        => Refused(401, "not a signed JWT");
    header_is_a_list: bearer(&format!("{}.e30.e30", encoded(&json!([])))) => Refused(401, "not a signed JWT");
    signature_is_not_base64: bearer(&format!("{}*", FIRST.token())) => Refused(401, "not a signed JWT");
    claims_are_a_list: bearer(&FIRST.sign(&json!({ "alg": "RS256", "kid": "first" }), &json!([]), Algorithm::RS256))
        => Refused(401, "no claims");
    crit: header(&json!({ "crit": ["exp"] })) => Refused(401, "the header crit");

    // the signature
    algorithm_none: Token(format!("{}.{}.", encoded(&json!({ "alg": "none", "kid": "first" })), encoded(&base())))
        => Refused(401, "accepted algorithms");
    no_algorithm: bearer(&format!("{}.{}.", encoded(&json!({ "kid": "first" })), encoded(&base())))
        => Refused(401, "accepted algorithms");
    algorithm_in_lower_case: bearer(&FIRST.sign(&json!({ "alg": "rs256", "kid": "first" }), &base(), Algorithm::RS256))
        => Refused(401, "accepted algorithms");
    hs256_with_the_public_key: Token(FIRST.hmac_with_the_public_key()) => Refused(401, "accepted algorithms");
    rs512: header(&json!({ "alg": "RS512" })) => Refused(401, "accepted algorithms");
    ps256: header(&json!({ "alg": "PS256" })) => Refused(401, "accepted algorithms");
    tampered: Token(with_other_claims()) => Refused(401, "the signature of its token is not that of the key \"first\"");
    no_signature: bearer(&format!("{}.", FIRST.token().rsplit_once('.').unwrap().0)) => Refused(401, "the signature");

    // the key
    unknown_kid: header(&json!({ "kid": "second" })) => Refused(401, "the key \"second\", which is not among");
    no_kid: header(&json!({ "kid": null })) => Refused(401, "by which key");
    key_of_a_stranger: Token(STRANGER.token()) => Refused(401, "the signature");
    jku_of_a_stranger: strange("jku", &json!("https://stranger.example/keys")) => Refused(401, "the signature");
    x5u_of_a_stranger: strange("x5u", &json!("https://stranger.example/certificate")) => Refused(401, "the signature");
    jwk_of_a_stranger: strange("jwk", &STRANGER.jwk()) => Refused(401, "the signature");
    jku_beside_our_key: header(&json!({ "jku": "https://stranger.example/keys" })) => Accepted;
    x5u_beside_our_key: header(&json!({ "x5u": "https://stranger.example/certificate" })) => Accepted;
    jwk_beside_our_key: header(&json!({ "jwk": STRANGER.jwk() })) => Accepted;
    jwk_that_is_no_key: bearer(&FIRST.token_with(&json!({}), &json!({ "jwk": 1 }))) => Accepted;

    // the time
    expired: claims(&json!({ "exp": NOW - 3600 })) => Refused(401, "expired 3600 s ago");
    expired_within_the_skew: claims(&json!({ "exp": NOW - 299 })) => Accepted;
    expired_past_the_skew: claims(&json!({ "exp": NOW - 300 })) => Refused(401, "expired 300 s ago");
    not_yet_valid: claims(&json!({ "nbf": NOW + 3600 })) => Refused(401, "in 3600 s");
    not_yet_valid_within_the_skew: claims(&json!({ "nbf": NOW + 300 })) => Accepted;
    not_yet_valid_past_the_skew: claims(&json!({ "nbf": NOW + 301 })) => Refused(401, "in 301 s");
    no_exp: claims(&json!({ "exp": null })) => Refused(401, "the claim \"exp\"");
    exp_as_text: bearer(&FIRST.token_with(&json!({ "exp": "1800003840" }), &json!({}))) => Refused(401, "the claim \"exp\"");
    nbf_as_text: bearer(&FIRST.token_with(&json!({ "nbf": "0" }), &json!({}))) => Refused(401, "the claim \"nbf\"");
    exp_before_1970: bearer(&FIRST.token_with(&json!({ "exp": -1e300 }), &json!({}))) => Refused(401, "expired");

    // for whom, and of whom
    wrong_audience: claims(&json!({ "aud": "another" })) => Refused(403, "the audience [\"another\"]");
    two_audiences: claims(&json!({ "aud": [AUDIENCE, "another"] })) => Refused(403, "not for us alone");
    audience_in_upper_case: bearer(&FIRST.token_with(&json!({ "aud": AUDIENCE.to_uppercase() }), &json!({})))
        => Refused(403, "the audience");
    no_audience: claims(&json!({ "aud": null })) => Refused(401, "the claim \"aud\"");
    empty_list_of_audiences: bearer(&FIRST.token_with(&json!({ "aud": [] }), &json!({}))) => Refused(401, "the claim \"aud\"");
    audience_is_a_number: bearer(&FIRST.token_with(&json!({ "aud": [AUDIENCE, 1] }), &json!({})))
        => Refused(401, "the claim \"aud\"");
    wrong_issuer: claims(&json!({ "iss": "https://stranger.example" })) => Refused(401, "the issuer \"https://stranger.example\"");
    issuer_with_a_slash: claims(&json!({ "iss": "https://issuer.example/" })) => Refused(401, "the issuer");
    no_issuer: claims(&json!({ "iss": null })) => Refused(401, "the claim \"iss\"");
    no_tenant: claims(&json!({ "tid": null })) => Refused(401, "the claim \"tid\"");
    empty_tenant: claims(&json!({ "tid": "" })) => Refused(401, "the claim \"tid\"");
    tenant_is_a_number: bearer(&FIRST.token_with(&json!({ "tid": 1 }), &json!({}))) => Refused(401, "the claim \"tid\"");
    other_tenant: claims(&json!({ "tid": "another" })) => Refused(403, "the customer \"another\"");
    expired_of_another_tenant: claims(&json!({ "tid": "another", "exp": NOW - 3600 })) => Refused(401, "expired");
}

/// The cases that must have a test, as rows here or in `keys`.
const REQUIRED: &[&str] = &[
    "no_header",
    "wrong_scheme",
    "garbage",
    "algorithm_none",
    "hs256_with_the_public_key",
    "unknown_kid",
    "jku_of_a_stranger",
    "x5u_of_a_stranger",
    "jwk_of_a_stranger",
    "jku_beside_our_key",
    "x5u_beside_our_key",
    "jwk_beside_our_key",
    "expired",
    "not_yet_valid",
    "expired_within_the_skew",
    "expired_past_the_skew",
    "not_yet_valid_within_the_skew",
    "not_yet_valid_past_the_skew",
    "wrong_audience",
    "wrong_issuer",
    "no_tenant",
    "other_tenant",
    "two_audiences",
    "cty_jwt",
    "one_megabyte",
    "key_rotated",
    "metadata_down",
    "metadata_slow",
    "metadata_not_json",
    "thousands_of_unknown_kids",
];

#[test]
fn every_row_is_a_test() {
    let rows = rows();
    for required in REQUIRED {
        let here = rows.iter().any(|(row, _)| row == required);
        assert!(
            here || crate::authentication::keys::ROWS.contains(required),
            "{required}"
        );
    }
}

#[test]
fn other_libraries_create_every_token_of_the_matrix() {
    let mut tokens: Vec<_> = rows()
        .into_iter()
        .filter(|(_, token)| *token)
        .map(|(row, _)| row)
        .collect();
    tokens.sort_unstable();
    assert!(tokens.len() > 30);
    for made in &*MADE_ELSEWHERE {
        let theirs: Vec<_> = made.tokens.keys().collect();
        assert_eq!(theirs, tokens, "{}", made.by);
    }
}

/// A good token with other claims.
fn claims(changes: &Value) -> Request {
    Token(FIRST.token_with(changes, &json!({})))
}

/// A good token with another header.
fn header(changes: &Value) -> Request {
    Token(FIRST.token_with(&json!({}), changes))
}

/// A token of a stranger, which says where its key is.
fn strange(header: &str, value: &Value) -> Request {
    Token(STRANGER.token_with(&json!({}), &json!({ header: value })))
}

fn with_other_claims() -> String {
    let token = FIRST.token();
    let mut parts = token.split('.');
    let (header, signature) = (parts.next().unwrap(), parts.next_back().unwrap());
    let mut claims = base();
    claims["tid"] = json!("another");
    format!("{header}.{}.{signature}", encoded(&claims))
}

fn value(token: &str) -> Vec<u8> {
    format!("Bearer {token}").into()
}

/// A token that only we make.
fn bearer(token: &str) -> Request {
    Header(value(token))
}

/// Puts the request to what verifies it, and the same of the other libraries.
fn check(row: &str, request: Request, outcome: &Outcome) {
    let of_others = matches!(request, Token(_));
    let headers = match request {
        Token(token) => vec![value(&token)],
        Header(header) => vec![header],
        Headers(headers) => headers,
    };
    put("us", &headers, key_set(&[&FIRST]), outcome);
    if of_others {
        for made in &*MADE_ELSEWHERE {
            put(
                &made.by,
                &[value(&made.tokens[row])],
                made.key_set.clone(),
                outcome,
            );
        }
    }
}

fn put(by: &str, values: &[Vec<u8>], key_set: String, outcome: &Outcome) {
    let authentication = builder().keys(key_set).build().unwrap();
    let mut headers = HeaderMap::new();
    for value in values {
        headers.append("authorization", HeaderValue::from_bytes(value).unwrap());
    }
    let log = Log::new();
    let answer = {
        let mut future = authentication.authenticate(&headers);
        let mut context = std::task::Context::from_waker(std::task::Waker::noop());
        // With given keys, there is nothing to wait for.
        match future.as_mut().poll(&mut context) {
            std::task::Poll::Ready(answer) => answer,
            std::task::Poll::Pending => panic!("by {by}: it waits"),
        }
    };
    match (outcome, answer) {
        (Accepted, Ok(sender)) => {
            assert_eq!(sender.attribute("customer"), Some(CUSTOMER), "by {by}");
            assert_eq!(sender.claim("tid"), Some(&json!(CUSTOMER)), "by {by}");
            assert!(
                sender
                    .issuer()
                    .is_some_and(|issuer| issuer.ends_with("issuer.example")),
                "by {by}"
            );
            assert_eq!(log.text(), "", "by {by}");
        }
        (Refused(status, reason), Err(refusal)) => {
            assert_eq!(
                refusal.status().as_u16(),
                *status,
                "by {by}: {}",
                log.text()
            );
            assert!(log.text().contains(reason), "by {by}: {}", log.text());
            assert!(log.text().starts_with("WARN "), "by {by}");
            for secret in values.iter().filter_map(|value| value.get(60..80)) {
                let secret = String::from_utf8_lossy(secret);
                assert!(!log.text().contains(&*secret), "by {by}");
            }
            // The sender learns no more than the status.
            let response = refusal.response::<Vec<u8>>();
            let headers: Vec<_> = response
                .headers()
                .iter()
                .map(|(name, value)| (name.as_str(), value))
                .collect();
            let expected = match refusal.status() {
                StatusCode::UNAUTHORIZED => {
                    vec![("www-authenticate", HeaderValue::from_static("Bearer"))]
                }
                _ => vec![],
            };
            assert_eq!(
                headers,
                expected
                    .iter()
                    .map(|(name, value)| (*name, value))
                    .collect::<Vec<_>>()
            );
            assert!(response.body().is_empty());
        }
        (Accepted, Err(_)) => panic!("by {by}: refused: {}", log.text()),
        (Refused(_, reason), Ok(_)) => panic!("by {by}: accepted, although {reason}"),
    }
}

#[tokio::test]
async fn a_kind_of_refusal_is_logged_ten_times_a_second() {
    let keys = key_set(&[&FIRST]);
    let authentication = builder().keys(keys).build().unwrap();
    let log = Log::new();
    let start = std::time::Instant::now();
    for _ in 0..1000 {
        let refused = authentication.authenticate(&HeaderMap::new()).await;
        assert!(refused.is_err());
    }
    let seconds = usize::try_from(start.elapsed().as_secs()).unwrap();
    let lines = log.text();
    let refused = lines.matches("it has no header Authorization").count();
    assert!((10..=10 * (seconds + 1)).contains(&refused), "{lines}");
}

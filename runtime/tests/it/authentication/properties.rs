//! Any header gets a response, and only a valid token is accepted.

use proptest::prelude::{Just, Strategy, any, prop, prop_oneof, proptest};
use serde_json::{Value, json};
use specwright_runtime::receiver::open_id::OpenIdAuthentication;
use specwright_runtime::receiver::{AuthError, Authenticate as _, Sender};
use specwright_runtime::{HeaderMap, HeaderValue};
use std::sync::LazyLock;
use std::task::{Context, Poll, Waker};

use crate::authentication::tokens::{FIRST, base, builder, encoded, key_set};

static AUTHENTICATION: LazyLock<OpenIdAuthentication> =
    LazyLock::new(|| builder().keys(key_set(&[&FIRST])).build().unwrap());
static GOOD: LazyLock<String> = LazyLock::new(|| FIRST.token());

/// With given keys, there is nothing to wait for.
fn put(value: &[u8]) -> Option<Result<Sender, AuthError>> {
    let value = HeaderValue::from_bytes(value).ok()?;
    let headers = HeaderMap::from_iter([(http::header::AUTHORIZATION, value)]);
    let mut answer = AUTHENTICATION.authenticate(&headers);
    match answer
        .as_mut()
        .poll(&mut Context::from_waker(Waker::noop()))
    {
        Poll::Ready(answer) => Some(answer),
        Poll::Pending => panic!("it waits"),
    }
}

fn part() -> impl Strategy<Value = String> {
    let json = prop_oneof![
        any::<i64>().prop_map(|number| json!(number)),
        ".*".prop_map(Value::from),
        prop::collection::btree_map("alg|kid|crit|typ|cty|.*", "RS256|none|HS256|first|.*", 0..5)
            .prop_map(|members| json!(members)),
        Just(base()),
    ];
    prop_oneof![json.prop_map(|json| encoded(&json)), "[A-Za-z0-9_.-]{0,40}"]
}

proptest! {
    #[test]
    fn any_bytes_are_refused(value in prop::collection::vec(any::<u8>(), 0..200)) {
        if let Some(answer) = put(&value) {
            assert_eq!(answer.unwrap_err(), AuthError::Unauthorized);
        }
    }

    #[test]
    fn token_like_strings_are_refused(parts in prop::collection::vec(part(), 1..6)) {
        let value = format!("Bearer {}", parts.join("."));
        assert_eq!(put(value.as_bytes()).unwrap().unwrap_err(), AuthError::Unauthorized);
    }

    #[test]
    fn a_token_with_a_changed_character_is_refused(at in any::<prop::sample::Index>(), other in "[A-Za-z0-9_.=+/-]") {
        let mut token = GOOD.clone();
        let at = at.index(token.len());
        if token[at..=at] != other {
            token.replace_range(at..=at, &other);
            let value = format!("Bearer {token}");
            assert_eq!(put(value.as_bytes()).unwrap().unwrap_err(), AuthError::Unauthorized);
        }
    }

    #[test]
    fn a_truncated_token_is_refused(length in any::<prop::sample::Index>()) {
        let value = format!("Bearer {}", &GOOD[..length.index(GOOD.len())]);
        assert_eq!(put(value.as_bytes()).unwrap().unwrap_err(), AuthError::Unauthorized);
    }
}

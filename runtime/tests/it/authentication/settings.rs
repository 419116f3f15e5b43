//! Required and optional settings of `OpenID` authentication.

use serde_json::json;
use specwright_runtime::HeaderMap;
use specwright_runtime::receiver::open_id::{InvalidOpenId, OpenIdAuthentication, OpenIdConnect};
use specwright_runtime::receiver::{AuthError, Authenticate as _, DangerouslyUnauthenticated};

use crate::authentication::tokens::{
    AUDIENCE, CUSTOMER, FIRST, KEYS, METADATA, SCHEME, builder, key_set, now,
};

fn headers(token: &str) -> HeaderMap {
    let value = format!("Bearer {token}").parse().unwrap();
    HeaderMap::from_iter([(http::header::AUTHORIZATION, value)])
}

fn invalid(result: Result<OpenIdAuthentication, InvalidOpenId>) -> InvalidOpenId {
    result.map(|_| ()).unwrap_err()
}

#[test]
fn settings_that_accept_nobody_or_everybody_are_errors() {
    let without = |scheme: OpenIdConnect| OpenIdAuthentication::builder(scheme, AUDIENCE);
    let empty_audience = OpenIdAuthentication::builder(SCHEME, "").build();
    assert_eq!(invalid(empty_audience), InvalidOpenId::Audience);
    assert_eq!(
        invalid(builder().audience("").build()),
        InvalidOpenId::Audience
    );
    assert_eq!(
        invalid(builder().issuers([""; 0]).build()),
        InvalidOpenId::Issuers
    );
    assert_eq!(
        invalid(builder().issuers([""]).build()),
        InvalidOpenId::Issuers
    );
    let no_algorithms = without(OpenIdConnect {
        algorithms: &[],
        ..SCHEME
    });
    assert_eq!(invalid(no_algorithms.build()), InvalidOpenId::Algorithms);
    assert_eq!(
        invalid(builder().accept("customer", [""; 0]).build()),
        InvalidOpenId::Attribute
    );
    let no_claim = without(OpenIdConnect {
        sender_attributes: &[],
        ..SCHEME
    });
    assert_eq!(
        invalid(no_claim.accept("customer", [CUSTOMER]).build()),
        InvalidOpenId::Attribute
    );
    for keys in [
        "",
        "[]",
        "{}",
        r#"{"keys":[]}"#,
        r#"{"keys":[{"kty":"oct","kid":"a","k":"AAAA"}]}"#,
    ] {
        assert_eq!(
            invalid(builder().keys(keys).build()),
            InvalidOpenId::Keys,
            "{keys}"
        );
    }
}

#[test]
fn metadata_urls_are_https_or_loopback() {
    for url in [
        "http://127.0.0.1:8080/m",
        "http://[::1]/m",
        "http://localhost/m",
        METADATA,
        "https://a.example?p=q",
    ] {
        assert!(builder().metadata_url(url).build().is_ok(), "{url}");
    }
    for url in [
        "",
        "metadata",
        "http://keys.example/",
        "ftp://127.0.0.1/",
        "https:///m",
        "https://a@b.example/",
    ] {
        assert_eq!(
            invalid(builder().metadata_url(url).build()),
            InvalidOpenId::MetadataUrl,
            "{url}"
        );
    }
}

#[tokio::test]
async fn issuers_and_keys_can_be_replaced() {
    let token = FIRST.token_with(&json!({ "iss": "https://issuer.example/" }), &json!({}));
    let with_slash = builder()
        .issuers(["https://issuer.example/"])
        .keys(key_set(&[&FIRST]))
        .build()
        .unwrap();
    let sender = with_slash.authenticate(&headers(&token)).await.unwrap();
    assert_eq!(sender.issuer(), Some("https://issuer.example/"));
    let refused = with_slash.authenticate(&headers(&FIRST.token())).await;
    assert_eq!(refused.unwrap_err(), AuthError::Unauthorized);
}

#[tokio::test]
async fn several_audiences_may_be_accepted() {
    let both = json!({ "aud": [AUDIENCE, "another"] });
    let token = FIRST.token_with(&both, &json!({}));
    let settings = builder().audience("another").keys(key_set(&[&FIRST]));
    let authentication = settings.build().unwrap();
    assert!(authentication.authenticate(&headers(&token)).await.is_ok());
    assert!(
        authentication
            .authenticate(&headers(&FIRST.token()))
            .await
            .is_ok()
    );
}

#[tokio::test]
async fn an_attribute_without_a_list_accepts_every_value() {
    let token = FIRST.token_with(&json!({ "tid": "another" }), &json!({}));
    let authentication = OpenIdAuthentication::builder(SCHEME, AUDIENCE)
        .clock(now)
        .keys(key_set(&[&FIRST]))
        .build()
        .unwrap();
    let sender = authentication.authenticate(&headers(&token)).await.unwrap();
    assert_eq!(sender.attribute("customer"), Some("another"));
    assert_eq!(
        format!("{sender:?}"),
        r#"Sender { issuer: Some("https://issuer.example"), attributes: {"customer": "another"}, .. }"#
    );
}

#[tokio::test]
async fn an_attribute_must_be_a_string() {
    let token = FIRST.token_with(&json!({ "tid": 1 }), &json!({}));
    let authentication = OpenIdAuthentication::builder(SCHEME, AUDIENCE)
        .clock(now)
        .keys(key_set(&[&FIRST]))
        .build()
        .unwrap();
    let refused = authentication.authenticate(&headers(&token)).await;
    assert_eq!(refused.unwrap_err(), AuthError::Unauthorized);
}

#[tokio::test]
async fn a_required_claim_must_not_be_empty() {
    let scheme = OpenIdConnect {
        required_claims: &["tid", "ver"],
        sender_attributes: &[],
        ..SCHEME
    };
    let authentication = OpenIdAuthentication::builder(scheme, AUDIENCE)
        .clock(now)
        .keys(key_set(&[&FIRST]))
        .build()
        .unwrap();
    let base = crate::authentication::tokens::base();
    let with = |ver: serde_json::Value| {
        let mut claims = base.clone();
        claims["ver"] = ver;
        let header = json!({ "alg": "RS256", "kid": "first" });
        headers(&FIRST.sign(&header, &claims, jsonwebtoken::Algorithm::RS256))
    };
    for nothing in [json!(null), json!("")] {
        let refused = authentication.authenticate(&with(nothing)).await;
        assert_eq!(refused.unwrap_err(), AuthError::Unauthorized);
    }
    let refused = authentication.authenticate(&headers(&FIRST.token())).await;
    assert_eq!(refused.unwrap_err(), AuthError::Unauthorized);
    let sender = authentication.authenticate(&with(json!(1))).await.unwrap();
    // Without a claim for it, the attribute is unknown.
    assert_eq!(sender.attribute("customer"), None);
}

#[tokio::test]
async fn keys_for_other_uses_verify_nothing() {
    let mut jwk = FIRST.jwk();
    let unfit = [
        json!({ "use": "enc" }),
        json!({ "alg": "RS512" }),
        json!({ "key_ops": ["encrypt"] }),
        json!({ "kid": null }),
        json!({ "n": "*" }),
    ];
    for change in unfit {
        let mut other = jwk.clone();
        for (name, value) in change.as_object().unwrap() {
            other[name] = value.clone();
        }
        let mut good = jwk.clone();
        good["kid"] = json!("good");
        let keys = json!({ "keys": [other, 1, {}, good] }).to_string();
        // The others are not lost by it.
        let authentication = builder().keys(keys).build().unwrap();
        let refused = authentication.authenticate(&headers(&FIRST.token())).await;
        assert_eq!(refused.unwrap_err(), AuthError::Unauthorized, "{change}");
        let renamed = FIRST.token_with(&json!({}), &json!({ "kid": "good" }));
        assert!(
            authentication
                .authenticate(&headers(&renamed))
                .await
                .is_ok(),
            "{change}"
        );
    }
    // And of two keys with the same name, either verifies.
    jwk["n"] = crate::authentication::tokens::STRANGER.jwk()["n"].clone();
    let keys = json!({ "keys": [jwk, FIRST.jwk()] }).to_string();
    let authentication = builder().keys(keys).build().unwrap();
    assert!(
        authentication
            .authenticate(&headers(&FIRST.token()))
            .await
            .is_ok()
    );
}

#[tokio::test]
async fn unknown_members_of_keys_are_ignored() {
    let mut jwk = FIRST.jwk();
    for (name, value) in [
        ("x5t", json!("GvnPApfWMdLRi8PDmisFn7bprKg")),
        ("x5c", json!(["MIIC8TCCAdmgAwIBAgIQ"])),
        ("endorsements", json!(["msteams", "skype"])),
        ("issuer", json!("https://login.example/{tenantid}/v2.0")),
        ("cloud_instance_name", json!(null)),
    ] {
        jwk[name] = value;
    }
    let keys = json!({ "keys": [jwk], "more": 1 }).to_string();
    let authentication = builder().keys(keys).build().unwrap();
    assert!(
        authentication
            .authenticate(&headers(&FIRST.token()))
            .await
            .is_ok()
    );
}

#[test]
fn nothing_secret_is_shown() {
    let authentication = builder().keys(key_set(&[&FIRST])).build().unwrap();
    let shown = format!("{authentication:?} {:?}", builder());
    assert!(shown.contains(AUDIENCE) && shown.contains(METADATA) && !shown.contains(KEYS));
    let modulus = FIRST.jwk()["n"].as_str().unwrap()[..20].to_owned();
    assert!(!shown.contains(&modulus));
}

#[test]
fn retry_after_is_in_whole_seconds() {
    for (millis, seconds) in [(0, "1"), (1, "1"), (1000, "1"), (1001, "2"), (30_000, "30")] {
        let retry_after = std::time::Duration::from_millis(millis);
        let response = AuthError::Unavailable { retry_after }.response::<()>();
        assert_eq!(response.status(), 503);
        assert_eq!(response.headers()["retry-after"], seconds);
    }
}

#[tokio::test]
async fn dangerously_unauthenticated_accepts_everybody() {
    let sender = DangerouslyUnauthenticated
        .authenticate(&HeaderMap::new())
        .await
        .unwrap();
    assert_eq!(
        (
            sender.issuer(),
            sender.attribute("customer"),
            sender.claim("tid")
        ),
        (None, None, None)
    );
}

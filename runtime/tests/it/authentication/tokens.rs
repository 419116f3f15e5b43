//! Tokens created by the tests, and by other libraries.

use std::collections::BTreeMap;
use std::sync::LazyLock;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use aws_lc_rs::encoding::AsDer as _;
use aws_lc_rs::rsa::{KeyPair, KeySize};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jsonwebtoken::jwk::Jwk;
use jsonwebtoken::{Algorithm, EncodingKey, Header, encode};
use serde_json::{Map, Value, json};
use specwright_runtime::receiver::open_id::{
    Algorithm as Accepted, OpenIdAuthentication, OpenIdBuilder, OpenIdConnect, SenderAttribute,
};

pub(crate) const NOW: u64 = 1_800_000_000;
pub(crate) const AUDIENCE: &str = "3f1c5d9a-0d2e-4a5b-9c53-1f2b7c0a8e11";
pub(crate) const CUSTOMER: &str = "c2f1b0a4-7a4e-4f0e-8d3d-5b8b3e0c6f22";
pub(crate) const METADATA: &str = "https://keys.example/metadata";
pub(crate) const KEYS: &str = "https://keys.example/keys";

pub(crate) const SCHEME: OpenIdConnect = OpenIdConnect {
    metadata_url: METADATA,
    issuers: &["https://issuer.example", "https://other-issuer.example"],
    algorithms: &[Accepted::Rs256],
    required_claims: &["tid"],
    sender_attributes: &[SenderAttribute::new("customer", "tid")],
    clock_skew: Duration::from_secs(300),
};

/// The settings of all tests here: it is `NOW`, and one customer is accepted.
pub(crate) fn builder() -> OpenIdBuilder {
    OpenIdAuthentication::builder(SCHEME, AUDIENCE)
        .accept("customer", [CUSTOMER])
        .clock(now)
}

pub(crate) fn now() -> SystemTime {
    UNIX_EPOCH + Duration::from_secs(NOW)
}

/// A private key, with a name.
pub(crate) struct Key {
    id: &'static str,
    private: EncodingKey,
}

/// The key that is published.
pub(crate) static FIRST: LazyLock<Key> = LazyLock::new(|| Key::new("first"));
/// The key that is published after a rotation.
pub(crate) static SECOND: LazyLock<Key> = LazyLock::new(|| Key::new("second"));
/// A key that says it is the first one.
pub(crate) static STRANGER: LazyLock<Key> = LazyLock::new(|| Key::new("first"));

impl Key {
    fn new(id: &'static str) -> Self {
        let pair = KeyPair::generate(KeySize::Rsa2048).unwrap();
        let pkcs8 = pair.as_der().unwrap();
        // PKCS #8 of a key of 2048 bits is 26 bytes that say so, and PKCS #1.
        let private = EncodingKey::from_rsa_der(&pkcs8.as_ref()[26..]);
        Self { id, private }
    }

    pub(crate) fn jwk(&self) -> Value {
        let jwk = Jwk::from_encoding_key(&self.private, Algorithm::RS256).unwrap();
        let mut jwk = serde_json::to_value(jwk).unwrap();
        jwk["kid"] = json!(self.id);
        jwk["use"] = json!("sig");
        jwk
    }

    /// A good token of this key.
    pub(crate) fn token(&self) -> String {
        self.token_with(&json!({}), &json!({}))
    }

    /// A good token of this key, with changes: null takes away what is there.
    pub(crate) fn token_with(&self, claims: &Value, header: &Value) -> String {
        let header = changed(
            json!({ "alg": "RS256", "typ": "JWT", "kid": self.id }),
            header,
        );
        // A header that jsonwebtoken cannot read is none that it can write, so the parts are put
        // together here.
        let algorithm: Algorithm = header["alg"].as_str().unwrap().parse().unwrap();
        self.sign(&header, &changed(base(), claims), algorithm)
    }

    pub(crate) fn sign(&self, header: &Value, claims: &Value, algorithm: Algorithm) -> String {
        let message = format!("{}.{}", encoded(header), encoded(claims));
        let signature =
            jsonwebtoken::crypto::sign(message.as_bytes(), &self.private, algorithm).unwrap();
        format!("{message}.{signature}")
    }

    /// A token that jsonwebtoken has put together.
    pub(crate) fn whole_token(&self) -> String {
        let mut header = Header::new(Algorithm::RS256);
        header.kid = Some(self.id.to_owned());
        encode(&header, &base(), &self.private).unwrap()
    }

    /// Returns a token signed with the public key as a shared secret.
    pub(crate) fn hmac_with_the_public_key(&self) -> String {
        let header = json!({ "alg": "HS256", "typ": "JWT", "kid": self.id });
        let secret = EncodingKey::from_secret(self.jwk().to_string().as_bytes());
        let message = format!("{}.{}", encoded(&header), encoded(&base()));
        let signature =
            jsonwebtoken::crypto::sign(message.as_bytes(), &secret, Algorithm::HS256).unwrap();
        format!("{message}.{signature}")
    }
}

/// The claims of a good token.
pub(crate) fn base() -> Value {
    json!({
        "iss": "https://issuer.example",
        "aud": AUDIENCE,
        "tid": CUSTOMER,
        "iat": NOW - 60,
        "nbf": NOW - 60,
        "exp": NOW + 3840,
    })
}

fn changed(mut base: Value, changes: &Value) -> Value {
    let members = base.as_object_mut().unwrap();
    for (name, value) in changes.as_object().unwrap() {
        if value.is_null() {
            members.remove(name);
        } else {
            members.insert(name.clone(), value.clone());
        }
    }
    base
}

pub(crate) fn encoded(part: &Value) -> String {
    URL_SAFE_NO_PAD.encode(part.to_string())
}

/// A key set as a service publishes it.
pub(crate) fn key_set(keys: &[&Key]) -> String {
    let keys: Vec<_> = keys.iter().map(|key| key.jwk()).collect();
    json!({ "keys": keys }).to_string()
}

/// Tokens that another library has made, with its keys.
pub(crate) struct Made {
    pub(crate) by: String,
    pub(crate) key_set: String,
    pub(crate) tokens: BTreeMap<String, String>,
}

/// The tokens that the scripts in `fixtures` have created.
pub(crate) static MADE_ELSEWHERE: LazyLock<[Made; 2]> = LazyLock::new(|| {
    [
        include_str!("fixtures/pyjwt.json"),
        include_str!("fixtures/jose.json"),
    ]
    .map(|text| {
        let mut made: Map<String, Value> = serde_json::from_str(text).unwrap();
        Made {
            by: made["made_by"].as_str().unwrap().to_owned(),
            key_set: json!({ "keys": made["keys"] }).to_string(),
            tokens: serde_json::from_value(made.remove("tokens").unwrap()).unwrap(),
        }
    })
});

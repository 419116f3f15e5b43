//! Tokens of OAuth 2.0. The clock of these tests is paused until all tasks wait.

use std::error::Error as _;
use std::sync::Arc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use http::Method;
use percent_encoding::percent_decode_str;
use serde_json::{Value, json};
use specwright_runtime::oauth2::{
    Certificate, ClientAuthentication, ClientCredentials, InvalidCertificate, ManagedIdentity,
    TokenEndpoint,
};
use specwright_runtime::testing::{Script, ScriptedResponse};
use specwright_runtime::{
    AccessToken, Client, Endpoint, Error, Phase, TokenAttributes, TokenError, TokenProvider,
    TokenRequest, TransportError,
};
use tokio::time::{Instant, sleep};

use crate::calls::operations::{CONVENTIONS, reject};

const SECOND: Duration = Duration::from_secs(1);

fn token(secret: &str) -> ScriptedResponse {
    let body = json!({ "token_type": "Bearer", "access_token": secret, "expires_in": 3600 });
    ScriptedResponse::status(200).body(body.to_string())
}

fn error(status: u16, code: &str, description: &str) -> ScriptedResponse {
    let body = json!({ "error": code, "error_description": description });
    ScriptedResponse::status(status).body(body.to_string())
}

fn token_endpoint() -> TokenEndpoint {
    TokenEndpoint::new("{authority}/{account}/oauth2/token").with_default("account", "common")
}

fn credential(script: &Script, authentication: ClientAuthentication) -> ClientCredentials {
    ClientCredentials::new(token_endpoint(), "app", authentication).transport(script.clone())
}

fn with_secret(script: &Script) -> ClientCredentials {
    credential(script, ClientAuthentication::secret("hush+hush"))
}

async fn get(
    provider: &impl TokenProvider,
    attributes: &TokenAttributes,
) -> Result<AccessToken, TokenError> {
    let mut request = TokenRequest::default();
    request.scope = Some("https://api.example/.default");
    request.authority = Some("https://login.example/");
    request.attributes = attributes;
    provider.token(request).await
}

async fn get_default(provider: &impl TokenProvider) -> Result<AccessToken, TokenError> {
    get(provider, &TokenAttributes::new()).await
}

/// Returns the names and values of a form.
fn form(request: &http::Request<bytes::Bytes>) -> Vec<(String, String)> {
    let body = std::str::from_utf8(request.body()).unwrap();
    let decode = |text: &str| {
        let text = text.replace('+', " ");
        percent_decode_str(&text)
            .decode_utf8()
            .unwrap()
            .into_owned()
    };
    body.split('&')
        .map(|pair| pair.split_once('=').unwrap())
        .map(|(name, value)| (decode(name), decode(value)))
        .collect()
}

fn value<'a>(form: &'a [(String, String)], name: &str) -> Option<&'a str> {
    let mut pairs = form.iter();
    pairs.find_map(|(known, value)| (known == name).then_some(value.as_str()))
}

/// Returns a section of a PEM file.
fn pem(label: &str, der: &[u8]) -> String {
    let text = STANDARD.encode(der);
    let lines: Vec<&str> = text
        .as_bytes()
        .chunks(64)
        .map(|line| std::str::from_utf8(line).unwrap())
        .collect();
    format!(
        "-----BEGIN {label}-----\n{}\n-----END {label}-----\n",
        lines.join("\n")
    )
}

/// Returns the cause of a token error.
fn cause(error: &TokenError) -> String {
    error.source().unwrap().to_string()
}

#[tokio::test(start_paused = true)]
async fn a_client_secret_is_sent_in_the_form() {
    let script = Script::new().then(token("t"));
    let received = get_default(&with_secret(&script)).await.unwrap();
    assert_eq!(received.expose(), "t");
    let lifetime = received
        .expires_at()
        .unwrap()
        .duration_since(SystemTime::now())
        .unwrap();
    assert!((3590..=3600).contains(&lifetime.as_secs()));
    let [request] = script.requests().try_into().unwrap();
    assert_eq!(*request.method(), Method::POST);
    assert_eq!(*request.uri(), "https://login.example/common/oauth2/token");
    assert_eq!(
        request.headers()["content-type"],
        "application/x-www-form-urlencoded"
    );
    let form = form(&request);
    let pairs: Vec<_> = form
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    assert_eq!(
        pairs,
        [
            ("grant_type", "client_credentials"),
            ("client_id", "app"),
            ("scope", "https://api.example/.default"),
            ("client_secret", "hush+hush"),
        ]
    );
}

#[tokio::test(start_paused = true)]
async fn an_attribute_is_one_segment_of_the_url() {
    for account in [
        "contoso.example",
        "5c1f0b9e-8f0a-4b57-9d7f-0a5d6b2c3e41",
        "a_b~c",
    ] {
        let script = Script::new().then(token("t"));
        let attributes = TokenAttributes::new().with("account", account);
        get(&with_secret(&script), &attributes).await.unwrap();
        let expected = format!("https://login.example/{account}/oauth2/token");
        assert_eq!(script.requests()[0].uri().to_string(), expected);
    }
    for account in [
        "",
        ".",
        "..",
        "a/b",
        "a?b",
        "a#b",
        "a%2fb",
        "a b",
        "{authority}",
    ] {
        let script = Script::new().then(token("t"));
        let attributes = TokenAttributes::new().with("account", account);
        let refused = get(&with_secret(&script), &attributes).await.unwrap_err();
        assert!(cause(&refused).contains("`account`"), "{account}");
        assert!(script.requests().is_empty(), "{account}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_secret_is_not_sent_without_tls_or_authority() {
    for (url, reason) in [
        ("http://login.example/token", "neither https nor a loopback"),
        ("{authority}/token", "no authority"),
        ("https://login.example/{account}", "no attribute `account`"),
        (
            "https://user@login.example/token",
            "neither https nor a loopback",
        ),
        ("not a url", "not valid"),
    ] {
        let script = Script::new().then(token("t"));
        let secret = ClientAuthentication::secret("hush");
        let credential = ClientCredentials::new(TokenEndpoint::new(url), "app", secret)
            .transport(script.clone());
        let refused = credential.token(TokenRequest::default()).await.unwrap_err();
        assert!(
            cause(&refused).contains(reason),
            "{url}: {}",
            cause(&refused)
        );
        assert!(script.requests().is_empty());
    }
}

#[tokio::test(start_paused = true)]
async fn one_failure_of_the_authority_fails_no_waiting_call() {
    let failures = [
        ScriptedResponse::status(408),
        ScriptedResponse::status(429).header("retry-after", "2"),
        error(500, "server_error", ""),
        ScriptedResponse::status(502).body("<html>"),
        ScriptedResponse::status(503),
        ScriptedResponse::status(504),
        TransportError::not_sent("refused").into(),
        TransportError::maybe_sent("reset").into(),
    ];
    for failure in failures {
        let script = Script::new().then(failure).then(token("t"));
        let credential = Arc::new(with_secret(&script));
        let calls: Vec<_> = (0..10)
            .map(|_| {
                let credential = Arc::clone(&credential);
                tokio::spawn(async move { get_default(&*credential).await })
            })
            .collect();
        for call in calls {
            assert_eq!(call.await.unwrap().unwrap().expose(), "t");
        }
        assert_eq!(script.requests().len(), 2);
    }
}

#[tokio::test(start_paused = true)]
async fn a_hung_token_request_is_given_up_and_repeated() {
    let tokens = Script::new()
        .then(token("late").after(60 * SECOND))
        .then(token("t"));
    let api = Script::new().then(ScriptedResponse::status(202));
    let client = client(&api, with_secret(&tokens));
    let start = Instant::now();
    reject(&client, "1").await.unwrap();
    assert_eq!(api.requests()[0].headers()["authorization"], "Bearer t");
    // A quarter of the deadline, and a delay.
    assert!(start.elapsed() < 5 * SECOND, "{:?}", start.elapsed());
}

/// Calls of this client have 15 seconds.
fn client(api: &Script, credential: impl TokenProvider + 'static) -> Client {
    let endpoint = Endpoint::new("https://api.example")
        .unwrap()
        .with_token_scope("https://api.example/.default")
        .with_token_authority("https://login.example");
    Client::builder(endpoint)
        .credential(credential)
        .conventions(&CONVENTIONS)
        .deadline(15 * SECOND)
        .transport(api.clone())
        .build()
}

#[tokio::test(start_paused = true)]
async fn token_requests_leave_time_for_the_call() {
    let tokens = (0..100).fold(Script::new(), |script, _| {
        script.then(ScriptedResponse::status(503))
    });
    let client = client(&Script::new(), with_secret(&tokens));
    let start = Instant::now();
    let failed = reject(&client, "1").await.unwrap_err();
    let Error::Token { error, .. } = failed else {
        panic!("{failed:?}")
    };
    assert!(error.is_transient());
    assert!(cause(&error).contains("503"));
    assert!(start.elapsed() <= 10 * SECOND, "{:?}", start.elapsed());
    assert!(tokens.requests().len() > 3);
}

#[tokio::test(start_paused = true)]
async fn each_waiting_call_keeps_its_own_deadline() {
    let tokens = Script::new()
        .then(token("late").after(60 * SECOND))
        .then(token("late").after(60 * SECOND))
        .then(token("late").after(60 * SECOND))
        .then(token("t"));
    let api = Script::new().then(ScriptedResponse::status(202));
    let client = client(&api, with_secret(&tokens));
    let start = Instant::now();
    let hurried = tokio::spawn({
        let client = client.clone();
        async move {
            let outcome = reject(&client, "1").deadline(SECOND).await;
            (outcome.unwrap_err(), start.elapsed())
        }
    });
    sleep(SECOND / 10).await;
    // It waits for the request of the other call, and sends one of its own after that.
    reject(&client, "2").await.unwrap();
    let (failed, elapsed) = hurried.await.unwrap();
    let is_late = matches!(
        failed,
        Error::Token { .. }
            | Error::DeadlineExceeded {
                phase: Phase::Token,
                ..
            }
    );
    assert!(is_late, "{failed:?}");
    assert!(elapsed <= SECOND);
}

#[tokio::test(start_paused = true)]
async fn a_refusal_is_final_and_shows_codes_only() {
    let description = "E7000215: Invalid secret 'hush'. Trace id: 1";
    for status in [400, 401, 403, 404] {
        let script = Script::new().then(error(status, "invalid_client", description));
        let credential = with_secret(&script);
        let refused = get_default(&credential).await.unwrap_err();
        assert!(!refused.is_transient());
        let status = http::StatusCode::from_u16(status).unwrap();
        assert_eq!(
            cause(&refused),
            format!("the token endpoint responded with {status}: invalid_client, E7000215")
        );
        assert_eq!(script.requests().len(), 1);
        let shown = format!("{refused:?} {credential:?}");
        assert!(!shown.contains("hush"), "{shown}");
    }
    let odd = "<script>: x";
    let script = Script::new().then(error(400, "in\nvalid", odd));
    let refused = get_default(&with_secret(&script)).await.unwrap_err();
    assert_eq!(
        cause(&refused),
        "the token endpoint responded with 400 Bad Request"
    );
}

#[tokio::test(start_paused = true)]
async fn a_lifetime_is_a_number_a_string_or_a_time() {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
    let in_an_hour = (now + 3600 * SECOND).as_secs();
    for (body, seconds) in [
        (json!({ "expires_in": 3600 }), Some(3600)),
        (json!({ "expires_in": "3600" }), Some(3600)),
        (json!({ "expires_in": 3599.9 }), Some(3600)),
        (json!({ "expires_on": in_an_hour.to_string() }), Some(3600)),
        (
            json!({ "expires_in": 60, "expires_on": in_an_hour }),
            Some(60),
        ),
        (json!({ "expires_in": -1 }), None),
        (json!({ "expires_in": "soon" }), None),
        (json!({}), None),
    ] {
        let mut whole = body.clone();
        whole["access_token"] = "t".into();
        let script = Script::new().then(ScriptedResponse::status(200).body(whole.to_string()));
        let token = get_default(&with_secret(&script)).await.unwrap();
        let lifetime = token
            .expires_at()
            .map(|at| at.duration_since(SystemTime::now()).unwrap().as_secs_f64());
        match (lifetime, seconds) {
            (Some(lifetime), Some(seconds)) => {
                assert!(
                    (lifetime - f64::from(seconds)).abs() < 5.0,
                    "{body}: {lifetime}"
                );
            }
            (lifetime, seconds) => assert_eq!(lifetime, seconds.map(f64::from), "{body}"),
        }
    }
}

#[tokio::test(start_paused = true)]
async fn a_success_without_a_bearer_token_is_an_error() {
    for (body, reason) in [
        ("", "has no token"),
        ("{\"access_token\": \"", "has no token"),
        ("{\"access_token\": \"\"}", "has no token"),
        ("{\"access_token\": 1}", "has no token"),
        (
            "{\"access_token\": \"t\", \"token_type\": \"mac\"}",
            "no bearer token",
        ),
    ] {
        let script = Script::new().then(ScriptedResponse::status(200).body(body));
        let failed = get_default(&with_secret(&script)).await.unwrap_err();
        assert!(cause(&failed).contains(reason), "{body}");
    }
}

#[tokio::test(start_paused = true)]
async fn parameters_of_a_challenge_are_sent_as_json() {
    const CLAIMS: &str = r#"{"access_token":{"nbf":{"essential":true,"value":"1"}}}"#;
    for sent in [
        STANDARD.encode(CLAIMS),
        URL_SAFE_NO_PAD.encode(CLAIMS),
        "plain".to_owned(),
    ] {
        let tokens = Script::new().then(token("old")).then(token("new"));
        let endpoint = token_endpoint().with_challenge_parameter("claims");
        let secret = ClientAuthentication::secret("hush");
        let credential = ClientCredentials::new(endpoint, "app", secret).transport(tokens.clone());
        let challenge = format!("Bearer error=\"insufficient_claims\", claims=\"{sent}\"");
        let api = Script::new()
            .then(ScriptedResponse::status(401).header("www-authenticate", &challenge))
            .then(ScriptedResponse::status(202));
        reject(&client(&api, credential), "1").await.unwrap();
        let requests = tokens.requests();
        assert_eq!(value(&form(&requests[0]), "claims"), None);
        let expected = if sent == "plain" { "plain" } else { CLAIMS };
        assert_eq!(value(&form(&requests[1]), "claims"), Some(expected));
    }
}

#[tokio::test(start_paused = true)]
async fn an_assertion_file_is_read_for_each_request() {
    let file = std::env::temp_dir().join(format!("assertion-{}", std::process::id()));
    let script = Script::new().then(token("1")).then(token("2"));
    let credential = credential(&script, ClientAuthentication::assertion_file(&file));
    let failed = get_default(&credential).await.unwrap_err();
    assert!(cause(&failed).starts_with("cannot read the assertion in "));
    for (account, assertion) in [("a", "first"), ("b", "second")] {
        std::fs::write(&file, format!("{assertion}\n")).unwrap();
        let attributes = TokenAttributes::new().with("account", account);
        get(&credential, &attributes).await.unwrap();
        let form = form(script.requests().last().unwrap());
        assert_eq!(value(&form, "client_assertion"), Some(assertion));
        assert_eq!(
            value(&form, "client_assertion_type"),
            Some("urn:ietf:params:oauth:client-assertion-type:jwt-bearer")
        );
        assert_eq!(value(&form, "client_secret"), None);
    }
    std::fs::remove_file(&file).unwrap();
}

#[tokio::test(start_paused = true)]
async fn a_certificate_signs_an_assertion_for_each_request() {
    let key = rcgen::KeyPair::generate_for(&rcgen::PKCS_RSA_SHA256).unwrap();
    let certificate = rcgen::CertificateParams::new(vec!["app.example".to_owned()])
        .unwrap()
        .self_signed(&key)
        .unwrap();
    let both = [
        pem("CERTIFICATE", certificate.der()),
        pem("PRIVATE KEY", key.serialized_der()),
    ]
    .concat();
    let script = Script::new()
        .then(ScriptedResponse::status(503))
        .then(token("t"));
    let authentication = ClientAuthentication::certificate(Certificate::from_pem(&both).unwrap());
    get_default(&credential(&script, authentication))
        .await
        .unwrap();
    let assertions: Vec<String> = script
        .requests()
        .iter()
        .map(|request| {
            value(&form(request), "client_assertion")
                .unwrap()
                .to_owned()
        })
        .collect();
    assert_ne!(assertions[0], assertions[1]);
    for assertion in assertions {
        let parts: Vec<&str> = assertion.split('.').collect();
        let read = |part: &str| -> Value {
            serde_json::from_slice(&URL_SAFE_NO_PAD.decode(part).unwrap()).unwrap()
        };
        let digest = aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, certificate.der());
        assert_eq!(
            read(parts[0]),
            json!({ "alg": "PS256", "typ": "JWT", "x5t#S256": URL_SAFE_NO_PAD.encode(digest) })
        );
        let claims = read(parts[1]);
        assert_eq!(claims["aud"], "https://login.example/common/oauth2/token");
        assert_eq!(
            (&claims["iss"], &claims["sub"]),
            (&json!("app"), &json!("app"))
        );
        let lifetime = claims["exp"].as_u64().unwrap() - claims["nbf"].as_u64().unwrap();
        assert_eq!(lifetime, 600);
        let public = aws_lc_rs::signature::UnparsedPublicKey::new(
            &aws_lc_rs::signature::RSA_PSS_2048_8192_SHA256,
            key.public_key_raw(),
        );
        let signed = format!("{}.{}", parts[0], parts[1]);
        let signature = URL_SAFE_NO_PAD.decode(parts[2]).unwrap();
        public.verify(signed.as_bytes(), &signature).unwrap();
    }
}

#[test]
fn a_certificate_needs_its_rsa_key() {
    let key = rcgen::KeyPair::generate().unwrap();
    let certificate = rcgen::CertificateParams::new(Vec::new())
        .unwrap()
        .self_signed(&key)
        .unwrap();
    let invalid = |pem: String| Certificate::from_pem(pem).unwrap_err();
    assert_eq!(invalid(String::new()), InvalidCertificate::NoCertificate);
    assert_eq!(
        invalid(pem("CERTIFICATE", certificate.der())),
        InvalidCertificate::NoKey
    );
    let elliptic = [
        pem("CERTIFICATE", certificate.der()),
        pem("PRIVATE KEY", key.serialized_der()),
    ]
    .concat();
    assert_eq!(invalid(elliptic), InvalidCertificate::Key);
}

#[tokio::test(start_paused = true)]
async fn a_managed_identity_asks_its_machine() {
    let machine = Script::new().then(token("t"));
    let identity =
        ManagedIdentity::virtual_machine("http://169.254.169.254/token").transport(machine.clone());
    // It has the same token for every attribute.
    for account in ["a", "b"] {
        let attributes = TokenAttributes::new().with("account", account);
        assert_eq!(get(&identity, &attributes).await.unwrap().expose(), "t");
    }
    let [request] = machine.requests().try_into().unwrap();
    assert_eq!(*request.method(), Method::GET);
    assert_eq!(
        *request.uri(),
        "http://169.254.169.254/token?api-version=2018-02-01&resource=https%3A%2F%2Fapi.example"
    );
    assert_eq!(request.headers()["metadata"], "true");

    let service = Script::new().then(token("t"));
    let identity = ManagedIdentity::app_service("http://127.0.0.1:41/msi/token", "hush")
        .client_id("7")
        .transport(service.clone());
    get_default(&identity).await.unwrap();
    let [request] = service.requests().try_into().unwrap();
    assert_eq!(
        *request.uri(),
        "http://127.0.0.1:41/msi/token?api-version=2019-08-01&resource=https%3A%2F%2Fapi.example\
         &client_id=7"
    );
    assert_eq!(request.headers()["x-identity-header"], "hush");
    assert!(!format!("{identity:?} {:?}", request.headers()).contains("hush"));
}

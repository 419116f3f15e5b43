//! Tokens from the credentials of the Azure SDK.

use std::error::Error as _;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex};

use azure_core::cloud::CloudConfiguration;
use azure_core::credentials::{AccessToken, TokenCredential, TokenRequestOptions};
use azure_core::error::ErrorKind;
use azure_core::time::{Duration, OffsetDateTime};
use specwright_runtime::testing::{Script, ScriptedResponse};
use specwright_runtime::{
    AzureCredential, Client, Endpoint, TokenAttributes, TokenProvider, TokenRequest,
};

use crate::calls::operations::reject;

/// Caches its token, as the credentials of the Azure SDK do.
#[derive(Debug)]
struct Keeps(String);

#[async_trait::async_trait]
impl TokenCredential for Keeps {
    async fn get_token(
        &self,
        scopes: &[&str],
        _: Option<TokenRequestOptions<'_>>,
    ) -> azure_core::Result<AccessToken> {
        let expires_on = OffsetDateTime::UNIX_EPOCH + Duration::days(30_000);
        Ok(AccessToken::new(
            format!("{} for {}", self.0, scopes.join(" ")),
            expires_on,
        ))
    }
}

#[derive(Debug)]
struct Fails;

#[async_trait::async_trait]
impl TokenCredential for Fails {
    async fn get_token(
        &self,
        _: &[&str],
        _: Option<TokenRequestOptions<'_>>,
    ) -> azure_core::Result<AccessToken> {
        Err(azure_core::Error::with_message(
            ErrorKind::Credential,
            "the secret has expired",
        ))
    }
}

fn endpoint() -> Endpoint {
    Endpoint::new("https://graph.example")
        .unwrap()
        .with_token_scope("https://graph.example/.default")
        .with_token_authority("https://login.example")
}

/// Makes credentials whose tokens say for what, and the how many-th credential it was.
fn numbered() -> AzureCredential {
    let made = AtomicU32::new(0);
    AzureCredential::with(move |cloud, attributes| {
        let CloudConfiguration::Custom(cloud) = &*cloud else {
            panic!("{cloud:?}");
        };
        let number = made.fetch_add(1, Ordering::Relaxed) + 1;
        let account = attributes.get("account").unwrap_or("none");
        Ok(Arc::new(Keeps(format!(
            "{number} of {account} at {}",
            cloud.authority_host
        ))))
    })
}

fn tokens(script: &Script) -> Vec<String> {
    let requests = script.requests();
    let headers = requests
        .iter()
        .map(|request| &request.headers()["authorization"]);
    headers
        .map(|token| token.to_str().unwrap().to_owned())
        .collect()
}

#[tokio::test]
async fn an_azure_credential_gets_the_scope_of_the_endpoint() {
    let script = Script::new().then(ScriptedResponse::status(202));
    let client = Client::builder(endpoint())
        .credential(AzureCredential::new(Arc::new(Keeps("a token".to_owned()))))
        .transport(script.clone())
        .build();
    reject(&client, "1").await.unwrap();
    assert_eq!(
        tokens(&script),
        ["Bearer a token for https://graph.example/.default"]
    );
}

#[tokio::test]
async fn the_expiry_of_a_token_is_passed_on() {
    let credential = AzureCredential::new(Arc::new(Keeps("a".to_owned())));
    let mut request = TokenRequest::default();
    request.scope = Some("s");
    let token = credential.token(request).await.unwrap();
    let days = token
        .expires_at()
        .unwrap()
        .duration_since(std::time::UNIX_EPOCH)
        .unwrap()
        .as_secs()
        / 86_400;
    assert_eq!(days, 30_000);
}

#[tokio::test]
async fn each_account_has_its_own_credential() {
    let script = (0..4).fold(Script::new(), |script, _| {
        script.then(ScriptedResponse::status(202))
    });
    let client = Client::builder(endpoint())
        .credential(numbered())
        .transport(script.clone())
        .build();
    for account in [None, Some("contoso"), None, Some("contoso")] {
        let mut call = reject(&client, "1");
        if let Some(account) = account {
            call = call.token_attribute("account", account);
        }
        call.await.unwrap();
    }
    let scope = "at https://login.example for https://graph.example/.default";
    assert_eq!(
        tokens(&script),
        [
            format!("Bearer 1 of none {scope}"),
            format!("Bearer 2 of contoso {scope}"),
            format!("Bearer 1 of none {scope}"),
            format!("Bearer 2 of contoso {scope}"),
        ]
    );
}

#[tokio::test]
async fn a_refused_token_is_replaced_with_a_new_credential() {
    let script = Script::new()
        .then(ScriptedResponse::status(401))
        .then(ScriptedResponse::status(202))
        .then(ScriptedResponse::status(202));
    let client = Client::builder(endpoint())
        .credential(numbered())
        .transport(script.clone())
        .build();
    assert_eq!(reject(&client, "1").await.unwrap().attempts(), 2);
    reject(&client, "1").await.unwrap();
    let numbers: Vec<char> = tokens(&script)
        .iter()
        .map(|token| token.as_bytes()[7].into())
        .collect();
    assert_eq!(numbers, ['1', '2', '2']);
}

#[tokio::test]
async fn an_unchanged_token_ends_the_call_with_401() {
    let script = Script::new().then(ScriptedResponse::status(401));
    let client = Client::builder(endpoint())
        .credential(AzureCredential::new(Arc::new(Keeps("a".to_owned()))))
        .transport(script.clone())
        .build();
    let failed = reject(&client, "1").await.unwrap_err();
    assert_eq!(
        (failed.status().unwrap().as_u16(), failed.attempts()),
        (401, 1)
    );
}

#[tokio::test]
async fn errors_of_a_credential_have_their_cause() {
    let reason = |credential: AzureCredential, endpoint: Endpoint| async move {
        let client = Client::builder(endpoint)
            .credential(credential)
            .transport(Script::new())
            .build();
        let failed = reject(&client, "1").await.unwrap_err();
        assert!(matches!(failed, specwright_runtime::Error::Token { .. }));
        failed.source().unwrap().to_string()
    };
    let one = AzureCredential::new(Arc::new(Keeps("a".to_owned())));
    let bare = Endpoint::new("https://graph.example").unwrap();
    assert!(reason(one, bare).await.contains("no scope"));
    let fails = AzureCredential::new(Arc::new(Fails));
    assert!(
        reason(fails, endpoint())
            .await
            .contains("the secret has expired")
    );
    let unmade = AzureCredential::with(|_, _| {
        Err(azure_core::Error::with_message(
            ErrorKind::Credential,
            "no client id",
        ))
    });
    assert!(reason(unmade, endpoint()).await.contains("no client id"));
}

#[tokio::test]
async fn one_credential_serves_calls_with_any_attribute() {
    let credential = AzureCredential::new(Arc::new(Keeps("a".to_owned())));
    let attributes = TokenAttributes::new().with("account", "contoso");
    let mut request = TokenRequest::default();
    request.scope = Some("https://graph.example/.default");
    request.attributes = &attributes;
    assert!(credential.token(request).await.is_ok());
}

#[tokio::test]
async fn a_cloud_without_an_authority_is_the_public_one() {
    let seen = Arc::new(Mutex::new(None));
    let credential = AzureCredential::with({
        let seen = Arc::clone(&seen);
        move |cloud, _| {
            *seen.lock().unwrap() = Some(cloud);
            Ok(Arc::new(Fails))
        }
    });
    let mut request = TokenRequest::default();
    request.scope = Some("s");
    credential.token(request).await.unwrap_err();
    assert_eq!(
        seen.lock().unwrap().as_deref(),
        Some(&CloudConfiguration::AzurePublic)
    );
}

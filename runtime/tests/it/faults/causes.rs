//! Causes of connection errors in `Display`.

use specwright_runtime::{Client, Endpoint, NoRetry, ReqwestTransport, StaticToken};

use crate::faults::table::get;

fn client(endpoint: &str) -> Client {
    // A proxy would resolve the name.
    let settings = reqwest::Client::builder().no_proxy();
    Client::builder(Endpoint::new(endpoint).unwrap())
        .credential(StaticToken::new("secret-token"))
        .transport(ReqwestTransport::from_builder(settings))
        .retry(NoRetry)
        .build()
}

#[tokio::test]
async fn an_unresolved_host_is_named_without_secrets() {
    let client = client("https://nowhere.invalid/secret-path");
    let failed = get(&client).query("key", "secret-query").await.unwrap_err();
    let message = failed.to_string();
    assert!(
        message.contains("the request did not reach the service: the host name cannot be resolved"),
        "{message}"
    );
    assert!(!message.contains("secret"), "{message}");
    assert!(!format!("{failed:?}").contains("secret"), "{failed:?}");
}

//! The calls of the snippets that `cargo xtask parity` runs, in the same order.

use msgraph_communications::Client;
use msgraph_communications::communications::calls::item::reject::RejectPostRequestBody;
use msgraph_communications::models::RejectReason;
use specwright_runtime::{Endpoint, ReqwestTransport, StaticToken};

const CALL: &str = "57dab8b1-894c-409a-b240-bd8beae78896";

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let host = std::env::args()
        .nth(1)
        .ok_or("the address of the server is missing")?;
    let settings = reqwest::Client::builder().no_proxy();
    let client = specwright_runtime::Client::builder(Endpoint::new(format!("{host}/v1.0"))?)
        .credential(StaticToken::new("FAKE.TOKEN.VALUE"))
        .transport(ReqwestTransport::from_builder(settings))
        .build();
    let client = Client::from(client);

    let because = |reason| RejectPostRequestBody {
        reason: Some(reason),
        ..Default::default()
    };
    let with_callback = RejectPostRequestBody {
        callback_uri: Some("https://bot.contoso.com/api/calls".to_owned()),
        ..because(RejectReason::Busy)
    };
    for (call_id, body) in [
        (CALL, because(RejectReason::Busy)),
        (CALL, because(RejectReason::None)),
        (CALL, because(RejectReason::Forbidden)),
        (CALL, with_callback),
        (CALL, RejectPostRequestBody::default()),
        ("a b/c?d#e%2Fé", because(RejectReason::Busy)),
    ] {
        client
            .communications()
            .calls()
            .by_call_id(call_id)
            .reject()
            .post(body)
            .await?;
    }
    Ok(())
}

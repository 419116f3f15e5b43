//! The JavaScript snippets: an untyped object, posted to a path that is put together as text. Here the object is read
//! into the type, so that a wrong member name is seen as an undeclared one; the id is any text.

use msgraph_communications::Client;
use msgraph_communications::communications::calls::item::reject::RejectPostRequestBody;
use serde_json::json;

async fn busy(client: &Client) -> Result<(), Box<dyn std::error::Error>> {
    let reject: RejectPostRequestBody = serde_json::from_value(json!({
        "reason": "busy"
    }))?;
    assert!(reject.additional_data.is_empty());

    let call_id = "57dab8b1-894c-409a-b240-bd8beae78896";
    client
        .communications()
        .calls()
        .by_call_id(call_id)
        .reject()
        .post(reject)
        .await?;
    Ok(())
}

async fn none(client: &Client) -> Result<(), Box<dyn std::error::Error>> {
    let reject: RejectPostRequestBody = serde_json::from_value(json!({
        "reason": "none"
    }))?;
    assert!(reject.additional_data.is_empty());

    let call_id = "57dab8b1-894c-409a-b240-bd8beae78896";
    client
        .communications()
        .calls()
        .by_call_id(call_id)
        .reject()
        .post(reject)
        .await?;
    Ok(())
}

fn main() {
    let _ = (busy, none);
}

//! The PowerShell snippets: a hash table as the body parameter of one command, and the id in a variable. Here the body
//! is read from JSON text, and the id is an owned text.

use msgraph_communications::Client;
use msgraph_communications::communications::calls::item::reject::RejectPostRequestBody;
use specwright_runtime::from_slice;

async fn busy(client: &Client, call_id: String) -> Result<(), Box<dyn std::error::Error>> {
    let params: RejectPostRequestBody = from_slice(br#"{"reason": "busy"}"#)?;
    client
        .communications()
        .calls()
        .by_call_id(call_id)
        .reject()
        .post(params)
        .await?;
    Ok(())
}

async fn none(client: &Client, call_id: String) -> Result<(), Box<dyn std::error::Error>> {
    let params: RejectPostRequestBody = from_slice(br#"{"reason": "none"}"#)?;
    client
        .communications()
        .calls()
        .by_call_id(&call_id)
        .reject()
        .post(params)
        .await?;
    Ok(())
}

fn main() {
    let _ = (busy, none);
}

//! The second program of README.md.

use std::env;

use msgraph_communications::callbacks::COMMS_NOTIFICATION_TOKEN;
use msgraph_communications::callbacks::comms_notifications::{self, CommsNotificationsHandler};
use msgraph_communications::models::{CommsNotification, RejectReason};
use msgraph_communications::operations::RejectPostRequestBody;
use msgraph_communications::runtime::oauth2::{ClientAuthentication, ClientCredentials};
use msgraph_communications::runtime::receiver::open_id::OpenIdAuthentication;
use msgraph_communications::runtime::receiver::{PublicAddress, Received, Receiver};
use msgraph_communications::{
    Client, SenderExt as _, Server, TokenAttributesExt as _, client_credentials_token_endpoint,
};

struct Busy(Client);

impl CommsNotificationsHandler for Busy {
    async fn post(&self, notification: Received<CommsNotification>) {
        let (true, Some(id)) = (notification.is_incoming_call(), notification.call_id()) else {
            return;
        };
        // A token is for one tenant. The sender's token names the tenant of the call.
        let Some(tenant) = notification.sender().tenant() else {
            return println!("{id}: not rejected, the sender's token has no tenant");
        };
        let body = RejectPostRequestBody { reason: Some(RejectReason::Busy), ..Default::default() };
        let rejected = self
            .0
            .communications()
            .calls()
            .by_call_id(&id)
            .reject()
            .post(body)
            .tenant(tenant)
            .deadline(notification.time_left().unwrap_or_default())
            .await;
        match rejected {
            Ok(accepted) => println!("{id}: {}", accepted.status()),
            Err(error) => println!("{id}: {error}"),
        }
    }
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let app_id = env::var("APP_ID")?;
    let secret = ClientAuthentication::secret(env::var("APP_SECRET")?);
    let credential = ClientCredentials::new(client_credentials_token_endpoint(), &app_id, secret);
    let client = Client::new(Server::Global, credential);
    // Senders must present a token issued for this bot. Issuers and key URL are the document's.
    let tokens = OpenIdAuthentication::builder(COMMS_NOTIFICATION_TOKEN, app_id).build()?;
    let calls = comms_notifications::callback(Busy(client), tokens);
    let address = PublicAddress::new("https://bot.contoso.com")?;
    let receiver = Receiver::builder(address).callback("/api/calls", calls).build()?;

    // `Receiver` also implements `tower::Service`. Terminate TLS in front of it.
    let listener = tokio::net::TcpListener::bind(env::var("LISTEN")?).await?;
    axum::serve(listener, axum::Router::from(receiver)).await?;
    Ok(())
}

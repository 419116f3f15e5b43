//! Requests the token and opens the connection before the first call.

use std::convert::Infallible;

use http::{HeaderMap, Method};
use tracing::Instrument;

use crate::auth::security::Security;
use crate::auth::token_attributes::TokenAttributes;
use crate::body::Body;
use crate::call::error::Error;
use crate::call::pipeline::Call;
use crate::call::settings::DEFAULT_DEADLINE;
use crate::call::trace::spans as trace;
use crate::client::Client;

impl Client {
    /// Requests the token and opens the connection, so that the first call does not spend time on
    /// them.
    ///
    /// The token provider must cache the token, as [`CachedToken`](crate::CachedToken) does. The
    /// connection is opened by a `HEAD` request to the base URL of the endpoint. It carries no
    /// token, and its response is ignored. The deadline is that of the client, and nothing is
    /// retried.
    ///
    /// A client without a credential only opens the connection.
    ///
    /// # Errors
    ///
    /// If there is no token or no connection, or if the deadline passes. The client remains usable.
    pub async fn warm_up(&self) -> Result<(), Error<Infallible>> {
        let settings = &self.settings;
        let call = Call {
            settings,
            endpoint: None,
            is_own_server: false,
            operation: "warm-up",
            method: &Method::HEAD,
            security: match &settings.credential {
                None if settings.credentials.first_token().is_none() => Security::None,
                _ => Security::Bearer,
            },
            idempotent: true,
            target: String::new(),
            address: None,
            template: "",
            token_attributes: TokenAttributes::new(),
            headers: HeaderMap::new(),
            body: Body::empty(),
            streams: None,
            deadline: settings.deadline.unwrap_or(DEFAULT_DEADLINE),
        };
        let mut prepared = call.prepare()?;
        let span = prepared.span();
        let outcome = prepared.warm_up().instrument(span.clone()).await;
        if outcome.is_ok() {
            return Ok(());
        }
        trace::ended(&span, &outcome, &prepared.metadata);
        outcome
            .map(drop)
            .map_err(|failure| failure.into_error(prepared.metadata))
    }
}

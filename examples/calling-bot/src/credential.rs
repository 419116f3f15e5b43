//! The credential of the bot: how it authenticates itself when it requests tokens.

use std::path::Path;
use std::time::Instant;

use axum::http;
use metrics::counter;
use msgraph_communications::client_credentials_token_endpoint;
use msgraph_communications::runtime::oauth2::{
    Certificate, ClientAuthentication, ClientCredentials, InvalidCertificate, ManagedIdentity,
};
use msgraph_communications::runtime::{
    Body, BoxFuture, ReqwestTransport, Secret, TokenProvider, Transport, TransportError,
};

use crate::prometheus::TOKENS;
use crate::settings::Settings;

/// The error of a credential that cannot be created.
#[derive(Debug, thiserror::Error)]
pub(crate) enum CredentialError {
    #[error(
        "the bot needs one credential: --app-secret-file, --app-secret, --assertion-file, \
         --certificate-file or --managed-identity; or one of the variables \
         CALLING_BOT_APP_SECRET_FILE, CALLING_BOT_APP_SECRET, CALLING_BOT_ASSERTION_FILE, \
         CALLING_BOT_CERTIFICATE_FILE and CALLING_BOT_MANAGED_IDENTITY"
    )]
    None,
    #[error(
        "several credentials are set; the bot needs one of --app-secret-file, --app-secret, \
         --assertion-file, --certificate-file and --managed-identity"
    )]
    Several,
    #[error("the client secret is empty")]
    EmptySecret,
    #[error("cannot read {0}")]
    File(String, #[source] std::io::Error),
    #[error("the certificate in {0}")]
    Certificate(String, #[source] InvalidCertificate),
}

/// Returns the token provider that the settings select.
pub(crate) fn credential(
    settings: &Settings,
    app_id: &str,
    transport: impl Transport + 'static,
) -> Result<Box<dyn TokenProvider>, CredentialError> {
    if settings.managed_identity {
        return match authentications(settings) {
            0 => {
                let settings = ReqwestTransport::settings().no_proxy();
                let transport = Counted(ReqwestTransport::from_builder(settings));
                Ok(Box::new(
                    ManagedIdentity::from_environment().transport(transport),
                ))
            }
            _ => Err(CredentialError::Several),
        };
    }
    let authentication = authentication(settings)?;
    let endpoint = client_credentials_token_endpoint();
    let credential = ClientCredentials::new(endpoint, app_id, authentication);
    Ok(Box::new(credential.transport(Counted(transport))))
}

/// Returns how many ways of authentication the settings have, without the managed identity.
fn authentications(settings: &Settings) -> usize {
    usize::from(settings.app_secret.is_some())
        + usize::from(settings.app_secret_file.is_some())
        + usize::from(settings.assertion_file.is_some())
        + usize::from(settings.certificate_file.is_some())
}

fn authentication(settings: &Settings) -> Result<ClientAuthentication, CredentialError> {
    if authentications(settings) > 1 {
        return Err(CredentialError::Several);
    }
    if let Some(file) = &settings.assertion_file {
        return Ok(ClientAuthentication::assertion_file(file));
    }
    if let Some(file) = &settings.certificate_file {
        let certificate = Certificate::from_pem(read(file)?)
            .map_err(|invalid| CredentialError::Certificate(file.display().to_string(), invalid))?;
        return Ok(ClientAuthentication::certificate(certificate));
    }
    let secret = match (&settings.app_secret, &settings.app_secret_file) {
        (Some(secret), _) => secret.clone(),
        (None, Some(file)) => Secret::from(read(file)?.trim_end()),
        (None, None) => return Err(CredentialError::None),
    };
    if secret.expose().is_empty() {
        return Err(CredentialError::EmptySecret);
    }
    Ok(ClientAuthentication::secret(secret))
}

fn read(file: &Path) -> Result<String, CredentialError> {
    std::fs::read_to_string(file)
        .map_err(|error| CredentialError::File(file.display().to_string(), error))
}

/// A transport of token requests that counts them by outcome.
struct Counted<T>(T);

impl<T: Transport> Transport for Counted<T> {
    fn send(
        &self,
        request: http::Request<Body>,
        deadline: Instant,
    ) -> BoxFuture<'_, Result<http::Response<Body>, TransportError>> {
        let response = self.0.send(request, deadline);
        Box::pin(async move {
            let response = response.await;
            let is_issued = response
                .as_ref()
                .is_ok_and(|response| response.status().is_success());
            let outcome = if is_issued { "issued" } else { "failed" };
            counter!(TOKENS, "outcome" => outcome).increment(1);
            response
        })
    }
}

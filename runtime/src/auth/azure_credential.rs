//! The token provider over credentials of the Azure SDK.

use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::SystemTime;

use azure_core::cloud::{CloudConfiguration, CustomConfiguration};
use azure_core::credentials::TokenCredential;

use crate::auth::token::{AccessToken, TokenError, TokenProvider, TokenRequest};
use crate::auth::token_attributes::TokenAttributes;
use crate::transport::BoxFuture;

/// Takes tokens from a credential of the Azure SDK: client secret, certificate, managed identity,
/// workload identity, or any other [`TokenCredential`].
///
/// A [`TokenCredential`] belongs to one cloud and one account. If these never change, use
/// [`new`](Self::new):
///
/// ```no_run
/// use azure_identity::ManagedIdentityCredential;
/// use specwright_runtime::AzureCredential;
///
/// let credential = AzureCredential::new(ManagedIdentityCredential::new(None)?);
/// # Ok::<(), azure_core::Error>(())
/// ```
///
/// If the cloud depends on the endpoint, or the account on the attributes of a call, use
/// [`with`](Self::with), which creates one credential for each:
///
/// ```no_run
/// # use specwright_runtime::Endpoint;
/// # fn client(endpoint: Endpoint, id: String, secret: azure_core::credentials::Secret) {
/// use azure_identity::{ClientSecretCredential, ClientSecretCredentialOptions};
/// use specwright_runtime::{AzureCredential, Client};
///
/// let credential = AzureCredential::with(move |cloud, attributes| {
///     let mut options = ClientSecretCredentialOptions::default();
///     options.client_options.cloud = Some(cloud);
///     let directory = attributes.get("directory").unwrap_or("contoso.example");
///     Ok(ClientSecretCredential::new(directory, id.clone(), secret.clone(), Some(options))?)
/// });
/// let client = Client::builder(endpoint).credential(credential).build();
/// # }
/// ```
///
/// Credentials of `azure_identity` that call a server cache their tokens. Those that run a program
/// do not: wrap them in a [`CachedToken`](crate::CachedToken). A refused token is replaced by
/// creating a new credential, which only [`with`](Self::with) can do. A [`TokenCredential`] cannot
/// answer a challenge, so a call that meets one fails with the 401.
pub struct AzureCredential(Source);

enum Source {
    One(Arc<dyn TokenCredential>),
    Made {
        make: Box<Make>,
        credentials: Mutex<HashMap<Key, Arc<dyn TokenCredential>>>,
    },
}

type Credential = Arc<dyn TokenCredential>;

type Make = dyn Fn(Arc<CloudConfiguration>, &TokenAttributes) -> azure_core::Result<Credential>
    + Send
    + Sync;

#[derive(PartialEq, Eq, Hash)]
struct Key {
    authority: Option<String>,
    attributes: TokenAttributes,
}

impl AzureCredential {
    /// Creates a provider that takes all tokens from one credential, whatever attributes a call
    /// has: a managed identity, for instance, belongs to one account. If tokens must depend on the
    /// attributes, use [`with`](Self::with).
    #[must_use]
    pub fn new(credential: Arc<dyn TokenCredential>) -> Self {
        Self(Source::One(credential))
    }

    /// Creates a provider that creates a credential for each cloud and set of attributes when
    /// their first token is requested, and caches it.
    ///
    /// The cloud has the authority of the client's endpoint, or is the public cloud if the endpoint
    /// names none. The attributes are those of the call and of the client.
    pub fn with<F>(make: F) -> Self
    where
        F: Fn(
                Arc<CloudConfiguration>,
                &TokenAttributes,
            ) -> azure_core::Result<Arc<dyn TokenCredential>>
            + Send
            + Sync
            + 'static,
    {
        Self(Source::Made {
            make: Box::new(make),
            credentials: Mutex::default(),
        })
    }

    /// Returns the credential for a request. Creates a new one if the service refused the token of
    /// the cached one.
    fn credential(
        &self,
        request: TokenRequest<'_>,
        instead_of: Option<&Arc<dyn TokenCredential>>,
    ) -> Result<Arc<dyn TokenCredential>, TokenError> {
        let (make, credentials) = match &self.0 {
            Source::One(credential) => return Ok(Arc::clone(credential)),
            Source::Made { make, credentials } => (make, credentials),
        };
        let key = Key {
            authority: request.authority.map(str::to_owned),
            attributes: request.attributes.clone(),
        };
        let mut credentials = credentials.lock().unwrap_or_else(PoisonError::into_inner);
        match credentials.get(&key) {
            Some(known) if !instead_of.is_some_and(|old| Arc::ptr_eq(old, known)) => {
                Ok(Arc::clone(known))
            }
            _ => {
                let credential = make(Arc::new(cloud(request.authority)), request.attributes);
                let credential = credential.map_err(|error| failed(&error))?;
                credentials.insert(key, Arc::clone(&credential));
                Ok(credential)
            }
        }
    }

    async fn get(&self, request: TokenRequest<'_>) -> Result<AccessToken, TokenError> {
        let scope = request
            .scope
            .ok_or_else(|| TokenError::new("the endpoint has no scope to request a token for"))?;
        let credential = self.credential(request, None)?;
        let token = request_token(&*credential, scope).await?;
        let is_refused = request
            .refused
            .is_some_and(|refused| refused.expose() == token.expose());
        if !is_refused || matches!(self.0, Source::One(_)) {
            return Ok(token);
        }
        let credential = self.credential(request, Some(&credential))?;
        request_token(&*credential, scope).await
    }
}

impl TokenProvider for AzureCredential {
    fn token<'a>(
        &'a self,
        request: TokenRequest<'a>,
    ) -> BoxFuture<'a, Result<AccessToken, TokenError>> {
        Box::pin(self.get(request))
    }
}

/// Omits the credentials, which may contain secrets.
impl fmt::Debug for AzureCredential {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AzureCredential").finish_non_exhaustive()
    }
}

async fn request_token(
    credential: &dyn TokenCredential,
    scope: &str,
) -> Result<AccessToken, TokenError> {
    let token = credential.get_token(&[scope], None).await;
    let token = token.map_err(|error| failed(&error))?;
    let expires_at = SystemTime::from(token.expires_on);
    Ok(AccessToken::new(token.token.secret()).with_expiry(expires_at))
}

fn cloud(authority: Option<&str>) -> CloudConfiguration {
    let Some(authority) = authority else {
        return CloudConfiguration::default();
    };
    let mut custom = CustomConfiguration::default();
    authority.clone_into(&mut custom.authority_host);
    custom.into()
}

/// Converts an error of the SDK. Keeps its message, not the response that it contains.
fn failed(error: &azure_core::Error) -> TokenError {
    TokenError::new(error.to_string())
}

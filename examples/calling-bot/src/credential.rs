//! How the bot gets a token for what it sends: with its client secret, from the authority of the cloud.

use metrics::counter;
use msgraph_communications::TokenRequestExt as _;
use msgraph_communications::runtime::{
    AccessToken, BoxFuture, TokenError, TokenProvider, TokenRequest,
};
use std::time::{Duration, SystemTime};

use crate::prometheus::TOKENS;
use crate::settings::Secret;

/// Gets tokens by the OAuth grant for client credentials.
pub(crate) struct ClientCredentials {
    pub(crate) http: reqwest::Client,
    pub(crate) app_id: String,
    pub(crate) secret: Secret,
}

impl ClientCredentials {
    async fn ask(&self, request: TokenRequest<'_>) -> Result<AccessToken, TokenError> {
        let (Some(authority), Some(scope)) = (request.authority, request.scope) else {
            return Err(TokenError::new(
                "it is not known where to get a token, and what for",
            ));
        };
        let tenant = request.tenant().unwrap_or("organizations");
        // It becomes a segment of a path.
        let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-.".contains(&byte);
        if !tenant.bytes().all(plain) || tenant.starts_with('.') {
            return Err(TokenError::new("the tenant is neither an id nor a domain"));
        }
        let mut form = vec![
            ("grant_type", "client_credentials"),
            ("client_id", &self.app_id),
            ("client_secret", self.secret.expose()),
            ("scope", scope),
        ];
        form.extend(request.claims().map(|claims| ("claims", claims)));
        let url = format!(
            "{}/{tenant}/oauth2/v2.0/token",
            authority.trim_end_matches('/')
        );
        // The URL is no secret, but says nothing new.
        let failed = |error: reqwest::Error| TokenError::new(error.without_url());
        let response = self.http.post(url).form(&form).send().await;
        let response = response.map_err(failed)?;
        let status = response.status();
        let answer = response.json::<serde_json::Value>().await;
        if !status.is_success() {
            let answer = answer.unwrap_or_default();
            let code = answer["error"].as_str().filter(|code| is_plain(code));
            let code = code.unwrap_or("it does not say why");
            return Err(TokenError::new(format!(
                "the authority answers {status}, {code}"
            )));
        }
        let answer = answer.map_err(failed)?;
        let token = answer["access_token"].as_str();
        let token = token.ok_or_else(|| TokenError::new("the authority's answer has no token"))?;
        // Some authorities send a string.
        let lifetime = &answer["expires_in"];
        let lifetime = lifetime
            .as_u64()
            .or_else(|| lifetime.as_str()?.parse().ok());
        let lifetime = lifetime.unwrap_or(0);
        Ok(AccessToken::new(token).with_expiry(SystemTime::now() + Duration::from_secs(lifetime)))
    }
}

/// Returns whether a string can be the code of an error, such as `invalid_client`.
fn is_plain(code: &str) -> bool {
    code.bytes()
        .all(|byte| byte.is_ascii_lowercase() || byte == b'_')
}

impl TokenProvider for ClientCredentials {
    fn token<'a>(
        &'a self,
        request: TokenRequest<'a>,
    ) -> BoxFuture<'a, Result<AccessToken, TokenError>> {
        Box::pin(async move {
            let token = self.ask(request).await;
            let outcome = if token.is_ok() { "issued" } else { "failed" };
            counter!(TOKENS, "outcome" => outcome).increment(1);
            token
        })
    }
}

#[cfg(test)]
mod tests {
    use msgraph_communications::runtime::TokenAttributes;

    use super::*;
    use crate::journal::with_causes;

    #[tokio::test]
    async fn a_tenant_is_one_segment_of_the_path() {
        let credential = ClientCredentials {
            http: reqwest::Client::builder().no_proxy().build().unwrap(),
            app_id: "app".to_owned(),
            secret: "hush".to_owned().into(),
        };
        for (tenant, is_asked_for) in [
            ("5c1f0b9e-8f0a-4b57-9d7f-0a5d6b2c3e41", true),
            ("contoso.com", true),
            ("..", false),
            (".hidden", false),
            ("a/b", false),
            ("a?b", false),
            ("a#b", false),
            ("a%2fb", false),
        ] {
            let attributes = TokenAttributes::new().with("tenant", tenant);
            let mut request = TokenRequest::default();
            request.scope = Some("scope");
            // Nobody is there.
            request.authority = Some("http://127.0.0.1:9");
            request.attributes = &attributes;
            let error = with_causes(&credential.token(request).await.unwrap_err());
            let refused = error.contains("neither an id nor a domain");
            assert_eq!(refused, !is_asked_for, "{tenant}: {error}");
            assert!(!error.contains("hush"), "{error}");
        }
    }
}
